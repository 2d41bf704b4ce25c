"""Ninety days of a component as bars: shapes on whole coordinates, told apart by how far a column is filled, and by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from statusgen.board import Health
from statusgen.board.days import Day
from statusgen.language import ENGLISH, Language, capital, message

WIDTH: Final = 8
"""Of a day: a column of six, and two that are free. The picture is 32 high; `clock.js` draws later days beside these."""
TOPS: Final = {
    Health.MAINTENANCE: (14, 10),
    Health.DEGRADED: (23, 9),
    Health.PARTIAL_OUTAGE: (14, 18),
    Health.OUTAGE: (0, 32),
}
"""Where the filling of a column begins and how high it is: the worse, the fuller. Maintenance is a block in its middle."""
WORDS: Final = {
    Health.MAINTENANCE: message("maintenance"),
    Health.DEGRADED: message("degraded performance"),
    Health.PARTIAL_OUTAGE: message("partial outage"),
    Health.OUTAGE: message("outage"),
}


class Bars(Struct, frozen=True):
    """The bars of one component, as templates set them."""

    component: str
    last: str
    """The last day that is drawn: `2026-11-22`."""
    health: str
    """What that day has been so far."""
    unknown: int
    """Where the days begin of which anything is known."""
    shapes: tuple[tuple[str, str], ...]
    """Kind and outline of what is drawn over the columns."""
    said: str
    """The same in words, day by day."""
    summary: str
    """How long it was what, in all."""


class Shape(Struct, frozen=True):
    """A line of the legend."""

    kind: str
    path: str
    label: str
    on_column: bool
    """Whether it lies over a column."""


class DayLine(Struct, frozen=True):
    """A day on which something was wrong, in words."""

    date: str
    """`2026-11-22`"""
    date_said: str
    kind: str
    """The worst of it."""
    said: str


def bars(component: str, days: Sequence[Day], language: Language = ENGLISH) -> Bars:
    """The bars of a component's days."""
    of: dict[Health, list[int]] = {}
    for number, day in enumerate(days):
        if day.seconds:
            of.setdefault(day.health, []).append(number)
    unknown = sum(not day.known for day in days)
    return Bars(
        component=component,
        last=days[-1].date.isoformat(),
        health=days[-1].health.value,
        unknown=unknown * WIDTH,
        shapes=tuple((kind.value, "".join(outline(kind, number) for number in of[kind])) for kind in TOPS if kind in of),
        said=_said(days, unknown, language),
        summary=_summary(days, unknown, language),
    )


def outline(kind: Health, number: int) -> str:
    """What is drawn over the column of a day."""
    top, height = TOPS[kind]
    return f"M{number * WIDTH} {top}h6v{height}h-6z"


def lines(days: Sequence[Day], language: Language = ENGLISH) -> tuple[DayLine, ...]:
    """Every day on which something was wrong, the newest first."""
    return tuple(
        DayLine(day.date.isoformat(), language.day(day.date), day.health.value, _told(day.seconds, language))
        for day in reversed(days)
        if day.seconds
    )


def legend(language: Language = ENGLISH) -> tuple[Shape, ...]:
    """What the shapes say."""
    up = Shape("up", "M0 19H6", language.say("no interruption"), on_column=False)
    over = [Shape(kind.value, outline(kind, 0), language.say(WORDS[kind]), on_column=kind is not Health.OUTAGE) for kind in TOPS]
    return (up, *over, Shape("unknown", "M0 30.5H6", language.say("nothing known"), on_column=False))


def _told(seconds: Mapping[Health, int], language: Language) -> str:
    worst_first = sorted(seconds, key=lambda health: health.rank, reverse=True)
    return ", ".join(
        language.say("%(what)s for %(time)s", what=language.say(WORDS[health]), time=language.lasting(seconds[health]))
        for health in worst_first
    )


def _summary(days: Sequence[Day], unknown: int, language: Language) -> str:
    total: Counter[Health] = Counter()
    for day in days:
        total.update(day.seconds)
    said = _told(total, language) if total else language.say("no interruption")
    if unknown == len(days):
        return capital(language.say("nothing known"))
    if unknown:
        return capital(language.say("%(what)s since %(day)s", what=said, day=language.day(days[unknown].date)))
    return capital(said)


def _said(days: Sequence[Day], unknown: int, language: Language) -> str:
    told = [language.say("%(day)s: %(what)s", day=line.date_said, what=line.said) for line in lines(days, language)]
    if 0 < unknown < len(days):
        told.append(language.say("nothing is known of the days before %(day)s", day=language.day(days[unknown].date)))
    return "; ".join(told) or _summary(days, unknown, language)
