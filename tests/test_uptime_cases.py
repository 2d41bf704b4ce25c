"""Every file in `cases/uptime/` is a month with the figures it comes to; the arithmetic is in its comment."""

from pathlib import Path

import pytest
from accounting import accounted, pack, percent

from statusgen import civil, yaml12
from statusgen.load.policies import packs
from statusgen.uptime.availability import shown

CASES = Path(__file__).parent / "cases" / "uptime"
FILES = sorted(CASES.rglob("*.yaml"))
READINGS = {reading.id: name for name in packs() for reading in pack(name).readings if name != "ecerium" or reading.id[0] == "E"}
"""Every reading, and the pack in which it is tried: Ecerium's C1 is ClickSend's."""
OTHERS = [
    pytest.param(one.id, other.value, id=f"{one.id}={other.value}")
    for one, other in (each for name in packs() for each in pack(name).other_readings() if READINGS[each[0].id] == name)
]


def figures(statement):
    """All that a case may expect."""
    account = statement.accounts[0]
    found = {
        "counted": account.availability.counted_seconds,
        "measured": account.availability.measured_seconds,
        "basis": account.availability.basis_seconds,
        "left_out": account.left_out_seconds,
        "uptime": percent(account.availability.uptime),
        "shown": shown(account.availability.uptime),
        "met": {credit.plan.id: credit.met for credit in account.credits},
        "credit": {credit.plan.id: percent(credit.share) for credit in account.credits},
        "provisional": account.provisional,
        "grounds": [reason.ground.value for _, reason in account.counted],
        "left_out_grounds": [reason.ground.value for _, reason in account.left_out],
        "added": {one.window.id: one.added_seconds for one in account.forgone},
    }
    for name in ("met", "credit"):
        if list(found[name]) == ["standard"]:
            found[name] = found[name]["standard"]
    kept = statement.due[0] if statement.due else statement.kept[0]
    found |= answered(kept.answers, account.policy) | performed(statement.kept[0])
    for owed in statement.entitlements:
        found |= lots(owed, account.policy)
        found |= {"creditable": owed.availability.measured_seconds, "owed": percent(owed.share), "capped": owed.capped}
        found |= {"amount": owed.amount and owed.amount.units, "refused": owed.refusal is not None, "state": owed.state.value}
        found |= {fate: units(getattr(owed, fate)) for fate in ("payable", "pending", "unreported", "void")}
    return found


def answered(answers, policy):
    """Where each promise of support stands, and until when there is time."""
    named = {f"{one.incident.id} {one.target.milestone} within {one.target.within}": one for one in answers}
    assert len(named) == len(answers)
    due = {name: civil.show(one.before - 1, policy.time_zone) for name, one in named.items() if one.before is not None}
    return {"answers": {name: one.kept.value for name, one in named.items()}, "due": due}


def performed(kept):
    """How many incidents count against the promise of few, whether it was kept, and the values that break a metric."""
    few = kept.registered
    breaches = {one.metric.id: len(one.breaches) for one in kept.measured if one.values}
    return {"registered": few and len(few.incidents), "reliable": few and few.kept, "breaches": breaches}


def lots(owed, policy):
    """What becomes of the counted seconds, and what the customer has to do by when."""
    steps = {f"{step.act} {step.about}": step for step in owed.steps}

    def told(name):
        return {what: civil.show(at, policy.time_zone) for what, step in steps.items() if (at := getattr(step, name)) is not None}

    return {
        "lots": [f"{span.seconds} {lot.fate} {lot.why}" for span, lot in owed.creditable.parts],
        "steps": {what: step.done.value for what, step in steps.items()},
        "missing": {what: list(step.missing) for what, step in steps.items() if step.missing},
        "before": told("before"),
        "remind": told("remind_by"),
    }


def units(owed):
    """An amount in the currency's smallest unit, else the share in percent."""
    return percent(owed.share) if owed.money is None else owed.money.units


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CASES).with_suffix("").as_posix())
def test_a_month_comes_to_what_its_case_says(file):
    """The figures that a case expects, to the second and exact."""
    expected, found = held(file)

    assert expected == found


def held(file, reading=None):
    """What a case expects, and what is found, maybe under another reading."""
    document = yaml12.read(file.name, file.read_bytes())
    assert [] == document.findings
    expected = document.value.pop("expect")
    found = figures(accounted(document.value | ({"reading": reading} if reading else {})))
    return expected, {name: found[name] for name in expected}


def test_there_are_cases():
    """A moved folder must not look like success."""
    assert 300 <= len(FILES)


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_has_a_case_of_how_it_is_read(reading):
    """In a folder of its name, under its own contract."""
    documents = [yaml12.read(file.name, file.read_bytes()).value for file in (CASES / "readings" / reading).glob("*.yaml")]

    assert [case for case in documents if case["policy"] == READINGS[reading] and "reading" not in case]


@pytest.mark.parametrize(("reading", "value"), OTHERS)
def test_the_cases_of_a_reading_tell_it_from_every_other_one(reading, value):
    """Read otherwise, one of them at least comes to something else: it would not pass."""
    files = [file for file in FILES if file.parent == CASES / "readings" / reading and "\nreading:" not in file.read_text()]
    outcomes = [held(file, f"{reading}={value}") for file in files]

    assert [expected for expected, found in outcomes if expected != found]
