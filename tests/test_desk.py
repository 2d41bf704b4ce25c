"""The support desk, held minute by minute against one that looks at its watch: open or not, and which day it is."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.civil import Desk, Opening
from statusgen.policy import BusinessDay, Term, TermUnit
from statusgen.timeline import DAY, HOUR, MINUTE
from statusgen.uptime.deadlines import answer_deadline

CLOCK_CHANGES = {
    "Europe/Brussels": ("2026-03-29", "2026-10-25"),
    "America/Mexico_City": ("2022-04-03", "2022-10-30"),
    "Australia/Perth": ("2026-12-25", "2027-01-01"),
    "UTC": ("2026-11-01", "2026-12-31"),
}
"""Days of zones on which the clock changes, or, where it does not, ends of months and years."""
WEEKDAYS = (0, 1, 2, 3, 4)
OPENINGS = (
    (Opening(WEEKDAYS, 9 * 60, 17 * 60),),
    (Opening(WEEKDAYS, 0, 24 * 60),),
    (Opening((5, 6), 1 * 60 + 30, 3 * 60 + 15), Opening((0,), 22 * 60, 2 * 60)),
    (Opening((0, 1, 2, 3, 4, 5, 6), 23 * 60, 1 * 60),),
)


def local(at, desk):
    """What the desk's clock shows."""
    return dt.datetime.fromtimestamp(at, ZoneInfo(desk.zone))


def works(day, desk):
    """Whether the desk opens on a day."""
    return any(day.weekday() in opening.days for opening in desk.openings) and day.isoformat() not in desk.holidays


def is_open(at, desk):
    """Whether somebody is there in a minute."""
    shown = local(at, desk)
    minute, today, yesterday = shown.hour * 60 + shown.minute, shown.weekday(), (shown.weekday() - 1) % 7
    if shown.date().isoformat() in desk.holidays:
        return False
    for opening in desk.openings:
        ends = opening.closes if opening.closes > opening.opens else opening.closes + 24 * 60
        if (today in opening.days and opening.opens <= minute < ends) or (yesterday in opening.days and minute < ends - 24 * 60):
            return True
    return False


def after_minutes(at, minutes, desk):
    """Minute after minute, until the desk has been open for so many."""
    minute = at
    while minutes:
        minutes -= is_open(minute, desk)
        minute += MINUTE
    return minute


def first_minute(at, desk, wanted):
    """The first minute from one on at which the clock shows what is wanted."""
    return next(minute for minute in count(at, MINUTE) if wanted(local(minute, desk)))


def working_days_after(day, days, desk):
    """The so many-th day on which the desk opens, after a day."""
    while days:
        day += dt.timedelta(1)
        days -= works(day, desk)
    return day


@st.composite
def desks(draw):
    """A desk somewhere, and a minute within a few days of an edge of its calendar."""
    zone = draw(st.sampled_from(list(CLOCK_CHANGES)))
    edge = dt.date.fromisoformat(draw(st.sampled_from(CLOCK_CHANGES[zone])))
    near = [(edge + dt.timedelta(days)).isoformat() for days in range(-4, 9)]
    desk = Desk(draw(st.sampled_from(OPENINGS)), zone, frozenset(draw(st.lists(st.sampled_from(near), max_size=3))))
    midnight = int(dt.datetime.combine(edge, dt.time(), ZoneInfo(zone)).timestamp())
    return desk, midnight + MINUTE * draw(st.integers(-4 * 24 * 60, 2 * 24 * 60))


@settings(max_examples=60)
@given(desks(), st.sampled_from([1, 2, 4, 8, 12]))
def test_business_hours_are_those_in_which_somebody_is_there(drawn, hours):
    """So many hours of open minutes, and the second in which they are over is still in time."""
    desk, at = drawn

    assert after_minutes(at, hours * 60, desk) + 1 == answer_deadline(
        Term(hours, TermUnit.BUSINESS_HOUR), at, desk, BusinessDay.SAME_TIME
    )


@settings(max_examples=60)
@given(desks(), st.integers(1, 3))
def test_business_days_are_days_on_which_the_desk_opens(drawn, days):
    """The same time of day so many of them later, or the end of that day; on a day that is none the clock has yet to start."""
    desk, at = drawn
    begins = at if works(local(at, desk).date(), desk) else first_minute(at, desk, lambda shown: works(shown.date(), desk))
    start = local(begins, desk)
    last = working_days_after(start.date(), days, desk)
    due = first_minute(begins, desk, lambda shown: shown.date() == last and shown.time() >= start.time())
    ended = first_minute(at, desk, lambda shown: shown.date() > working_days_after(local(at, desk).date(), days, desk))
    term = Term(days, TermUnit.BUSINESS_DAY)

    assert due + 1 == answer_deadline(term, at, desk, BusinessDay.SAME_TIME)
    assert ended == answer_deadline(term, at, desk, BusinessDay.END_OF_DAY)


@settings(max_examples=30)
@given(desks(), st.integers(1, 2))
def test_business_days_can_be_read_as_their_hours(drawn, days):
    """As many open hours as the longest of its days has (K7)."""
    desk, at = drawn
    longest = max(
        sum((opening.closes - opening.opens) % (24 * 60) or 24 * 60 for opening in desk.openings if day in opening.days)
        for day in range(7)
    )

    assert after_minutes(at, days * longest, desk) + 1 == answer_deadline(
        Term(days, TermUnit.BUSINESS_DAY), at, desk, BusinessDay.HOURS
    )


@given(st.integers(0, 2**31), st.integers(1, 500))
def test_without_a_desk_somebody_is_always_there(at, amount):
    """Hours and days are elapsed, exactly so many are in time."""
    for unit, seconds in (
        (TermUnit.MINUTE, MINUTE),
        (TermUnit.HOUR, HOUR),
        (TermUnit.BUSINESS_HOUR, HOUR),
        (TermUnit.BUSINESS_DAY, DAY),
    ):
        assert at + amount * seconds + 1 == answer_deadline(Term(amount, unit), at, None, BusinessDay.SAME_TIME)
