"""at-once: no more windows are at work at the same time than the page allows."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Window
from statusgen.rules.meetings import to_come
from statusgen.rules.obstacle import Obstacle, Wish, meeting, others
from statusgen.timeline import Span

ID, SUMMARY = "at-once", message("Too many windows at once")

_NAMED = 5
"""So many of the others a finding names."""


def check(project: Project, now: int) -> Iterator[Finding]:
    """Of each window to come that starts while as many are at work as may be. Emergencies do not ask, and are not counted."""
    most = project.limits.at_once
    if most is None:
        return
    at_work: list[tuple[int, str, Window]] = []
    for window in (one for one in to_come(project, now) if one.could_wait):
        while at_work and at_work[0][0] <= window.span.start:
            heapq.heappop(at_work)
        if len(at_work) >= most and now < window.span.start:
            yield _finding(window, [other for _, _, other in sorted(at_work, key=lambda one: one[:2])], most)
        heapq.heappush(at_work, (window.span.end, window.id, window))


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """The stretches in which as many windows are at work as may be."""
    most = project.limits.at_once
    if most is None:
        return
    at_work = others(project, wish, Span(max(within.start, now), within.end + wish.seconds))
    closed = meeting(_full([window.span for window in at_work if window.could_wait], most), wish, within)
    if closed:
        reason = f"As many windows as may be at once are at work already: {most} (`limits.at_once`)."
        yield Obstacle(ID, reason, closed, clause="limits.at_once")


def _full(spans: list[Span], most: int) -> Iterator[Span]:
    """The stretches in which at least so many of the spans are at work."""
    turns = sorted([(span.end, -1) for span in spans] + [(span.start, 1) for span in spans])
    at_work, since = 0, None
    for at, step in turns:
        at_work += step
        if at_work >= most and since is None:
            since = at
        elif at_work < most and since is not None:
            yield Span(since, at)
            since = None


def _finding(window: Window, others: list[Window], most: int) -> Finding:
    zone = window.time_zone
    named = ", ".join(f"`{other.id}`" for other in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    free = others[len(others) - most].span.end
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"`{window.id}` starts {civil.show(window.span.start, zone)}; then {len(others)} more "
        f"{'is' if len(others) == 1 else 'are'} at work: {named}{more}.",
        why=f"At most {most} {'is' if most == 1 else 'are'} to be at work at once: `limits.at_once` of statusgen.yaml.",
        way_out=f"Of these, one is over in time for it {civil.show(free, zone)}: start then or later.",
        window=window.id,
    )
