"""Which months the record of a promise looks at: the last twelve that are over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from statusgen.civil import Month
from statusgen.policy import Policy
from statusgen.timeline import DAY, Span

MONTHS: Final = 12
BEYOND: Final = 31 * DAY
"""So far beyond their edges months are looked at, where it matters how long an outage lasted in one piece."""


def months_over(policy: Policy, now: int) -> tuple[Month, ...]:
    """The last twelve months that are over on the calendar of a policy, oldest first."""
    last = Month.of(now, policy.time_zone)
    while period(policy, last).end > now:
        last = last.plus(-1)
    return tuple(last.plus(number) for number in range(1 - MONTHS, 1))


def looked_at(policy: Policy, months: Sequence[Month]) -> Span:
    """All time that a record of these months depends on."""
    beyond = BEYOND if any(version.measure.shortest is not None for version in (policy, *policy.versions)) else 0
    return Span(period(policy, months[0]).start - beyond, period(policy, months[-1]).end + beyond)


def period(policy: Policy, month: Month) -> Span:
    """When a month begins and ends under the version that is in force in it."""
    terms = policy.in_force(month.span(policy.time_zone, policy.measure.first_day).start) or policy
    return month.span(terms.time_zone, terms.measure.first_day)
