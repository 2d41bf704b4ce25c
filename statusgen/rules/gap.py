"""gap: between two windows on one component lies the time that the page asks for."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Window
from statusgen.rules.meetings import times
from statusgen.rules.obstacle import Obstacle, Wish, others
from statusgen.timeline import Span, Timeline

ID, SUMMARY = "gap", message("Too little time between two windows")


def check(project: Project, now: int) -> Iterator[Finding]:
    """Of each window to come: from the end of the last one before it. Windows that overlap are for `overlap` to tell."""
    gap = project.limits.gap
    if gap is None:
        return
    ended: dict[str, list[tuple[int, str, Window]]] = {}
    for window in sorted(_planned(project.windows, now - gap), key=lambda window: (window.span, window.id)):
        before: dict[str, tuple[Window, list[str]]] = {}
        for component in window.components:
            ends = ended.setdefault(component, [])
            last = bisect_right(ends, window.span.start, key=lambda one: one[0]) - 1
            if last >= 0 and window.span.start < ends[last][0] + gap:
                other = ends[last][2]
                before.setdefault(other.id, (other, []))[1].append(component)
            insort(ends, (window.span.end, window.id, window), key=lambda one: one[:2])
        if now < window.span.start:
            yield from (_finding(window, other, components, gap) for other, components in before.values())


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """The time before and after each window on a component of the wish."""
    gap = project.limits.gap
    if gap is None:
        return
    for other in _planned(others(project, wish, Span(within.start - gap, within.end + gap + wish.seconds)), now - gap):
        if not set(other.components).isdisjoint(wish.components):
            (start, end), seconds = other.span, wish.seconds
            near = Timeline([(start - gap - seconds + 1, start - seconds + 1), (end, end + gap)]).within(within)
            if near:
                asked = f"{civil.lasting(gap)} are to lie between two windows (`limits.gap`)"
                when = times(other, project.page.time_zone)
                yield Obstacle(ID, f"{asked}, and `{other.id}` is at work {when} ({other.origin.file}).", near, clause="limits.gap")


def _planned(windows: Iterable[Window], since: int) -> Iterator[Window]:
    """Work that could wait, and ended after an instant, or will."""
    return (window for window in windows if window.could_wait and since < window.span.end)


def _finding(window: Window, other: Window, components: list[str], gap: int) -> Finding:
    zone = window.time_zone
    named = " and ".join(f"`{component}`" for component in components)
    between = window.span.start - other.span.end
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"`{window.id}` starts {civil.show(window.span.start, zone)}; `{other.id}` has then been over, on {named}, for "
        f"{civil.lasting(between) if between else 'no time'} ({times(other, zone)}).",
        why=f"Between two windows on one component {civil.lasting(gap)} are to lie: `limits.gap` of statusgen.yaml.",
        way_out=f"Start {civil.show(other.span.end + gap, zone)} or later, or make them one window.",
        window=window.id,
    )
