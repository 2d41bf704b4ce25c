"""What is read of a file of requests and of its traffic, and every mistake, told at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.civil import UTC, instant
from statusgen.finding import Place
from statusgen.load.requests import Around, read_requests
from statusgen.load.sheet import Context
from statusgen.load.traffic import read_traffic
from statusgen.policy import Impact
from statusgen.requests import FLAT, KeepApart, Priority, Request, Requests
from statusgen.timeline import DAY, HOUR, MINUTE, Span

CASES = Path(__file__).parent / "cases" / "reading" / "requests"
EXPECT = re.compile(r"# expect: ([a-z0-9 -]+)")
MEXICO = "America/Mexico_City"
NOW = instant("2026-11-22 12:00", UTC)
CONTEXT = Context(MEXICO, ("api", "database"), None)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SMALL = "requests:\n  - {id: a, title: A, components: [api], impact: none, duration: 1h}\n"


def beside(name):
    return (CASES / name).read_bytes()


AROUND = Around(CONTEXT, ("earlier-work",), {"monthly-care": "windows/2026/monthly-care.yaml"}, beside, NOW)


def at(text):
    return instant(text, MEXICO)


def told(findings):
    return {(finding.place.file, finding.place.line, finding.rule) for finding in findings}


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_of_requests_is_read_or_told_what_is_wrong(case):
    """A case says on the line that is wrong which rule it breaks; a file with a finding yields nothing."""
    body = case.read_bytes()
    expected = {
        (case.name, line, rule)
        for line, text in enumerate(body.decode().splitlines(), 1)
        for found in EXPECT.findall(text)
        for rule in found.split()
    }

    wanted, findings = read_requests(case.name, body, AROUND)

    assert expected == told(findings)
    assert (wanted is None) == bool(findings)
    assert all(finding.what.isprintable() and finding.way_out.isprintable() for finding in findings)


def test_all_of_a_file_is_read():
    """A day is meant whole: it begins with its first instant and ends with its last."""
    file = "good-full.yaml"
    within = Span(at("2026-12-07 00:00"), at("2027-01-31 12:00"))
    traffic = tuple(500 if not 8 <= hour % 24 < 20 else 1500 for hour in range(7 * 24))
    upgrade = Request(
        "upgrade", Place(file, 10, 9), "Database upgrade", ("database",), Impact.OUTAGE, 2 * HOUR,
        Span(at("2026-12-10 00:00"), at("2027-01-10 06:00")), Priority.URGENT, ("replica", "earlier-work"), "dba", "We move on.\n",
    )  # fmt: skip
    replica = Request(
        "replica", Place(file, 22, 10), "Replica upgrade", ("database", "api"), Impact.DEGRADED, 90 * MINUTE, within, crew="dba"
    )
    switch = Request(
        "switch", Place(file, 23, 10), "New switch", ("api",), Impact.NONE, 45 * MINUTE, within, Priority.LOW, crew="network team"
    )
    apart = (KeepApart(("replica", "upgrade"), DAY), KeepApart(("upgrade", "switch"), 0))
    wanted = Requests(file, within, (upgrade, replica, switch), traffic, 2, 250, apart)

    assert (wanted, ()) == read_requests(file, beside(file), AROUND)


def test_too_little_room_is_told_in_figures():
    """From when to when, as `within` and the request have it, and what the work takes."""
    case = CASES / "no-room.yaml"
    _, findings = read_requests(case.name, case.read_bytes(), AROUND)

    assert (
        "It may start from Mon 2026-12-07 00:00 -06:00 on and has to be over by Mon 2026-12-14 00:00 -06:00, which is 7 days; "
        "it takes 8 days."
    ) == findings[0].what
    assert ", which is" not in findings[2].what


def test_without_a_range_the_next_eight_weeks_are_looked_at():
    """From now on; with a beginning, from then on; with an end alone, until then."""
    ranges = [
        read_requests("a.yaml", f"{within}{SMALL}".encode(), AROUND)[0].within
        for within in ("", "within: {from: 2026-12-01 10:00}\n", "within: {to: 2026-11-30}\n")
    ]

    begin = at("2026-12-01 10:00")
    assert [Span(NOW, NOW + 56 * DAY), Span(begin, begin + 56 * DAY), Span(NOW, at("2026-12-01 00:00"))] == ranges


def test_a_cycle_is_told_from_its_first_request_on():
    """In the order in which they wait."""
    (finding,) = read_requests("order-cycle.yaml", beside("order-cycle.yaml"), AROUND)[1]

    assert "`a` waits for `c` waits for `b` waits for `a`." == finding.what


def test_a_name_that_another_program_would_not_show_is_no_path():
    """A zero byte in a name is a finding, and so is a folder."""
    for name in ('"a\\u2066b.csv"', "traffic"):
        findings = read_requests("a.yaml", f"traffic: {name}\n{SMALL}".encode(), AROUND)[1]

        assert {("a.yaml", 1, "missing-file")} <= told(findings)


def week(value, *, header="weekday,hour,traffic", skip=()):
    """A whole week's CSV: the value of each weekday's number and hour."""
    rows = [
        f"{name},{hour},{value(day, hour)}" for day, name in enumerate(WEEKDAYS) for hour in range(24) if (day, hour) not in skip
    ]
    return "\n".join([header, *rows]) + "\n"


def test_traffic_is_told_beside_the_average():
    """In whole thousandths: Sunday is a third as busy as any other day."""
    read, findings = read_traffic("t.csv", week(lambda day, _: 1 if day == 6 else 3).encode())

    assert ((1105,) * 144 + (368,) * 24, ()) == (read, findings)


def test_traffic_of_one_day_is_that_of_each():
    """Without weekdays; an hour may have a zero before it, and columns any order."""
    rows = "\n".join(f"{'7.5' if hour < 12 else '22.5'},{hour:02}" for hour in range(24))

    assert (((500,) * 12 + (1500,) * 12) * 7, ()) == read_traffic("t.csv", f"traffic,hour\n{rows}\n".encode())


DAILY = "".join(f"{hour},1\n" for hour in range(24))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {(1, 1, "traffic-incomplete")}),
        ("hour,traffic\n", {(1, 1, "traffic-incomplete")}),
        ("hour;traffic\n0;1\n", {(1, 1, "csv-syntax")}),
        ("hour,visits\n0,1\n", {(1, 6, "unknown-column"), (1, 1, "missing-column")}),
        ("hour,traffic,hour\n0,1,0\n", {(1, 14, "duplicate-column")}),
        (f"hour,traffic\n{DAILY}24,1\n", {(26, 1, "out-of-bounds")}),
        (f"hour,traffic\n{DAILY}000,1\n", {(26, 1, "out-of-bounds")}),
        (f"hour,traffic\n{DAILY}-1,1\n", {(26, 1, "out-of-bounds")}),
        (f"hour,traffic\n{DAILY}²,1\n", {(26, 1, "out-of-bounds")}),
        (f"hour,traffic\n{DAILY},1\n", {(26, 1, "empty-value")}),
        (f"hour,traffic\n{DAILY}7,\n", {(26, 3, "empty-value"), (26, 1, "measured-twice")}),
        (f"hour,traffic\n{DAILY}7,1\n", {(26, 1, "measured-twice")}),
        (f"hour,traffic\n{DAILY.replace('9,1', '9,much')}", {(11, 3, "not-a-number"), (21, 4, "not-a-number")}),
        (f"hour,traffic\n{DAILY.replace('23,1', '23,-1')}", {(25, 4, "out-of-bounds")}),
        (f"hour,traffic\n{DAILY.replace(',1', ',0')}", {(1, 1, "traffic-incomplete")}),
        (f"hour,traffic\n{DAILY.replace('23,1', '')}", {(1, 1, "traffic-incomplete")}),
        (week(lambda *_: 1, skip={(2, 5)}), {(1, 1, "traffic-incomplete")}),
        (week(lambda *_: 1).replace("wed,5,", "Wed,5,"), {(55, 1, "unknown-value")}),
        (week(lambda *_: 1).replace("wed,5,", ",5,"), {(55, 1, "empty-value")}),
        (week(lambda *_: 1) + "wed,5,1,1\n", {(170, 9, "wrong-cells")}),
    ],
)
def test_traffic_that_cannot_be_read_is_told(body, expected):
    """Each mistake at its cell."""
    read, findings = read_traffic("t.csv", body.encode())

    assert read is None
    assert expected == {(one.place.line, one.place.column, one.rule) for one in findings}


def test_a_missing_hour_is_named():
    """The first of them, and how many there are."""
    (one,) = read_traffic("t.csv", week(lambda *_: 1, skip={(2, 5)}).encode())[1]
    (many,) = read_traffic("t.csv", week(lambda *_: 1, skip={(2, 5), (6, 23)}).encode())[1]

    assert "One hour of the week has no row, wed 5." == one.what
    assert "2 hours of the week have no row, the first wed 5." == many.what


def test_bytes_that_are_no_text_are_told():
    """Of the traffic, as of any file."""
    assert {("t.csv", 1, "not-utf-8")} == told(read_traffic("t.csv", b"\xff")[1])


def test_mistakes_in_the_traffic_are_told_with_those_of_the_requests():
    """All at once, each at its file."""
    around = Around(CONTEXT, (), {}, lambda _: b"hour,traffic\n", NOW)
    body = f"traffic: sub/t.csv\nat_most: {{a_night: 0}}\n{SMALL}".encode()

    assert {("in/a.yaml", 2, "out-of-bounds"), ("in/sub/t.csv", 1, "traffic-incomplete")} == told(
        read_requests("in/a.yaml", body, around)[1]
    )


def test_a_flat_week_is_average_throughout():
    """As one that is given flat."""
    assert (FLAT, ()) == read_traffic("t.csv", week(lambda *_: "0.1").encode())


@given(st.text(alphabet='abhourtfic,;"\n0123456789.-\t ', max_size=60))
def test_nothing_in_a_file_of_traffic_raises(text):
    """It is read, or told."""
    read, findings = read_traffic("t.csv", text.encode())

    assert (read is None) == bool(findings)


@given(st.text(alphabet="requests:[]{}idtlewhnfom,after \n-2026:1", max_size=80))
def test_nothing_in_a_file_of_requests_raises(text):
    """It is read, or told."""
    wanted, findings = read_requests("a.yaml", text.encode(), AROUND)

    assert (wanted is None) == bool(findings)
