"""deleted-window: an announced window is cancelled, not deleted, so that calendars hear of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusgen import civil
from statusgen.changes import Action, Change
from statusgen.finding import Finding, Place, Severity
from statusgen.language import message
from statusgen.model import Window

ID, SUMMARY = "deleted-window", message("Announced window deleted")


def check(changes: Sequence[Change], now: int) -> Iterator[Finding]:
    """An error as long as someone may still wait for it; a warning where only the record is lost."""
    new = {change.window.span: change.window for change in changes if change.action is Action.NEW}
    for change in changes:
        if change.action is Action.DELETED and change.window.cancelled is None:
            yield _finding(change.window, new.get(change.window.span), over=change.window.span.end <= now)


def _finding(window: Window, alike: Window | None, *, over: bool) -> Finding:
    """`alike`: a new one of the same times, which may be the same, renamed and rewritten at once."""
    span = civil.show_span(window.span, window.time_zone)
    return Finding(
        place=Place(window.origin.file),
        rule=ID,
        severity=Severity.WARNING if over else Severity.ERROR,
        summary=SUMMARY,
        what=f"`{window.id}`, {'' if over else 'announced for '}{span}, is gone.",
        why="The page's history and every account of that month lose it."
        if over
        else "Calendars and feeds that hold it never hear that it will not happen.",
        way_out=" ".join((_way_out(window, over=over), *([] if alike is None else [_renamed(window, alike)]))),
        window=window.id,
    )


def _renamed(window: Window, alike: Window) -> str:
    return f"If `{alike.id}` is the same work, say `formerly: [{window.series or window.id}]` in its file."


def _way_out(window: Window, *, over: bool) -> str:
    if over:
        return "Put the file back."
    cancelled = "cancelled: {at: ..., reason: ...}"
    if window.series is None:
        return f"Put the file back with `{cancelled}`."
    start = f"start: {civil.clock(window.span.start, window.time_zone):%Y-%m-%d %H:%M}"
    return (
        f"Say of it that it is off: `occurrences: {{{window.day}: {{{start}, {cancelled}}}}}`, and take its day out of `except` if it stands there. "
        f"Where all that was to come is, `{cancelled}` cancels the series; another one has a file of its own."
    )
