"""What is current, for files that are made anew whenever one event changes: not all that ever was, but what goes on, comes, and was
over last. Chosen once for all of them, by an entry's own few fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, TypeVar

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry
from statusgen.board.entries import by_end, is_over, is_to_come

E = TypeVar("E", bound=Entry)

COMING: Final = 200
OVER: Final = 50

_BY_START: Final = attrgetter("planned.start", "id")


@dataclass(frozen=True, slots=True)
class Current:
    """The events that are current; windows of which nothing was published by the board's instant are not."""

    running: tuple[WindowEntry, ...]
    """By start."""
    coming: tuple[WindowEntry, ...]
    """Scheduled, and cancelled until their planned end is past: the next ones, by planned start."""
    coming_count: int
    """How many there are in all."""
    over: tuple[WindowEntry, ...]
    """The last ones, the newest first."""
    unresolved: tuple[IncidentEntry, ...]
    """The newest first."""
    ended: tuple[IncidentEntry, ...]
    """The last ones, the newest first."""


def current(board: Board) -> Current:
    """What is current of a board."""
    now = board.now
    coming: list[WindowEntry] = []
    over: list[WindowEntry] = []
    for entry in board.windows:
        if entry.changed <= now:
            if is_over(entry, now):
                over.append(entry)
            elif is_to_come(entry, now):
                coming.append(entry)
    return Current(
        running=tuple(entry for entry in board.running if entry.changed <= now),
        coming=tuple(sorted(coming, key=_BY_START)[:COMING]),
        coming_count=len(coming),
        over=_last(over),
        unresolved=board.open_incidents,
        ended=_last(one for one in board.incidents if is_over(one, now)),
    )


def _last(entries: Iterable[E]) -> tuple[E, ...]:
    """Ids begin with dates, so that they are nearly in order: to sort them all is faster than to look for the few."""
    return tuple(sorted(entries, key=by_end, reverse=True)[:OVER])
