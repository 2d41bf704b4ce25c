"""What every document shares: its templates, prose, and sentences whose clauses lead to where they are listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from statusgen.board.words import clean, line
from statusgen.policy import Clause, Policy
from statusgen.site.markdown import html
from statusgen.site.theme import Theme

FOLDER: Final = "documents"
"""Where its templates are, below those of the site: the site does not depend on them."""

OURS: Final = b"statusgen report"
"""Stands at the head of a page, as its generator, and in a PDF as the first half of its identifier: we know our own again."""
_HEAD: Final = 2000

_CLAUSE: Final = re.compile(r"\[([^\[\]\s]+)\]")
_HEADING: Final = re.compile(r"<(/?)h[1-6]>")


def theme(project: Path | None = None) -> Theme:
    """The templates of documents, with a project's own over them."""
    return Theme.of(project, FOLDER)


def is_ours(body: bytes) -> bool:
    """Whether a file is a report that we made, as a page or as PDF."""
    return OURS in (body if body.startswith(b"%PDF-") else body[:_HEAD])


def prose(text: str) -> Markup:
    """Markdown of people as clean HTML. Its headings stand below every heading of the document."""
    return Markup(_HEADING.sub(r"<\1h5>", html(clean(text))))  # noqa: S704  # html() has cleaned it


def anchor(clause: str) -> str:
    """The anchor of a clause in a document's list."""
    return f"clause-{clause}"


class Clauses:
    """The clauses that a document names: each is a link, and those that were named are listed at its end."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._known: dict[str, dict[Clause, None]] = {}
        for policy in policies:
            for clause in policy.clauses:
                self._known.setdefault(clause.id, {})[clause] = None
        self._named: set[str] = set()

    def said(self, text: str) -> Markup:
        """A sentence as HTML on one line; `[clever.credits]` becomes a link, what is no clause of a policy stays text."""
        return Markup("").join(self._pieces(line(text)))

    def _pieces(self, text: str) -> Iterable[Markup]:
        position = 0
        for found in _CLAUSE.finditer(text):
            yield escape(text[position : found.start()])
            yield self.link(found[1]) if found[1] in self._known else escape(found[0])
            position = found.end()
        yield escape(text[position:])

    def link(self, clause: str) -> Markup:
        """The id of a clause as a link to it."""
        self._named.add(clause)
        return Markup('<a class="clause" href="#{}">{}</a>').format(quote(anchor(clause)), clause)

    @property
    def named(self) -> tuple[tuple[str, tuple[Clause, ...]], ...]:
        """Every clause that was named, in the order of the contracts; with more than one text where two policies differ in it."""
        return tuple((clause, tuple(texts)) for clause, texts in self._known.items() if clause in self._named)
