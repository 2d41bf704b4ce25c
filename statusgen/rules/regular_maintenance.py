"""regular-maintenance: a policy that promises no regular maintenance meets a window that repeats."""

from __future__ import annotations

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.rules import words
from statusgen.rules.case import Case, Remark
from statusgen.verdict import Outcome

ID, SUMMARY = "regular-maintenance", message("Regular maintenance where none is promised")


def check(case: Case) -> Remark | None:
    """A warning on what is to come: the contract says what is usual, it does not forbid."""
    maintenance = case.policy.maintenance
    if maintenance.regular or case.window.series is None or not case.to_come:
        return None
    clause = maintenance.regular_clause
    finding = Finding(
        place=case.window.origin.at("repeat"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{case.window.series}` repeats.",
        why=words.promise(case.policy, clause) if clause else f"{case.policy.title} knows no regular maintenance.",
        way_out="Declare single windows as they are needed, or tell customers that this one is regular.",
        policy=case.policy.id,
        clause=clause,
        window=case.window.id,
    )
    return Remark(finding, Outcome.APPROVED)
