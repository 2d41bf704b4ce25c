"""redundant-overlap: of two components that carry on for each other, one is always left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Component, Project
from statusgen.rules import meetings
from statusgen.rules.meetings import Meeting, Related
from statusgen.rules.obstacle import Obstacle, Wish
from statusgen.timeline import Span

ID, SUMMARY = "redundant-overlap", message("Work on both of two redundant components")


def check(project: Project, now: int) -> Iterator[Finding]:
    """Of two windows to come, whatever their impact: that there is none is because the other component carries on."""
    related = _redundant(project.components)
    if related:
        yield from (_finding(met, now) for met in meetings.meetings(meetings.to_come(project, now), related))


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """Each window on what carries on for the wish's components."""
    for met, closed in meetings.closed(project, _redundant(project.components), wish, within, now):
        yield Obstacle(ID, f"{_at_work(met, project.page.time_zone)} ({met.other.origin.file}).", closed)


@lru_cache(maxsize=8)
def _redundant(components: tuple[Component, ...]) -> Related:
    """Either of two components may name the other."""
    related: defaultdict[str, set[str]] = defaultdict(set)
    for component in components:
        for other in component.redundant_with:
            related[component.id].add(other)
            related[other].add(component.id)
    return {component: sorted(others) for component, others in related.items()}


def _finding(met: Meeting, now: int) -> Finding:
    window = met.window
    mendable = now < window.span.start and window.emergency is None and met.other.emergency is None
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.ERROR if mendable else Severity.WARNING,
        summary=SUMMARY,
        what=f"`{window.id}` starts {civil.show(window.span.start, window.time_zone)}; {_at_work(met, window.time_zone)}.",
        why="While both are worked on, nothing carries on when one of them fails.",
        way_out="Do one after the other: start when the first window is over.",
        window=window.id,
    )


def _at_work(met: Meeting, zone: str) -> str:
    carried = " and ".join(f"`{its}`, which carries on for `{mine}`" for mine, its in met.pairs)
    return f"`{met.other.id}` is at work on {carried}, {meetings.times(met.other, zone)}"
