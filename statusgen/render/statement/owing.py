"""The sentences about what one customer is owed and has to do: the same in text, HTML and reports. Private."""

from __future__ import annotations

from typing import Final

from statusgen import civil
from statusgen.model import Money, digits
from statusgen.policy import FeeBase, Policy
from statusgen.uptime.agreement import Entitlement, State
from statusgen.uptime.amounts import base_fee
from statusgen.uptime.availability import shown
from statusgen.uptime.claims import Act, Done, Step
from statusgen.uptime.creditable import Lot, Why
from statusgen.uptime.telling import Incomplete

WHYS: Final = {
    Why.CLEAR: "everything was done in time",
    Why.NOT_AGREED: "outside of the agreement's time",
    Why.BEFORE_REPORT: "before the customer reported it",
    Why.NOT_REPORTED: "never reported by the customer",
    Why.REPORTED_LATE: "reported too late",
    Why.NOTHING_REPORTED: "no problem of this month was reported",
    Why.NOT_CLAIMED: "not claimed",
    Why.CLAIMED_LATE: "claimed too late",
    Why.CLAIMED_EARLY: "claimed too early",
    Why.CLAIM_INCOMPLETE: "the claim is not whole",
}
DONES: Final = {
    Done.IN_TIME: "done in time",
    Done.OPEN: "open",
    Done.TOO_EARLY: "too early: to be made again",
    Done.LATE: "done too late",
    Done.MISSED: "not done in time",
}
STATES: Final = {
    State.NOTHING: "nothing is due",
    State.PAYABLE: "payable now",
    State.PENDING: "pending",
    State.VOID: "void",
}


def money(amount: Money) -> str:
    """`2,400.00 MXN`."""
    decimals = digits(amount.currency)
    whole, rest = divmod(amount.units, 10**decimals)
    return f"{whole:,}{f'.{rest:0{decimals}}' if decimals else ''} {amount.currency}"


def lot(one: Lot) -> str:
    """`void: never reported by the customer [clause]`."""
    clause = f" [{one.clause}]" if one.clause else ""
    return f"{one.fate.value}: {WHYS[one.why]}{clause}"


def before(deadline: int, zone: str) -> str:
    """The last second that is in time; at a midnight, that the day is over then."""
    shown_at = civil.show(deadline, zone)
    return f"before {shown_at}" if " 00:00 " in shown_at else f"until {civil.show(deadline - 1, zone)}"


def needed(step: Step, policy: Policy) -> str:
    """What a customer has to do, by when, and where that stands."""
    zone = policy.time_zone
    what = f"{step.act.value} {step.about}"
    due = "" if step.before is None else f" {before(step.before, zone)}"
    if step.act is Act.CLAIM and policy.claim is not None and policy.claim.channels:
        what += f" by {' or '.join(policy.claim.channels)}{f' to {policy.claim.address}' if policy.claim.address else ''}"
    return f"{what}{due}: {_stands(step, policy)} [{step.clause}]"


def _stands(step: Step, policy: Policy) -> str:
    zone = policy.time_zone
    made = "" if step.filed is None else civil.show(step.filed.at, zone)
    if step.filed is not None and step.filed.channel and step.act is Act.CLAIM:
        made += f" by {step.filed.channel}"
    lacking = ", ".join(field.replace("_", " ") for field in step.missing)
    if step.filed is not None and step.missing:
        return f"made {made}, without {lacking}: {'still to be added' if step.done is Done.OPEN else 'too late to be added'}"
    match step.done:
        case Done.IN_TIME:
            return f"done {made}, in time"
        case Done.OPEN:
            soon = ", " + remind(step, zone) if step.remind_by is not None and step.remind_by != step.before else ""
            contents = ", ".join(field.replace("_", " ") for field in policy.claim.fields) if policy.claim else ""
            asked = f", with {contents}" if contents and step.act is Act.CLAIM else ""
            return f"open{asked}{soon}"
        case Done.TOO_EARLY:
            return f"made {made}, too early: make it again"
        case Done.LATE:
            return f"done {made}, too late"
        case Done.MISSED:
            return "not done in time" if step.filed is None else f"made {made}, which does not do"


def remind(step: Step, zone: str) -> str:
    """The earliest deadline that any reading gives."""
    assert step.remind_by is not None
    return f"best {before(step.remind_by, zone)}, the earliest that any reading gives"


def owed(one: Entitlement, policy: Policy) -> str:
    """`5 % of 900.00 USD: 45.00 USD`; a share where the amount is not known."""
    base = base_fee(one.agreement, policy.credits)
    fee = money(base) if base else f"the month's {'fee' if policy.credits.base is FeeBase.MONTHLY_FEE else policy.credits.base}"
    share = shown(one.share).rstrip("0").rstrip(".")
    amount = money(one.amount) if one.amount else one.amount_unknown
    return f"{share} % of {fee}: {amount}"


def agreement(one: Entitlement, policy: Policy) -> str:
    """`Globex: klink, Enterprise`."""
    plan = f", {one.credit.plan.name or one.credit.plan.id}" if one.credit and len(policy.plans) > 1 else ""
    return f"{one.agreement.customer}: {policy.id}{plan}"


def incomplete(one: Incomplete, policy: Policy) -> str:
    """`sending-failed, made Tue 2026-11-03 10:12 -06:00: without evidence, steps [clause]`."""
    made = civil.show(one.filed.at, policy.time_zone)
    return f"{one.event.id}, made {made}: without {', '.join(field.replace('_', ' ') for field in one.missing)} [{one.clause}]"
