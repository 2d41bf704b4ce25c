"""Which seconds was the service down, and which of them does the contract count? Per component, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from statusgen.announced import standing
from statusgen.course import ran
from statusgen.model import Incident, Project, Window
from statusgen.policy import Excuses, Granularity, Policy, Start
from statusgen.timeline import DAY, MINUTE, Span, Timeline
from statusgen.uptime.charging import Charged, first_come, split, without
from statusgen.uptime.exclusions import Exclusion, announced_components, costing
from statusgen.uptime.ground import Event, Ground, Reason, Stretch
from statusgen.uptime.tally import tallied
from statusgen.verdict import Outcome, Verdict, Verdicts

BEYOND: Final = 31 * DAY


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
        """The seconds that count, each once, however many components are down (K1)."""
        return Timeline(stretch.span for stretch in self.stretches if stretch.reason.ground.counts)

    @cached_property
    def by_event(self) -> Mapping[str, Sequence[Stretch]]:
        """The stretches of each event, by its id."""
        of: dict[str, list[Stretch]] = defaultdict(list)
        for stretch in self.stretches:
            of[stretch.reason.event.id].append(stretch)
        return dict(of)

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
    """The downtime of a policy's components inside `known`, the part of its month that is over at `now`.

    Each event is judged by the version in force when it began; what a second needs to count is for that of the month to say.
    """
    month = policy.in_force(known.start) or policy
    components = [component.id for component in project.components]
    found = tallied(_stretches(project, policy, verdicts, excluded, reach(month, known, now), now), month, components)
    inside = (replace(one, span=span) for one in found if (span := _inside(one.span, known)) is not None)
    return Downtime(tuple(sorted(inside, key=lambda one: (one.span, one.reason.event.id, one.component))))


def reach(terms: Policy, known: Span, now: int) -> Span:
    """How far must be looked: beyond the month where it matters how long an outage at its edge lasted in one piece."""
    return known if terms.measure.shortest is None else Span(known.start - BEYOND, max(known.end, min(known.end + BEYOND, now)))


def _stretches(
    project: Project, policy: Policy, verdicts: Verdicts, excluded: Iterable[Exclusion], known: Span, now: int
) -> list[Stretch]:
    excuses = _by_component(policy, excluded, known)
    found: list[Stretch] = []
    for incident in project.incidents:
        terms = policy.in_force(incident.start)
        if terms is not None:
            found += _of_incident(incident, terms, excuses, known, now)
    for window in project.windows:
        verdict, terms = verdicts.get((window.id, policy.id)), policy.in_force(window.span.start)
        if verdict is not None and terms is not None:
            found += _of_window(window, terms, verdict, excuses, known, now)
    return found


class Excusing(NamedTuple):
    """The exclusions, by what they excuse: in order, no two sharing a second."""

    everything: Mapping[str, Sequence[Charged[Exclusion]]]
    """By component: whatever fails while one lasts."""
    own_work: Mapping[tuple[str, str], Sequence[Charged[Exclusion]]]
    """By component and window: each its own work only (C11)."""


def _by_component(policy: Policy, excluded: Iterable[Exclusion], known: Span) -> Excusing:
    of: dict[str, list[Charged[Exclusion]]] = defaultdict(list)
    own: dict[tuple[str, str], list[Charged[Exclusion]]] = defaultdict(list)
    for exclusion in excluded:
        if exclusion.policy == policy.id and exclusion.span.overlaps(known):
            of[exclusion.component].append((exclusion.span, exclusion))
            own[exclusion.component, exclusion.window].append((exclusion.span, exclusion))
    return Excusing({component: first_come(claims, lambda exclusion: (exclusion.window,)) for component, claims in of.items()}, own)


def _of_incident(incident: Incident, terms: Policy, excuses: Excusing, known: Span, now: int) -> Iterator[Stretch]:
    span = _inside(Span(incident.start, now if incident.end is None else incident.end), known)
    if span is None or incident.impact not in terms.scope.impacts:
        return
    excluded = terms.excludes(incident.cause, preventable=incident.preventable)
    for component in filter(terms.covers, incident.components):
        held = excuses.everything.get(component, ()) if terms.maintenance.excuses is Excuses.EVERYTHING else ()
        whole = _from_its_minute(span, terms, held)
        if excluded is not None:
            yield Stretch(component, whole, Reason(incident, Ground.CAUSE, excluded.clause))
            continue
        for part, exclusion in split(whole, held):
            reason = _excused(incident, exclusion)
            yield from [Stretch(component, part, reason)] if reason else _failed(incident, terms, component, part)


def _from_its_minute(span: Span, terms: Policy, held: Sequence[Charged[Exclusion]]) -> Span:
    """A span from the minute the system went down (E2), where the contract says so and it was not excused that second."""
    if terms.measure.granularity is Granularity.SECOND or any(excused.holds(span.start) for excused, _ in held):
        return span
    return Span(span.start - span.start % MINUTE, span.end)


def _failed(incident: Incident, terms: Policy, component: str, part: Span) -> Iterator[Stretch]:
    """A failure of the provider's own, and what of it came before anybody reported it, where the contract asks for that (C12)."""
    clause = terms.eligibility.clock_clause or terms.scope.clause
    reported = incident.reported if terms.measure.starts is Start.REPORT else part.start
    from_then = part.end if reported is None else min(max(part.start, reported), part.end)
    if part.start < from_then:
        yield Stretch(component, Span(part.start, from_then), Reason(incident, Ground.UNREPORTED, clause))
    if from_then < part.end:
        yield Stretch(component, Span(from_then, part.end), Reason(incident, Ground.FAILURE, terms.scope.clause))


