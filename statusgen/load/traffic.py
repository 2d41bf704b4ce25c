"""A CSV file → how busy each hour of the week is, beside the average one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from statusgen import yaml12
from statusgen.civil import DAYS
from statusgen.finding import Finding, told_in_order
from statusgen.load.cells import Cell
from statusgen.load.sheet import MOST_FINDINGS, did_you_mean
from statusgen.load.table import Table
from statusgen.requests import AVERAGE, HOURS_OF_A_WEEK
from statusgen.yaml12.texts import text_of

COLUMNS: Final = ("weekday", "hour", "traffic")
NEEDED: Final = COLUMNS[1:]

_HOURS: Final = tuple(map(str, range(24)))


def read_traffic(path: str, body: bytes) -> tuple[tuple[int, ...] | None, tuple[Finding, ...]]:
    """The traffic of each hour of the week from Monday 00:00, in thousandths of the average hour; None where there are findings.

    A file without weekdays tells of each day alike. Depends on nothing but its arguments.
    """
    table = Table(path, COLUMNS, NEEDED)
    document = yaml12.Document(path)
    text = text_of(document, body)
    week = None if text is None else _week(text, table)
    told = told_in_order((*document.findings, *table.findings))[:MOST_FINDINGS]
    return (None if told else week), told


def _week(text: str, table: Table) -> tuple[int, ...] | None:
    given: dict[int, tuple[Fraction, Cell]] = {}
    for row in table.rows(text):
        amount = _amount(row["traffic"], table)
        for hour in _hours(row, table):
            before = given.setdefault(hour, (amount, row["hour"]))[1]
            if before is not row["hour"]:
                what = f"{_name(hour)} has its traffic in line {before.line} already."
                table.tell("measured-twice", row["hour"], what, "Delete one of the two.")
    if table.findings:
        return None
    missing = [hour for hour in range(HOURS_OF_A_WEEK) if hour not in given]
    whole = sum(amount for amount, _ in given.values())
    if missing:
        count = "One hour of the week has" if len(missing) == 1 else f"{len(missing)} hours of the week have"
        what = f"{count} no row, {'' if len(missing) == 1 else 'the first '}{_name(missing[0])}."
        way_out = "Give all hours from 0 to 23, of each weekday or without `weekday` of every day."
        table.tell("traffic-incomplete", Cell("", 1, 1), what, way_out)
    elif not whole:
        what, way_out = "No hour has any traffic.", "Leave `traffic` out where all hours are alike."
        table.tell("traffic-incomplete", Cell("", 1, 1), what, way_out)
    else:
        return tuple(round(given[hour][0] * HOURS_OF_A_WEEK * AVERAGE / whole) for hour in range(HOURS_OF_A_WEEK))
    return None


def _hours(row: Mapping[str, Cell], table: Table) -> Iterator[int]:
    """The hours of the week that a row speaks of."""
    hour, weekday = row["hour"], row.get("weekday")
    text = hour.text[1:] if len(hour.text) == 2 else hour.text  # `03` is how spreadsheets write it
    fits = hour.text in _HOURS or (hour.text[:1] == "0" and text in _HOURS)
    if table.is_there(hour, "hour") and not fits:
        table.tell(
            "out-of-bounds", hour, "This is no hour of the day.", "Write a whole number from 0 to 23: `3` is from 03:00 to 04:00."
        )
    if weekday is not None and weekday.text not in DAYS and table.is_there(weekday, "weekday"):
        table.tell("unknown-value", weekday, "This is no weekday.", did_you_mean(weekday.text, DAYS))
    if fits and (weekday is None or weekday.text in DAYS):
        days = range(7) if weekday is None else (DAYS.index(weekday.text),)
        yield from (day * 24 + int(hour.text) for day in days)


def _amount(cell: Cell, table: Table) -> Fraction:
    amount = table.number(cell, "traffic")
    if amount is not None and amount < 0:
        table.tell("out-of-bounds", cell, "Traffic is not less than nothing.", "Write 0 or more.")
    return Fraction(amount or 0)


def _name(hour: int) -> str:
    day, clock = divmod(hour, 24)
    return f"{DAYS[day]} {clock}"
