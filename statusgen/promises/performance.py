"""What is promised beside uptime and answers: few incidents, metrics, reports, and what a customer's report contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.policy import Every, Policy
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import fields, listed, number, only_for

_EVERY: Final = {Every.MONTH: "every month", Every.QUARTER: "every quarter"}


def incidents(policy: Policy) -> Iterator[Sentence]:
    """How many there are at most."""
    if policy.reliability is not None:
        most = policy.reliability.incidents
        begin = "incident whose cause counts begins" if most == 1 else "incidents whose cause counts begin"
        yield said(f"No more than {most} {begin} in a month.", policy.reliability.clause)


def metrics(policy: Policy) -> Iterator[Sentence]:
    """Every figure that is measured."""
    for metric in policy.metrics:
        name = metric.name or metric.id
        bound = f"below {number(metric.below)}" if metric.below is not None else f"at {number(metric.at_least or 0)}"
        more = "" if metric.below is not None else " or more"
        yield said(only_for(policy, metric.plans, f"{name} stays {bound} {metric.unit}{more}."), metric.clause)


def reports(policy: Policy) -> Iterator[Sentence]:
    """What customers are told regularly."""
    for report in policy.reports:
        about = f", which tells of {listed(entry[:1].lower() + entry[1:] for entry in report.contents)}" if report.contents else ""
        yield said(only_for(policy, report.plans, f"customers get a report {_EVERY[report.every]}{about}."), report.clause)


def details(policy: Policy) -> Iterator[Sentence]:
    """What a customer's report of an incident contains."""
    if policy.details is not None:
        yield said(f"A customer's report of an incident names {fields(policy.details.fields)}.", policy.details.clause)
