"""A metric, day by day: how far its values ranged, the worst of them, and the threshold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from statusgen.documents.charts.shapes import LEFT, TOP, WIDTH, Chart, Label, Line, Mark, column
from statusgen.policy import Metric
from statusgen.report import DayMeasured

HEIGHT: Final = 96
_APART: Final = 14
"""Labels of the scale are at least so far from each other."""


def of_metric(metric: Metric, days: Sequence[DayMeasured], month: Sequence[dt.date]) -> Chart:
    """Its chart over the days of a month; there is at least one on which it was measured."""
    bound = metric.below if metric.below is not None else metric.at_least
    values = [*(day.lowest for day in days), *(day.highest for day in days), *([] if bound is None else [bound])]
    low, high = Fraction(min(values)), Fraction(max(values))
    reach = (high - low) or Fraction(1)

    def at(value: Decimal) -> int:
        return TOP + 8 + (high - Fraction(value)) * (HEIGHT - 16) // reach

    number_of = {date: number for number, date in enumerate(month)}
    return Chart(
        width=WIDTH,
        height=TOP + HEIGHT + 26,
        lines=(Line("grid", TOP), Line("grid", TOP + HEIGHT), *([] if bound is None else [Line("promise", at(bound))])),
        marks=tuple(mark for day in days for mark in _marks(column(number_of[day.date]) + 8, day, metric, at)),
        scale=tuple(_scale([*([] if bound is None else [bound]), max(values), min(values)], at)),
        labels=tuple(
            Label(column(number) + 8, TOP + HEIGHT + 18, str(date.day), minor=number % 7 > 0) for number, date in enumerate(month)
        ),
    )


def _marks(x: int, day: DayMeasured, metric: Metric, at: Callable[[Decimal], int]) -> Iterator[Mark]:
    """How far the day's values ranged, and its worst."""
    top, bottom = at(day.highest), at(day.lowest)
    yield Mark("range", x - 1, top, 2, max(bottom - top, 1))
    worst = day.lowest if metric.below is None else day.highest
    yield Mark("missed" if day.broken else "met", x, at(worst))


def _scale(values: Sequence[Decimal], at: Callable[[Decimal], int]) -> Iterator[Label]:
    """The threshold first, then the highest and lowest value, where there is room."""
    taken: list[int] = []
    for value in values:
        y = at(value)
        if all(abs(y - other) >= _APART for other in taken):
            taken.append(y)
            yield Label(LEFT - 8, y + 4, f"{value.normalize():f}")
