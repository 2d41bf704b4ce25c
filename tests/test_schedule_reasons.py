"""Why a request has no time, what keeps requests apart, and what the solver does where there is too much to look at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_schedule import NOW, a_request, declared, project_of, wanted_of

from statusgen import civil, rules
from statusgen.finding import Finding, Severity
from statusgen.policy import Impact
from statusgen.render import schedule as render
from statusgen.requests import KeepApart, Priority
from statusgen.rules import Obstacle
from statusgen.schedule import Method, Score, Unplaced, apart, greedy, model, schedule, together
from statusgen.schedule.ground import Ground
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

OFF = "rules: {dependency-overlap: off, redundant-overlap: off}"
BEGIN = civil.instant("2026-10-26 00:00", "UTC")


def span(start, hours):
    """So many hours, some hours after Monday midnight."""
    return Span(BEGIN + int(start * HOUR), BEGIN + int((start + hours) * HOUR))


def why(wanted, project=None):
    """The one request that has no time."""
    (one,) = schedule(project or project_of()[1], wanted, NOW).unplaced
    return one


def rule(name, closes):
    """A rule that closes what it is told to close for the wish, because of each window of the project."""

    class Rule:
        ID = name

        @staticmethod
        def check(project, now):
            return iter(())

        @staticmethod
        def obstacles(project, wish, within, now):
            for window in project.windows:
                yield Obstacle(name, f"`{window.id}` is near.", Timeline(closes(window.span, wish.seconds)).within(within))

    return Rule


@pytest.fixture
def asked(monkeypatch):
    """Ask one more rule that closes time."""

    def ask(one):
        monkeypatch.setattr(rules.ahead, "CLOSING_RULES", (*rules.ahead.CLOSING_RULES, one))

    return ask


def test_what_closes_the_room_is_told_and_nothing_that_could_be_spared():
    """Of two windows the one without which there would be time."""
    windows = {
        "windows/here.yaml": declared("2026-10-26 00:30 Z", 2, "api"),
        "windows/there.yaml": declared("2026-10-26 01:30 Z", 1, "api"),
    }
    project = project_of(windows=windows)[1]

    one = why(wanted_of(a_request("a", room=span(0, 3))), project)

    assert [("overlap", True)] == [(obstacle.rule, "`here`" in obstacle.reason) for obstacle in one.obstacles]
    assert ((), (), ()) == (one.waits_for, one.collides, one.because)


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"crew": "dba"}, "the crew `dba` does one thing at a time"),
        ({"components": ("api",)}, "the rule `overlap` wants `a` and `b` clear of each other"),
    ],
)
def test_two_that_want_the_same_hour_collide(more, because):
    """And what they are asked together is told, whichever way they cannot keep it."""
    values = {"components": ("database",), **more}
    first = a_request(
        "a", room=span(0, 1.5), priority=Priority.HIGH, components=("sms",) if "crew" in more else ("api",), crew=more.get("crew")
    )
    second = a_request("b", room=span(0, 1.5), **values)

    one = why(wanted_of(first, second))

    assert ("b", ("a",), (because,)) == (one.request.id, one.collides, one.because)
    assert [("crew" if "crew" in more else "overlap")] == [obstacle.rule for obstacle in one.obstacles]


def test_only_those_that_collide_are_named():
    """Three of one crew in two hours and a half; a fourth elsewhere has nothing to do with it."""
    three = (("a", "api", Priority.HIGH), ("b", "database", Priority.HIGH), ("c", "sms", Priority.LOW))
    requests = [
        a_request(name, room=span(0, 2.5), components=(one,), crew="dba", priority=priority) for name, one, priority in three
    ]
    elsewhere = a_request("d", room=span(48, 5), components=("sms",), crew="dba")

    one = why(wanted_of(*requests, elsewhere))

    assert ("c", ("a", "b")) == (one.request.id, one.collides)


def test_a_distance_is_a_reason():
    """As it was written."""
    requests = [a_request(name, room=span(0, 20), components=(component,)) for name, component in (("a", "api"), ("b", "sms"))]

    one = why(wanted_of(*requests, keep_apart=(KeepApart(("a", "b"), DAY),)))

    assert ("`a` and `b` are kept apart by 1 day",) == one.because
    assert ["keep-apart"] == [obstacle.rule for obstacle in one.obstacles]
    assert "apart from `a` by 1 day (" in one.obstacles[0].reason.replace("`b`", "`a`")


def test_an_order_is_a_reason():
    """Where the first can only be late and the second only early."""
    first = a_request("first", room=span(5, 2), components=("api",), priority=Priority.HIGH)
    then = a_request("then", room=span(0, 4), components=("sms",), after=("first",))

    one = why(wanted_of(first, then))

    assert ("then", (), ("`then` comes after `first`",)) == (one.request.id, one.collides, one.because)
    assert [("after", True)] == [(one.rule, "It comes after `first`, which is over" in one.reason) for one in one.obstacles]


def test_the_solver_keeps_the_order_itself():
    """What it finds needs no mending."""
    first = a_request("first", room=span(0, 10))
    then = a_request("then", 2 * HOUR, room=span(0, 10), components=("sms",), after=("first",), priority=Priority.HIGH)
    ground = Ground(project_of()[1], wanted_of(first, then), NOW)

    assert {"first": BEGIN, "then": BEGIN + HOUR} == together.solved(ground, {}, apart.neighbours(ground)).placed


def test_what_cannot_be_kept_is_told_in_words():
    """Also where nobody has to give way."""
    first = a_request("first", room=span(5, 2), priority=Priority.HIGH)
    then = a_request("then", room=span(0, 4), components=("sms",), after=("first",))

    told = render.text(schedule(project_of()[1], wanted_of(first, then), NOW), None)

    assert (
        "No time was found for:\n"
        "  then: 1 hour from Mon 2026-10-26 00:00 +00:00 to Mon 2026-10-26 04:00 +00:00\n"
        "    What is asked of it cannot be kept: `then` comes after `first`.\n"
        "    [after] It comes after `first`, which is over Mon 2026-10-26 06:00 +00:00.\n"
    ) in told


def test_a_distance_to_a_declared_window_is_kept():
    """One of the two has its window already."""
    project = project_of(windows={"windows/a.yaml": declared("2026-10-26 03:00 Z", 1, "api")})[1]
    requests = [a_request("a"), a_request("b", room=span(0, 30), components=("sms",))]

    made = schedule(project, wanted_of(*requests, keep_apart=(KeepApart(("a", "b"), 20 * HOUR),)), NOW)

    assert [BEGIN + 24 * HOUR] == [slot.window.span.start for slot in made.slots]


def test_what_is_preferred_is_taken_where_it_may_be_had():
    """The first of two at one time; the other finds another."""
    requests = [a_request(name, room=span(0, 12)) for name in ("a", "b")]
    ground = Ground(project_of()[1], wanted_of(*requests), NOW)

    assert {"a": BEGIN + 5 * HOUR, "b": BEGIN} == greedy.place(ground, {"a": BEGIN + 5 * HOUR, "b": BEGIN + 5 * HOUR})


def test_a_full_night_is_a_reason():
    """One window a night, and two that want the same."""
    requests = [a_request(name, room=span(20, 8), components=(component,)) for name, component in (("a", "api"), ("b", "sms"))]

    one = why(wanted_of(*requests, a_night=1))

    assert ("at most 1 a night",) == one.because
    assert ["In those nights one window starts already, which is the most."] == [obstacle.reason for obstacle in one.obstacles]


def test_a_night_that_is_full_of_declared_windows_closes():
    """From noon to noon on the page's clock, also where that clock changes; cancelled ones do not count."""
    windows = {f"windows/w{hour}.yaml": declared(f"2026-10-2{hour}", 1, "sms") for hour in ("4 20:00", "5 04:30")}
    windows["windows/off.yaml"] = declared("2026-10-25 13:00", 1, "sms") + "cancelled: {at: 2026-09-02 10:00, reason: No.}\n"
    windows = {path.replace(" ", "-").replace(":", ""): text for path, text in windows.items()}
    project = project_of("Europe/Brussels", windows=windows)[1]
    noon = civil.instant("2026-10-25 12:00", "Europe/Brussels")
    room = Span(noon - 10 * HOUR, noon + 10 * HOUR)

    made = schedule(project, wanted_of(a_request("a", room=room), a_night=2), NOW)

    assert [noon] == [slot.window.span.start for slot in made.slots]


