"""What is one customer owed for a month? Private: nothing of this may reach the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from statusgen.model import Agreement, Money, digits
from statusgen.policy import Cap, Clock, Eligibility, Plan, Policy, ReportScope
from statusgen.timeline import Span, Timeline
from statusgen.uptime.account import Account
from statusgen.uptime.availability import Availability, availability
from statusgen.uptime.credits import Credit, credit


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What an agreement gives its customer for a month, once it is claimed as the contract asks."""

    agreement: Agreement
    creditable: Availability
    """What the table reads: the downtime that this customer can be credited with."""
    credit: Credit | None
    """None where the agreement names no plan of the policy."""
    share: Fraction
    """Of the fee; 0 where `refused` says why nothing is given."""
    amount: Money | None
    """After the cap, in the currency's smallest unit; None where `amount_unknown` says why."""
    capped: bool = False
    """Whether the cap made the amount smaller."""
    refused: str = ""
    """Why there is no credit whatever the uptime."""
    refused_clause: str | None = None
    amount_unknown: str = ""
    """Why the amount cannot be told."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a customer has no credit, and by which clause."""

    why: str
    clause: str | None


def entitlement(agreement: Agreement, account: Account, now: int) -> Entitlement:
    """What is owed under an agreement of the account's policy."""
    policy = account.policy
    creditable = availability(
        policy.measure, _creditable(agreement, account, now).seconds, account.period.seconds, account.exclusion_seconds
    )
    plan = _plan(agreement, policy)
    given = credit(policy, plan, account.availability.uptime, creditable.uptime) if plan else None
    refusal = _refusal(agreement, account, plan, now)
    share = given.share if given and refusal is None else Fraction(0)
    unknown = _unknown(agreement.fee, policy.credits.cap, share)
    amount, capped = (None, False) if unknown or agreement.fee is None else _amount(agreement.fee, policy.credits.cap, share)
    return Entitlement(
        agreement=agreement,
        creditable=creditable,
        credit=given,
        share=share,
        amount=amount,
        capped=capped,
        refused=refusal.why if refusal else "",
        refused_clause=refusal.clause if refusal else None,
        amount_unknown=unknown,
    )


def _plan(agreement: Agreement, policy: Policy) -> Plan | None:
    if agreement.plan is None:
        return policy.plans[0] if len(policy.plans) == 1 else None
    return next((plan for plan in policy.plans if plan.id == agreement.plan), None)


def _refusal(agreement: Agreement, account: Account, plan: Plan | None, now: int) -> _Refusal | None:
    eligibility = account.policy.eligibility
    if not _in_force(agreement, account.period):
        return _Refusal("The agreement is not in force in this month.", eligibility.active_clause)
    if plan is None:
        return _Refusal("The agreement names no plan of the policy.", None)
    if not plan.guaranteed:
        return _Refusal(f"{plan.name or plan.id} has a target and no guarantee.", plan.clause)
    if eligibility.report_required and not _reported(agreement, account, now):
        return _Refusal("The customer reported no problem of this month.", eligibility.report_clause)
    return None


def _in_force(agreement: Agreement, period: Span) -> bool:
    since = period.start if agreement.since is None else agreement.since
    until = period.end if agreement.until is None else agreement.until
    return agreement.active and since < period.end and until > period.start


def _reported(agreement: Agreement, account: Account, now: int) -> bool:
    """Whether one problem of the month was reported (E3), however late (E4)."""
    return any(event in account.events and at <= now for event, at in agreement.reports.items())


def _creditable(agreement: Agreement, account: Account, now: int) -> Timeline:
    """The counted downtime from which this customer's credit is computed."""
    eligibility = account.policy.eligibility
    if not _by_report(eligibility):
        return account.downtime.counted
    return Timeline(_since_reports(agreement, account, now))


def _by_report(eligibility: Eligibility) -> bool:
    only_reported = eligibility.report_required and eligibility.report_scope is ReportScope.INCIDENT
    return only_reported or eligibility.clock is Clock.REPORT


def _since_reports(agreement: Agreement, account: Account, now: int) -> Iterator[Span]:
    """Of every reported event, its counted downtime, where the clock starts at the report only from then on."""
    from_report = account.policy.eligibility.clock is Clock.REPORT
    for event, reported in agreement.reports.items():
        for stretch in account.downtime.by_event.get(event, ()) if reported <= now else ():
            start = max(stretch.span.start, reported) if from_report else stretch.span.start
            if stretch.reason.ground.counts and start < stretch.span.end:
                yield Span(start, stretch.span.end)


def _unknown(fee: Money | None, cap: Cap | None, share: Fraction) -> str:
    """Why an amount cannot be told; empty where it can."""
    if fee is None:
        return "The fee is not known."
    if share and cap is not None and cap.amount is not None and cap.currency != fee.currency:
        return f"What the cap of {cap.amount} {cap.currency} is worth in {fee.currency} is not known."
    return ""


def _amount(fee: Money, cap: Cap | None, share: Fraction) -> tuple[Money, bool]:
    """The share of the fee, half a unit up, and at most the cap; whether the cap made it smaller."""
    units = int(fee.units * share + Fraction(1, 2))
    most = units if cap is None or cap.amount is None else int(cap.amount * 10 ** digits(fee.currency))
    return Money(min(units, most), fee.currency), most < units
