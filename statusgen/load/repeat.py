"""`repeat:` laid out: each occurrence of a series is a window of its own, at the same clock times all year.

The rule is laid out on naive clock readings, and each of them is then given its place in time: a start that the clock
skips is when the clock has moved on, one that it shows twice is the first. What `occurrences:` says of one holds of it alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from statusgen.civil import CivilError, clock, first_shown, instant
from statusgen.finding import Place, printable
from statusgen.load.events import planned_from, updates
from statusgen.load.rule import Rule, how_many, read_rule, readings
from statusgen.load.sheet import Sheet
from statusgen.load.work import actual, cancelled, declared, emergency, notices
from statusgen.model import Announcement, Cancelled, Origin, Window
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import Occurrence, Repetition, WindowForm

MOST_OCCURRENCES: Final = 500
MOST_YEARS: Final = 20

_OF_ONE: Final = ("updates", "actual", "emergency")
"""What happens to one occurrence, and cannot be said of all."""
_TIMES: Final = ("start", "end", "duration")


class _End(NamedTuple):
    """Until when occurrences start."""

    reading: dt.datetime
    """The last clock reading that is looked at."""
    instant: int | None = None
    """The last instant, where the rule names one."""


class _Series(NamedTuple):
    """What all occurrences have in common."""

    window: Window
    """The file's, from its start to its end."""
    form: WindowForm
    first: dt.datetime
    """What the clock shows at its start."""
    lasts: dt.timedelta | None
    """How long it is by the clock; None: how long it is elapsed."""

    def span(self, start: int, shown: dt.datetime) -> Span:
        """The times of an occurrence that starts at an instant, at which the clock shows a reading."""
        seconds = self.window.span.seconds
        end = start + seconds if self.lasts is None else first_shown(shown + self.lasts, self.window.time_zone)
        return Span(start, end if end > start else start + seconds)  # all of it in an hour that the clock skips


def occurrences(repeat: Repetition, window: Window, form: WindowForm, sheet: Sheet) -> tuple[Window, ...]:
    """Every occurrence, named by the file and its day: `portal-care-2026-12-06`. None where a finding says why."""
    _check_common(form, sheet)
    first, last = (clock(at, window.time_zone) for at in window.span)
    series = _Series(window, form, first, last - first if form.duration is None else None)
    rule, excepted = read_rule(repeat.rule, sheet), _excepted(repeat, sheet)
    end = _end(repeat, rule, series, sheet)
    single = {day: form.occurrences[f"{day}"] for text in form.occurrences if (day := _day(text, sheet)) is not None}
    alone = {day: _alone(series, day, one, sheet) for day, one in single.items()}
    if rule is None or end is None or sheet.findings:
        return ()
    days = _days(rule, end, series, sheet)
    _check_days(excepted, single, days, sheet)
    made = {day: alone.get(day) or _occurrence(series, day) for day in sorted({*days, *alone}) if day not in excepted}
    if len(made) > MOST_OCCURRENCES:
        _tell_too_many(rule, sheet)
    return tuple(made.values())


def _check_common(form: WindowForm, sheet: Sheet) -> None:
    for key in _OF_ONE:
        if key in sheet.given:
            what = f"`{key}` belongs to one occurrence, and this file declares many."
            way_out = f"Say it of that one, by its day: `occurrences: {{2026-12-06: {{{key}: …}}}}`."
            sheet.tell("bad-repeat", key, what=what, way_out=way_out)
    if isinstance(form.announced, list) and any(telling.start or telling.end for telling in form.announced):
        what = "One time is announced for many occurrences."
        sheet.tell("bad-repeat", "announced", what=what, way_out="Leave out `start` and `end`, or say them below `occurrences:`.")


def _excepted(repeat: Repetition, sheet: Sheet) -> dict[dt.date, int]:
    days = [_date(text, _place(sheet, "except", index), sheet) for index, text in enumerate(repeat.except_)]
    return {day: index for index, day in enumerate(days) if day is not None}


def _place(sheet: Sheet, *path: str | int) -> Place:
    return sheet.document.place(("repeat", *path))


def _date(text: str, place: Place, sheet: Sheet) -> dt.date | None:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    sheet.tell_at(place, "not-a-time", f"{printable(text, quoted=True)} is not a day.", way_out="Write `YYYY-MM-DD`.")
    return None


