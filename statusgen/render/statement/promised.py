"""The sentences about what else was promised, answers, few incidents and metrics: the same in text, HTML and reports."""

from __future__ import annotations

from typing import Final

from statusgen import civil
from statusgen.model import Incident
from statusgen.policy import Metric, Milestone, Policy, Target
from statusgen.uptime.performance import Measured, Registered
from statusgen.uptime.support import Answer, Kept

KEPT: Final = {
    Kept.MET: "met",
    Kept.MISSED: "missed",
    Kept.OPEN: "open",
    Kept.EXEMPT: "exempt",
    Kept.NOT_REPORTED: "never reported",
}
MILESTONES: Final = {
    Milestone.ACKNOWLEDGEMENT: "acknowledgement",
    Milestone.ACTION: "action",
    Milestone.RESPONSE: "response",
    Milestone.RESOLUTION: "resolution",
}


def answer(one: Answer, policy: Policy) -> str:
    """`response within 2 hours: met, 1 hour 3 minutes before [clause]`."""
    return f"{promise(one.target)}: {outcome(one, policy)} [{one.clause}]"


def promise(target: Target) -> str:
    """`response within 2 hours (enterprise), a goal`."""
    plans = f" ({', '.join(target.plans)})" if target.plans else ""
    goal = "" if target.guaranteed else ", a goal"
    return f"{MILESTONES[target.milestone]} within {target.within}{plans}{goal}"


def answered(incident: Incident) -> str:
    """`2026-10-14-sms-failed, P1`: whose answers are told."""
    return f"{incident.id}{f', {incident.priority}' if incident.priority else ''}"


def outcome(one: Answer, policy: Policy) -> str:
    """`met, 1 hour 3 minutes to spare`."""
    margin = one.margin_seconds
    match one.kept:
        case Kept.MET:
            return f"met, {civil.lasting(margin or 0)} to spare"
        case Kept.MISSED:
            if margin is not None:
                return f"missed by {civil.lasting(-margin)}"
            assert one.before is not None
            return f"missed: nothing is recorded, due {civil.show(one.before - 1, policy.time_zone)}"
        case Kept.OPEN:
            assert one.before is not None
            return f"open, due {civil.show(one.before - 1, policy.time_zone)}"
        case Kept.EXEMPT:
            return "none for this cause"
        case Kept.NOT_REPORTED:
            return "no report of it is recorded"


def registered(one: Registered) -> str:
    """`3 of at most 4: kept [clause]`."""
    return f"{len(one.incidents)} of at most {one.promise.incidents}: {'kept' if one.kept else 'missed'} [{one.promise.clause}]"


def metric(one: Measured) -> str:
    """`Network latency below 50 ms: broken by 3 of 310 values, the worst 71 ms; measurements/a.csv:7:9 [clause]`."""
    promised, clause = one.metric, one.metric.clause
    if not one.values:
        return f"{threshold(promised)}: not measured [{clause}]"
    if not one.breaches:
        return f"{threshold(promised)}: kept in {'all ' if len(one.values) > 1 else ''}{_values(one)} [{clause}]"
    worst = (max if promised.below is not None else min)(one.breaches, key=lambda value: value.value)
    found = f"broken by {len(one.breaches):,} of {_values(one)}, the worst {worst.value} {promised.unit}"
    return f"{threshold(promised)}: {found}; {worst.place} [{clause}]"


def _values(one: Measured) -> str:
    return f"{len(one.values):,} value{'' if len(one.values) == 1 else 's'}"


def threshold(promised: Metric) -> str:
    """`Network latency below 50 ms`, with the plans that have it."""
    plans = f" ({', '.join(promised.plans)})" if promised.plans else ""
    bound = f"below {promised.below}" if promised.below is not None else f"at least {promised.at_least}"
    return f"{promised.name or promised.id}{plans} {bound} {promised.unit}"
