"""May this be changed now? What stands in the way of work that nobody announces, and when that changes.

The same rules are asked as for a slot, but for the notice: who deploys now has announced nothing. Other windows close the gate
as they really run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from statusgen import civil, rules
from statusgen.course import State, ran, state
from statusgen.finding import Finding
from statusgen.model import Project, Window
from statusgen.rules import HORIZON, Obstacle, Wish, downtime_budget, notice_period, permitted
from statusgen.rules.meetings import UNKNOWN_END
from statusgen.timeline import Span, Timeline

LATE: Final = "work that is in the way runs late"
UNREAD: Final = "what cannot be read may be a window in the way"


class Reason(Struct, frozen=True):
    """Why the gate is closed, or what will close it next."""

    sentence: str
    rule: str | None = None
    """The rule that closes it; None: the declared window that is asked about says so."""
    policy: str | None = None
    """The policy whose promise it is, by its id."""
    clause: str | None = None
    """The policy's clause, or the key of `statusgen.yaml`."""
    until: int | None = None
    """How long it closes the gate without a break; None: as far as is looked, or nobody knows."""


class Gate(Struct, frozen=True):
    """Whether work may be done on components now."""

    wish: Wish
    now: int
    is_open: bool
    because: tuple[Reason, ...]
    """What closes it; where it is open, what will close it next, if anything."""
    changes: int | None
    """When it next opens or closes; None: not in the next three months, or nobody knows."""
    window: Window | None = None
    """The declared window that opens it."""
    unknown: str = ""
    """Why nobody knows when it opens; empty: it is known, or not in the next three months."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return tuple(reason.sentence for reason in self.because)


def gate(project: Project, wish: Wish, now: int) -> Gate:
    """The gate for work that starts now and takes as long as the wish says."""
    within = Span(now, now + HORIZON)
    running = tuple(_as_they_run(project, now))
    closed = _closed(project, running, wish, within)
    free = permitted(within, closed)
    is_open = bool(free) and free.spans[0].start == now
    turn = free.spans[0].end if is_open else free.spans[0].start if free else within.end
    unknown = LATE if not free and _opens_without_the_late(project, running, wish, within) else ""
    told = tuple(_holding(closed, turn if is_open else now, within.end))
    return Gate(wish, now, is_open, told, turn if turn < within.end else None, unknown=unknown)


def unread(wish: Wish, now: int, errors: Iterable[Finding]) -> Gate:
    """The gate where files cannot be read: closed, for each of them may declare a window that is in the way."""
    told = (Reason(f"{one.place}: {one.what}", one.rule) for one in errors)
    return Gate(wish, now, is_open=False, because=tuple(told), changes=None, unknown=UNREAD)


def own(window: Window, wish: Wish, now: int) -> Gate:
    """The gate for the work of a declared window: open while that is in progress, and as long as the work ends with it."""
    last = window.span.end - wish.seconds
    match state(window, now):
        case State.IN_PROGRESS | State.VERIFYING if window.span.start <= now <= last:
            over = f"`{window.id}` is in progress until {civil.show(window.span.end, window.time_zone)}."
            return Gate(wish, now, is_open=True, because=(Reason(over),), changes=last + 1, window=window)
        case State.SCHEDULED | State.IN_PROGRESS if now < window.span.start:
            begins = f"`{window.id}` begins {civil.show(window.span.start, window.time_zone)}."
            opens = window.span.start if wish.seconds <= window.span.seconds else None
            return Gate(wish, now, is_open=False, because=(Reason(begins),), changes=opens, window=window)
        case State.IN_PROGRESS | State.VERIFYING:
            left = f"`{window.id}` has only {civil.lasting(window.span.end - now)} left."
            return Gate(wish, now, is_open=False, because=(Reason(left),), changes=None, window=window)
        case State.CANCELLED:
            off = f"`{window.id}` is cancelled."
            return Gate(wish, now, is_open=False, because=(Reason(off),), changes=None, window=window)
        case _:
            ended = f"`{window.id}` was over {civil.show(_ended(window, now), window.time_zone)}."
            return Gate(wish, now, is_open=False, because=(Reason(ended),), changes=None, window=window)


def _ended(window: Window, now: int) -> int:
    """When the time was over that customers were told: work that runs late has none left."""
    stretch = ran(window, now)
    return window.span.end if stretch is None else min(stretch.end, window.span.end)


def _closed(project: Project, running: tuple[Window, ...], wish: Wish, within: Span) -> tuple[Obstacle, ...]:
    """What closes the starts, for work that nobody announces: by other windows as they run, and by what is planned of a month."""
    now, as_they_run = within.start, msgspec.structs.replace(project, windows=running)
    return (
        *rules.obstacles(as_they_run, wish, within, now, unasked=(notice_period.ID, downtime_budget.ID)),
        *rules.obstacles(project, wish, within, now, unasked=rules.CLOSING - {downtime_budget.ID}),
    )


def _as_they_run(project: Project, now: int) -> Iterator[Window]:
    """Every window with the time that it really takes; of one that runs late nobody knows when it will be over."""
    for window in project.windows:
        stretch = ran(window, now)
        if stretch is not None and window.cancelled is None:
            end = UNKNOWN_END if state(window, now) is State.OVERRUN else stretch.end
            yield msgspec.structs.replace(window, span=Span(stretch.start, end))


def _opens_without_the_late(project: Project, running: tuple[Window, ...], wish: Wish, within: Span) -> bool:
    on_time = tuple(window for window in running if window.span.end != UNKNOWN_END)
    return len(on_time) < len(running) and bool(permitted(within, _closed(project, on_time, wish, within)))


def _holding(obstacles: tuple[Obstacle, ...], at: int, end: int) -> Iterator[Reason]:
    """Why the starts at an instant are closed, each reason once, and for how long; from `end` on nothing is known."""
    closed: dict[tuple[str, str], list[Obstacle]] = {}
    for one in obstacles:
        closed.setdefault((one.rule, one.reason), []).append(one)
    for (rule, sentence), same in closed.items():
        holding = next((span for span in Timeline(span for one in same for span in one.closed) if span.holds(at)), None)
        if holding is not None:
            yield Reason(sentence, rule, same[0].policy, same[0].clause, holding.end if holding.end < end else None)
