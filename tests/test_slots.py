"""Free slots: what is offered, `plan` accepts, and what is left out before it gives a finding."""

import json
from datetime import UTC, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import CLEVER_HOURS, MEXICO, at, make_policy, make_project, make_window

from statusgen import slots
from statusgen.finding import Finding, Place, Severity
from statusgen.load import load
from statusgen.plan import plan
from statusgen.policy import Impact, MaintenanceHours, Partial
from statusgen.rules import TIME_TO_ACT, ahead, fact_to_come
from statusgen.slots import Wish
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

PACKS = ("clever", "clicksend", "ecerium", "infopromo", "klink")
OWED = {"notice-channel", "acknowledgement-missing"}
"""What no other time avoids: notice by e-mail, and its acknowledgement, follow the merge."""
NOW = at("2026-12-01 12:00") + 7
DATABASE = Wish(("database",), Impact.OUTAGE, 2 * HOUR)


def shown(instant):
    """An instant as files write it."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def a_window(start, seconds, components, impact="outage", announced=None):
    told = {} if announced is None else {"announced": shown(announced)}
    return {
        "title": "Work",
        "components": list(components),
        "impact": impact,
        "start": shown(start),
        "duration": f"{seconds}s",
    } | told


weights = st.sampled_from(["error", "warning", "note", "off"])
limits = st.fixed_dictionaries(
    {}, optional={"gap": st.sampled_from(["1h", "30h"]), "at_once": st.just(1), "downtime": st.sampled_from(["3h", "20h"])}
)
LIMITING = ("freeze", "overlap", "redundant-overlap", "dependency-overlap", "gap", "at-once", "downtime-budget")


def a_freeze(now):
    """Some days, of all or of one component."""
    days = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda pair: (now + pair[0] * DAY, now + sum(pair) * DAY))
    parts = st.sampled_from([{}, {"components": ["api"]}])
    return st.builds(
        lambda span, part: {"reason": "Peak", "from": shown(span[0])[:10], "until": shown(span[1])[:10]} | part, days, parts
    )


@st.composite
def projects(draw):
    """A page held to some of the five contracts and to limits of its own, with windows to come, near a clock change; and a wish."""
    zone = draw(st.sampled_from(["UTC", MEXICO, "Europe/Brussels", "America/Santiago", "Australia/Lord_Howe"]))
    now = draw(st.sampled_from(["2026-10-22 00:00", "2026-03-26 12:00", "2022-10-27 00:00", "2026-04-02 00:00"]).map(at))
    now += draw(st.integers(0, 3 * DAY))
    page = {
        "page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": zone},
        "components": [
            {"id": "api", "name": "API", "depends_on": ["database"]},
            {"id": "database", "name": "Database"},
            {"id": "replica", "name": "Replica", "redundant_with": ["database"]},
        ],
        "freezes": draw(st.lists(a_freeze(now), max_size=2)),
        "limits": draw(st.one_of(st.just({}), limits)),
        "rules": draw(st.one_of(st.just({}), st.dictionaries(st.sampled_from(LIMITING), weights, max_size=3))),
        "policies": draw(st.lists(st.sampled_from(PACKS), unique=True)),
        "announcements": "declared",
    }
    some = st.sampled_from([("database",), ("api",), ("api", "database"), ("replica",)])
    windows = {
        f"windows/w{number}.yaml": a_window(
            now + draw(st.integers(-DAY, 12 * DAY)), draw(st.integers(1, 30 * HOUR)), draw(some), announced=now - 30 * DAY
        )
        for number in range(draw(st.integers(0, 4)))
    }
    texts = {path: json.dumps(text).encode() for path, text in {"statusgen.yaml": page, **windows}.items()}
    seconds = st.one_of(st.integers(1, 6 * HOUR), st.sampled_from([HOUR, 4 * HOUR, 31 * HOUR]))
    return texts, now, Wish(draw(some), Impact(draw(st.sampled_from(Impact))), draw(seconds))


def caused(told, before):
    """What is found because of the new window: of it, by its name, or of another of which nothing of the kind was found before."""
    known = {(one.place.file, one.rule, one.policy, one.severity) for one in before}
    return [
        one
        for one in told
        if one.severity is not Severity.NOTE
        and (
            one.place.file == "windows/new.yaml"
            or "`new`" in one.what
            or (one.place.file, one.rule, one.policy, one.severity) not in known
        )
    ]


def planned(texts, now, wish, start):
    """What plan finds of a file with that time in it."""
    file = a_window(start, wish.seconds, wish.components, wish.impact.value)
    loaded = load({**texts, "windows/new.yaml": json.dumps(file).encode()}, now=now)
    before = load(texts, now=now).project
    document = plan(loaded.project, before, {}, loaded.findings, now)
    (change,) = document.changes
    return change, caused(document.findings, plan(before, before, {}, (), now).findings)


@settings(max_examples=60)  # each asks plan a dozen times
@given(projects(), st.integers(0, HOUR), st.integers(0, 5 * DAY))
def test_what_is_offered_is_accepted_and_what_is_left_out_is_not(drawn, later, after):
    """By `plan`, now and until the merge that is said to be in time; every quarter before the first slot gives a finding.

    A warning that other time avoids comes with a slot only where there is no other time.
    """
    texts, now, wish = drawn
    earliest = now + max(TIME_TO_ACT, after)
    within = Span(earliest, earliest + 20 * DAY)
    project = load(texts, now=now).project

    made = slots.suggest(project, wish, within, now, 3)

    better = slots.free(project, wish, within, now)
    for slot in made.slots:
        deadlines = [margin.deadline for margin in slot.margins if margin.deadline is not None]
        for merged in {now, now + later, min(deadlines, default=now)}:
            change, told = planned(texts, merged, wish, slot.span.start)
            assert {Severity.WARNING} >= {one.severity for one in told}
            assert not better or not {one.rule for one in told} - OWED
            assert slot.merge_by == change.merge_by
        told = planned(texts, now, wish, slot.latest)[1]
        assert {Severity.WARNING} >= {one.severity for one in told}
        told = planned(texts, now, wish, slot.span.start)[1]
        assert [one.rule for one in slot.findings] == [one.rule for one in told]
    assert bool(made.slots) >= bool(better)
    first = made.slots[0].span.start if made.slots else within.end
    quarters = range((earliest // (15 * MINUTE) + 1) * 15 * MINUTE, first, 15 * MINUTE)
    for quarter in {*quarters[-3:], *quarters[:2], *quarters[:: max(len(quarters) // 4, 1)]}:
        told = planned(texts, now + TIME_TO_ACT, wish, quarter)[1]
        assert {one.rule for one in told} & {one.rule for one in made.obstacles}
        assert any(span.holds(quarter) for one in made.obstacles for span in one.closed)


def suggested(*windows, policies=None, wish=DATABASE, days=90, count=3, after=NOW + TIME_TO_ACT):
    return slots.suggest(make_project(*windows, policies=policies), wish, Span(after, after + days * DAY), NOW, count)


def starts(made):
    return [slot.span.start for slot in made.slots]


def test_of_a_stretch_that_lasts_there_is_one_slot_a_day():
    """At the same time of each, from when the notice is kept; each can be put off as long as the stretch lasts."""
    made = suggested()

    assert [at("2026-12-03 13:15"), at("2026-12-04 13:15"), at("2026-12-05 13:15")] == starts(made)
    assert {made.within.end // MINUTE * MINUTE} == {slot.latest for slot in made.slots}
    assert [("notice-period", at("2026-12-03 13:00") + 7)] == [(one.rule, one.closed.spans[-1].end) for one in made.obstacles]


def test_a_slot_ends_when_the_hours_do():
    """And can be put off as long as that leaves time; a slot is told its notice and by when it must be merged."""
    (slot,) = suggested(policies=[make_policy(openings=CLEVER_HOURS, zone=MEXICO)], count=1).slots

    assert Span(at("2026-12-03 21:00", MEXICO), at("2026-12-03 23:00", MEXICO)) == slot.span
    assert (at("2026-12-03 23:00", MEXICO), at("2026-12-01 21:00", MEXICO)) == (slot.latest, slot.merge_by)
    assert [("gold", at("2026-12-01 21:00", MEXICO))] == [(margin.policy.id, margin.deadline) for margin in slot.margins]


def test_a_day_that_a_zone_left_out_has_no_slot():
    """Samoa had no 30 December 2011."""
    stretch = Span(at("2011-12-28 00:00", "Pacific/Apia"), at("2012-01-02 00:00", "Pacific/Apia"))

    pieces = list(slots._daily(stretch, "Pacific/Apia"))

    assert [DAY] * 4 == [piece.seconds for piece in pieces]
    assert Timeline([stretch]) == Timeline(pieces)


def test_what_adds_nothing_to_why_not_earlier_is_left_out():
    """A window in the time of the notice stands in nobody's way; one after it does."""
    within_notice = make_window(NOW + DAY, announced=NOW - 9 * DAY, id="soon")
    after_it = make_window(at("2026-12-03 12:00"), announced=NOW - 9 * DAY, id="later")

    made = suggested(within_notice, after_it)

    assert [("notice-period", False), ("overlap", True)] == [(one.rule, "`later`" in one.reason) for one in made.obstacles]
    assert at("2026-12-03 16:00") == starts(made)[0]


