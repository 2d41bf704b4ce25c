"""What stands fixed while times are looked for, and all that may stand in the way of one request."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec

from statusgen import civil, rules, slots
from statusgen.model import Project, Window
from statusgen.requests import Request, Requests
from statusgen.rules import Obstacle, Wish
from statusgen.schedule.costs import Costs
from statusgen.timeline import DAY, MINUTE, Span, Timeline

QUARTER: Final = 15 * MINUTE

Placed = Mapping[str, int]
"""The starts of requests that have a time, by their ids."""


@dataclass(frozen=True)
class Ground:
    """A project, what is asked of it, and the instant at which it is asked."""

    project: Project
    wanted: Requests
    now: int

    @cached_property
    def declared(self) -> Mapping[str, Window]:
        """The windows of the project by their ids."""
        return {window.id: window for window in self.project.windows}

    @cached_property
    def requests(self) -> Mapping[str, Request]:
        """Those that have no window yet, by their ids."""
        return {request.id: request for request in self.wanted.requests if request.id not in self.declared}

    @cached_property
    def crews(self) -> Mapping[str, str]:
        """Who does each request, also of those that have their window."""
        return {request.id: request.crew for request in self.wanted.requests if request.crew is not None}

    @cached_property
    def costs(self) -> Costs:
        """What every start costs."""
        return Costs(self.wanted, self.zone)

    @property
    def zone(self) -> str:
        """The page's."""
        return self.project.page.time_zone

    @cached_property
    def _noons(self) -> Sequence[int]:
        """The noons between which nights lie, from the one before all to the one after."""
        span = Span(self.wanted.within.start - 2 * DAY, self.wanted.within.end + 2 * DAY)
        days = (day for day, _ in civil.days(span, self.zone))
        return [civil.first_shown(dt.datetime.combine(day, dt.time(12)), self.zone) for day in days]

    def night(self, at: int) -> Span:
        """The night of an instant, from noon to noon."""
        following = bisect_right(self._noons, at)
        return Span(self._noons[following - 1], self._noons[following])

    @cached_property
    def nights_taken(self) -> Counter[Span]:
        """How many declared windows start in each night."""
        looked_at = Span(self._noons[0], self._noons[-1])
        starts = (one.span.start for one in self.project.windows if one.cancelled is None)
        return Counter(self.night(start) for start in starts if looked_at.holds(start))

    def span(self, request_id: str, placed: Placed) -> Span | None:
        """When a request or declared window is at work; None: it has no time, or was cancelled."""
        if request_id in placed:
            return Span(placed[request_id], placed[request_id] + self.requests[request_id].seconds)
        window = self.declared.get(request_id)
        return None if window is None or window.cancelled is not None else window.span

    def window(self, request: Request, start: int) -> Window:
        """The window that a request would be, as it is on the page when it is announced now."""
        plain = slots.candidate(self.project, wish_of(request), start, self.now, request.id)
        return msgspec.structs.replace(plain, title=request.title, description=request.description)

    def with_windows(self, placed: Placed) -> Project:
        """The project as it would be."""
        new = [self.window(self.requests[request_id], start) for request_id, start in placed.items()]
        windows = sorted((*self.project.windows, *new), key=lambda window: window.id)
        return msgspec.structs.replace(self.project, windows=tuple(windows))

    def starts(self, request: Request) -> Span:
        """The starts from which a request's work would lie in its room."""
        return Span(request.room.start, request.room.end - request.seconds + 1)

    def obstacles(self, request: Request, placed: Placed) -> tuple[Obstacle, ...]:
        """All that stands in the way of a request while others have their times."""
        within = self.starts(request)
        own = (one._replace(closed=one.closed.within(within)) for one in self._own(request, placed, within))
        found = (*rules.obstacles(self.with_windows(placed), wish_of(request), within, self.now), *own)
        return tuple(one for one in found if one.closed)

    def _own(self, request: Request, placed: Placed, within: Span) -> Iterator[Obstacle]:
        """What the file of requests itself asks for."""
        yield from self._order(request, placed, within)
        for other, gap, rule, reason in self._neighbours(request):
            span = self.span(other, placed)
            if span is not None:
                closed = Span(span.start - gap - request.seconds + 1, span.end + gap)
                yield Obstacle(rule, f"{reason} ({civil.show_span(span, self.zone)}).", Timeline([closed]))
        if self.wanted.a_night is not None:
            yield from self._full_nights(placed, self.wanted.a_night)

    def _order(self, request: Request, placed: Placed, within: Span) -> Iterator[Obstacle]:
        for name in request.after:
            span = self.span(name, placed)
            if span is not None:
                reason = f"It comes after `{name}`, which is over {civil.show(span.end, self.zone)}."
                yield Obstacle("after", reason, Timeline([Span(min(within.start, span.end), span.end)]))
        for other in self.wanted.requests:
            span = self.span(other.id, placed) if request.id in other.after else None
            if span is not None:
                last = span.start - request.seconds + 1
                reason = f"`{other.id}` comes after it, and starts {civil.show(span.start, self.zone)}."
                yield Obstacle("after", reason, Timeline([Span(min(last, within.end), within.end)]))

    def _neighbours(self, request: Request) -> Iterator[tuple[str, int, str, str]]:
        """What may not be at work at the same time: each with the least time between, which rule asks it, and why."""
        for other, crew in self.crews.items():
            if other != request.id and crew == request.crew:
                yield other, 0, "crew", f"The crew `{crew}` is at work on `{other}`"
        for apart in self.wanted.keep_apart:
            if request.id in apart.requests:
                by = f" by {civil.lasting(apart.seconds)}" if apart.seconds else ""
                for other in apart.requests:
                    if other != request.id:
                        yield other, apart.seconds, "keep-apart", f"It is kept apart from `{other}`{by}"

    def _full_nights(self, placed: Placed, most: int) -> Iterator[Obstacle]:
        taken = self.nights_taken + Counter(map(self.night, placed.values()))
        full = Timeline(night for night, count in taken.items() if count >= most)
        windows = "one window starts" if most == 1 else f"{most} windows start"
        yield Obstacle("a-night", f"In those nights {windows} already, which is the most.", full)


def wish_of(request: Request) -> Wish:
    """A request as rules know it."""
    return Wish(request.components, request.impact, request.seconds)


def choices(free: Timeline, obstacles: Sequence[Obstacle]) -> Iterator[int]:
    """Of the permitted starts those that people would choose: the first of each stretch, and every quarter of an hour."""
    for stretch in rules.starts(free, obstacles):
        yield stretch.start
        yield from range(stretch.start // QUARTER * QUARTER + QUARTER, stretch.end, QUARTER)
