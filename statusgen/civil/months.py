"""Days, months and quarters of the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from statusgen.civil.zones import FIRST_YEAR, LAST_YEAR, CivilError, clock, day_start
from statusgen.timeline import Span

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


class Month(Struct, frozen=True, order=True):
    """A calendar month, without a zone."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month of `2026-11`; `CivilError` where it is none."""
        form = _MONTH.fullmatch(text)
        if form is None or not FIRST_YEAR <= int(form[1]) <= LAST_YEAR:
            raise CivilError(f"`{text}` is not a month.", "Write a year and a month: `2026-11`.")
        return cls(int(form[1]), int(form[2]))

    @classmethod
    def of(cls, at: int, zone_name: str, first_day: int = 1) -> Month:
        """The month the zone's calendar shows at an instant; with another first day, the one that began last."""
        local = clock(at, zone_name)
        month = cls(local.year, local.month)
        return month if local.day >= first_day else month.plus(-1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def plus(self, months: int) -> Month:
        """The month so many later (or, below zero, earlier)."""
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Itself: a period of one month."""
        return (self,)

    @property
    def days(self) -> int:
        """How many days the calendar gives it."""
        return self.days_from(1)

    def days_from(self, first_day: int) -> int:
        """How many days there are from a day of it to the same day of the next one."""
        return (_day(self.plus(1), first_day) - _day(self, first_day)).days

    def span(self, zone_name: str, first_day: int = 1) -> Span:
        """Local midnight to local midnight; with another first day, that of a bill: from it to the same day of the next month."""
        return Span(day_start(_day(self, first_day), zone_name), day_start(_day(self.plus(1), first_day), zone_name))


class Quarter(Struct, frozen=True, order=True):
    """Three calendar months, without a zone."""

    year: int
    number: int
    """From 1 to 4."""

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter of `2026-Q4`; `CivilError` where it is none."""
        form = _QUARTER.fullmatch(text)
        if form is None or not FIRST_YEAR <= int(form[1]) <= LAST_YEAR:
            raise CivilError(f"`{text}` is not a quarter.", "Write a year and a quarter: `2026-Q4`.")
        return cls(int(form[1]), int(form[2]))

    @classmethod
    def of(cls, at: int, zone_name: str, first_day: int = 1) -> Quarter:
        """The quarter of the month that the zone's calendar shows at an instant."""
        month = Month.of(at, zone_name, first_day)
        return cls(month.year, (month.number + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    def plus(self, quarters: int) -> Quarter:
        """The quarter so many later (or, below zero, earlier)."""
        years, index = divmod(self.number - 1 + quarters, 4)
        return Quarter(self.year + years, index + 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its three months, in order."""
        first = Month(self.year, 3 * self.number - 2)
        return (first, first.plus(1), first.plus(2))


def _day(month: Month, number: int) -> dt.date:
    return dt.date(month.year, month.number, number)


def months(span: Span, zone_name: str) -> Iterator[Month]:
    """Every month that the span touches, in order."""
    month, last = Month.of(span.start, zone_name), Month.of(max(span.start, span.end - 1), zone_name)
    while month <= last:
        yield month
        month = month.plus(1)


def days(span: Span, zone_name: str) -> Iterator[tuple[dt.date, Span]]:
    """Every day of the local calendar that the span touches, in order, with the part of it that lies in the span."""
    day, start = clock(span.start, zone_name).date(), span.start
    while start < span.end:
        end = min(day_start(day + dt.timedelta(1), zone_name), span.end)
        if start < end:  # a zone that changes its side of the date line skips a whole day
            yield day, Span(start, end)
        day, start = day + dt.timedelta(1), end
