"""What a customer must do, or be, for a credit, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.policy import Claim, ClaimFrom, ClaimOpens, Clock, Eligibility, Policy, ReportScope, Term, TermUnit, term
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import fields, length, listed, months_after
from statusgen.rules.words import CHANNEL_WORDS

_SINCE: Final = {
    ClaimFrom.INCIDENT_START: "its beginning",
    ClaimFrom.INCIDENT_END: "its end",
    ClaimFrom.PERIOD_END: "the month's end",
}
_MONTH_OF: Final = {
    ClaimFrom.INCIDENT_START: "that of its beginning",
    ClaimFrom.INCIDENT_END: "that of its end",
    ClaimFrom.PERIOD_END: "it",
}
_WAYS: Final = {channel.value: way for channel, way in CHANNEL_WORDS.items()} | {"dashboard": "on the dashboard"}


def customer(policy: Policy) -> Iterator[Sentence]:
    """An active agreement, reports, the claim."""
    asked = policy.eligibility
    if asked.active_agreement:
        yield said("The customer's agreement must be active.", asked.active_clause or policy.credits.clause)
    yield from _reports(policy)
    yield from _claim(policy)


def _reports(policy: Policy) -> Iterator[Sentence]:
    asked = policy.eligibility
    clause = asked.report_clause or policy.credits.clause
    if asked.report_required:
        if asked.report_scope is ReportScope.PERIOD:
            yield said("The customer must have reported a problem of the month; one report opens the whole month.", clause)
        else:
            yield said("The customer must report an incident for it to earn anything.", clause)
        yield said(_report_within(asked), clause)
    if asked.clock is Clock.REPORT:
        yield said("What came before the customer's report earns nothing.", asked.clock_clause or clause)
    elif asked.clock_clause is not None:
        yield said("Downtime earns from its beginning on, and not only from a report on.", asked.clock_clause)


def _report_within(eligibility: Eligibility) -> str:
    if eligibility.clock is Clock.REPORT:
        return "A report that comes when the incident is over earns nothing."
    if eligibility.report_within is None:
        return "A report may come at any time."
    asked = term(eligibility.report_within)
    if asked.unit is TermUnit.MONTH:
        return f"A report must come by the end of {months_after(asked.amount)} that of the incident's end."
    return f"A report must come within {length(asked)} of the incident's end{_midnight(asked)}."


def _claim(policy: Policy) -> Iterator[Sentence]:
    claim = policy.claim
    if claim is None or not claim.required:
        yield said("Nothing has to be claimed.", policy.credits.clause if claim is None else claim.clause)
        return
    yield said(f"{_what(claim)} must be claimed {_when(claim)}.", claim.clause)
    if claim.opens is ClaimOpens.PERIOD_END:
        yield said("A claim may be made only once the month is over.", claim.clause)
    elif not claim.per_incident:
        yield said("A claim may be made while the month goes on.", claim.clause)
    if policy.eligibility.report_required:
        already = "is a claim already" if not claim.separate_from_report else "is no claim yet"
        yield said(f"The report of an incident {already}.", claim.clause)
    if claim.channels or claim.address:
        yield said(f"A claim is made {_where(claim)}.", claim.clause, implied=bool(claim.address))
    if claim.fields:
        yield said(f"A claim names {fields(claim.fields)}.", claim.clause)


def _what(claim: Claim) -> str:
    return "Each failure" if claim.per_incident else "The credit of a month"


def _when(claim: Claim) -> str:
    if claim.within is None:
        return "at whatever time"
    within = term(claim.within)
    if within.unit is TermUnit.MONTH:
        return f"by the end of {months_after(within.amount)} {_MONTH_OF[claim.starts]}"
    return f"within {length(within)} of {_SINCE[claim.starts]}{_midnight(within)}"


def _midnight(within: Term) -> str:
    return ", up to midnight of the last day" if within.unit is TermUnit.DAY else ""


def _where(claim: Claim) -> str:
    ways = [_WAYS.get(channel, f"by {channel.replace('_', ' ')}") for channel in claim.channels]
    return " ".join([*([listed(ways, "or")] if ways else []), *([f"to {claim.address}"] if claim.address else [])])
