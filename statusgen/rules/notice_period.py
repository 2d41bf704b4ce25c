"""notice-period: customers hear of a window the policy's notice before it starts."""

from __future__ import annotations

from statusgen.finding import Finding
from statusgen.language import message
from statusgen.rules import way_out, words
from statusgen.rules.case import Case, Fault, Remark
from statusgen.verdict import Outcome

ID, SUMMARY = "notice-period", message("Notice too short")


def check(case: Case) -> Remark | None:
    """Told too late from the first announcement."""
    if case.fault is not Fault.SHORT:
        return None
    notice = case.policy.notice
    finding = Finding(
        place=case.window.origin.at("start"),
        rule=ID,
        severity=case.severity,
        summary=SUMMARY,
        what=_what(case),
        why=words.promise(case.policy, notice.clause),
        way_out=_way_out(case) if case.to_come else words.NO_EXCLUSION,
        policy=case.policy.id,
        clause=notice.clause,
    )
    return Remark(finding, Outcome.REJECTED)


def _what(case: Case) -> str:
    told = case.standing.told
    ahead = words.lead(told, case.standing.last.span.start)
    if not case.to_come:
        return f"`{case.window.id}` was announced too late: {ahead}, of {words.asked(case.policy)}."
    return f"{words.starts(case)} and {words.announced(case, told)}: {ahead}, of {words.asked(case.policy)}."


def _way_out(case: Case) -> str:
    return f"For these times notice had to start by {words.shown(case, case.deadline)}. {way_out.offer(case)}"
