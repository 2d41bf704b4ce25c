"""The ledger of a month, interval by interval: as text, and as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from statusgen import civil
from statusgen.render.statement import owing, words
from statusgen.render.statement.layout import wrapped
from statusgen.uptime.account import Account
from statusgen.uptime.creditable import Creditable
from statusgen.uptime.ledger import Entry, Row, ledger

Commits = Mapping[str, str]
"""By file, the commit that gave it its content; nothing of files that are not committed, or where git is no evidence."""

NOTHING: Final = "nothing was down"
_ENTRIES: Final = {Entry.COUNTED: "counted", Entry.NOT_COUNTED: "not counted", Entry.UNKNOWN: "unknown"}


def ledger_lines(account: Account, commits: Commits, owed: Creditable | None, indent: int) -> Iterator[str]:
    """Every interval in order with file, line, commit, clause and running totals; with what a customer is owed for it, if asked."""
    rows = ledger(account, owed)
    yield " " * indent + ("Ledger" if rows else f"Ledger        {NOTHING}")
    for row in rows:
        yield from wrapped(f"{civil.show_span(row.span, account.policy.time_zone)}: {took(row)}", indent + 2)
        for said in reasons(row, account, commits):
            yield from wrapped(said, indent + 4)
    if rows:
        yield from wrapped(total(rows), indent + 2)


def took(row: Row) -> str:
    """`2,850 s counted, 4,050 s so far`."""
    running = {
        Entry.COUNTED: row.counted_seconds,
        Entry.NOT_COUNTED: row.not_counted_seconds,
        Entry.UNKNOWN: row.unknown_seconds,
    }[row.entry]
    return f"{row.span.seconds:,} s {_ENTRIES[row.entry]}, {running:,} s so far"


def reasons(row: Row, account: Account, commits: Commits) -> Iterator[str]:
    """Whose outage it was, why it counts or does not, and where that stands; then what a customer is owed for it."""
    if row.reason is None:
        yield words.UNKNOWN
        return
    event = row.reason.event
    place, commit = event.origin.at("start"), commits.get(event.origin.file)
    where = f"{place}{f' in commit {commit[:12]}' if commit else ''}"
    yield f"{words.kind(event)} {event.id}: {words.why(row.reason, account)} [{row.reason.clause}]; {where}"
    if row.lot is not None:
        yield owing.lot(row.lot)


def total(rows: Sequence[Row]) -> str:
    """`in all 4,050 s counted, 23,400 s not counted`."""
    last = rows[-1]
    told = f"in all {last.counted_seconds:,} s counted, {last.not_counted_seconds:,} s not counted"
    return told + (f", {last.unknown_seconds:,} s unknown" if last.unknown_seconds else "")
