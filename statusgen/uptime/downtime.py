"""Which seconds was the service down, and which of them does the contract count? Per component, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from statusgen.announced import standing
from statusgen.course import ran
from statusgen.model import Impact, Incident, Project, Window
from statusgen.policy import Policy
from statusgen.timeline import Span, Timeline
from statusgen.uptime.charging import Charged, first_come, split, without
from statusgen.uptime.exclusions import Exclusion, announced_components, costing
from statusgen.verdict import Outcome, Verdict, Verdicts

Event = Incident | Window


class Ground(StrEnum):
    """Why a stretch of downtime counts, or does not."""

    FAILURE = "failure"
    """Counts: an incident of a cause that the contract does not exclude."""
    NOT_APPROVED = "not_approved"
    """Counts: maintenance that broke a rule of the policy."""
    EMERGENCY = "emergency"
    """Counts: emergency maintenance."""
    CANCELLED = "cancelled"
    """Counts: maintenance that was called off and done all the same."""
    EARLY_START = "early_start"
    """Counts: maintenance before its announced start."""
    OVERRUN = "overrun"
    """Counts: maintenance past its announced end."""
    NOT_ANNOUNCED = "not_announced"
    """Counts: maintenance of a component that was not announced before the start."""
    CAUSE = "cause"
    """Does not count: an incident of a cause that the contract excludes."""
    MAINTENANCE = "maintenance"
    """Does not count: an approved window."""
    DURING_MAINTENANCE = "during_maintenance"
    """Does not count: something else that fell into an approved window (C11)."""

    @property
    def counts(self) -> bool:
        """Whether the downtime counts."""
        return self not in _LEFT_OUT


_LEFT_OUT: Final = frozenset({Ground.CAUSE, Ground.MAINTENANCE, Ground.DURING_MAINTENANCE})


@dataclass(frozen=True, slots=True)
class Reason:
    """Whose outage it was, and why it counts or does not."""

    event: Event
    ground: Ground
    clause: str
    exclusion: Exclusion | None = None
    """What excuses it, where an approved window does."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One component down because of one event, wholly counted or wholly not."""

    component: str
    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Excused:
    """An incident inside an approved window, which excuses it whatever its cause."""

    reason: Reason
    seconds: int


@dataclass(frozen=True)
class Downtime:
    """All outages of the components in scope, within what is known of a month."""

    stretches: tuple[Stretch, ...]
    """In the order of start, event and component; they may overlap."""

    @cached_property
    def counted(self) -> Timeline:
        """The seconds that count, each once: one component down is downtime (K1)."""
        return Timeline(stretch.span for stretch in self.stretches if stretch.reason.ground.counts)

    @cached_property
    def by_event(self) -> Mapping[str, Sequence[Stretch]]:
        """The stretches of each event, by its id."""
        of: dict[str, list[Stretch]] = defaultdict(list)
        for stretch in self.stretches:
            of[stretch.reason.event.id].append(stretch)
        return of

    @property
    def failures_excused(self) -> tuple[Excused, ...]:
        """The incidents that fell into approved windows, whoever the seconds are charged to: worth a look (C11)."""
        of: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        for stretch in self.stretches:
            reason = stretch.reason
            if isinstance(reason.event, Incident) and reason.exclusion is not None:
                of[reason.event.id, reason.exclusion.window].append(stretch)
        return tuple(
            Excused(found[0].reason, Timeline(stretch.span for stretch in found).seconds) for _, found in sorted(of.items())
        )

    def charged(self, *, counted: bool) -> tuple[Charged[Reason], ...]:
        """The counted seconds, or those left out, each charged to one event; joined where the reason goes on."""
        claims = [(one.span, one.reason) for one in self.stretches if one.reason.ground.counts is counted]
        held = first_come(claims, lambda reason: (reason.event.id, reason.ground))
        return tuple(_joined(held if counted else without(held, self.counted)))


def _joined(charged: Iterable[Charged[Reason]]) -> Iterator[Charged[Reason]]:
    last: Charged[Reason] | None = None
    for span, reason in charged:
        if last is not None and last[0].end == span.start and last[1] == reason:
            last = (Span(last[0].start, span.end), reason)
            continue
        if last is not None:
            yield last
        last = (span, reason)
    if last is not None:
        yield last


