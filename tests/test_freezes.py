"""How freezes are laid out: by dates, holidays and calendars, on the clock of the page."""

import builtins
from importlib import metadata

import icalendar
import pytest
import recurring_ical_events
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from statusgen import civil
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.load.calendars import MOST_EVENTS, MOST_RULES, read_calendar
from statusgen.load.shelf import Shelf
from statusgen.timeline import DAY, HOUR, Span

ZONE = "Europe/Brussels"
NOW = civil.instant("2026-11-28 06:00", civil.UTC)
WITHIN = Span(civil.instant("2025-01-01 00:00", ZONE), civil.instant("2036-01-01 00:00", ZONE))


def the_page(freezes):
    page = f"page: {{name: Acme, url: https://status.acme.example/, time_zone: {ZONE}}}\ncomponents: [{{id: api, name: API}}]\n"
    return f"{page}freezes:\n{freezes}\n".encode()


def laid_out(freezes, now=NOW, **calendars):
    """The freezes of a page, and what is wrong."""
    texts = {"statusgen.yaml": the_page(freezes)} | {f"freezes/{name}.ics": body for name, body in calendars.items()}
    loaded = load(texts, now=now)
    return loaded.project, loaded.findings


def event(*lines):
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def a_calendar(*events):
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Acme//EN", *events, "END:VCALENDAR", "")).encode()


def read(*events, within=WITHIN):
    return read_calendar("freezes/a.ics", a_calendar(*events), ZONE, within)


def spans(*events, within=WITHIN):
    stretches, findings = read(*events, within=within)
    assert () == findings
    return [one.span for one in stretches]


def at(text, zone=ZONE):
    return civil.instant(text, zone)


@pytest.mark.parametrize(
    ("lines", "span"),
    [
        (("DTSTART;VALUE=DATE:20261224",), ("2026-12-24 00:00", "2026-12-25 00:00")),
        (("DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260331"), ("2026-03-29 00:00", "2026-03-31 00:00")),
        (("DTSTART;VALUE=DATE:20261224", "DURATION:P2D"), ("2026-12-24 00:00", "2026-12-26 00:00")),
        (("DTSTART:20261224T100000", "DTEND:20261224T120000"), ("2026-12-24 10:00", "2026-12-24 12:00")),
        (("DTSTART:20261224T100000Z", "DURATION:PT90M"), ("2026-12-24 11:00", "2026-12-24 12:30")),
        (("DTSTART;TZID=America/New_York:20261224T100000", "DTEND:20261224T170000Z"), ("2026-12-24 16:00", "2026-12-24 18:00")),
        (("DTSTART;TZID=W. Europe Standard Time:20261224T100000", "DURATION:PT1H"), ("2026-12-24 10:00", "2026-12-24 11:00")),
        (("DTSTART;TZID=Europe/Brussels:20260329T023000", "DURATION:PT1H"), ("2026-03-29 03:00", "2026-03-29 04:00")),
    ],
)
def test_an_event_is_a_stretch_on_its_own_clock(lines, span):
    """Days and times without a zone are the page's; a time that the clock skips is when it has moved on."""
    assert [Span(*map(at, span))] == spans(event("UID:1", *lines))


def test_a_zone_that_the_calendar_brings_is_its_clock():
    """Half past midnight of an office whose clock nobody else has."""
    zone = (
        "BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0030",
        "TZOFFSETTO:+0030", "END:STANDARD", "END:VTIMEZONE",
    )  # fmt: skip

    found = spans(
        "\n".join(zone),
        event("UID:1", "DTSTART;TZID=Office:20261224T003000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261225T000000Z"),
    )

    assert [Span(at(f"2026-12-{day} 00:00", civil.UTC), at(f"2026-12-{day} 01:00", civil.UTC)) for day in (24, 25)] == found


def test_what_recurs_keeps_its_clock_and_ends_with_the_years_that_are_laid_out():
    """Friday 18:00 in Brussels is 17:00 UTC in winter and 16:00 in summer."""
    found = spans(event("UID:1", "DTSTART;TZID=Europe/Brussels:20260102T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"))

    assert {16 * HOUR, 17 * HOUR} == {span.start % DAY for span in found}
    assert {18} == {civil.clock(span.start, ZONE).hour for span in found}
    assert at("2026-01-02 18:00") == found[0].start
    assert WITHIN.end - 7 * DAY < found[-1].start < WITHIN.end


