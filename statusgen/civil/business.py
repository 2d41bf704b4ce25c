"""Days of a calendar and hours of a desk: the same time some days later, business hours and business days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from statusgen.civil.hours import Opening, open_hours
from statusgen.civil.zones import LAST_YEAR, CivilError, clock, day_start, first_shown
from statusgen.finding import StatusgenError, printable
from statusgen.timeline import DAY, MINUTE, Span, Timeline

_CHUNK: Final = 14 * DAY


class HolidaysUnavailable(StatusgenError):
    """The public holidays of a country are asked for and cannot be told."""


def same_time(at: int, days: int, zone: str) -> int:
    """The instant at which the zone's clock shows the same time of day so many days later; below zero, earlier."""
    return first_shown(clock(at, zone) + dt.timedelta(days), zone)


def day_end(at: int, days: int, zone: str) -> int:
    """The end of the local day that is so many days after that of an instant: the first second of the next one."""
    return day_start(clock(at, zone).date() + dt.timedelta(days + 1), zone)


class Desk(Struct, frozen=True):
    """When somebody is at work: hours of the week on a zone's clock, but for holidays."""

    openings: tuple[Opening, ...]
    zone: str
    holidays: frozenset[str] = frozenset()
    """Days, such as `2026-12-25`."""
    country: str | None = None
    """The country whose public holidays are holidays too."""
    subdivision: str | None = None

    def open(self, span: Span) -> Timeline:
        """The seconds of a span in which it is open."""
        shut = Timeline(Span(day_start(day, self.zone), day_start(day + dt.timedelta(1), self.zone)) for day in self._shut(span))
        return open_hours(self.openings, span, self.zone) - shut

    def after_hours(self, at: int, seconds: int) -> int:
        """The instant at which it has been open so long since `at`: where that is its closing time, then."""
        for stretch in self._from(at):
            if seconds <= stretch.seconds:
                return stretch.start + seconds
            seconds -= stretch.seconds
        raise AssertionError("the stretches have no end")

    def same_time_after(self, at: int, days: int) -> int:
        """The same time of day so many business days later; on a day that is none, the clock starts as the next one begins."""
        day, start = clock(at, self.zone).date(), at
        if not self.is_business_day(day):
            day = self._next(day)
            start = day_start(day, self.zone)
        for _ in range(days):
            day = self._next(day)
        return same_time(start, (day - clock(start, self.zone).date()).days, self.zone)

    def end_after(self, at: int, days: int) -> int:
        """The end of the so many-th business day after the day of an instant."""
        day = clock(at, self.zone).date()
        for _ in range(days):
            day = self._next(day)
        return day_start(day + dt.timedelta(1), self.zone)

    @property
    def day_seconds(self) -> int:
        """How long a business day is: its longest, on the clock."""
        lengths = dict.fromkeys(range(7), 0)
        for opening in self.openings:
            for day in opening.days:
                lengths[day] += (opening.closes - opening.opens) % (24 * 60) or 24 * 60
        return max(lengths.values()) * MINUTE

    def is_business_day(self, day: dt.date) -> bool:
        """Whether it opens on a day of the calendar."""
        return any(day.weekday() in opening.days for opening in self.openings) and not self._is_holiday(day)

    def _next(self, day: dt.date) -> dt.date:
        day += dt.timedelta(1)
        while not self.is_business_day(day):
            day += dt.timedelta(1)
            if day.year > LAST_YEAR:
                raise CivilError("The desk never opens.", "List fewer holidays.")
        return day

    def _from(self, at: int) -> Iterator[Span]:
        """The open stretches from an instant on, cut where we stop to look."""
        block = at - at % _CHUNK
        while clock(block, self.zone).year <= LAST_YEAR:
            yield from _open(self, block).within(Span(at, block + _CHUNK))
            block = at = block + _CHUNK
        raise CivilError("The desk never opens.", "List fewer holidays.")

    def _shut(self, span: Span) -> Iterator[dt.date]:
        day, last = clock(span.start, self.zone).date(), clock(span.end, self.zone).date()
        while day <= last:
            if self._is_holiday(day):
                yield day
            day += dt.timedelta(1)

    def _is_holiday(self, day: dt.date) -> bool:
        if day.isoformat() in self.holidays:
            return True
        return self.country is not None and day in public_holidays(self.country, self.subdivision, day.year)


@lru_cache(maxsize=256)
def _open(desk: Desk, start: int) -> Timeline:
    """The seconds of two weeks in which a desk is open: many answers of a month fall into the same ones."""
    return desk.open(Span(start, start + _CHUNK))


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[dt.date]:
    """The public holidays of a country (ISO 3166-1) or a part of it (ISO 3166-2) in a year; `HolidaysUnavailable`."""
    return frozenset(named_holidays(country, subdivision, year))


@lru_cache(maxsize=256)
def named_holidays(country: str, subdivision: str | None, year: int) -> dict[dt.date, tuple[str, ...]]:
    """Likewise, with what each of them is called: in English, where the library knows the words, on any machine."""
    try:
        import holidays
    except ImportError:
        raise HolidaysUnavailable(
            f"the public holidays of {printable(country)} are asked for, and the library that knows them is not installed",
            "Install it: `pip install 'statusgen[holidays]'`; or list the days under `holidays:`.",
        ) from None
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    except NotImplementedError:
        where = printable(country if subdivision is None else f"{country}-{subdivision}", quoted=True)
        raise HolidaysUnavailable(
            f"the public holidays of {where} are not known", "Use the codes of ISO 3166, or list the days under `holidays:`."
        ) from None
    if not found:  # beyond the years it knows, the library says nothing at all
        raise HolidaysUnavailable(f"the public holidays of {printable(country)} in {year} are not known", "List them.")
    return {day: tuple(name.partition(" (")[0] for name in names.split("; ")) for day, names in found.items()}
