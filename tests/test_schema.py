"""The JSON Schemas of the files: they are sound, explain every key, and refuse by type what reading refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from statusgen import yaml12
from statusgen.load.schema import FORMS, schema

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "reading"
FOLDERS = {"windows": "window", "incidents": "incident", "agreements": "agreement", "policies": "policy", "project": "project"}
ALSO = {"requests": "requests"}
"""Files that lie where they like; `schedule` is given their names."""
SHAPES = ("unknown-key", "wrong-type", "missing-key", "unknown-value", "empty-value", "too-long", "bad-text")
"""Rules about shapes, which a schema knows; what a text means it does not."""
MEANINGS = {
    "emergency-no": "`no` is a text like any other reason",
    "unknown-language": "which languages there are, the catalogues know",
    "blank-title": "blanks are letters to a schema",
    "empty-list-entry": "told as an empty value, seen by the schema as well",
}


def plain(value):
    """Decimals as numbers, as a YAML-aware editor sees them."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value if value is None or isinstance(value, (str, bool, int)) else float(value)


def errors(kind, path):
    """What a schema has against a file."""
    return [
        error.message for error in Draft202012Validator(schema(kind)).iter_errors(plain(yaml12.read("a", path.read_bytes()).value))
    ]


def properties(part):
    """Every property that a schema describes, with its name; `then` only says which of them must be there."""
    if isinstance(part, dict):
        for key, entry in ((key, entry) for key, entry in part.items() if key != "then"):
            if key == "properties":
                yield from entry.items()
            yield from properties(entry)
    elif isinstance(part, list):
        for entry in part:
            yield from properties(entry)


@pytest.mark.parametrize("kind", FORMS)
def test_a_schema_is_sound_and_its_examples_fit(kind):
    """By the rules of JSON Schema 2020-12, and without an address of its own."""
    drawn = schema(kind)

    Draft202012Validator.check_schema(drawn)
    assert ("https://json-schema.org/draft/2020-12/schema", False) == (drawn["$schema"], "$id" in drawn)
    assert drawn["title"].startswith("statusgen ")
    for example in drawn.get("examples", []):
        Draft202012Validator(drawn).validate(example)


@pytest.mark.parametrize("kind", FORMS)
def test_every_key_has_a_title_and_says_what_it_is_for(kind):
    """Editors show it while one types."""
    for name, drawn in properties(schema(kind)):
        assert "title" in drawn or "$ref" in drawn, name
        said = [drawn, *drawn.get("anyOf", ()), *drawn.get("oneOf", ())]
        assert any("description" in part or "$ref" in part for part in said), name


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_files_of_this_repository_fit(folder):
    """The demo is what people begin from."""
    files = [ROOT / "statusgen.yaml"] if folder == "project" else sorted((ROOT / folder).rglob("*.yaml"))

    assert files
    for path in files:
        assert [] == errors(FOLDERS[folder], path), path


def cases(wanted):
    """The wanted cases of reading: (kind, file)."""
    return [
        pytest.param(kind, path, id=f"{folder}/{path.stem}")
        for folder, kind in (FOLDERS | ALSO).items()
        for path in sorted((CASES / folder).glob("*.yaml"))
        if wanted(path)
    ]


@pytest.mark.parametrize(("kind", "case"), cases(lambda path: path.stem.startswith("good")))
def test_a_schema_takes_what_reading_takes(kind, case):
    """No editor underlines a file that `plan` reads."""
    assert [] == errors(kind, case)


@pytest.mark.parametrize(
    ("kind", "case"),
    cases(lambda path: path.stem not in MEANINGS and any(f"expect: {rule}" in path.read_text(encoding="utf-8") for rule in SHAPES)),
)
def test_a_schema_refuses_what_reading_refuses_by_its_shape(kind, case):
    """Unknown, missing and empty keys, values of the wrong kind, words that are none."""
    assert errors(kind, case)


@pytest.mark.parametrize("pack", sorted((ROOT / "statusgen" / "packs").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_packs_fit_and_want_nothing_left_out(pack):
    """A whole policy must be whole; what extends one may leave out any key, but not misspell it."""
    policy = plain(yaml12.read("a", pack.read_bytes()).value)
    checker = Draft202012Validator(schema("policy"))

    assert [] == list(checker.iter_errors({key: entry for key, entry in policy.items() if key != "id"}))
    assert checker.is_valid({"extends": pack.stem, "notice": {"hours": 1}})
    assert not checker.is_valid({"extends": pack.stem, "notice": {"hour": 1}})
    assert not checker.is_valid({key: entry for key, entry in policy.items() if key not in ("id", "notice")})
    assert not checker.is_valid({key: entry for key, entry in policy.items() if key != "id"} | {"notice": {"hours": 1}})


OWN = {"extends": "clever", "title": "Own"}
"""A policy that says little."""
OTHER = {"id": "R1", "text": "So."}


def otherwise(**more):
    """A reading with another one."""
    return {"readings": [OTHER | {"others": [{"value": "a", "text": "Or."} | more]}]}


@pytest.mark.parametrize(
    "change",
    [
        {"versions": [{"effective_from": "2027-01-01", "notice": {"hours": 72}, "without": ["claim"]}]},
        {"versions": [{"effective_from": "2027-01-01", "read_as": {"V1": "lower_row"}, "clauses": []}]},
        otherwise(settings={"notice": {"hours": 1}}),
        otherwise(beyond="Nobody knows."),
        {"read_as": {"V2": "two_decimals"}, "without": ["credits.cap"]},
        {"plans": [{"id": "a", "commitment": 99.9, "clause": "c"}], "credits": {"tiers": [{"below": 99, "percent": 5}]}},
    ],
)
def test_a_change_of_a_policy_fits(change):
    """An editor completes what is different from some day on, or by another reading, as it completes the policy itself."""
    assert Draft202012Validator(schema("policy")).is_valid(OWN | change)


@pytest.mark.parametrize(
    "change",
    [
        {"versions": [{"effective_from": "2027-01-01", "notice": {"hour": 72}}]},
        {"versions": [{"effective_from": "2027-01-01", "extends": "klink"}]},
        {"versions": [{"notice": {"hours": 72}}]},
        {"versions": [{"effective_from": "2027-01-01", "measure": {"basis": "lunar"}}]},
        otherwise(settings={"notice": {"hour": 1}}),
        otherwise(settings={"read_as": {"R2": "b"}}),
        {"read_as": ["V2"]},
        {"without": "credits.cap"},
        {"plans": [{"id": "a", "commitment": "99.9", "clause": "c"}]},
    ],
)
def test_a_change_of_a_policy_that_does_not_fit_is_refused(change):
    """And underlines what reading would refuse."""
    assert not Draft202012Validator(schema("policy")).is_valid(OWN | change)


def test_the_schema_tells_what_is_so_where_a_key_is_left_out():
    """As the values of the house have it, and what each word means."""
    parts = schema("policy")["$defs"]

    assert ("elapsed", True, 0) == tuple(
        parts["NoticeForm"]["properties"][key]["default"] for key in ("basis", "inclusive", "hours")
    )
    assert "The seconds of the period" in parts["Basis"]["enumDescriptions"][0]


@pytest.mark.parametrize("kind", FORMS)
def test_a_schema_is_for_those_who_write_files(kind):
    """The readings of the packs, by which the code is annotated, are not theirs."""
    assert [] == re.findall(r"\([CEIKV]\d+\)|None:", json.dumps(schema(kind)))
