"""Where an event's page was before its file was renamed: a page that leads to it, for links that were given out stay good."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Final
from urllib.parse import quote

from statusgen.board import Board, WindowEntry, words
from statusgen.board.entries import Entry, digest_of
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

_UP: Final = "../"


def moved(board: Board, theme: Theme, below: str = "") -> Iterator[tuple[str, Recipe]]:
    """The page of every name that an event had and no event has now; two that had one name share the page of the last."""
    events: tuple[Entry, ...] = (*board.windows, *board.incidents)
    renamed = [entry for entry in events if entry.formerly]
    there = {entry.path for entry in events} if renamed else set()
    for entry in renamed:
        folder = "windows" if isinstance(entry, WindowEntry) else "incidents"
        for path in (f"{folder}/{name}/" for name in entry.formerly):
            if path not in there:
                digest = digest_of((theme.digest, board.page, path, entry.path, entry.digest))
                yield f"{below}{path}index.html", Recipe(digest, partial(_page, board, theme, entry, below))


def _page(board: Board, theme: Theme, entry: Entry, below: str) -> bytes:
    event = entry.window if isinstance(entry, WindowEntry) else entry.incident
    path = quote(entry.path)
    site = SimpleNamespace(name=words.line(board.page.name), language=theme.language.code, url=f"{board.page.url}{below}{path}")
    root = f"{_UP * 2}{_UP * below.count('/')}"
    title = words.line(event.title)
    return theme.render("moved.html", site=site, title=title, link=f"{_UP * 2}{path}", base=root).encode()
