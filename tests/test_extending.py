"""What extends a policy, what it becomes later and how else it can be read are changes in the same words."""

import json

import pytest
from accounting import COMPONENTS, pack
from msgspec.structs import replace

from statusgen.finding import Place
from statusgen.load.policies import packs, read_policies

HERE = Place("statusgen.yaml", 9, 12)
OTHERS = [(name, reading, other) for name in packs() for reading, other in pack(name).other_readings()]
NAMES = [f"{name}-{reading.id}={other.value}" for name, reading, other in OTHERS]


def read(text, **more):
    """The policy of a file, and what is told of it."""
    texts = {f"policies/{name}.yaml": body.encode() for name, body in {"own": text, **more}.items()}
    policies, findings = read_policies(texts, [("own", HERE)], COMPONENTS)
    return policies[0] if policies else None, [(one.place.line, one.place.column, one.rule) for one in findings]


def own(text, **more):
    """A policy that can be read."""
    policy, told = read(text, **more)
    assert [] == told
    return policy


def taking(name, reading, value):
    """A pack with another reading taken for good."""
    return own(json.dumps({"extends": name, "read_as": {reading.id: value}}))


def settings(policy):
    """All but the name and the readings."""
    return replace(policy, id="", readings=())


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_a_reading_that_is_taken_is_what_it_comes_to_otherwise(name, reading, other):
    """`read_as` gives the very policy by which a statement tells of the other reading."""
    assert settings(pack(name).read_otherwise(other.settings)) == settings(taking(name, reading, other.value))


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_how_it_was_read_before_is_another_reading_then(name, reading, other):
    """Under the name `default`, with the settings that lead back; the text is that of the reading that was taken."""
    policy = taking(name, reading, other.value)
    (now,) = (one for one in policy.readings if one.id == reading.id)
    back = now.others[0]

    assert (other.text, other.value, reading.clause) == (now.text, now.value, now.clause)
    assert ("default", reading.text) == (back.value, back.text)
    assert settings(pack(name)) == settings(policy.read_otherwise(back.settings))


@pytest.mark.parametrize(("name", "reading", "other"), OTHERS, ids=NAMES)
def test_the_rest_of_the_readings_come_to_the_same(name, reading, other):
    """What is left to choose from leads where it led before, from wherever one stands."""
    (now,) = (one for one in taking(name, reading, other.value).readings if one.id == reading.id)
    policy = taking(name, reading, other.value)

    for third in (one for one in now.others[1:] if one.settings):
        (as_shipped,) = (one for one in reading.others if one.value == third.value)
        assert settings(pack(name).read_otherwise(as_shipped.settings)) == settings(policy.read_otherwise(third.settings))


def test_one_can_choose_back_what_another_file_chose():
    """From a policy that took a reading."""
    base = "extends: infopromo\nread_as: {I3: none, I1: started}\n"
    policy = own("extends: base\nread_as: {I3: default}\n", base=base)

    assert settings(own("extends: infopromo\nread_as: {I1: started}\n")) == settings(policy)


def test_what_a_file_sets_itself_wins_over_the_reading_that_it_takes():
    """Readings are taken first."""
    policy = own("extends: clever\nread_as: {V2: two_decimals}\ncredits: {precision: 3}\n")

    assert 3 == policy.credits.precision


def test_a_section_is_left_out():
    """With the readings that were about it."""
    policy = own("extends: clever\nwithout: [maintenance_hours, acknowledgement]\n")

    assert (None, None) == (policy.maintenance_hours, policy.acknowledgement)
    assert ["V1", "V2", "V4", "V6", "V9", "V10", "V11", "V12"] == [reading.id for reading in policy.readings]


def test_a_key_is_left_out():
    """And is as if the contract were silent on it; of a reading those ways remain that do not speak of it."""
    policy = own("extends: clicksend\nwithout: [measure.rounding, credits.cap.per]\n")

    assert (None, "month") == (policy.measure.rounding, policy.credits.cap.per)
    assert {"C4", "C5"}.isdisjoint(reading.id for reading in policy.readings)
    assert ["aud", "per_customer"] == [other.value for reading in policy.readings if reading.id == "C8" for other in reading.others]


