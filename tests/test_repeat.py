"""Series: the days of their rules, by RFC 5545 and by another library; and what is said of one occurrence alone."""

import datetime as dt
import os
import zoneinfo

import icalendar
import pytest
import recurring_ical_events
import rfc5545
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen.civil import UTC, clock, first_shown, instant
from statusgen.load.rule import readings
from statusgen.load.sheet import Context
from statusgen.load.windows import read_window
from statusgen.model import Actual, Status, Window
from statusgen.policy import Channel, Impact
from statusgen.render import findings as render
from statusgen.timeline import Span

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


def refused(rule, more=""):
    """What is told of a rule that cannot stand, each with its way out."""
    text = (
        f"title: Care\ncomponents: [api]\nimpact: none\nstart: 2026-12-06 03:00\nduration: 1h\nrepeat: {{rule: '{rule}'{more}}}\n"
    )
    windows, findings = read_window("windows/care.yaml", text.encode(), CONTEXT)
    assert windows == ()
    return [(finding.what, finding.way_out) for finding in findings]


@pytest.mark.parametrize(
    ("rule", "what", "way_out"),
    [
        ("FREQ=WEEKLY;COUNT=10000", "`COUNT=10000` is too many: a file has at most 500 occurrences.", "Write `COUNT=500` or less."),
        ("FREQ=DAILY;COUNT=501", "`COUNT=501` is too many: a file has at most 500 occurrences.", "Write `COUNT=500` or less."),
        ("FREQ=DAILY;UNTIL=20281231", "There are more than 500 occurrences.", "Give an earlier UNTIL."),
        ("FREQ=YEARLY;COUNT=10000", "The repetition goes on for more than 20 years.", "Write `COUNT=21` or less."),
        ("FREQ=DAILY;INTERVAL=10000;COUNT=2", "`INTERVAL=10000` counts further than 9999.", "Give a number up to 9999."),
        ("FREQ=MONTHLY;BYDAY=1000SU;COUNT=2", "`BYDAY=1000SU` counts further than 53.", "Give a number up to 53;"),
        ("FREQ=WEEKLY;;;COUNT=2", "A part of the rule is empty.", "Write one `;` between two parts."),
        ("", "The rule has no FREQ.", "Say how often: `FREQ=MONTHLY;BYDAY=1SU`."),
    ],
)
def test_a_rule_that_cannot_stand_is_told_the_bound_and_the_way_out(rule, what, way_out):
    """A number that is too large is not taken for one that nobody can read."""
    (told,) = refused(rule)

    assert what == told[0]
    assert told[1].startswith(way_out)


def test_a_count_that_an_end_cuts_short_is_no_mistake():
    """However large it is."""
    assert 4 == len(series("{rule: FREQ=WEEKLY;COUNT=10000, until: 2026-12-31}", "2026-12-06 03:00"))


@pytest.mark.parametrize(
    ("rule", "whats"),
    [
        ("FREQ=WEKLY;BYDAY=XX", ["`FREQ=WEKLY` cannot be read.", "`BYDAY=XX` cannot be read."]),
        (
            "FREQ=WEEKLY;BYDAY=MO;BYDAY=1TU;BYMONTHDAY=32;BYYEARDAY=1;UNTIL=20270101;COUNT=0;X",
            [
                "`BYMONTHDAY=32` counts further than 31.",
                "`COUNT=0` cannot be read.",
                "`X` is no part of a rule.",
                "`BYDAY` stands there more than once.",
                "The rule has an UNTIL and a COUNT, and may end once.",
                "A number before a weekday counts in a month or a year.",
                "BYMONTHDAY cannot stand in a weekly rule.",
                "BYYEARDAY can stand in a yearly rule only.",
            ],
        ),
        ("FREQ=WEEKLY;X;X", ["`X` is no part of a rule."]),
        ("FRQ=WEEKLY;BYWEEKNO=2", ["`FRQ=WEEKLY` is no part of a rule."]),
        ("FREQ=HOURLY;BYHOUR=2;BYSETPOS=1", ["`FREQ=HOURLY` asks for", "`BYHOUR=2` asks for"]),
    ],
)
def test_all_mistakes_of_a_rule_are_told_at_once(rule, whats):
    """But for what only follows from another; and an end of its own that is none."""
    told = [what for what, _ in refused(rule, ", until: 2026-13-01")]

    assert "`2026-13-01` is not a day." == told.pop()
    assert len(whats) == len(told)
    assert sorted(whats) == [found[: len(what)] for found, what in zip(sorted(told), sorted(whats), strict=True)]


