"""May this be changed now? What stands in the way of work that nobody announces, and when that changes.

The same rules are asked as for a slot, but for the notice: who deploys now has announced nothing. Other windows close the gate
as they really run.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from statusgen import civil, rules
from statusgen.course import State, ran, state
from statusgen.model import Project, Window
from statusgen.rules import HORIZON, Obstacle, Wish, notice_period, permitted
from statusgen.timeline import Span


class Gate(Struct, frozen=True):
    """Whether work may be done on components now."""

    wish: Wish
    now: int
    is_open: bool
    reasons: tuple[str, ...]
    """What closes it; where it is open, what will close it next, if anything."""
    changes: int | None
    """When it next opens or closes; None: not in the next three months, or nobody knows."""
    window: Window | None = None
    """The declared window that opens it."""


def gate(project: Project, wish: Wish, now: int) -> Gate:
    """The gate for work that starts now and takes as long as the wish says."""
    within = Span(now, now + HORIZON)
    closed = tuple(_closed(project, wish, within, now))
    free = permitted(within, closed)
    is_open = bool(free) and free.spans[0].start == now
    turn = free.spans[0].end if is_open else free.spans[0].start if free else within.end
    told = _holding(closed, turn if is_open else now)
    return Gate(wish, now, is_open, told, turn if turn < within.end else None)


def own(window: Window, wish: Wish, now: int) -> Gate:
    """The gate for the work of a declared window: open while that is in progress, and as long as the work ends with it."""
    last = window.span.end - wish.seconds
    match state(window, now):
        case State.IN_PROGRESS | State.VERIFYING if window.span.start <= now <= last:
            over = f"`{window.id}` is in progress until {civil.show(window.span.end, window.time_zone)}."
            return Gate(wish, now, is_open=True, reasons=(over,), changes=last + 1, window=window)
        case State.SCHEDULED | State.IN_PROGRESS if now < window.span.start:
            begins = f"`{window.id}` begins {civil.show(window.span.start, window.time_zone)}."
            opens = window.span.start if wish.seconds <= window.span.seconds else None
            return Gate(wish, now, is_open=False, reasons=(begins,), changes=opens, window=window)
        case State.IN_PROGRESS | State.VERIFYING:
            left = f"Of `{window.id}` only {civil.lasting(window.span.end - now)} are left."
            return Gate(wish, now, is_open=False, reasons=(left,), changes=None, window=window)
        case State.CANCELLED:
            return Gate(wish, now, is_open=False, reasons=(f"`{window.id}` is cancelled.",), changes=None, window=window)
        case _:
            ended = f"`{window.id}` was over {civil.show(_ended(window, now), window.time_zone)}."
            return Gate(wish, now, is_open=False, reasons=(ended,), changes=None, window=window)


def _ended(window: Window, now: int) -> int:
    """When the time was over that customers were told: work that runs late has none left."""
    stretch = ran(window, now)
    return window.span.end if stretch is None else min(stretch.end, window.span.end)


def _closed(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    running = tuple(_as_they_run(project, within, now))
    project = msgspec.structs.replace(project, windows=running)
    yield from (one for one in rules.obstacles(project, wish, within, now) if one.rule != notice_period.ID)


def _as_they_run(project: Project, within: Span, now: int) -> Iterator[Window]:
    """Every window with the time that it really takes; of one that runs late nobody knows when it will be over."""
    for window in project.windows:
        stretch = ran(window, now)
        if stretch is not None and window.cancelled is None:
            end = within.end if state(window, now) is State.OVERRUN else stretch.end
            yield msgspec.structs.replace(window, span=Span(stretch.start, end))


def _holding(obstacles: tuple[Obstacle, ...], at: int) -> tuple[str, ...]:
    """Why the starts at an instant are closed, each reason once."""
    holding = (one.reason for one in obstacles if any(span.holds(at) for span in one.closed))
    return tuple(dict.fromkeys(holding))
