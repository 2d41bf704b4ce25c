"""Wall clocks: local text to instants and back, weekly hours, months. Zones live here and nowhere else.

An instant is an `int` of UTC seconds (see `timeline.py`); everything a person reads or writes as clock or calendar time
passes through this room. Pendulum knows the zones and reads durations; times are compared as integers only, because in
a repeated hour two pendulum times compare by their clocks (pendulum #351).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

UTC: Final = "UTC"
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_YEAR, LAST_YEAR = 1970, 2199

# The same zones on any machine: from the `tzdata` package that is pinned with us, never from the system's own files.
zoneinfo.reset_tzpath(to=())

_EPOCH: Final = dt.datetime(1970, 1, 1)
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?) ?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII)
_SHORT_DURATION: Final = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?", re.ASCII)
_ISO_DURATION: Final = re.compile(r"P(?!$)(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,6}M)?(?:\d{1,8}S)?)?", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_CLOCK: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


class CivilError(ValueError):
    """Text that names no instant. `rule` is the id of the finding it becomes, `way_out` what to write instead."""

    rule = "not-a-time"

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what)
        self.what = what
        self.way_out = way_out


class MissingTime(CivilError):
    """The clock skips it: it does not exist in that zone."""

    rule = "missing-time"


class RepeatedTime(CivilError):
    """The clock shows it twice: an offset must choose."""

    rule = "repeated-time"


class UnknownZone(CivilError):
    """No such zone in the IANA database."""

    rule = "unknown-zone"


@lru_cache(maxsize=64)
def zone(name: str) -> dt.tzinfo:
    """The zone of an IANA name such as `Europe/Brussels`; `UnknownZone` names the nearest."""
    import pendulum  # not on top: half of what a rebuild in UTC would import

    if name in zoneinfo.available_timezones():
        return pendulum.timezone(name)
    # No abbreviation is offered: `EST` looks like `CEST`, and is another clock.
    places = sorted(place for place in zoneinfo.available_timezones() if "/" in place)
    near = difflib.get_close_matches(name, places, n=1)
    way_out = f"Did you mean `{near[0]}`?" if near else "Use an IANA name such as `Europe/Brussels` or `UTC`."
    raise UnknownZone(f"`{name}` is no time zone.", way_out)


def instant(text: str, zone_name: str) -> int:
    """The instant of `YYYY-MM-DD HH:MM[:SS]`, on the clock of the zone or with an offset (`+02:00`, `Z`) of its own.

    Raises `CivilError`: no such form or date, or a clock reading that does not exist or happens twice.
    """
    form = _TIME.fullmatch(text)
    if form is None:
        raise CivilError(
            f"`{text}` is not a time.", "Write `YYYY-MM-DD HH:MM`, if need be with an offset: `2026-12-05 21:00 -06:00`."
        )
    day, clock, offset = form.groups()
    try:
        since_midnight = _since_midnight(clock)
        midnight, ahead = _day(day, UTC if offset else zone_name)
        if offset:
            ahead = _offset(offset)
    except ValueError as error:
        raise CivilError(f"`{text}` is not a time: {error}.", "Write a date and an hour that exist.") from None
    return _torn(text, midnight + since_midnight, zone_name) if ahead is None else midnight + since_midnight - ahead


@lru_cache(maxsize=2048)
def _since_midnight(clock: str) -> int:
    hour, minute, second = map(int, f"{clock}:00".split(":")[:3])
    read = dt.time(hour, minute, second)  # fromisoformat takes 24:00 for 00:00 from Python 3.14 on
    return read.hour * HOUR + read.minute * MINUTE + read.second


@lru_cache(maxsize=8192)
def _day(day: str, zone_name: str) -> tuple[int, int | None]:
    """Of a day of the calendar: its midnight as a clock reading, in seconds since that of 1970, and how far the zone's
    clock is ahead of UTC all day long; None where a change is near."""
    read = dt.datetime.fromisoformat(day)
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ValueError(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    midnight, ahead = _seconds(read), _ahead(read, zone_name, 0)
    stretches = offsets(Span(midnight - ahead - DAY, midnight - ahead + 2 * DAY), zone_name)
    return midnight, ahead if len(list(stretches)) == 1 else None


@lru_cache(maxsize=64)
def _offset(text: str) -> int:
    return -_seconds(dt.datetime.fromisoformat(f"1970-01-01T00:00{text}").astimezone(dt.UTC))


def _torn(text: str, shown: int, zone_name: str) -> int:
    """The instant of a reading near a change of the clock."""
    read = _EPOCH + dt.timedelta(seconds=shown)
    before, after = _ahead(read, zone_name, 0), _ahead(read, zone_name, 1)
    if before == after:
        return shown - before
    first, second = _signed(before), _signed(after)
    if before < after:
        raise MissingTime(
            f"{text} does not exist in {zone_name}: that night the clock goes from {first} to {second}.",
            f"Write a time before or after the change, or give the offset: `{text}{first}` or `{text}{second}`.",
        )
    raise RepeatedTime(
        f"{text} happens twice in {zone_name}: the clock goes back that night.",
        f"Add an offset: `{text}{first}` is the first, `{text}{second}` the second.",
    )


def _seconds(utc: dt.datetime) -> int:
    since = utc.replace(tzinfo=None) - _EPOCH
    return since.days * DAY + since.seconds


def first_shown(reading: dt.datetime, zone_name: str) -> int:
    """The instant at which the zone's clock shows a naive reading: where it shows it twice the first, and where it skips
    it the instant at which it has moved on."""
    before, after = _ahead(reading, zone_name, 0), _ahead(reading, zone_name, 1)
    if before >= after:
        return _seconds(reading) - before
    return _next_change(_seconds(reading) - after, zone_name)


def _ahead(reading: dt.datetime, zone_name: str, fold: int) -> int:
    """Seconds that a naive reading is ahead of UTC by the offset before (fold 0) or after (1) a change it is torn by (PEP 495)."""
    ahead = reading.replace(tzinfo=zone(zone_name), fold=fold).utcoffset()
    assert ahead is not None  # every zone of the database has one
    return ahead.days * DAY + ahead.seconds


def _signed(offset: int) -> str:
    hours, minutes = divmod(abs(offset) // MINUTE, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def duration(text: str) -> int:
    """Seconds of `4h`, `90m`, `1h30m`, `2d` or ISO 8601 `PT4H`; `CivilError` where it is none or empty."""
    if _ISO_DURATION.fullmatch(text):
        import pendulum

        read = pendulum.parse(text)
        seconds = read.in_seconds() if isinstance(read, pendulum.Duration) else 0
    else:
        form = _SHORT_DURATION.fullmatch(text)
        amounts = [int(amount or 0) for amount in form.groups()] if form else [0, 0, 0, 0]
        seconds = sum(amount * unit for amount, unit in zip(amounts, (DAY, HOUR, MINUTE, 1), strict=True))
    if seconds <= 0:
        raise CivilError(f"`{text}` is not a duration.", "Write hours and minutes: `4h`, `90m`, `1h30m` or `PT4H`.")
    return seconds


def offset(at: int, zone_name: str) -> int:
    """Seconds the zone's clock is ahead of UTC at an instant."""
    if zone_name == UTC:
        return 0
    ahead = dt.datetime.fromtimestamp(at, zone(zone_name)).utcoffset()
    assert ahead is not None  # every zone of the database has one
    return ahead.days * DAY + ahead.seconds


