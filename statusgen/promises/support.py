"""What is done about an incident, and within what time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.policy import BusinessDay, Calendar, Exemption, Milestone, Policy, Target, TermUnit, term
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import CAUSES, fields, length, listed, only_for

_DONE: Final = {
    Milestone.ACKNOWLEDGEMENT: "acknowledged",
    Milestone.ACTION: "acted on",
    Milestone.RESPONSE: "answered",
    Milestone.RESOLUTION: "resolved",
}
_TIMES: Final = {
    Milestone.ACKNOWLEDGEMENT: "acknowledgement",
    Milestone.ACTION: "action",
    Milestone.RESPONSE: "an answer",
    Milestone.RESOLUTION: "resolution",
}
_DAYS: Final = {
    BusinessDay.SAME_TIME: "the same time of day on the next one",
    BusinessDay.END_OF_DAY: "the end of the next one",
    BusinessDay.HOURS: "as many business hours as it has",
}


def support(policy: Policy) -> Iterator[Sentence]:
    """When somebody is there, every time that is promised, and what has none."""
    given = policy.support
    if given is None:
        return
    if given.coverage_clause is not None:
        yield said(policy.clause(given.coverage_clause).text, given.coverage_clause)
    units = {term(target.within).unit for target in given.targets}
    if given.calendar is not None:
        yield from _calendar(given.calendar, policy, units)
    for target in given.targets:
        yield said(_target(target, policy), target.clause)
    if given.exemption is not None:
        yield said(_exempt(given.exemption), given.exemption.clause)


def _calendar(calendar: Calendar, policy: Policy, units: set[TermUnit]) -> Iterator[Sentence]:
    if units & {TermUnit.BUSINESS_HOUR, TermUnit.BUSINESS_DAY}:
        yield said(f"Business hours are {', '.join(map(str, calendar.openings))}.", calendar.clause)
        yield said(f"They are those of {calendar.time_zone or policy.time_zone}.", calendar.clause, implied=True)
        yield said(f"Public holidays are business days{_closed(calendar)}.", calendar.clause, implied=True)
    if TermUnit.BUSINESS_DAY in units:
        yield said(f"A business day later is {_DAYS[calendar.business_day]}.", calendar.clause)


def _closed(calendar: Calendar) -> str:
    where = "-".join(filter(None, (calendar.country, calendar.subdivision)))
    closed = [f"those of {where}"] if where else []
    closed += [listed(calendar.holidays)] if calendar.holidays else []
    return f", but for {' and '.join(closed)}" if closed else ""


def _target(target: Target, policy: Policy) -> str:
    what = "every incident"
    if target.symptoms:
        what = f"an incident with the symptom {fields(target.symptoms, 'or')}"
    elif target.priorities:
        what = f"an incident of priority {listed(target.priorities, 'or')}"
    goal = "" if target.guaranteed else ", as a goal"
    return only_for(policy, target.plans, f"{what} is {_DONE[target.milestone]} within {length(term(target.within))}{goal}.")


def _exempt(exemption: Exemption) -> str:
    causes, times = listed((CAUSES[cause] for cause in exemption.causes), "or"), [_TIMES[one] for one in exemption.milestones]
    return f"What comes from {causes} has no time for {listed(times, 'or')}."
