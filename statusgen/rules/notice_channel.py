"""notice-channel: notice goes through the channel that the policy asks for; the status page alone may not do."""

from __future__ import annotations

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.policy import Channel
from statusgen.rules import words
from statusgen.rules.case import Case, Fault, Remark, told_through
from statusgen.verdict import Outcome

ID, SUMMARY = "notice-channel", message("Notice missing on the promised channel")


def check(case: Case) -> Remark | None:
    """The page told it in time, the promised channel did not; still owed while its deadline is to come."""
    if case.fault is not Fault.CHANNEL:
        return None
    pending = case.still_possible
    notice = case.policy.notice
    finding = Finding(
        place=case.window.origin.at("notices" if case.window.notices else "start"),
        rule=ID,
        severity=Severity.WARNING if pending else case.severity,
        summary=SUMMARY,
        what=_what(case),
        why=words.promise(case.policy, notice.clause),
        way_out=_way_out(case),
        policy=case.policy.id,
        clause=notice.clause,
        window=case.window.id,
    )
    return Remark(finding, Outcome.PENDING if pending else Outcome.REJECTED)


def _what(case: Case) -> str:
    through = words.channels(case.policy)
    if case.told is None:
        said = f"no notice of these times {through} is recorded"
    else:
        said = f"notice {through} went out too late: {words.lead(case.told, case.standing.last.span.start)}"
    if not case.to_come:
        return f"`{case.window.id}`: {said}; asked for: {words.asked(case.policy)}."
    return f"{words.starts(case)}, and {said}; asked for: {words.asked(case.policy)}."


def _way_out(case: Case) -> str:
    if case.still_possible:
        entry = f"`notices: [{{channel: {_missing(case)}, at: ...}}]`"
        return f"Owed until {words.shown(case, case.deadline)}: send it, then record it as {entry}."
    if not case.to_come:
        return words.NO_EXCLUSION
    return f"It had to go out by {words.shown(case, case.deadline)}; if it did, record it. Else: {case.offer()}"


def _missing(case: Case) -> Channel:
    """The channel to use: the first that the policy takes, or, where it asks for each, that is missing."""
    channels = case.policy.notice.channels
    if not case.policy.notice.every_channel:
        return channels[0]
    through = {channel: told_through(channel, case.window, case.standing) for channel in channels}
    return next(channel for channel, told in through.items() if told is None or told > case.deadline)
