"""What does a month come to under one policy? The figures, and every interval behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from statusgen.civil import Month
from statusgen.course import ran
from statusgen.model import Project
from statusgen.policy import Policy
from statusgen.timeline import Span, Timeline
from statusgen.uptime.availability import Availability, availability
from statusgen.uptime.charging import Charged
from statusgen.uptime.credits import Credit, credit
from statusgen.uptime.downtime import Downtime, Reason, downtime
from statusgen.uptime.exclusions import Exclusion
from statusgen.uptime.forgone import Forgone, forgone
from statusgen.verdict import Verdicts


@dataclass(frozen=True, slots=True)
class Account:
    """One policy's month."""

    policy: Policy
    month: Month
    period: Span
    """The whole month, local midnight to local midnight of the policy's zone."""
    known: Span
    """The part that is over; uptime is held against the whole month all the same."""
    events: frozenset[str]
    """The ids of all that touched the known part on components in scope, down or not: what a customer may have reported."""
    downtime: Downtime
    exclusion_seconds: int
    """The time of approved windows in the month, whether anything was down in it or not."""
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

    @property
    def left_out_seconds(self) -> int:
        """How long something was down that does not count."""
        return sum(span.seconds for span, _ in self.left_out)


def account(
    project: Project, policy: Policy, verdicts: Verdicts, excluded: Iterable[Exclusion], month: Month, now: int
) -> Account | None:
    """The account of a month; None while it has not begun on the policy's calendar."""
    period = month.span(policy.time_zone)
    if now < period.start:
        return None
    known = Span(period.start, min(period.end, now))
    own = [exclusion for exclusion in excluded if exclusion.policy == policy.id]
    down = downtime(project, policy, verdicts, own, known, now)
    exclusion_seconds = Timeline(exclusion.span for exclusion in own).within(period).seconds
    observed = availability(policy.measure, down.counted.seconds, period.seconds, exclusion_seconds)
    return Account(
        policy=policy,
        month=month,
        period=period,
        known=known,
        events=frozenset(_events(project, policy, known, now)),
        downtime=down,
        exclusion_seconds=exclusion_seconds,
        availability=observed,
        counted=down.charged(counted=True),
        left_out=down.charged(counted=False),
        forgone=forgone(project, policy, verdicts, down, known, now),
        credits=tuple(credit(policy, plan, observed.uptime, observed.uptime) for plan in policy.plans),
    )


def _events(project: Project, policy: Policy, known: Span, now: int) -> Iterator[str]:
    for incident in project.incidents:
        lasted = Span(incident.start, known.end if incident.end is None else incident.end)
        if lasted.overlaps(known) and any(map(policy.covers, incident.components)):
            yield incident.id
    for window in project.windows:
        stretch = ran(window, now)
        if stretch is not None and stretch.overlaps(known) and any(map(policy.covers, window.components)):
            yield window.id
