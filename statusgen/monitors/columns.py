"""How the columns of samples are read, by their type: in SQL, on whole numbers only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, NamedTuple

from statusgen import civil
from statusgen.civil.zones import FIRST_YEAR, LAST_YEAR, seconds_since_epoch

FIRST: Final = seconds_since_epoch(dt.datetime(FIRST_YEAR, 1, 1))
"""The first instant that a sample may have, in seconds of UTC."""
AFTER_LAST: Final = seconds_since_epoch(dt.datetime(LAST_YEAR + 1, 1, 1))

TEXT: Final = "VARCHAR"
WHOLE: Final = {f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")}
FRACTIONAL: Final = {"DOUBLE", "DECIMAL"}
WITHOUT_OFFSET: Final = {"DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}

# A fraction is cut off before anything is read, so that nothing is ever rounded up. Then two patterns, the cheaper one first:
# on tens of millions of rows they are most of the work.
_CUT: Final = r"CASE WHEN contains(time, '.') THEN regexp_replace(time, '[.][0-9]+(Z|[+-]..:..)?$', '\1') ELSE time END"
_RFC3339: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_TEXT_MOMENT: Final = f"""CASE
    WHEN regexp_full_match({_CUT}, '[0-9]+') THEN TRY_CAST({_CUT} AS BIGINT)
    WHEN regexp_full_match({_CUT}, '{_RFC3339}') THEN epoch_us(TRY_CAST({_CUT} AS TIMESTAMPTZ)) // 1000000
END"""


class Clock(NamedTuple):
    """How a column `time` of one type is read."""

    moment: str
    """SQL on `time`: what is compared, in the column's own type where a file can be skipped by it; NULL where it is no time."""
    written: Callable[[int], str]
    """An instant as SQL that a moment can be compared with."""
    seconds: str
    """SQL on `moment`: whole seconds of UTC, cut, of moments from `FIRST` on."""


_CLOCKS: Final = {
    TEXT: Clock(_TEXT_MOMENT, str, "moment"),
    **dict.fromkeys(WHOLE, Clock("time", str, "CAST(moment AS BIGINT)")),
    **dict.fromkeys(FRACTIONAL, Clock("time", str, "CAST(floor(moment) AS BIGINT)")),
    "TIMESTAMP WITH TIME ZONE": Clock("time", lambda at: f"TIMESTAMPTZ '{civil.rfc3339(at)}'", "epoch_us(moment) // 1000000"),
    "TIMESTAMPTZ_NS": Clock("time", lambda at: f"CAST('{civil.rfc3339(at)}' AS TIMESTAMPTZ_NS)", "epoch_ns(moment) // 1000000000"),
}

_TEXT_SAID: Final = "CASE lower(up) WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END"
_NUMBER_SAID: Final = "CASE up WHEN 1 THEN true WHEN 0 THEN false END"

_SAID: Final = {
    "BOOLEAN": "up",
    '"NULL"': "CAST(up AS BOOLEAN)",  # a column without any value has no other type
    TEXT: _TEXT_SAID,
    **dict.fromkeys(WHOLE | FRACTIONAL | {"FLOAT"}, _NUMBER_SAID),
}


def clock(kind: str) -> Clock | None:
    """How times of a type are read; None where they cannot be."""
    return _CLOCKS.get(_plain(kind))


def said(kind: str) -> str | None:
    """SQL on `up`: true, false, or NULL where it says nothing or makes no sense; None where the type makes none."""
    return _SAID.get(_plain(kind))


def has_no_offset(kind: str) -> bool:
    """Whether it is a type of clock readings that could be of any zone."""
    return _plain(kind) in WITHOUT_OFFSET


def _plain(kind: str) -> str:
    """`DECIMAL` of `DECIMAL(18,3)`."""
    return kind.partition("(")[0]
