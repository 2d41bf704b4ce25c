"""The sentences of a statement: the same in text, HTML and reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from statusgen import civil
from statusgen.civil import Month
from statusgen.model import Incident, Money, digits
from statusgen.policy import FeeBase, Measure, Metric, Milestone, Policy, Target
from statusgen.render.findings import visible
from statusgen.statement import Statement
from statusgen.timeline import MINUTE
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, State
from statusgen.uptime.amounts import base_fee
from statusgen.uptime.availability import SECONDS, Availability, shown
from statusgen.uptime.claims import Act, Done, Step
from statusgen.uptime.creditable import Lot, Why
from statusgen.uptime.credits import Credit
from statusgen.uptime.downtime import Excused
from statusgen.uptime.forgone import Forgone
from statusgen.uptime.ground import Event, Ground, Reason
from statusgen.uptime.performance import Measured, Registered
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


UNKNOWN: Final = "no monitor spoke"
NOTHING_LEFT: Final = "the whole month is excluded: nothing was left to measure"
UNCHANGED: Final = "changes no figure"
NO_POLICY: Final = "The page is held to no policy: there is nothing to account for."


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
    target = "" if plan.guaranteed else ", a target"
    return f"{_of_plan(credit, policy)}{plan.commitment.normalize():f} %{target}: {MET[credit.met]} [{plan.clause}]"


def given(credit: Credit, policy: Policy) -> str:
    """`5 % of the month's fee: uptime below 99.9 % [clause]`; `Enterprise: none`."""
    named = _of_plan(credit, policy)
    if not credit.share:
        return f"{named}none"
    conditions = " to customers who report" if policy.eligibility.report_required else ""
    return f"{named}{percent(credit)} % of the month's fee{conditions}{row(credit)} [{policy.credits.clause}]"


def _of_plan(credit: Credit, policy: Policy) -> str:
    """Whose it is, where there are several plans."""
    return f"{visible(credit.plan.name or credit.plan.id)}: " if len(policy.plans) > 1 else ""


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


def event(one: Event) -> str:
    """`incident 2026-10-14-sms-failed: SMS sending failed (sms)`."""
    return f"{kind(one)} {one.id}: {one.title} ({', '.join(one.components)})"


def kind(one: Event) -> str:
    """`incident` or `window`."""
    return "incident" if isinstance(one, Incident) else "window"


def version(account: Account) -> str:
    """By which version of the contract a month is measured; nothing where it has but one."""
    since = account.policy.effective_from
    if not (account.versions.versions or since):
        return ""
    return f"by the version in force since {since}" if since else "by the first version"


def undeclared(statement: Statement) -> str:
    """That nothing is said of a month that was over before anything was declared."""
    first = statement.declared_from
    since = "" if first is None else f" before {civil.show(first, statement.undeclared[0].time_zone)}"
    return f"Nothing is declared{since}: there is nothing to account for."


def begins(policy: Policy, month: Month) -> str:
    """When a month begins that has not under one of the policies."""
    start = month.span(policy.time_zone, policy.measure.first_day).start
    return f"{policy.id}: the month begins {civil.show(start, policy.time_zone)}."


def excused(one: Excused) -> str:
    """A failure that fell into an approved window, and by which clause it does not count."""
    reason = one.reason
    window = reason.exclusion.window if reason.exclusion else ""
    return f"{reason.event.id}: {civil.lasting(one.seconds)} inside {window}, not counted [{reason.clause}]"


def forgone(one: Forgone) -> str:
    """Why a window earned no exclusion: `cache: not approved: notice-period [clause]`."""
    why = f": {rules(one)}" if one.findings else ""
    return f"{one.window.id}: {OUTCOMES[one.outcome]}{why}"


def added(one: Forgone) -> str:
    """What that cost."""
    return f"adds {civil.lasting(one.added_seconds) if one.added_seconds else 'nothing'} to the counted downtime"


def registered(one: Registered) -> str:
    """`3 of at most 4: kept [clause]`."""
    return f"{len(one.incidents)} of at most {one.promise.incidents}: {'kept' if one.kept else 'missed'} [{one.promise.clause}]"


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
    return f"{promise(one.target)}: {outcome(one, policy)} [{one.clause}]"


def promise(target: Target) -> str:
    """`response within 2 hours (enterprise), a goal`."""
    plans = f" ({', '.join(target.plans)})" if target.plans else ""
    goal = "" if target.guaranteed else ", a goal"
    return f"{MILESTONES[target.milestone]} within {target.within}{plans}{goal}"


def answered(incident: Incident) -> str:
    """`2026-10-14-sms-failed, P1`: whose answers are told."""
    return f"{incident.id}{f', {incident.priority}' if incident.priority else ''}"


def outcome(one: Answer, policy: Policy) -> str:
    """`met, 1 hour 3 minutes to spare`."""
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


def agreement(one: Entitlement, policy: Policy) -> str:
    """`Globex: klink, Enterprise`."""
    plan = f", {one.credit.plan.name or one.credit.plan.id}" if one.credit and len(policy.plans) > 1 else ""
    return f"{one.agreement.customer}: {policy.id}{plan}"


def head(statement: Statement) -> str:
    """`statement for 2026-10, at 2026-11-22T12:00:00Z`."""
    return f"statement for {statement.month}, at {civil.rfc3339(statement.now)}"


def in_all(statements: Sequence[Statement]) -> str:
    """The heading of what several months come to."""
    return f"In all, {statements[0].month} to {statements[-1].month}"


def metric(one: Measured) -> str:
    """`Network latency below 50 ms: broken by 3 of 310 values, the worst 71 ms; measurements/a.csv:7:9 [clause]`."""
    promised, clause = one.metric, one.metric.clause
    if not one.values:
        return f"{threshold(promised)}: not measured [{clause}]"
    if not one.breaches:
        return f"{threshold(promised)}: kept in {'all ' if len(one.values) > 1 else ''}{_values(one)} [{clause}]"
    worst = (max if promised.below is not None else min)(one.breaches, key=lambda value: value.value)
    found = f"broken by {len(one.breaches):,} of {_values(one)}, the worst {worst.value} {promised.unit}"
    return f"{threshold(promised)}: {found}; {worst.place} [{clause}]"


def _values(one: Measured) -> str:
    return f"{len(one.values):,} value{'' if len(one.values) == 1 else 's'}"


def threshold(promised: Metric) -> str:
    """`Network latency below 50 ms`, with the plans that have it."""
    plans = f" ({', '.join(promised.plans)})" if promised.plans else ""
    bound = f"below {promised.below}" if promised.below is not None else f"at least {promised.at_least}"
    return f"{promised.name or promised.id}{plans} {bound} {promised.unit}"
