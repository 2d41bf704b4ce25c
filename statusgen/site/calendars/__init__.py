"""The calendars that people subscribe to: one of the page, one of each component, one of each window that is current.

An event is made once, however many calendars hold it, and a calendar is its events with a few lines around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import statusgen
from statusgen.board import Board, WindowEntry, words
from statusgen.board.entries import digest_of
from statusgen.language import ENGLISH, Language
from statusgen.site.calendars.maintnote import notice
from statusgen.site.calendars.vcalendar import Heading, vcalendar
from statusgen.site.calendars.vevent import Place, vevent
from statusgen.site.pieces import Pieces
from statusgen.site.recipe import Recipe
from statusgen.timeline import DAY

__all__ = ["CALENDAR", "Calendars", "current", "events"]

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
    return tuple(sorted(shown, key=lambda entry: (entry.planned.start, entry.id)))


def events(board: Board, language: Language = ENGLISH, below: str = "") -> list[bytes]:
    """What stands in the calendar of the page: each event as it is written, by start."""
    place = Place(board.page, board.names, language, below)
    return [vevent(entry, place) for entry in current(board)]


class Calendars:
    """The recipes of all calendars of one board in a language."""

    def __init__(self, board: Board, language: Language = ENGLISH, below: str = "", pieces: Pieces | None = None) -> None:
        """`below`: where the language lies below the site; notices lie at the top, in the language that lies there."""
        self._board = board
        self._place = Place(board.page, board.names, language, below)
        self._current = current(board)
        self._base = digest_of((statusgen.__version__, language.digest, board.digest, board.page))
        self._name = words.line(board.page.name)
        self._pieces = pieces or Pieces()
        self._keys = self._pieces.keys(f"vevent {below} {self._base}", {entry.id: entry.digest for entry in self._current})
        self._pieces.order({self._keys[entry.id]: partial(vevent, entry, self._place) for entry in self._current})

    def recipes(self) -> Iterator[tuple[str, Recipe]]:
        """Path and recipe of every calendar."""
        say = self._place.language.say
        yield self._calendar("", say("%(name)s: maintenance", name=self._name), self._current)
        for component, entries in self._by_component().items():
            what = words.line(self._board.names[component])
            yield self._calendar(
                f"components/{component}/", say("%(name)s: maintenance of %(what)s", name=self._name, what=what), entries
            )
        for entry in self._current:
            yield self._calendar(entry.path, "", (entry,))
        if self._board.page.maintnote is not None and not self._place.below:
            yield MAINTNOTE, Recipe(self._digest(MAINTNOTE, self._current), self._notices)

    def _by_component(self) -> dict[str, list[WindowEntry]]:
        """Those without windows too: who subscribes must find something."""
        found: dict[str, list[WindowEntry]] = {each.component.id: [] for each in self._board.components}
        for entry in self._current:
            for component in entry.components:
                found[component].append(entry)
        return found

    def _calendar(self, folder: str, title: str, entries: Sequence[WindowEntry]) -> tuple[str, Recipe]:
        path = f"{self._place.below}{folder}{CALENDAR}"
        return path, Recipe(self._digest(path, entries), partial(self._written, path, title, entries))

    def _digest(self, path: str, entries: Sequence[WindowEntry]) -> str:
        return digest_of((self._base, path, [entry.digest for entry in entries]))

    def _written(self, path: str, title: str, entries: Sequence[WindowEntry]) -> bytes:
        title = title or f"{self._name}: {words.line(entries[0].window.title)}"
        return vcalendar(self._heading(path, title), (self._pieces.get(self._keys[entry.id]) for entry in entries))

    def _heading(self, path: str, title: str) -> Heading:
        return Heading(title, f"{path.removesuffix('.ics')}@{self._place.host}", f"{self._board.page.url}{path}")

    def _notices(self) -> bytes:
        title = self._place.language.say("%(name)s: maintenance notices", name=self._name)
        return vcalendar(self._heading(MAINTNOTE, title), (notice(entry, self._place) for entry in self._current))
