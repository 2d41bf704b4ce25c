"""What the page shows at an instant."""

import pytest
from site_project import CANCELLED, DONE, FAILED, MOVED, SLOW, UPGRADE, VERDICTS, ZONE, at, incident, project, verdict, window

from statusgen.board import Board, Health, board, told, words
from statusgen.civil import Month
from statusgen.course import State
from statusgen.model import Actual, Announcement, Cancelled, Component, Status, Update
from statusgen.policy import Impact
from statusgen.site.front import groups, headline
from statusgen.timeline import Span
from statusgen.verdict import Outcome


def seen(now, windows=(UPGRADE,), incidents=(), **more):
    """The board of some events at a clock reading."""
    return board(project(windows, incidents, **more), VERDICTS, at(now))


@pytest.mark.parametrize(
    ("now", "health", "words_of_it"),
    [
        ("2026-12-05 20:59", Health.OPERATIONAL, "All systems operational"),
        ("2026-12-05 21:02", Health.MAINTENANCE, "Maintenance of Database"),
        ("2026-12-06 00:59", Health.MAINTENANCE, "Maintenance of Database"),
        ("2026-12-06 01:00", Health.OUTAGE, "Outage of Database"),
    ],
)
def test_work_is_maintenance_until_its_planned_end_and_then_what_it_does(now, health, words_of_it):
    """Inside its announced hours customers were told; an overrun is the outage that it is."""
    at_that_time = seen(now)

    assert (health, words_of_it) == (at_that_time.health, headline(at_that_time))


@pytest.mark.parametrize("impact", list(Impact))
def test_a_component_is_as_bad_as_its_worst_event(impact):
    """An open incident outweighs maintenance where it is worse."""
    at_that_time = seen("2026-12-05 22:00", incidents=(incident("x", "2026-12-05 21:30", components=("database",), impact=impact),))

    expected = {
        Impact.NONE: Health.MAINTENANCE,
        Impact.DEGRADED: Health.DEGRADED,
        Impact.PARTIAL_OUTAGE: Health.PARTIAL_OUTAGE,
        Impact.OUTAGE: Health.OUTAGE,
    }[impact]
    assert expected == at_that_time.components[1].health


@pytest.mark.parametrize(
    ("now", "open_then"),
    [("2026-11-03 10:03", False), ("2026-11-03 10:04", True), ("2026-11-03 10:50", True), ("2026-11-03 10:51", False)],
)
def test_an_incident_is_open_from_its_start_to_its_end(now, open_then):
    """Half-open, as everything is."""
    assert open_then == bool(seen(now, incidents=(FAILED,)).open_incidents)


def test_lists_tell_what_is_going_on_what_comes_and_what_was():
    """Each event stands in one list, cancelled work with what is to come until its time is past."""
    shown = board(project(), VERDICTS, at("2026-12-05 22:00"))

    assert [UPGRADE.id] == [w.id for w in shown.running]
    assert [MOVED.id, CANCELLED.id] == [w.id for w in shown.upcoming]
    assert [SLOW.id] == [i.id for i in shown.open_incidents]
    assert [DONE.id, FAILED.id] == [e.id for e in shown.recent]


def test_a_month_holds_the_events_that_touch_it():
    """An event over the end of a month of the page's zone stands in both."""
    night = window("night", "2026-11-30 23:00", "2026-12-01 01:00")

    months = seen("2026-12-05 22:00", (night, DONE)).months

    assert {Month(2026, 12): ["night"], Month(2026, 11): ["night", DONE.id]} == {
        m: [e.id for e in events] for m, events in months.items()
    }


def test_the_board_names_when_it_changed_last_and_changes_next():
    """So that a reader of an old copy can tell; between the two nothing on it depends on the clock."""
    shown = seen("2026-12-05 20:00")

    assert (at("2026-11-20 10:00"), at("2026-12-05 21:00")) == (shown.since, shown.until)