def clock(at: int, zone_name: str) -> dt.datetime:
    """What calendar and clock of the zone show at an instant: a naive value, to be formatted, never compared."""
    return _EPOCH + dt.timedelta(seconds=at + offset(at, zone_name))


def rfc3339(at: int) -> str:
    """`2026-12-06T03:00:00Z`."""
    return f"{(_EPOCH + dt.timedelta(seconds=at)).isoformat()}Z"


def utc(at: int) -> dt.datetime:
    """The instant as an aware UTC datetime, for libraries that want one."""
    return dt.datetime.fromtimestamp(at, dt.UTC)


def show(at: int, zone_name: str) -> str:
    """`Sat 2026-12-05 21:00 -06:00`: weekday, date and clock of the zone with its offset; seconds only where there are any."""
    ahead = offset(at, zone_name)
    local = _EPOCH + dt.timedelta(seconds=at + ahead)
    shown = local.isoformat(" ", "seconds" if local.second else "minutes")
    return f"{DAY_NAMES[local.weekday()][:3]} {shown} {_signed(ahead)}"


def show_span(span: Span, zone_name: str) -> str:
    """`Sat 2026-12-05 21:00 -06:00 to Sun 2026-12-06 01:00 -06:00`."""
    return f"{show(span.start, zone_name)} to {show(span.end, zone_name)}"


def lasting(seconds: int, *, longest: int = DAY) -> str:
    """Elapsed time in words, exact to the second: `6 days 23 hours`; with `longest` an hour `167 hours`."""
    parts = []
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        if unit > longest:
            continue
        count, seconds = divmod(seconds, unit)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts) or "0 seconds"


@dataclass(frozen=True, slots=True, order=True)
class Month:
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
    def of(cls, at: int, zone_name: str) -> Month:
        """The month the zone's calendar shows at an instant."""
        local = clock(at, zone_name)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def plus(self, months: int) -> Month:
        """The month so many later (or, below zero, earlier)."""
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    @property
    def days(self) -> int:
        """How many days the calendar gives it."""
        return (_first_day(self.plus(1)) - _first_day(self)).days

    def span(self, zone_name: str) -> Span:
        """Local midnight to local midnight."""
        return Span(day_start(_first_day(self), zone_name), day_start(_first_day(self.plus(1)), zone_name))