def _of_window(window: Window, terms: Policy, verdict: Verdict, excuses: Excusing, known: Span, now: int) -> Iterator[Stretch]:
    stretch = ran(window, now) if window.impact in terms.scope.impacts else None
    span = None if stretch is None else _inside(stretch, known)
    if span is None:
        return
    for component in filter(terms.covers, window.components):
        # Any approved window excuses the work, or, where each excuses its own work only (C11), that window itself.
        any_will_do = terms.maintenance.excuses is Excuses.EVERYTHING
        held = excuses.everything.get(component, ()) if any_will_do else excuses.own_work.get((component, window.id), ())
        for part, exclusion in split(_from_its_minute(span, terms, held), held):
            yield Stretch(component, part, _excused(window, exclusion) or _counts(window, component, terms, verdict, part))


def _inside(span: Span, known: Span) -> Span | None:
    start, end = max(span.start, known.start), min(span.end, known.end)
    return Span(start, end) if start < end else None


def _excused(event: Event, exclusion: Exclusion | None) -> Reason | None:
    if exclusion is None:
        return None
    own = isinstance(event, Window) and exclusion.window == event.id
    return Reason(event, Ground.MAINTENANCE if own else Ground.DURING_MAINTENANCE, exclusion.clause, exclusion)


def _counts(window: Window, component: str, terms: Policy, verdict: Verdict, part: Span) -> Reason:
    """Why a part of a window that no exclusion covers is downtime."""
    maintenance = terms.maintenance
    if verdict.outcome is Outcome.EMERGENCY and not verdict.excuses:
        return Reason(window, Ground.EMERGENCY, maintenance.emergency_clause or maintenance.exclusion_clause)
    if verdict.outcome is Outcome.CANCELLED:
        return Reason(window, Ground.CANCELLED, maintenance.exclusion_clause)
    if maintenance.excuses is Excuses.NOTHING:
        return Reason(window, Ground.NEVER_EXCUSED, maintenance.exclusion_clause)
    if not verdict.excuses:
        clauses = [finding.clause for finding in costing(verdict) if finding.clause]
        return Reason(window, Ground.NOT_APPROVED, clauses[0] if clauses else terms.notice.clause)
    if component not in announced_components(window):
        return Reason(window, Ground.NOT_ANNOUNCED, maintenance.exclusion_clause)
    announced = standing(window).last.span
    if part.start < announced.start:
        return Reason(window, Ground.EARLY_START, maintenance.exclusion_clause)
    if part.end <= announced.end and terms.maintenance_hours is not None:
        return Reason(window, Ground.OUTSIDE_HOURS, terms.maintenance_hours.clause)
    return Reason(window, Ground.OVERRUN, maintenance.exclusion_clause)
