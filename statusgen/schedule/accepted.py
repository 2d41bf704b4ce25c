"""The last word is the rules': of what is placed, only what gives no finding at all stays."""

from __future__ import annotations

from collections.abc import Mapping

from statusgen import rules
from statusgen.finding import Finding, Severity
from statusgen.schedule.ground import Ground, Placed
from statusgen.verdict import Outcome


def accepted(ground: Ground, placed: Placed) -> tuple[dict[str, int], Mapping[str, Finding]]:
    """What stays, and what the rules have against the rest.

    `obstacles` is exact for every rule that closes time, so that all of it stays, unless a rule minds something else of a window.
    """
    stays, refused = dict(placed), dict[str, Finding]()
    before = _findings(ground, {})
    while new := _findings(ground, stays) - before:
        finding = min(new, key=lambda one: one.order)
        name = next((name for name in reversed(stays) if finding not in _findings(ground, _without(stays, name))), None)
        refused[name or next(reversed(stays))] = finding
        stays.pop(name or next(reversed(stays)))
    return stays, refused


def _without(placed: Placed, name: str) -> Placed:
    return {other: start for other, start in placed.items() if other != name}


def _findings(ground: Ground, placed: Placed) -> frozenset[Finding]:
    """What the rules say of the project when the windows are merged, but for notes and for notices that are still owed."""
    project, merged = ground.with_windows(placed), ground.now + rules.TIME_TO_ACT
    verdicts = rules.verdicts(project, merged)
    owed = {finding for verdict in verdicts.values() if verdict.outcome is Outcome.PENDING for finding in verdict.findings}
    found = rules.check(project, (), verdicts, merged)
    return frozenset(finding for finding in found if finding.severity is not Severity.NOTE and finding not in owed)
