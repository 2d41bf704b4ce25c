"""A CSV file while it is read: which cell of a row is in which column, and what is wrong with it. What cells mean is for others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from statusgen.finding import Finding, Place, Severity, printable
from statusgen.load.cells import Cell, Row, rows
from statusgen.load.sheet import MOST_FINDINGS, SUMMARIES, did_you_mean

_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


@dataclass(slots=True)
class Table:
    """One file while it is read. Findings gather in `findings`."""

    file: str
    columns: Collection[str]
    """Those that there may be."""
    needed: Collection[str]
    """Those that there must be."""
    findings: list[Finding] = field(default_factory=list)

    def tell(self, rule: str, cell: Cell, what: str, way_out: str) -> None:
        """Add a finding at a cell."""
        place = Place(self.file, cell.line, cell.column)
        self.findings.append(Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, way_out=way_out))

    def is_there(self, cell: Cell, name: str) -> bool:
        """Whether there is anything in a cell; a finding says so where not."""
        if not cell.text:
            self.tell("empty-value", cell, f"There is no {name} here.", "Write one, or delete the row.")
        return bool(cell.text)

    def number(self, cell: Cell, name: str) -> Decimal | None:
        """The number in a cell, exactly; None where a finding says that it is none."""
        if not self.is_there(cell, name):
            return None
        if _NUMBER.fullmatch(cell.text):
            return Decimal(cell.text)
        what = f"{printable(cell.text, quoted=True)} is not a number."
        way_out = "Write digits and, if need be, a point: `49.9`. No unit, no exponent, no mark between thousands."
        self.tell("not-a-number", cell, what, way_out)
        return None

    def rows(self, text: str) -> Iterator[Mapping[str, Cell]]:
        """The cells of each row below the first line, by their columns; no row where a column that is needed is missing."""
        table = rows(text, lambda cell, what, way_out: self.tell("csv-syntax", cell, what, way_out))
        header = next(table, None)
        columns = None if header is None else self._columns(header)
        if header is None or columns is None:
            return
        for row in table:
            if len(self.findings) >= MOST_FINDINGS:
                return  # as much is told as anyone reads
            if len(row) != len(header):
                self._tell_count(row, header)
            else:
                yield {name: row[number] for name, number in columns.items()}

    def _columns(self, header: Row) -> Mapping[str, int] | None:
        """Which cell of a row is which; None where one that is needed is missing: nothing below it can be read."""
        example = ",".join(self.needed)
        if len(header) == 1 and (mark := next((mark for mark in (";", "\t") if mark in header[0].text), "")):
            name = "semicolons" if mark == ";" else "tabs"
            self.tell("csv-syntax", header[0], f"The columns are separated by {name}.", f"Separate them by commas: `{example}`.")
            return None
        found: dict[str, int] = {}
        for number, cell in enumerate(header):
            shown = printable(cell.text, quoted=True)
            if cell.text not in self.columns:
                what = f"There is no column {shown} here." if cell.text else "This column has no name."
                self.tell("unknown-column", cell, what, did_you_mean(cell.text, self.columns))
            elif found.setdefault(cell.text, number) != number:
                self.tell("duplicate-column", cell, f"The column {shown} is there twice.", "Delete one of the two.")
        missing = [name for name in self.needed if name not in found]
        for name in missing:
            self.tell("missing-column", header[0], f"The column `{name}` is missing.", f"Name it in the first line: `{example}`.")
        return None if missing else found

    def _tell_count(self, row: Row, header: Row) -> None:
        at = row[len(header)] if len(row) > len(header) else row[-1]
        what = f"This row has {_cells(len(row))}, and the first line {_cells(len(header))}."
        way_out = "Write as many as there are columns. What holds a comma stands in quotes; numbers have none."
        self.tell("wrong-cells", at, what, way_out)


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"
