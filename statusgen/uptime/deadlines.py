"""By when must something be done? The instants that a contract's lengths of time lead to.

A deadline is the first instant that is too late: what is done before it is in time.
"""

from __future__ import annotations

from statusgen.civil import Desk, Month, day_end
from statusgen.course import goes_on
from statusgen.model import Actual, Incident
from statusgen.policy import BusinessDay, Claim, ClaimFrom, ClaimOpens, Policy, Term, TermUnit, term
from statusgen.timeline import DAY, HOUR, MINUTE, Span
from statusgen.uptime.ground import Event


def too_late(length: Term, since: int, terms: Policy) -> int:
    """The deadline of a claim or report whose time runs from an instant, the first one after what it is about."""
    last = since - 1  # a month that ends at midnight ended on the day before
    match length.unit:
        case TermUnit.HOUR:
            return since + length.amount * HOUR + 1  # exactly so many are in time (I5)
        case TermUnit.DAY:
            return day_end(last, length.amount, terms.time_zone)
        case TermUnit.MONTH:
            first_day = terms.measure.first_day
            return Month.of(last, terms.time_zone, first_day).plus(length.amount).span(terms.time_zone, first_day).end
        case _:
            raise AssertionError(f"load lets no claim be counted in {length.unit}s")


def claim_deadline(claim: Claim, period: Span, event: Event | None, terms: Policy) -> int | None:
    """The deadline to claim for an event, or, where the month is claimed, for that; None: there is none (yet)."""
    since = _since(claim.starts, period, event)
    return None if claim.within is None or since is None else too_late(term(claim.within), since, terms)


def _since(starts: ClaimFrom, period: Span, event: Event | None) -> int | None:
    if starts is ClaimFrom.PERIOD_END or event is None:
        return period.end
    start, end = lasted(event)
    return start if starts is ClaimFrom.INCIDENT_START else end


def lasted(event: Event) -> tuple[int, int | None]:
    """From when to when an event lasted, as declared: work as it ran where that is known. None: it goes on."""
    if isinstance(event, Incident):
        return event.start, event.end
    actual = event.actual or Actual()
    start = event.span.start if actual.start is None else actual.start
    if goes_on(event):
        return start, None
    return start, event.span.end if actual.end is None else actual.end


def claim_opens(claim: Claim, period: Span) -> int | None:
    """The first instant at which a claim may be made; None: at any time (C3)."""
    return period.end if claim.opens is ClaimOpens.PERIOD_END else None


def claims_as_read(terms: Policy) -> tuple[Claim, ...]:
    """The claim that a contract asks for as it is read, then under every other reading that changes it; none where none is."""
    if terms.claim is None or not terms.claim.required:
        return ()
    others = (terms.read_otherwise(other.settings).claim for _, other in terms.other_readings() if "claim" in other.settings)
    return (terms.claim, *(claim for claim in others if claim is not None))


def answer_deadline(length: Term, since: int, desk: Desk | None, business_day: BusinessDay) -> int:
    """The deadline of an answer whose time runs from an instant. Where there is no desk it is always open."""
    match length.unit:
        case TermUnit.MINUTE:
            return since + length.amount * MINUTE + 1
        case TermUnit.HOUR:
            return since + length.amount * HOUR + 1
        case TermUnit.BUSINESS_HOUR:
            return (since + length.amount * HOUR if desk is None else desk.after_hours(since, length.amount * HOUR)) + 1
        case TermUnit.BUSINESS_DAY:
            return (since + length.amount * DAY if desk is None else _business_days(length.amount, since, desk, business_day)) + 1
        case _:
            raise AssertionError(f"load lets no answer be counted in {length.unit}s")


def _business_days(days: int, since: int, desk: Desk, reading: BusinessDay) -> int:
    """The last instant of so many business days (K7)."""
    match reading:
        case BusinessDay.SAME_TIME:
            return desk.same_time_after(since, days)
        case BusinessDay.END_OF_DAY:
            return desk.end_after(since, days) - 1
        case BusinessDay.HOURS:
            return desk.after_hours(since, days * desk.day_seconds)
