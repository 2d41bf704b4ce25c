"""What rules close ahead is what they would find: to the second, on every clock, whatever the policies ask."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import CLEVER_HOURS, MEXICO, at, make_policy, make_project, make_window

from statusgen import civil, policy, rules
from statusgen.civil import Opening
from statusgen.finding import Severity
from statusgen.model import Cancelled, Limits, Timetable
from statusgen.policy import AppliesTo, Impact, MaintenanceHours, Notice, NoticeBasis, Partial
from statusgen.rules import ahead, way_out
from statusgen.rules.obstacle import TIME_TO_ACT, Wish, permitted
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

NOW = at("2026-12-01 12:00") + 7
ODD = (Opening((1, 2), 21 * 60 + 10, 60),)
CLOSING = {rule.ID for rule in ahead.CLOSING_RULES}

zones = st.sampled_from(["UTC", MEXICO, "Europe/Brussels", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia"])
nows = st.one_of(
    st.integers(at("2011-12-20 00:00"), at("2012-01-05 00:00")),  # Samoa leaves a day out
    st.integers(at("2026-10-15 00:00"), at("2026-11-10 00:00")),
    st.integers(at("2026-03-20 00:00"), at("2026-04-12 00:00")),
)


@st.composite
def policies(draw, id="gold"):
    """A contract in force now and another one later, each with notice and hours of its own."""
    zone = draw(zones)

    def terms():
        notice = Notice(
            f"{id}.notice",
            draw(st.sampled_from([0, 24, 48, 168])),
            (policy.Channel(draw(st.sampled_from(["status_page", "email"]))),),
            applies_to=draw(st.sampled_from(AppliesTo)),
            basis=draw(st.sampled_from(NoticeBasis)),
            inclusive=draw(st.booleans()),
            required=draw(st.sampled_from([True, True, False])),
        )
        openings = draw(st.sampled_from([None, CLEVER_HOURS, ODD]))
        hours = openings and MaintenanceHours(
            f"{id}.hours",
            openings,
            binding=draw(st.booleans()),
            partial=draw(st.sampled_from(Partial)),
            join=draw(st.booleans()),
        )
        return {"notice": notice, "maintenance_hours": hours, "scope": policy.Scope("x", components=draw(scopes))}

    later = make_policy(id, zone=zone, effective_from=draw(st.sampled_from(["2012-01-02", "2026-03-31", "2026-10-28"])), **terms())
    return make_policy(id, zone=zone, versions=draw(st.sampled_from([(), (later,)])), **terms())


scopes = st.sampled_from([(), ("database",), ("api",)])
some = st.sampled_from([("database",), ("api", "database")])


def new_findings(project, start, wish, told):
    """What the rules that close time would find of a window that is announced at an instant: rule and severity."""
    window = make_window(start, wish.seconds, announced=told, id="new", components=wish.components, impact=wish.impact)
    with_it = msgspec.structs.replace(project, windows=(*project.windows, window))
    found = rules.check(with_it, (), rules.verdicts(with_it, told), told)
    about_it = (one for one in found if one.place.file == window.origin.file or f"`{window.id}`" in one.what)
    return {(one.rule, one.severity) for one in about_it if one.rule in CLOSING and one.severity is not Severity.NOTE}


@st.composite
def questions(draw):
    """A project, a wish, the instant, and a start that is looked at, near an edge where there is one."""
    now = draw(nows)
    windows = [
        make_window(
            now + draw(st.integers(-DAY, 9 * DAY)), draw(st.integers(1, 9 * HOUR)), announced=now - 30 * DAY, id=f"w{number}",
            components=draw(some), cancelled=draw(st.sampled_from([None, None, Cancelled(now - DAY, "No.")])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    project = make_project(*windows, policies=[draw(policies("gold")), draw(policies("silver"))])
    seconds = st.one_of(st.integers(1, 4 * HOUR), st.sampled_from([MINUTE, 3 * HOUR + 50 * MINUTE, 31 * HOUR, 3 * DAY]))
    wish = Wish(draw(some), draw(st.sampled_from([Impact.NONE, Impact.OUTAGE])), draw(seconds))
    within = Span(now + TIME_TO_ACT, now + TIME_TO_ACT + 12 * DAY)
    closed = rules.obstacles(project, wish, within, now)
    edges = sorted({edge for one in closed for span in one.closed for edge in span}) or [within.start]
    near = draw(st.sampled_from(edges)) + draw(st.sampled_from([-1, 0, 1]))
    start = draw(st.one_of(st.just(near), st.just(near), st.integers(within.start, within.end - 1)))
    return project, wish, now, closed, min(max(start, within.start + 1), within.end - 1)


@given(questions())
def test_what_is_closed_is_what_would_be_found(question):
    """Each rule closes exactly the starts at which it would find something, were the window announced within the hour."""
    project, wish, now, closed, start = question

    expected = new_findings(project, start, wish, now + TIME_TO_ACT)

    assert expected == {(one.rule, one.severity) for one in closed for span in one.closed if span.holds(start)}


def test_every_rule_that_closes_time_is_asked():
    """Who writes `obstacles` for a rule enters it into the list."""
    every = (*rules.POLICY_RULES, *rules.PROJECT_RULES)

    assert [rule.ID for rule in every if hasattr(rule, "obstacles")] == [rule.ID for rule in ahead.CLOSING_RULES]


def spans(*pairs):
    return Timeline([Span(at(start), at(end)) for start, end in pairs])


@pytest.mark.parametrize(
    ("free", "closed_until", "expected"),
    [
        (("2026-12-02 21:07", "2026-12-02 23:00"), None, "2026-12-02 21:15"),
        (("2026-12-02 21:07", "2026-12-02 23:00"), "2026-12-02 21:07", "2026-12-02 21:07"),
        (("2026-12-02 21:07:30", "2026-12-02 23:00"), "2026-12-02 21:07:30", "2026-12-02 21:15"),
        (("2026-12-02 21:07:30", "2026-12-02 21:15"), None, "2026-12-02 21:08"),
        (("2026-12-02 21:07:30", "2026-12-02 21:08"), None, "2026-12-02 21:07:30"),
        (("2026-12-02 21:15", "2026-12-02 21:15:01"), None, "2026-12-02 21:15"),
    ],
)
def test_people_start_on_the_quarter_or_when_it_opens(free, closed_until, expected):
    """And where neither is open, on the minute or the second."""
    obstacle = rules.Obstacle("overlap", "", spans(("2026-12-01 00:00", closed_until)) if closed_until else Timeline())

    (stretch,) = ahead.starts(spans(free), [obstacle])

    assert Span(at(expected), at(free[1])) == stretch


def test_the_end_of_the_notice_is_no_time_to_meet():
    """Where notice alone opens the stretch, a quarter of an hour is waited for."""
    obstacle = rules.Obstacle("notice-period", "", spans(("2026-12-01 00:00", "2026-12-02 21:07")))

    (stretch,) = ahead.starts(spans(("2026-12-02 21:07", "2026-12-02 23:00")), [obstacle])

    assert at("2026-12-02 21:15") == stretch.start


def test_the_longest_work_that_fits_is_found_to_the_second():
    """That another window is at work is no error, and shortens nothing."""
    asked = make_policy(openings=ODD)
    project = make_project(make_window(at("2026-12-08 23:00"), announced=NOW - 9 * DAY, components=("api",)), policies=[asked])
    wish, within = Wish(("database",), Impact.OUTAGE, 9 * HOUR), Span(at("2026-12-08 23:00") + 5, at("2026-12-09 12:00"))

    found = ahead.longest(project, wish, within, NOW)

    assert 2 * HOUR - 5 == found == ahead.longest(project, wish._replace(components=("api",)), within, NOW)
    assert permitted(within, rules.obstacles(project, wish._replace(seconds=found), within, NOW))
    assert not permitted(within, rules.obstacles(project, wish._replace(seconds=found + 1), within, NOW))


def test_where_nothing_is_open_the_way_out_says_so():
    """Not even a second: the notice takes all of the time that is looked at."""
    window = make_window(NOW + DAY, announced=NOW)
    project = make_project(window, policies=[make_policy(hours=100 * 24)])

    assert f"No time is open until {civil.show(window.span.start + 90 * DAY, 'UTC')}." == way_out.offer(project, window, NOW)


def test_the_way_out_keeps_clear_of_other_windows():
    """And the window that is moved is not in its own way."""
    start = at("2026-12-05 21:00")
    busy = make_window(at("2026-12-03 13:00"), 10 * DAY, announced=NOW - 30 * DAY, id="busy")
    window = make_window(start, announced=NOW)

    assert at("2026-12-13 13:00") == way_out.next_start(make_project(busy, window), window, NOW)
    assert start == way_out.next_start(make_project(window), window, NOW)
    sooner = make_window(NOW + DAY, announced=NOW)
    assert at("2026-12-03 13:15") == way_out.next_start(make_project(sooner), sooner, NOW)


def test_the_way_out_brings_nothing_forward():
    """What is planned for spring, at an hour that is closed, goes to the next that is open, and not to next week."""
    window = make_window(at("2027-04-06 10:00"), 2 * HOUR, announced=NOW)
    project = make_project(window, policies=[make_policy(openings=CLEVER_HOURS)])

    assert at("2027-04-06 21:00") == way_out.next_start(project, window, NOW)


@given(questions())
def test_the_next_start_of_a_window_gives_no_finding(question):
    """Hours, notice and other windows: whatever closed the time, and the quarters before it are closed."""
    project, wish, now, _, start = question
    window = make_window(start, wish.seconds, announced=now, id="new", components=wish.components, impact=wish.impact)

    found = way_out.next_start(msgspec.structs.replace(project, windows=(*project.windows, window)), window, now)

    begin = max(now + TIME_TO_ACT, start)
    quarters = range((begin // (15 * MINUTE) + 1) * 15 * MINUTE, found or start, 15 * MINUTE)[-3:]
    if found is None or new_findings(project, found, wish, now + TIME_TO_ACT):
        within = Span(begin, begin + ahead.HORIZON)
        closed = rules.obstacles(project, wish, within, now)
        assert not permitted(within, closed)  # then a warning is better than nothing, and an error is not
        assert found is None or {Severity.WARNING} == {one.severity for one in closed for span in one.closed if span.holds(found)}
    assert all(new_findings(project, quarter, wish, now + TIME_TO_ACT) for quarter in quarters)


@given(questions(), st.sampled_from([Limits(), Limits(gap=6 * HOUR, at_once=1, downtime=4 * HOUR)]))
def test_looking_nearby_first_finds_what_looking_far_would(question, limits):
    """And the window that is moved is not in its own way, whatever the page allows itself."""
    project, wish, now, _, start = question
    project = msgspec.structs.replace(project, limits=limits)
    window = make_window(start, wish.seconds, announced=now, id="new", components=wish.components, impact=wish.impact)
    begin = max(now + TIME_TO_ACT, start)
    within = Span(begin, begin + ahead.SOON)
    closed = rules.obstacles(project, wish, within, now)
    far = next(ahead.starts(permitted(within, closed), closed), None)

    found = way_out.next_start(msgspec.structs.replace(project, windows=(*project.windows, window)), window, now)

    assert far is None or far.start == found


stretches = st.builds(lambda start, seconds: Span(start, start + seconds), st.integers(0, 40), st.integers(1, 30))


@given(st.lists(stretches), stretches)
def test_a_timetable_finds_what_is_on_at_some_time(planned, asked):
    """Each window that shares a second with it, in the order of the windows."""
    windows = [make_window(span.start, span.seconds, id=f"w{number}") for number, span in enumerate(planned)]

    assert [window for window in windows if window.span.overlaps(asked)] == Timetable(windows).during(asked)
