"""Lengths of time as contracts write them: `168 hours`, `10 days`, `1 month`, `8 business hours`."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple


class TermUnit(StrEnum):
    """What a term is counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    """Elapsed; exactly so many are still in time."""
    DAY = "day"
    """Calendar days: up to the end, at local midnight, of the last of them (K4)."""
    MONTH = "month"
    """Up to the end of the so many-th month of the contract after the one it runs from."""
    BUSINESS_HOUR = "business hour"
    """Hours in which the support calendar is open."""
    BUSINESS_DAY = "business day"
    """Days on which the support calendar opens."""


class Term(NamedTuple):
    """A length of time."""

    amount: int
    unit: TermUnit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"


WAY_OUT: Final = "Write a number and what it counts: `30 minutes`, `168 hours`, `10 days`, `1 month`, `8 business hours`."

_TERM: Final = re.compile(r"([1-9][0-9]{0,4}) (minute|hour|day|month|business hour|business day)s?", re.ASCII)


@lru_cache(maxsize=256)
def term(text: str) -> Term:
    """The term of a text; `ValueError` where it is none."""
    form = _TERM.fullmatch(text)
    if form is None:
        raise ValueError(f"`{text}` is not a length of time.")
    return Term(int(form[1]), TermUnit(form[2]))