def _day(text: str, sheet: Sheet) -> dt.date | None:
    """The day of a single occurrence, in the years in which there are times."""
    day = _date(text, _key(sheet, text), sheet)
    known = day is not None and sheet.time(f"{day} 12:00 Z", "occurrences", text) is not None
    return day if known else None


def _key(sheet: Sheet, day: str) -> Place:
    """Where the day of a single occurrence stands."""
    return sheet.document.place(("occurrences", day), key=True)


def _end(repeat: Repetition, rule: Rule | None, series: _Series, sheet: Sheet) -> _End | None:
    until = None if repeat.until is None else _date(repeat.until, _place(sheet, "until"), sheet)
    if rule is None:
        return None
    if repeat.until is not None and "UNTIL" in rule:
        what = "The repetition has two ends, an UNTIL in its rule and `until`."
        sheet.tell("bad-repeat", "repeat", "until", what=what, way_out="Keep one of the two.")
    elif repeat.until is not None:
        return None if until is None else _End(_last_of(until))
    elif "UNTIL" in rule:
        return _until(rule["UNTIL"], series, sheet)
    elif "COUNT" in rule:
        return _End(_last_of(dt.date.max))
    else:
        what = "The repetition has no end."
        sheet.tell("bad-repeat", "repeat", what=what, way_out="Add `until: 2027-12-31`, or `COUNT=12` to the rule.")
    return None


def _until(text: str, series: _Series, sheet: Sheet) -> _End | None:
    """What UNTIL says, `inclusive` (RFC 5545, 3.3.10): a day, a reading of the window's clock, or an instant in UTC."""
    form = "%Y%m%d" if len(text) == len("20271231") else "%Y%m%dT%H%M%S"
    try:
        read = dt.datetime.strptime(text.removesuffix("Z"), form)  # noqa: DTZ007  # a clock reading
        at = instant(f"{read:%Y-%m-%d %H:%M:%S}Z", series.window.time_zone)
    except (ValueError, CivilError):
        what = f"`UNTIL={text}` is no time."
        sheet.tell("bad-repeat", "repeat", "rule", what=what, way_out="Write the last day: `UNTIL=20271231`.")
        return None
    if text.endswith("Z"):
        return _End(clock(at, series.window.time_zone) + dt.timedelta(1), at)
    return _End(read if "T" in text else _last_of(read.date()))


def _last_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.max)


def _days(rule: Rule, end: _End, series: _Series, sheet: Sheet) -> list[dt.date]:
    """The days on which the rule has an occurrence."""
    horizon = series.first + dt.timedelta(366 * MOST_YEARS)
    found = readings(rule, series.first, min(end.reading, horizon), MOST_OCCURRENCES + 1)
    if end.instant is not None:
        found = [reading for reading in found if first_shown(reading, series.window.time_zone) <= end.instant]
    if len(found) > MOST_OCCURRENCES:
        _tell_too_many(rule, sheet)
    elif not found:
        sheet.tell("bad-repeat", "repeat", what="There is no occurrence.", way_out="Give a later `until`, or another rule.")
    elif end.reading > horizon and len(found) < (how_many(rule) or MOST_OCCURRENCES + 1):
        what = f"The repetition goes on for more than {MOST_YEARS} years."
        way_out = f"Write `COUNT={len(found)}` or less." if "COUNT" in rule else f"{_sooner(rule)}."
        sheet.tell("bad-repeat", "repeat", what=what, way_out=way_out)
    return [reading.date() for reading in found]


def _tell_too_many(rule: Rule, sheet: Sheet) -> None:
    what, way_out = f"There are more than {MOST_OCCURRENCES} occurrences.", _sooner(rule)
    if (how_many(rule) or 0) > MOST_OCCURRENCES:
        shown = printable(f"COUNT={rule['COUNT']}", quoted=True)
        what = f"{shown} is too many: a file has at most {MOST_OCCURRENCES} occurrences."
        way_out = f"Write `COUNT={MOST_OCCURRENCES}` or less"
    sheet.tell("bad-repeat", "repeat", what=what, way_out=f"{way_out}. What comes after the last one is for another file.")


