"""overlap: two windows to come work on one component at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Window
from statusgen.rules.meetings import times
from statusgen.rules.obstacle import Obstacle, Wish, meeting, others
from statusgen.timeline import Span

ID, SUMMARY = "overlap", message("Two windows on one component at once")


def check(project: Project, now: int) -> Iterator[Finding]:
    """One sweep by start: each window is compared with the one before it, on each component, that lasts longest."""
    to_come = [window for window in project.windows if window.cancelled is None and now < window.span.end]
    longest: dict[str, Window] = {}
    for window in sorted(to_come, key=lambda window: (window.span, window.id)):
        shared: dict[str, tuple[Window, list[str]]] = {}
        for component in window.components:
            other = longest.setdefault(component, window)
            if other is not window and other.span.overlaps(window.span):
                shared.setdefault(other.id, (other, []))[1].append(component)
            if window.span.end > other.span.end:
                longest[component] = window
        for other, components in shared.values():
            yield _finding(window, other, components)


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """The starts from which the work would share a second with a window to come that works on one of its components."""
    for other in others(project, wish, Span(max(within.start, now), within.end - 1 + wish.seconds)):
        shared = [component for component in wish.components if component in other.components]
        if shared and other.cancelled is None:
            when = times(other, project.page.time_zone)
            reason = f"`{other.id}` is at work on {_named(shared)} {when} ({other.origin.file})."
            yield Obstacle(ID, reason, meeting([other.span], wish, within), Severity.WARNING)


def _named(components: list[str]) -> str:
    return " and ".join(f"`{component}`" for component in components)


def _finding(window: Window, other: Window, components: list[str]) -> Finding:
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{window.id}` starts {civil.show(window.span.start, window.time_zone)}; `{other.id}` is then at work on "
        f"{_named(components)} ({civil.show_span(other.span, window.time_zone)}).",
        why="Two changes of one component at once are hard to tell apart when something fails.",
        way_out="Move one of them, or make them one window if they belong together.",
        window=window.id,
    )
