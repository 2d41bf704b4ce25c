"""Statuspage's documents: the shapes that its clients know, and what is so at an instant, told in its words."""

import json

import msgspec
import pytest
from jsonschema import Draft202012Validator
from site_project import CANCELLED, DONE, FAILED, SLOW, UPGRADE, VERDICTS, at, incident, project, window
from test_site import HOSTILE

from statusgen.board import board
from statusgen.model import Actual, Component, Status, Update
from statusgen.policy import Impact
from statusgen.site import statuspage
from statusgen.site.current import current
from statusgen.timeline import DAY, Span

DOCUMENTS = {
    "summary": ["page", "components", "incidents", "scheduled_maintenances", "status"],
    "status": ["page", "status"],
    "components": ["page", "components"],
    "incidents": ["page", "incidents"],
    "incidents/unresolved": ["page", "incidents"],
    "scheduled-maintenances": ["page", "scheduled_maintenances"],
    "scheduled-maintenances/upcoming": ["page", "scheduled_maintenances"],
    "scheduled-maintenances/active": ["page", "scheduled_maintenances"],
}


def shape(required, **more):
    """An object with exactly these keys: name to schema."""
    return {"type": "object", "properties": required, "required": list(required), "additionalProperties": False, **more}


def one_of(*words):
    return {"enum": list(words)}


def maybe(schema):
    return {"anyOf": [schema, {"type": "null"}]}


# As the service's own clients and recorded pages have it.
TEXT, FLAG, NUMBER = {"type": "string", "minLength": 1}, {"type": "boolean"}, {"type": "integer", "minimum": 1}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
ADDRESS = {"type": "string", "pattern": "^https://"}
PAGE = shape({"id": TEXT, "name": TEXT, "url": ADDRESS, "time_zone": TEXT, "updated_at": INSTANT})
STATUS = shape({"indicator": one_of("none", "minor", "major", "critical", "maintenance"), "description": TEXT})
COMPONENT_KEYS = {
    "id": TEXT, "name": TEXT,
    "status": one_of("operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"),
    "created_at": INSTANT, "updated_at": INSTANT, "position": NUMBER, "description": maybe(TEXT), "showcase": FLAG,
    "start_date": maybe({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}), "group_id": maybe(TEXT), "page_id": TEXT,
    "group": {"const": False}, "only_show_if_degraded": FLAG,
}  # fmt: skip
COMPONENT = shape(COMPONENT_KEYS)
GROUP = shape({**COMPONENT_KEYS, "group": {"const": True}, "components": {"type": "array", "items": TEXT, "minItems": 1}})


def update(*statuses):
    return shape({
        "id": TEXT, "status": one_of(*statuses), "body": TEXT, "incident_id": TEXT, "created_at": INSTANT, "updated_at": INSTANT,
        "display_at": maybe(INSTANT), "affected_components": {"type": "null"}, "deliver_notifications": FLAG,
        "custom_tweet": {"type": "null"}, "tweet_id": {"type": "null"},
    })  # fmt: skip


def event(impacts, statuses, **more):
    return shape({
        "id": TEXT, "name": TEXT, "status": one_of(*statuses), "created_at": INSTANT, "updated_at": INSTANT,
        "monitoring_at": maybe(INSTANT), "resolved_at": maybe(INSTANT), "impact": one_of(*impacts), "shortlink": ADDRESS,
        "started_at": INSTANT, "page_id": TEXT, "incident_updates": {"type": "array", "items": update(*statuses), "minItems": 1},
        "components": {"type": "array", "items": COMPONENT, "minItems": 1}, **more,
    })  # fmt: skip


INCIDENT = event(("none", "minor", "major", "critical"), ("investigating", "identified", "monitoring", "resolved", "postmortem"))
MAINTENANCE = event(
    ("maintenance",), ("scheduled", "in_progress", "verifying", "completed"), scheduled_for=INSTANT, scheduled_until=INSTANT
)
PARTS = {
    "page": PAGE,
    "status": STATUS,
    "components": {"type": "array", "items": {"oneOf": [COMPONENT, GROUP]}},
    "incidents": {"type": "array", "items": INCIDENT},
    "scheduled_maintenances": {"type": "array", "items": MAINTENANCE},
}


def documents(now, windows=(DONE, UPGRADE, CANCELLED), incidents=(FAILED, SLOW), **more):
    """The eight documents at a clock reading in Mexico City, by name."""
    shown = board(project(windows, incidents, **more), VERDICTS, at(now))
    made = {path.removeprefix("api/v2/").removesuffix(".json"): recipe for path, recipe in statuspage.files(shown, current(shown))}
    return {name: json.loads(recipe.render()) for name, recipe in made.items()}


def check_shapes(made):
    """Each document is there, with its parts in the service's order, each of its shape."""
    assert DOCUMENTS == {name: list(document) for name, document in made.items()}
    for name, document in made.items():
        for key, part in document.items():
            assert [] == [error.message for error in Draft202012Validator(PARTS[key]).iter_errors(part)], (name, key)