def test_each_mistake_at_one_place_is_shown():
    """One below the other; only what a series repeats is counted."""
    text = (
        "title: Care\ncomponents: [api]\nimpact: none\nstart: 2026-12-06 03:00\nduration: 1h\nrepeat: {rule: FREQ=WEKLY;BYDAY=XX}\n"
    )
    _, findings = read_window("windows/care.yaml", text.encode(), CONTEXT)
    shown = render.text(findings, color=False)

    assert "Way out: Did you mean `WEEKLY`?" in shown
    assert "Way out: Name weekdays, `BYDAY=SA,SU`" in shown


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


# --- until


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("UNTIL=20261220", "2026-12-20"),
        ("UNTIL=20261220T030000", "2026-12-20"),
        ("UNTIL=20261220T025959", "2026-12-13"),
        ("UNTIL=20261220T020000Z", "2026-12-20"),  # 03:00 in Brussels
        ("UNTIL=20261220T015959Z", "2026-12-13"),
        ("COUNT=3", "2026-12-20"),
        ("BYDAY=SU;COUNT=2", "2026-12-13"),
    ],
)
def test_the_end_in_the_rule_is_inclusive(end, last):
    """A day, a reading of the window's clock, or an instant."""
    assert f"care-{last}" == series(f"{{rule: RRULE:FREQ=WEEKLY;{end}}}", "2026-12-06 03:00")[-1].id


def test_an_end_in_the_repeated_hour_is_an_instant():
    """Of 25 October 2026, 02:30 is there twice: the first is before an end that the clock shows as 02:15, the second time."""
    found = series("{rule: FREQ=DAILY;UNTIL=20261025T011500Z}", "2026-10-24 02:30")

    assert ["care-2026-10-24", "care-2026-10-25"] == [one.id for one in found]


# --- single occurrences


def alone(entry, *, more="", end="end: 2026-12-06 04:00", day="2026-12-13"):
    """The occurrence of 13 December, 03:00 to 04:00 in Brussels, with what is said of it, and its neighbours."""
    said = f"occurrences:\n  {day}: {entry}\n{more}"
    return series("{rule: FREQ=WEEKLY;BYDAY=SU, until: 2026-12-20}", "2026-12-06 03:00", end=end, more=said)


@pytest.mark.parametrize(
    ("entry", "span"),
    [
        ("{start: 2026-12-14 22:00}", ("2026-12-14 22:00", "2026-12-14 23:00")),
        ("{end: 2026-12-13 03:30}", ("2026-12-13 03:00", "2026-12-13 03:30")),
        ("{duration: 3h}", ("2026-12-13 03:00", "2026-12-13 06:00")),
        ("{start: 2026-12-12 22:00, duration: 3h}", ("2026-12-12 22:00", "2026-12-13 01:00")),
        ("{start: 2026-12-12 22:00, end: 2026-12-13 00:00}", ("2026-12-12 22:00", "2026-12-13 00:00")),
        ("{start: 2026-12-12 22:00 +00:00}", ("2026-12-12 23:00", "2026-12-13 00:00")),
        ("{impact: none}", ("2026-12-13 03:00", "2026-12-13 04:00")),
    ],
)
def test_one_occurrence_is_moved_and_keeps_its_name(entry, span):
    """With a start alone it is as long as ever; the others stay."""
    before, moved, after = alone(entry)

    assert ("care-2026-12-13", "care", "2026-12-13") == (moved.id, moved.series, moved.day)
    assert Span(*(instant(text, BRUSSELS) for text in span)) == moved.span
    assert ["2026-12-06", "2026-12-20"] == [before.day, after.day]
    assert [clock(one.span.start, BRUSSELS).hour for one in (before, after)] == [3, 3]


@pytest.mark.parametrize(("end", "seconds"), [("end: 2026-12-06 04:00", 7200), ("duration: 1h", 3600)])
def test_a_moved_one_is_as_long_as_the_series_says_it(end, seconds):
    """By the clock where the file gives an end, elapsed where it gives a duration: here over the hour that comes twice."""
    assert seconds == alone("{start: 2027-10-31 02:00 +02:00}", end=end)[1].span.seconds


