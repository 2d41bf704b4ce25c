"""The board: what the page shows at an instant. Templates hold no logic about time, and agreements do not reach it.

Nothing on it says when it was built: it changes at the instants at which what it shows changes, and at no other. `since` and
`until` name the last and the next of them, so that a reader of an old copy can tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

from msgspec import Struct

from statusgen.board.entries import (
    RUNNING,
    Entry,
    IncidentEntry,
    WindowEntry,
    by_end,
    by_start,
    incident_entry,
    is_over,
    is_to_come,
    window_entry,
)
from statusgen.board.health import Health, health_by, worst
from statusgen.board.heard import reminders_fall_due
from statusgen.board.settled import Settled
from statusgen.board.turns import around, of_page
from statusgen.civil import Month, months
from statusgen.model import Component, Page, Project, Window
from statusgen.policy import Policy
from statusgen.timeline import Span
from statusgen.uptime.exclusions import Exclusion, earned
from statusgen.verdict import Verdict, Verdicts

__all__ = ["Board", "ComponentNow", "Entry", "Health", "IncidentEntry", "WindowEntry", "board"]

_BY_ID: Final = attrgetter("id")

UPCOMING_SHOWN = 25
"""On the front page; months show them all."""
RECENT_SHOWN = 15
AS_PLANNED = 0
"""The instant that exclusions are published for: what an overrun adds, where a contract excuses it, is known when it has ended."""


class ComponentNow(Struct, frozen=True):
    """A component and how it is."""

    component: Component
    health: Health
    because: tuple[Entry, ...]
    """The open incidents and running windows that touch it."""


class Board(Struct, frozen=True):
    """What the page shows at an instant."""

    page: Page
    digest: str
    """Of `statusgen.yaml` and the policies: what every page depends on beside its event."""
    health: Health
    """The worst of the components."""
    components: tuple[ComponentNow, ...]
    names: Mapping[str, str]
    """Component id to name."""
    policies: Mapping[str, Policy]
    running: tuple[WindowEntry, ...]
    """In progress, verifying or overrun; by start."""
    upcoming: tuple[WindowEntry, ...]
    """Scheduled, and cancelled before their planned end is past; the next ones, by start."""
    upcoming_count: int
    """How many there are in all."""
    open_incidents: tuple[IncidentEntry, ...]
    """The newest first."""
    over: tuple[Entry, ...]
    """All that is over, newest first."""
    months: Mapping[Month, tuple[Entry, ...]]
    """Of the page's zone, the newest first: the events that touch it, the latest first."""
    windows: tuple[WindowEntry, ...]
    incidents: tuple[IncidentEntry, ...]
    now: int
    """Only for choosing what is shown; it reaches no page."""
    since: int | None
    """The last instant at which an event changed: ranges of days count from it, so that none moves on while nothing happens."""
    until: int | None
    """The next one at which an event changes by itself."""
    valid_from: int | None
    """The last of all turns (`turns.py`), those of reminders and of the page among them."""
    valid_until: int | None
    """The next one: built at any instant before it, the site is the same, unless somebody declares something."""

    @property
    def recent(self) -> tuple[Entry, ...]:
        """What was over last, newest first."""
        return self.over[:RECENT_SHOWN]


def board(project: Project, verdicts: Verdicts, now: int, settled: Settled | None = None) -> Board:
    """What the page shows at an instant, of what the project declares and of the events that are settled."""
    past_windows, past_incidents = ((), ()) if settled is None else (settled.windows, settled.incidents)
    made = (_window_entry(window, project, verdicts, now) for window in project.windows)
    windows = tuple(sorted((*made, *past_windows), key=_BY_ID))
    told = (incident_entry(incident, now) for incident in project.incidents)
    incidents = tuple(sorted((*told, *past_incidents), key=_BY_ID))
    events: tuple[Entry, ...] = (*windows, *incidents)
    running = tuple(sorted((w for w in windows if w.state in RUNNING), key=by_start))
    upcoming = sorted((w for w in windows if is_to_come(w, now)), key=by_start)
    open_incidents = tuple(sorted((i for i in incidents if i.open), key=by_start, reverse=True))
    components = tuple(_component_now(component, (*open_incidents, *running)) for component in project.components)
    since, until = around(_changes(events), now)
    edges = [at for at in (since, until) if at is not None]
    valid_from, valid_until = around((*edges, *_turns(project, events, now)), now)
    return Board(
        page=project.page,
        digest=project.digest,
        health=worst(c.health for c in components),
        components=components,
        names={component.id: component.name for component in project.components},
        policies={policy.id: policy for policy in project.policies},
        running=running,
        upcoming=tuple(upcoming[:UPCOMING_SHOWN]),
        upcoming_count=len(upcoming),
        open_incidents=open_incidents,
        over=tuple(sorted((entry for entry in events if is_over(entry, now)), key=by_end, reverse=True)),
        months=_months(events, project.page.time_zone),
        windows=windows,
        incidents=incidents,
        now=now,
        since=since,
        until=until,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _window_entry(window: Window, project: Project, verdicts: Verdicts, now: int) -> WindowEntry:
    judged: list[Verdict] = []
    earns: list[Exclusion] = []
    for policy in project.policies:
        verdict = verdicts.get((window.id, policy.id))
        if verdict is not None:
            judged.append(verdict)
            earns += earned(window, policy, AS_PLANNED, verdict) if verdict.excuses else ()
    return window_entry(window, tuple(judged), tuple(earns), now)


def _component_now(component: Component, going_on: Sequence[Entry]) -> ComponentNow:
    because = tuple(entry for entry in going_on if component.id in entry.components)
    return ComponentNow(component, worst(map(health_by, because)), because)


def _months(entries: Sequence[Entry], zone: str) -> dict[Month, tuple[Entry, ...]]:
    """Each entry in every month that it touches; the months begin once, not once an entry."""
    if not entries:
        return {}
    whole = Span(min(entry.span.start for entry in entries), max(entry.span.end for entry in entries))
    calendar = list(months(whole, zone))
    begins = [month.span(zone).start for month in calendar]
    found: dict[Month, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=by_start, reverse=True):
        first, last = bisect_right(begins, entry.span.start), bisect_left(begins, max(entry.span.end, entry.span.start + 1))
        for month in calendar[first - 1 : last]:
            found[month].append(entry)
    return {month: tuple(found[month]) for month in sorted(found, reverse=True)}


def _changes(events: Iterable[Entry]) -> Iterator[int]:
    """The turns of every event that are next to the board's instant."""
    for entry in events:
        if entry.since is not None:
            yield entry.since
        if entry.until is not None:
            yield entry.until


def _turns(project: Project, events: Sequence[Entry], now: int) -> Iterator[int]:
    """Those of reminders and of the page; none where nothing was ever declared."""
    for entry in events:
        if entry.until is not None:
            yield from reminders_fall_due(entry, project.page.reminders)
    if events:
        yield from of_page(project.page.time_zone, project.policies, now)
