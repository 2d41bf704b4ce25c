"""past-changed: what a window was when it began is what customers were told; a plan that makes it another one says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusgen import civil
from statusgen.changes import Change
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Window

ID, SUMMARY = "past-changed", message("Window changed that has begun")


def check(changes: Sequence[Change], now: int) -> Iterator[Finding]:
    """A warning: pages and accounts of the past read otherwise from then on."""
    for change in changes:
        before = change.before
        if before is not None and before.cancelled is None and before.span.start <= now and _is_another(change.window, before):
            yield _finding(change.window, before)


def _is_another(window: Window, before: Window) -> bool:
    return (window.span, window.components, window.impact) != (before.span, before.components, before.impact)


def _finding(window: Window, before: Window) -> Finding:
    shown = civil.show_span(before.span, before.time_zone)
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{window.id}` began as one of {shown}: {', '.join(before.components)}, impact {before.impact.replace('_', ' ')}.",
        why="The page's history and every account of that month read otherwise from now on.",
        way_out=f"Leave the plan as it was told, and say what happened in `actual`.{_way_out(window, before)}",
    )


def _way_out(window: Window, before: Window) -> str:
    if window.series is None:
        return ""
    start = f"{civil.clock(before.span.start, before.time_zone):%Y-%m-%d %H:%M}"
    kept = f"`occurrences: {{{window.day}: {{start: {start}}}}}`"
    return f" A series is changed for what is to come by another file; or keep this one as it was: {kept}."