def test_a_clause_is_said_anew():
    """By its id; the others stay, and a new one is added."""
    clause = "{id: klink.maint.notice, text: Told 72 hours ahead., reference: Order form}"
    policy = own(
        f"extends: klink\nnotice: {{hours: 72}}\nclauses: [{clause}, {{id: own.more, text: More., reference: Order form}}]\n"
    )

    assert "Told 72 hours ahead." == policy.clause("klink.maint.notice").text
    assert len(pack("klink").clauses) + 1 == len(policy.clauses)


def test_a_version_leaves_out_and_reads_otherwise_too():
    """From its day on; before, the contract is as it was."""
    later = "effective_from: 2027-01-01, without: [maintenance_hours], read_as: {V1: lower_row}"
    policy = own(f"extends: clever\nversions: [{{{later}}}]\n")
    (version,) = policy.versions

    assert (True, False) == (policy.maintenance_hours is not None, version.maintenance_hours is not None)
    assert (False, True) == (policy.credits.tiers[1].inclusive, version.credits.tiers[1].inclusive)


def test_a_reading_that_a_version_settled_is_open_no_more():
    """The other reading of the contract as it began changes nothing of the later one, and breaks nothing either."""
    later = "effective_from: 2027-01-01, without: [maintenance_hours], read_as: {V1: lower_row}"
    policy = own(f"extends: clever\nversions: [{{{later}}}]\n")
    others = {f"{reading.id}={other.value}": other.settings for reading, other in policy.other_readings()}

    for name in ("V1=lower_row", "V5=advice"):
        (version,) = policy.read_otherwise(others[name]).versions
        assert policy.versions[0] == version
    (version,) = policy.read_otherwise(others["V2=two_decimals"]).versions
    assert 2 == version.credits.precision


def test_a_reading_that_cannot_be_computed_is_told_and_not_tried():
    """The contract can be read so; no setting makes it so."""
    (cap,) = (reading for reading in pack("clicksend").readings if reading.id == "C8")

    assert ["aud", "per_incident", "per_customer"] == [other.value for other in cap.others]
    assert ["aud", "per_incident"] == [other.value for reading, other in pack("clicksend").other_readings() if reading is cap]


def test_every_section_that_a_reading_touches_is_named():
    """Also where it leaves something out: whoever looks at the settings of a reading sees what it changes."""
    policy = own(
        "extends: clever\nread_as: {V2: two_decimals, V10: less_maintenance}\nreadings:\n"
        "  - {id: R1, text: So., others: [{value: a, text: Or., settings: {without: [maintenance_hours, notice.fallback]}}]}\n"
        "  - {id: R2, text: So., others: [{value: a, text: Or., settings: {without: [notice, credits.tiers], notice: "
        "{clause: clever.window, hours: 1}, credits: {flat: 5}}}]}\n"
    )
    first, second = (other.settings for _, other in policy.other_readings())
    gone, anew = policy.read_otherwise(first), policy.read_otherwise(second)

    assert {"maintenance_hours": None, "notice": {"fallback": None}} == first
    assert (None, None) == (gone.maintenance_hours, gone.notice.fallback)
    assert (1, ("status_page",), None) == (anew.notice.hours, anew.notice.channels, anew.notice.fallback)
    assert ((), 5) == (anew.credits.tiers, anew.credits.flat)
    assert {"measure"} == set(dict(ways(taking_two("clever", {"V10": "less_maintenance"})))["V10=default"])


def ways(policy):
    """The settings of every other reading, by its name."""
    return ((f"{reading.id}={other.value}", other.settings) for reading, other in policy.other_readings())


def taking_two(name, readings):
    """A pack with some readings taken."""
    return own(json.dumps({"extends": name, "read_as": readings}))


