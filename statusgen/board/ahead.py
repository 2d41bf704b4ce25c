"""How an event goes on by itself: what its state will be, and what it makes of its components, where nobody reports otherwise.

A page that is read later turns by these: the script sets the words that its next build would set.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from statusgen.board.entries import OVER, RUNNING, Entry, IncidentEntry, WindowEntry
from statusgen.board.health import Health, health_by, health_past
from statusgen.course import State, state


class Turn(msgspec.Struct, frozen=True):
    """From an instant on an event is in a state."""

    at: int
    """0: from before the page was made."""
    state: str
    """`in_progress`, `completed`; of incidents `open` and `resolved`."""
    health: Health
    """What the event makes of its components."""


def ahead(entry: Entry) -> tuple[Turn, ...]:
    """The state now and those to come; none of what is over, which turns no more."""
    if isinstance(entry, IncidentEntry):
        return _of_incident(entry) if entry.open else ()
    return () if entry.state in OVER else _of_window(entry)


def next_turn(entries: Iterable[Entry]) -> int | None:
    """When the first of some events turns; None where none will."""
    return min((turn.at for entry in entries for turn in ahead(entry)[1:2]), default=None)


def _of_incident(entry: IncidentEntry) -> tuple[Turn, ...]:
    now, end = Turn(0, "open", health_by(entry)), entry.incident.end
    return (now,) if end is None else (now, Turn(end, "resolved", Health.OPERATIONAL))


def _of_window(entry: WindowEntry) -> tuple[Turn, ...]:
    window = entry.window
    instants = {*window.span}
    if window.cancelled is not None:
        instants.add(window.cancelled.at)
    if window.actual is not None:
        instants.update(at for at in (window.actual.start, window.actual.end) if at is not None)
    found = [Turn(0, entry.state, _health(entry, entry.state))]
    for at in sorted(at for at in instants if at > entry.horizon):
        then = state(window, at)
        if then != found[-1].state:
            found.append(Turn(at, then, _health(entry, then)))
    return tuple(found)


def _health(entry: WindowEntry, then: State) -> Health:
    if then not in RUNNING:
        return Health.OPERATIONAL
    return health_past(entry.impact) if then is State.OVERRUN else Health.MAINTENANCE
