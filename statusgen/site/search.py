"""Search over all events: a page with a script of its own, and what it searches, a file a year, loaded when somebody searches.

The files say what stays true of an event: title, day, components, whether it was called off. A state is for its page to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import msgspec
from msgspec import Struct

from statusgen.board import Board, Entry, WindowEntry, words
from statusgen.board.entries import digest_of
from statusgen.civil import clock
from statusgen.course import State
from statusgen.language import SHORT_MONTHS, Language, message
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

KINDS: Final = (message("Maintenance"), message("Emergency maintenance"), message("Incident"))
_MAINTENANCE, _EMERGENCY, _INCIDENT = range(3)
SCRIPT: Final = "search.js"

Years = dict[int, list[Entry]]
"""The events that begin in each year, the earliest first."""


class SearchPage(Struct, frozen=True):
    """What `search.html` sets."""

    years: tuple[int, ...]
    """That have events, the newest first: the names of the files to search."""
    components: tuple[str, ...]
    """Their names, in the order in which the files count them."""
    kinds: tuple[str, ...]
    """Likewise."""
    months: str
    """Twelve short names, with blanks between them."""


class Listed(msgspec.Struct, array_like=True, omit_defaults=True):
    """An event in a file of a year, as the script reads it: by position."""

    kind: int
    id: str
    title: str
    day: str
    """On which it begins, on the page's calendar: `2026-12-05`."""
    components: tuple[int, ...]
    cancelled: int = 0
    """1: it does not take place."""


def files(board: Board, theme: Theme, years: Years) -> Iterator[tuple[str, Recipe]]:
    """The script and the files of the years, the same in every language."""
    script = theme.sources[SCRIPT]
    yield f"search/{SCRIPT}", Recipe(digest_of(script), partial(str.encode, script))
    for year, entries in years.items():
        digest = digest_of((board.digest, board.page.time_zone, [entry.digest for entry in entries]))
        yield f"search/{year}.json", Recipe(digest, partial(_written, board, entries))


def digest(years: Years) -> str:
    """Of what the page depends on, beside settings and theme."""
    return digest_of(sorted(years))


def page(board: Board, language: Language, years: Years) -> SearchPage:
    """The page of search."""
    names = tuple(words.line(component.component.name) for component in board.components)
    return SearchPage(tuple(sorted(years, reverse=True)), names, tuple(map(language.say, KINDS)), language.say(SHORT_MONTHS))


def years_of(board: Board) -> Years:
    """The events that begin in each year, the earliest first: each is met first in the month in which it begins."""
    years: Years = {}
    seen: set[int] = set()
    for month in reversed(tuple(board.months)):
        for entry in reversed(board.months[month]):
            if id(entry) not in seen:  # a month has the very same entry; its path would be made anew for each
                seen.add(id(entry))
                years.setdefault(month.year, []).append(entry)
    return years


def _written(board: Board, entries: Sequence[Entry]) -> bytes:
    position = {component.component.id: index for index, component in enumerate(board.components)}
    return msgspec.json.encode([_listed(entry, position, board.page.time_zone) for entry in entries])


def _listed(entry: Entry, position: dict[str, int], zone: str) -> Listed:
    kind, cancelled = _INCIDENT, False
    if isinstance(entry, WindowEntry):
        kind = _EMERGENCY if entry.emergency else _MAINTENANCE
        cancelled = entry.state is State.CANCELLED
    day = clock(entry.span.start, zone).date().isoformat()
    return Listed(kind, entry.id, words.line(entry.title), day, tuple(position[each] for each in entry.components), int(cancelled))
