"""How a window goes: the stretch it ran, and its state at an instant. Derived from times, never from "not resolved"."""

from __future__ import annotations

from enum import StrEnum

from statusgen.model import Status, Window
from statusgen.timeline import Span


class State(StrEnum):
    """Where a window stands at an instant."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    OVERRUN = "overrun"
    """Past its end, begun for certain (`actual.start`) and not said to have ended."""
    COMPLETED = "completed"
    CANCELLED = "cancelled"


def ran(window: Window, now: int) -> Span | None:
    """The stretch the work takes: as it actually ran, else as planned; None where it was cancelled and never ran.

    Work that began and is not said to have ended is taken to last until its planned end or, past that, until now.
    """
    actual = window.actual
    if actual is None:
        return None if window.cancelled else window.span
    start = window.span.start if actual.start is None else actual.start
    end = window.span.end if actual.end is None else actual.end
    if goes_on(window):
        end = max(end, now)
    return Span(start, max(start, end))


def state(window: Window, now: int) -> State:
    """Where the window stands at an instant."""
    stretch = ran(window, now)
    if stretch is None or (window.cancelled is not None and now < stretch.start):
        return State.CANCELLED
    if now < stretch.start:
        return State.SCHEDULED
    if goes_on(window):
        if now >= window.span.end:
            return State.OVERRUN
    elif now >= stretch.end:
        return State.COMPLETED
    said = [update.status for update in window.updates if update.at <= now]
    return State.VERIFYING if said and said[-1] is Status.VERIFYING else State.IN_PROGRESS


def goes_on(window: Window) -> bool:
    """Whether the work began for certain and nothing says that it ended: neither a time nor a cancellation."""
    actual = window.actual
    return actual is not None and actual.start is not None and actual.end is None and window.cancelled is None
