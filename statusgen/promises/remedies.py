"""What is given back where the promise is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from statusgen.policy import Cap, CapPer, Credits, FeeBase, Minimum, Plan, Policy, Step, StepBase, StepRounding, Tier, Trigger
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import listed, number

_BASES: Final = {
    FeeBase.MONTHLY_FEE: "the monthly fee for the service",
    FeeBase.INVOICE: "the whole invoice of the month",
    FeeBase.BALANCE: "the prepaid balance",
}
_STEPS: Final = {
    StepRounding.PROPORTIONAL: "of a part, in proportion",
    StepRounding.DOWN: "a part of it gives nothing",
    StepRounding.UP: "a part of it counts as a whole one",
}


def remedies(policy: Policy) -> Iterator[Sentence]:
    """When something is given back, how much, of what, and in which form."""
    given = policy.credits
    if not any(plan.guaranteed for plan in policy.plans):
        yield said("Nothing is given back: no plan has a guarantee.", given.clause)
        return
    yield from _when(policy)
    yield from _how_much(policy)
    yield said(f"The percentage is taken of {_BASES[given.base]}.", given.base_clause or given.clause)
    if given.cap is not None:
        yield from _cap(given.cap, given)
    if given.minimum is not None:
        yield _minimum(given.minimum, given)
    if given.form:
        yield said(f"It is given {given.form}.", given.form_clause or given.clause)


def _when(policy: Policy) -> Iterator[Sentence]:
    given = policy.credits
    without = [plan for plan in policy.plans if not plan.guaranteed]
    if without:
        named = listed(plan.name or plan.id for plan in without)
        yield said(f"{named}: nothing is given back.", *(plan.clause for plan in without))
    if given.trigger is Trigger.TABLE:
        yield said(f"Something is given back as soon as a row of the table holds{_all_the_same(policy)}.", given.clause)
    else:
        yield said("Something is given back for a month in which the promised uptime was not kept.", given.clause)
    if given.precision is None:
        yield said("Uptime is compared exactly, and not rounded first.", given.clause)
    else:
        decimals = f"{given.precision} decimal{'' if given.precision == 1 else 's'}"
        yield said(f"Uptime is rounded to {decimals} of a percent, half up, before it is compared.", given.clause)


def _all_the_same(policy: Policy) -> str:
    """Whether a row can hold of a month that kept the promise."""
    rows = ((plan, plan.tiers or policy.credits.tiers) for plan in policy.plans if plan.guaranteed)
    above = any(tiers and tiers[0].below > plan.commitment for plan, tiers in rows)
    return ", even of a month in which the promised uptime was kept" if above else ""


def _how_much(policy: Policy) -> Iterator[Sentence]:
    given = policy.credits
    if given.step is not None:
        yield said(_step(given.step), given.clause)
    elif given.flat is not None:
        yield said(f"{number(given.flat)} % is given back, however far uptime fell short.", given.clause)
    if any(plan.guaranteed and not plan.tiers for plan in policy.plans):
        yield from _rows(given.tiers, given.clause)
    for plan in policy.plans:
        if plan.guaranteed and _reads_rows(given):
            yield from _rows(plan.tiers, plan.clause, plan)


def _reads_rows(given: Credits) -> bool:
    return given.step is None and given.flat is None


def _rows(tiers: Sequence[Tier], clause: str, plan: Plan | None = None) -> Iterator[Sentence]:
    for tier in tiers:
        bound = f"of {number(tier.below)} % or less" if tier.inclusive else f"below {number(tier.below)} %"
        yield said(_of(plan, f"uptime {bound} gives {number(tier.percent)} % back."), clause)
    if len(tiers) > 1:
        yield said(_of(plan, "the rows are not added up: the lowest that holds applies."), clause)


def _of(plan: Plan | None, text: str) -> str:
    return f"{text[0].upper()}{text[1:]}" if plan is None else f"{plan.name or plan.id}: {text}"


def _step(step: Step) -> str:
    if step.per_minutes is not None:
        unit = f"{number(step.per_minutes)} minutes of downtime"
    else:
        unit = f"{number(step.per_percent or 0)} % of the month that was down"
    base = ", beyond what the promised uptime allows" if step.base is StepBase.EXCESS else ""
    return f"For every {unit}{base}, {number(step.percent)} % is given back; {_STEPS[step.rounding]}."


def _cap(cap: Cap, given: Credits) -> Iterator[Sentence]:
    clause = cap.clause or given.clause
    if cap.percent is not None:
        yield said(f"No more than {number(cap.percent)} % is given back.", clause)
    if cap.amount is not None:
        per = "in a month" if cap.per is CapPer.MONTH else "in a month for each event that earned something"
        yield said(
            f"No more than {number(cap.amount)} {cap.currency}, or its worth in another currency, is given back {per}.", clause
        )


def _minimum(minimum: Minimum, given: Credits) -> Sentence:
    least = f"{number(minimum.amount)} {minimum.currency}"
    return said(f"An amount of less than {least} is not given back.", minimum.clause or given.clause)
