"""What a customer must do, or be, for a credit, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.language import Language, message
from statusgen.policy import Claim, ClaimFrom, ClaimOpens, Clock, Eligibility, Policy, ReportScope, TermUnit, term
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import fields, length, listed, months_after
from statusgen.rules.words import CHANNEL_WORDS

_WHAT: Final = {True: message("Each failure"), False: message("The credit of a month")}
"""What is claimed: each incident by itself, or not."""
_BY_MONTH: Final = {
    ClaimFrom.INCIDENT_START: message("%(what)s must be claimed by the end of %(month)s that of its beginning."),
    ClaimFrom.INCIDENT_END: message("%(what)s must be claimed by the end of %(month)s that of its end."),
    ClaimFrom.PERIOD_END: message("%(what)s must be claimed by the end of %(month)s it."),
}
_WITHIN: Final = {
    ClaimFrom.INCIDENT_START: message("%(what)s must be claimed within %(time)s of its beginning."),
    ClaimFrom.INCIDENT_END: message("%(what)s must be claimed within %(time)s of its end."),
    ClaimFrom.PERIOD_END: message("%(what)s must be claimed within %(time)s of the month's end."),
}
_WITHIN_DAYS: Final = {
    ClaimFrom.INCIDENT_START: message("%(what)s must be claimed within %(time)s of its beginning, up to midnight of the last day."),
    ClaimFrom.INCIDENT_END: message("%(what)s must be claimed within %(time)s of its end, up to midnight of the last day."),
    ClaimFrom.PERIOD_END: message("%(what)s must be claimed within %(time)s of the month's end, up to midnight of the last day."),
}
_WAYS: Final = {channel.value: way for channel, way in CHANNEL_WORDS.items()} | {"dashboard": message("on the dashboard")}


def customer(policy: Policy, language: Language) -> Iterator[Sentence]:
    """An active agreement, reports, the claim."""
    asked = policy.eligibility
    if asked.active_agreement:
        active = language.say("The customer's agreement must be active.")
        yield said(active, asked.active_clause or policy.credits.clause)
    yield from _reports(policy, language)
    yield from _claim(policy, language)


def _reports(policy: Policy, language: Language) -> Iterator[Sentence]:
    asked = policy.eligibility
    clause = asked.report_clause or policy.credits.clause
    if asked.report_required:
        if asked.report_scope is ReportScope.PERIOD:
            text = message("The customer must have reported a problem of the month; one report opens the whole month.")
        else:
            text = message("The customer must report an incident for it to earn anything.")
        yield said(language.say(text), clause)
        yield said(_report_within(asked, language), clause)
    if asked.clock is Clock.REPORT:
        yield said(language.say("What came before the customer's report earns nothing."), asked.clock_clause or clause)
    elif asked.clock_clause is not None:
        yield said(language.say("Downtime earns from its beginning on, and not only from a report on."), asked.clock_clause)


def _report_within(eligibility: Eligibility, language: Language) -> str:
    if eligibility.clock is Clock.REPORT:
        return language.say("A report that comes when the incident is over earns nothing.")
    if eligibility.report_within is None:
        return language.say("A report may come at any time.")
    asked = term(eligibility.report_within)
    if asked.unit is TermUnit.MONTH:
        month = months_after(asked.amount, language)
        return language.say("A report must come by the end of %(month)s that of the incident's end.", month=month)
    text = message("A report must come within %(time)s of the incident's end.")
    if asked.unit is TermUnit.DAY:
        text = message("A report must come within %(time)s of the incident's end, up to midnight of the last day.")
    return language.say(text, time=length(asked, language))


def _claim(policy: Policy, language: Language) -> Iterator[Sentence]:
    claim = policy.claim
    if claim is None or not claim.required:
        yield said(language.say("Nothing has to be claimed."), policy.credits.clause if claim is None else claim.clause)
        return
    yield said(_by_when(claim, language), claim.clause)
    if claim.opens is ClaimOpens.PERIOD_END:
        yield said(language.say("A claim may be made only once the month is over."), claim.clause)
    elif not claim.per_incident:
        yield said(language.say("A claim may be made while the month goes on."), claim.clause)
    if policy.eligibility.report_required:
        text = message("The report of an incident is a claim already.")
        if claim.separate_from_report:
            text = message("The report of an incident is no claim yet.")
        yield said(language.say(text), claim.clause)
    if claim.channels or claim.address:
        yield said(_how(claim, language), claim.clause, implied=bool(claim.address))
    if claim.fields:
        yield said(language.say("A claim names %(fields)s.", fields=fields(claim.fields, "and", language)), claim.clause)


def _by_when(claim: Claim, language: Language) -> str:
    what = language.say(_WHAT[claim.per_incident])
    if claim.within is None:
        return language.say("%(what)s must be claimed at whatever time.", what=what)
    within = term(claim.within)
    if within.unit is TermUnit.MONTH:
        return language.say(_BY_MONTH[claim.starts], what=what, month=months_after(within.amount, language))
    texts = _WITHIN_DAYS if within.unit is TermUnit.DAY else _WITHIN
    return language.say(texts[claim.starts], what=what, time=length(within, language))


def _how(claim: Claim, language: Language) -> str:
    ways = listed((_way(channel, language) for channel in claim.channels), "or", language) if claim.channels else ""
    if ways and claim.address:
        return language.say("A claim is made %(ways)s to %(address)s.", ways=ways, address=claim.address)
    if claim.address:
        return language.say("A claim is made to %(address)s.", address=claim.address)
    return language.say("A claim is made %(ways)s.", ways=ways)


def _way(channel: str, language: Language) -> str:
    if channel in _WAYS:
        return language.say(_WAYS[channel])
    return language.say("by %(channel)s", channel=channel.replace("_", " "))
