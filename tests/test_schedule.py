"""Many requests at once: laws of every schedule, each looked at by itself, and what is told of requests without a time."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statusgen import civil
from statusgen import plan as planning
from statusgen.finding import Place
from statusgen.load import load
from statusgen.policy import Impact
from statusgen.render import schedule as render
from statusgen.render import window as files
from statusgen.requests import FLAT, KeepApart, Priority, Request, Requests
from statusgen.schedule import UNIT, Method, schedule
from statusgen.schedule.costs import Costs
from statusgen.timeline import DAY, HOUR, MINUTE, Span

ZONES = ("UTC", "America/Mexico_City", "Europe/Brussels", "America/Santiago")
COMPONENTS = ("api", "database", "sms")
SETTINGS = """
page: {{name: Acme, url: https://status.acme.example/, time_zone: {zone}}}
components:
  - {{id: api, name: API, depends_on: [database]}}
  - {{id: database, name: Database}}
  - {{id: sms, name: SMS, redundant_with: [api]}}
policies: [{policies}]
announcements: declared
{more}
"""
NOW = civil.instant("2026-10-23 12:07", "UTC")
"""Two days before the clocks of Brussels go back."""


def project_of(zone="UTC", policies=(), windows=None, more="rules: {dependency-overlap: off, redundant-overlap: off}"):
    """A project read from its texts, as any other."""
    texts = {"statusgen.yaml": SETTINGS.format(zone=zone, policies=", ".join(policies), more=more).encode()}
    texts |= {path: text.encode() for path, text in (windows or {}).items()}
    loaded = load(texts, now=NOW)
    assert () == loaded.findings
    return texts, loaded.project


def declared(start, hours, component, announced="2026-09-01 10:00"):
    """A window's text, on the page's clock."""
    return (
        f"title: Earlier\ncomponents: [{component}]\nimpact: outage\nstart: {start}\nduration: {hours}h\nannounced: {announced}\n"
    )


THREE_WEEKS = Span(NOW, NOW + 21 * DAY)


def a_request(name, seconds=HOUR, *, room=THREE_WEEKS, components=("api",), impact=Impact.OUTAGE, **more):
    return Request(name, Place("requests.yaml"), name.title(), components, impact, seconds, room, **more)


def wanted_of(*requests, within=THREE_WEEKS, **more):
    return Requests("requests.yaml", within, requests, **more)


@st.composite
def questions(draw):
    """A project with some windows, and up to six requests that want much of the same time."""
    zone = draw(st.sampled_from(ZONES))
    policies = draw(st.sampled_from([(), ("clever",), ("clicksend",), ("clever", "klink")]))
    windows = {}
    for number in range(draw(st.integers(0, 2))):
        day, hour = draw(st.integers(23, 30)), draw(st.integers(0, 23))
        text = declared(f"2026-10-{day} {hour:02}:00 Z", draw(st.integers(1, 30)), draw(st.sampled_from(COMPONENTS)))
        windows[f"windows/w{number}.yaml"] = text
    within = Span(NOW, NOW + draw(st.sampled_from([3, 5, 8])) * DAY + draw(st.integers(0, 3000)))
    requests = []
    for number in range(draw(st.integers(1, 6))):
        seconds = draw(st.sampled_from([15 * MINUTE, HOUR, 100 * MINUTE, 4 * HOUR, 9 * HOUR, 4321]))
        start = within.start + draw(st.sampled_from([0, 0, 2 * DAY, 3 * HOUR + 11]))
        end = draw(st.sampled_from([within.end, within.end, start + seconds + DAY, start + seconds]))
        names = [one.id for one in requests]
        after = tuple(draw(st.sets(st.sampled_from([*names, "w0"] if windows else names), max_size=2))) if names else ()
        requests.append(
            a_request(
                f"r{number}",
                seconds,
                room=Span(start, min(end, within.end)),
                components=tuple(sorted(draw(st.sets(st.sampled_from(COMPONENTS), min_size=1, max_size=2)))),
                impact=draw(st.sampled_from(Impact)),
                priority=draw(st.sampled_from(Priority)),
                after=tuple(sorted(after)),
                crew=draw(st.sampled_from([None, "dba", "apps"])),
            )
        )
    names = [one.id for one in requests]
    pairs = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True) if len(names) > 1 else st.nothing()
    apart = (
        draw(st.lists(st.builds(KeepApart, pairs.map(tuple), st.sampled_from([0, HOUR, 2 * DAY])), max_size=2))
        if len(names) > 1
        else []
    )
    week = draw(st.sampled_from([FLAT, tuple(500 + hour * 7 % 1000 for hour in range(168))]))
    wanted = wanted_of(
        *requests,
        within=within,
        traffic=week,
        a_night=draw(st.sampled_from([None, 1, 2])),
        a_day_late=draw(st.sampled_from([0, 100, 5000])),
        keep_apart=tuple(apart),
    )
    more = draw(st.sampled_from(["", "limits: {gap: 2h}", "limits: {at_once: 1}", "limits: {at_once: 2, downtime: 5h}", FREEZE]))
    return (zone, policies, windows, more), wanted


FREEZE = "freezes: [{from: 2026-10-24, until: 2026-10-25, reason: Sales.}]"


def night(at, zone):
    """Which night, by the day on which it begins."""
    shown = civil.clock(at, zone)
    return shown.toordinal() - (shown.hour < 12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_a_schedule_keeps_what_it_was_asked(question):
    """Room, order, crews, nights and distances, of what is placed and what is declared; and it is never worse than greedy."""
    (zone, policies, windows, more), wanted = question
    _, project = project_of(zone, policies, windows, more)

    made = schedule(project, wanted, NOW)

    spans = {window.id: window.span for window in project.windows} | {slot.request.id: slot.window.span for slot in made.slots}
    for slot in made.slots:
        request = slot.request
        assert request.room.covers(slot.window.span)
        assert request.seconds == slot.window.span.seconds
        assert all(spans[first].end <= slot.window.span.start for first in request.after)
    for one, other in itertools.combinations(made.slots, 2):
        if one.request.crew is not None and one.request.crew == other.request.crew:
            assert not one.window.span.overlaps(other.window.span)
    for apart in wanted.keep_apart:
        for one, other in itertools.permutations([spans[name] for name in apart.requests if name in spans], 2):
            assert one.start >= other.end + apart.seconds or other.start >= one.end + apart.seconds
    if wanted.a_night is not None:
        starts = [night(span.start, zone) for span in spans.values()]
        assert all(starts.count(night(slot.window.span.start, zone)) <= wanted.a_night for slot in made.slots)
    assert made.score.order <= made.greedy.order
    assert {one.id for one in wanted.requests} == {one.request.id for one in (*made.slots, *made.unplaced)}


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_what_is_placed_plan_accepts(question):
    """As files in the project's folder, announced when the schedule was made: without an error, and without two at one time."""
    (zone, policies, windows, more), wanted = question
    texts, project = project_of(zone, policies, windows, more)
    before = planning.plan(project, None, {}, (), NOW)

    made = schedule(project, wanted, NOW)

    texts |= {slot.window.origin.file: files.text(slot.window, NOW).encode() for slot in made.slots}
    loaded = load(texts, now=NOW)
    assert () == loaded.findings
    read = {window.id: window for window in loaded.project.windows}
    for slot in made.slots:
        assert (slot.window.span, slot.window.components, slot.window.impact) == (
            read[slot.request.id].span,
            read[slot.request.id].components,
            read[slot.request.id].impact,
        )
    plan = planning.plan(loaded.project, project, {}, (), NOW)
    new = {finding for finding in plan.findings if finding.place.file not in windows} - set(before.findings)
    assert {"notice-channel"} >= {finding.rule for finding in new if finding.severity == "warning"}
    assert [] == [finding for finding in new if finding.severity == "error"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_the_same_question_has_the_same_answer(question):
    """To the byte."""
    (zone, policies, windows, more), wanted = question
    _, project = project_of(zone, policies, windows, more)

    one, other = (render.json(schedule(project, wanted, NOW), None) for _ in range(2))

    assert one == other


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_why_a_request_has_no_time_is_always_told(question):
    """What closes its room, what it waits for, or what it collides with."""
    (zone, policies, windows, more), wanted = question
    _, project = project_of(zone, policies, windows, more)

    for one in schedule(project, wanted, NOW).unplaced:
        assert one.waits_for or one.obstacles or one.collides
        assert set(one.collides) <= {request.id for request in wanted.requests} - {one.request.id}


def cheapest(wanted):
    """The best score that there is, by trying every quarter of an hour for every request, and leaving it out."""
    costs = Costs(wanted, "UTC")
    every = [[None, *range(one.room.start, one.room.end - one.seconds + 1, 15 * MINUTE)] for one in wanted.requests]
    scores = []
    for starts in itertools.product(*every):
        placed = {
            one: Span(start, start + one.seconds) for one, start in zip(wanted.requests, starts, strict=True) if start is not None
        }
        if all(itertools.starmap(fit, itertools.permutations(placed.items(), 2))) and in_order(placed):
            weight = sum(one.priority.weight for one in wanted.requests if one not in placed)
            scores.append((weight, sum(costs.of(one, span.start).whole for one, span in placed.items())))
    return min(scores)


def fit(one, other):
    """Whether two may be so: they share no crew and no component, or no second."""
    (first, span), (second, other_span) = one, other
    near = first.crew == second.crew or set(first.components) & set(second.components)
    return not (near and span.overlaps(other_span))


def in_order(placed):
    """Whether all that a request comes after is over before it starts."""
    ends = {one.id: span.end for one, span in placed.items()}
    return all(ends.get(first, span.start + 1) <= span.start for one, span in placed.items() for first in one.after)


@st.composite
def small_questions(draw):
    """Three requests in the same few hours."""
    begin = NOW - NOW % HOUR + DAY
    requests = []
    for number in range(3):
        seconds = draw(st.sampled_from([15 * MINUTE, 30 * MINUTE, 75 * MINUTE]))
        requests.append(
            a_request(
                f"r{number}",
                seconds,
                room=Span(begin, begin + seconds + draw(st.integers(0, 8)) * 15 * MINUTE),
                components=(draw(st.sampled_from(COMPONENTS)),),
                impact=draw(st.sampled_from(Impact)),
                priority=draw(st.sampled_from(Priority)),
                after=tuple(draw(st.sets(st.sampled_from([one.id for one in requests]), max_size=1))) if requests else (),
                crew=draw(st.sampled_from(["dba", "apps"])),
            )
        )
    week = tuple(draw(st.lists(st.integers(0, 3000), min_size=168, max_size=168)))
    return wanted_of(*requests, within=Span(begin, begin + DAY), traffic=week, a_day_late=draw(st.sampled_from([0, 100, 5000])))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(small_questions())
def test_the_solver_finds_the_best_there_is(wanted):
    """As trying everything does, and it says that it is the best."""
    made = schedule(project_of()[1], wanted, NOW)

    assert (Method.SOLVER, True) == (made.method, made.proved)
    assert cheapest(wanted) == made.score.order


def test_costs_are_exact():
    """An hour of outage of one component at average traffic is the unit; less of an impact, and less traffic, cost their share."""
    week = tuple(250 if hour % 24 < 6 else 1250 for hour in range(168))
    monday = civil.instant("2026-11-02 00:00", "UTC")
    within = Span(monday, monday + 7 * DAY)

    def cost(start, traffic=FLAT, **more):
        request = a_request("a", room=within, **more)
        return Costs(wanted_of(request, within=within, traffic=traffic), "UTC").of(request, monday + start)

    assert UNIT == cost(0).impact
    assert (UNIT // 4, UNIT // 2, 0) == tuple(
        cost(0, impact=one).impact for one in (Impact.DEGRADED, Impact.PARTIAL_OUTAGE, Impact.NONE)
    )
    assert 2 * UNIT == cost(0, components=("api", "sms")).impact
    assert UNIT // 4 * 3 == cost(5 * HOUR + HOUR // 2, week).impact
    assert UNIT // 4 == cost(4 * DAY, week).impact
    assert (0, UNIT // 10, UNIT // 5, UNIT // 20) == (
        cost(0).lateness,
        cost(DAY).lateness,
        cost(DAY, priority=Priority.HIGH).lateness,
        cost(DAY, priority=Priority.LOW).lateness,
    )
