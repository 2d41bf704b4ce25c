"""What is promised beside uptime and answers: few incidents, metrics, reports, and what a customer's report contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.language import Language, message
from statusgen.policy import Every, Metric, Policy, ReportOwed
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import fields, listed, number, only_for, theirs

_REPORTS: Final = {
    (Every.MONTH, False): message("customers get a report every month."),
    (Every.QUARTER, False): message("customers get a report every quarter."),
    (Every.MONTH, True): message("customers get a report every month, which tells of %(contents)s."),
    (Every.QUARTER, True): message("customers get a report every quarter, which tells of %(contents)s."),
}
"""By how often, and whether it is said what is in them."""


def incidents(policy: Policy, language: Language) -> Iterator[Sentence]:
    """How many there are at most."""
    if policy.reliability is not None:
        most = language.counted(
            "No more than %(count)s incident whose cause counts begins in a month.",
            "No more than %(count)s incidents whose cause counts begin in a month.",
            policy.reliability.incidents,
        )
        yield said(most, policy.reliability.clause)


def metrics(policy: Policy, language: Language) -> Iterator[Sentence]:
    """Every figure that is measured."""
    for metric in policy.metrics:
        yield said(only_for(policy, metric.plans, _metric(metric, language), language), metric.clause)


def _metric(metric: Metric, language: Language) -> str:
    called = {"metric": theirs(metric.name, language) or metric.id, "unit": theirs(metric.unit, language)}
    if metric.below is not None:
        return language.say("%(metric)s stays below %(bound)s %(unit)s.", bound=number(metric.below), **called)
    return language.say("%(metric)s stays at %(bound)s %(unit)s or more.", bound=number(metric.at_least or 0), **called)


def reports(policy: Policy, language: Language) -> Iterator[Sentence]:
    """What customers are told regularly."""
    for report in policy.reports:
        yield said(only_for(policy, report.plans, _report(report, language), language), report.clause)


def _report(report: ReportOwed, language: Language) -> str:
    contents = [theirs(entry, language) for entry in report.contents]
    told = listed((entry[:1].lower() + entry[1:] for entry in contents), "and", language) if contents else ""
    return language.say(_REPORTS[report.every, bool(contents)], contents=told)


def details(policy: Policy, language: Language) -> Iterator[Sentence]:
    """What a customer's report of an incident contains."""
    if policy.details is not None:
        text = message("A customer's report of an incident names %(fields)s.")
        yield said(language.say(text, fields=fields(policy.details.fields, "and", language)), policy.details.clause)
