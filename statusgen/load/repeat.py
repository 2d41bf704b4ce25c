"""`repeat:` laid out: each occurrence of a series is a window of its own, at the same clock times all year.

The rule is laid out on naive clock readings, and each of them is then given its place in time: a start that the clock
skips is when the clock has moved on, one that it shows twice is the first.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from statusgen.civil import clock, first_shown
from statusgen.finding import printable
from statusgen.load.sheet import Sheet
from statusgen.model import Announcement, Window
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import Repetition, WindowForm

MOST_OCCURRENCES: Final = 500
MOST_YEARS: Final = 20

_FOUR_CENTURIES: Final = dt.timedelta(146_097)
_DAY: Final = "(?:MO|TU|WE|TH|FR|SA|SU)"
_NUMBER: Final = "[+-]?[1-9][0-9]{0,2}"
_PART: Final = re.compile(
    rf"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|(?:INTERVAL|COUNT)=[1-9][0-9]{{0,3}}|WKST={_DAY}"
    rf"|BYDAY=(?:{_NUMBER})?{_DAY}(?:,(?:{_NUMBER})?{_DAY})*"
    rf"|(?:BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYMONTH|BYSETPOS)={_NUMBER}(?:,{_NUMBER})*"
)
_OF_ONE: Final = ("updates", "actual", "emergency")
"""What happens to one occurrence, and cannot be said of all."""


def occurrences(repeat: Repetition, window: Window, form: WindowForm, sheet: Sheet) -> tuple[Window, ...]:
    """Every occurrence, named by the file and its day: `portal-care-2026-12-06`. None where a finding says why."""
    for key in _OF_ONE:
        if key in form.model_fields_set:
            what = f"`{key}` belongs to one occurrence, and this file declares many."
            sheet.tell("bad-repeat", key, what=what, way_out="Give that occurrence a file of its own, and except its day here.")
    if isinstance(form.announced, list) and any(telling.start or telling.end for telling in form.announced):
        sheet.tell(
            "bad-repeat", "announced", what="One time is announced for many occurrences.", way_out="Leave out `start` and `end`."
        )
    parts, until, excepted = _parts(repeat.rule, sheet), _until(repeat, sheet), _excepted(repeat, sheet)
    if parts is None or sheet.findings:
        return ()
    starts = _starts(parts, until, window, sheet)
    _check_excepted(excepted, starts, sheet)
    return tuple(_occurrence(window, form, start) for start in starts if start.date() not in excepted)


def _parts(rule: str, sheet: Sheet) -> dict[str, str] | None:
    parts = rule.removeprefix("RRULE:").rstrip(";").split(";")
    wrong = next((part for part in parts if not _PART.fullmatch(part)), None)
    read = dict(part.split("=") for part in parts) if wrong is None else {}
    if wrong is not None:
        what = f"{printable(wrong, quoted=True)} is no part of a rule that can stand here."
        way_out = (
            "Write `FREQ=DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY` and parts such as `BYDAY=1SU`; the clock time is that of `start`."
        )
    elif "FREQ" not in read or len(read) < len(parts):
        what, way_out = "The rule has no FREQ, or one part twice.", "Write each part once: `FREQ=MONTHLY;BYDAY=1SU`."
    else:
        return read
    sheet.tell("bad-repeat", "repeat", "rule", what=what, way_out=way_out)
    return None


def _until(repeat: Repetition, sheet: Sheet) -> dt.date | None:
    until = None if repeat.until is None else _date(repeat.until, sheet, "repeat", "until")
    if repeat.until is None and "COUNT=" not in repeat.rule:
        what = "The repetition has no end."
        sheet.tell("bad-repeat", "repeat", what=what, way_out="Add `until: 2027-12-31`, or `COUNT=12` to the rule.")
    return until


def _excepted(repeat: Repetition, sheet: Sheet) -> dict[dt.date, int]:
    days = [_date(text, sheet, "repeat", "except", index) for index, text in enumerate(repeat.except_)]
    return {day: index for index, day in enumerate(days) if day is not None}


def _date(text: str, sheet: Sheet, *path: str | int) -> dt.date | None:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    what = f"{printable(text, quoted=True)} is not a day."
    sheet.tell("not-a-time", *path, what=what, way_out="Write `YYYY-MM-DD`.")
    return None


def _starts(parts: dict[str, str], until: dt.date | None, window: Window, sheet: Sheet) -> list[dt.datetime]:
    """The clock readings at which occurrences start."""
    from dateutil.rrule import rrule, rrulestr

    first = clock(window.span.start, window.time_zone)
    end = dt.datetime.combine(until or dt.date.max, dt.time.max)
    last = min(end, first + dt.timedelta(366 * MOST_YEARS))
    count = int(parts.get("COUNT", MOST_OCCURRENCES + 1))
    rule = ";".join(f"{key}={value}" for key, value in parts.items() if key != "COUNT")
    # For the next day of a rule that never comes about (30 February) dateutil looks until the year 9999. The calendar comes
    # again every 400 years, so the rule is laid out in the last such stretch, from where that is not far.
    shift = _FOUR_CENTURIES * ((dt.MAXYEAR - first.year - MOST_YEARS) // 400)
    try:
        laid_out = rrulestr(rule, dtstart=first + shift)
        assert isinstance(laid_out, rrule)  # one rule, never a set of them
        found = islice(laid_out.replace(until=last + shift), min(count, MOST_OCCURRENCES + 1))
        starts = [start - shift for start in found]
    except (ValueError, IndexError):  # the latter where dateutil looks for a 53rd Monday past the end of a year
        what = "The rule asks for days that there cannot be."
        sheet.tell("bad-repeat", "repeat", "rule", what=what, way_out="Try a simpler one: `FREQ=MONTHLY;BYDAY=1SU`.")
        return []
    if len(starts) > MOST_OCCURRENCES:
        what = f"There are more than {MOST_OCCURRENCES} occurrences."
        sheet.tell("bad-repeat", "repeat", what=what, way_out="Give an earlier `until`.")
        return []
    if not starts:
        sheet.tell("bad-repeat", "repeat", what="There is no occurrence.", way_out="Give a later `until`, or another rule.")
    elif (last < end) if until else len(starts) < count:
        what = f"The repetition goes on for more than {MOST_YEARS} years."
        sheet.tell("bad-repeat", "repeat", what=what, way_out="Give an earlier `until`.")
    return starts


def _check_excepted(excepted: dict[dt.date, int], starts: list[dt.datetime], sheet: Sheet) -> None:
    days = {start.date() for start in starts}
    for day, index in excepted.items():
        if days and day not in days:
            near = min(days, key=lambda one: (abs(one - day), one))
            sheet.tell(
                "bad-repeat", "repeat", "except", index, what=f"No occurrence starts on {day}.", way_out=f"Did you mean `{near}`?"
            )


def _occurrence(window: Window, form: WindowForm, shown: dt.datetime) -> Window:
    start = first_shown(shown, window.time_zone)
    seconds = window.span.seconds
    if form.duration is None:
        lasts = clock(window.span.end, window.time_zone) - clock(window.span.start, window.time_zone)
        end = first_shown(shown + lasts, window.time_zone)
    else:
        end = start + seconds
    span = Span(start, end if end > start else start + seconds)  # all of it in an hour that the clock skips
    told = tuple(Announcement(one.at, span, one.components, one.impact) for one in window.declared)
    cancelled = window.cancelled if window.cancelled and window.cancelled.at < span.start else None
    return msgspec.structs.replace(
        window,
        id=f"{window.id}-{shown:%Y-%m-%d}",
        formerly=tuple(f"{name}-{shown:%Y-%m-%d}" for name in window.formerly),
        span=span,
        series=window.id,
        declared=told,
        cancelled=cancelled,
        notices=tuple(notice for notice in window.notices if notice.told is None),
    )