def test_ways_to_read_a_sentence_lead_to_the_same_from_each_other():
    """Be it that one sets what another leaves out."""
    half = "{value: half, text: Half., settings: {credits: {cap: {percent: 50}}}}"
    none = "{value: none, text: All., settings: {without: [credits.cap]}}"
    base = f"extends: infopromo\nreadings: [{{id: R1, text: So., value: full, others: [{half}, {none}]}}]\n"
    taken = own("extends: base\nread_as: {R1: half}\n", base=base)
    (reading,) = taken.readings

    assert ["full", "none"] == [other.value for other in reading.others]
    assert [100, None] == [
        cap and cap.percent for cap in (taken.read_otherwise(one.settings).credits.cap for one in reading.others)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: clever\nwithout: [credits.tiers]\ncredits: {flat: 101}\n", [(3, 17, "unsound-policy")]),
        ("extends: clever\ncredits: {precision: 10}\n", [(2, 22, "unsound-policy")]),
        ("extends: clever\ncredits: {minimum: {amount: -1, currency: USD}}\n", [(2, 20, "unsound-policy")]),
        ("extends: clever\ncredits: {minimum: {amount: 1, currency: Euro}}\n", [(2, 20, "unsound-policy")]),
        ("extends: clicksend\ncredits: {cap: {currency: dollars}}\n", [(2, 27, "unsound-policy")]),
        ("extends: infopromo\nmetrics: [&m {id: a, clause: infopromo.claim, unit: s, below: 1}, *m]\n", None),
        ("extends: clever\nreliability: {incidents: -1}\n", [(2, 26, "unsound-policy")]),
        ("extends: clever\nreadings: [{id: X, text: So.}, {id: X, text: Or so.}]\n", [(2, 37, "unsound-policy")]),
        (
            "extends: clever\nreadings: [{id: X, text: A., others: [{value: default, text: B., beyond: No.}]}]\n",
            [(2, 47, "unsound-policy")],
        ),
        ("extends: clever\nread_as: {V1: lower_rwo}\n", [(2, 15, "unknown-value")]),
        ("extends: clever\nread_as: {V99: lower_row}\n", [(2, 16, "unknown-value")]),
        ("extends: clicksend\nread_as: {C8: per_customer}\n", [(2, 15, "unknown-value")]),
        ("extends: clever\nread_as: [V1]\n", [(2, 10, "wrong-type")]),
        ("extends: clever\nread_as: {V1: 5}\n", [(2, 15, "wrong-type")]),
        ("extends: clever\nwithout: maintenance_hours\n", [(2, 10, "wrong-type")]),
        ("extends: clever\nwithout: [3]\n", [(2, 11, "wrong-type")]),
        ("extends: clever\nwithout: [acknowledgement, credits.cap]\n", [(2, 28, "unsound-policy")]),
        ("extends: clever\nwithout: [credits.tiers.0]\n", [(2, 11, "unsound-policy")]),
        ("extends: clever\nwithout: [notice]\n", [(1, 1, "missing-key")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, without: [notce]}]\n", [(2, 51, "unsound-policy")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, extends: klink}]\n", [(2, 50, "unsound-policy")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, versions: []}]\n", [(2, 51, "unsound-policy")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, id: gold}]\n", [(2, 41, "unknown-key")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, without: 3}]\n", [(2, 50, "wrong-type")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, read_as: {V1: b}}]\n", [(2, 55, "unknown-value")]),
        ("extends: clever\nclauses: [{id: a, text: A, reference: p}, {id: a, text: B, reference: p}]", [(2, 48, "unsound-policy")]),
        ("extends: clever\nclauses: [{id: a, text: 5, reference: p}]\n", [(2, 25, "wrong-type")]),
        ("extends: clever\nclauses: [{text: A., reference: p}]\n", [(2, 11, "missing-key")]),
        ("extends: clever\nclauses: all\n", [(2, 10, "wrong-type")]),
        ("extends: clever\nreadings: [{id: X, text: So., clause: clever.x}]\n", [(2, 39, "unknown-clause")]),
        ("extends: clever\nreadings: [{id: X, text: So., others: [{value: a, text: Or.}]}]\n", [(2, 40, "unsound-policy")]),
        (
            "extends: clever\nreadings: [{id: X, text: So., others: [{value: a, text: Or., settings: {read_as: {V1: b}}}]}]\n",
            [(2, 82, "unsound-policy")],
        ),
        (
            "extends: clever\nreadings: [{id: X, text: So., others: [{value: a, text: Or., settings: {without: [b]}}]}]\n",
            [(2, 83, "unsound-policy")],
        ),
        ("title: Whole\nread_as: {V1: lower_row}\nwithout: [claim]\n", None),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_told_where_it_stands(text, expected):
    """One finding for each, in the file that says it; None: whatever else is told, these are."""
    _, told = read(text)

    assert expected == told or (expected is None and "unsound-policy" in {rule for _, _, rule in told})
