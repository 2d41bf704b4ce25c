"""The promise in words: made from what is set, so that whatever is set otherwise is told otherwise, and by which clause."""

import json
from pathlib import Path

import pytest
from accounting import COMPONENTS, pack
from hypothesis import given
from hypothesis import strategies as st

from statusgen import yaml12
from statusgen.civil import instant
from statusgen.doubts import check as doubts_of
from statusgen.load.policies import Library, packs
from statusgen.policy.changing import other_reading
from statusgen.promises import chapters, promise
from statusgen.render import promise as render

GOLDEN = Path(__file__).parent / "golden" / "promises"
OTHERS = [(name, reading, other) for name in packs() for reading, other in pack(name).other_readings()]
NAMES = [f"{name}-{reading.id}={other.value}" for name, reading, other in OTHERS]
CASES = Path(__file__).parent / "cases" / "promises" / "changes.yaml"
TOLD = yaml12.read(CASES.name, CASES.read_bytes()).value
WHOLE, CHANGES = TOLD["whole"], TOLD["changes"]


def own(*changes, **more):
    """A policy that is declared, made by one change after another."""
    files = {f"policies/own{number}.yaml": json.dumps(change, default=float).encode() for number, change in enumerate(changes)}
    library = Library(files | {f"policies/{name}.yaml": text.encode() for name, text in more.items()}, COMPONENTS)
    assert () == library.findings
    return library.declared(f"own{len(changes) - 1}")


def sentences(policy):
    """All that is said."""
    return [sentence for chapter in chapters(policy) for sentence in chapter.sentences]


def texts(policy):
    """Likewise, the words alone."""
    return [sentence.text for sentence in sentences(policy)]


@pytest.mark.parametrize("name", packs())
def test_a_pack_reads_well(name):
    """In order, each sentence with its clauses, within 100 columns."""
    told = render.text(promise(pack(name), 0), f"packs/{name}.yaml", None)

    assert (GOLDEN / f"{name}.txt").read_text(encoding="utf-8") == told
    assert 100 >= max(map(len, told.splitlines()))


def test_a_promise_for_programs_has_its_own_shape():
    """Documented, and versioned."""
    told = render.json(promise(pack("klink"), 0), "packs/klink.yaml", None)

    assert (GOLDEN / "klink.json").read_text(encoding="utf-8") == told


@pytest.mark.parametrize("name", packs())
def test_every_sentence_has_a_clause_that_there_is(name):
    """And every clause of the contract is cited, or said to be recorded or beyond computation."""
    policy = pack(name)
    cited = {clause for sentence in sentences(policy) for clause in sentence.clauses}

    assert all(sentence.clauses for sentence in sentences(policy))
    assert {clause.id for clause in policy.clauses} == cited | {one.id for one in policy.clauses if one.recorded or one.beyond}


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_another_reading_is_told_otherwise(name, reading, other):
    """No reading hides in a setting that the promise is silent on."""
    assert texts(pack(name)) != texts(pack(name).read_otherwise(other.settings))


@pytest.mark.parametrize("change", CHANGES, ids=[str(number) for number in range(len(CHANGES))])
def test_whatever_is_set_otherwise_is_told_otherwise(change):
    """Every key of every section is in some sentence."""
    before = own(WHOLE).policy
    after = own(WHOLE, {"extends": "own0", **change}).policy

    assert texts(before) != texts(after)
    assert all(sentence.clauses for sentence in sentences(after))


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_a_reading_that_is_set_and_not_taken_is_doubted(name, reading, other):
    """Its settings alone leave the sentence that says the contrary, but where what the sentence is about is gone altogether."""
    declared = own({"extends": name, **other_reading(Library({}, None).declared(name).tree, reading.id, other.value)["settings"]})
    gone = reading.id not in {one.id for one in declared.policy.readings}

    assert gone is not ("idle-reading" in {one.rule for one in doubts_of(declared)})


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_a_reading_that_is_taken_leaves_no_doubt(name, reading, other):
    """But that Ecerium's C2 and E6 ask the same in two words."""
    taken = own({"extends": name, "read_as": {reading.id: other.value}})
    expected = {"C2=wall": {"idle-reading"}, "E6=wall": {"idle-reading"}} if name == "ecerium" else {}

    assert expected.get(f"{reading.id}={other.value}", set()) == {one.rule for one in doubts_of(taken)}


@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3), st.lists(st.sampled_from(CHANGES), max_size=2))
def test_doubts_are_told_of_whatever_can_be_read(changes, later):
    """However a policy is put together, it is told in words and doubted without an accident."""
    files = {"policies/base.yaml": json.dumps(WHOLE, default=float).encode()}
    whole = {}
    for change in changes:
        whole |= change
    versions = [{"effective_from": f"20{27 + number}-01-01", **change} for number, change in enumerate(later)]
    files["policies/own.yaml"] = json.dumps({"extends": "base", **whole, "versions": versions}, default=float).encode()
    declared = Library(files, COMPONENTS).declared("own")

    if declared is not None:
        doubts_of(declared)
        for policy in (declared.policy, *declared.policy.versions):
            assert all(sentence.clauses for sentence in sentences(policy))
        assert render.text(promise(declared.policy, 0), "policies/own.yaml", "base")


