"""dependency-overlap: a component and what it depends on are not worked on at the same time."""

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

ID, SUMMARY = "dependency-overlap", message("Work on a component and on what it depends on")


def check(project: Project, now: int) -> Iterator[Finding]:
    """A warning on two windows to come, be the dependency direct or not. One window that names both knows what it does."""
    needs = _needs(project.components)
    if needs:
        windows = meetings.to_come(project, now)
        yield from (_finding(met, needs) for met in meetings.meetings(windows, _both_ways(needs)))


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """Each window on what the wish's components depend on, or on what depends on them."""
    needs = _needs(project.components)
    for met, closed in meetings.closed(project, _both_ways(needs), wish, within, now):
        yield Obstacle(ID, f"{_at_work(met, needs, project.page.time_zone)} ({met.other.origin.file}).", closed, Severity.WARNING)


@lru_cache(maxsize=8)
def _needs(components: tuple[Component, ...]) -> dict[str, set[str]]:
    """All that each component depends on, directly or not; load has made sure that there is no circle."""
    direct = {component.id: component.depends_on for component in components if component.depends_on}
    needs: dict[str, set[str]] = {}
    for component in direct:
        left = list(direct[component])
        found = needs.setdefault(component, set())
        while left:
            needed = left.pop()
            if needed not in found:
                found.add(needed)
                left += direct.get(needed, ())
    return needs


def _both_ways(needs: dict[str, set[str]]) -> Related:
    related: defaultdict[str, set[str]] = defaultdict(set)
    for component, needed in needs.items():
        for other in needed:
            related[component].add(other)
            related[other].add(component)
    return {component: sorted(others) for component, others in related.items()}


def _finding(met: Meeting, needs: dict[str, set[str]]) -> Finding:
    window = met.window
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{window.id}` starts {civil.show(window.span.start, window.time_zone)}; {_at_work(met, needs, window.time_zone)}.",
        why="Whether a change went well cannot be told while what it depends on is changed as well.",
        way_out="Move one of them, or make them one window if they belong together.",
        window=window.id,
    )


def _at_work(met: Meeting, needs: dict[str, set[str]], zone: str) -> str:
    words = []
    for mine, its in met.pairs:
        which = f"on which `{mine}` depends" if its in needs.get(mine, ()) else f"which depends on `{mine}`"
        words.append(f"`{its}`, {which}")
    return f"`{met.other.id}` is at work on {' and '.join(words)}, {meetings.times(met.other, zone)}"
