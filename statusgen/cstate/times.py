"""Times as people write them into front matter: what YAML 1.1 and TOML take for a time, and Hugo with them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from statusgen.civil import CivilError, instant
from statusgen.timeline import HOUR, MINUTE

_TIME: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d?)(?::(\d\d?)(?:\.\d*)?)?)?"
    r"[ \t]*(?:([Zz])|([+-])(\d\d?)(?::?(\d\d))?)?",
    re.ASCII,
)
_DURATION: Final = re.compile(
    r"\b(?:duration\W{1,8}(?:is |of |about |approximately |around |max\w* )*|(?:up to|at most) )"
    r"(\d{1,3})(?:[.,](\d{1,2}))? ?(h|hours?|hrs?|m|mins?|minutes?)\b",
    re.ASCII | re.IGNORECASE,
)


def time_of(text: str, zone: str) -> int:
    """The instant of `2024-07-04T6:30:00-00:00`, on the clock of the zone where it has no offset; `CivilError`: it is none.

    A fraction of a second is cut off, a day without a clock begins at midnight.
    """
    form = _TIME.fullmatch(text.strip())
    if form is None:
        raise CivilError(f"`{text}` is not a time.", "Write `YYYY-MM-DDTHH:MM:SS` with an offset: `2024-08-13T15:00:00+02:00`.")
    year, month, day, hour, minute, second, utc, sign, ahead, more = form.groups()
    offset = "Z" if utc else f"{sign}{ahead:0>2}:{more or '00'}" if sign else ""
    return instant(f"{year}-{month:0>2}-{day:0>2} {hour or '0':0>2}:{minute or '0':0>2}:{second or '0':0>2}{offset}", zone)


def expected(text: str) -> int | None:
    """The seconds of `Expected duration: 1.5 hours` or `up to 15 minutes` in a message; None where it says none, or two."""
    found = {_seconds(*form.groups()) for form in _DURATION.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _seconds(whole: str, part: str | None, unit: str) -> int:
    amount = Fraction(int(whole)) + (Fraction(int(part), 10 ** len(part)) if part else 0)
    return int(amount * (HOUR if unit[0] in "hH" else MINUTE))
