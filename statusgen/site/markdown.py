"""Markdown of people to HTML that harms nobody: raw HTML stays text, links lead to http, https and mailto only."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import escape
from typing import Final

_TAGS: Final = {
    *("p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_RELATION: Final = "noopener noreferrer nofollow"
# Nearly all that people write are lines with a word in bold, some code or a link, and short lists of such lines. Those few
# forms are set here, in a hundredth of the time of the whole grammar, where nothing else can be meant: every character that
# Markdown could read otherwise is missing, and marks stand between blanks. A law in the tests holds the two ways together.
_LETTERS: Final = "A-Za-zÀ-ɏ–—−’“”…¿¡"
_WORD: Final = rf"[A-Za-z0-9](?:[{_LETTERS}0-9 .,;:?/()%'\"+-]*[A-Za-z0-9])?"
# A mark is looked for by its first character, which is found at once, and only then is looked at what stands before that.
_MARKED: Final = (
    r"(?:"
    r"`(?<![^ (]`)(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`"
    rf"|\*(?<![^ (]\*)\*(?P<strong>{_WORD})\*\*"
    rf"|\*(?<![^ (]\*)(?P<em>{_WORD})\*"
    rf"|\[(?<![^ (]\[)(?P<text>{_WORD})\]\((?P<href>https?://[A-Za-z0-9./-]+)\)"
    r")(?![^ .,;:)])"
)
_MARK: Final = re.compile(_MARKED, re.ASCII)
_UNNAMED: Final = re.sub(r"\?P<\w+>", "?:", _MARKED)
_LINE: Final = re.compile(rf"[{_LETTERS}](?:[{_LETTERS}0-9 .,;:?/()%'\"=+-]++|&(?= )|{_UNNAMED})*+(?<! )", re.ASCII)
_LONGEST_SIMPLE: Final = 4000


def html(text: str) -> str:
    """The text as clean HTML paragraphs; empty for nothing."""
    text = text.rstrip("\n")
    blocks = text.split("\n\n")
    lists = text.startswith("- ") + text.count("\n\n- ")  # two of them might be one
    if len(text) > _LONGEST_SIMPLE or lists > 1 or not all(map(_is_simple, blocks)):
        return full(text)
    return "".join(map(_block, blocks))


def _is_simple(block: str) -> bool:
    if block.startswith("- "):
        return all(map(_LINE.fullmatch, block[2:].split("\n- ")))
    return _LINE.fullmatch(block) is not None


def _block(text: str) -> str:
    text = escape(text, quote=False)
    if "*" in text or "`" in text or "[" in text:
        text = _MARK.sub(_set, text)
    if not text.startswith("- "):
        return f"<p>{text}</p>\n"
    items = text[2:].replace("\n- ", "</li>\n<li>")
    return f"<ul>\n<li>{items}</li>\n</ul>\n"


def _set(mark: re.Match[str]) -> str:
    kind = mark.lastgroup
    if kind == "href":
        return f'<a href="{mark["href"]}" rel="{_RELATION}">{mark["text"]}</a>'
    return f"<{kind}>{mark[kind or 0]}</{kind}>"


@lru_cache(maxsize=1 << 12)
def full(text: str) -> str:
    """The same by the whole grammar of CommonMark."""
    return _grammar()(text)


@cache
def _grammar() -> Callable[[str], str]:
    """Markdown to HTML, and past a second fence. Imported where simple text does not do."""
    import nh3
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=_RELATION,
    )
    return lambda text: cleaner.clean(markdown.render(text))
