"""Ninety days of a component: what every day was, how it is drawn, and how events go on by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_project import VERDICTS, at, incident, project, window

from statusgen.board import Health, board
from statusgen.board.ahead import ahead
from statusgen.board.days import SHOWN, calendar
from statusgen.language import language
from statusgen.model import Actual, Cancelled
from statusgen.policy import Impact
from statusgen.site.bars import bars, legend, lines

NOON = "2026-12-08 12:00"


def days(windows=(), incidents=(), now=NOON, component="database"):
    """The days of a component that were not well: date to what they were, in minutes."""
    shown = calendar(board(project(windows, incidents), VERDICTS, at(now)))
    return {
        str(day.date): {health.value: seconds // 60 for health, seconds in day.seconds.items()}
        for day in shown.of(component)
        if day.seconds
    }


def work(**more):
    """The upgrade from 21:00 to 01:00, an outage."""
    return window("w", "2026-12-05 21:00", "2026-12-06 01:00", **more)


def test_work_is_maintenance_on_each_day_that_it_touches():
    """Whatever its impact: customers were told."""
    assert {"2026-12-05": {"maintenance": 180}, "2026-12-06": {"maintenance": 60}} == days([work()])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"actual": Actual(at("2026-12-05 21:00"), at("2026-12-05 22:00"))}, {"2026-12-05": {"maintenance": 60}}),
        (
            {"actual": Actual(at("2026-12-05 23:00"), at("2026-12-06 02:00"))},
            {"2026-12-05": {"maintenance": 60}, "2026-12-06": {"maintenance": 60, "outage": 60}},
        ),
        ({"cancelled": Cancelled(at("2026-12-01 00:00"), "No.")}, {}),
        ({"impact": Impact.NONE}, {"2026-12-05": {"maintenance": 180}, "2026-12-06": {"maintenance": 60}}),
    ],
)
def test_work_is_drawn_as_it_ran_and_past_its_end_as_what_it_does(more, expected):
    """Early, late, or not at all."""
    assert expected == days([work(**more)])


def test_a_second_is_its_worst():
    """Work, a slow service and an outage at once: each second counts once."""
    slow = incident("s", "2026-12-05 22:00", "2026-12-05 23:00", components=("database",), impact=Impact.DEGRADED)
    down = incident("d", "2026-12-05 22:30", "2026-12-05 22:40", components=("database", "api"))

    assert {"maintenance": 120, "degraded": 50, "outage": 10} == days([work()], [slow, down])["2026-12-05"]
    assert {"2026-12-05": {"outage": 10}} == days([work()], [slow, down], component="api")


def test_what_goes_on_is_told_up_to_the_last_change():
    """So that the same page is made until something changes; the reader's clock does the rest."""
    slow = incident("s", "2026-12-05 22:00", components=("database",), impact=Impact.PARTIAL_OUTAGE)
    work = window("w", "2026-12-06 10:00", "2026-12-06 11:00", components=("api",))

    assert {"2026-12-05": {"partial_outage": 120}, "2026-12-06": {"partial_outage": 11 * 60}} == days([work], [slow])
    assert days([work], [slow]) == days([work], [slow], now="2027-01-08 12:00")


def test_an_incident_without_impact_is_no_interruption():
    """Nor is one that is still to come, or work that is only planned."""
    none = incident("s", "2026-12-05 22:00", "2026-12-05 23:00", components=("database",), impact=Impact.NONE)

    assert {} == days([window("w", "2026-12-20 10:00", "2026-12-20 11:00")], [none])


def test_before_anything_was_declared_nothing_is_known():
    """An announcement is the first of it, be the work still to come."""
    shown = calendar(board(project([work()], ()), VERDICTS, at(NOON)))
    of = shown.of("database")

    assert SHOWN == len(of)
    assert ["2026-11-20", "2026-12-06"] == [str(next(day for day in of if day.known).date), str(of[-1].date)]
    drawn = bars("database", of)
    assert (f"{8 * (SHOWN - 17)}", "maintenance") == (str(drawn.unknown), drawn.health)
    assert "Maintenance for 4 hours since Fri 20 Nov 2026" == drawn.summary
    assert drawn.said.endswith("nothing is known of the days before Fri 20 Nov 2026")


def test_an_old_event_makes_every_day_known():
    """Without a look at what was announced."""
    old = incident("o", "2025-01-01 10:00", "2025-01-01 11:00")

    of = calendar(board(project((), (old, incident("n", NOON))), VERDICTS, at(NOON))).of("database")

    assert all(day.known for day in of)
    assert ("No interruption", "No interruption") == (bars("d", of).summary, bars("d", of).said)


