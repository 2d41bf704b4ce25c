"""A recurrence rule of RFC 5545 (3.3.10) without times of day: what may stand in it, and the clock readings on which it falls.

dateutil lays rules out. Where it differs from the RFC, it is asked in other words (`_in_full`, `_laid_out`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from statusgen.finding import printable
from statusgen.load.sheet import Sheet, did_you_mean, nearest

Rule = Mapping[str, str]
"""The parts of a rule by their names, in capitals."""

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FOUR_CENTURIES: Final = dt.timedelta(146_097)


def _list_of(entry: str) -> str:
    return rf"(?:{entry})(?:,(?:{entry}))*"


_NUMBER: Final = "[+-]?[1-9][0-9]*"
_DAY: Final = "|".join(_WEEKDAYS)
_OFTEN: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_FORMS: Final = {
    "FREQ": "|".join(_OFTEN),
    "INTERVAL": "[1-9][0-9]*",
    "COUNT": "[1-9][0-9]*",
    "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?",
    "WKST": _DAY,
    "BYDAY": _list_of(f"(?:{_NUMBER})?(?:{_DAY})"),
    "BYMONTH": _list_of("0?[1-9]|1[0-2]"),
    "BYMONTHDAY": _list_of(_NUMBER),
    "BYYEARDAY": _list_of(_NUMBER),
    "BYWEEKNO": _list_of(_NUMBER),
    "BYSETPOS": _list_of(_NUMBER),
}
_WHOLE: Final = "Write a whole number from 1 on: `{}=2`."
_COUNTED: Final = "Write numbers, of which -1 is the last: `{}=1,-1`."
_WAYS: Final = {
    "INTERVAL": _WHOLE,
    "COUNT": _WHOLE,
    "UNTIL": "Write the last day: `{}=20271231`.",
    "WKST": "Name a weekday: `{}=MO`.",
    "BYDAY": "Name weekdays, `{0}=SA,SU`, or counted ones, `{0}=1SU`: MO, TU, WE, TH, FR, SA, SU.",
    "BYMONTH": "Write months from 1 to 12: `{}=3,9`.",
    "BYMONTHDAY": _COUNTED,
    "BYYEARDAY": _COUNTED,
    "BYWEEKNO": _COUNTED,
    "BYSETPOS": _COUNTED,
}
"""How each part is written."""
_MOST: Final = {"INTERVAL": 9999, "BYDAY": 53, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
"""How far from zero a number may be."""
_OF_THE_CLOCK: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_WITHIN_A_DAY: Final = ("FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY")

_ONE_TIME: Final = "The clock time is that of `start`. For another time of the day, declare another file."


def read_rule(text: str, sheet: Sheet) -> Rule | None:
    """The rule of a text; None where findings say why it cannot stand here. Words may be in small letters."""
    said = text.upper().removeprefix("RRULE:").rstrip(";")
    parts = said.split(";") if said else []
    wrong = {part: fault for part in parts if (fault := _fault_of_part(part)) is not None}
    faults = (*wrong.values(), *_faults(parts, [part for part in parts if part not in wrong]))
    for what, way_out in faults:
        sheet.tell("bad-repeat", "repeat", "rule", what=what, way_out=way_out)
    return None if faults else _split(parts)


def how_many(rule: Rule) -> int | None:
    """The COUNT of a rule; None: it has none."""
    count = rule.get("COUNT")
    return None if count is None else int(count)


def _split(parts: list[str]) -> Rule:
    return dict(part.split("=") for part in parts)


def _fault_of_part(part: str) -> tuple[str, str] | None:
    """What is wrong with one part by itself, and the way out."""
    name, _, value = part.partition("=")
    shown = printable(part, quoted=True)
    if not part:
        return "A part of the rule is empty.", "Write one `;` between two parts."
    if name in _OF_THE_CLOCK or part in _WITHIN_A_DAY:
        return f"{shown} asks for several times of a day.", _ONE_TIME
    if name not in _FORMS:
        return f"{shown} is no part of a rule.", did_you_mean(name, _FORMS)
    if not re.fullmatch(_FORMS[name], value):
        way_out = did_you_mean(value, _OFTEN) if name == "FREQ" else _WAYS[name].format(name)
        return f"{shown} cannot be read.", way_out
    if name in _MOST and any(abs(number) > _MOST[name] for number in _numbers(value)):
        last = "" if name == "INTERVAL" else "; -1 counts from the end"
        return f"{shown} counts further than {_MOST[name]}.", f"Give a number up to {_MOST[name]}{last}."
    return None


def _numbers(value: str) -> Iterator[int]:
    return (int(number) for number in re.findall("[+-]?[0-9]+", value))


def _faults(parts: list[str], sound: list[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the parts together: what RFC 5545 says that a rule MUST NOT have. What follows from a part that is not
    sound is not told.
    """
    names, rule = [part.partition("=")[0] for part in parts], _split(sound)
    often = rule.get("FREQ")
    if "FREQ" not in names and not any(nearest(name, _FORMS) == "FREQ" for name in names):
        yield "The rule has no FREQ.", "Say how often: `FREQ=MONTHLY;BYDAY=1SU`."
    for name in dict.fromkeys(name for name in names if name in _FORMS and names.count(name) > 1):
        yield f"{printable(name, quoted=True)} stands there more than once.", "Write each part once."
    if "UNTIL" in names and "COUNT" in names:
        yield "The rule has an UNTIL and a COUNT, and may end once.", "Keep one of the two."
    if often is not None:
        yield from _faults_of_counted_weekdays(rule)
    if "BYMONTHDAY" in names and often == "WEEKLY":
        yield "BYMONTHDAY cannot stand in a weekly rule.", "Write `FREQ=MONTHLY`, or BYDAY."
    for name in ("BYYEARDAY", "BYWEEKNO"):
        if name in names and often not in (None, "YEARLY"):
            yield f"{name} can stand in a yearly rule only.", "Write `FREQ=YEARLY`, or another part."
    if "BYSETPOS" in names and not any(name.startswith("BY") for name in names if name != "BYSETPOS"):
        yield "BYSETPOS chooses from what other parts name, and there is none.", "Add one: `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1`."


