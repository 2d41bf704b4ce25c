"""missed-and-unpaid: a promise that is not kept gives something back, from its first second on."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject, table_of
from statusgen.promises import words

ID, SUMMARY = "missed-and-unpaid", "Missed promise that pays nothing"


def check(subject: Subject) -> Iterator[Doubt]:
    """Between the promised uptime and the first row of the table nothing is given back."""
    for number, plan in enumerate(subject.policy.plans):
        rows = table_of(subject.policy, plan)
        if plan.guaranteed and rows and rows[0].below < plan.commitment:
            promised, first = words.number(plan.commitment), words.number(rows[0].below)
            yield Doubt(
                ("plans", number, "commitment"),
                f"{promised} % is promised, and the first row is below {first} %: a month between the two gives nothing back.",
                "Customers take a guarantee for one.",
                "Let the first row begin where the promise does, or promise less.",
                plan.clause,
            )