def test_what_waits_for_something_without_a_time_has_none():
    """And the other is named."""
    project = project_of(windows={"windows/all.yaml": declared("2026-10-26 00:00 Z", 9, "api")})[1]
    wanted = wanted_of(a_request("a", room=span(0, 8)), a_request("b", room=span(0, 8), components=("sms",), after=("a",)))

    first, then = schedule(project, wanted, NOW).unplaced

    assert (Unplaced(wanted.requests[1], ("a",), (), (), ()), "a") == (then, first.request.id)


def test_order_holds_to_declared_windows_and_those_of_requests():
    """After a window that is declared, before one whose request has it already; a cancelled one is waited for no longer."""
    windows = {
        "windows/first.yaml": declared("2026-10-26 03:00 Z", 1, "sms"),
        "windows/last.yaml": declared("2026-10-26 09:00 Z", 1, "sms"),
        "windows/off.yaml": declared("2026-10-26 20:00 Z", 1, "sms") + "cancelled: {at: 2026-09-02 10:00 Z, reason: No.}\n",
    }
    project = project_of(windows=windows)[1]
    last = a_request("last", components=("sms",), after=("between",))
    between = a_request("between", 3 * HOUR, room=span(0, 48), after=("first", "off"), impact=Impact.NONE)

    made = schedule(project, wanted_of(last, between, a_day_late=0), NOW)

    (slot,) = made.slots
    assert span(4, 5).covers(slot.window.span)
    assert [("last", "last")] == [(request.id, window.id) for request, window in made.declared]


