"""The sentences of a statement: the same in text, HTML and reports."""

from __future__ import annotations

from typing import Final

from statusgen import civil
from statusgen.model import Incident, Money, digits
from statusgen.policy import FeeBase, Measure, Milestone, Policy
from statusgen.render.findings import visible
from statusgen.timeline import MINUTE
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, State
from statusgen.uptime.amounts import base_fee
from statusgen.uptime.availability import SECONDS, Availability, shown
from statusgen.uptime.claims import Act, Done, Step
from statusgen.uptime.creditable import Lot, Why
from statusgen.uptime.credits import Credit
from statusgen.uptime.forgone import Forgone
from statusgen.uptime.ground import Ground, Reason
from statusgen.uptime.performance import Measured
from statusgen.uptime.support import Answer, Kept
from statusgen.verdict import Outcome

GROUNDS: Final = {
    Ground.EMERGENCY: "emergency work counts",
    Ground.CANCELLED: "the window was cancelled, and the work done all the same",
    Ground.EARLY_START: "before the announced start",
    Ground.OVERRUN: "past the announced end",
    Ground.OUTSIDE_HOURS: "outside the maintenance hours",
    Ground.NOT_ANNOUNCED: "this component was not announced before the start",
    Ground.MAINTENANCE: "approved maintenance",
    Ground.UNREPORTED: "before anybody reported it",
    Ground.PARTLY: "other components were up",
    Ground.SHORT: "too short to count",
}
OUTCOMES: Final = {
    Outcome.APPROVED: "approved without the notice that an exclusion asks for",
    Outcome.PENDING: "notice was still owed",
    Outcome.REJECTED: "not approved",
    Outcome.EMERGENCY: "emergency work",
}
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
KEPT: Final = {
    Kept.MET: "met",
    Kept.MISSED: "missed",
    Kept.OPEN: "open",
    Kept.EXEMPT: "exempt",
    Kept.NOT_REPORTED: "never reported",
}
MET: Final = {True: "met", False: "not met", None: "not known: what is unknown decides"}
MILESTONES: Final = {
    Milestone.ACKNOWLEDGEMENT: "acknowledgement",
    Milestone.ACTION: "action",
    Milestone.RESPONSE: "response",
    Milestone.RESOLUTION: "resolution",
}


def money(amount: Money) -> str:
    """`2,400.00 MXN`."""
    decimals = digits(amount.currency)
    whole, rest = divmod(amount.units, 10**decimals)
    return f"{whole:,}{f'.{rest:0{decimals}}' if decimals else ''} {amount.currency}"


def measured(availability: Availability, measure: Measure) -> str:
    """`78 of 43,200 minutes down [clause]`, in the unit that the contract takes."""
    unit, name = (SECONDS[measure.rounding.unit], "minutes") if measure.rounding else (1, "seconds")
    if unit % MINUTE == 0:
        down, basis = availability.measured_seconds // MINUTE, availability.basis_seconds // MINUTE
        return f"{down:,} of {basis:,} {name} down [{measure.clause}]"
    return f"{availability.measured_seconds:,} of {availability.basis_seconds:,} seconds down [{measure.clause}]"


def uptime(availability: Availability) -> str:
    """`99.848790 %`; where something is unknown, the least and the most that it can be."""
    if not availability.unknown_seconds:
        return f"{shown(availability.uptime)} %"
    return f"{shown(availability.least)} % to {shown(availability.uptime)} %"


def commitment(credit: Credit, policy: Policy) -> str:
    """`Enterprise: 99.9 %: met [clause]`."""
    plan = credit.plan
    named = f"{visible(plan.name or plan.id)}: " if len(policy.plans) > 1 else ""
    return f"{named}{plan.commitment.normalize():f} %{'' if plan.guaranteed else ', a target'}: {MET[credit.met]} [{plan.clause}]"


def given(credit: Credit, policy: Policy) -> str:
    """`5 % of the month's fee: uptime below 99.9 % [clause]`; `none`."""
    if not credit.share:
        return "none"
    conditions = " to customers who report" if policy.eligibility.report_required else ""
    return f"{percent(credit)} % of the month's fee{conditions}{row(credit)} [{policy.credits.clause}]"