def test_a_policy_that_asks_no_notice_has_no_deadline():
    """Nor has work that interrupts nothing, where only interruptions are announced."""
    silent = make_policy(hours=0, notice=msgspec.structs.replace(make_policy().notice, required=False))

    (slot,) = suggested(policies=[silent], count=1).slots

    assert at("2026-12-01 13:15") == slot.span.start
    assert ([None], None) == ([margin.deadline for margin in slot.margins], slot.merge_by)


def test_what_no_rule_said_ahead_is_found_in_the_end(monkeypatch):
    """An offer that the rules reject is none, and what they found is why."""
    monkeypatch.setattr(ahead, "CLOSING_RULES", ahead.CLOSING_RULES[:1])
    sundays = make_policy(openings=CLEVER_HOURS[2:])

    made = suggested(policies=[sundays], days=10, count=9)

    assert [6] == [datetime.fromtimestamp(start, UTC).weekday() for start in starts(made)]
    assert {"notice-period", "maintenance-hours"} == {one.rule for one in made.obstacles}
    assert any("`slot` runs Thu 2026-12-03 13:15 +00:00" in one.reason for one in made.obstacles)


def test_the_page_itself_is_not_the_slots_fault(monkeypatch):
    """What is told of the project anyway is no finding of a slot."""
    told = Finding(Place("windows/old.yaml"), "fact-to-come", Severity.ERROR, "", "It is told anyway.")
    monkeypatch.setattr(fact_to_come, "check", lambda project, now: [told])

    assert [()] == [slot.findings for slot in suggested(count=1).slots]


def test_where_there_is_nothing_but_advice_against_it_that_is_offered():
    """A warning is taken before no slot at all, and told; where other time is to be had, it closes like an error."""
    advice = make_policy(maintenance_hours=MaintenanceHours("gold.hours", CLEVER_HOURS, binding=False))
    partly = make_policy(maintenance_hours=MaintenanceHours("gold.hours", CLEVER_HOURS[:1], partial=Partial.INSIDE))
    long = DATABASE._replace(seconds=40 * HOUR)

    for asked, start in ((advice, "2026-12-03 13:15"), (partly, "2026-12-03 13:15")):
        slot, *_ = suggested(policies=[asked], wish=long).slots
        assert (at(start), ["maintenance-hours"]) == (slot.span.start, [one.rule for one in slot.findings])
    assert at("2026-12-03 21:00") == suggested(policies=[advice]).slots[0].span.start
    assert at("2026-12-03 21:00") == suggested(policies=[partly]).slots[0].span.start
    short = suggested(policies=[partly], wish=DATABASE._replace(seconds=5 * HOUR), after=at("2026-12-05 13:00"), count=1)
    assert at("2026-12-07 16:15") == short.slots[0].span.start