def downtime(
    project: Project, policy: Policy, verdicts: Verdicts, excluded: Iterable[Exclusion], known: Span, now: int
) -> Downtime:
    """The downtime of a policy's components inside `known`, the part of its month that is over at `now`."""
    excuses = _by_component(policy, excluded, known)
    found: list[Stretch] = []
    for incident in project.incidents:
        found += _of_incident(incident, policy, excuses, known, now)
    for window in project.windows:
        verdict = verdicts.get((window.id, policy.id))
        if verdict is not None:
            found += _of_window(window, policy, verdict, excuses, known, now)
    return Downtime(tuple(sorted(found, key=lambda one: (one.span, one.reason.event.id, one.component))))


Excuses = Mapping[str, Sequence[Charged[Exclusion]]]
"""By component: its exclusions in order, no two sharing a second."""


def _by_component(policy: Policy, excluded: Iterable[Exclusion], known: Span) -> Excuses:
    of: dict[str, list[Charged[Exclusion]]] = defaultdict(list)
    for exclusion in excluded:
        if exclusion.policy == policy.id and exclusion.span.overlaps(known):
            of[exclusion.component].append((exclusion.span, exclusion))
    return {component: first_come(claims, lambda exclusion: (exclusion.window,)) for component, claims in of.items()}


def _of_incident(incident: Incident, policy: Policy, excuses: Excuses, known: Span, now: int) -> Iterator[Stretch]:
    span = _inside(Span(incident.start, now if incident.end is None else incident.end), known)
    if span is None or incident.impact is not Impact.OUTAGE:
        return
    excluded = policy.excludes(incident.cause, preventable=incident.preventable)
    left_out = None if excluded is None else Reason(incident, Ground.CAUSE, excluded.clause)
    failure = Reason(incident, Ground.FAILURE, policy.scope.clause)
    for component in filter(policy.covers, incident.components):
        if left_out is not None:
            yield Stretch(component, span, left_out)
            continue
        for part, exclusion in split(span, excuses.get(component, ())):
            yield Stretch(component, part, _excused(incident, exclusion) or failure)


def _of_window(window: Window, policy: Policy, verdict: Verdict, excuses: Excuses, known: Span, now: int) -> Iterator[Stretch]:
    stretch = ran(window, now) if window.impact is Impact.OUTAGE else None
    span = None if stretch is None else _inside(stretch, known)
    if span is None:
        return
    for component in filter(policy.covers, window.components):
        for part, exclusion in split(span, excuses.get(component, ())):
            yield Stretch(component, part, _excused(window, exclusion) or _counts(window, component, policy, verdict, part))


def _inside(span: Span, known: Span) -> Span | None:
    start, end = max(span.start, known.start), min(span.end, known.end)
    return Span(start, end) if start < end else None


def _excused(event: Event, exclusion: Exclusion | None) -> Reason | None:
    if exclusion is None:
        return None
    own = isinstance(event, Window) and exclusion.window == event.id
    return Reason(event, Ground.MAINTENANCE if own else Ground.DURING_MAINTENANCE, exclusion.clause, exclusion)


def _counts(window: Window, component: str, policy: Policy, verdict: Verdict, part: Span) -> Reason:
    """Why a part of a window that no exclusion covers is downtime."""
    maintenance = policy.maintenance
    if verdict.outcome is Outcome.EMERGENCY and not verdict.excuses:
        return Reason(window, Ground.EMERGENCY, maintenance.emergency_clause or maintenance.exclusion_clause)
    if verdict.outcome is Outcome.CANCELLED:
        return Reason(window, Ground.CANCELLED, maintenance.exclusion_clause)
    if not verdict.excuses:
        clauses = [finding.clause for finding in costing(verdict) if finding.clause]
        return Reason(window, Ground.NOT_APPROVED, clauses[0] if clauses else policy.notice.clause)
    if component not in announced_components(window):
        return Reason(window, Ground.NOT_ANNOUNCED, maintenance.exclusion_clause)
    early = part.start < standing(window).last.span.start
    return Reason(window, Ground.EARLY_START if early else Ground.OVERRUN, maintenance.exclusion_clause)
