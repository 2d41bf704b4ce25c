"""Wall clocks: every clock change of the edge cases, and brute force, minute by minute."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen import civil
from statusgen.civil import CivilError, MissingTime, Month, Opening, Quarter, RepeatedTime, UnknownZone
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

BRUSSELS, MEXICO, PERTH = "Europe/Brussels", "America/Mexico_City", "Australia/Perth"
WORKDAYS, SATURDAY, SUNDAY = (0, 1, 2, 3, 4), (5,), (6,)
OPENINGS = (Opening(WORKDAYS, 21 * 60, 60), Opening(SATURDAY, 17 * 60, 24 * 60), Opening(SUNDAY, 0, 24 * 60))
"""Weekday nights, Saturday from 17:00, all of Sunday."""


def at(text: str, zone: str = BRUSSELS) -> int:
    return civil.instant(text, zone)


def span(start: str, end: str, zone: str = BRUSSELS) -> Span:
    return Span(at(start, zone), at(end, zone))


# --- instants


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-12-05 21:00", MEXICO, "2026-12-06T03:00:00Z"),
        ("2026-12-05T21:00:30", MEXICO, "2026-12-06T03:00:30Z"),
        ("2026-12-05 21:00Z", MEXICO, "2026-12-05T21:00:00Z"),
        ("2026-12-05 21:00 +02:00", MEXICO, "2026-12-05T19:00:00Z"),
        ("2026-12-05 21:00-06:00", "UTC", "2026-12-06T03:00:00Z"),
        ("2026-07-01 00:00", BRUSSELS, "2026-06-30T22:00:00Z"),
        ("2022-10-29 12:00", MEXICO, "2022-10-29T17:00:00Z"),
        ("2022-10-31 12:00", MEXICO, "2022-10-31T18:00:00Z"),
        ("2026-04-01 00:00", PERTH, "2026-03-31T16:00:00Z"),
        ("1970-01-01 00:00", "UTC", "1970-01-01T00:00:00Z"),
    ],
)
def test_an_instant_of_a_clock(text, zone, utc):
    """On the clock of the zone, or with an offset of its own."""
    assert utc == civil.rfc3339(civil.instant(text, zone))


NO_INSTANTS = [
    "",
    "tomorrow",
    "21:00",
    "2026-12-05",
    "2026-12-05 9:00",
    "2026-12-05 24:00",
    "2026-12-05  21:00",
    "2026-12-05 21:00\n",
    "2026-12-05 21:00 CET",
    "2026-12-05 21:00 +2",
    "2026-12-05 21:00 +05:60",
    "2026-12-05 21:00 -24:00",
    "2026-02-29 10:00",
    "2026-13-01 10:00",
    "1969-12-31 23:59",
    "2200-01-01 00:00",
    "٢٠٢٦-12-05 21:00",
]


@pytest.mark.parametrize("text", NO_INSTANTS)
def test_what_is_no_instant(text):
    """Told with the form that is one."""
    with pytest.raises(CivilError) as refusal:
        at(text)

    assert "not-a-time" == refusal.value.rule


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30 10:00", "no calendar has a 2026-02-30"),
        ("2026-12-05 24:00", "no clock shows 24:00"),
        ("2026-12-05 23:00:60", "no clock shows 23:00:60"),
        ("1969-12-31 10:00", "the year must be from 1970 to 2199"),
    ],
)
def test_what_does_not_exist_is_told_in_our_own_words(text, why):
    """Those of the library change from one Python to the next."""
    with pytest.raises(CivilError) as refusal:
        civil.instant(text, "UTC")

    assert f"`{text}` is not a time: {why}." == refusal.value.what
    assert refusal.value.way_out


def test_a_time_that_the_clock_skips():
    """With the offsets on both sides to choose from, each of which is accepted."""
    with pytest.raises(MissingTime, match=r"does not exist in Europe/Brussels.*from \+01:00 to \+02:00") as refusal:
        at("2025-03-30 02:30")

    assert "`2025-03-30 02:30+01:00` or `2025-03-30 02:30+02:00`" in refusal.value.way_out
    assert HOUR == at("2025-03-30 02:30+01:00") - at("2025-03-30 02:30+02:00")
    assert at("2025-03-30 03:30") == at("2025-03-30 02:30+01:00")


def test_a_time_that_comes_twice():
    """With both offsets to choose from."""
    with pytest.raises(RepeatedTime, match="happens twice in Europe/Brussels") as refusal:
        at("2025-10-26 02:30")

    assert "`2025-10-26 02:30+02:00` is the first, `2025-10-26 02:30+01:00` the second" in refusal.value.way_out


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2025-03-30 01:30", "2025-03-30 03:30", HOUR),
        ("2025-10-26 02:30 +02:00", "2025-10-26 02:30 +01:00", HOUR),
        ("2025-03-24 03:30", "2025-03-31 03:30", 167 * HOUR),
        ("2025-10-20 10:00", "2025-10-27 09:00", 168 * HOUR),
    ],
)
def test_elapsed_time_is_no_difference_of_clock_readings(start, end, seconds):
    """Downtime and notice over a clock change."""
    assert seconds == span(start, end).seconds


def test_an_unknown_zone_names_the_nearest():
    """Else how such a name looks."""
    with pytest.raises(UnknownZone) as refusal:
        civil.zone("Europe/Brusels")
    with pytest.raises(UnknownZone) as hopeless:
        civil.zone("../../etc/passwd")

    assert "Did you mean `Europe/Brussels`?" == refusal.value.way_out
    assert "IANA" in hopeless.value.way_out


@pytest.mark.parametrize("name", ["CEST", "PDT", "IST", "BST"])
def test_an_abbreviation_is_not_taken_for_another_clock(name):
    """`EST` looks like `CEST`, and is seven hours away from it."""
    with pytest.raises(UnknownZone) as refusal:
        civil.zone(name)

    assert "Use an IANA name such as `Europe/Brussels` or `UTC`." == refusal.value.way_out


@pytest.mark.parametrize(
    "zone", ["Europe/Brussels", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
)
def test_a_reading_is_first_shown_when_the_clock_comes_to_it(zone):
    """Or, skipping it, to a later one: every quarter of an hour of a year is tried."""
    start, quarter = at("2011-01-01 00:00", "UTC"), dt.timedelta(minutes=15)
    shown = [(instant, civil.clock(instant, zone)) for instant in range(start, start + 366 * DAY, 15 * MINUTE)]
    reading, first = shown[0][1], {}
    for instant, clock in shown:
        while reading <= clock:
            first[reading] = instant
            reading += quarter

    assert first == {reading: civil.first_shown(reading, zone) for reading in first}


# --- durations, clocks, words


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("4h", 4 * HOUR), ("90m", 90 * MINUTE), ("1h30m", 90 * MINUTE), ("2d", 2 * DAY), ("45s", 45), ("1d1h1m1s", DAY + HOUR + 61),
     ("PT4H", 4 * HOUR), ("P1DT30M", DAY + 30 * MINUTE), ("PT1S", 1)],
)  # fmt: skip
def test_a_duration(text, seconds):
    """Short, or as ISO 8601 has it."""
    assert seconds == civil.duration(text)


@pytest.mark.parametrize(
    "text", ["", "0h", "4", "h", "P", "PT", "P1M", "P1Y", "-4h", "4 h", "1m1h", "PT0S", "1.5h", "P1W", "99999999999h"]
)
def test_what_is_no_duration(text):
    """Nothing that lasts no time, and no months, whose length depends on where they stand."""
    with pytest.raises(CivilError, match="not a duration"):
        civil.duration(text)


def test_clock_times_of_a_day():
    """In minutes after midnight; a day ends at 24:00."""
    assert [0, 21 * 60, 24 * 60] == [civil.minutes_of(text) for text in ("00:00", "21:00", "24:00")]
    assert ["00:00", "21:05", "24:00"] == [civil.minutes_text(minutes) for minutes in (0, 21 * 60 + 5, 24 * 60)]
    for text in ("24:01", "25:00", "9:00", "", "21:60", "21:00:00"):
        with pytest.raises(CivilError, match="time of day"):
            civil.minutes_of(text)


def test_times_are_shown_with_weekday_and_offset():
    """So that a reader elsewhere can check them; seconds only where there are any."""
    assert "Sat 2026-12-05 21:00 -06:00" == civil.show(at("2026-12-05 21:00", MEXICO), MEXICO)
    assert "Sat 2026-12-05 21:00:01 +00:00" == civil.show(at("2026-12-05 21:00:01", "UTC"), "UTC")
    assert "Sun 2025-10-26 02:30 +01:00" == civil.show(at("2025-10-26 02:30 +01:00"), BRUSSELS)
    shown = civil.show_span(span("2025-10-26 02:30 +02:00", "2025-10-26 02:30 +01:00"), BRUSSELS)
    assert "Sun 2025-10-26 02:30 +02:00 to Sun 2025-10-26 02:30 +01:00" == shown


def test_lasting_is_exact():
    """Elapsed time in words, to the second."""
    told = {0: "0 seconds", 1: "1 second", 167 * HOUR: "6 days 23 hours", 9 * DAY + 61: "9 days 1 minute 1 second"}
    assert told == {seconds: civil.lasting(seconds) for seconds in told}
    assert "167 hours 59 minutes" == civil.lasting(168 * HOUR - 60, longest=HOUR)


@given(st.integers(DAY, at("2199-12-30 00:00", "UTC")), st.sampled_from([BRUSSELS, MEXICO, PERTH, "UTC", "Africa/Cairo"]))
def test_what_is_shown_reads_back(instant, zone):
    """Clock and offset name the instant, whatever the zone does."""
    shown = civil.show(instant, zone)

    assert instant == civil.instant(shown[4:], "UTC")
    assert dt.datetime.fromtimestamp(instant, zoneinfo.ZoneInfo(zone)).replace(tzinfo=None) == civil.clock(instant, zone)
    assert civil.rfc3339(instant) == civil.utc(instant).isoformat().replace("+00:00", "Z")


# --- months


@pytest.mark.parametrize(
    ("month", "zone", "hours"),
    [
        ("2025-03", BRUSSELS, 743),
        ("2025-10", BRUSSELS, 745),
        ("2022-04", MEXICO, 719),
        ("2022-10", MEXICO, 745),
        ("2025-10", MEXICO, 744),
        ("2026-02", "UTC", 672),
        ("2024-02", PERTH, 696),
        ("2011-12", "Pacific/Apia", 720),
    ],
)
def test_the_hours_of_a_month(month, zone, hours):
    """Local midnight to local midnight; Apia had no 30 December 2011."""
    assert hours * HOUR == Month.parse(month).span(zone).seconds


def test_a_month_in_perth_starts_the_day_before():
    """16:00Z of it."""
    assert "2026-10-31T16:00:00Z" == civil.rfc3339(Month(2026, 11).span(PERTH).start)


ZONES = [
    BRUSSELS,
    MEXICO,
    PERTH,
    "UTC",
    "America/Santiago",
    "America/Havana",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Tijuana",
]


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_belongs_to_the_month_its_clock_shows(zone):
    """Around every month's edge of four years; Cairo's November 2024 starts after the repeated hour before it."""
    for number in range(48):
        month = Month(2022, 1).plus(number)
        start, end = month.span(zone)
        assert end == month.plus(1).span(zone).start
        for minute in range(start - 3 * HOUR, start + 3 * HOUR, MINUTE):
            assert (month if minute >= start else month.plus(-1)) == Month.of(minute, zone)


def test_months_of_a_span():
    """Every one it touches; its end is outside."""
    start = Month(2025, 10).span(BRUSSELS).start
    edge = Month(2025, 12).span(BRUSSELS).start

    assert [Month(2025, 10), Month(2025, 11)] == list(civil.months(Span(start, edge), BRUSSELS))
    assert [Month(2025, 10), Month(2025, 11), Month(2025, 12)] == list(civil.months(Span(start, edge + 1), BRUSSELS))
    assert [Month(2025, 10)] == list(civil.months(Span(start, start), BRUSSELS))


def test_a_month_is_read_and_written():
    """As `2026-11`; what is none says so."""
    assert "2026-11" == str(Month.parse("2026-11"))
    assert [28, 29, 30, 31] == [Month.parse(text).days for text in ("2026-02", "2024-02", "2026-11", "2026-12")]
    for text in ("2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "1969-12", "2200-01", ""):
        with pytest.raises(CivilError, match="not a month"):
            Month.parse(text)


def test_a_window_over_a_month_s_end_is_split_at_local_midnight():
    """Friday 31 October 21:00 to Saturday 01:00: three hours in October, one in November."""
    night = Timeline([span("2025-10-31 21:00", "2025-11-01 01:00", MEXICO)])

    hours = [night.within(month.span(MEXICO)).seconds // HOUR for month in (Month(2025, 10), Month(2025, 11))]

    assert [3, 1] == hours


# --- weekly hours


@pytest.mark.parametrize("zone", [BRUSSELS, MEXICO, PERTH, "UTC"])
@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2026-11-20 21:00", "2026-11-21 01:00", True),
        ("2026-11-20 20:59:59", "2026-11-21 01:00", False),
        ("2026-11-20 21:00", "2026-11-21 01:00:01", False),
        ("2026-11-20 21:00", "2026-11-22 20:00", False),
        ("2026-11-21 20:00", "2026-11-22 04:00", True),
        ("2026-11-21 17:00", "2026-11-23 00:00", True),
        ("2026-11-21 16:59:59", "2026-11-21 18:00", False),
        ("2026-11-22 23:00", "2026-11-23 00:00", True),
        ("2026-11-22 23:00", "2026-11-23 01:00", False),
        ("2026-11-23 00:00", "2026-11-23 00:30", False),
        ("2026-11-24 00:00", "2026-11-24 01:00", True),
    ],
)
def test_maintenance_hours_to_the_second(zone, start, end, inside):
    """Weekday nights reach over midnight; the weekend's own hours join; Sunday night ends at midnight."""
    window = span(start, end, zone)

    assert inside == civil.open_hours(OPENINGS, Span(window.start - DAY, window.end + DAY), zone).covers(window)


