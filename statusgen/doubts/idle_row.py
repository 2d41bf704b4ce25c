"""idle-row: a row of a table is there because some month falls into it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from statusgen.doubts.doubt import Doubt, Path, Rows, Subject, table_of, tables
from statusgen.policy import Policy, Trigger
from statusgen.promises import words

ID, SUMMARY = "idle-row", "Row that decides nothing"

_WAY_OUT: Final = "Leave it out, or set what it is read by."


def check(subject: Subject) -> Iterator[Doubt]:
    """A table that nobody reads, or a row above what is promised: a month that breaks the promise is below it already."""
    policy = subject.policy
    for path, tiers in tables(policy):
        readers = [plan for plan in policy.plans if plan.guaranteed and table_of(policy, plan) is tiers]
        if not readers:
            yield _doubt(path, "No credit is read from these rows.", _why(policy, path), policy)
        elif policy.credits.trigger is Trigger.COMMITMENT:
            yield from _above((path, tiers), max(plan.commitment for plan in readers), policy)


def _above(rows: Rows, promised: Decimal, policy: Policy) -> Iterator[Doubt]:
    path, tiers = rows
    for number, (row, lower) in enumerate(pairwise(tiers)):
        if lower.below >= promised:
            least, below, here = map(words.number, (promised, lower.below, row.below))
            what = f"A month that does not keep {least} % is below {below} % already, and not only below {here} %."
            yield _doubt((*path, number), what, "Credits are due below the promised uptime only (`trigger: commitment`).", policy)


def _why(policy: Policy, path: Path) -> str:
    if policy.credits.step is not None or policy.credits.flat is not None:
        return "The credit comes in steps, or is flat."
    if path[0] == "plans":
        return "The plan has a target and no guarantee."
    return "Every plan with a guarantee has rows of its own, or there is none."


def _doubt(path: Path, what: str, why: str, policy: Policy) -> Doubt:
    return Doubt(path, what, why, _WAY_OUT, policy.credits.clause)
