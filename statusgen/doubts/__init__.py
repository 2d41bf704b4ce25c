"""What can be computed of a policy, and is hardly meant: contradictions, and what nothing comes of. One doubt, one file, one id.

Each has `ID`, `SUMMARY` and `check`: the same word here, in docs/rules.md and in what is printed. A doubt is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.doubts import (
    claim_for_nothing,
    clause_two_ways,
    contradictory_target,
    deadline_never_met,
    idle_calendar,
    idle_limit,
    idle_notice,
    idle_reading,
    idle_row,
    idle_setting,
    idle_version,
    missed_and_unpaid,
    odd_exclusion,
    odd_hours,
    plan_worth_less,
    row_gives_less,
    stale_clause,
    unasked_report,
    unused_clause,
)
from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.finding import Finding, Severity, told_in_order
from statusgen.load.policies import Declared, Stage
from statusgen.policy import Policy

DOUBTS: Final = (
    unused_clause,
    clause_two_ways,
    stale_clause,
    missed_and_unpaid,
    plan_worth_less,
    row_gives_less,
    idle_row,
    idle_limit,
    idle_notice,
    odd_hours,
    odd_exclusion,
    unasked_report,
    claim_for_nothing,
    deadline_never_met,
    contradictory_target,
    idle_calendar,
    idle_reading,
    idle_version,
    idle_setting,
)
"""In the order of the handbook."""

_Told = tuple[str, str, Doubt]
"""The rule's id and summary, and what it tells."""


def check(declared: Declared) -> tuple[Finding, ...]:
    """What is doubted about a policy and its versions, where its own file says it.

    What it extends is doubted where that is declared, and what a version leaves as it was, once.
    """
    found = [_finding(declared, stage.path, told) for stage in declared.stages() for told in _new(stage)]
    return told_in_order(found)


def _new(stage: Stage) -> Iterator[_Told]:
    known = () if stage.parent is None else _doubts(stage.parent, None)
    said = {(rule, doubt.what) for rule, _, doubt in known}
    return (told for told in _doubts(stage.policy, stage.before) if (told[0], told[2].what) not in said)


def _doubts(policy: Policy, before: Policy | None) -> tuple[_Told, ...]:
    subject = Subject(policy, before)
    return tuple((rule.ID, rule.SUMMARY, doubt) for rule in DOUBTS for doubt in rule.check(subject))


def _finding(declared: Declared, at: Path, told: _Told) -> Finding:
    rule, summary, doubt = told
    place = declared.document.place((*at, *doubt.path))
    policy = declared.policy.id
    return Finding(place, rule, Severity.WARNING, summary, doubt.what, doubt.why, doubt.way_out, policy, doubt.clause)
