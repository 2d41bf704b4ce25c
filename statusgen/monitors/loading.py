"""Samples out of files into one relation; what is wrong with a row is told with its line."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from statusgen.civil.zones import FIRST_YEAR, LAST_YEAR
from statusgen.finding import StatusgenError, printable
from statusgen.monitors import columns
from statusgen.monitors.engine import Engine, Refused, no_room
from statusgen.monitors.files import SamplesUnreadable, Source, open_csv, unreadable
from statusgen.timeline import Span

HEARD: Final = "CREATE TABLE heard(component VARCHAR, instant BIGINT, up BOOLEAN)"
"""The relation that `load` fills."""

_CSV_FAULT: Final = re.compile(r"CSV Error on Line: (\d+)")
_CLOCK_READING: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d+)?)?)?", re.ASCII)

_TIMES: Final = "Write seconds since 1970, or a time with its offset: `2026-12-05T21:00:00Z`, `2026-12-05T15:00:00-06:00`."


def load(engine: Engine, source: Source, reach: Span) -> None:
    """Add the samples of a file whose instants are inside of `reach`.

    Raises `SamplesUnreadable` where a row makes no sense, and a `StatusgenError` where there is no room for them.

    Rows outside of it are passed over unread where the file's own statistics allow it.
    """
    start, end = map(source.clock.written, reach)
    checked = "CASE WHEN problem IS NULL THEN component ELSE error(problem) END"
    try:
        engine.run(
            f"INSERT INTO heard SELECT {checked}, {source.clock.seconds}, said FROM ({_judged(source)}) "
            f"WHERE moment >= {start} AND moment < {end} OR moment IS NULL OR {_out_of_years(source)}"
        )
    except Refused as refusal:
        raise _fault(engine, source, refusal) from None


def _judged(source: Source) -> str:
    """SQL: all rows of a file, with the first `problem` of each, if it has any."""
    return (
        "SELECT *, CASE WHEN component IS NULL OR component = '' THEN 'component' WHEN moment IS NULL THEN 'time' "
        f"WHEN {_out_of_years(source)} THEN 'year' WHEN said IS NULL AND CAST(up AS VARCHAR) <> '' THEN 'up' END AS problem "
        f"FROM (SELECT component, time, up, {source.clock.moment} AS moment, {source.said} AS said FROM {source.scan})"
    )


def _out_of_years(source: Source) -> str:
    first, after_last = map(source.clock.written, (columns.FIRST, columns.AFTER_LAST))
    return f"moment < {first} OR moment >= {after_last}"


def _fault(engine: Engine, source: Source, refusal: Refused) -> StatusgenError:
    """Why a file could not be loaded: its first wrong row, or what DuckDB says where it cannot read them all."""
    try:
        found = engine.run(
            "SELECT problem, place, CAST(time AS VARCHAR), CAST(up AS VARCHAR) "
            f"FROM (SELECT *, row_number() OVER () AS place FROM ({_judged(source)})) "
            "WHERE problem IS NOT NULL ORDER BY place LIMIT 1"
        )
    except Refused as again:
        if source.is_csv and "CSV" in str(again):
            return _not_csv(source, _CSV_FAULT.search(str(again)))
        return unreadable(source.name, source.link, again)
    if not found:  # so the file is sound
        return no_room(str(refusal))
    problem, row, time, up = found[0]
    return _told(problem, _place(source, row), time, up)


def _told(problem: str, place: str, time: str | None, up: str | None) -> SamplesUnreadable:
    match problem:
        case "component":
            return SamplesUnreadable(f"{place}: the sample names no component", "Give each sample the id of its component.")
        case "year":
            what = f"{_shown(time)} is not in the years {FIRST_YEAR} to {LAST_YEAR}"
            return SamplesUnreadable(f"{place}: {what}", "Write seconds since 1970, not milliseconds, or a time in these years.")
        case "up":
            what = f"{_shown(up)} is neither up nor down"
            way_out = "Write `true` or `false`, `1` or `0`, or nothing where the monitor cannot tell."
            return SamplesUnreadable(f"{place}: {what}", way_out)
    if time and _CLOCK_READING.fullmatch(time):
        return SamplesUnreadable(f"{place}: {_shown(time)} could be in any zone", _TIMES)
    return SamplesUnreadable(f"{place}: {_shown(time)} is not a time", _TIMES)


def _shown(value: str | None) -> str:
    return printable(value, quoted=True) if value else "nothing"


def _not_csv(source: Source, fault: re.Match[str] | None) -> SamplesUnreadable:
    place = f"{source.name}:{fault[1]}" if fault else source.name
    return SamplesUnreadable(
        f"{place}: this is not CSV in UTF-8 with the columns of its header",
        "Write as many columns in every row, separated by commas, each quote closed, and the same line ends throughout.",
    )


def _place(source: Source, row: int) -> str:
    """Where the so-and-so-many-th row of a file stands."""
    if not source.is_csv:
        return f"{source.name}, row {row}"
    line = _line(source, row)
    return f"{source.name}:{line}" if line else f"{source.name}, row {row}"


def _line(source: Source, row: int) -> int | None:
    """The line on which a row begins; None where Python reads other rows than DuckDB does."""
    with open_csv(source.file) as opened:
        lines = csv.reader(io.TextIOWrapper(opened, encoding="utf-8", errors="replace", newline=""))
        begins, read = 1, -1  # the header is no row of samples
        try:
            for fields in lines:
                read += bool(fields)
                if read == row:
                    return begins
                begins = lines.line_num + 1
        except csv.Error:
            pass
    return None