def test_agreements_never_reach_the_board():
    """Nothing on it is, or holds, what was agreed with a customer."""
    assert not {"agreements", "project"}.intersection(Board.__struct_fields__)
    assert "Globex" not in repr(board(project(), VERDICTS, at("2026-12-05 22:00")))


def test_what_is_dated_later_is_not_published_yet():
    """An update of tomorrow is neither shown nor does it change what is shown."""
    later = (*UPGRADE.updates, Update(at("2026-12-06 00:30"), Status.COMPLETED, "Done."))
    with_it = window(UPGRADE.id, "2026-12-05 21:00", "2026-12-06 01:00", updates=later, actual=UPGRADE.actual)

    entry = seen("2026-12-05 22:00", (with_it,)).windows[0]

    assert UPGRADE.updates == entry.updates


@pytest.mark.parametrize(
    ("now", "same"),
    [("2026-12-05 21:30", True), ("2026-12-05 23:59", True), ("2026-12-05 20:00", False), ("2026-12-06 02:00", False)],
)
def test_the_digest_of_an_event_changes_with_what_is_shown_of_it(now, same):
    """Not with the clock."""
    assert same == (seen("2026-12-05 22:00").windows[0].digest == seen(now).windows[0].digest)


def test_the_digest_of_an_event_holds_its_verdict():
    """Another verdict, another page."""
    good = board(project(), VERDICTS, at("2026-12-05 22:00"))
    bad = board(project(), {**VERDICTS, (UPGRADE.id, "gold"): verdict(UPGRADE.id, Outcome.REJECTED)}, at("2026-12-05 22:00"))

    assert good.windows[1].digest != bad.windows[1].digest


def course(now, **more):
    """How the words tell the upgrade at a clock reading."""
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", **more)
    return words.course_text(seen(now, (work,)).windows[0], ZONE)


def test_the_course_is_told_in_words_that_stay_true():
    """Times, not durations until now."""
    ended_early = Actual(at("2026-12-05 21:02"), at("2026-12-06 00:10"))
    ended_late = Actual(at("2026-12-05 21:00"), at("2026-12-06 01:30"))
    running = Actual(at("2026-12-05 21:02"))

    began, end = "Sat 5 Dec 2026, 21:02 UTC−06:00", "Sun 6 Dec 2026, 01:00 UTC−06:00"
    assert "" == course("2026-12-01 00:00")
    assert f"It began {began}; planned until {end}." == course("2026-12-05 22:00", actual=running)
    assert f"It began {began} and was not reported finished by its planned end, {end}." == course(
        "2026-12-07 00:00", actual=running
    )
    assert course("2026-12-07 00:00", actual=ended_early) == (
        "It ran Sat 5 Dec 2026, 21:02 – Sun 6 Dec 2026, 00:10 UTC−06:00: 3 hours 8 minutes, ending 50 minutes earlier than planned."
    )
    assert course("2026-12-07 00:00", actual=ended_late).endswith("4 hours 30 minutes, ending 30 minutes later than planned.")


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (UPGRADE, "Announced 15 days 11 hours ahead."),
        (MOVED, "Announced 16 days 12 hours ahead, counted from the last change."),
        (window("x", "2026-12-05 21:00", "2026-12-05 22:00", announced="2026-12-05 21:00"), "Announced after its planned start."),
    ],
)
def test_notice_is_told_in_words(work, expected):
    """From the telling that covers what was told last."""
    assert expected == words.notice_text(work)


def told_of(announcements, **more):
    """Label and text of the history of a window with these announcements."""
    work = window("x", "2026-12-05 21:00", "2026-12-05 23:00", announcements=announcements, **more)
    return [
        (each.label, each.text)
        for each in told.history(seen("2026-12-31 00:00", (work,)).windows[0], {"api": "API", "database": "DB"}, ZONE)
    ]


