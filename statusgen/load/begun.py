"""The past of a series: an occurrence that has begun is what it was then, whatever its file says of the series since.

A rule is read as one of what is to come. Were it read backwards, another clock time or weekday would rewrite every month
that is accounted for, and invent work that nobody did (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from statusgen.model import Origin, Window

Windows = Mapping[str, Window]
"""The windows of one file, by id."""


def as_begun(windows: Windows, before: Windows, at: int) -> Windows:
    """The windows of a file that is changed at an instant; `before`: what they were until then.

    What has begun is kept, and what was not there begins no more in the past. What is called off is not moved any more, either.
    But what the file says of an occurrence by its day is taken from it; so is all of a file that declares no series.
    """
    if not before or not any(window.series for window in windows.values()):
        return windows
    begun = {name: window for name, window in before.items() if window.series and window.span.start <= at}
    off = {name for name, window in windows.items() if window.cancelled and name in before}
    first = {window.span.start for window in before.values() if window.series is None}  # one window, which begins a series now
    to_come = {
        name: _at_its_times(window, before[name]) if name in off else window
        for name, window in windows.items()
        if name in before or window.span.start > at or window.span.start in first or "start" in window.origin.own
    }
    return to_come | {name: _as_it_began(window, windows.get(name)) for name, window in begun.items()}


def _as_it_began(began: Window, now: Window | None) -> Window:
    if now is None:
        return msgspec.structs.replace(began, origin=Origin(began.origin.file))
    kept = _at_its_times(now, began)
    return kept if "cancelled" in now.origin.own else msgspec.structs.replace(kept, cancelled=began.cancelled)


def _at_its_times(now: Window, before: Window) -> Window:
    own = now.origin.own
    return msgspec.structs.replace(
        now,
        span=now.span if {"start", "end", "duration"}.intersection(own) else before.span,
        components=now.components if "components" in own else before.components,
        impact=now.impact if "impact" in own else before.impact,
    )
