"""notice-period: customers hear of a window the policy's notice before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding
from statusgen.language import message
from statusgen.model import Project
from statusgen.rules import words
from statusgen.rules.case import Case, Fault, Remark, asks_notice, too_soon
from statusgen.rules.obstacle import TIME_TO_ACT, Obstacle, Wish, held_to
from statusgen.timeline import Span
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
        window=case.window.id,
    )
    return Remark(finding, Outcome.REJECTED)


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """The starts that are too soon for a notice that begins with a merge within the hour, or goes out by then.

    A notice by another channel than the page can still be given as long as this is true: it is owed until the same deadline.
    """
    told = now + TIME_TO_ACT
    counts = f"given within the hour, it counts from {civil.show(told, project.page.time_zone)}"
    for policy, starts in held_to(project, wish, within):
        if asks_notice(policy, wish.impact):
            asked = f"{words.asked(policy)} of notice" if policy.notice.hours else words.asked(policy)
            reason = f"{policy.title} asks {asked}; {counts} ({policy.notice.clause})."
            yield Obstacle(ID, reason, too_soon(policy, told, starts), policy=policy.id, clause=policy.notice.clause)


def _what(case: Case) -> str:
    told = case.standing.told
    ahead = words.lead(told, case.standing.last.span.start)
    if not case.to_come:
        return f"`{case.window.id}` was announced too late: {ahead}, of {words.asked(case.policy)}."
    return f"{words.starts(case)} and {words.announced(case, told)}: {ahead}, of {words.asked(case.policy)}."


def _way_out(case: Case) -> str:
    return f"For these times notice had to start by {words.shown(case, case.deadline)}. {case.offer()}"
