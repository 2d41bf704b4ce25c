"""unused-clause: a clause is there because something is computed by it or recorded for it, or to say that nothing can be."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.load.policy_checks import named_clauses

ID, SUMMARY = "unused-clause", "Clause that nothing names"


def check(subject: Subject) -> Iterator[Doubt]:
    """Of what is extended, only those that are said anew: the rest is for the file that says it."""
    policy, before = subject.policy, subject.before
    named = {clause for _, clause in named_clauses(msgspec.to_builtins(policy))}
    there = () if before is None else before.clauses
    for number, clause in enumerate(policy.clauses):
        if clause not in there and clause.id not in named and not clause.recorded and not clause.beyond:
            yield Doubt(
                ("clauses", number),
                f"No section names the clause `{clause.id}`.",
                "What it demands is neither computed nor recorded, and nobody is told so.",
                "Name it where it is computed; or say where it is `recorded:`, or why it is `beyond:` computation.",
                clause.id,
            )
