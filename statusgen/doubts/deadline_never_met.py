"""deadline-never-met: a claim that may not be made yet is not too late already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import ClaimOpens, TermUnit, term

ID, SUMMARY = "deadline-never-met", "Deadline that is over before it begins"

_LONGEST: Final = {TermUnit.HOUR: 31 * 24, TermUnit.DAY: 31}
"""What a term must reach for a failure on the first day of a month to be claimed after its last one."""


def check(subject: Subject) -> Iterator[Doubt]:
    """Claims may be made once the month is over, and their time runs from a failure in it."""
    claim = subject.policy.claim
    if claim is None or claim.opens is not ClaimOpens.PERIOD_END or not claim.per_incident or claim.within is None:
        return
    within = term(claim.within)
    if within.amount < _LONGEST.get(within.unit, 0):
        yield Doubt(
            ("claim", "within"),
            f"A claim may be made once the month is over, and within {within} of a failure: never of one early in the month.",
            "The credit would be lost whatever the customer does.",
            "Let claims be made before (`opens: any_time`), or let their time run from the month's end (`starts: period_end`).",
            claim.clause,
        )
