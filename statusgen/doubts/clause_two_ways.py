"""clause-two-ways: what a clause demands is computed, or recorded, or beyond both; it is one of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.load.policy_checks import named_clauses

ID, SUMMARY = "clause-two-ways", "Clause that is computed and said not to be"


def check(subject: Subject) -> Iterator[Doubt]:
    """Whoever reads the promise would be told that nothing is done about what is."""
    named = {clause for _, clause in named_clauses(msgspec.to_builtins(subject.policy))}
    for number, clause in enumerate(subject.policy.clauses):
        ways = ["named by a section"] if clause.id in named else []
        ways += ["said to be recorded"] if clause.recorded else []
        ways += ["said to be beyond computation"] if clause.beyond else []
        if len(ways) > 1:
            yield Doubt(
                ("clauses", number, "beyond" if clause.beyond else "recorded"),
                f"`{clause.id}` is {' and '.join(ways)}.",
                "The promise in words would tell that nothing is computed of what is, or the other way round.",
                "Keep what is so.",
                clause.id,
            )
