"""Free slots: what is offered, `plan` accepts, and what is left out before it gives a finding."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from judging import MEXICO, at

from statusgen import slots
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.plan import plan
from statusgen.policy import Impact
from statusgen.rules import TIME_TO_ACT
from statusgen.slots import Wish
from statusgen.timeline import DAY, HOUR, MINUTE, Span

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


@st.composite
def projects(draw):
    """A page held to some of the five contracts, with windows to come, near a clock change; and a wish."""
    zone = draw(st.sampled_from(["UTC", MEXICO, "Europe/Brussels", "America/Santiago", "Australia/Lord_Howe"]))
    now = draw(st.sampled_from(["2026-10-22 00:00", "2026-03-26 12:00", "2022-10-27 00:00", "2026-04-02 00:00"]).map(at))
    now += draw(st.integers(0, 3 * DAY))
    settings = {
        "page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": zone},
        "components": [{"id": "api", "name": "API", "depends_on": ["database"]}, {"id": "database", "name": "Database"}],
        "policies": draw(st.lists(st.sampled_from(PACKS), unique=True)),
        "announcements": "declared",
    }
    some = st.sampled_from([("database",), ("api",), ("api", "database")])
    windows = {
        f"windows/w{number}.yaml": a_window(
            now + draw(st.integers(-DAY, 12 * DAY)), draw(st.integers(1, 30 * HOUR)), draw(some), announced=now - 30 * DAY
        )
        for number in range(draw(st.integers(0, 4)))
    }
    texts = {path: json.dumps(text).encode() for path, text in {"statusgen.yaml": settings, **windows}.items()}
    seconds = st.one_of(st.integers(1, 6 * HOUR), st.sampled_from([HOUR, 4 * HOUR, 31 * HOUR]))
    return texts, now, Wish(draw(some), Impact(draw(st.sampled_from(Impact))), draw(seconds))


def planned(texts, now, wish, start):
    """What plan finds of a file with that time in it."""
    file = a_window(start, wish.seconds, wish.components, wish.impact.value)
    loaded = load({**texts, "windows/new.yaml": json.dumps(file).encode()}, now=now)
    document = plan(loaded.project, load(texts, now=now).project, {}, loaded.findings, now)
    (change,) = document.changes
    about = (one for one in document.findings if one.place.file == "windows/new.yaml" or "`new`" in one.what)
    return change, [one for one in about if one.severity is not Severity.NOTE]


@given(projects(), st.integers(0, HOUR), st.integers(0, 5 * DAY))
def test_what_is_offered_is_accepted_and_what_is_left_out_is_not(drawn, later, after):
    """By `plan`, now and until the merge that is said to be in time; every quarter before the first slot gives a finding."""
    texts, now, wish = drawn
    earliest = now + max(TIME_TO_ACT, after)
    within = Span(earliest, earliest + 20 * DAY)

    made = slots.suggest(load(texts, now=now).project, wish, within, now, 3)

    for slot in made.slots:
        deadlines = [margin.deadline for margin in slot.margins if margin.deadline is not None]
        for merged in {now, now + later, min(deadlines, default=now)}:
            change, told = planned(texts, merged, wish, slot.span.start)
            assert not {one.rule for one in told} - OWED
            assert slot.merge_by == change.merge_by
        assert not {one.rule for one in planned(texts, now, wish, slot.latest)[1]} - OWED
        assert [one.rule for one in slot.findings] == [
            one.rule for one in planned(texts, now, wish, slot.span.start)[1] if one.rule != "no-policy"
        ]
    first = made.slots[0].span.start if made.slots else within.end
    quarters = range((earliest // (15 * MINUTE) + 1) * 15 * MINUTE, first, 15 * MINUTE)
    for quarter in {*quarters[-4:], *quarters[:4], *quarters[:: max(len(quarters) // 8, 1)]}:
        told = planned(texts, now + TIME_TO_ACT, wish, quarter)[1]
        assert {one.rule for one in told} & {one.rule for one in made.obstacles}
        assert any(span.holds(quarter) for one in made.obstacles for span in one.closed)
