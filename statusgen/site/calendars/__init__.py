"""The calendars that people subscribe to: one of the page, one of each component, one of each window that is current.

An event is made once, however many calendars hold it, and a calendar is its events with a few lines around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import statusgen
from statusgen.board import Board, WindowEntry, components_of, words
from statusgen.board.entries import digest_of
from statusgen.site.calendars.maintnote import notice
from statusgen.site.calendars.vcalendar import Heading, vcalendar
from statusgen.site.calendars.vevent import vevent
from statusgen.site.feeds import host
from statusgen.site.recipe import Recipe
from statusgen.timeline import DAY

__all__ = ["CALENDAR", "Calendars", "current"]

CALENDAR: Final = "calendar.ics"
"""Its name in the site's folder, in that of a component and in that of a window."""
MAINTNOTE: Final = "maintnote.ics"
RECENT: Final = 60 * DAY
"""Clients keep what they have seen; a calendar of thousands is slow in all of them."""


def current(board: Board) -> tuple[WindowEntry, ...]:
    """The windows that calendars hold, by start: all to come, and those that were over at most 60 days ago.

    Counted from the board's last change, so that a calendar changes only when the page does.
    """
    now = board.now if board.since is None else board.since
    shown = (entry for entry in board.windows if entry.span.end > now - RECENT)
    return tuple(sorted(shown, key=lambda entry: (entry.span.start, entry.id)))


class Calendars:
    """The recipes of all calendars of one board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._current = current(board)
        self._base = digest_of((statusgen.__version__, board.digest, board.page))
        self._events: dict[str, bytes] = {}

    def recipes(self) -> Iterator[tuple[str, Recipe]]:
        """Path and recipe of every calendar."""
        name = words.line(self._board.page.name)
        yield self._calendar("", f"{name}: maintenance", self._current)
        of_component: dict[str, list[WindowEntry]] = {each.component.id: [] for each in self._board.components}
        for entry in self._current:
            yield self._calendar(entry.path, "", (entry,))
            for component in components_of(entry):
                of_component[component].append(entry)
        for component, entries in of_component.items():
            title = f"{name}: maintenance of {words.line(self._board.names[component])}"
            yield self._calendar(f"components/{component}/", title, entries)
        if self._board.page.maintnote is not None:
            yield MAINTNOTE, Recipe(self._digest(MAINTNOTE, self._current), self._notices)

    def _calendar(self, folder: str, title: str, entries: Sequence[WindowEntry]) -> tuple[str, Recipe]:
        path = f"{folder}{CALENDAR}"
        return path, Recipe(self._digest(path, entries), partial(self._written, path, title, entries))

    def _digest(self, path: str, entries: Sequence[WindowEntry]) -> str:
        return digest_of((self._base, path, [entry.digest for entry in entries]))

    def _written(self, path: str, title: str, entries: Sequence[WindowEntry]) -> bytes:
        named = title or f"{words.line(self._board.page.name)}: {words.line(entries[0].window.title)}"
        return vcalendar(self._heading(path, named), map(self._event, entries))

    def _heading(self, path: str, title: str) -> Heading:
        return Heading(title, f"{path.removesuffix('.ics')}@{host(self._board)}", f"{self._board.page.url}{path}")

    def _event(self, entry: WindowEntry) -> bytes:
        """Made once for all calendars that hold it."""
        made = self._events.get(entry.digest)
        if made is None:
            made = self._events[entry.digest] = vevent(entry, self._board.names, self._board.page)
        return made

    def _notices(self) -> bytes:
        page = self._board.page
        title = f"{words.line(page.name)}: maintenance notices"
        return vcalendar(self._heading(MAINTNOTE, title), (notice(entry, self._board.names, page) for entry in self._current))
