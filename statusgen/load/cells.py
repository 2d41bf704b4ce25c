"""CSV (RFC 4180) as rows of cells that know where they stand. What they mean is for `measurements.py`.

The csv module of Python tells neither line nor column of a cell; this does, and goes on after a mistake, so that all are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

# Possessive: a quote that is never closed is looked for once, and not again from each letter behind it.
_CELL: Final = re.compile(r'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"|(?P<plain>[^",\r\n]*+))(?P<end>,|\r\n|\r|\n|\Z)')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Cell(NamedTuple):
    """One cell: its text without quotes and the blanks around it, and where it begins."""

    text: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""


Row = list[Cell]
Tell = Callable[[Cell, str, str], None]
"""Told of a place: what is wrong there, and the way out."""


def rows(text: str, tell: Tell) -> Iterator[Row]:
    """Every row in which something stands. What is no CSV is told, and the rest of its line passed over."""
    position, line, begin = 0, 1, 0
    row: Row = []
    while position < len(text) or row:
        column = position - begin + 1
        found = _CELL.match(text, position)
        if found is None:
            tell(Cell("", line, column), *_mistake(text, position))
            row, position = [], _next_line(text, position)
            line, begin = line + 1, position
            continue
        quoted, plain, end = found.groups()
        row.append(Cell((plain or "").strip() if quoted is None else quoted.replace('""', '"').strip(), line, column))
        position = found.end()
        if quoted is not None and (inside := list(_LINE_END.finditer(text, *found.span("quoted")))):
            line, begin = line + len(inside), inside[-1].end()
        if end != ",":
            line, begin = line + 1, position
            if any(cell.text for cell in row):
                yield row
            row = []


def _mistake(text: str, position: int) -> tuple[str, str]:
    """What is wrong with a cell, and the way out."""
    if text[position] != '"':
        return "A quote stands inside a cell that does not begin with one.", 'Write the cell in quotes, and the quote twice: `""`.'
    if _closed(text, position):
        return (
            "Something stands behind the quote that closes this cell.",
            'Delete it; a quote inside a cell is written twice: `""`.',
        )
    return "This quote is never closed.", "Close it, or delete it."


def _closed(text: str, position: int) -> bool:
    return re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, position) is not None


def _next_line(text: str, position: int) -> int:
    end = _LINE_END.search(text, position)
    return len(text) if end is None else end.end()
