"""row-gives-less: the less a service was up, the more is given back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from statusgen.doubts.doubt import Doubt, Subject, tables
from statusgen.promises import words

ID, SUMMARY = "row-gives-less", "Row that gives no more than the one above it"


def check(subject: Subject) -> Iterator[Doubt]:
    """The lowest row that holds applies, so a worse month would give less, or the row changes nothing."""
    for path, tiers in tables(subject.policy):
        for number, (above, row) in enumerate(pairwise(tiers), 1):
            if row.percent <= above.percent:
                below, here, there = map(words.number, (row.below, row.percent, above.percent))
                yield Doubt(
                    (*path, number, "percent"),
                    f"Uptime below {below} % gives {here} %, and the row above it {there} %.",
                    "The lowest row that holds applies, however much the ones above it give.",
                    "Let the rows give more as uptime goes down, or leave one out.",
                    subject.policy.credits.clause,
                )
