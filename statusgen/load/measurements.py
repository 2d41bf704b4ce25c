"""A CSV file in `measurements/` → what was measured of the metrics that contracts speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from statusgen import yaml12
from statusgen.civil import CivilError, instant
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.cells import Cell
from statusgen.load.files import Kind
from statusgen.load.sheet import MOST_FINDINGS, SUMMARIES, Context, did_you_mean
from statusgen.load.table import Table
from statusgen.model import Measurement
from statusgen.yaml12.texts import text_of

COLUMNS: Final = ("metric", "time", "value", "region")
NEEDED: Final = COLUMNS[:3]
LONGEST: Final = 200
"""Characters of a region."""


def read_measurements(path: str, body: bytes, context: Context) -> tuple[tuple[Measurement, ...], tuple[Finding, ...]]:
    """The measurements of a file, in its order; none where there are findings. Depends on nothing but its arguments."""
    table = Table(path, COLUMNS, NEEDED)
    document = yaml12.Document(path)
    text = text_of(document, body)
    read = [] if text is None else [_measurement(row, table, context) for row in table.rows(text)]
    values = tuple(value for value in read if value is not None)
    if text is not None and not values and not table.findings:
        table.tell("empty-file", Cell("", 1, 1), "The file holds no measurement.", "Fill it in, or delete it.")
    told = told_in_order((*document.findings, *table.findings))[:MOST_FINDINGS]
    return ((), told) if told else (values, ())


MEASUREMENTS: Final = Kind(read_measurements, msgspec.msgpack.Decoder(tuple[Measurement, ...]).decode)


def in_order(measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """By metric, time and region, whatever file they stand in."""
    return tuple(sorted(measurements, key=lambda one: (one.metric, one.at, one.region, one.place)))


def measured_twice(measurements: Iterable[Measurement]) -> Iterator[Finding]:
    """Values of one metric, time and region, be they in one file or in two, given in order: both would count."""
    first: dict[tuple[str, int, str], Measurement] = {}
    for one in measurements:
        before = first.setdefault((one.metric, one.at, one.region), one)
        if before is not one:
            place = printable(str(before.place))
            what = f"`{one.metric}` is measured here at a time and in a region for which {place} has a value, too."
            way_out = "Delete one of the two. Where two probes measure, give each a region of its own."
            yield Finding(one.place, "measured-twice", Severity.ERROR, SUMMARIES["measured-twice"], what, way_out=way_out)


def _measurement(row: Mapping[str, Cell], table: Table, context: Context) -> Measurement | None:
    metric, number = row["metric"], row["value"]
    told = len(table.findings)
    _check_metric(metric, table, context)
    at, value = _time(row["time"], table, context), table.number(number, "value")
    region = _region(row.get("region"), table)
    if at is None or value is None or len(table.findings) > told:
        return None
    return Measurement(Place(table.file, number.line, number.column), metric.text, at, value, region)


def _check_metric(cell: Cell, table: Table, context: Context) -> None:
    known = context.metrics
    if not table.is_there(cell, "metric") or known is None or cell.text in known:
        return
    shown = printable(cell.text, quoted=True)
    what = f"No policy of this page promises a metric {shown}."
    table.tell("unknown-metric", cell, what, did_you_mean(cell.text, known) if known else "No policy of this page promises any.")


def _time(cell: Cell, table: Table, context: Context) -> int | None:
    if not table.is_there(cell, "time"):
        return None
    try:
        return instant(cell.text, context.time_zone)
    except CivilError as error:
        table.tell(error.rule, cell, printable(error.what, longest=240), error.way_out)
        return None


def _region(cell: Cell | None, table: Table) -> str:
    """In one line: where a cell breaks its line, there is a blank."""
    if cell is None:
        return ""
    if len(cell.text) > LONGEST:
        table.tell("too-long", cell, f"A region has at most {LONGEST} characters.", "Shorten it.")
    return " ".join(cell.text.split())
