"""plan-worth-less: a plan that promises more gives at least as much back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from statusgen.doubts.doubt import Doubt, Subject, table_of
from statusgen.policy import Plan, Policy, Trigger, percent_of
from statusgen.promises import words
from statusgen.uptime.availability import shown

ID, SUMMARY = "plan-worth-less", "Plan that promises more and gives less"

_A_LITTLE: Final = Fraction(1, 10**15)
"""Below an edge, and above any that a percentage in a file can name beside it."""


def check(subject: Subject) -> Iterator[Doubt]:
    """Held against every plan that promises less: a target against a guarantee, or a table that gives less somewhere."""
    policy = subject.policy
    for number, more in enumerate(policy.plans):
        for less in policy.plans:
            if less.commitment < more.commitment and less.guaranteed and (worse := _worse(policy, more, less)):
                here, there = words.number(more.commitment), words.number(less.commitment)
                yield Doubt(
                    ("plans", number),
                    f"`{more.id}` promises {here} %, more than `{less.id}` with {there} %, and {worse}.",
                    "Whoever pays for more would be given less.",
                    "Turn the plans round, or give the better one at least as much.",
                    more.clause,
                )
                break


def _worse(policy: Policy, more: Plan, less: Plan) -> str:
    if not more.guaranteed:
        return "guarantees nothing"
    edges = {percent_of(tier.below) for plan in (more, less) for tier in table_of(policy, plan)}
    for uptime in sorted((edge - step for edge in edges for step in (0, _A_LITTLE)), reverse=True):
        here, there = _given(policy, more, uptime), _given(policy, less, uptime)
        if here < there:
            return f"gives {_percent(here)} at an uptime of {_percent(uptime)}, instead of {_percent(there)}"
    return ""


def _percent(share: Fraction) -> str:
    return f"{shown(share).rstrip('0').rstrip('.')} %"


def _given(policy: Policy, plan: Plan, uptime: Fraction) -> Fraction:
    if policy.credits.trigger is Trigger.COMMITMENT and uptime >= percent_of(plan.commitment):
        return Fraction(0)
    rows = [tier for tier in table_of(policy, plan) if tier.holds(uptime)]
    return percent_of(rows[-1].percent) if rows else Fraction(0)
