"""Packs and own policies: what ships is whole, and what a project writes is read or told of."""

import json

import jsonschema
import pytest
from accounting import COMPONENTS, pack

from statusgen import yaml12
from statusgen.civil import Opening
from statusgen.finding import Place
from statusgen.load.policies import packs, read_policies
from statusgen.load.schema import schema
from statusgen.policy import Channel, Policy

PACKS = ("clever", "clicksend", "ecerium", "infopromo", "klink")
HERE = Place("statusgen.yaml", 9, 12)

CLAUSES = {
    "clicksend": """commitment scope exclusion.maintenance exclusion.customer exclusion.other measure.minutes measure.basis rebate
        rebate.base rebate.cap rebate.form clock.report claim.complaint maint.regular maint.notice maint.window maint.unscheduled
        support.coverage support.urgent support.non_urgent""",
    "ecerium": """commitment scope exclusion.maintenance exclusion.customer exclusion.other measure.minutes measure.basis rebate
        rebate.cap clock.outage eligibility.report claim maint.regular maint.notice maint.unscheduled support.coverage
        support.urgent support.non_urgent""",
    "klink": """commitment.enterprise commitment.starter_growth eligibility scope downtime exclusion.meta exclusion.messaging
        exclusion.ai exclusion.connectivity exclusion.force_majeure exclusion.maintenance credits credits.form claim maint.notice
        maint.window maint.excluded maint.emergency support reports changes""",
    "infopromo": """commitment exclusion.maintenance exclusion.force_majeure exclusion.third_party exclusion.cyberattack credits
        credits.waiver claim metrics support updates ticket""",
    "clever": """availability availability.scope reliability response resolution resolution.platform resolution.exempt credits
        claim maint.excluded window window.weekday window.saturday window.sunday maint.notice maint.ack maint.emergency
        maint.restored report incident.contents""",
}  # fmt: skip
READINGS = {"clicksend": ("C", 12), "ecerium": ("E", 6), "klink": ("K", 10), "infopromo": ("I", 9), "clever": ("V", 13)}


READ = "extends: clever\nreadings: [{id: X1, text: So., others: [{value: b, text: Or so., settings: "
OPENING = "extends: clever\nmaintenance_hours: {openings: [{days: "


def told(text, *, wanted=("own",), more=None):
    """What is said of one own policy: (line, column, rule)."""
    texts = {"policies/own.yaml": text.encode(), **{f"policies/{name}": body.encode() for name, body in (more or {}).items()}}
    policies, findings = read_policies(texts, [(name, HERE) for name in wanted], COMPONENTS)
    assert bool(policies) is not bool(findings)
    return [(finding.place.line, finding.place.column, finding.rule) for finding in findings]


def own(text):
    """An own policy that can be read."""
    (policy,), findings = read_policies({"policies/own.yaml": text.encode()}, [("own", HERE)], COMPONENTS)
    assert () == findings
    return policy


def tree(name):
    """A pack as YAML holds it."""
    return yaml12.read(name, packs()[name].read_bytes()).value


def test_the_packs_are_these():
    """Five contracts ship with us."""
    assert PACKS == tuple(sorted(packs()))


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_sound(name):
    """As a project's own file it has nothing to tell of, though everything is looked at."""
    policies, findings = read_policies({f"policies/{name}.yaml": packs()[name].read_bytes()}, [(name, HERE)], COMPONENTS)

    assert () == findings
    assert (pack(name),) == policies


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_has_every_clause_of_its_contract(name):
    """Each clause has its id, a sentence, and the heading that it stands under."""
    clauses = pack(name).clauses

    assert [f"{name}.{clause}" for clause in CLAUSES[name].split()] == [clause.id for clause in clauses]
    assert all(clause.text.endswith(".") and clause.reference for clause in clauses)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_names_the_readings_in_play(name):
    """All of its own letter, each as a sentence."""
    letter, count = READINGS[name]
    readings = pack(name).readings

    assert {f"{letter}{number}" for number in range(1, count + 1)} <= {reading.id for reading in readings}
    assert all(reading.text.endswith(".") for reading in readings)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_fits_the_schema(name):
    """Editors check own policies by the form that reads them."""
    jsonschema.validate(json.loads(json.dumps(tree(name), default=float)), schema("policy"))


def test_the_schema_lets_an_extending_policy_leave_out_the_rest():
    """What extends says only what is different; what does not says all."""
    jsonschema.validate({"extends": "clever", "notice": {"hours": 72}}, schema("policy"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "Half a policy"}, schema("policy"))


def test_notice_and_channels_of_the_packs():
    """168 hours on the page, 48 by e-mail or in the application, any word before the start, 48 by e-mail."""
    notices = {name: (pack(name).notice.hours, tuple(map(str, pack(name).notice.channels))) for name in PACKS}

    everything = ("status_page", "email", "telephone", "in_app", "whatsapp")
    assert {
        "clever": (48, ("email",)),
        "clicksend": (168, ("status_page",)),
        "ecerium": (168, ("status_page",)),
        "infopromo": (0, everything),
        "klink": (48, ("email", "in_app")),
    } == notices
    assert Channel.TELEPHONE is pack("clever").notice.fallback


