"""Which events the documents of Statuspage hold, chosen by an entry's own few fields, and by when each changed last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from statusgen.board import RUNNING, Board, Entry, IncidentEntry, WindowEntry
from statusgen.board.entries import OVER
from statusgen.course import State
from statusgen.site.api.events import is_told

NEWEST: Final = 50
"""In a list of all, half of which may be to come. What is open or in progress is there besides, however much."""


@dataclass(frozen=True, slots=True)
class Listed:
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


def listed(board: Board) -> Listed:
    """The events that the documents of a board hold."""
    unresolved = board.open_incidents
    active = tuple(entry for entry in board.running if is_told(entry))
    coming = tuple(entry for entry in board.upcoming if entry.state is State.SCHEDULED and is_told(entry))
    ended = nlargest(NEWEST, (one for one in board.incidents if not one.open and one.span.end <= board.now), key=_by_start)
    over = nlargest(NEWEST - len(coming), (one for one in board.windows if one.state in OVER and is_told(one)), key=_by_end)
    incidents = tuple(sorted((*unresolved, *ended), key=_by_start, reverse=True))
    windows = tuple(sorted((*active, *coming, *over), key=_by_start, reverse=True))
    created = _created(board)
    shown: tuple[Entry, ...] = (*incidents, *windows)
    return Listed(
        unresolved=unresolved,
        incidents=incidents,
        active=active,
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


def _by_start(entry: Entry) -> tuple[int, str]:
    return entry.span.start, entry.id


def _by_end(entry: Entry) -> tuple[int, str]:
    return entry.span.end, entry.id
