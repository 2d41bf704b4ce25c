"""What did it cost that a window earned no exclusion? The rules it broke, and the seconds that count because of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from statusgen.finding import Finding
from statusgen.model import Project, Window
from statusgen.policy import Policy
from statusgen.timeline import Span, Timeline
from statusgen.uptime.downtime import Downtime
from statusgen.uptime.exclusions import announced_components, costing, excusable
from statusgen.verdict import Outcome, Verdicts


@dataclass(frozen=True, slots=True)
class Forgone:
    """A window of the month that excuses nothing under a policy."""

    window: Window
    outcome: Outcome
    findings: tuple[Finding, ...]
    """The rules that cost it the exclusion; none for emergency work."""
    added_seconds: int
    """Counted downtime, whatever caused it, that an exclusion of the window would have taken out."""


def forgone(project: Project, policy: Policy, verdicts: Verdicts, downtime: Downtime, known: Span, now: int) -> tuple[Forgone, ...]:
    """Every window of the month without an exclusion, in the order of their ids; work that was called off is none."""
    return tuple(_forgone(project, policy, verdicts, downtime, known, now))


def _forgone(project: Project, policy: Policy, verdicts: Verdicts, downtime: Downtime, known: Span, now: int) -> Iterator[Forgone]:
    counted: dict[str, Timeline] | None = None
    for window in project.windows:
        verdict = verdicts.get((window.id, policy.id))
        if verdict is None or verdict.excuses or verdict.outcome is Outcome.CANCELLED:
            continue
        stretch = excusable(window, now)
        if stretch is None or not stretch.overlaps(known):
            continue
        counted = _counted(downtime) if counted is None else counted
        yield Forgone(window, verdict.outcome, costing(verdict), _added(window, counted, stretch))


def _counted(downtime: Downtime) -> dict[str, Timeline]:
    spans = defaultdict(list)
    for stretch in downtime.stretches:
        if stretch.reason.ground.counts:
            spans[stretch.component].append(stretch.span)
    return {component: Timeline(of) for component, of in spans.items()}


def _added(window: Window, counted: dict[str, Timeline], stretch: Span) -> int:
    """The counted seconds that only components of the window had."""
    own = announced_components(window)
    excused, others = Timeline(), Timeline()
    for component, timeline in counted.items():
        if component in own:
            excused |= timeline.within(stretch)
        else:
            others |= timeline.within(stretch)
    return (excused - others).seconds
