"""Which seconds does a contract not count because of maintenance? Of every window, as far as each policy excuses it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from statusgen import civil
from statusgen.announced import standing
from statusgen.course import ran
from statusgen.finding import Finding, Severity
from statusgen.model import Project, Window
from statusgen.policy import EarlyFinish, Overrun, Partial, Policy
from statusgen.timeline import Span, Timeline
from statusgen.verdict import Verdict, Verdicts


class Exclusion(msgspec.Struct, frozen=True, array_like=True):
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
        for exclusion in earned(window, policy, now, verdict)
    ]
    return tuple(sorted(found, key=lambda one: (one.policy, one.span, one.component, one.window)))


def earned(window: Window, policy: Policy, now: int, verdict: Verdict | None = None) -> Iterator[Exclusion]:
    """The exclusions of a window under a policy; without a verdict those that its approval would earn it."""
    terms = policy.in_force(window.span.start)
    if terms is None:
        return
    clause, commit = terms.maintenance.exclusion_clause, standing(window).last.commit
    if verdict is not None and verdict.clause is not None:
        clause = verdict.clause
    for stretch in excusable(window, terms, now):
        for component in announced_components(window):
            if terms.covers(component):
                yield Exclusion(policy.id, component, stretch, window.id, commit, clause)


def excusable(window: Window, terms: Policy, now: int) -> Timeline:
    """What an approved window excuses: from the announced start to the earlier of announced and actual end.

    Past the announced end an overrun counts, and where work ends early customers may rely on the service again (K9), unless
    the policy says otherwise. Where it excuses what lies inside the maintenance hours (V7), only that.
    """
    announced, stretch = standing(window).last.span, ran(window, now)
    if stretch is None:
        return Timeline()
    end = announced.end
    if terms.maintenance.early_finish is EarlyFinish.CLIP:
        end = min(end, stretch.end)
    if terms.maintenance.overrun is Overrun.EXCLUDE:
        end = max(end, stretch.end)
    span, hours = Span(announced.start, max(announced.start, end)), terms.maintenance_hours
    if hours is None or hours.partial is Partial.WHOLE or not hours.binding:
        return Timeline([span])
    return civil.open_hours(hours.openings, span, terms.time_zone)


def announced_components(window: Window) -> tuple[str, ...]:
    """The window's components that customers were told of before it began."""
    told = standing(window).last.components
    return tuple(component for component in window.components if component in told)


def costing(verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that cost a window its exclusion: warnings stand in no way."""
    return () if verdict.excuses else tuple(one for one in verdict.findings if one.severity is not Severity.WARNING)
