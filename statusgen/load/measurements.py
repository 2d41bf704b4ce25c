"""A CSV file in `measurements/` → what was measured of the metrics that contracts speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import msgspec

from statusgen import yaml12
from statusgen.civil import CivilError, instant
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.cells import Cell, Row, rows
from statusgen.load.files import Kind
from statusgen.load.sheet import MOST_FINDINGS, SUMMARIES, Context, did_you_mean
from statusgen.model import Measurement
from statusgen.yaml12.texts import text_of

COLUMNS: Final = ("metric", "time", "value", "region")
NEEDED: Final = COLUMNS[:3]
LONGEST: Final = 200
"""Characters of a region."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def read_measurements(path: str, body: bytes, context: Context) -> tuple[tuple[Measurement, ...], tuple[Finding, ...]]:
    """The measurements of a file, in its order; none where there are findings. Depends on nothing but its arguments."""
    paper = _Paper(path, context)
    document = yaml12.Document(path)
    text = text_of(document, body)
    values = () if text is None else tuple(_measurements(text, paper))
    if text is not None and not values and not paper.findings:
        paper.tell("empty-file", Cell("", 1, 1), "The file holds no measurement.", "Fill it in, or delete it.")
    told = told_in_order((*document.findings, *paper.findings))[:MOST_FINDINGS]
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
            yield _finding(one.place, "measured-twice", what, way_out)


@dataclass(slots=True)
class _Paper:
    """One file while it is read."""

    file: str
    context: Context
    findings: list[Finding] = field(default_factory=list)

    def tell(self, rule: str, cell: Cell, what: str, way_out: str) -> None:
        self.findings.append(_finding(Place(self.file, cell.line, cell.column), rule, what, way_out))

    @property
    def full(self) -> bool:
        """Whether as much is told as anyone reads."""
        return len(self.findings) >= MOST_FINDINGS


def _finding(place: Place, rule: str, what: str, way_out: str) -> Finding:
    return Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, way_out=way_out)


def _measurements(text: str, paper: _Paper) -> Iterator[Measurement]:
    table = rows(text, lambda cell, what, way_out: paper.tell("csv-syntax", cell, what, way_out))
    header = next(table, None)
    columns = None if header is None else _columns(header, paper)
    if header is None or columns is None:
        return
    for row in table:
        if paper.full:
            return
        if len(row) != len(header):
            _tell_count(row, header, paper)
        elif (one := _measurement(row, columns, paper)) is not None:
            yield one


def _columns(header: Row, paper: _Paper) -> Mapping[str, int] | None:
    """Which cell of a row is which; None where one that is needed is missing: nothing below it can be read."""
    if len(header) == 1 and (mark := next((mark for mark in (";", "\t") if mark in header[0].text), "")):
        name = "semicolons" if mark == ";" else "tabs"
        paper.tell(
            "csv-syntax", header[0], f"The columns are separated by {name}.", "Separate them by commas: `metric,time,value`."
        )
        return None
    found: dict[str, int] = {}
    for number, cell in enumerate(header):
        shown = printable(cell.text, quoted=True)
        if cell.text not in COLUMNS:
            what = f"There is no column {shown} here." if cell.text else "This column has no name."
            paper.tell("unknown-column", cell, what, did_you_mean(cell.text, COLUMNS))
        elif found.setdefault(cell.text, number) != number:
            paper.tell("duplicate-column", cell, f"The column {shown} is there twice.", "Delete one of the two.")
    missing = [name for name in NEEDED if name not in found]
    for name in missing:
        paper.tell(
            "missing-column", header[0], f"The column `{name}` is missing.", f"Name it in the first line: `{','.join(NEEDED)}`."
        )
    return None if missing else found


def _tell_count(row: Row, header: Row, paper: _Paper) -> None:
    at = row[len(header)] if len(row) > len(header) else row[-1]
    what = f"This row has {_cells(len(row))}, and the first line {_cells(len(header))}."
    paper.tell(
        "wrong-cells", at, what, "Write as many as there are columns. What holds a comma stands in quotes; numbers have none."
    )


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _measurement(row: Row, columns: Mapping[str, int], paper: _Paper) -> Measurement | None:
    metric, time, number = (row[columns[name]] for name in NEEDED)
    told = len(paper.findings)
    _check_metric(metric, paper)
    at, value = _time(time, paper), _value(number, paper)
    region = _region(row, columns, paper)
    if at is None or value is None or len(paper.findings) > told:
        return None
    return Measurement(Place(paper.file, number.line, number.column), metric.text, at, value, region)


def _is_there(cell: Cell, name: str, paper: _Paper) -> bool:
    if not cell.text:
        paper.tell("empty-value", cell, f"There is no {name} here.", "Write one, or delete the row.")
    return bool(cell.text)


def _check_metric(cell: Cell, paper: _Paper) -> None:
    known = paper.context.metrics
    if not _is_there(cell, "metric", paper) or known is None or cell.text in known:
        return
    shown = printable(cell.text, quoted=True)
    what = f"No policy of this page promises a metric {shown}."
    paper.tell("unknown-metric", cell, what, did_you_mean(cell.text, known) if known else "No policy of this page promises any.")


def _time(cell: Cell, paper: _Paper) -> int | None:
    if not _is_there(cell, "time", paper):
        return None
    try:
        return instant(cell.text, paper.context.time_zone)
    except CivilError as error:
        paper.tell(error.rule, cell, printable(error.what, longest=240), error.way_out)
        return None


def _value(cell: Cell, paper: _Paper) -> Decimal | None:
    if not _is_there(cell, "value", paper):
        return None
    if _NUMBER.fullmatch(cell.text):
        return Decimal(cell.text)
    what = f"{printable(cell.text, quoted=True)} is not a number."
    paper.tell(
        "not-a-number",
        cell,
        what,
        "Write digits and, if need be, a point: `49.9`. No unit, no exponent, no mark between thousands.",
    )
    return None


def _region(row: Sequence[Cell], columns: Mapping[str, int], paper: _Paper) -> str:
    """In one line: where a cell breaks its line, there is a blank."""
    if "region" not in columns:
        return ""
    cell = row[columns["region"]]
    if len(cell.text) > LONGEST:
        paper.tell("too-long", cell, f"A region has at most {LONGEST} characters.", "Shorten it.")
    return " ".join(cell.text.split())
