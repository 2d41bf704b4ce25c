"""What a start costs: what customers notice of the work, by how busy its hours are, and how late it is. Integers throughout."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from statusgen import civil
from statusgen.policy import Impact
from statusgen.requests import HOURS_OF_A_WEEK, Request, Requests
from statusgen.timeline import DAY, HOUR, Span

UNIT: Final = 172_800_000
"""An hour of outage of one component at average traffic. It makes both kinds of cost whole numbers: a second of it is 48,000, and a
thousandth of an hour for each day of waiting is 1 a second and step of priority."""

_A_SECOND: Final = {Impact.NONE: 0, Impact.DEGRADED: 12, Impact.PARTIAL_OUTAGE: 24, Impact.OUTAGE: 48}
"""Of a thousandth of the average traffic."""
_MONDAY: Final = 3 * 24
"""The hour of the week at which clocks began to count: 1970-01-01 was a Thursday."""


class Cost(NamedTuple):
    """What one start costs, or all of them together."""

    impact: int = 0
    lateness: int = 0

    @property
    def whole(self) -> int:
        """Both together."""
        return self.impact + self.lateness

    def plus(self, other: Cost) -> Cost:
        """Of two windows."""
        return Cost(self.impact + other.impact, self.lateness + other.lateness)


class Costs:
    """The cost of every start that a file of requests may come to."""

    def __init__(self, wanted: Requests, time_zone: str) -> None:
        self._a_day_late = wanted.a_day_late
        self._edges = [wanted.within.start]
        self._rates: list[int] = []
        self._before = [0]
        for stretch, ahead in civil.offsets(wanted.within, time_zone):
            self._lay(stretch, ahead, wanted.traffic)

    def _lay(self, stretch: Span, ahead: int, week: tuple[int, ...]) -> None:
        """The hours of a stretch in which the clock does not change."""
        at = stretch.start
        while at < stretch.end:
            shown = at + ahead
            end = min(stretch.end, at + HOUR - shown % HOUR)
            rate = week[(shown // HOUR + _MONDAY) % HOURS_OF_A_WEEK]
            self._before.append(self._before[-1] + (end - at) * rate)
            self._edges.append(end)
            self._rates.append(rate)
            at = end

    def of(self, request: Request, start: int) -> Cost:
        """What it costs to begin a request's work then, in its room."""
        traffic = self._until(start + request.seconds) - self._until(start)
        impact = traffic * _A_SECOND[request.impact] * len(request.components)
        return Cost(impact, (start - request.room.start) * self._a_day_late * request.priority.weight)

    def _until(self, at: int) -> int:
        """How much traffic there is from the beginning to an instant."""
        hour = min(bisect_right(self._edges, at), len(self._rates)) - 1
        return self._before[hour] + (at - self._edges[hour]) * self._rates[hour]


assert UNIT == HOUR * 1000 * _A_SECOND[Impact.OUTAGE] == 1000 * DAY * 2  # a day of normal priority
