"""A month's statement as text for people; `json`, for programs, is next door."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from statusgen import civil
from statusgen.model import Incident, Money, digits
from statusgen.policy import Measure, Policy, Rounding
from statusgen.render.findings import WIDTH, visible
from statusgen.render.statement_v1 import json
from statusgen.statement import Statement
from statusgen.timeline import MINUTE
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement
from statusgen.uptime.availability import Availability, shown
from statusgen.uptime.charging import Charged
from statusgen.uptime.credits import Credit
from statusgen.uptime.downtime import Excused, Ground, Reason
from statusgen.uptime.forgone import Forgone
from statusgen.verdict import Outcome

__all__ = ["json", "text"]

_LABEL: Final = 14
_GROUNDS: Final = {
    Ground.EMERGENCY: "emergency work counts",
    Ground.CANCELLED: "the window was cancelled, and the work done all the same",
    Ground.EARLY_START: "before the announced start",
    Ground.OVERRUN: "past the announced end",
    Ground.NOT_ANNOUNCED: "this component was not announced before the start",
    Ground.MAINTENANCE: "approved maintenance",
}
_OUTCOMES: Final = {
    Outcome.APPROVED: "approved without the notice that an exclusion asks for",
    Outcome.PENDING: "notice was still owed",
    Outcome.REJECTED: "not approved",
    Outcome.EMERGENCY: "emergency work",
}


def text(statement: Statement) -> str:
    """The statement in at most 100 columns: each policy's figures with every interval behind them, then the agreements."""
    parts = [f"{visible(statement.page)}: statement for {statement.month}, at {civil.rfc3339(statement.now)}"]
    parts += ["\n".join(_account(account, statement.now)) for account in statement.accounts]
    parts += [
        f"{policy.id}: the month begins {civil.show(statement.month.span(policy.time_zone).start, policy.time_zone)}."
        for policy in statement.to_come
    ]
    if statement.undeclared:
        parts.append(_undeclared(statement))
    if not (statement.accounts or statement.to_come or statement.undeclared):
        parts.append("The page is held to no policy: there is nothing to account for.")
    if statement.entitlements:
        of = {account.policy.id: account for account in statement.accounts}
        lines = [line for one in statement.entitlements for line in _entitlement(one, of[one.agreement.policy])]
        parts.append("\n".join(["Agreements (private)", *lines]))
    return "\n\n".join(parts) + "\n"


def _undeclared(statement: Statement) -> str:
    first = statement.declared_from
    since = "" if first is None else f" before {civil.show(first, statement.undeclared[0].time_zone)}"
    return f"Nothing is declared{since}: there is nothing to account for."


def _wrapped(said: str, indent: int, hanging: int = 2) -> list[str]:
    return textwrap.wrap(
        visible(said), WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + hanging), break_on_hyphens=False
    )


def _entry(label: str, said: str, indent: int = 2) -> list[str]:
    return _wrapped(f"{label:{_LABEL}}{said}", indent, _LABEL)


def _account(account: Account, now: int) -> Iterator[str]:
    policy = account.policy
    yield from _wrapped(f"{policy.id}: {policy.title}", 0)
    yield from _entry("Period", civil.show_span(account.period, policy.time_zone))
    if account.provisional:
        yield from _entry("", f"provisional: known up to {civil.show(now, policy.time_zone)}")
    yield from _entry("Uptime", f"{shown(account.availability.uptime)} %: {_measured(account.availability, policy.measure)}")
    if not account.availability.basis_seconds:
        yield from _entry("", "the whole month is excluded: nothing was left to measure")
    for credit in account.credits:
        yield from _entry("Commitment", _commitment(credit, policy))
        yield from _entry("Credit", _credit(credit, policy))
    yield from _intervals("Counted", account.counted, account)
    yield from _intervals("Not counted", account.left_out, account)
    for number, excused in enumerate(account.downtime.failures_excused):
        if not number:
            yield "  Failures inside approved windows"
        yield from _excused(excused)
    for number, one in enumerate(account.forgone):
        if not number:
            yield "  Windows without an exclusion"
        yield from _forgone(one)
    if policy.readings:
        yield from _entry("Readings", " ".join(reading.id for reading in policy.readings))


def _measured(availability: Availability, measure: Measure) -> str:
    if measure.rounding is Rounding.NEAREST_MINUTE:
        minutes, basis = availability.measured_seconds // MINUTE, availability.basis_seconds // MINUTE
        return f"{minutes:,} of {basis:,} minutes down [{measure.clause}]"
    return f"{availability.measured_seconds:,} of {availability.basis_seconds:,} seconds down [{measure.clause}]"


def _commitment(credit: Credit, policy: Policy) -> str:
    plan = credit.plan
    named = f"{visible(plan.name or plan.id)}: " if len(policy.plans) > 1 else ""
    kept = "met" if credit.met else "not met"
    return f"{named}{plan.commitment.normalize():f} %{'' if plan.guaranteed else ', a target'}: {kept} [{plan.clause}]"