def test_single_occurrences_are_left_out_added_moved_and_cancelled():
    """The later revision of two says what becomes of one; a cancelled series is none."""
    series = event(
        "UID:1", "DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20260112",
        "RDATE;VALUE=DATE:20260301",
    )  # fmt: skip
    moved = event("UID:1", "SEQUENCE:1", "RECURRENCE-ID;VALUE=DATE:20260119", "DTSTART;VALUE=DATE:20260121", "SUMMARY:Moved")
    moved_back = event("UID:1", "SEQUENCE:0", "RECURRENCE-ID;VALUE=DATE:20260119", "DTSTART;VALUE=DATE:20260120")
    cancelled = event("UID:1", "RECURRENCE-ID;VALUE=DATE:20260126", "DTSTART;VALUE=DATE:20260126", "STATUS:CANCELLED")
    gone = event("UID:2", "DTSTART;VALUE=DATE:20260601", "STATUS:CANCELLED")

    found = spans(series, moved, moved_back, cancelled, gone)

    days = ["2026-01-05", "2026-01-21", "2026-02-02", "2026-03-01"]
    assert [at(f"{day} 00:00") for day in days] == [span.start for span in found]


def test_added_times_may_have_an_end_of_their_own():
    """By a period that names its end, or how long it is."""
    periods = "RDATE;VALUE=PERIOD:20261225T100000Z/PT2H,20261226T100000Z/20261226T110000Z"

    found = spans(event("UID:1", "DTSTART:20261224T100000Z", "DURATION:PT3H", periods))

    assert [3 * HOUR, 2 * HOUR, HOUR] == [span.seconds for span in found]


@pytest.mark.parametrize(
    ("lines", "line", "rule"),
    [
        (("DTSTART:20261224T100000", "DTEND:20261224T090000"), 7, "end-not-after-start"),
        (("DTSTART:20261224T100000", "DTEND;VALUE=DATE:20261225"), 7, "bad-calendar"),
        (("DTSTART;VALUE=DATE:20261224", "DTEND:20261225T100000"), 7, "bad-calendar"),
        (("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261224"), 7, "end-not-after-start"),
        (("DTSTART;VALUE=DATE:20261224", "DURATION:-P1D"), 7, "end-not-after-start"),
        (("DTSTART;VALUE=DATE:20261224", "DURATION:P999999999D"), 7, "bad-calendar"),
        (("DTSTART;TZID=Nowhere/City:20261224T100000",), 6, "unknown-zone"),
        (("DTSTART:00011224T100000Z", "DURATION:PT1H"), 6, "not-a-time"),
        (("DTSTART;VALUE=TIME:100000",), 6, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DTSTART:20261224T100000Z"), 6, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY"), 8, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"), 8, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=1,2"), 8, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYSETPOS=500"), 8, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "DURATION:PT1H", "EXDATE:100000"), 8, "bad-calendar"),
        (("DTSTART:20261224T100000Z", "RECURRENCE-ID;RANGE=THISANDPRIOR:20261224T100000Z", "DURATION:PT1H"), 7, "bad-calendar"),
        (("DTSTART:20281224T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261224T100000Z", "DURATION:PT1H"), 7, "bad-calendar"),
        (("SUMMARY:No start",), 4, "bad-calendar"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_event_is_told_at_its_line(lines, line, rule):
    """And nothing is taken from the file."""
    stretches, findings = read(event("UID:1", *lines))

    assert ((), [(line, rule)]) == (stretches, [(finding.place.line, finding.rule) for finding in findings])


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"", 1),
        (b"hello", 1),
        (b"BEGIN:VCALENDAR\nFOO\nEND:VCALENDAR", 2),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", 2),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", 3),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR", 3),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 10_000, 6),
        (b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\nEND:VCALENDAR", 1),
        (b"x" * 1_000_001, 1),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\n", 2),
        (a_calendar(*[event("DTSTART;VALUE=DATE:20261224")] * (MOST_EVENTS + 1)), 4 + 3 * MOST_EVENTS),
        (a_calendar(*[event("DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY")] * (MOST_RULES + 1)), 6 + 4 * MOST_RULES),
    ],
)
def test_what_is_no_calendar_is_told_where_it_stops_being_one(body, line):
    """Too many events, or too much nesting, are no calendar either."""
    stretches, findings = read_calendar("freezes/a.ics", body, ZONE, WITHIN)

    assert ((), [line]) == (stretches, [finding.place.line for finding in findings])