def row(credit: Credit) -> str:
    """`: uptime below 99.9 %`, where a row of a table gives it."""
    if credit.tier is None:
        return ""
    return f": uptime {'at most' if credit.tier.inclusive else 'below'} {credit.tier.below.normalize():f} %"


def percent(credit: Credit) -> str:
    """`2.777777`: a share as percent, without zeros at its end."""
    return shown(credit.share).rstrip("0").rstrip(".")


def why(reason: Reason, account: Account) -> str:
    """Why an interval counts, or does not."""
    if isinstance(reason.event, Incident) and reason.ground in (Ground.FAILURE, Ground.CAUSE):
        cause = str(reason.event.cause).replace("_", " ")
        return f"cause {cause}: {'counts' if reason.ground.counts else 'excluded'}"
    if reason.ground is Ground.DURING_MAINTENANCE and reason.exclusion:
        return f"fell into the approved window {reason.exclusion.window}{commit(reason)}"
    if reason.ground is Ground.NOT_APPROVED:
        broken = next((one for one in account.forgone if one.window is reason.event), None)
        rules = dict.fromkeys(finding.rule for finding in broken.findings) if broken else ()
        return f"not approved: {', '.join(rules)}" if rules else "not approved"
    return f"{GROUNDS[reason.ground]}{commit(reason)}"


def commit(reason: Reason) -> str:
    """`, announced by commit 0123456789ab`, where that is the evidence."""
    return f", announced by commit {reason.exclusion.commit[:12]}" if reason.exclusion and reason.exclusion.commit else ""


def rules(forgone: Forgone) -> str:
    """The rules that cost a window its exclusion, with their clauses."""
    return ", ".join(dict.fromkeys(f"{one.rule} [{one.clause}]" if one.clause else one.rule for one in forgone.findings))


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
    made = "" if step.filed is None else f"{civil.show(step.filed.at, zone)}"
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


def answer(one: Answer, policy: Policy) -> str:
    """`response within 2 hours: met, 1 hour 3 minutes before [clause]`."""
    target = one.target
    plans = f" ({', '.join(target.plans)})" if target.plans else ""
    goal = "" if target.guaranteed else ", a goal"
    what = f"{MILESTONES[target.milestone]} within {target.within}{plans}{goal}"
    return f"{what}: {_kept(one, policy)} [{one.clause}]"


def _kept(one: Answer, policy: Policy) -> str:
    margin = one.margin_seconds
    match one.kept:
        case Kept.MET:
            return f"met, {civil.lasting(margin or 0)} to spare"
        case Kept.MISSED:
            if margin is not None:
                return f"missed by {civil.lasting(-margin)}"
            assert one.before is not None
            return f"missed: nothing is recorded, due {civil.show(one.before - 1, policy.time_zone)}"
        case Kept.OPEN:
            assert one.before is not None
            return f"open, due {civil.show(one.before - 1, policy.time_zone)}"
        case Kept.EXEMPT:
            return "none for this cause"
        case Kept.NOT_REPORTED:
            return "no report of it is recorded"


def owed(one: Entitlement, policy: Policy) -> str:
    """`5 % of 900.00 USD: 45.00 USD`; a share where the amount is not known."""
    base = base_fee(one.agreement, policy.credits)
    fee = money(base) if base else f"the month's {'fee' if policy.credits.base is FeeBase.MONTHLY_FEE else policy.credits.base}"
    share = shown(one.share).rstrip("0").rstrip(".")
    amount = money(one.amount) if one.amount else one.amount_unknown
    return f"{share} % of {fee}: {amount}"


def metric(one: Measured) -> str:
    """`latency below 50 ms: 3 of 310 values break it, the worst 71 ms [clause]`."""
    promised = one.metric
    threshold = (
        f"below {promised.below} {promised.unit}" if promised.below is not None else f"at least {promised.at_least} {promised.unit}"
    )
    name = promised.name or promised.id
    if not one.values:
        return f"{name} {threshold}: not measured [{promised.clause}]"
    if not one.breaches:
        return f"{name} {threshold}: kept in all {len(one.values)} values [{promised.clause}]"
    worst = (max if promised.below is not None else min)(one.breaches, key=lambda value: value.value)
    found = f"{len(one.breaches)} of {len(one.values)} values break it, the worst {worst.value} {promised.unit}"
    return f"{name} {threshold}: {found}; {worst.place} [{promised.clause}]"
