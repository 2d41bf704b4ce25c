"""The records in figures that a manager reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from statusgen.audit.records import Judged, Record
from statusgen.policy import Policy
from statusgen.timeline import DAY, HOUR

_One = TypeVar("_One", Record, Judged)

NOTICE_STEPS: Final = (7 * DAY, 2 * DAY, DAY, HOUR)
"""Notice is counted by these: at least so much, and less than the step before."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many of so many."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Under:
    """All records before one policy."""

    policy: Policy
    """As it is in force now; it may have judged by earlier versions."""
    kept: Ratio
    """Every promise kept, of those that were to keep any."""
    notice: Ratio
    hours: Ratio
    emergencies: int
    not_covered: int
    """Before there was a promise, or on components that it is not about."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What all records come to. Medians are the lower of the two in the middle, so that each is one that was."""

    maintenances: int
    notice_by_step: tuple[int, ...]
    """How many had at least each step of notice and less than the one before; then those with less, and those that were told
    at the start or after it."""
    median_notice: int | None
    ends_told: Ratio
    """Of how many customers had been told an end."""
    overran: Ratio
    """Of those whose told and whose real end are known."""
    median_overrun: int | None
    """Of those that overran."""
    longest_overrun: int | None
    closed_late: Ratio
    """Of those that somebody had to close, or closed."""
    never_closed: int
    """How many the page still shows as going on."""
    median_open: int | None
    """How long after its end a maintenance was shown as going on."""
    unknown: Ratio
    """How many name a component that is none of the page's."""
    gone: int
    """How many are on the page no more."""


def summary(records: Sequence[Record]) -> Summary:
    """What the records come to."""
    overruns = [record.overrun for record in records if record.overrun is not None]
    over = [seconds for seconds in overruns if seconds]
    shown = [record.open_for for record in records if record.open_for is not None]
    return Summary(
        maintenances=len(records),
        notice_by_step=_by_step([record.notice for record in records]),
        median_notice=_median([record.notice for record in records]),
        ends_told=_ratio(records, lambda record: record.end_told is not None),
        overran=Ratio(len(over), len(overruns)),
        median_overrun=_median(over),
        longest_overrun=max(over, default=None),
        closed_late=_ratio(records, lambda record: record.closed_late),
        never_closed=sum(record.must_close and record.closed is None and record.gone is None for record in records),
        median_open=_median(shown),
        unknown=_ratio(records, lambda record: record.unknown > 0),
        gone=sum(record.gone is not None for record in records),
    )


def under(policy: Policy, records: Sequence[Record], now: int) -> Under:
    """What a policy says of the records."""
    judged = [one for record in records for one in record.judged if one.verdict.policy == policy.id]
    return Under(
        policy=policy.in_force(now) or policy,
        kept=_ratio(judged, lambda one: one.kept),
        notice=_ratio(judged, lambda one: one.notice_kept),
        hours=_ratio(judged, lambda one: one.hours_kept),
        emergencies=sum(one.kept is None for one in judged),
        not_covered=len(records) - len(judged),
    )


def _ratio(all_: Sequence[_One], is_so: Callable[[_One], bool | None]) -> Ratio:
    answers = [answer for one in all_ if (answer := is_so(one)) is not None]
    return Ratio(sum(answers), len(answers))


def _by_step(notices: Sequence[int]) -> tuple[int, ...]:
    counts = [0] * (len(NOTICE_STEPS) + 2)
    for notice in notices:
        step = next((number for number, least in enumerate(NOTICE_STEPS) if notice >= least), len(NOTICE_STEPS))
        counts[step if notice > 0 else -1] += 1
    return tuple(counts)


def _median(values: Sequence[int]) -> int | None:
    return sorted(values)[(len(values) - 1) // 2] if values else None
