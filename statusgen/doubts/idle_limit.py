"""idle-limit: a cap makes some credit smaller, and a least amount drops some; neither drops them all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from statusgen.doubts.doubt import Doubt, Path, Subject, table_of
from statusgen.policy import Basis, Cap, CapPer, Minimum, Policy, Step
from statusgen.uptime.availability import shown

ID, SUMMARY = "idle-limit", "Cap or least amount that decides nothing, or everything"

_LONGEST: Final = 31 * 24 * 60 + 60
"""The minutes of a month of 31 days in which a clock goes back."""


def check(subject: Subject) -> Iterator[Doubt]:
    """What no credit reaches, and what takes everything."""
    policy = subject.policy
    cap, minimum = policy.credits.cap, policy.credits.minimum
    if cap is not None:
        yield from _cap(cap, policy)
    if minimum is not None and not minimum.amount:
        yield _doubt(("credits", "minimum"), "A least amount of 0 drops nothing.", policy)
    if cap is not None and minimum is not None and _leaves_nothing(cap, minimum):
        what = f"No more than {cap.amount} and no less than {minimum.amount} {minimum.currency} is given back: nothing is."
        yield _doubt(("credits", "minimum"), what, policy)


def _leaves_nothing(cap: Cap, minimum: Minimum) -> bool:
    per_month = cap.per is CapPer.MONTH and cap.currency == minimum.currency
    return per_month and cap.amount is not None and cap.amount < minimum.amount


def _cap(cap: Cap, policy: Policy) -> Iterator[Doubt]:
    most = _most(policy)
    for key, value in (("percent", cap.percent), ("amount", cap.amount)):
        if value is not None and not value:
            yield _doubt(("credits", "cap", key), "A cap of 0 takes everything.", policy)
    if cap.percent and cap.percent >= most:
        what = f"No credit is more than {_number(most)} %, so that a cap of {cap.percent} % makes none smaller."
        yield _doubt(("credits", "cap", "percent"), what, policy)
    if cap.per is CapPer.INCIDENT and cap.amount is None:
        yield _doubt(("credits", "cap", "per"), "A percentage is capped for the month; only an amount is for an incident.", policy)


def _most(policy: Policy) -> Fraction:
    """The most that a month can give, in percent of the fee."""
    given = policy.credits
    if given.step is not None:
        return _most_steps(given.step, policy)
    if given.flat is not None:
        return Fraction(given.flat)
    rows = [tier.percent for plan in policy.plans if plan.guaranteed for tier in table_of(policy, plan)]
    return Fraction(max(rows, default=Decimal(0)))


def _most_steps(step: Step, policy: Policy) -> Fraction:
    if step.per_minutes is not None:
        return Fraction(step.percent) * -(-_LONGEST // step.per_minutes)
    fixed = policy.measure.minutes if policy.measure.basis is Basis.FIXED else None
    whole = Fraction(100 * _LONGEST, fixed) if fixed else Fraction(100)
    return Fraction(Fraction(step.percent) * whole, Fraction(step.per_percent or 1))


def _number(value: Fraction) -> str:
    return shown(Fraction(value, 100)).rstrip("0").rstrip(".")


def _doubt(path: Path, what: str, policy: Policy) -> Doubt:
    cap = policy.credits.cap
    clause = (cap.clause if cap is not None else None) or policy.credits.clause
    return Doubt(
        path, what, "A limit that is written down is taken for one.", "Set what the contract says, or leave it out.", clause
    )
