"""Which month or quarter is a report about? What the contract owes decides, and the policy's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from statusgen.civil import CivilError, Month, Quarter
from statusgen.finding import StatusgenError, printable
from statusgen.policy import Every, Policy, ReportOwed
from statusgen.timeline import Span

Period = Month | Quarter

_KINDS: Final[dict[Every, type[Month] | type[Quarter]]] = {Every.MONTH: Month, Every.QUARTER: Quarter}
_NAMES: Final = {Every.MONTH: "month", Every.QUARTER: "quarter"}


class NoSuchPeriod(StatusgenError):
    """What is asked for is no period of the contract's reports, or has not begun."""


class NothingPromised(StatusgenError):
    """The policy was not in force yet."""


def period(policy: Policy, text: str | None, now: int) -> Period:
    """The period of `2026-11` or `2026-Q4`; without a text the last one that is over on the policy's calendar.

    A contract that owes no report is reported on by month. `NoSuchPeriod`: no such form, the wrong kind, or still to come;
    `NothingPromised`: over before the policy was in force.
    """
    found = last_over(policy, now) if text is None else _parsed(text)
    span = span_of(policy, found)
    last = last_over(policy, now)
    if now < span.start:
        raise NoSuchPeriod(f"{found} has not begun on the calendar of {policy.id}.", f"The last one that is over is {last}.")
    if policy.begins is not None and span.end <= policy.begins:
        way_out = f"Ask for a later one; the last that is over is {last}."
        raise NothingPromised(f"{policy.id} is in force since {policy.effective_from}: nothing was promised in {found}.", way_out)
    kinds = _kinds(policy, span.start)
    if not any(isinstance(found, _KINDS[kind]) for kind in kinds):
        way_out = f"Ask for a {' or a '.join(_NAMES[kind] for kind in kinds)}: `{last}`."
        raise NoSuchPeriod(
            f"{found} is no {' and no '.join(_NAMES[kind] for kind in kinds)}, {_owes(policy, span.start)}.", way_out
        )
    return found


def span_of(policy: Policy, period: Period) -> Span:
    """From the first instant of its first month to the last one of its last, on the calendar of the version then in force."""
    first, last = period.months[0], period.months[-1]
    terms = terms_of(policy, first)
    measure = terms.measure
    return Span(first.span(terms.time_zone, measure.first_day).start, last.span(terms.time_zone, measure.first_day).end)


def terms_of(policy: Policy, month: Month) -> Policy:
    """The version in force when a month begins; before there was any, the first."""
    return policy.in_force(month.span(policy.time_zone, policy.measure.first_day).start) or policy


def owed(policy: Policy, period: Period) -> tuple[ReportOwed, ...]:
    """The reports of the contract that one about this period is; none: it owes none."""
    terms = terms_of(policy, period.months[0])
    return tuple(report for report in terms.reports if isinstance(period, _KINDS[report.every]))


def last_over(policy: Policy, now: int) -> Period:
    """The last period that is over; a month, where the contract owes reports of several kinds or none."""
    terms = policy.in_force(now) or policy
    kind = _KINDS[_kinds(policy, now)[0]]
    return kind.of(now, terms.time_zone, terms.measure.first_day).plus(-1)


def _kinds(policy: Policy, at: int) -> Sequence[Every]:
    """How often reports are owed, by the version in force at an instant; the shorter first."""
    terms = policy.in_force(at) or policy
    owed = {report.every for report in terms.reports}
    return [every for every in Every if every in owed] or [Every.MONTH]


def _owes(policy: Policy, at: int) -> str:
    terms = policy.in_force(at) or policy
    if not terms.reports:
        return f"and {policy.id} owes no report of any other kind"
    return f"and {policy.id} owes a report every {' and every '.join(_NAMES[kind] for kind in _kinds(policy, at))}"


def _parsed(text: str) -> Period:
    for kind in (Month, Quarter):
        try:
            return kind.parse(text)
        except CivilError:
            continue
    raise NoSuchPeriod(f"{printable(text, quoted=True)} is neither a month nor a quarter.", "Write `2026-11` or `2026-Q4`.")