def test_clever_keeps_hours_that_join_from_saturday_to_monday():
    """Five nights, Saturday from 17:00 to its end, all of Sunday."""
    hours = pack("clever").maintenance_hours

    assert (Opening((0, 1, 2, 3, 4), 1260, 60), Opening((5,), 1020, 1440), Opening((6,), 0, 1440)) == hours.openings


def test_an_unknown_policy_is_told_where_it_is_named():
    """With the nearest name."""
    policies, (finding,) = read_policies({}, [("clevr", HERE), ("clever", HERE)], COMPONENTS)

    assert ["clever"] == [policy.id for policy in policies]
    assert (HERE, "unknown-policy", "Did you mean `clever`?") == (finding.place, finding.rule, finding.way_out)


def test_what_extends_a_pack_changes_what_it_says():
    """Mappings merge key by key, lists are replaced, the id is the file's name."""
    plans = "plans: [{id: p, commitment: 99, clause: clicksend.rebate}]"
    policy = own(f"extends: clicksend\nnotice: {{hours: 24}}\nscope: {{components: [api]}}\n{plans}\n")
    base = pack("clicksend")

    assert ("own", 24, base.notice.channels) == (policy.id, policy.notice.hours, policy.notice.channels)
    assert (("api",), ["p"], base.clauses) == (policy.scope.components, [plan.id for plan in policy.plans], policy.clauses)


def test_a_file_with_the_name_of_a_pack_refines_it():
    """`policies/clever.yaml` that extends `clever` takes the pack's place, and others extend what it made."""
    texts = {
        "policies/clever.yaml": b"extends: clever\nnotice: {hours: 72}\n",
        "policies/gold/best.yaml": b"extends: clever\ntime_zone: UTC\n",
    }
    (clever, best), findings = read_policies(texts, [("clever", HERE), ("best", HERE)], COMPONENTS)

    assert () == findings
    assert (72, 72, "America/Mexico_City", "UTC") == (clever.notice.hours, best.notice.hours, clever.time_zone, best.time_zone)


def test_policies_come_in_the_order_they_are_wanted_each_once():
    """What is not wanted is checked and left out."""
    texts = {"policies/own.yaml": b"extends: klink\n"}
    policies, findings = read_policies(texts, [(name, HERE) for name in ("klink", "clever", "klink")], COMPONENTS)

    assert (["klink", "clever"], ()) == ([policy.id for policy in policies], findings)