def test_without_an_event_there_are_no_days():
    """Of a page that never declared anything nothing is known."""
    assert calendar(board(project((), ()), VERDICTS, at(NOON))) is None


def test_bars_are_filled_by_how_bad_it_was():
    """And say the same in words, newest first."""
    down = incident("d", "2026-12-07 22:30", "2026-12-07 22:40", components=("database",))
    of = calendar(board(project((work(),), (down,)), VERDICTS, at(NOON))).of("database")
    drawn = bars("database", of)

    assert (("maintenance", "M696 14h6v10h-6zM704 14h6v10h-6z"), ("outage", "M712 0h6v32h-6z")) == drawn.shapes
    assert "Outage for 10 minutes, maintenance for 4 hours since Fri 20 Nov 2026" == drawn.summary
    assert "2026-12-07" == drawn.last
    assert ["outage for 10 minutes", "maintenance for 1 hour", "maintenance for 3 hours"] == [each.said for each in lines(of)]
    assert "interrupción durante 10 minutos" in bars("database", of, language("es")).said


def test_the_legend_shows_every_shape_once():
    """Each is another one."""
    shapes = legend()

    assert ["up", *(health.value for health in Health if health is not Health.OPERATIONAL), "unknown"] == [s.kind for s in shapes]
    assert len({shape.path for shape in shapes}) == len(shapes)


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 3000), st.sampled_from(list(Impact))), max_size=6))
def test_every_second_of_trouble_is_on_one_day(stretches):
    """However events overlap: all days together are as long as their union."""
    begin = at("2026-12-01 00:00")
    events = [
        incident(f"i{number}", "2026-12-01 00:00", "2026-12-01 00:01", components=("database",), impact=impact)
        for number, (_, _, impact) in enumerate(stretches)
    ]
    minutes = set()
    moved = []
    for each, (start, length, impact) in zip(events, stretches, strict=True):
        kind = {name: getattr(each, name) for name in each.__struct_fields__}
        moved.append(type(each)(**{**kind, "start": begin + start * 60, "end": begin + (start + length) * 60}))
        minutes |= set(range(start, start + length)) if impact is not Impact.NONE else set()

    told = days((), (*moved, incident("last", "2026-12-10 00:00", components=("api",))), now="2026-12-10 12:00")

    assert len(minutes) == sum(sum(of.values()) for of in told.values())


@pytest.mark.parametrize(
    ("more", "now", "expected"),
    [
        ({}, "2026-12-01 00:00", ["scheduled", "in_progress/maintenance", "completed"]),
        ({}, "2026-12-05 22:00", ["in_progress/maintenance", "completed"]),
        ({"actual": Actual(at("2026-12-05 21:02"))}, "2026-12-05 22:00", ["in_progress/maintenance", "overrun/outage"]),
        ({"actual": Actual(at("2026-12-05 21:02"))}, "2026-12-06 02:00", ["overrun/outage"]),
        ({"actual": Actual(None, at("2026-12-05 23:00"))}, "2026-12-05 22:00", ["in_progress/maintenance", "completed"]),
        ({}, "2026-12-06 02:00", []),
        ({"cancelled": Cancelled(at("2026-12-02 00:00"), "No.")}, "2026-12-03 00:00", []),
    ],
)
def test_a_window_goes_on_as_planned(more, now, expected):
    """As long as nobody reports otherwise: the states that its next builds would show."""
    entry = board(project([work(**more)], ()), VERDICTS, at(now)).windows[0]

    told = [turn.state if turn.health is Health.OPERATIONAL else f"{turn.state}/{turn.health}" for turn in ahead(entry)]
    assert told == expected


@pytest.mark.parametrize(
    ("end", "now", "expected"),
    [
        (None, "2026-12-05 22:00", [("open", "outage")]),
        ("2026-12-05 23:00", "2026-12-05 22:00", [("open", "outage"), ("resolved", "operational")]),
        ("2026-12-05 23:00", "2026-12-05 23:00", []),
    ],
)
def test_an_incident_goes_on_until_its_end(end, now, expected):
    """Where that is known."""
    entry = board(project((), [incident("i", "2026-12-05 21:00", end)]), VERDICTS, at(now)).incidents[0]

    assert expected == [(turn.state, turn.health) for turn in ahead(entry)]