def test_what_must_follow_leaves_room_for_it(monkeypatch):
    """Also where one is placed after the other: cheap hours that are too late for the next are left alone."""
    week = tuple(3000 if hour < 4 else 100 for hour in range(168))
    first = a_request("first", room=span(0, 10))
    then = a_request("then", room=span(0, 4), after=("first",), impact=Impact.NONE, components=("sms",))
    ground = Ground(project_of()[1], wanted_of(first, then, traffic=week), NOW)

    placed = greedy.place(ground, {})

    assert {"first", "then"} == set(placed)


def test_a_rule_that_wants_a_gap_is_asked_of_each_pair(asked):
    """Whatever rule it is: the solver knows of it, and what it finds is permitted as it is."""
    asked(rule("gap", lambda window, seconds: [Span(window.start - seconds - 2 * HOUR + 1, window.end + 2 * HOUR)]))
    requests = [a_request(name, room=span(0, 6), components=(component,)) for name, component in (("a", "api"), ("b", "sms"))]
    ground = Ground(project_of()[1], wanted_of(*requests), NOW)

    (found,) = apart.neighbours(ground)
    answer = together.solved(ground, {}, apart.neighbours(ground))

    assert (("a", "b"), 2 * HOUR) == (found.requests, found.seconds)
    assert "the rule `gap` wants `a` and `b` clear 2 hours apart" == found.reason
    assert 2 == len(answer.placed)
    assert answer.placed == greedy.place(ground, answer.placed)


@pytest.mark.parametrize("rounds", [10, 1])
def test_what_the_solver_cannot_know_of_a_rule_it_is_told(asked, monkeypatch, rounds):
    """A rule that closes what is far away is asked of the answer; told too seldom, it has the last word all the same."""
    monkeypatch.setattr(together, "ROUNDS", rounds)

    def far(window, _):
        return [Span(window.start - 90 * DAY, window.start - 4 * HOUR + 1), Span(window.start + 4 * HOUR, window.start + 90 * DAY)]

    asked(rule("far", far))
    requests = [a_request(name, room=span(start, 6), components=(name,)) for name, start in (("api", 0), ("sms", 4))]

    made = schedule(project_of()[1], wanted_of(*requests), NOW)

    assert (2 if rounds > 1 else 1) == len(made.slots)
    assert made.slots[-1].window.span.start < made.slots[0].window.span.start + 4 * HOUR
    assert made.score.order <= made.greedy.order