def brute(openings, stretch: Span, zone: str) -> set[int]:
    """Every minute at which the clock of the standard library stands inside an opening."""
    clock = zoneinfo.ZoneInfo(zone)
    found = set()
    for minute in range(stretch.start, stretch.end, MINUTE):
        local = dt.datetime.fromtimestamp(minute, clock)
        shown = local.hour * 60 + local.minute
        for opening in openings:
            today, yesterday = local.weekday() in opening.days, (local.weekday() - 1) % 7 in opening.days
            if opening.closes > opening.opens:
                inside = today and opening.opens <= shown < opening.closes
            else:
                inside = (today and shown >= opening.opens) or (yesterday and shown < opening.closes)
            if inside:
                found.add(minute)
    return found


NIGHTS = [
    ("Europe/Brussels", "2025-03-28"),
    ("Europe/Brussels", "2025-10-24"),
    ("America/Mexico_City", "2022-04-01"),
    ("America/Mexico_City", "2022-10-28"),
    ("Australia/Perth", "2009-03-27"),
    ("UTC", "2026-11-20"),
    ("America/Santiago", "2026-04-03"),
    ("America/Santiago", "2026-09-04"),
    ("America/Havana", "2026-03-06"),
    ("America/Havana", "2026-10-30"),
    ("Africa/Cairo", "2024-10-30"),
    ("Africa/Cairo", "2026-04-22"),
    ("Australia/Lord_Howe", "2026-04-03"),
    ("Pacific/Apia", "2011-12-28"),
]
ODD = (Opening((0, 1, 2, 3, 4, 5, 6), 23 * 60, 30), Opening((3, 5), 0, 60), Opening((4, 6), 90, 150))


