"""What is current, for files that are made anew whenever one event changes: not all that ever was, but what goes on, comes, and was
over last. Chosen once for all of them, by an entry's own few fields.
"""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import Final

from msgspec import Struct

from statusgen.board import Board, IncidentEntry, WindowEntry
from statusgen.board.entries import is_to_come

COMING: Final = 200
OVER: Final = 50

_BY_START: Final = attrgetter("planned.start", "id")


class Current(Struct, frozen=True):
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
    coming = [entry for entry in board.windows if entry.changed <= now and is_to_come(entry, now)]
    over = (entry for entry in board.over if isinstance(entry, WindowEntry) and entry.changed <= now)
    ended = (entry for entry in board.over if isinstance(entry, IncidentEntry))
    return Current(
        running=tuple(entry for entry in board.running if entry.changed <= now),
        coming=tuple(sorted(coming, key=_BY_START)[:COMING]),
        coming_count=len(coming),
        over=tuple(islice(over, OVER)),
        unresolved=board.open_incidents,
        ended=tuple(islice(ended, OVER)),
    )