def _first_day(month: Month) -> dt.date:
    return dt.date(month.year, month.number, 1)


def months(span: Span, zone_name: str) -> Iterator[Month]:
    """Every month that the span touches, in order."""
    month, last = Month.of(span.start, zone_name), Month.of(max(span.start, span.end - 1), zone_name)
    while month <= last:
        yield month
        month = month.plus(1)


def day_start(day: dt.date, zone_name: str) -> int:
    """The first instant of a local day: midnight, or, where the clock skips midnight, the instant it skips to."""
    midnight = (dt.datetime(day.year, day.month, day.day) - _EPOCH).days * DAY
    for stretch, ahead in offsets(Span(midnight - DAY, midnight + DAY), zone_name):
        if midnight - ahead < stretch.end:
            return max(stretch.start, midnight - ahead)
    raise AssertionError("a day starts within a day of its UTC namesake")


def offsets(span: Span, zone_name: str) -> Iterator[tuple[Span, int]]:
    """The span in stretches of one offset each: [(stretch, seconds ahead of UTC), ...]."""
    start = span.start
    while start < span.end:
        ahead = offset(start, zone_name)
        end = min(_next_change(start, zone_name), span.end)
        yield Span(start, end), ahead
        start = end


def _next_change(start: int, zone_name: str) -> int:
    """The first instant after `start` at which the offset differs, looked for in the months to come."""
    if zone_name == UTC:
        return _never()
    month_seconds = 31 * DAY
    position = start
    while True:
        block = position - position % month_seconds
        for change in _changes(block, zone_name):
            if change > start:
                return change
        position = block + month_seconds
        if position > start + 14 * month_seconds:
            return position


def _never() -> int:
    return (dt.date(LAST_YEAR + 2, 1, 1) - _EPOCH.date()).days * DAY


@lru_cache(maxsize=4096)
def _changes(block: int, zone_name: str) -> tuple[int, ...]:
    """The instants in (block, block + 31 days] at which the offset changes, found by halving between half-days."""
    found = []
    for left in range(block, block + 31 * DAY, 12 * HOUR):
        right = left + 12 * HOUR
        if offset(left, zone_name) != offset(right, zone_name):
            low, high = left, right
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle, zone_name) == offset(left, zone_name) else (low, middle)
            found.append(high)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of the week on the wall clock: Friday 21:00 to 01:00 of the next day."""

    days: tuple[int, ...]
    """The weekdays on which it opens: Monday is 0."""
    opens: int
    """Minutes after midnight, 0 to 1439."""
    closes: int
    """Minutes after midnight, 1 to 1440; not after `opens` means: of the next day."""

    def __str__(self) -> str:
        names = [DAY_NAMES[day][:3] for day in self.days]
        run = self.days == tuple(range(self.days[0], self.days[0] + len(self.days))) and len(self.days) > 2
        return f"{f'{names[0]}-{names[-1]}' if run else ', '.join(names)} {minutes_text(self.opens)}-{minutes_text(self.closes)}"


def minutes_text(minutes: int) -> str:
    """`21:00`; the end of the day is `24:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str) -> int:
    """Minutes after midnight of `21:00` or `24:00`; `CivilError` where it is no clock reading."""
    form = _CLOCK.fullmatch(text)
    minutes = int(form[1]) * 60 + int(form[2]) if form else DAY
    if minutes > 24 * 60:
        raise CivilError(f"`{text}` is not a time of day.", "Write `HH:MM` from `00:00` to `24:00`.")
    return minutes


def open_hours(openings: tuple[Opening, ...], span: Span, zone_name: str) -> Timeline:
    """The seconds of the span at which the zone's clock stands inside one of the weekly openings.

    Every instant is judged by what the clock shows at it: a repeated 23:00-24:00 is inside twice, and an hour that the
    clock skips does not break what joins around it, in zones that change at midnight (docs/decisions.md, 14).
    """
    open_spans: list[Span] = []
    for stretch, ahead in offsets(span, zone_name):
        shown = Span(stretch.start + ahead, stretch.end + ahead)
        open_spans += (Span(start - ahead, end - ahead) for start, end in _pattern(openings, shown).within(shown))
    return Timeline(open_spans)


def _pattern(openings: tuple[Opening, ...], shown: Span) -> Timeline:
    """The weekly openings laid over a stretch of clock readings (seconds since a 1970-01-01T00:00 of the clock)."""
    first, last = shown.start // DAY - 1, shown.end // DAY
    spans = []
    for day in range(first, last + 1):
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
        for opening in openings:
            if weekday in opening.days:
                closes = opening.closes + (0 if opening.closes > opening.opens else 24 * 60)
                spans.append(Span(day * DAY + opening.opens * MINUTE, day * DAY + closes * MINUTE))
    return Timeline(spans)