@pytest.mark.parametrize("openings", [OPENINGS, ODD], ids=["usual", "around midnight"])
@pytest.mark.parametrize(("zone", "day"), NIGHTS)
def test_open_hours_minute_by_minute(zone, day, openings):
    """Over four days around a clock change, every minute is judged by what the clock shows at it."""
    start = int(dt.datetime.fromisoformat(f"{day}T00:00Z").timestamp())
    stretch = Span(start, start + 4 * DAY)

    hours = civil.open_hours(openings, stretch, zone)

    assert brute(openings, stretch, zone) == {minute for start, end in hours for minute in range(start, end, MINUTE)}
    assert all(edge % MINUTE == 0 for one in hours for edge in one)


def test_a_repeated_hour_is_open_twice_and_a_missing_one_breaks_no_join():
    """Santiago goes back from 24:00 to 23:00, and forward from 00:00 to 01:00."""
    zone, saturday_night = "America/Santiago", (Opening(SATURDAY, 23 * 60, 24 * 60), Opening(SUNDAY, 0, 120))
    back = Month(2026, 4).span(zone)
    forward = Month(2026, 9).span(zone)

    first_sunday = [civil.open_hours(saturday_night, month, zone).spans[0].seconds for month in (back, forward)]

    assert [4 * HOUR, 2 * HOUR] == first_sunday