def test_a_policy_without_a_file_of_its_own_is_its_pack():
    """The same value whoever asks."""
    (policy,), _ = read_policies({}, [("klink", HERE)], COMPONENTS)

    assert isinstance(policy, Policy)
    assert pack("klink") is policy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: clevr\n", [(1, 10, "unknown-policy")]),
        ("extends: own\n", [(1, 10, "extends-cycle")]),
        ("extends: clever\nplan: 3\n", [(2, 1, "unknown-key")]),
        ("extends: clever\nnotice: {hours: soon, chanels: [email]}\n", [(2, 17, "wrong-type"), (2, 23, "unknown-key")]),
        ("extends: clever\nnotice: {hours: true}\n", [(2, 17, "wrong-type")]),
        ("extends: clever\nnotice: {channels: [fax]}\n", [(2, 21, "unknown-value")]),
        ("extends: clever\nnotice: {channels: []}\n", [(2, 20, "unsound-policy")]),
        ("extends: clever\nnotice: {hours: -1}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\nnotice: {hours: 100000}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\ntime_zone: Mars/Olympus\n", [(2, 12, "unknown-zone")]),
        ("extends: clever\nscope: {components: [api, wep]}\n", [(2, 27, "unknown-component")]),
        ("extends: clever\nscope: {clause: clever.scope}\n", [(2, 17, "unknown-clause")]),
        ("extends: clever\nmaintenance: {regular_clause: clever.regular}\n", [(2, 31, "unknown-clause")]),
        ("extends: clever\nplans: []\n", [(2, 8, "unsound-policy")]),
        ("extends: clever\nplans: [{id: p, commitment: 101, clause: clever.credits}]\n", [(2, 29, "unsound-policy")]),
        ('extends: clever\nplans: [{id: p, commitment: "99.9", clause: clever.credits}]\n', [(2, 29, "wrong-type")]),
        ("extends: clever\ncredits: {tiers: []}\n", [(2, 10, "unsound-policy")]),
        ("extends: clever\ncredits: {step: {percent: 10, per_percent: 1}}\n", [(2, 10, "unsound-policy")]),
        ("extends: clever\ncredits: {rate: {percent: 10}}\n", [(2, 11, "unknown-key")]),
        ("extends: infopromo\ncredits: {step: {per_minutes: 30}}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\nclaim: {within: 10 dys}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\nclaim: {within: 3 business days}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\neffective_from: 2027-02-30\n", [(2, 17, "not-a-time")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-01, notice: {hours: soon}}]\n", [(2, 57, "wrong-type")]),
        ("extends: clever\nversions: [{notice: {hours: 72}}]\n", [(2, 12, "missing-key")]),
        ("extends: clever\nversions: [{effective_from: 2027-01-02}, {effective_from: 2027-01-01}]\n", [(2, 59, "unsound-policy")]),
        ("extends: clever\nmeasure: {first_day: 29}\n", [(2, 22, "unsound-policy")]),
        ("extends: clever\nnotice: {hours: 50, basis: wall}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\nscope: {impacts: []}\n", [(2, 18, "unsound-policy")]),
        ("extends: clever\nmeasure: {shortest: {clause: clever.credits, seconds: 0}}\n", [(2, 55, "unsound-policy")]),
        ("extends: klink\nreports: [{clause: klink.reports, every: quarter, plans: [gold]}]\n", [(2, 59, "unsound-policy")]),
        ("extends: clever\nmetrics: [{id: a, clause: clever.credits, unit: ms}]\n", [(2, 11, "unsound-policy")]),
        ("extends: ecerium\nsupport: {calendar: {holidays: [2026-02-31]}}\n", [(2, 33, "not-a-time")]),
        ("extends: ecerium\nsupport: {calendar: {time_zone: Mars}}\n", [(2, 33, "unknown-zone")]),
        (READ + "{notice: {hours: soon}}}]}]\n", [(2, 93, "wrong-type")]),
        (READ + "{notice: {hours: -1}}}]}]\n", [(2, 93, "unsound-policy")]),
        ("extends: infopromo\ncredits: {step: {per_percent: 0}}\n", [(2, 17, "unsound-policy")]),
        ("extends: clever\ncredits: {tiers: [{below: 99, percent: 5}, {below: 99, percent: 9}]}\n", [(2, 52, "unsound-policy")]),
        ("extends: clever\ncredits: {tiers: [{below: 0, percent: 5}]}\n", [(2, 19, "unsound-policy")]),
        ("extends: clever\ncredits: {cap: {amount: 125}}\n", [(2, 16, "unsound-policy")]),
        ("extends: clever\ncredits: {cap: {clause: clever.credits}}\n", [(2, 16, "unsound-policy")]),
        ("extends: clever\ncredits: {cap: {percent: -1}}\n", [(2, 16, "unsound-policy")]),
        ("extends: clever\nmeasure: {basis: fixed}\n", [(2, 18, "unsound-policy")]),
        ("extends: clicksend\nmeasure: {minutes: 0}\n", [(2, 20, "unsound-policy")]),
        (OPENING + "[mon], from: '24:00', to: '25:00'}]}\n", [(2, 52, "not-a-time"), (2, 65, "not-a-time")]),
        (OPENING + "[], from: '20:00', to: '21:00'}]}\n", [(2, 39, "empty-value")]),
        (OPENING + "[mon], from: '20:00', to: '21:00', at: x}]}\n", [(2, 74, "unknown-key")]),
        ('extends: clever\ntitle: "two\\nlines"\n', [(2, 8, "bad-text")]),
        ("extends: clever\nclauses: [{id: a, text: A., reference: p}, {id: a, text: B., reference: p}]\n", None),
        ("extends: [clever]\n", None),
        ("- a list\n", [(1, 1, "wrong-type")]),
        ("", [(1, 1, "empty-file")]),
        ("id: gold\nextends: clever\n", [(1, 1, "unknown-key")]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(text, expected):
    """One finding for each, in the file that is wrong; None: whatever they are, they are told."""
    found = told(text)

    assert found
    assert expected in (None, found)


def test_a_clause_given_twice_is_told():
    """Two clauses of one id."""
    found = told("extends: clever\nclauses: [{id: a, text: A., reference: p}, {id: a, text: B., reference: p}]\n")

    assert "unsound-policy" in {rule for _, _, rule in found}


def test_two_plans_of_one_id_are_told():
    """At the second."""
    plans = ", ".join(f"{{id: p, commitment: {percent}, clause: clever.credits}}" for percent in (99, 98))

    assert [(2, 63, "unsound-policy")] == told(f"extends: clever\nplans: [{plans}]\n")


def test_policies_that_extend_each_other_are_told_once():
    """Where the circle closes."""
    assert [(1, 10, "extends-cycle")] == told("extends: other\n", more={"other.yaml": "extends: own\n"})


def test_a_broken_parent_is_told_once():
    """What extends it has no finding of its own."""
    assert [(2, 17, "wrong-type")] == told("extends: other\n", more={"other.yaml": "extends: clever\nnotice: {hours: soon}\n"})


def test_two_files_of_one_id_are_told():
    """In different folders."""
    texts = {"policies/a/own.yaml": b"extends: clever\n", "policies/own.yaml": b"extends: clever\n"}
    _, findings = read_policies(texts, [("own", HERE)], COMPONENTS)

    assert [("policies/own.yaml", "duplicate-id")] == [(finding.place.file, finding.rule) for finding in findings]


def test_a_whole_policy_names_each_missing_section():
    """A file that extends nothing says everything."""
    found = told("title: Gold\n")

    assert {"missing-key"} == {rule for _, _, rule in found}
