"""The history: a page for each month that has events, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from statusgen.board import Board, Entry, IncidentEntry, words
from statusgen.board.entries import digest_of
from statusgen.board.words import Row
from statusgen.civil import Month
from statusgen.language import Language


class MonthLine(Struct, frozen=True):
    """A month in the list of months, or beside another one."""

    path: str
    """`2026-11`"""
    name: str
    count: int
    incidents: int
    """Of these."""


class MonthPage(Struct, frozen=True):
    """What `month.html` sets."""

    month: MonthLine
    rows: tuple[Row, ...]
    newer: MonthLine | None
    """The neighbours with events."""
    older: MonthLine | None


class Year(Struct, frozen=True):
    """A year in the list of months."""

    name: str
    months: tuple[MonthLine, ...]


class HistoryPage(Struct, frozen=True):
    """What `history.html` sets."""

    years: tuple[Year, ...]


class Months:
    """The months of one board in one language."""

    def __init__(self, board: Board, language: Language) -> None:
        self._board = board
        self._language = language
        self._lines = [self._line(month, entries) for month, entries in board.months.items()]

    def _line(self, month: Month, entries: Sequence[Entry]) -> MonthLine:
        incidents = sum(isinstance(entry, IncidentEntry) for entry in entries)
        return MonthLine(str(month), words.month_name(month, self._language), len(entries), incidents)

    @property
    def digest(self) -> str:
        """Of what the list of months depends on."""
        return digest_of([(line.path, line.count, line.incidents) for line in self._lines])

    def keys(self) -> Iterator[tuple[str, str]]:
        """Each month, and a digest of what its page depends on; newest first."""
        for position, (month, entries) in enumerate(self._board.months.items()):
            beside = [None if line is None else (line.path, line.count, line.incidents) for line in self._beside(position)]
            yield str(month), digest_of((beside, [entry.digest for entry in entries]))

    def page(self, position: int) -> MonthPage:
        """The page of a month, by its place among them."""
        newer, older = self._beside(position)
        entries = tuple(self._board.months.values())[position]
        rows = tuple(words.row(entry, self._board.names, self._board.page.time_zone, self._language) for entry in entries)
        return MonthPage(self._lines[position], rows, newer, older)

    def _beside(self, position: int) -> tuple[MonthLine | None, MonthLine | None]:
        newer = self._lines[position - 1] if position else None
        return newer, self._lines[position + 1] if position + 1 < len(self._lines) else None

    def history(self) -> HistoryPage:
        """The list of months, by years."""
        years = groupby(self._lines, key=lambda line: line.path.partition("-")[0])
        return HistoryPage(tuple(Year(name, tuple(months)) for name, months in years))