def _sooner(rule: Rule) -> str:
    """How a rule is made to end earlier."""
    end = next((part for part in ("COUNT", "UNTIL") if part in rule), None)
    return "Give an earlier `until`" if end is None else f"Give {'a lower' if end == 'COUNT' else 'an earlier'} {end}"


def _check_days(excepted: dict[dt.date, int], single: dict[dt.date, Occurrence], days: list[dt.date], sheet: Sheet) -> None:
    """What is excepted, or said of one occurrence, is said of one that there is."""
    for day, index in excepted.items():
        if days and day not in days:
            sheet.tell(
                "bad-repeat", "repeat", "except", index, what=f"No occurrence starts on {day}.", way_out=_did_you_mean(day, days)
            )
    for day, one in single.items():
        if day in excepted:
            what = f"{day} is excepted, and here something is said of it."
            way_out = "Keep one of the two. What was announced is `cancelled`, not excepted."
        elif days and day not in days and one.start is None:
            what = f"The rule has no occurrence on {day}."
            way_out = f"{_did_you_mean(day, days)} An occurrence that the rule does not make needs a `start`."
        else:
            continue
        sheet.tell_at(_key(sheet, f"{day}"), "bad-repeat", what, way_out=way_out)


def _did_you_mean(day: dt.date, days: list[dt.date]) -> str:
    return f"Did you mean `{min(days, key=lambda one: (abs(one - day), one))}`?"


def _occurrence(series: _Series, day: dt.date) -> Window:
    """The occurrence of a day, as the rule and the file have it."""
    window, shown = series.window, dt.datetime.combine(day, series.first.time())
    span = series.span(first_shown(shown, window.time_zone), shown)
    return msgspec.structs.replace(
        window,
        id=f"{window.id}-{day}",
        formerly=tuple(f"{name}-{day}" for name in window.formerly),
        span=span,
        series=window.id,
        declared=tuple(Announcement(one.at, span, one.components, one.impact) for one in window.declared),
        cancelled=_called_off(window, span),
        notices=tuple(notice for notice in window.notices if notice.told is None),
    )


def _called_off(window: Window, span: Span) -> Cancelled | None:
    """The series is called off for what is still to come then."""
    return window.cancelled if window.cancelled is not None and window.cancelled.at < span.start else None


def _alone(series: _Series, day: dt.date, one: Occurrence, sheet: Sheet) -> Window:
    """The occurrence of a day with what is so of it alone."""
    planned, part = _occurrence(series, day), sheet.part(None, "occurrences", f"{day}")
    span = _span(series, planned, one, part)
    alone = msgspec.structs.replace(
        planned,
        origin=_origin(series.window.origin, part),
        title=one.title or planned.title,
        components=planned.components if one.components is None else part.components(one.components, "components"),
        impact=one.impact or planned.impact,
        span=span,
        description=planned.description if one.description is None else one.description,
        updates=updates(one.updates, part),
        actual=actual(one.actual, span, part),
        notices=(*planned.notices, *notices(one.notices, span, part)),
        cancelled=cancelled(one.cancelled, part) or _called_off(series.window, span),
        emergency=emergency(one, part),
    )
    own = declared(one, alone, part)
    # What the series announced was told until the occurrence was announced by itself.
    of_all = tuple(telling for telling in planned.declared if not own or telling.at < own[0].at)
    return msgspec.structs.replace(alone, declared=(*of_all, *own))


def _span(series: _Series, planned: Window, one: Occurrence, part: Sheet) -> Span:
    """When it is: at the times of its own, as long as ever where only its start is one."""
    start = planned.span.start if one.start is None else part.time(one.start, "start")
    if one.end is not None or one.duration is not None:
        return planned_from(start, one, part) or planned.span
    return planned.span if start is None else series.span(start, clock(start, planned.time_zone))


def _origin(of_all: Origin, part: Sheet) -> Origin:
    """Where what is so of it stands: its own keys, and the file's where it has none."""
    own = part.document.marks(("notices", "updates"))
    hidden = ("end", "duration") if "start" in own else ()
    keys = {key: mark for key, mark in of_all.keys.items() if key not in hidden}
    return Origin(of_all.file, keys | own, tuple(sorted(key for key in own if "." not in key)))
