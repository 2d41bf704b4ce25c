"""Markdown of people to HTML that harms nobody: raw HTML stays text, links lead to http, https and mailto only."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Final

import nh3
from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")
_TAGS: Final = {
    *("p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_RELATION: Final = "noopener noreferrer nofollow"
_CLEANER: Final = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=_RELATION,
)

# Nearly all that people write are paragraphs of one line with a word in bold, some code, a link. Those few forms are set
# here, in a hundredth of the time of the whole grammar, where nothing else can be meant: every character that Markdown
# could read otherwise is missing, and marks stand between blanks. A law in the tests holds the two ways together.
_WORD: Final = r"[A-Za-z0-9](?:[A-Za-z0-9 .,;:?/()%'\"+-]*[A-Za-z0-9])?"
_MARKED: Final = (
    r"(?<![^ ])(?:"
    r"`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`"
    rf"|\*\*(?P<strong>{_WORD})\*\*"
    rf"|\*(?P<em>{_WORD})\*"
    rf"|\[(?P<text>{_WORD})\]\((?P<href>https?://[A-Za-z0-9./-]+)\)"
    r")(?![^ .,;:])"
)
_MARK: Final = re.compile(_MARKED, re.ASCII)
_UNNAMED: Final = re.sub(r"\?P<\w+>", "?:", _MARKED)
_SIMPLE: Final = re.compile(rf"[A-Za-z](?:[A-Za-z0-9 .,;:?/()%'\"=+-]|&(?= )|{_UNNAMED})*(?<! )", re.ASCII)
_LONGEST_SIMPLE: Final = 4000


def html(text: str) -> str:
    """The text as clean HTML paragraphs; empty for nothing."""
    text = text.rstrip("\n")
    paragraphs = text.split("\n\n")
    if len(text) <= _LONGEST_SIMPLE and all(_SIMPLE.fullmatch(paragraph) for paragraph in paragraphs):
        return "".join([f"<p>{_MARK.sub(_set, escape(paragraph, quote=False))}</p>\n" for paragraph in paragraphs])
    return full(text)


def _set(mark: re.Match[str]) -> str:
    kind = mark.lastgroup
    if kind == "href":
        return f'<a href="{mark["href"]}" rel="{_RELATION}">{mark["text"]}</a>'
    return f"<{kind}>{mark[kind or 0]}</{kind}>"


@lru_cache(maxsize=1 << 12)
def full(text: str) -> str:
    """The same by the whole grammar of CommonMark."""
    return _CLEANER.clean(_MARKDOWN.render(text))