def test_occurrences_without_end_in_sight_are_told():
    """Three events a day for years are more than any page needs."""
    daily = [event(f"UID:{number}", "DTSTART:20250101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY") for number in range(3)]

    stretches, findings = read(*daily)

    assert ((), [("bad-calendar", "The calendar holds more than 10,000 occurrences.")]) == (
        stretches,
        [(finding.rule, finding.what) for finding in findings],
    )


LINES = (
    b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VALARM", b"END:VALARM", b"BEGIN:VTIMEZONE",
    b"END:VTIMEZONE", b"TZID:Office", b"DTSTART:20261224T100000", b"DTSTART;VALUE=DATE:20261224", b"DTEND:20261224T120000",
    b"DTSTART;TZID=:20261224T100000", b"RRULE:FREQ=DAILY;COUNT=3", b"RRULE:FREQ=", b"RRULE:FREQ=DAILY;COUNT=x", b"EXDATE:",
    b"DURATION:", b"RECURRENCE-ID:20261224T100000", b"UID:1", b" folded", b"STATUS:CANCELLED", b":", b";", b"\x00",
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_no_calendar_raises(lines):
    """Whatever stands in a file, it is read or told."""
    for body in (b"\n".join(lines), a_calendar(*(line.decode() for line in lines))):
        stretches, findings = read_calendar("freezes/a.ics", body, ZONE, WITHIN)
        assert not (stretches and findings)
        assert all(finding.place.line >= 1 and finding.what.isprintable() for finding in findings)


WEEKLY = event("UID:1", "SUMMARY:Sale", f"DTSTART;TZID={ZONE}:20261001T100000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=8")


def following(at, *lines):
    """What is said of the series from an occurrence on."""
    return event("UID:1", f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={ZONE}:{at}", *lines)


def test_all_that_follow_are_moved_as_far_and_are_as_long_as_the_one_that_is_changed():
    """Also over a change of the clock (RFC 5545, 3.2.13). A later change holds from where it begins on; single ones stay."""
    changed = following("20261015T100000", f"DTSTART;TZID={ZONE}:20261016T120000", "DURATION:PT1H", "SUMMARY:Moved")
    again = following("20261112T100000", f"DTSTART;TZID={ZONE}:20261112T090000", "DURATION:PT3H")
    alone = event("UID:1", f"RECURRENCE-ID;TZID={ZONE}:20261105T100000", f"DTSTART;TZID={ZONE}:20261105T200000", "DURATION:PT1H")

    stretches, findings = read(WEEKLY, changed, again, alone)

    assert () == findings
    clocks = sorted(
        (one.span.start, civil.show(one.span.start, ZONE)[4:20], one.span.seconds // HOUR, one.name) for one in stretches
    )
    assert [
        ("2026-10-01 10:00", 2, "Sale"),
        ("2026-10-08 10:00", 2, "Sale"),
        ("2026-10-16 12:00", 1, "Moved"),
        ("2026-10-23 12:00", 1, "Moved"),
        ("2026-10-30 12:00", 1, "Moved"),
        ("2026-11-05 20:00", 1, ""),
        ("2026-11-12 09:00", 3, ""),
        ("2026-11-19 09:00", 3, ""),
    ] == [one[1:] for one in clocks]


def test_all_that_follow_can_be_called_off():
    """And a later revision of that calls them back."""
    off = following("20261015T100000", f"DTSTART;TZID={ZONE}:20261015T100000", "STATUS:CANCELLED", "SEQUENCE:1")
    back = following("20261015T100000", f"DTSTART;TZID={ZONE}:20261015T100000", "DURATION:PT2H", "SEQUENCE:2")

    assert (2, 8) == (len(spans(WEEKLY, off)), len(spans(WEEKLY, off, back)))


def test_what_is_moved_to_be_earlier_comes_into_sight():
    """A rule is laid out as far as its occurrences may be moved back."""
    within = Span(at("2026-10-01 00:00"), at("2026-11-15 00:00"))
    earlier = following("20261015T100000", f"DTSTART;TZID={ZONE}:20261010T100000", "DURATION:PT2H")

    assert (8, spans(WEEKLY, earlier)) == (len(spans(WEEKLY, earlier)), spans(WEEKLY, earlier, within=within))


def test_what_is_moved_to_be_later_takes_nothing_of_others_out_of_sight():
    """Of another series everything is laid out."""
    later = following("20261015T100000", f"DTSTART;TZID={ZONE}:20261115T100000", "DURATION:PT2H")
    other = event("UID:2", f"DTSTART;TZID={ZONE}:20261001T200000", "DURATION:PT2H", "RRULE:FREQ=DAILY")
    within = Span(at("2026-10-01 00:00"), at("2026-11-15 00:00"))

    assert 2 + 45 == len(spans(WEEKLY, later, other, within=within))


@pytest.mark.parametrize(
    ("named", "there", "way_out"),
    [
        ("freezes/sale.ics", {}, "Put the calendar there."),
        ("sale.ics", {}, "Put it into `freezes/`, and name it so: `freezes/retail.ics`."),
        ("freezes/sail.ics", {"sale": a_calendar()}, "Did you mean `freezes/sale.ics`?"),
    ],
)
def test_a_calendar_that_is_not_there_is_told(named, there, way_out):
    """Whether its name is wrong or it is missing."""
    texts = {"statusgen.yaml": the_page(f"  - {{reason: Sale, calendar: {named}}}")}
    findings = load(texts | {f"freezes/{name}.ics": body for name, body in there.items()}, now=NOW).findings

    (told,) = [one for one in findings if one.rule == "bad-freeze"]
    assert (f"`{named}` is no calendar of this project.", way_out) == (told.what, told.way_out)


def test_a_calendar_that_no_freeze_names_is_told():
    """Somebody may think that it is a freeze."""
    project, findings = laid_out("  - {reason: Peak, from: 2026-12-18, until: 2027-01-02}", sale=a_calendar())

    assert [("not-read", Severity.WARNING, "freezes/sale.ics")] == [(one.rule, one.severity, one.place.file) for one in findings]
    assert 1 == len(project.freezes)


def test_the_digest_of_a_project_knows_what_its_calendars_say():
    """So that nothing kept outlives a freeze that changed in a file of its own."""
    digests = {
        laid_out("  - {reason: Sale, calendar: freezes/sale.ics}", sale=a_calendar(event(f"DTSTART;VALUE=DATE:202612{day}")))[
            0
        ].digest
        for day in (23, 24)
    }

    assert 2 == len(digests)


def test_days_before_and_after_are_whole_days_of_the_page():
    """Of a time they reach from the start of a day to the end of one."""
    sale = a_calendar(event("DTSTART:20261224T100000", "DURATION:PT1H"))

    (freeze,) = laid_out("  - {reason: Sale, calendar: freezes/sale.ics, days_before: 1, days_after: 2}", sale=sale)[0].freezes

    assert [Span(at("2026-12-23 00:00"), at("2026-12-27 00:00"))] == [one.span for one in freeze.stretches]


def test_holidays_are_those_of_a_part_of_the_country_and_called_by_their_names():
    """Epiphany is one in Bavaria and not in Berlin."""
    bavaria, berlin = (
        laid_out(f"  - {{reason: Holidays, country: DE, subdivision: {part}}}")[0].freezes[0].stretches for part in ("BY", "BE")
    )

    epiphany = Span(at("2027-01-06 00:00"), at("2027-01-07 00:00"))
    assert ["Epiphany"] == [one.name for one in bavaria if one.span == epiphany]
    assert [] == [one.name for one in berlin if one.span == epiphany]


def test_without_the_library_of_holidays_the_way_out_is_told(monkeypatch):
    """At the line that asks for them."""
    civil.named_holidays.cache_clear()
    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", lambda name, *rest: real("no_such" if name == "holidays" else name, *rest))

    _, findings = laid_out("  - {reason: Holidays, country: BE}")

    assert [("bad-freeze", 4)] == [(one.rule, one.place.line) for one in findings]
    assert "Install `statusgen[holidays]`" in findings[0].way_out


@pytest.mark.parametrize(("now", "told"), [("2095-01-01 00:00", False), ("2150-01-01 00:00", True)])
def test_holidays_are_known_as_far_as_the_library_goes(now, told):
    """This year's and next year's must be; what comes after is left to come."""
    project, findings = laid_out("  - {reason: Holidays, country: BE}", now=at(now))

    assert told == any("are not known" in one.what for one in findings)
    assert told != bool(project.freezes[0].stretches)


def test_an_event_without_length_closes_nothing():
    """RFC 5545: without an end it is over as it begins."""
    assert [] == spans(event("UID:1", "DTSTART:20261224T100000Z"))


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20260103", 3),
        ("20260103T100000", 3),
        ("20260103T085959Z", 2),
        ("20260103T090000Z", 3),
        ("20251231T000000Z", 1),
        ("99991231T000000Z", 3652),
    ],
)
def test_a_rule_ends_with_the_time_or_the_day_of_until(until, count):
    """A day is included; a time in UTC is one on the clock of the event. The first event counts whatever the rule says."""
    found = spans(event("UID:1", f"DTSTART;TZID={ZONE}:20260101T100000", "DURATION:PT1H", f"RRULE:FREQ=DAILY;UNTIL={until}"))

    assert count == len(found)


def test_two_versions_of_the_library_of_holidays_share_nothing_that_is_kept(monkeypatch):
    """And one that tells no version is taken for what it is."""
    versions = iter(["1", "2"])
    shelf = Shelf()
    for _ in range(2):
        monkeypatch.setattr(metadata, "version", lambda name: next(versions))
        load({"statusgen.yaml": the_page("  - {reason: Holidays, country: BE}")}, now=NOW, shelf=shelf)
    assert [] == list(versions)

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert load({"statusgen.yaml": the_page("  - {reason: Holidays, country: BE}")}, now=NOW).project.freezes[0].stretches


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw):
    """A rule that lays out days."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if frequency != "DAILY" and draw(st.booleans()):
        numbers = st.sampled_from(["1", "2", "-1"]) if frequency == "MONTHLY" else st.just("")
        days = draw(st.lists(st.tuples(numbers, st.sampled_from(DAYS)), min_size=1, max_size=3, unique_by=lambda one: one[1]))
        parts.append("BYDAY=" + ",".join(f"{number}{day}" for number, day in days))
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 31, -1]))}")
    if frequency == "YEARLY" and draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    ends = draw(st.sampled_from(["", f"COUNT={draw(st.integers(1, 30))}", "UNTIL="]))
    if ends == "UNTIL=":
        ends += f"2027{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}T235959Z"
    return ";".join(filter(None, (*parts, ends)))


@settings(max_examples=100, deadline=None, phases=[Phase.generate])  # to make a case smaller takes minutes
@given(data=st.data())
def test_another_reader_of_calendars_sees_the_same(data):
    """Rules, left-out and added days, moved occurrences, over both changes of the clock, as recurring-ical-events lays them out."""
    start = f"2026{data.draw(st.integers(1, 12)):02}{data.draw(st.integers(1, 28)):02}T100000"
    days = [f"2026{data.draw(st.integers(1, 12)):02}{data.draw(st.integers(1, 28)):02}T100000" for _ in range(3)]
    assume(start not in days[:2])  # what is left out and moved, or there twice, readers take as they like
    series = event(
        "UID:1", "SUMMARY:a", f"DTSTART;TZID={ZONE}:{start}", "DURATION:PT2H", f"RRULE:{data.draw(rules())}",
        f"RDATE;TZID={ZONE}:{days[0]}", f"EXDATE;TZID={ZONE}:{days[1]}",
    )  # fmt: skip
    moved = event("UID:1", f"RECURRENCE-ID;TZID={ZONE}:{start}", f"DTSTART;TZID={ZONE}:{days[2][:8]}T140000", "DURATION:PT1H")
    later = data.draw(st.lists(st.sampled_from(range(1, 28)), max_size=2, unique=True))
    following = [
        event("UID:1", f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID={ZONE}:2027{month:02}01T100000",
              f"DTSTART;TZID={ZONE}:2027{month:02}{day:02}T{hour}0000", f"DURATION:PT{month}H")
        for month, day, hour in zip((3, 7), later, ("08", "15"), strict=False)
    ]  # fmt: skip
    within = Span(at("2026-01-01 00:00"), at("2028-01-01 00:00"))
    events = (series, *([moved] if data.draw(st.booleans()) else ()), *following)
    theirs = recurring_ical_events.of(icalendar.Calendar.from_ical(a_calendar(*events))).between(
        civil.utc(within.start), civil.utc(within.end)
    )

    assert sorted({(int(one.start.timestamp()), int(one.end.timestamp())) for one in theirs}) == spans(*events, within=within)
