"""What is asked of windows. One rule, one file, one id: the same word here, in docs/rules.md and in what is printed.

Each rule has `ID`, `SUMMARY` and `check`. Policy rules are asked of every window under every policy that covers it, project
rules of all that is declared, change rules of what a plan changes, loss rules of the incidents that it takes away, weighing rules
of what the page says of its rules. The order is the order in which they are told. A rule that closes time says so ahead, by
`obstacles`: what looks for time asks `ahead.py`, and need not try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import msgspec

from statusgen.announced import standing
from statusgen.changes import Change
from statusgen.finding import Finding, told_in_order
from statusgen.model import Incident, Project, Window
from statusgen.policy import Emergency, Excuses, Policy
from statusgen.rules import (
    acknowledgement_missing,
    at_once,
    deleted_incident,
    deleted_window,
    dependency_overlap,
    downtime_budget,
    emergency_without_reason,
    expired_waiver,
    fact_to_come,
    freeze,
    gap,
    maintenance_counts,
    maintenance_hours,
    no_policy,
    notice_channel,
    notice_period,
    overlap,
    past_changed,
    redundant_overlap,
    regular_maintenance,
    restoration_unconfirmed,
    security_expiry,
    shared_name,
    unannounced_move,
    unknown_rule,
    unused_waiver,
    way_out,
    weakened_promise,
)
from statusgen.rules.ahead import CLOSING, HORIZON, in_turn, longest, near, obstacles, starts, still_counts
from statusgen.rules.case import Case, Remark, asks_notice, case, latest_notice
from statusgen.rules.covering import Covering
from statusgen.rules.obstacle import TIME_TO_ACT, Obstacle, Wish, permitted
from statusgen.rules.weighing import Scales, off, weighed
from statusgen.verdict import Outcome, Verdict, Verdicts

__all__ = [
    "CHANGE_RULES",
    "CLOSING",
    "HORIZON",
    "OURS",
    "POLICY_RULES",
    "PROJECT_RULES",
    "PROMISED",
    "TIME_TO_ACT",
    "WEIGHING_RULES",
    "Covering",
    "Obstacle",
    "Wish",
    "asks_notice",
    "check",
    "in_turn",
    "latest_notice",
    "longest",
    "near",
    "obstacles",
    "permitted",
    "starts",
    "still_counts",
    "verdicts",
]

POLICY_RULES = (
    notice_period,
    unannounced_move,
    notice_channel,
    maintenance_hours,
    acknowledgement_missing,
    regular_maintenance,
    maintenance_counts,
)
PROJECT_RULES = (
    emergency_without_reason,
    restoration_unconfirmed,
    freeze,
    overlap,
    redundant_overlap,
    dependency_overlap,
    gap,
    at_once,
    downtime_budget,
    fact_to_come,
    no_policy,
    security_expiry,
    shared_name,
)
CHANGE_RULES = (deleted_window, past_changed)
LOSS_RULES = (deleted_incident,)
WEIGHING_RULES = (unknown_rule, weakened_promise, expired_waiver, unused_waiver)

OURS = frozenset(
    rule.ID
    for rule in (
        regular_maintenance,
        freeze,
        overlap,
        redundant_overlap,
        dependency_overlap,
        gap,
        at_once,
        downtime_budget,
        fact_to_come,
        no_policy,
        security_expiry,
        expired_waiver,
        unused_waiver,
    )
)
"""The rules that a page may weigh, and a window's file waive: by them it keeps itself in order."""

PolicyRule = Callable[[Case], Remark | None]
"""The `check` of a policy rule."""

PROMISED = frozenset(rule.ID for rule in (*POLICY_RULES, *PROJECT_RULES, *CHANGE_RULES, *LOSS_RULES)) - OURS
"""The rules that decide an approval, or what customers are told: nobody who is held to them may switch them off."""


def verdicts(project: Project, now: int) -> Verdicts:
    """Every window before every policy that covers it."""
    unasked = off(project, OURS)
    asked = tuple(rule.check for rule in POLICY_RULES if rule.ID not in unasked)
    covering = Covering(project)
    judged = {}
    around = cache(partial(near, project, now))
    offers: dict[str, str] = {}

    def offer(window: Window) -> str:
        """Looked for once, whatever number of policies tell it."""
        if window.id not in offers:
            offers[window.id] = way_out.offer(around(), window, now)
        return offers[window.id]

    for window in project.windows:
        for verdict in _judged(window, covering.of(window), now, asked, partial(offer, window)):
            judged[verdict.window, verdict.policy] = verdict
    return judged