@given(st.integers(at("2021-01-01 00:00", "UTC"), at("2027-01-01 00:00", "UTC")), st.integers(0, 90 * DAY), st.sampled_from(ZONES))
def test_offsets_cut_a_span_where_the_clock_changes(start, length, zone):
    """The stretches join to the whole, and each has one offset, at both its ends."""
    whole = Span(start, start + length)
    stretches = list(civil.offsets(whole, zone))

    assert Timeline([whole]) == Timeline(stretch for stretch, _ in stretches)
    assert whole.seconds == sum(stretch.seconds for stretch, _ in stretches)
    for stretch, ahead in stretches:
        assert (ahead, ahead) == (civil.offset(stretch.start, zone), civil.offset(stretch.end - 1, zone))


def test_openings_are_shown_in_short():
    """A run of days by its ends, others one by one."""
    shown = ["Mon-Fri 21:00-01:00", "Sat 17:00-24:00", "Sun 00:00-24:00", "Sat, Sun 01:00-02:00", "Mon, Wed, Fri 01:00-02:00"]
    assert shown == [str(opening) for opening in (*OPENINGS, Opening((5, 6), 60, 120), Opening((0, 2, 4), 60, 120))]


# --- days and quarters


def test_a_quarter_is_read_and_written():
    """By its year and number; it is three months, and the next one begins where it ends."""
    quarter = Quarter.parse("2026-Q4")

    assert ("2026-Q4", (Month(2026, 10), Month(2026, 11), Month(2026, 12))) == (str(quarter), quarter.months)
    assert (Quarter(2027, 1), Quarter(2025, 4)) == (quarter.plus(1), quarter.plus(-4))
    assert (Month(2026, 11),) == Month(2026, 11).months
    for wrong in ("2026-Q5", "2026-q4", "2026-4", "Q4 2026", "2026-Q٤", "1066-Q4", "2026-Q4 "):
        with pytest.raises(CivilError, match="is not a quarter"):
            Quarter.parse(wrong)


