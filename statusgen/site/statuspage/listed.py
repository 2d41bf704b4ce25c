"""Which events the documents of Statuspage hold, chosen by an entry's own few fields, and by when each changed last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry
from statusgen.board.entries import RUNNING, by_start
from statusgen.course import State
from statusgen.site.current import Current

NEWEST: Final = 50
"""In a list of all. What is open or in progress is there besides, however much."""
COMING: Final = 25


class Listed(Struct, frozen=True):
    """The events that are shown."""

    unresolved: tuple[IncidentEntry, ...]
    """The newest first."""
    incidents: tuple[IncidentEntry, ...]
    """These and those that are over; the newest first."""
    active: tuple[WindowEntry, ...]
    """By start."""
    coming: tuple[WindowEntry, ...]
    """The next ones, by start; what is cancelled does not come."""
    windows: tuple[WindowEntry, ...]
    """These and those that are over; the last to start first."""
    created: int
    """When the first event began or, where it is still to come, was told; 0: nothing is declared."""
    updated: int
    """When anything of these changed last."""
    updated_of: Mapping[str, int]
    """When each component that they touched changed last, by its id."""


def listed(board: Board, now: Current) -> Listed:
    """The events that the documents of a board hold."""
    coming = tuple(entry for entry in now.coming if entry.state is State.SCHEDULED)[:COMING]
    cancelled = tuple(entry for entry in now.coming if entry.state is State.CANCELLED)
    over = (*cancelled, *now.over)[: NEWEST - len(coming)]
    incidents = tuple(sorted((*now.unresolved, *now.ended), key=by_start, reverse=True))
    windows = tuple(sorted((*now.running, *coming, *over), key=by_start, reverse=True))
    created = _created(board)
    shown: tuple[Entry, ...] = (*incidents, *windows)
    return Listed(
        unresolved=now.unresolved,
        incidents=incidents,
        active=now.running,
        coming=coming,
        windows=windows,
        created=created,
        updated=max(map(updated, shown), default=created),
        updated_of=_updated_of(shown),
    )


def _created(board: Board) -> int:
    first = board.months[min(board.months)] if board.months else ()
    return min((min(entry.span.start, entry.changed) for entry in first), default=0)


def _updated_of(shown: Iterable[Entry]) -> dict[str, int]:
    """What is to come, or never came, has changed no component."""
    found: dict[str, int] = {}
    for entry in shown:
        if isinstance(entry, IncidentEntry) or entry.state not in (State.SCHEDULED, State.CANCELLED):
            for component in entry.components:
                found[component] = max(found.get(component, 0), updated(entry))
    return found


def updated(entry: Entry) -> int:
    """When what is shown of an event last became what it is: by what was published, or because its time had come."""
    if isinstance(entry, IncidentEntry):
        return entry.changed
    if entry.state is State.OVERRUN:
        return max(entry.changed, entry.planned.end)
    if entry.state in RUNNING:
        return max(entry.changed, entry.span.start)
    return max(entry.changed, entry.span.end) if entry.state is State.COMPLETED else entry.changed
