"""What is promised, to whom, and what counts as downtime."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from statusgen.language import Language, message
from statusgen.policy import Cause, Combine, ExcludedCause, Impact, Plan, Policy
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import CAUSES, listed, name, percent

_IMPACTS: Final = {
    Impact.OUTAGE: message("out"),
    Impact.PARTIAL_OUTAGE: message("out in part"),
    Impact.DEGRADED: message("degraded"),
}


def plans(policy: Policy, language: Language) -> Iterator[Sentence]:
    """What each plan promises, of what, and whose months are meant."""
    for plan in policy.plans:
        yield said(_commitment(plan, language, several=len(policy.plans) > 1), plan.clause)
    components = ", ".join(policy.scope.components)
    about = language.say("The promise is about every component of the page.")
    if components:
        about = language.say("The promise is about these components: %(components)s.", components=components)
    yield said(about, policy.scope.clause, implied=True)
    first = policy.measure.first_day
    if first == 1:
        yield said(language.say("A month is a month of the calendar."), policy.measure.clause)
    else:
        yield said(language.say("A month is that of a bill: it begins on day %(day)s.", day=first), policy.measure.clause)
    midnight = language.say("Days and months begin at midnight in %(zone)s.", zone=policy.time_zone)
    yield said(midnight, policy.measure.clause, implied=True)


def _commitment(plan: Plan, language: Language, *, several: bool) -> str:
    """With the name of the plan where there are several."""
    least = percent(plan.commitment)
    if several:
        who = name(plan, language)
        if not plan.guaranteed:
            return language.say(_TARGET_OF[plan.commitment == 100], plan=who, percent=least)
        return language.say(_GUARANTEE_OF[plan.commitment == 100], plan=who, percent=least)
    return language.say(_GUARANTEE[plan.commitment == 100] if plan.guaranteed else _TARGET[plan.commitment == 100], percent=least)


_GUARANTEE: Final = {
    True: message("The service is up for %(percent)s of every month."),
    False: message("The service is up for at least %(percent)s of every month."),
}
_TARGET: Final = {
    True: message("The service is to be up for %(percent)s of every month; that is a target, not a guarantee."),
    False: message("The service is to be up for at least %(percent)s of every month; that is a target, not a guarantee."),
}
_GUARANTEE_OF: Final = {
    True: message("%(plan)s: the service is up for %(percent)s of every month."),
    False: message("%(plan)s: the service is up for at least %(percent)s of every month."),
}
_TARGET_OF: Final = {
    True: message("%(plan)s: the service is to be up for %(percent)s of every month; that is a target, not a guarantee."),
    False: message("%(plan)s: the service is to be up for at least %(percent)s of every month; that is a target, not a guarantee."),
}


def downtime(policy: Policy, language: Language) -> Iterator[Sentence]:
    """When the service is down, and from which causes that counts."""
    clauses = (policy.measure.downtime_clause, policy.scope.clause)
    yield said(_down(policy, language), *clauses)
    passed_over = [language.say(word) for impact, word in _IMPACTS.items() if impact not in policy.scope.impacts]
    if passed_over:
        not_down = language.say("A component that is %(how)s is not down.", how=listed(passed_over, "or", language))
        yield said(not_down, *clauses)
    excluded = {one.cause for one in policy.excluded_causes}
    causes_left = [language.say(CAUSES[cause]) for cause in Cause if cause not in excluded]
    if causes_left:
        counts = language.say("What comes from %(causes)s counts.", causes=listed(causes_left, "or", language))
        yield said(counts, *clauses, implied=True)
    for (clause, condition), causes in groupby(policy.excluded_causes, lambda one: (one.clause, one.unless_preventable)):
        yield said(_not_counted(list(causes), language, condition=condition), clause)


def _down(policy: Policy, language: Language) -> str:
    bad = listed((language.say(word) for impact, word in _IMPACTS.items() if impact in policy.scope.impacts), "or", language)
    if policy.scope.combine is Combine.ALL:
        return language.say("The service is down while all of its components are %(how)s at once.", how=bad)
    text = message("The service is down while any of its components is %(how)s; a second counts once, however many are.")
    return language.say(text, how=bad)


def _not_counted(causes: list[ExcludedCause], language: Language, *, condition: bool) -> str:
    named = listed((language.say(CAUSES[one.cause]) for one in causes), "or", language)
    if not condition:
        return language.say("What comes from %(causes)s does not count.", causes=named)
    text = message("What comes from %(causes)s does not count, unless the provider's security measures could have prevented it.")
    return language.say(text, causes=named)
