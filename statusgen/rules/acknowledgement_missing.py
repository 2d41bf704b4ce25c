"""acknowledgement-missing: the customer confirms the notice; where the first channel is met with silence, the second is used."""

from __future__ import annotations

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Notice
from statusgen.policy import Acknowledgement
from statusgen.rules import words
from statusgen.rules.case import Case, Remark, told_through
from statusgen.verdict import Outcome

ID, SUMMARY = "acknowledgement-missing", message("Notice not acknowledged yet")


def check(case: Case) -> Remark | None:
    """Notice was kept and nobody has confirmed it. Silence does not void the notice unless the policy says so (V3)."""
    asked = case.policy.acknowledgement
    if asked is None or not case.asks_notice or case.fault is not None:
        return None
    if not (case.to_come or asked.required_for_exclusion):
        return None
    if any(notice.acknowledged is not None for notice in _sent(case)):
        return None
    return Remark(_finding(case, asked), _outcome(case, asked))


def _sent(case: Case) -> list[Notice]:
    """The notices, by the first channels and the second, that told what stands now."""
    accepted = (*case.policy.notice.channels, case.policy.notice.fallback)
    known = {channel: told_through(channel, case.window, case.standing) for channel in accepted if channel is not None}
    return [notice for notice in case.window.notices if (since := known.get(notice.channel)) is not None and notice.at >= since]


def _outcome(case: Case, asked: Acknowledgement) -> Outcome:
    if not asked.required_for_exclusion:
        return Outcome.APPROVED
    return Outcome.PENDING if case.to_come else Outcome.REJECTED


def _finding(case: Case, asked: Acknowledgement) -> Finding:
    return Finding(
        place=case.window.origin.at("notices" if case.window.notices else "start"),
        rule=ID,
        severity=Severity.WARNING if case.to_come else Severity.NOTE,
        summary=SUMMARY,
        what=f"{words.starts(case)}, and no customer's acknowledgement of the notice is recorded.",
        why=words.promise(case.policy, asked.clause),
        way_out=_way_out(case) if case.to_come else words.NO_EXCLUSION,
        policy=case.policy.id,
        clause=asked.clause,
    )


def _way_out(case: Case) -> str:
    second = case.policy.notice.fallback
    record = "record it as `acknowledged:` of the notice"
    if second is None or any(notice.channel is second for notice in _sent(case)):
        return f"When it is confirmed, {record}."
    return f"Give notice {words.CHANNEL_WORDS[second]} too and add it to `notices:`; when it is confirmed, {record}."
