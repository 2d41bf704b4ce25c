"""Which seconds does a contract not count because of maintenance? Of every window, as far as each policy excuses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusgen.announced import standing
from statusgen.course import ran
from statusgen.finding import Finding, Severity
from statusgen.model import Project, Window
from statusgen.policy import Policy
from statusgen.timeline import Span
from statusgen.verdict import Verdict, Verdicts


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One stretch in which one component's downtime does not count under one policy."""

    policy: str
    component: str
    span: Span
    window: str
    """The window that earned it."""
    commit: str | None
    """The commit that announced its times; None: declared in the file, or not yet merged."""
    clause: str
    """The clause by which it does not count."""


def exclusions(project: Project, verdicts: Verdicts, now: int) -> tuple[Exclusion, ...]:
    """Every exclusion, past and to come, in the order of policy, start, component and window."""
    found = [
        exclusion
        for policy in project.policies
        for window in project.windows
        if (verdict := verdicts.get((window.id, policy.id))) is not None and verdict.excuses
        for exclusion in _earned(window, policy, verdict, now)
    ]
    return tuple(sorted(found, key=lambda one: (one.policy, one.span, one.component, one.window)))


def _earned(window: Window, policy: Policy, verdict: Verdict, now: int) -> Iterator[Exclusion]:
    stretch, announcement = excusable(window, now), standing(window).last
    clause = verdict.clause or policy.maintenance.exclusion_clause
    if stretch is not None:
        for component in announced_components(window):
            if policy.covers(component):
                yield Exclusion(policy.id, component, stretch, window.id, announcement.commit, clause)


def excusable(window: Window, now: int) -> Span | None:
    """What an approved window excuses: from the announced start to the earlier of announced and actual end.

    Past the announced end an overrun counts, and where work ends early customers may rely on the service again (K9).
    None where nothing is left of it.
    """
    announced, stretch = standing(window).last.span, ran(window, now)
    if stretch is None:
        return None
    end = min(announced.end, stretch.end)
    return Span(announced.start, end) if announced.start < end else None


def announced_components(window: Window) -> tuple[str, ...]:
    """The window's components that customers were told of before it began."""
    told = standing(window).last.components
    return tuple(component for component in window.components if component in told)


def costing(verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that cost a window its exclusion: warnings stand in no way."""
    return () if verdict.excuses else tuple(one for one in verdict.findings if one.severity is not Severity.WARNING)