def _faults_of_counted_weekdays(rule: Rule) -> Iterator[tuple[str, str]]:
    counts = tuple(_numbers(rule.get("BYDAY", "")))
    if counts and rule["FREQ"] not in ("MONTHLY", "YEARLY"):
        yield "A number before a weekday counts in a month or a year.", "Leave the number out, or write `FREQ=MONTHLY`."
    elif counts and "BYWEEKNO" in rule:
        yield "A number before a weekday cannot stand beside BYWEEKNO.", "Leave the number out: a week has one of each day."
    elif any(abs(count) > _most_in_a_row(rule) for count in counts):
        yield "A month has no more than five of each weekday.", "Give a number up to 5; -1 is the last."


def readings(rule: Rule, first: dt.datetime, last: dt.datetime, most: int) -> list[dt.datetime]:
    """The naive clock readings from `first` to `last` on which a rule falls, as many as its COUNT and at most so many.

    `first` is one of them only where the rule names its day: what RFC 5545 leaves undefined is read as "from then on".
    """
    # For the next day of a rule that never comes about (30 February) dateutil looks until the year 9999. The calendar comes
    # again every 400 years, so the rule is laid out in the last such stretch, from where that is not far.
    shift = _FOUR_CENTURIES * ((dt.MAXYEAR - max(first, last).year) // 400)
    found = (start - shift for start in _laid_out(_in_full(rule, first), first + shift, last + shift))
    return list(islice(found, min(how_many(rule) or most, most)))


def _in_full(rule: Rule, first: dt.datetime) -> Rule:
    """The rule with what goes without saying of its weekdays, and dateutil takes otherwise.

    "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are
    derived from the Start Time" (3.3.10): of a week that BYWEEKNO names alone, the weekday; dateutil takes all seven. And
    BYDAY is a list, of which a day may be any: `SU,-1FR` is each Sunday and the last Friday; dateutil takes what is both.
    """
    days = rule.get("BYDAY", "").split(",")
    if not rule.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} and ("BYWEEKNO" in rule or rule["FREQ"] == "WEEKLY"):
        return {**rule, "BYDAY": _WEEKDAYS[first.weekday()]}
    if any(day in _WEEKDAYS for day in days) and any(day not in _WEEKDAYS for day in days):
        counted = range(1, _most_in_a_row(rule) + 1)
        return {**rule, "BYDAY": ",".join(f"{n}{day}" for day in days for n in (counted if day in _WEEKDAYS else ("",)))}
    return rule


def _most_in_a_row(rule: Rule) -> int:
    """How many of one weekday there can be in what BYDAY counts in, a month or a year."""
    return 5 if rule["FREQ"] == "MONTHLY" or "BYMONTH" in rule else 53


def _laid_out(rule: Rule, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    from dateutil.rrule import rrule, rrulestr

    begins = first
    if rule["FREQ"] == "WEEKLY" and "BYSETPOS" in rule:
        # "A set of recurrence instances starts at the beginning of the interval defined by the FREQ rule part" (3.3.10);
        # dateutil begins the first week in its midst.
        begins -= dt.timedelta((first.weekday() - _WEEKDAYS.index(rule.get("WKST", "MO"))) % 7)
    text = ";".join(f"{name}={value}" for name, value in rule.items() if name not in ("COUNT", "UNTIL"))
    laid_out = rrulestr(text, dtstart=begins)
    assert isinstance(laid_out, rrule)  # one rule, never a set of them
    return (start for start in laid_out.replace(until=last) if start >= first)
