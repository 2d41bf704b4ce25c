"""Zones: how far each clock is ahead of UTC, when that changes, and what it shows at an instant."""

from __future__ import annotations

import datetime as dt
import difflib
import zoneinfo
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import tzdata  # type: ignore[import-untyped]  # data with a version, no code

from statusgen.timeline import DAY, HOUR, Span

UTC: Final = "UTC"
FIRST_YEAR, LAST_YEAR = 1970, 2199
EPOCH: Final = dt.datetime(1970, 1, 1)
"""As a clock reading."""
_BLOCK: Final = 31 * DAY

# The same zones on any machine: from the `tzdata` package that is pinned with us, never from the system's own files. Named as a
# folder, it is read as such; as a package, with half a dozen modules of `importlib`, which takes longer than all the rest.
_IANA: Final = Path(tzdata.__file__).parent
zoneinfo.reset_tzpath(to=(_IANA.joinpath("zoneinfo"),))


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


@cache
def zones() -> frozenset[str]:
    """The names of all zones of the IANA database."""
    return frozenset(_IANA.joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=64)
def zone(name: str) -> dt.tzinfo:
    """The zone of an IANA name such as `Europe/Brussels`; `UnknownZone` names the nearest."""
    if name in zones():
        return zoneinfo.ZoneInfo(name)
    # No abbreviation is offered: `EST` looks like `CEST`, and is another clock.
    places = sorted(place for place in zones() if "/" in place)
    near = difflib.get_close_matches(name, places, n=1)
    way_out = f"Did you mean `{near[0]}`?" if near else "Use an IANA name such as `Europe/Brussels` or `UTC`."
    raise UnknownZone(f"`{name}` is no time zone.", way_out)


def offset(at: int, zone_name: str) -> int:
    """Seconds the zone's clock is ahead of UTC at an instant."""
    if zone_name == UTC:
        return 0
    ahead = dt.datetime.fromtimestamp(at, zone(zone_name)).utcoffset()
    assert ahead is not None  # every zone of the database has one
    return ahead.days * DAY + ahead.seconds


def clock(at: int, zone_name: str) -> dt.datetime:
    """What calendar and clock of the zone show at an instant: a naive value, to be formatted, never compared."""
    return EPOCH + dt.timedelta(seconds=at + offset(at, zone_name))


def utc(at: int) -> dt.datetime:
    """The instant as an aware UTC datetime, for libraries that want one."""
    return dt.datetime.fromtimestamp(at, dt.UTC)


def first_shown(reading: dt.datetime, zone_name: str) -> int:
    """The instant at which the zone's clock shows a naive reading: where it shows it twice the first, and where it skips
    it the instant at which it has moved on."""
    before, after = ahead_of(reading, zone_name, 0), ahead_of(reading, zone_name, 1)
    if before >= after:
        return seconds_since_epoch(reading) - before
    moved_on = seconds_since_epoch(reading) - after
    return _next_change(moved_on, moved_on + DAY, zone_name)


def day_start(day: dt.date, zone_name: str) -> int:
    """The first instant of a local day: midnight, or, where the clock skips midnight, the instant it skips to."""
    midnight = (dt.datetime(day.year, day.month, day.day) - EPOCH).days * DAY
    for stretch, ahead in offsets(Span(midnight - DAY, midnight + DAY), zone_name):
        if midnight - ahead < stretch.end:
            return max(stretch.start, midnight - ahead)
    raise AssertionError("a day starts within a day of its UTC namesake")


def offsets(span: Span, zone_name: str) -> Iterator[tuple[Span, int]]:
    """The span in stretches of one offset each: [(stretch, seconds ahead of UTC), ...]."""
    start = span.start
    while start < span.end:
        ahead = offset(start, zone_name)
        end = _next_change(start, span.end, zone_name)
        yield Span(start, end), ahead
        start = end


def _next_change(start: int, end: int, zone_name: str) -> int:
    """The first instant after `start` at which the offset differs, if that is before `end`; else `end`."""
    if zone_name == UTC:
        return end
    for block in range(start - start % _BLOCK, end, _BLOCK):
        for change in _changes(block, zone_name):
            if change > start:
                return min(change, end)
    return end


@lru_cache(maxsize=4096)
def _changes(block: int, zone_name: str) -> tuple[int, ...]:
    """The instants in (block, block + _BLOCK] at which the offset changes, found by halving between half-days."""
    found = []
    for left in range(block, block + _BLOCK, 12 * HOUR):
        right = left + 12 * HOUR
        if offset(left, zone_name) != offset(right, zone_name):
            low, high = left, right
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle, zone_name) == offset(left, zone_name) else (low, middle)
            found.append(high)
    return tuple(found)


def ahead_of(reading: dt.datetime, zone_name: str, fold: int) -> int:
    """Seconds that a naive reading is ahead of UTC by the offset before (fold 0) or after (1) a change it is torn by (PEP 495)."""
    if zone_name == UTC:
        return 0
    ahead = reading.replace(tzinfo=zone(zone_name), fold=fold).utcoffset()
    assert ahead is not None  # every zone of the database has one
    return ahead.days * DAY + ahead.seconds


def seconds_since_epoch(utc: dt.datetime) -> int:
    """Seconds since 1970 of a datetime in UTC, or of a clock reading, since its clock's 1970."""
    since = utc.replace(tzinfo=None) - EPOCH
    return since.days * DAY + since.seconds
