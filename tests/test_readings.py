"""Every other reading of every pack is tried on a project's files: it does what it says, and nothing comes of it elsewhere."""

import json
from pathlib import Path

import pytest
from accounting import accounted, pack, percent

from statusgen import rules, yaml12
from statusgen.civil import Month, instant
from statusgen.load import load
from statusgen.load.policies import packs
from statusgen.statement import statement

FOLDER = Path(__file__).parent / "cases" / "readings"
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}-{number}-{case['reading']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml12.read(file.name, file.read_bytes()).value)
]
IMPACTS = {"impacts": ["degraded", "partial_outage", "outage"]}
EVENT = {"title": "Sending failed", "components": ["api", "web"], "impact": "outage"}
SETTINGS = {
    "page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": "UTC"},
    "components": [{"id": "api", "name": "API"}, {"id": "web", "name": "Web"}],
    "announcements": "declared",
}


def statement_of(policy_id, case):
    """The month of a case, from files as they lie in a project."""
    month = case.get("month", "2026-11")
    texts = {
        "statusgen.yaml": SETTINGS | {"policies": [policy_id]},
        f"policies/{policy_id}.yaml": {"extends": policy_id, **case.get("settings", {})},
        **{f"windows/{name}.yaml": EVENT | window for name, window in case.get("windows", {}).items()},
        **{f"incidents/{name}.yaml": EVENT | incident for name, incident in case.get("incidents", {}).items()},
    }
    if "agreement" in case:
        texts["agreements/globex.yaml"] = {"customer": "Globex", "policy": policy_id, "fee": "900.00 USD", **case["agreement"]}
    now = instant(case.get("at", "2027-03-01T00:00:00Z"), "UTC")
    loaded = load({path: json.dumps(file, default=float).encode() for path, file in texts.items()}, now=now)
    assert () == loaded.findings
    verdicts = rules.verdicts(loaded.project, now)
    return statement(loaded.project, verdicts, Month.parse(month), now, closely=True)


def figures(account, answers, owed):
    """All that a case may expect."""
    found = {
        "counted": account.availability.counted_seconds,
        "measured": account.availability.measured_seconds,
        "basis": account.availability.basis_seconds,
        "credit": {credit.plan.id: percent(credit.share) for credit in account.credits},
        "answers": [str(answer.kept) for answer in answers],
    }
    if owed is not None:
        found |= {"payable": owed.payable.money.units, "void": owed.void.money.units}
    return found


@pytest.mark.parametrize(("policy_id", "case"), CASES)
def test_a_reading_does_what_it_says(policy_id, case):
    """What a month comes to as the pack reads its contract, and as it could be read otherwise."""
    made = statement_of(policy_id, case)
    (kept,) = made.kept
    again = next(one for one in kept.rereadings if f"{one.reading.id}={one.other.value}" == case["reading"])
    here, there = again.owed[0] if again.owed else (None, None)

    as_read, otherwise = figures(kept.account, kept.answers, here), figures(again.account, again.answers, there)

    assert case["as_read"] == {name: as_read[name] for name in case["as_read"]}
    assert case["otherwise"] == {name: otherwise[name] for name in case["otherwise"]}


@pytest.mark.parametrize("policy_id", packs())
def test_every_other_reading_is_tried(policy_id):
    """On a case in which it comes to something else, and by the settings that the pack gives it."""
    there = {f"{reading.id}={other.value}" for reading, other in pack(policy_id).other_readings()}
    tried = (case for of, case in (case.values for case in CASES) if of == policy_id)
    telling = {case["reading"] for case in tried if case["as_read"] != case["otherwise"]}

    assert there == telling


DEGRADED = [{"start": f"2026-{day} 10:00", "for": "1h", "impact": "degraded"} for day in ("11-05", "11-20", "12-05")]
AGAIN = {
    "id": "X1",
    "text": "A slow service is up.",
    "others": [{"value": "down", "text": "It is not.", "settings": {"scope": IMPACTS}}],
}


@pytest.mark.parametrize(("month", "told", "counted"), [("2026-11", True, 3600), ("2026-12", False, 3600), ("2026-10", True, None)])
def test_a_version_has_its_own_readings(month, told, counted):
    """Those that are open in the month, each on what began under a version in which it is: V1 until the 15th, X1 from then on."""
    versions = [{"effective_from": "2026-11-15", "readings": [AGAIN]}]
    made = accounted({"policy": "clever", "settings": {"versions": versions}, "month": month, "incidents": DEGRADED})
    again = {f"{one.reading.id}={one.other.value}": one.account for one in made.kept[0].rereadings}

    assert told is ("V1=lower_row" in again)
    assert counted == (again["X1=down"].availability.counted_seconds if "X1=down" in again else None)
    assert made.kept[0].account.availability.counted_seconds == 0


@pytest.mark.parametrize(("month", "counted"), [("2026-11", 3 * 3600), ("2026-12", 0)])
def test_a_reading_takes_from_each_version_what_it_says_there(month, counted):
    """V9 leaves out attacks and more; from the 15th on the contract names force majeure itself, and only attacks are open."""
    named = {"excluded_causes": [{"cause": "force_majeure", "clause": "clever.availability.scope"}]}
    attacks = {"excluded_causes": [*named["excluded_causes"], {"cause": "cyberattack", "clause": "clever.availability.scope"}]}
    reading = {
        "id": "V9",
        "text": "Attacks count.",
        "others": [{"value": "unrelated", "text": "They do not.", "settings": attacks}],
    }
    versions = [{"effective_from": "2026-11-15", **named, "readings": [reading]}]
    events = [("11-05", "force_majeure"), ("11-06", "government_action"), ("11-07", "cyberattack"), ("11-20", "cyberattack")]
    down = [{"start": f"2026-{day} 10:00", "for": "1h", "cause": cause} for day, cause in events]
    (kept,) = accounted({"policy": "clever", "settings": {"versions": versions}, "month": month, "incidents": down}).kept
    (again,) = (one.account for one in kept.rereadings if f"{one.reading.id}={one.other.value}" == "V9=unrelated")

    assert counted + (3600 if month == "2026-11" else 0) == kept.account.availability.counted_seconds
    assert again.availability.counted_seconds == 0


def test_where_no_maintenance_is_excused_all_of_it_counts():
    """Announced in time, approved, and downtime; a failure meanwhile is one, too, and each second counts once."""
    case = {
        "settings": {"maintenance": {"excuses": "nothing"}},
        "windows": {"work": {"start": "2026-11-10T10:00:00Z", "duration": "1h", "announced": "2026-11-01T10:00:00Z"}},
        "incidents": {"down": {"start": "2026-11-10T10:30:00Z", "duration": "1h"}},
    }
    (kept,) = statement_of("clicksend", case).kept
    (forgone,) = kept.account.forgone

    assert 5400 == kept.account.availability.counted_seconds
    assert ("approved", ["maintenance-counts"]) == (forgone.outcome, [finding.rule for finding in forgone.findings])
    assert ["never_excused", "failure"] == [reason.ground for _, reason in kept.account.counted]
    assert {"clicksend.exclusion.maintenance", "clicksend.scope"} == {reason.clause for _, reason in kept.account.counted}