FOUR = [(f"r{number}", ("api", "database", "sms", "api")[number]) for number in range(4)]


@pytest.mark.parametrize(("most", "placed"), [(1, 2), (2, 4)])
def test_the_solver_keeps_how_many_may_be_at_work_at_once(most, placed):
    """Declared windows among them; what it finds needs no mending."""
    windows = {"windows/w.yaml": declared("2026-10-26 02:00 Z", 1, "sms")}
    project = project_of(windows=windows, more=f"{OFF}\nlimits: {{at_once: {most}}}")[1]
    requests = [a_request(name, room=span(0, 3), components=(component,), impact=Impact.NONE) for name, component in FOUR]
    ground = Ground(project, wanted_of(*requests), NOW)

    answer = together.solved(ground, {}, apart.neighbours(ground))

    assert placed == len(answer.placed)
    assert answer.placed == greedy.place(ground, answer.placed)


@pytest.mark.parametrize(("rules_say", "in_october"), [("", 2), (", downtime-budget: off", 4)])
def test_the_solver_keeps_how_much_outage_a_month_may_hold(rules_say, in_october):
    """Of what is declared some is left; where the rule is off, nothing is kept."""
    windows = {"windows/w.yaml": declared("2026-10-28 02:00 Z", 1, "sms")}
    more = f"{OFF.removesuffix('}')}{rules_say}}}\nlimits: {{downtime: 3h}}"
    project = project_of(windows=windows, more=more)[1]
    room = Span(BEGIN, civil.instant("2026-11-03 00:00", "UTC"))
    requests = [a_request(name, room=room, components=(component,)) for name, component in FOUR]
    ground = Ground(project, wanted_of(*requests), NOW)

    answer = together.solved(ground, {}, apart.neighbours(ground))

    november = civil.instant("2026-11-01 00:00", "UTC")
    assert (4, in_october) == (len(answer.placed), sum(start < november for start in answer.placed.values()))
    assert answer.placed == greedy.place(ground, answer.placed)
    assert answer.proved == (in_october == 4)


@pytest.mark.parametrize("together_only", [False, True])
def test_what_a_rule_minds_for_another_reason_is_taken_out_again(monkeypatch, together_only):
    """The last word is what `plan` would say, of one window or of several together; the finding is the reason."""

    class Picky:
        ID = "picky"

        @staticmethod
        def check(project, now):
            new = [window for window in project.windows if window.id != "w"]
            for window in new[1:] if together_only else [one for one in new if one.id == "a"]:
                place = window.origin.at("start")
                yield Finding(place, "picky", Severity.ERROR, "Picky", f"`{window.id}` is not liked.")
            for window in project.windows:
                yield Finding(window.origin.at("start"), "picky", Severity.WARNING, "Picky", f"{len(project.windows)}")

    monkeypatch.setattr(rules, "PROJECT_RULES", (*rules.PROJECT_RULES, Picky))
    project = project_of(windows={"windows/w.yaml": declared("2026-10-30 00:00 Z", 1, "api")})[1]
    requests = [a_request(name, room=span(0, 6), components=(component,)) for name, component in (("a", "api"), ("b", "sms"))]

    made = schedule(project, wanted_of(*requests), NOW)

    (one,) = made.unplaced
    assert 1 == len(made.slots)
    assert [("picky", f"`{one.request.id}` is not liked.")] == [(why.rule, why.reason) for why in one.obstacles]


def test_of_very_many_starts_a_part_is_looked_at(monkeypatch):
    """The cheapest of each day among them; nothing is claimed to be proved, and what is found moves to where it is cheapest."""
    week = tuple(1000 + (hour * 37) % 500 for hour in range(168))
    requests = [
        a_request(name, 100 * MINUTE, components=(component,), crew="dba") for name, component in (("a", "api"), ("b", "sms"))
    ]
    wanted = wanted_of(*requests, traffic=week, a_day_late=1)
    project = project_of()[1]
    whole = schedule(project, wanted, NOW)
    monkeypatch.setattr(together, "MOST", 200)

    part = schedule(project, wanted, NOW)

    assert (True, False) == (whole.proved, part.proved)
    assert whole.score.order <= part.score.order <= part.greedy.order
    assert 2 == len(part.slots)


