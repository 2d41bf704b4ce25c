"""Our own files for programs: every document keeps to the schema that is published beside it, and tells only what is so."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator
from site_project import CANCELLED, NOW, SLOW, UPGRADE, VERDICTS, at, incident, project, verdict, window
from test_site import hostile_site

from statusgen import civil, rules
from statusgen.board import board
from statusgen.load import load
from statusgen.model import Actual, Cancelled, Status, Update
from statusgen.site import Theme, api, recipes
from statusgen.site.api import shapes
from statusgen.site.current import current
from statusgen.sources import read_folder
from statusgen.timeline import DAY, HOUR, Span
from statusgen.verdict import Outcome, Verdict

HOME = Path(__file__).parent.parent
DEMO = read_folder(HOME)
STEP = 14 * HOUR
HANDBOOK = (HOME / "docs/api.md").read_text(encoding="utf-8")


def demo(now):
    """The files for programs of the demo, decoded."""
    declared = load(DEMO, now=now).project
    return decoded(board(declared, rules.verdicts(declared, now), now))


def files(shown):
    """The files for programs of a board."""
    return api.files(shown, current(shown))


def decoded(shown):
    """The same, decoded."""
    return {path: json.loads(recipe.render()) for path, recipe in files(shown)}


def document(name, now=NOW, windows=(UPGRADE,), incidents=(SLOW,), verdicts=VERDICTS):
    """One document of the small project."""
    return decoded(board(project(windows, incidents), verdicts, now))[f"api/v1/{name}.json"]


def strict(schema):
    """The schema as it would be if no key could be added: a key that it does not tell of is a mistake of ours."""
    for shape in schema["$defs"].values():
        if shape.get("type") == "object":
            assert set(shape["properties"]) == set(shape["required"]), "a key is always there"
            shape["additionalProperties"] = False
    return schema


@pytest.mark.parametrize("name", shapes.DOCUMENTS)
@pytest.mark.parametrize("now", ["2025-12-01", "2026-03-25", "2026-11-22", "2027-06-01"])
def test_every_document_of_the_demo_keeps_to_its_schema(name, now):
    """That which is published beside it, and nothing is there that the schema does not tell of."""
    files = demo(civil.instant(f"{now} 12:00", civil.UTC))
    schema = files[f"api/v1/schemas/{name}.json"]

    Draft202012Validator.check_schema(schema)
    assert [] == [error.message for error in Draft202012Validator(strict(schema)).iter_errors(files[f"api/v1/{name}.json"])]


@pytest.mark.parametrize("name", shapes.DOCUMENTS)
def test_hostile_texts_keep_to_the_schema_too(name):
    """Whatever people write, and ten thousand characters of it."""
    files = {path: json.loads(body) for path, body in hostile_site().items() if path.startswith("api/v1/")}

    Draft202012Validator(strict(files[f"api/v1/schemas/{name}.json"])).validate(files[f"api/v1/{name}.json"])


@pytest.mark.parametrize("name", shapes.DOCUMENTS)
def test_a_schema_refuses_what_is_no_such_document(name):
    """The check can fail: without a key, with another version, with a local time."""
    files = demo(NOW)
    schema = Draft202012Validator(files[f"api/v1/schemas/{name}.json"])
    good = files[f"api/v1/{name}.json"]

    assert schema.is_valid(good)
    assert not schema.is_valid({**good, "version": 2})
    assert not [key for key in good if schema.is_valid({k: v for k, v in good.items() if k != key})]
    if name == "site":
        assert not schema.is_valid({**good, "valid_until": "2026-12-05T21:00:00-06:00"})


@pytest.mark.parametrize("name", shapes.DOCUMENTS)
def test_the_handbook_tells_every_document_and_every_key(name):
    """By their names."""
    schema = shapes.schema(name, "https://status.acme.example/")

    assert f"`{name}.json`" in HANDBOOK
    keys = {key for shape in schema["$defs"].values() for key in shape.get("properties", ())}
    assert [] == [key for key in sorted(keys) if f"`{key}`" not in HANDBOOK]


def test_the_page_says_for_how_long_it_is_as_it_should_be():
    """From its last turn to its next."""
    made = document("site", at("2026-12-05 23:30"))

    assert ("2026-12-06T03:02:00Z", "2026-12-06T07:00:00Z") == (made["valid_from"], made["valid_until"])
    assert (None, None) == tuple(document("site", windows=(), incidents=())[key] for key in ("valid_from", "valid_until"))
    assert set(shapes.DOCUMENTS) == set(made["documents"])


@pytest.mark.parametrize(
    ("now", "where", "state"),
    [
        ("2026-12-05 20:59", "coming", "scheduled"),
        ("2026-12-05 21:02", "running", "in_progress"),
        ("2026-12-06 01:00", "running", "overrun"),
        ("2026-12-06 01:30", "over", "completed"),
    ],
)
def test_a_window_stands_in_one_list_at_a_time(now, where, state):
    """In that of what it is."""
    work = window(
        "x", "2026-12-05 21:00", "2026-12-06 01:00", actual=Actual(at("2026-12-05 21:02"), at("2026-12-06 01:30"))
    )  # fmt: skip
    overrunning = window("x", "2026-12-05 21:00", "2026-12-06 01:00", actual=Actual(at("2026-12-05 21:02")))

    made = document("windows", at(now), (overrunning if state == "overrun" else work,), ())
    assert {where: [state]} == {key: [each["state"] for each in made[key]] for key in ("running", "coming", "over") if made[key]}


def test_cancelled_work_is_to_come_until_its_time_is_past():
    """So that who planned around it sees it; then it is over."""
    before, after = (document("windows", at(now), (CANCELLED,)) for now in ("2026-12-19 22:59", "2026-12-19 23:00"))

    assert ["Vendor delay."] == [each["cancellation_reason"] for each in before["coming"]]
    assert ([], ["cancelled"]) == (after["coming"], [each["state"] for each in after["over"]])


def test_what_is_dated_later_is_not_told_yet():
    """Neither updates, nor that work or an incident ended, nor a cancellation."""
    later = at("2026-12-06 00:30")
    ahead = window(
        "x", "2026-12-05 21:00", "2026-12-06 01:00", actual=Actual(at("2026-12-05 21:02"), later),
        updates=(Update(later, Status.COMPLETED, "Done."),), cancelled=Cancelled(later, "No."),
    )  # fmt: skip
    broken = incident("y", "2026-12-05 20:10", "2026-12-06 00:30")

    (one,) = document("windows", windows=(ahead,))["running"]
    (other,) = document("incidents", incidents=(broken,))["open"]
    assert (None, None, None, []) == tuple(one[key] for key in ("ended_at", "cancelled_at", "cancellation_reason", "updates"))
    assert (None, "open") == (other["ends_at"], other["state"])
    assert [] == document("incidents", at("2026-12-05 20:00"), incidents=(broken,))["open"]


def test_a_window_that_is_announced_later_is_not_told_yet():
    """As of an instant before, nobody has heard of it."""
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", announced="2026-12-05 22:30")

    made = [document("windows", at(now), (work,)) for now in ("2026-12-05 20:00", "2026-12-05 22:00", "2026-12-05 22:30")]
    assert [[], [], ["x"]] == [[each["id"] for key in ("coming", "running") for each in one[key]] for one in made]


def test_a_notice_that_is_owed_is_told_with_its_deadline():
    """As long as it can be given in time."""
    by = at("2026-12-11 21:00")
    judged = {
        (UPGRADE.id, "gold"): Verdict(UPGRADE.id, "gold", Outcome.PENDING, deadline=by),
        (CANCELLED.id, "gold"): verdict(CANCELLED.id, Outcome.REJECTED),
    }
    made = document("windows", windows=(UPGRADE, CANCELLED), verdicts=judged)

    owed = {one["id"]: one["verdicts"][0]["notice_owed_by_at"] for key in ("running", "coming") for one in made[key]}
    assert {UPGRADE.id: "2026-12-12T03:00:00Z", CANCELLED.id: None} == owed


def test_lists_hold_what_is_current_not_all_that_ever_was():
    """The next two hundred and the last fifty, the nearest ones; how many are to come is told."""
    name = "work-{:03}".format
    works = [window(name(n), "2026-11-01 00:00", "2026-11-01 00:01", announced="2026-10-01 00:00") for n in range(300)]
    works = [
        msgspec.structs.replace(w, span=Span(w.span.start + n * STEP, w.span.end + n * 14 * HOUR)) for n, w in enumerate(works)
    ]

    made = document("windows", windows=works)

    assert (200, 240, 50) == (len(made["coming"]), made["coming_count"], len(made["over"]))
    assert (name(60), name(59)) == (made["coming"][0]["id"], made["over"][0]["id"])


def test_an_unchanged_document_has_the_same_key():
    """A day later, too; and another address or release has another."""
    keys = [{path: recipe.digest for path, recipe in files(board(project(), VERDICTS, now))} for now in (NOW - 30 * DAY, NOW)]
    same = {path for path in keys[0] if keys[0][path] == keys[1][path]}

    assert {f"api/v1/schemas/{name}.json" for name in shapes.DOCUMENTS} | {"api/v1/exclusions.json"} == same


def test_every_file_for_programs_is_part_of_the_site():
    """The site is made of them."""
    assert set(dict(files(board(project(), VERDICTS, NOW)))) < set(recipes(board(project(), VERDICTS, NOW), Theme.of()))
