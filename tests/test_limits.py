"""What a page allows itself: freezes, conflicts, budgets, how rules weigh, and what a window's file waives."""

import re
from pathlib import Path

import msgspec
import pytest
from accounting import pack
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judging import make_window
from limiting import CASES, FOLDER, expected, findings_of, project_of, told

from statusgen import civil, rules
from statusgen.finding import Place, Severity
from statusgen.load import load
from statusgen.model import Cancelled, Component, Evidence, Freeze, Frozen, Limits, Origin, Page, Project, Window
from statusgen.policy import Impact
from statusgen.rules import at_once, dependency_overlap, downtime_budget, freeze, gap, overlap, redundant_overlap
from statusgen.rules.obstacle import Wish
from statusgen.timeline import HOUR, Span

RULES = (freeze, redundant_overlap, dependency_overlap, gap, at_once, downtime_budget)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(FOLDER).with_suffix("").as_posix())
def test_case(case):
    """Exactly the rules that are expected speak, each on its line."""
    body = case.read_text(encoding="utf-8")

    wanted = expected(body)

    assert wanted == told(findings_of(*project_of(body)), wanted)


def test_every_rule_of_limits_has_cases():
    """A rule without a case is a rule that nobody has seen break."""
    shown = {rule.partition(" as ")[0] for case in CASES for _, rule in expected(case.read_text(encoding="utf-8"))}

    assert {rule.ID for rule in (*RULES, *rules.WEIGHING_RULES)} <= shown


def test_rules_are_either_ours_or_promised():
    """Each is listed once, and none of the promised ones can be weighed."""
    families = (rules.POLICY_RULES, rules.PROJECT_RULES, rules.CHANGE_RULES, rules.LOSS_RULES, rules.WEIGHING_RULES)
    everyone = {rule.ID for family in families for rule in family}

    assert everyone - {"unknown-rule", "weakened-promise"} == rules.OURS | rules.PROMISED
    assert set() == rules.OURS & rules.PROMISED
    assert {"notice-period", "maintenance-hours", "unannounced-move", "deleted-window"} <= rules.PROMISED


SERIES = """
title: Care
components: [api]
impact: none
start: 2026-12-05 21:00
duration: 1h
repeat: {rule: FREQ=WEEKLY;COUNT=2}
announced: 2026-11-01 12:00
"""


@pytest.mark.parametrize("weight", ["error", "warning", "note", "off", None])
def test_advice_of_a_policy_can_be_weighed_and_decides_nothing(weight):
    """`regular-maintenance` is a policy's, and none of its promises: whatever it weighs, the verdict is the same."""
    said = "" if weight is None else f"rules: {{regular-maintenance: {weight}}}\n"
    texts = {
        "statusgen.yaml": b"page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}\n"
        b"components: [{id: api, name: API}]\nannouncements: declared\npolicies: [clicksend]\n" + said.encode(),
        "windows/care.yaml": SERIES.encode(),
    }
    now = civil.instant("2026-11-28 06:00", civil.UTC)
    project = load(texts, now=now).project
    verdicts = rules.verdicts(project, now)

    findings = rules.check(project, (), verdicts, now)

    assert ["approved", "approved"] == [verdict.outcome.value for verdict in verdicts.values()]
    assert (
        {Severity(weight or "warning")} - {None} == {finding.severity for finding in findings} if weight != "off" else not findings
    )
    assert bool(findings) == any(verdict.findings for verdict in verdicts.values())


@pytest.mark.parametrize(
    ("changes", "could"),
    [({}, True), ({"cancelled": Cancelled(0, "No.")}, False), ({"emergency": "Leak"}, False), ({"emergency": ""}, False)],
)
def test_what_could_have_waited_is_said_once(changes, could):
    """Of the window, for every rule that counts planned work: no other file asks both questions in one breath."""
    asked = re.compile(r"cancelled is None\s+and (\w+\.)+emergency is None")
    house = Path(rules.__file__).parents[1]

    assert could is make_window(0, announced=0, **changes).could_wait
    assert ["model.py"] == [file.name for file in sorted(house.rglob("*.py")) if asked.search(file.read_text(encoding="utf-8"))]


def test_a_waived_finding_tells_its_reason_and_no_way_out():
    """Who reads the plan sees what was waived, why and until when."""
    body = (FOLDER / "waivers" / "each-fate.yaml").read_text(encoding="utf-8")

    (waived,) = [finding for finding in findings_of(*project_of(body)) if finding.window == "waived" and finding.rule == "freeze"]

    assert waived.what.endswith(" Waived until Fri 2026-12-25 00:00 -06:00: The bank demands it.")
    assert "" == waived.way_out


