"""Wall clocks: local text to instants and back, weekly hours, months. Zones live here and nowhere else.

An instant is an `int` of UTC seconds (see `timeline.py`); everything a person reads or writes as clock or calendar time
passes through this room. Pendulum reads durations; times are compared as integers only, because in a repeated hour two
pendulum times compare by their clocks (pendulum #351).
"""

from statusgen.civil.business import Desk, HolidaysUnavailable, day_end, named_holidays, same_time
from statusgen.civil.hours import DAYS, Opening, minutes_of, minutes_text, open_hours
from statusgen.civil.months import Month, Quarter, days, months
from statusgen.civil.texts import day, day_and_time, duration, instant, lasting, rewritten, rfc3339, show, show_short, show_span
from statusgen.civil.zones import (
    UTC,
    CivilError,
    MissingTime,
    RepeatedTime,
    UnknownZone,
    clock,
    day_start,
    first_shown,
    offset,
    offsets,
    seconds_since_epoch,
    utc,
    zone,
    zones,
)

__all__ = [
    "DAYS",
    "UTC",
    "CivilError",
    "Desk",
    "HolidaysUnavailable",
    "MissingTime",
    "Month",
    "Opening",
    "Quarter",
    "RepeatedTime",
    "UnknownZone",
    "clock",
    "day",
    "day_and_time",
    "day_end",
    "day_start",
    "days",
    "duration",
    "first_shown",
    "instant",
    "lasting",
    "minutes_of",
    "minutes_text",
    "months",
    "named_holidays",
    "offset",
    "offsets",
    "open_hours",
    "rewritten",
    "rfc3339",
    "same_time",
    "seconds_since_epoch",
    "show",
    "show_short",
    "show_span",
    "utc",
    "zone",
    "zones",
]