def test_one_occurrence_has_all_that_a_window_has():
    """Said of it alone, beside what is said of all."""
    entry = (
        "{title: Great care, description: More., components: [database], impact: degraded, emergency: Leak,\n"
        "    actual: {start: 2026-12-13 03:01, end: 2026-12-13 03:50},\n"
        "    updates: [{at: 2026-12-13 03:50, status: completed, text: Done.}],\n"
        "    notices: [{channel: telephone, at: 2026-12-10 10:00}], cancelled: {at: 2026-12-13 03:05, reason: Leak.}}"
    )
    before, one, _ = alone(entry, more="notices: [{channel: email, at: 2026-12-01 10:00}]\n")

    assert ("Great care", "More.", ("database",), Impact.DEGRADED, "Leak") == (
        one.title, one.description, one.components, one.impact, one.emergency,
    )  # fmt: skip
    assert Actual(*(instant(f"2026-12-13 {time}", BRUSSELS) for time in ("03:01", "03:50"))) == one.actual
    assert [Status.COMPLETED] == [update.status for update in one.updates]
    assert [Channel.EMAIL, Channel.TELEPHONE] == [notice.channel for notice in one.notices]
    assert "Leak." == one.cancelled.reason
    assert ("Care", ("api",), Impact.OUTAGE, None, None, (), 1) == (
        before.title, before.components, before.impact, before.emergency, before.actual, before.updates, len(before.notices),
    )  # fmt: skip


def test_one_more_occurrence_has_a_start():
    """On a day that the rule does not name, in the order of days."""
    found = alone("{start: 2026-12-10 22:00}", day="2026-12-10")

    assert ["2026-12-06", "2026-12-10", "2026-12-13", "2026-12-20"] == [one.day for one in found]


@pytest.mark.parametrize("at", ["2026-12-13 02:59", "2026-12-13 03:00"])
def test_a_cancelled_series_cancels_a_moved_one_that_is_to_come(at):
    """By the start that it has now."""
    found = alone("{start: 2026-12-14 03:00}", more=f"cancelled: {{at: {at}, reason: Enough.}}\n")

    assert ["2026-12-13", "2026-12-20"] == [one.day for one in found if one.cancelled]


def test_a_cancelled_series_leaves_one_that_was_moved_ahead_of_it():
    """It had begun."""
    found = alone("{start: 2026-12-12 03:00}", more="cancelled: {at: 2026-12-12 03:00, reason: Enough.}\n")

    assert ["2026-12-20"] == [one.day for one in found if one.cancelled]


def test_what_was_announced_of_all_was_told_of_a_moved_one_too():
    """Until its own times were: at them it is announced when it says so, else now."""
    first, later = "2026-11-01 10:00", "2026-11-20 10:00"
    for own, times in (("", [first]), (f", announced: {later}", [first, later]), (f", announced: {first}", [first])):
        _, moved, after = alone(f"{{start: 2026-12-14 03:00{own}}}", more=f"announced: {first}\n")

        assert [instant(text, BRUSSELS) for text in times] == [one.at for one in moved.declared]
        assert (moved.declared[-1].span == moved.span) == bool(own)
        assert [(instant(first, BRUSSELS), after.span)] == [(one.at, one.span) for one in after.declared]


def test_findings_of_one_occurrence_stand_at_its_own_keys():
    """At the file's where it has none; its end is not that of the series where its start is its own."""
    before, moved, _ = alone("{start: 2026-12-14 22:00}")
    shorter = alone("{duration: 10m}")[1]

    assert [(4, 8), (9, 23)] == [(place.line, place.column) for place in (before.origin.at("start"), moved.origin.at("start"))]
    assert ("end" in before.origin.keys, "end" in moved.origin.keys) == (True, False)
    assert (4, 9) == (shorter.origin.at("start").line, shorter.origin.at("duration").line)
    assert ((), ("start",)) == (before.origin.own, moved.origin.own)


def test_more_occurrences_than_can_be_shown_are_told():
    """With those that the rule does not make."""
    extra = "occurrences:\n  2028-12-01: {start: 2028-12-01 03:00}\n"

    assert 500 == len(series("{rule: FREQ=DAILY;COUNT=500}", "2026-12-06 03:00"))
    assert TOO_MANY == series("{rule: FREQ=DAILY;COUNT=500}", "2026-12-06 03:00", more=extra)