def test_a_quarter_is_that_of_its_month():
    """On the zone's calendar, and where a bill begins on another day on that of the bill."""
    midnight = at("2027-01-01 00:00", MEXICO)

    assert (Quarter(2026, 4), Quarter(2027, 1)) == (Quarter.of(midnight - 1, MEXICO), Quarter.of(midnight, MEXICO))
    assert Quarter(2026, 4) == Quarter.of(midnight, MEXICO, first_day=15)


@pytest.mark.parametrize(
    ("month", "zone", "lengths"),
    [
        (Month(2026, 3), BRUSSELS, {29: 23}),
        (Month(2026, 10), BRUSSELS, {25: 25}),
        (Month(2026, 2), MEXICO, {}),
        (Month(2026, 9), "America/Santiago", {6: 23}),
    ],
)
def test_the_days_of_a_month_are_as_long_as_the_clock_makes_them(month, zone, lengths):
    """They join to the month; a day on which the clock changes is an hour shorter or longer."""
    whole = month.span(zone)
    found = list(civil.days(whole, zone))

    assert list(range(1, month.days + 1)) == [day.day for day, _ in found]
    assert Timeline([whole]) == Timeline(span for _, span in found)
    assert lengths == {day.day: span.seconds // HOUR for day, span in found if span.seconds != DAY}


def test_a_day_that_a_zone_skips_is_none():
    """Samoa had no 30 December 2011. Of a day that is only touched there is the part inside."""
    dates = [day.day for day, _ in civil.days(Month(2011, 12).span("Pacific/Apia"), "Pacific/Apia")]
    assert [*range(1, 30), 31] == dates

    noon, next_noon = at("2026-11-03 12:00", MEXICO), at("2026-11-04 12:00", MEXICO)
    assert [12, 12] == [span.seconds // HOUR for _, span in civil.days(Span(noon, next_noon), MEXICO)]