VERSIONS = """
extends: klink
effective_from: 2026-01-01
versions:
  - effective_from: 2027-01-01
    notice: {hours: 72}
  - effective_from: 2028-01-01
    notice: {channels: [email]}
"""


@pytest.mark.parametrize(
    ("at", "hours", "in_force"),
    [
        ("2025-12-31T23:59:59Z", "48 hours", [False, False, False]),
        ("2026-01-01T00:00:00Z", "48 hours", [True, False, False]),
        ("2027-01-01T00:00:00Z", "72 hours (3 days)", [False, True, False]),
        ("2028-06-01T00:00:00Z", "72 hours (3 days)", [False, False, True]),
    ],
)
def test_the_version_in_force_is_told(at, hours, in_force):
    """Before there is any, the first, and that it is not in force yet."""
    told = promise(own(own_text(VERSIONS)).policy, instant(at, "UTC"))

    assert any(f"announced at least {hours} before" in text for text in texts(told.policy))
    assert in_force == [version.in_force and told.in_force for version in told.versions]
    assert ("Not in force before 2026-01-01." in render.text(told, "policies/own.yaml", "klink")) is not told.in_force


def own_text(text):
    """A file's text as the mapping that it holds."""
    return yaml12.read("own.yaml", text.encode()).value


def test_a_version_says_what_is_new_and_what_is_gone():
    """Held against the one before."""
    told = promise(own(own_text(VERSIONS)).policy, instant("2027-03-01T00:00:00Z", "UTC"))
    said = render.text(told, "policies/own.yaml", "klink")

    assert [(0, 0), (1, 1), (1, 1)] == [(len(version.new), len(version.gone)) for version in told.versions]
    assert (
        "Versions\n"
        "  From 2026-01-01 on.\n"
        "  From 2027-01-01 on, told here:\n"
        "    + Maintenance is announced at least 72 hours (3 days) before it starts, in elapsed time; exactly\n"
        "      72 hours will do. [klink.maint.notice]\n"
        "    - Maintenance is announced at least 48 hours before it starts, in elapsed time; exactly 48 hours\n"
        "      will do. [klink.maint.notice]\n"
        "  From 2028-01-01 on:\n"
        "    + Notice is given by e-mail. [klink.maint.notice]\n"
        "    - Notice is given by e-mail or in the app; any one of these will do. [klink.maint.notice]\n"
    ) in said


def test_a_contract_that_is_silent_says_what_follows():
    """Nothing to claim, any hour, no cap: silence is told, too, with the clause that the section has."""
    policy = own(own_text(SMALL)).policy

    assert {
        "Nothing has to be claimed.",
        "Maintenance may fall on any hour of any day.",
        "10 % is given back, however far uptime fell short.",
    } <= set(texts(policy))


SMALL = """
title: Small
provider: Acme
source: Order form
time_zone: UTC
clauses: [{id: all, text: As agreed., reference: Order form}]
scope: {clause: all}
notice: {clause: all, hours: 24}
maintenance: {exclusion_clause: all}
measure: {clause: all}
plans: [{id: standard, commitment: 99, clause: all}]
credits: {clause: all, flat: 10}
"""


def places(tree, path=()):
    """Every place of a tree at which something stands."""
    yield path
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield from places(value, (*path, key))


def replaced(tree, path, value):
    """A tree with something else at a place."""
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


TREES = {name: Library({}, None).declared(name).tree for name in packs()}
ANYTHING = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        43200,
        1.5,
        "",
        "x",
        "2 days",
        "24:00",
        [],
        ["x"],
        [7],
        {},
        {"x": 1},
        [{"id": "x"}],
        {"without": ["notice"]},
    ]
)


@given(st.data(), st.sampled_from(sorted(packs())), st.integers(1, 3))
def test_whatever_a_file_says_is_a_policy_or_a_finding(data, name, times):
    """Nothing in a file ends the run: not when it is read, not when it is told in words, not when it is doubted."""
    tree = TREES[name]
    for _ in range(times):
        tree = replaced(tree, data.draw(st.sampled_from(list(places(tree))[1:])), data.draw(ANYTHING))
    library = Library({"policies/own.yaml": json.dumps(tree, default=float).encode()}, COMPONENTS)
    declared = library.declared("own")

    assert (declared is None) is bool(library.findings)
    if declared is not None:
        doubts_of(declared)
        assert render.text(promise(declared.policy, 0), "policies/own.yaml", None)
