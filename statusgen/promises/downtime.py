"""What is promised, to whom, and what counts as downtime."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from statusgen.policy import Cause, Combine, ExcludedCause, Impact, Plan, Policy
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import CAUSES, listed, number

_IMPACTS: Final = {Impact.OUTAGE: "out", Impact.PARTIAL_OUTAGE: "out in part", Impact.DEGRADED: "degraded"}


def plans(policy: Policy) -> Iterator[Sentence]:
    """What each plan promises, of what, and whose months are meant."""
    for plan in policy.plans:
        yield said(_commitment(plan, several=len(policy.plans) > 1), plan.clause)
    components = policy.scope.components
    about = f"these components: {', '.join(components)}" if components else "every component of the page"
    yield said(f"The promise is about {about}.", policy.scope.clause, implied=True)
    first = policy.measure.first_day
    if first == 1:
        yield said("A month is a month of the calendar.", policy.measure.clause)
    else:
        yield said(f"A month is that of a bill: it begins on day {first}.", policy.measure.clause)
    yield said(f"Days and months begin at midnight in {policy.time_zone}.", policy.measure.clause, implied=True)


def _commitment(plan: Plan, *, several: bool) -> str:
    least = "" if plan.commitment == 100 else "at least "
    who = f"{plan.name or plan.id}: the" if several else "The"
    if plan.guaranteed:
        return f"{who} service is up for {least}{number(plan.commitment)} % of every month."
    return f"{who} service is to be up for {least}{number(plan.commitment)} % of every month; that is a target, not a guarantee."


def downtime(policy: Policy) -> Iterator[Sentence]:
    """When the service is down, and from which causes that counts."""
    clauses = (policy.measure.downtime_clause, policy.scope.clause)
    yield said(_down(policy), *clauses)
    passed_over = [name for impact, name in _IMPACTS.items() if impact not in policy.scope.impacts]
    if passed_over:
        yield said(f"A component that is {listed(passed_over, 'or')} is not down.", *clauses)
    excluded = {one.cause for one in policy.excluded_causes}
    counted = [CAUSES[cause] for cause in Cause if cause not in excluded]
    if counted:
        yield said(f"What comes from {listed(counted, 'or')} counts.", *clauses, implied=True)
    for (clause, condition), causes in groupby(policy.excluded_causes, lambda one: (one.clause, one.unless_preventable)):
        yield said(_not_counted(list(causes), condition=condition), clause)


def _down(policy: Policy) -> str:
    bad = listed((name for impact, name in _IMPACTS.items() if impact in policy.scope.impacts), "or")
    if policy.scope.combine is Combine.ALL:
        return f"The service is down while all of its components are {bad} at once."
    return f"The service is down while any of its components is {bad}; a second counts once, however many are."


def _not_counted(causes: list[ExcludedCause], *, condition: bool) -> str:
    unless = ", unless the provider's security measures could have prevented it" if condition else ""
    return f"What comes from {listed((CAUSES[one.cause] for one in causes), 'or')} does not count{unless}."