def test_each_request_moves_to_where_it_is_cheapest():
    """While the others stay, until none gets any cheaper."""
    requests = [
        a_request(name, room=span(0, 12), components=(component,), crew="dba") for name, component in (("a", "api"), ("b", "sms"))
    ]
    ground = Ground(project_of()[1], wanted_of(*requests), NOW)

    better = greedy.improved(ground, {"a": BEGIN + 5 * HOUR, "b": BEGIN + 7 * HOUR})

    assert {"a": BEGIN, "b": BEGIN + HOUR} == better


def test_without_time_the_solver_leaves_what_it_was_given(monkeypatch):
    """No answer of its own is no answer."""
    monkeypatch.setattr(model.Model, "best", lambda *_: None)

    made = schedule(project_of()[1], wanted_of(a_request("a")), NOW)

    assert (Method.SOLVER, False, 1) == (made.method, made.proved, len(made.slots))
    assert made.score == made.greedy


def test_no_time_at_all_is_no_answer():
    """The solver says so, and what collides remains unknown."""
    requests = [
        a_request(name, room=span(0, 1.5), components=(component,), crew="dba") for name, component in (("a", "api"), ("b", "sms"))
    ]
    ground = Ground(project_of()[1], wanted_of(*requests), NOW)
    tasks = [model.Task(one, together.starts(ground, one.id)) for one in requests]
    near = apart.neighbours(ground)

    assert (("a", "b"), (near[0].reason,)) == model.Model(ground, tasks, near, 1.0).collision(["a", "b"])
    assert None is model.Model(ground, tasks, near, 0.0).collision(["a", "b"])
    assert None is model.Model(ground, tasks, near, 0.0).best({})


def test_where_too_many_starts_would_have_to_be_looked_at_what_is_in_the_way_is_told(monkeypatch):
    """As without the solver."""
    monkeypatch.setattr("statusgen.schedule.unplaced._MOST", 3)
    requests = [
        a_request(name, room=span(0, 1.5), components=(component,), crew="dba") for name, component in (("a", "api"), ("b", "sms"))
    ]

    one = why(wanted_of(*requests))

    assert ((), (), ["crew"]) == (one.collides, one.because, [obstacle.rule for obstacle in one.obstacles])


def test_costs_of_any_size_are_solved():
    """A thousand components for three hundred days, in the one hour of the week that has traffic."""
    week = (168_000, *[0] * 167)
    room = Span(NOW, NOW + 320 * DAY)
    request = a_request("a", 300 * DAY, room=room, components=tuple(f"c{number}" for number in range(1000)))
    ground = Ground(project_of()[1], wanted_of(request, within=room, traffic=week, a_day_late=1_000_000), NOW)

    answer = model.Model(ground, [model.Task(request, together.starts(ground, "a")[::96])], (), 1.0).best({})

    assert (True, 1) == (answer.proved, len(answer.placed))


def a_score(left_out, impact, lateness=0):
    return Score(left_out, render.Cost(impact, lateness))


@pytest.mark.parametrize(
    ("mine", "greedy_one", "said"),
    [
        (a_score(0, 100), a_score(0, 100), "One after the other comes to the same."),
        (a_score(0, 100), a_score(2, 50), "One after the other, fewer would have a time."),
        (a_score(2, 50_000_000), a_score(2, 100_000_000), "One after the other costs 0.58: this is 50 % less."),
        (a_score(0, 999_999), a_score(0, 1_000_000), "One after the other costs 0.01: this is 1 % less."),
    ],
)
def test_the_answer_is_held_against_the_greedy_one(mine, greedy_one, said):
    """In words."""
    made = schedule(project_of()[1], wanted_of(a_request("a")), NOW)

    told = render.text(replace(made, score=mine, greedy=greedy_one), None)

    assert f" {said}\n" in told
