"""The sentences about a month under a contract: the same in text, HTML and reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from statusgen import civil
from statusgen.civil import Month
from statusgen.model import Incident
from statusgen.policy import Measure, Policy
from statusgen.render.findings import visible
from statusgen.statement import Statement
from statusgen.timeline import MINUTE
from statusgen.uptime.account import Account
from statusgen.uptime.availability import SECONDS, Availability, shown
from statusgen.uptime.credits import Credit
from statusgen.uptime.downtime import Excused
from statusgen.uptime.forgone import Forgone
from statusgen.uptime.ground import Event, Ground, Reason
from statusgen.verdict import Outcome

GROUNDS: Final = {
    Ground.NEVER_EXCUSED: "this contract excuses no maintenance",
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
MET: Final = {True: "met", False: "not met", None: "not known: what is unknown decides"}
UNKNOWN: Final = "no monitor spoke"
NOTHING_LEFT: Final = "the whole month is excluded: nothing was left to measure"
UNCHANGED: Final = "changes no figure"
NO_POLICY: Final = "The page is held to no policy: there is nothing to account for."


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
    if one.never_excused_by is not None and one.outcome is not Outcome.EMERGENCY:
        return f"{one.window.id}: {GROUNDS[Ground.NEVER_EXCUSED]} [{one.never_excused_by}]"
    why = f": {rules(one)}" if one.findings else ""
    return f"{one.window.id}: {OUTCOMES[one.outcome]}{why}"


def added(one: Forgone) -> str:
    """What that cost."""
    return f"adds {civil.lasting(one.added_seconds) if one.added_seconds else 'nothing'} to the counted downtime"


def rules(forgone: Forgone) -> str:
    """The rules that cost a window its exclusion, with their clauses."""
    return ", ".join(dict.fromkeys(f"{one.rule} [{one.clause}]" if one.clause else one.rule for one in forgone.findings))


def head(statement: Statement) -> str:
    """`statement for 2026-10, at 2026-11-22T12:00:00Z`."""
    return f"statement for {statement.month}, at {civil.rfc3339(statement.now)}"


def in_all(statements: Sequence[Statement]) -> str:
    """The heading of what several months come to."""
    return f"In all, {statements[0].month} to {statements[-1].month}"
