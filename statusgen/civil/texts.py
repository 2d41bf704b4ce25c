"""Texts of time: what people write to instants and seconds, and back."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from statusgen.civil.zones import (
    EPOCH,
    FIRST_YEAR,
    LAST_YEAR,
    UTC,
    CivilError,
    MissingTime,
    RepeatedTime,
    ahead_of,
    offset,
    offsets,
    seconds_since_epoch,
)
from statusgen.timeline import DAY, HOUR, MINUTE, Span

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK: Final = re.compile(r"[T ](\d\d:\d\d(?::\d\d)?) ?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII)
_TIME: Final = re.compile(f"({_DATE.pattern}){_CLOCK.pattern}", re.ASCII)
_SHORT_DURATION: Final = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?", re.ASCII)
_ISO_DURATION: Final = re.compile(r"P(?!$)(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,6}M)?(?:\d{1,8}S)?)?", re.ASCII)


def instant(text: str, zone_name: str) -> int:
    """The instant of `YYYY-MM-DD HH:MM[:SS]`, on the clock of the zone or with an offset (`+02:00`, `Z`) of its own.

    Raises `CivilError`: no such form or date, or a clock reading that does not exist or happens twice.
    """
    try:
        since_midnight, ahead = _clock(text[10:])
        midnight, all_day = _day(text[:10], zone_name if ahead is None else UTC)
    except ValueError as error:
        raise _no_time(text, error) from None
    if ahead is None:
        ahead = all_day
    return _torn(text, midnight + since_midnight, zone_name) if ahead is None else midnight + since_midnight - ahead


def _no_time(text: str, error: ValueError) -> CivilError:
    if _TIME.fullmatch(text):
        return CivilError(f"`{text}` is not a time: {error}.", "Write a date and an hour that exist.")
    way_out = "Write `YYYY-MM-DD HH:MM`, if need be with an offset: `2026-12-05 21:00 -06:00`."
    return CivilError(f"`{text}` is not a time.", way_out)


def rewritten(text: str, at: int, zone_name: str) -> str:
    """Another instant in the form of a text that is a time: with an offset where it has one, else on the clock of the zone,
    with an offset only where the clock shows the reading twice.
    """
    form = _TIME.fullmatch(text)
    assert form is not None
    day, clock, given = form.groups()
    ahead = offset(at, zone_name)
    if given == "Z":
        ahead = 0
    elif given is not None and _offset(given) != offset(instant(text, zone_name), zone_name):
        ahead = _offset(given)  # of another place
    local = EPOCH + dt.timedelta(seconds=at + ahead)
    shown = local.isoformat(text[len(day)], "seconds" if local.second or clock.count(":") > 1 else "minutes")
    if given is None:
        return shown if _is(shown, at, zone_name) else f"{shown}{_signed(ahead)}"
    space = text[len(day) + 1 + len(clock) : -len(given)]
    return f"{shown}{space}{given if given == 'Z' else _signed(ahead)}"


def _is(text: str, at: int, zone_name: str) -> bool:
    try:
        return instant(text, zone_name) == at
    except RepeatedTime:
        return False


def day(text: str) -> dt.date:
    """The day of `2026-12-25`; `CivilError` where it is none."""
    try:
        read = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        read = None
    if read is None or not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise CivilError(f"`{text}` is not a day.", f"Write `YYYY-MM-DD`, from {FIRST_YEAR} to {LAST_YEAR}.")
    return read


@lru_cache(maxsize=4096)
def _clock(shown: str) -> tuple[int, int | None]:
    """Of `T21:00` or ` 21:00:00 -06:00`: the seconds since midnight, and how far the clock is ahead of UTC where that is told."""
    form = _CLOCK.fullmatch(shown)
    if form is None:
        raise ValueError("it is no reading of a clock")
    hour, minute, second = map(int, f"{form[1]}:00".split(":")[:3])
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"no clock shows {form[1]}")
    return hour * HOUR + minute * MINUTE + second, None if form[2] is None else _offset(form[2])


@lru_cache(maxsize=8192)
def _day(day: str, zone_name: str) -> tuple[int, int | None]:
    """Of a day of the calendar: its midnight as a clock reading, in seconds since that of 1970, and how far the zone's
    clock is ahead of UTC all day long; None where a change is near."""
    if not _DATE.fullmatch(day):
        raise ValueError("it is no date")
    try:
        read = dt.datetime.fromisoformat(day)
    except ValueError:  # in words that are the same in every Python
        raise ValueError(f"no calendar has a {day}") from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ValueError(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    midnight, ahead = seconds_since_epoch(read), ahead_of(read, zone_name, 0)
    stretches = offsets(Span(midnight - ahead - DAY, midnight - ahead + 2 * DAY), zone_name)
    return midnight, ahead if len(list(stretches)) == 1 else None


@lru_cache(maxsize=64)
def _offset(text: str) -> int:
    return -seconds_since_epoch(dt.datetime.fromisoformat(f"1970-01-01T00:00{text}").astimezone(dt.UTC))


def _torn(text: str, shown: int, zone_name: str) -> int:
    """The instant of a reading near a change of the clock."""
    read = EPOCH + dt.timedelta(seconds=shown)
    before, after = ahead_of(read, zone_name, 0), ahead_of(read, zone_name, 1)
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


def rfc3339(at: int) -> str:
    """`2026-12-06T03:00:00Z`."""
    return f"{_date_of(at // DAY)}T{_time_of(at % DAY)}Z"


def day_and_time(reading: int) -> tuple[dt.date, str]:
    """The day and the time, `03:00:00`, of a clock reading in seconds since that of 1970; of an instant, in UTC."""
    return _day_of(reading // DAY), _time_of(reading % DAY)


# As many days as pages tell of, and times of day; an instant is put together of both, ten thousand times.
@lru_cache(maxsize=1 << 13)
def _day_of(number: int) -> dt.date:
    return EPOCH.date() + dt.timedelta(days=number)


@lru_cache(maxsize=1 << 13)
def _date_of(number: int) -> str:
    return _day_of(number).isoformat()


@lru_cache(maxsize=1 << 13)
def _time_of(seconds: int) -> str:
    return (EPOCH + dt.timedelta(seconds=seconds)).time().isoformat()


def show(at: int, zone_name: str) -> str:
    """`Sat 2026-12-05 21:00 -06:00`: weekday, date and clock of the zone with its offset; seconds only where there are any."""
    ahead = offset(at, zone_name)
    local = EPOCH + dt.timedelta(seconds=at + ahead)
    shown = local.isoformat(" ", "seconds" if local.second else "minutes")
    return f"{DAY_NAMES[local.weekday()][:3]} {shown} {_signed(ahead)}"


@lru_cache(maxsize=4096)
def show_span(span: Span, zone_name: str) -> str:
    """`Sat 2026-12-05 21:00 -06:00 to Sun 2026-12-06 01:00 -06:00`."""
    return f"{show(span.start, zone_name)} to {show(span.end, zone_name)}"


def show_short(span: Span, zone_name: str) -> str:
    """`Sat 2026-12-05 21:00–23:00 -06:00`: what both ends share is told once."""
    start, end = _shown(span.start, zone_name), _shown(span.end, zone_name)
    day, ahead = start[:15], f" {start.rpartition(' ')[2]}"
    if not end.endswith(ahead):
        return f"{start} – {end}"
    begin = start.removesuffix(ahead)
    return f"{begin}–{end[15:]}" if end.startswith(day) else f"{begin} – {end}"


def _shown(at: int, zone_name: str) -> str:
    shown = show(at, zone_name)
    return f"{shown[:-7]} UTC" if zone_name == UTC else shown


@lru_cache(maxsize=1024)
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