# One page, six components, windows of an hour grid: small enough that everything meets.

NOW = civil.instant("2026-11-28 06:00", civil.UTC)
NAMES = ("left", "right", "portal", "api", "database", "mail")
COMPONENTS = tuple(
    Component(
        name,
        name,
        depends_on={"portal": ("api",), "api": ("database",)}.get(name, ()),
        redundant_with=("right",) if name == "left" else (),
    )
    for name in NAMES
)
PROMISE = msgspec.structs.replace(pack("clicksend", {"scope": {"components": ["api"]}}), time_zone="Asia/Kolkata")
hours = st.integers(0, 60)
lengths = st.integers(1, 3 * HOUR)


@st.composite
def windows(draw, most=6):
    """Windows before and after now, some of them cancelled or emergencies."""
    found = []
    for number in range(draw(st.integers(0, most))):
        start = NOW + (draw(hours) - 6) * HOUR
        found.append(
            Window(
                id=f"w{number}",
                origin=Origin(f"windows/w{number}.yaml"),
                title="Work",
                components=tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))),
                impact=draw(st.sampled_from([Impact.NONE, Impact.OUTAGE])),
                span=Span(start, start + draw(lengths)),
                time_zone=civil.UTC,
                emergency=draw(st.sampled_from([None, None, None, "Leak"])),
            )
        )
    return tuple(found)


@st.composite
def freezes(draw):
    starts = draw(st.lists(hours, max_size=3, unique=True))
    stretches = tuple(
        Frozen(Span(NOW + at * HOUR, NOW + at * HOUR + draw(lengths)), draw(st.sampled_from(["", "Sale"]))) for at in sorted(starts)
    )
    return Freeze(
        "Peak", Place("statusgen.yaml"), stretches, tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)))
    )


limits = st.builds(
    Limits,
    gap=st.none() | st.integers(1, 12 * HOUR),
    at_once=st.none() | st.integers(1, 3),
    downtime=st.none() | st.integers(1, 6 * HOUR),
    downtime_by_policy=st.just({}) | st.integers(1, 6 * HOUR).map(lambda seconds: {PROMISE.id: seconds}),
)


def a_project(found, held, frozen):
    return Project(
        page=Page("Acme", "https://status.acme.example/", civil.UTC),
        components=COMPONENTS,
        policies=(PROMISE,),
        windows=found,
        incidents=(),
        agreements=(),
        evidence=Evidence.DECLARED,
        digest="",
        freezes=frozen,
        limits=held,
    )


def new_findings(rule, project, wish, start):
    """What a rule has to tell when the wish is placed, and did not before; by place and what."""
    placed = Window(
        id="wish",
        origin=Origin("windows/wish.yaml"),
        title="Wish",
        components=wish.components,
        impact=wish.impact,
        span=Span(start, start + wish.seconds),
        time_zone=civil.UTC,
    )
    before = {finding.what for finding in rule.check(project, NOW)}
    after = rule.check(msgspec.structs.replace(project, windows=(*project.windows, placed)), NOW)
    return [finding for finding in after if finding.what not in before]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_a_rule_closes_ahead_it_tells_of_and_nothing_else(rule, data):
    """A start that is closed makes a finding of that rule; one that is open, and meets no other window on the same component,
    makes none. A month that holds too much already tells of whichever window it likes."""
    project = a_project(data.draw(windows()), data.draw(limits), tuple(data.draw(st.lists(freezes(), max_size=2))))
    assume(rule is not downtime_budget or not list(rule.check(project, NOW)))
    wish = Wish(
        tuple(data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))),
        data.draw(st.sampled_from([Impact.NONE, Impact.OUTAGE])),
        data.draw(lengths),
    )
    within = Span(NOW + 1, NOW + 60 * HOUR)
    closed = [(one.rule, span) for one in rule.obstacles(project, wish, within, NOW) for span in one.closed]
    edges = {at + step for _, span in closed for at in span for step in (-1, 0)} | {
        data.draw(st.integers(*within)) for _ in range(3)
    }

    assert {rule.ID} >= {name for name, _ in closed}
    for start in sorted(edges):
        if within.holds(start) and not overlaps(project, wish, start):
            found = new_findings(rule, project, wish, start)
            assert any(span.holds(start) for _, span in closed) == bool(found), (start - NOW, found)


def overlaps(project, wish, start):
    return bool(new_findings(overlap, project, wish, start))
