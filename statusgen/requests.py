"""Maintenance that is wanted and has no time yet: what a team asks `schedule` to find times for."""

from enum import StrEnum
from typing import Final

import msgspec

from statusgen.finding import Place
from statusgen.policy import Impact
from statusgen.timeline import Span


class Priority(StrEnum):
    """How much it matters that a request is placed, and soon."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def weight(self) -> int:
        """Each step weighs twice as much as the one below it."""
        return _WEIGHTS[self]


_WEIGHTS: Final = {priority: 1 << step for step, priority in enumerate(Priority)}


class Request(msgspec.Struct, frozen=True):
    """One piece of maintenance that wants a time."""

    id: str
    """The id that its window will have."""
    place: Place
    """Where it stands."""
    title: str
    components: tuple[str, ...]
    impact: Impact
    seconds: int
    """How long the work takes."""
    room: Span
    """From its earliest start to the instant by which it must be over; never shorter than the work."""
    priority: Priority = Priority.NORMAL
    after: tuple[str, ...] = ()
    """The requests, or declared windows, that must be over when it starts."""
    crew: str | None = None
    """Who does it; a crew does one thing at a time."""
    description: str = ""
    """Markdown."""


class KeepApart(msgspec.Struct, frozen=True):
    """Requests of which no two may be at work at once, nor follow each other sooner than that."""

    requests: tuple[str, ...]
    seconds: int
    """From the end of one to the start of the next; 0: they only do not overlap."""


HOURS_OF_A_WEEK: Final = 7 * 24
AVERAGE: Final = 1000
"""The traffic of an average hour."""
A_DAY_LATE: Final = AVERAGE // 10
"""What a day of waiting costs where nobody says it."""
FLAT: Final = (AVERAGE,) * HOURS_OF_A_WEEK


class Requests(msgspec.Struct, frozen=True):
    """All that one file asks for."""

    file: str
    within: Span
    """Where all of it must find room."""
    requests: tuple[Request, ...]
    """In the order of the file."""
    traffic: tuple[int, ...] = FLAT
    """How many customers each hour of the week touches, from Monday 00:00 on the page's clock: in thousandths of the average."""
    a_night: int | None = None
    """The most windows that may start in one night, from noon to noon; None: any number."""
    a_day_late: int = A_DAY_LATE
    """What each day that a request of normal priority waits costs: in thousandths of an hour of outage at average traffic."""
    keep_apart: tuple[KeepApart, ...] = ()
