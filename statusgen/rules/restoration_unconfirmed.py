"""restoration-unconfirmed: after emergency work, customers are told that the service is restored."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen import civil
from statusgen.course import State, ran, state
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Status, Window
from statusgen.policy import Policy

ID, SUMMARY = "restoration-unconfirmed", message("Restoration not confirmed")


def check(project: Project, now: int) -> Iterator[Finding]:
    """Once the work is over and a policy asks for it, however long ago: it can still be told, or recorded."""
    for window in project.windows:
        if window.emergency is not None and not window.cancelled:
            stretch = ran(window, now)
            if stretch is not None and state(window, now) is State.COMPLETED and not _confirmed(window, stretch.end, now):
                policies = project.policies_of(window.components, window.span.start)
                yield from (_finding(window, policy, stretch.end) for policy in policies if policy.maintenance.restored_clause)


def _confirmed(window: Window, end: int, now: int) -> bool:
    """Whether the page said that the work is done, or customers had a notice of another kind after it."""
    told = any(update.status is Status.COMPLETED and update.at <= now for update in window.updates)
    return told or any(end <= notice.at <= now for notice in window.notices)


def _finding(window: Window, policy: Policy, end: int) -> Finding:
    clause = policy.maintenance.restored_clause
    return Finding(
        place=window.origin.at("updates" if window.updates else "emergency"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{window.id}` was over {civil.show(end, window.time_zone)}, and nothing says that customers heard of it.",
        why=f"{policy.title}: {policy.clause(clause).text}" if clause else "",
        way_out="Tell them, and record it: `updates: [{at: ..., status: completed, text: ...}]`, or a notice by another channel.",
        policy=policy.id,
        clause=clause,
    )
