"""A month, a column a day, from its midnight above to the next one below, with what each stretch of it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from statusgen.documents.charts.shapes import LEFT, TOP, WIDTH, Chart, Label, Line, Mark, column
from statusgen.report import Day, Was

HEIGHT: Final = 192
LEAST: Final = 4
"""So high is the shortest outage."""

_ORDER: Final = (Was.OUTSIDE, Was.UP, Was.MAINTENANCE, Was.UNKNOWN, Was.NOT_COUNTED, Was.COUNTED)
"""What is drawn later lies above."""
_BOTTOM: Final = TOP + HEIGHT


def of_days(days: Sequence[Day]) -> Chart:
    """Its chart; a day with counted downtime has a flag below, however short that was."""
    marks = [mark for was in _ORDER for number, day in enumerate(days) for mark in _of_day(number, day, was)]
    marks += [Mark("flag", column(number) + 8, _BOTTOM + 8) for number, day in enumerate(days) if day.seconds(Was.COUNTED)]
    hours = [(hour, TOP + hour * HEIGHT // 24) for hour in (0, 6, 12, 18, 24)]
    return Chart(
        width=WIDTH,
        height=_BOTTOM + 36,
        lines=tuple(Line("grid", y) for _, y in hours),
        marks=tuple(marks),
        scale=tuple(Label(LEFT - 8, y + 4, f"{hour:02}:00") for hour, y in hours),
        labels=tuple(
            Label(column(number) + 8, _BOTTOM + 28, str(day.date.day), minor=number % 7 > 0) for number, day in enumerate(days)
        ),
    )


def _of_day(number: int, day: Day, was: Was) -> Iterator[Mark]:
    """The stretches of one day that were one thing."""
    for span, each in day.parts:
        if each is was:
            start = (span.start - day.span.start) * HEIGHT // day.span.seconds
            end = (span.end - day.span.start) * HEIGHT // day.span.seconds
            height = max(end - start, LEAST)
            yield Mark(was.value, column(number), TOP + min(start, HEIGHT - height), 16, height)
