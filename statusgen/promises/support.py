"""What is done about an incident, and within what time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.language import Language, message
from statusgen.policy import BusinessDay, Calendar, Exemption, Milestone, Policy, Target, TermUnit, term
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import CAUSES, fields, length, listed, only_for, theirs, week

_DONE: Final = {
    Milestone.ACKNOWLEDGEMENT: (
        message("%(what)s is acknowledged within %(time)s."),
        message("%(what)s is acknowledged within %(time)s, as a goal."),
    ),
    Milestone.ACTION: (
        message("%(what)s is acted on within %(time)s."),
        message("%(what)s is acted on within %(time)s, as a goal."),
    ),
    Milestone.RESPONSE: (
        message("%(what)s is answered within %(time)s."),
        message("%(what)s is answered within %(time)s, as a goal."),
    ),
    Milestone.RESOLUTION: (
        message("%(what)s is resolved within %(time)s."),
        message("%(what)s is resolved within %(time)s, as a goal."),
    ),
}
"""Guaranteed, and not."""
_TIMES: Final = {
    Milestone.ACKNOWLEDGEMENT: message("acknowledgement"),
    Milestone.ACTION: message("action"),
    Milestone.RESPONSE: message("an answer"),
    Milestone.RESOLUTION: message("resolution"),
}
_DAYS: Final = {
    BusinessDay.SAME_TIME: message("A business day later is the same time of day on the next one."),
    BusinessDay.END_OF_DAY: message("A business day later is the end of the next one."),
    BusinessDay.HOURS: message("A business day later is as many business hours as it has."),
}


def support(policy: Policy, language: Language) -> Iterator[Sentence]:
    """When somebody is there, every time that is promised, and what has none."""
    given = policy.support
    if given is None:
        return
    if given.coverage_clause is not None:
        yield said(theirs(policy.clause(given.coverage_clause).text, language), given.coverage_clause)
    units = {term(target.within).unit for target in given.targets}
    if given.calendar is not None:
        yield from _calendar(given.calendar, policy, units, language)
    for target in given.targets:
        yield said(_target(target, policy, language), target.clause)
    if given.exemption is not None:
        yield said(_exempt(given.exemption, language), given.exemption.clause)


def _calendar(calendar: Calendar, policy: Policy, units: set[TermUnit], language: Language) -> Iterator[Sentence]:
    if units & {TermUnit.BUSINESS_HOUR, TermUnit.BUSINESS_DAY}:
        yield said(language.say("Business hours are %(week)s.", week=week(calendar.openings, language)), calendar.clause)
        zone = language.say("They are those of %(zone)s.", zone=calendar.time_zone or policy.time_zone)
        yield said(zone, calendar.clause, implied=True)
        yield said(_holidays(calendar, language), calendar.clause, implied=True)
    if TermUnit.BUSINESS_DAY in units:
        yield said(language.say(_DAYS[calendar.business_day]), calendar.clause)


def _holidays(calendar: Calendar, language: Language) -> str:
    where = "-".join(filter(None, (calendar.country, calendar.subdivision)))
    closed = [language.say("those of %(where)s", where=where)] if where else []
    closed += [listed(calendar.holidays, "and", language)] if calendar.holidays else []
    if not closed:
        return language.say("Public holidays are business days.")
    return language.say("Public holidays are business days, but for %(closed)s.", closed=listed(closed, "and", language))


def _target(target: Target, policy: Policy, language: Language) -> str:
    what = language.say("every incident")
    if target.symptoms:
        symptoms = fields(target.symptoms, "or", language)
        what = language.say("an incident with the symptom %(symptoms)s", symptoms=symptoms)
    elif target.priorities:
        priorities = listed(target.priorities, "or", language)
        what = language.say("an incident of priority %(priorities)s", priorities=priorities)
    guaranteed, goal = _DONE[target.milestone]
    time = length(term(target.within), language)
    done = language.say(guaranteed if target.guaranteed else goal, what=what, time=time)
    return only_for(policy, target.plans, done, language)


def _exempt(exemption: Exemption, language: Language) -> str:
    causes = listed((language.say(CAUSES[cause]) for cause in exemption.causes), "or", language)
    times = listed((language.say(_TIMES[one]) for one in exemption.milestones), "or", language)
    return language.say("What comes from %(causes)s has no time for %(times)s.", causes=causes, times=times)