def test_the_history_tells_each_change():
    """Moved, changed, withdrawn and planned again, in the order in which customers heard of it."""
    first, second = Span(at("2026-12-05 21:00"), at("2026-12-05 23:00")), Span(at("2026-12-06 21:00"), at("2026-12-07 00:30"))
    empty = Span(first.start, first.start)

    assert told_of(
        (
            Announcement(1, first, ("api",), Impact.NONE),
            Announcement(2, second, ("api",), Impact.NONE),
            Announcement(3, second, ("api", "database"), Impact.OUTAGE),
            Announcement(4, second, ("api", "database"), Impact.OUTAGE),
            Announcement(5, empty, ("api",), Impact.NONE),
            Announcement(6, first, ("api",), Impact.NONE),
        )
    ) == [
        ("Announced", "Planned for Sat 5 Dec 2026, 21:00–23:00 UTC−06:00: API, no impact expected."),
        ("Moved", "Moved from Sat 5 Dec 2026, 21:00–23:00 UTC−06:00 to Sun 6 Dec 2026, 21:00 – Mon 7 Dec 2026, 00:30 UTC−06:00."),
        ("Changed", "It now affects API, DB; before, API. The impact is now: outage expected; before: no impact expected."),
        ("Changed", "Told again, unchanged."),
        ("Cancelled", "The work will not take place."),
        ("Announced again", "Planned for Sat 5 Dec 2026, 21:00–23:00 UTC−06:00."),
    ]


def test_the_revision_that_cancels_is_told_once():
    """With its reason, where git and the file both say it."""
    first = Span(at("2026-12-05 21:00"), at("2026-12-05 23:00"))
    revisions = (
        Announcement(1, first, ("api",), Impact.NONE),
        Announcement(2, Span(first.start, first.start), ("api",), Impact.NONE),
    )

    assert ["Announced", "Cancelled"] == [label for label, _ in told_of(revisions, cancelled=Cancelled(2, "Vendor delay."))]


def test_a_span_over_a_change_of_the_clock_names_both_offsets():
    """And one in UTC says so once."""
    night = Span(at("2022-10-30 00:30"), at("2022-10-30 03:00"))

    assert "Sun 30 Oct 2022, 00:30 UTC−05:00 – Sun 30 Oct 2022, 03:00 UTC−06:00" == words.span_text(night, ZONE)
    assert "Sun 30 Oct 2022, 05:30–09:00 UTC" == words.span_text(night, "UTC")


def test_anchors_of_one_instant_are_numbered():
    """Two updates of one status in one second are two things to link to."""
    twice = tuple(Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, text) for text in ("One.", "Two."))
    entry = seen("2026-12-05 22:00", (window("x", "2026-12-05 21:00", "2026-12-06 01:00", updates=twice),)).windows[0]

    assert ["in_progress-20261206T030200Z", "in_progress-20261206T030200Z-2"] == [each.anchor for each in told.updates(entry, ZONE)]


def test_dependants_are_told_of_trouble_below():
    """A component says what it depends on, and how that is; its own state stays its own."""
    shown = seen(
        "2026-12-05 22:00", components=(Component("api", "API", depends_on=("database",)), Component("database", "Database"))
    )

    assert [("operational", [("Database", "Under maintenance")]), ("maintenance", [])] == [
        (each.health, [(other.name, other.label) for other in each.depends_on]) for each in groups(shown, None)[0].components
    ]


def test_a_running_window_may_be_verifying():
    """The state is that of the course; a page that may be read much later says only that the work was planned, or has begun."""
    checks = (Update(at("2026-12-05 21:30"), Status.VERIFYING, "Checking."),)
    work = {"updates": checks, "actual": Actual(start=at("2026-12-05 21:02"))}

    entry = seen("2026-12-05 22:00", (window("x", "2026-12-05 21:00", "2026-12-06 01:00", **work),)).running[0]

    row = words.row(entry, {"database": "DB"}, ZONE)
    assert (State.VERIFYING, "Begun", (0, "verifying", "Verifying", "maintenance")) == (entry.state, row.label, row.turns[0])
