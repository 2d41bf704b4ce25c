"""maintenance-counts: under a contract that excuses no maintenance, work is downtime, however well it was announced."""

from __future__ import annotations

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.policy import Excuses
from statusgen.rules import words
from statusgen.rules.case import Case, Remark
from statusgen.verdict import Outcome

ID, SUMMARY = "maintenance-counts", message("Maintenance that counts as downtime")


def check(case: Case) -> Remark | None:
    """A note: no promise is broken by it, and the month has that much less left."""
    policy = case.policy
    if policy.maintenance.excuses is not Excuses.NOTHING or case.window.impact not in policy.scope.impacts:
        return None
    clause = policy.maintenance.exclusion_clause
    finding = Finding(
        place=case.window.origin.at("impact"),
        rule=ID,
        severity=Severity.NOTE,
        summary=SUMMARY,
        what=f"`{case.window.id}` is approved, and counts as downtime all the same.",
        why=words.promise(policy, clause),
        way_out="Keep it short; nothing has to be mended." if case.to_come else words.NO_EXCLUSION,
        policy=policy.id,
        clause=clause,
    )
    return Remark(finding, Outcome.APPROVED)