def _credit(credit: Credit, policy: Policy) -> str:
    if not credit.share:
        return "none"
    row = f": uptime below {credit.tier.below.normalize():f} %" if credit.tier else ""
    conditions = " to customers who report" if policy.eligibility.report_required else ""
    return f"{_percent(credit)} % of the month's fee{conditions}{row} [{policy.credits.clause}]"


def _percent(credit: Credit) -> str:
    return shown(credit.share).rstrip("0").rstrip(".")


def _intervals(heading: str, charged: Sequence[Charged[Reason]], account: Account) -> Iterator[str]:
    seconds = sum(span.seconds for span, _ in charged)
    yield from _entry(heading, civil.lasting(seconds) if charged else "nothing")
    for span, reason in charged:
        yield from _wrapped(f"{civil.show_span(span, account.policy.time_zone)}, {civil.lasting(span.seconds)}", 4)
        event = reason.event
        kind = "incident" if isinstance(event, Incident) else "window"
        yield from _wrapped(f"{kind} {event.id}: {event.title} ({', '.join(event.components)})", 6)
        yield from _wrapped(f"{_why(reason, account)} [{reason.clause}]; {event.origin.at('start')}", 6)


def _why(reason: Reason, account: Account) -> str:
    if isinstance(reason.event, Incident) and reason.ground in (Ground.FAILURE, Ground.CAUSE):
        cause = str(reason.event.cause).replace("_", " ")
        return f"cause {cause}: {'counts' if reason.ground.counts else 'excluded'}"
    if reason.ground is Ground.DURING_MAINTENANCE and reason.exclusion:
        return f"fell into the approved window {reason.exclusion.window}{_commit(reason)}"
    if reason.ground is Ground.NOT_APPROVED:
        broken = next((one for one in account.forgone if one.window is reason.event), None)
        rules = dict.fromkeys(finding.rule for finding in broken.findings) if broken else ()
        return f"not approved: {', '.join(rules)}" if rules else "not approved"
    return f"{_GROUNDS[reason.ground]}{_commit(reason)}"


def _commit(reason: Reason) -> str:
    return f", announced by commit {reason.exclusion.commit[:12]}" if reason.exclusion and reason.exclusion.commit else ""


def _rules(forgone: Forgone) -> str:
    return ", ".join(dict.fromkeys(f"{one.rule} [{one.clause}]" if one.clause else one.rule for one in forgone.findings))


def _excused(excused: Excused) -> Iterator[str]:
    reason = excused.reason
    window = reason.exclusion.window if reason.exclusion else ""
    inside = f"{reason.event.id}: {civil.lasting(excused.seconds)} inside {window}, not counted [{reason.clause}]"
    yield from _wrapped(f"{inside}; {reason.event.origin.at('start')}", 4)


def _forgone(forgone: Forgone) -> Iterator[str]:
    why = f": {_rules(forgone)}" if forgone.findings else ""
    added = civil.lasting(forgone.added_seconds) if forgone.added_seconds else "nothing"
    yield from _wrapped(f"{forgone.window.id}: {_OUTCOMES[forgone.outcome]}{why}", 4)
    yield from _wrapped(f"adds {added} to the counted downtime; {forgone.window.origin.at('start')}", 6)


def _entitlement(one: Entitlement, account: Account) -> Iterator[str]:
    agreement, policy = one.agreement, account.policy
    plan = f", {one.credit.plan.name or one.credit.plan.id}" if one.credit and len(policy.plans) > 1 else ""
    yield from _wrapped(f"{agreement.customer}: {policy.id}{plan}; {agreement.origin.at('customer')}", 2)
    yield from _entry("Creditable", f"{shown(one.creditable.uptime)} %: {_measured(one.creditable, policy.measure)}", 4)
    if one.refused:
        clause = f" [{one.refused_clause}]" if one.refused_clause else ""
        yield from _entry("Credit", f"none: {one.refused}{clause}", 4)
        return
    if one.credit is None or not one.share:
        yield from _entry("Credit", "none", 4)
        return
    fee = f" of {_money(agreement.fee)}" if agreement.fee else " of the month's fee"
    amount = _money(one.amount) if one.amount else one.amount_unknown
    capped = f", capped [{policy.credits.cap.clause}]" if one.capped and policy.credits.cap else ""
    yield from _entry("Credit", f"{_percent(one.credit)} %{fee}: {amount}{capped} [{policy.credits.clause}]", 4)
    yield from _entry("Claim", _claim(one, account), 4)


def _claim(one: Entitlement, account: Account) -> str:
    claim = account.policy.claim
    if claim is None or not claim.required:
        return "none is asked for"
    claimed = one.agreement.claims.get(str(account.month))
    if claimed is not None:
        return f"made {civil.show(claimed, account.policy.time_zone)}; asked for {claim.within} [{claim.clause}]"
    return f"{claim.within} [{claim.clause}]"


def _money(money: Money) -> str:
    decimals = digits(money.currency)
    whole, rest = divmod(money.units, 10**decimals)
    return f"{whole:,}{f'.{rest:0{decimals}}' if decimals else ''} {money.currency}"
