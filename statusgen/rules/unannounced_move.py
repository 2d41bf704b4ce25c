"""unannounced-move: a window that is moved, lengthened or widened gets its full notice anew, and after its start nothing moves."""

from __future__ import annotations

from statusgen.announced import told_since
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.policy import Impact
from statusgen.rules import words
from statusgen.rules.case import Case, Fault, Remark, latest_notice
from statusgen.timeline import Span
from statusgen.verdict import Outcome

ID, SUMMARY = "unannounced-move", message("Changed without fresh notice")


def check(case: Case) -> Remark | None:
    """Announced in time once; what changed since was not, or came after the start."""
    if case.fault is Fault.MOVED:
        return Remark(_finding(case, case.severity, _moved(case), _mend(case)), Outcome.REJECTED)
    if case.standing.too_late and not case.standing.last.covers(case.standing.too_late[-1]):
        return _after_the_start(case) if case.asks_notice or case.window.impact is not Impact.NONE else None
    return None


def _after_the_start(case: Case) -> Remark:
    """An announcement after the start cannot move or lengthen; a later end is an overrun (docs/decisions.md, 33).

    Moved wholly elsewhere, it is other work, of which nobody was told.
    """
    last, late = case.standing.last, case.standing.too_late[-1]
    what = (
        f"`{case.window.id}` was changed {words.shown(case, late.at)}, when it had begun: "
        f"customers were told {words.shown_span(case, last.span)}."
    )
    if case.same_event:
        way = "What goes beyond what was told is early or late work and counts; the rest stays as it was judged."
        return Remark(_finding(case, Severity.NOTE, what, way), Outcome.APPROVED)
    way = f"Cancel this window and declare a new one. {case.offer()}" if case.to_come else words.NO_EXCLUSION
    return Remark(_finding(case, case.severity, what, way), Outcome.REJECTED)


def _moved(case: Case) -> str:
    told = case.standing.told
    ahead = words.lead(told, case.standing.last.span.start)
    if not case.to_come:
        return f"`{case.window.id}` was changed too late: {ahead}, of {words.asked(case.policy)}."
    first = case.standing.first
    return (
        f"{words.starts(case)}; as it stands it {words.announced(case, told)}: {ahead}, of {words.asked(case.policy)}. "
        f"First announced was {words.shown_span(case, first.span)}."
    )


def _mend(case: Case) -> str:
    if not case.to_come:
        return words.NO_EXCLUSION
    by = words.shown(case, case.deadline)
    return f"For these times notice had to start by {by}. {_back(case)}{case.offer()}"


def _back(case: Case) -> str:
    """How a notice that was given in time can be kept. Going back on a change that customers have heard of is one more change."""
    announced = case.window.announcements
    *before, last = announced[: len(announced) - len(case.standing.too_late)]
    since = told_since(before, before[-1])
    if last.at >= case.now and since is not None and since <= latest_notice(case.policy, before[-1].span.start):
        return "Go back to what was told, or narrow it. "
    throughout = (*before, last)
    span = Span(max(told.span.start for told in throughout), min(told.span.end for told in throughout))
    components = [name for name in last.components if all(name in told.components for told in before)]
    if span.start >= span.end or not components:
        return ""
    impact = min((told.impact for told in throughout), key=lambda impact: impact.rank)
    only = f", only {', '.join(f'`{name}`' for name in components)}" if len(components) < len(last.components) else ""
    at_most = f", impact at most {impact.replace('_', ' ')}" if impact is not last.impact else ""
    return f"Narrow it to what was told throughout: {words.shown_span(case, span)}{only}{at_most}. "


def _finding(case: Case, severity: Severity, what: str, way: str) -> Finding:
    return Finding(
        place=case.window.origin.at("start"),
        rule=ID,
        severity=severity,
        summary=SUMMARY,
        what=what,
        why=words.promise(case.policy, case.policy.notice.clause),
        way_out=way,
        policy=case.policy.id,
        clause=case.policy.notice.clause,
        window=case.window.id,
    )
