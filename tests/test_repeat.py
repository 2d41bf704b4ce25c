"""Series: the days of their rules, by RFC 5545 and by another library; and what is said of one occurrence alone."""

import datetime as dt
import os
import zoneinfo

import icalendar
import recurring_ical_events
import rfc5545
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.civil import UTC, clock, first_shown
from statusgen.load.rule import readings
from statusgen.load.sheet import Context
from statusgen.load.windows import read_window
from statusgen.model import Window

BRUSSELS = "Europe/Brussels"
ZONES = (UTC, BRUSSELS, "America/Mexico_City", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia")
CONTEXT = Context(BRUSSELS, ("api", "database"), {})


RULES = int(os.environ.get("RULES", "400"))
"""How many rules are tried; `RULES=4000` for thousands."""
NONE, TOO_MANY = ["There is no occurrence."], ["There are more than 500 occurrences."]


def series(rule, start, *, zone=BRUSSELS, more="", end="duration: 1h"):
    """The windows of a rule, or what the findings say."""
    text = f"title: Care\ncomponents: [api]\nimpact: outage\nstart: {start}\n{end}\ntime_zone: {zone}\nrepeat: {rule}\n{more}"
    windows, findings = read_window("windows/care.yaml", text.encode(), CONTEXT)
    return list(windows) or [finding.what for finding in findings]


def days_of(rule, start, last, zone=UTC):
    """The day and start of each occurrence, or what the findings say."""
    found = series(f"{{rule: '{written(rule)}', until: {last}}}", f"{clock(start, UTC):%Y-%m-%d %H:%M} Z", zone=zone)
    return [(dt.date.fromisoformat(one.day), one.span.start) if isinstance(one, Window) else one for one in found]


def written(rule):
    return ";".join(f"{name}={value}" for name, value in rule.items())


def numbers(most, *, signed=True, at_most=3):
    one = st.integers(1, most)
    return st.lists(one | one.map(lambda number: -number) if signed else one, min_size=1, max_size=at_most, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


@st.composite
def rules(draw):
    """Whatever RFC 5545 allows, but for an end."""
    often = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {
        "INTERVAL": st.integers(1, 4).map(str),
        "WKST": st.sampled_from(rfc5545.WEEKDAYS),
        "BYMONTH": numbers(12, signed=False),
    }
    if often != "WEEKLY":
        parts["BYMONTHDAY"] = numbers(31)
    if often == "YEARLY":
        parts |= {"BYYEARDAY": numbers(366), "BYWEEKNO": numbers(53)}
    rule = {name: draw(part) for name, part in parts.items() if draw(st.integers(0, 3)) == 0}
    if draw(st.booleans()):
        most = 5 if often == "MONTHLY" or "BYMONTH" in rule else 53
        counts = [""]
        if often in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in rule:
            counts += [str(sign * count) for count in {1, 2, most} for sign in (1, -1)]
        day = st.tuples(st.sampled_from(counts), st.sampled_from(rfc5545.WEEKDAYS)).map("".join)
        rule["BYDAY"] = draw(st.lists(day, min_size=1, max_size=3, unique=True).map(",".join))
    if any(name.startswith("BY") for name in rule) and draw(st.booleans()):
        rule["BYSETPOS"] = draw(numbers(5))
    return {"FREQ": often, **rule}


STARTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2033, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))


@settings(max_examples=RULES, deadline=None)
@given(rules(), STARTS, st.none() | st.integers(1, 40), st.integers(1, 4 * 366))
def test_the_days_of_a_rule_are_those_that_rfc_5545_names(rule, start, count, length):
    """Read a second time, day by day. The start is one of them where the rule names its day."""
    rule = rule if count is None else {**rule, "COUNT": str(count)}
    last = start.date() + dt.timedelta(length)
    expected = [(day, first_shown(dt.datetime.combine(day, start.time()), UTC)) for day in rfc5545.days(rule, start.date(), last)]

    assert (expected or NONE if len(expected) <= 500 else TOO_MANY) == days_of(rule, first_shown(start, UTC), last)


def is_read_otherwise(rule, start):
    """Whether recurring-ical-events, which asks dateutil as it is, reads a rule otherwise than RFC 5545 does.

    - BYWEEKNO without a day: all days of the week, and not the one that the rule's start is on.
    - A numbered weekday beside one without a number: no day, and not each of both kinds.
    - BYSETPOS in a weekly rule: counted in the first week from its start on, and not from the week's.
    """
    of_a_week = "BYWEEKNO" in rule and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & rule.keys()
    mixed = len({day in rfc5545.WEEKDAYS for day in rule.get("BYDAY", "").split(",")}) == 2
    first_week = rule["FREQ"] == "WEEKLY" and "BYSETPOS" in rule and rfc5545.WEEKDAYS[start.weekday()] != rule.get("WKST", "MO")
    return of_a_week or mixed or first_week


@settings(max_examples=RULES, deadline=None)
@given(rules(), STARTS, st.sampled_from(ZONES), st.integers(1, 3 * 366))
def test_another_library_finds_the_same_starts(rule, start, zone, length):
    """recurring-ical-events, for the same rule, zone and range, on any clock.

    It keeps a reading that the clock skips, which names no instant. RFC 5545 would leave that occurrence out (3.3.10: "MUST be
    ignored"); here it is when the clock has moved on (docs/decisions.md). It takes the start for an occurrence even where the
    rule does not name its day, which RFC 5545 leaves undefined: here the rule decides.
    """
    at = first_shown(start, zone)
    start, last = clock(at, zone), start.date() + dt.timedelta(length)  # what the clock skips, no file can say
    if is_read_otherwise(rule, start):
        rule = {name: value for name, value in rule.items() if name not in ("BYSETPOS", "BYWEEKNO", "BYDAY")}
    found = days_of(rule, at, last, zone)
    later = dt.datetime.combine(last, start.time()) + dt.timedelta(366 * 6)
    if not readings(rule, start, later, 501)[len(found) :]:
        return  # for an occurrence that never comes again it looks until the year 9999

    theirs = [(each.date(), first_shown(each, zone)) for each in starts_of_an_event(written(rule), start, zone, last)]

    assert (start.date(), at) == theirs[0]
    theirs = theirs if found == TOO_MANY or theirs[0] == found[0] else theirs[1:]
    assert (theirs or NONE if len(theirs) <= 500 else TOO_MANY) == found


def starts_of_an_event(text, start, zone, last):
    """The readings of the clock on which the event of a calendar starts, as the other library lays it out."""
    event = icalendar.Event()
    event.add("UID", "care")
    event.add("DTSTART", start.replace(tzinfo=dt.UTC if zone == UTC else zoneinfo.ZoneInfo(zone)))
    event.add("DURATION", dt.timedelta(hours=1))
    event.add("RRULE", icalendar.vRecur.from_ical(text))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(start.date(), last + dt.timedelta(1))
    return sorted(each["DTSTART"].dt.replace(tzinfo=None) for each in found)
