"""What does a month come to under one policy? The figures, and every interval behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from statusgen.civil import Month
from statusgen.course import ran
from statusgen.model import Incident, Project, Window
from statusgen.policy import OtherReading, Policy, Reading
from statusgen.timeline import Span, Timeline
from statusgen.uptime.availability import Availability, Yardstick
from statusgen.uptime.charging import Charged
from statusgen.uptime.credits import Credit, credit
from statusgen.uptime.downtime import Downtime, downtime, reach
from statusgen.uptime.exclusions import Exclusion
from statusgen.uptime.forgone import Forgone, forgone
from statusgen.uptime.ground import Event, Reason
from statusgen.verdict import Verdicts


@dataclass(frozen=True)
class Account:
    """One policy's month."""

    policy: Policy
    """The version in force when the month began; each event is judged by the one in force when that began."""
    versions: Policy
    """With every version."""
    month: Month
    period: Span
    """The whole month, local midnight to local midnight of the policy's zone."""
    known: Span
    """The part that is over, and in which something was promised; uptime is held against the whole month all the same."""
    incidents: tuple[Incident, ...]
    """Those that touched the known part on components in scope, down or not."""
    windows: tuple[Window, ...]
    """Likewise."""
    downtime: Downtime
    unknown: Timeline
    """The seconds of which nobody knows whether the service was up."""
    yardstick: Yardstick
    availability: Availability
    """As observed: what the status page saw."""
    counted: tuple[Charged[Reason], ...]
    """The seconds that count, each charged to one event, in order."""
    left_out: tuple[Charged[Reason], ...]
    """The seconds that do not count although something was down, likewise."""
    forgone: tuple[Forgone, ...]
    credits: tuple[Credit, ...]
    """Of each plan, for a customer who did everything that the contract asks for."""

    @property
    def provisional(self) -> bool:
        """Whether the month is still going on."""
        return self.known.end < self.period.end

    def terms_at(self, at: int) -> Policy | None:
        """The version in force at an instant."""
        return self.versions.in_force(at)

    @property
    def other_readings(self) -> tuple[tuple[Reading, OtherReading], ...]:
        """Every other reading that is open in a version in force during the month, each name once."""
        found: dict[tuple[str, str], tuple[Reading, OtherReading]] = {}
        for version in self.versions.during(self.known):
            for reading, other in version.other_readings():
                found.setdefault((reading.id, other.value), (reading, other))
        return tuple(found.values())

    def given_otherwise(self, versions: Policy) -> Account:
        """The same month under a policy that measures alike and promises or gives something else."""
        terms = versions.in_force(self.known.start) or versions
        given = tuple(credit(terms, plan, self.availability, self.availability) for plan in terms.plans)
        return replace(self, policy=terms, versions=versions, credits=given)

    @property
    def left_out_seconds(self) -> int:
        """How long something was down that does not count."""
        return sum(span.seconds for span, _ in self.left_out)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """All that touched the month, by id: what a customer may have reported."""
        incidents: dict[str, Event] = {incident.id: incident for incident in self.incidents}
        return incidents | {window.id: window for window in self.windows}


def account(
    project: Project,
    policy: Policy,
    verdicts: Verdicts,
    excluded: Iterable[Exclusion],
    month: Month,
    now: int,
    unknown: Timeline | None = None,
    *,
    with_forgone: bool = True,
) -> Account | None:
    """The account of a month; None while it has not begun on the policy's calendar, or where nothing was promised in it yet.

    `with_forgone`: also what each window cost that earned no exclusion, for which the month is measured anew without it.
    """
    known = _known(policy, month, now)
    if known is None:
        return None
    terms = policy.in_force(known.start) or policy
    period = month.span(terms.time_zone, terms.measure.first_day)
    looked_at = reach(terms, known, now)
    own = [one for one in excluded if one.policy == policy.id and one.span.overlaps(looked_at)]
    touched = _touched(project, policy, looked_at, now)
    down = downtime(touched, policy, verdicts, own, known, now)
    nobody_knows = Timeline() if unknown is None else unknown.within(known) - down.counted
    yardstick = Yardstick(terms.measure, month, period, Timeline(one.span for one in own).within(period).seconds)
    counted = down.charged(counted=True)
    observed = yardstick.availability(down.counted, seconds_by_event(counted), nobody_knows.seconds)
    return Account(
        policy=terms,
        versions=policy,
        month=month,
        period=period,
        known=known,
        incidents=tuple(_incidents(touched, policy, known, now)),
        windows=tuple(_windows(touched, policy, known, now)),
        downtime=down,
        unknown=nobody_knows,
        yardstick=yardstick,
        availability=observed,
        counted=counted,
        left_out=down.charged(counted=False),
        forgone=forgone(touched, policy, verdicts, own, down, known, now) if with_forgone else (),
        credits=tuple(credit(terms, plan, observed, observed) for plan in terms.plans),
    )


def seconds_by_event(charged: Sequence[Charged[Reason]]) -> Iterable[int]:
    """How many of the seconds each event is charged with."""
    of: Counter[str] = Counter()
    for span, reason in charged:
        of[reason.event.id] += span.seconds
    return of.values()


def _known(policy: Policy, month: Month, now: int) -> Span | None:
    """The part of the month that is over and in which the policy was in force."""
    terms = policy.in_force(month.span(policy.time_zone, policy.measure.first_day).start) or policy
    period = month.span(terms.time_zone, terms.measure.first_day)
    start = period.start if policy.begins is None else max(period.start, policy.begins)
    return None if now < start or period.end <= start else Span(start, min(period.end, now))


def _touched(project: Project, policy: Policy, known: Span, now: int) -> Project:
    """The project with what touched a stretch of time on components in scope, and nothing else."""
    return msgspec.structs.replace(
        project, incidents=tuple(_incidents(project, policy, known, now)), windows=tuple(_windows(project, policy, known, now))
    )


def _incidents(project: Project, policy: Policy, known: Span, now: int) -> Iterator[Incident]:
    for incident in project.incidents:
        lasted = Span(incident.start, max(now, known.end) if incident.end is None else incident.end)
        if lasted.overlaps(known) and any(map(policy.ever_covers, incident.components)):
            yield incident


def _windows(project: Project, policy: Policy, known: Span, now: int) -> Iterator[Window]:
    for window in project.windows:
        stretch = ran(window, now)
        if stretch is not None:
            whole = Span(min(stretch.start, window.span.start), max(stretch.end, window.span.end))
            if whole.overlaps(known) and any(map(policy.ever_covers, window.components)):
                yield window