def check(project: Project, changes: Sequence[Change], verdicts: Verdicts, now: int) -> tuple[Finding, ...]:
    """What every rule has to tell: of the policies, of the project, of what changes."""
    unasked = off(project, OURS)
    told = [finding for verdict in verdicts.values() for finding in verdict.findings]
    for rule in PROJECT_RULES:
        if rule.ID not in unasked:
            told += rule.check(project, now)
    for change_rule in CHANGE_RULES:
        told += change_rule.check(changes, now)
    scales = Scales(project, tuple(told), OURS, PROMISED, now)
    for weighing_rule in WEIGHING_RULES:
        told += weighing_rule.check(scales)
    return told_in_order(weighed(told, scales))


def check_losses(gone: Sequence[Incident]) -> tuple[Finding, ...]:
    """What every rule has to tell of the incidents that a plan takes away."""
    return told_in_order(finding for rule in LOSS_RULES for finding in rule.check(gone))


def _judged(
    window: Window, policies: tuple[Policy, ...], now: int, asked: Sequence[PolicyRule], offer: Callable[[], str]
) -> Iterator[Verdict]:
    if window.cancelled is not None:
        yield from (Verdict(window.id, policy.id, Outcome.CANCELLED) for policy in policies)
    elif window.emergency is not None:
        yield from (_emergency(window, policy) for policy in policies)
    else:
        known = _as_known(window, now)
        told = standing(window)
        yield from (_verdict(case(known, policy, told, now, offer), asked) for policy in policies)


def _as_known(window: Window, now: int) -> Window:
    """A notice that is dated ahead has not been given yet."""
    if all(notice.at <= now for notice in window.notices):
        return window
    return msgspec.structs.replace(window, notices=tuple(notice for notice in window.notices if notice.at <= now))


def _emergency(window: Window, policy: Policy) -> Verdict:
    maintenance = policy.maintenance
    excluded = maintenance.emergency is Emergency.EXCLUDE and emergency_without_reason.has_reason(window)
    clause = (maintenance.emergency_clause or maintenance.exclusion_clause) if excluded else None
    return Verdict(window.id, policy.id, Outcome.EMERGENCY, excuses=excluded, clause=clause)


def _verdict(judged: Case, asked: Sequence[PolicyRule]) -> Verdict:
    remarks = list(_remarks(judged, asked))
    said = [remark.outcome for remark in remarks]
    outcome = next((worst for worst in (Outcome.REJECTED, Outcome.PENDING) if worst in said), Outcome.APPROVED)
    excuses = _excuses(judged, outcome)
    return Verdict(
        judged.window.id,
        judged.policy.id,
        outcome,
        tuple([remark.finding for remark in remarks]),
        judged.deadline if judged.asks_notice else None,
        excuses,
        judged.policy.maintenance.exclusion_clause if excuses else None,
    )


def _excuses(judged: Case, outcome: Outcome) -> bool:
    """Whether the window's time is an exclusion, under a contract that has any.

    Work that needs no notice because it interrupts nothing excuses no interruption either, unless notice was given. Under a
    reading that asks for no compliance (C1), whatever was told before it started is excused.
    """
    if judged.policy.maintenance.excuses is Excuses.NOTHING:
        return False
    if outcome is Outcome.APPROVED:
        return judged.notice_kept or not judged.policy.notice.required
    told = judged.standing.told if judged.told is None else min(judged.told, judged.standing.told)
    return not judged.policy.maintenance.requires_compliance and told < judged.standing.last.span.start


def _remarks(judged: Case, asked: Sequence[PolicyRule]) -> Iterator[Remark]:
    """What the rules say; where nothing can be mended any more, up to the first that rejects."""
    for check_policy in asked:
        remark = check_policy(judged)
        if remark is not None:
            yield remark
            if remark.outcome is Outcome.REJECTED and not judged.to_come:
                return
