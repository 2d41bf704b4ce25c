"""What is given back where the promise is not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from statusgen.language import Language, capital, message
from statusgen.policy import Cap, CapPer, Credits, FeeBase, Minimum, Plan, Policy, Step, StepBase, StepRounding, Tier, Trigger
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import listed, name, number, percent, theirs

_BASES: Final = {
    FeeBase.MONTHLY_FEE: message("The percentage is taken of the monthly fee for the service."),
    FeeBase.INVOICE: message("The percentage is taken of the whole invoice of the month."),
    FeeBase.BALANCE: message("The percentage is taken of the prepaid balance."),
}
_STEPS: Final = {
    StepRounding.PROPORTIONAL: message("of a part, in proportion"),
    StepRounding.DOWN: message("a part of it gives nothing"),
    StepRounding.UP: message("a part of it counts as a whole one"),
}
_FOR_EVERY: Final = {
    (True, False): message("For every %(minutes)s minutes of downtime, %(percent)s is given back; %(part)s."),
    (True, True): message(
        "For every %(minutes)s minutes of downtime, beyond what the promised uptime allows, %(percent)s is given back; %(part)s."
    ),
    (False, False): message("For every %(share)s of the month that was down, %(percent)s is given back; %(part)s."),
    (False, True): message(
        "For every %(share)s of the month that was down, beyond what the promised uptime allows, %(percent)s is given back; "
        "%(part)s."
    ),
}
"""By whether minutes are counted, and whether only what is beyond the allowance."""
_CAPS: Final = {
    CapPer.MONTH: message("No more than %(amount)s, or its worth in another currency, is given back in a month."),
    CapPer.INCIDENT: message(
        "No more than %(amount)s, or its worth in another currency, is given back in a month for each event that earned something."
    ),
}


def remedies(policy: Policy, language: Language) -> Iterator[Sentence]:
    """When something is given back, how much, of what, and in which form."""
    given = policy.credits
    if not any(plan.guaranteed for plan in policy.plans):
        yield said(language.say("Nothing is given back: no plan has a guarantee."), given.clause)
        return
    yield from _when(policy, language)
    yield from _how_much(policy, language)
    yield said(language.say(_BASES[given.base]), given.base_clause or given.clause)
    if given.cap is not None:
        yield from _cap(given.cap, given, language)
    if given.minimum is not None:
        yield _minimum(given.minimum, given, language)
    if given.form:
        form = language.say("It is given %(form)s.", form=theirs(given.form, language))
        yield said(form, given.form_clause or given.clause)


def _when(policy: Policy, language: Language) -> Iterator[Sentence]:
    given = policy.credits
    without = [plan for plan in policy.plans if not plan.guaranteed]
    if without:
        named = listed((name(plan, language) for plan in without), "and", language)
        yield said(language.say("%(plans)s: nothing is given back.", plans=named), *(plan.clause for plan in without))
    if given.trigger is not Trigger.TABLE:
        text = message("Something is given back for a month in which the promised uptime was not kept.")
    elif _holds_all_the_same(policy):
        text = message(
            "Something is given back as soon as a row of the table holds, even of a month in which the promised uptime was kept."
        )
    else:
        text = message("Something is given back as soon as a row of the table holds.")
    yield said(language.say(text), given.clause)
    if given.precision is None:
        yield said(language.say("Uptime is compared exactly, and not rounded first."), given.clause)
    else:
        rounded = language.counted(
            "Uptime is rounded to %(count)s decimal of a percent, half up, before it is compared.",
            "Uptime is rounded to %(count)s decimals of a percent, half up, before it is compared.",
            given.precision,
        )
        yield said(rounded, given.clause)


def _holds_all_the_same(policy: Policy) -> bool:
    """Whether a row can hold of a month that kept the promise."""
    rows = ((plan, plan.tiers or policy.credits.tiers) for plan in policy.plans if plan.guaranteed)
    return any(tiers and tiers[0].below > plan.commitment for plan, tiers in rows)


def _how_much(policy: Policy, language: Language) -> Iterator[Sentence]:
    given = policy.credits
    if given.step is not None:
        yield said(_step(given.step, language), given.clause)
    elif given.flat is not None:
        flat = language.say("%(percent)s is given back, however far uptime fell short.", percent=percent(given.flat))
        yield said(flat, given.clause)
    if any(plan.guaranteed and not plan.tiers for plan in policy.plans):
        yield from _rows(given.tiers, given.clause, language)
    for plan in policy.plans:
        if plan.guaranteed and _reads_rows(given):
            yield from _rows(plan.tiers, plan.clause, language, plan)


def _reads_rows(given: Credits) -> bool:
    return given.step is None and given.flat is None


def _rows(tiers: Sequence[Tier], clause: str, language: Language, plan: Plan | None = None) -> Iterator[Sentence]:
    for tier in tiers:
        text = message("uptime below %(bound)s gives %(percent)s back.")
        if tier.inclusive:
            text = message("uptime of %(bound)s or less gives %(percent)s back.")
        row = language.say(text, bound=percent(tier.below), percent=percent(tier.percent))
        yield said(_of(plan, row, language), clause)
    if len(tiers) > 1:
        lowest = language.say("the rows are not added up: the lowest that holds applies.")
        yield said(_of(plan, lowest, language), clause)


def _of(plan: Plan | None, text: str, language: Language) -> str:
    return capital(text) if plan is None else f"{name(plan, language)}: {text}"


def _step(step: Step, language: Language) -> str:
    values = {"percent": percent(step.percent), "part": language.say(_STEPS[step.rounding])}
    beyond = step.base is StepBase.EXCESS
    if step.per_minutes is not None:
        return language.say(_FOR_EVERY[True, beyond], minutes=number(step.per_minutes), **values)
    return language.say(_FOR_EVERY[False, beyond], share=percent(step.per_percent or Decimal(0)), **values)


def _cap(cap: Cap, given: Credits, language: Language) -> Iterator[Sentence]:
    clause = cap.clause or given.clause
    if cap.percent is not None:
        yield said(language.say("No more than %(percent)s is given back.", percent=percent(cap.percent)), clause)
    if cap.amount is not None:
        amount = f"{number(cap.amount)} {cap.currency}"
        yield said(language.say(_CAPS[cap.per], amount=amount), clause)


def _minimum(minimum: Minimum, given: Credits, language: Language) -> Sentence:
    least = f"{number(minimum.amount)} {minimum.currency}"
    text = language.say("An amount of less than %(amount)s is not given back.", amount=least)
    return said(text, minimum.clause or given.clause)