INSTANTS = [
    "2026-11-01 00:00",
    "2026-11-03 10:10",
    "2026-11-07 20:30",
    "2026-12-05 22:00",
    "2026-12-06 01:00",
    "2027-05-01 00:00",
]


@pytest.mark.parametrize("now", INSTANTS)
def test_every_document_has_the_shape_that_clients_know(now):
    """Exactly their keys, words and times; before, during and after all that happens."""
    check_shapes(documents(now))


def test_hostile_texts_and_an_empty_page_have_that_shape_too():
    """Whatever people write, and where nobody wrote anything."""
    said = [Update(at("2026-12-05 21:30"), status, HOSTILE) for status in (Status.VERIFYING, Status.MONITORING)]
    work = window("a", "2026-12-05 21:00", "2026-12-06 01:00", title=HOSTILE, description=HOSTILE, updates=(said[0],))
    broken = incident("b", "2026-12-05 21:00", title=HOSTILE, updates=(said[1],))
    parts = (Component("api", HOSTILE, HOSTILE, HOSTILE), Component("database", HOSTILE))

    check_shapes(documents("2026-12-05 22:00", (work,), (broken,), components=parts))
    check_shapes(documents("2026-12-05 22:00", (), ()))


def test_the_shape_can_be_missed():
    """A key that is missing, one that nobody knows, a word that nobody knows."""
    good = documents("2026-12-05 22:00")["summary"]["components"][1]

    assert Draft202012Validator(COMPONENT).is_valid(good)
    for bad in ({**good, "locale": "en"}, {**good, "status": "fine"}, {k: v for k, v in good.items() if k != "position"}):
        assert not Draft202012Validator(COMPONENT).is_valid(bad)


@pytest.mark.parametrize(
    ("now", "status", "lists"),
    [
        ("2026-12-05 20:59", "scheduled", {"summary", "scheduled-maintenances", "scheduled-maintenances/upcoming"}),
        ("2026-12-05 21:00", "in_progress", {"summary", "scheduled-maintenances", "scheduled-maintenances/active"}),
        ("2026-12-05 23:00", "verifying", {"summary", "scheduled-maintenances", "scheduled-maintenances/active"}),
        ("2026-12-06 01:30", "in_progress", {"summary", "scheduled-maintenances", "scheduled-maintenances/active"}),
        ("2026-12-06 02:00", "completed", {"scheduled-maintenances"}),
    ],
    ids=["to come", "in progress", "verifying", "overrun", "over"],
)
def test_a_window_is_told_in_the_lists_of_its_status(now, status, lists):
    """To the second at which it begins, runs over and ends."""
    start, end = at("2026-12-05 21:00"), at("2026-12-06 02:00")
    updates = (
        Update(at("2026-12-05 23:00"), Status.VERIFYING, "Looking."),
        Update(at("2026-12-06 01:00"), Status.IN_PROGRESS, "On."),
    )
    over = at(now) >= end
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", updates=updates, actual=Actual(start, end if over else None))

    made = documents(now, (work,), ())

    found = {name: [each["status"] for each in document.get("scheduled_maintenances", ())] for name, document in made.items()}
    assert {name: [status] for name in lists} == {name: statuses for name, statuses in found.items() if statuses}


@pytest.mark.parametrize("now", ["2026-12-05 22:00", "2026-12-19 22:00", "2026-12-20 00:00"])
def test_cancelled_work_is_listed_as_completed_and_says_what_became_of_it(now):
    """It neither comes nor runs, also at the time for which it was planned."""
    made = documents(now, (CANCELLED,), ())

    (listed,) = made["scheduled-maintenances"]["scheduled_maintenances"]
    assert ("completed", "2026-12-01T18:00:00.000Z") == (listed["status"], listed["resolved_at"])
    assert ("completed", "Vendor delay.") == tuple(listed["incident_updates"][0][key] for key in ("status", "body"))
    for name in ("summary", "scheduled-maintenances/upcoming", "scheduled-maintenances/active"):
        assert [] == made[name]["scheduled_maintenances"]


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        ({}, ("none", "All Systems Operational")),
        ({"api": Impact.DEGRADED}, ("minor", "Partially Degraded Service")),
        ({"api": Impact.PARTIAL_OUTAGE}, ("major", "Partial System Outage")),
        ({"api": Impact.OUTAGE}, ("major", "Partial System Outage")),
        ({"api": Impact.OUTAGE, "database": Impact.DEGRADED}, ("major", "Partial System Outage")),
        ({"api": Impact.OUTAGE, "database": Impact.OUTAGE}, ("critical", "Major System Outage")),
    ],
)
def test_the_page_is_as_bad_as_its_worst_component_and_critical_where_none_is_left(down, expected):
    """In the service's own words."""
    broken = [incident(f"i-{name}", "2026-12-05 20:10", components=(name,), impact=impact) for name, impact in down.items()]

    made = documents("2026-12-05 20:30", (), broken)

    assert expected == tuple(made["status"]["status"].values()) == tuple(made["summary"]["status"].values())


def test_work_alone_is_maintenance():
    """Worse things hide it."""
    made = documents("2026-12-05 22:00", (UPGRADE,), ())["status"]

    assert {"indicator": "maintenance", "description": "Service Under Maintenance"} == made["status"]


@pytest.mark.parametrize(
    ("now", "status", "monitoring", "resolved"),
    [
        ("2026-12-05 20:10", "investigating", None, None),
        ("2026-12-05 20:20", "identified", None, None),
        ("2026-12-05 20:30", "monitoring", "2026-12-06T02:30:00.000Z", None),
        ("2026-12-05 20:40", "resolved", "2026-12-06T02:30:00.000Z", "2026-12-06T02:40:00.000Z"),
    ],
)
def test_an_incident_is_what_its_last_update_says(now, status, monitoring, resolved):
    """Investigated as long as nobody says more; resolved when it is over, whatever was said."""
    said = ((at("2026-12-05 20:20"), Status.IDENTIFIED), (at("2026-12-05 20:30"), Status.MONITORING))
    broken = incident("x", "2026-12-05 20:10", "2026-12-05 20:40", updates=tuple(Update(when, what, "So.") for when, what in said))

    (listed,) = documents(now, (), (broken,))["incidents"]["incidents"]

    assert (status, monitoring, resolved) == tuple(listed[key] for key in ("status", "monitoring_at", "resolved_at"))
    assert status == listed["incident_updates"][0]["status"]


def test_groups_stand_before_their_components_each_at_its_place():
    """Where their first component stands; what has no group stands by itself."""
    parts = (
        Component("a", "A", "Core"), Component("b", "B"), Component("c", "C", "Core"), Component("d", "D", "Edge", "The edge"),
    )  # fmt: skip
    broken = incident("x", "2026-12-05 20:10", components=("c",), impact=Impact.PARTIAL_OUTAGE)

    made = documents("2026-12-05 20:30", (), (broken,), components=parts)["components"]["components"]

    by_id = {each["id"]: each["name"] for each in made}
    expected = [
        ("Core", 1, None, "partial_outage", ["a", "c"]),
        ("A", 1, "Core", "operational", None),
        ("C", 2, "Core", "partial_outage", None),
        ("B", 2, None, "operational", None),
        ("Edge", 3, None, "operational", ["d"]),
        ("D", 1, "Edge", "operational", None),
    ]
    assert expected == [
        (each["name"], each["position"], by_id.get(each["group_id"]), each["status"], each.get("components")) for each in made
    ]


def test_dates_are_those_of_what_is_told_not_of_the_build():
    """An update, or a time that has come; and the same a month later."""
    instants = ("2026-12-05 20:00", "2026-12-05 21:02", "2026-12-06 01:00")
    made = [documents(now, (UPGRADE,), (FAILED,))["summary"] for now in instants]

    assert ["2026-11-20T16:00:00.000Z", "2026-12-06T03:02:00.000Z", "2026-12-06T07:00:00.000Z"] == [
        one["page"]["updated_at"] for one in made
    ]
    assert documents("2027-02-01 00:00") == documents("2027-05-01 00:00")
    assert "1970-01-01T00:00:00.000Z" == documents("2026-12-05 20:00", (), ())["status"]["page"]["updated_at"]


def test_lists_hold_the_newest_fifty_and_all_that_goes_on():
    """However much happened."""
    name = "event-{:03}".format
    works = [window(name(n), "2026-11-01 00:00", "2026-11-01 00:01", announced="2026-10-01 00:00") for n in range(120)]
    works = [msgspec.structs.replace(w, span=Span(w.span.start + n * DAY, w.span.end + n * DAY)) for n, w in enumerate(works)]
    broken = [incident(name(n), "2026-11-02 00:00", "2026-11-02 01:00") for n in range(60)]
    going_on = [incident(name(n), "2026-11-03 00:00") for n in range(60, 120)]

    made = documents("2026-12-05 22:00", works, (*broken, *going_on))

    assert 50 == len(made["scheduled-maintenances"]["scheduled_maintenances"])
    assert 25 == len(made["scheduled-maintenances/upcoming"]["scheduled_maintenances"])
    assert 110 == len(made["incidents"]["incidents"])
    assert 60 == len(made["incidents/unresolved"]["incidents"])


def test_what_work_is_about_is_told_with_its_announcement():
    """Updates are the only text that these clients show."""
    (listed,) = documents("2026-12-05 20:00", (UPGRADE,), ())["scheduled-maintenances/upcoming"]["scheduled_maintenances"]

    assert listed["incident_updates"][-1]["body"].endswith(
        "outage expected.\n\nWe move to the *new* major version.\n\nSee [the plan](https://acme.example/plan)."
    )
