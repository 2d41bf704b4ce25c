"""The ledger of a month, interval by interval: as text, and as rows for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from statusgen import civil
from statusgen.model import Incident
from statusgen.render.statement import words
from statusgen.render.statement.layout import wrapped
from statusgen.uptime.account import Account
from statusgen.uptime.creditable import Creditable
from statusgen.uptime.ledger import Entry, Row, ledger

Commits = Mapping[str, str]
"""By file, the commit that gave it its content; nothing of files that are not committed, or where git is no evidence."""

_ENTRIES: Final = {Entry.COUNTED: "counted", Entry.NOT_COUNTED: "not counted", Entry.UNKNOWN: "unknown"}


def ledger_lines(account: Account, commits: Commits, owed: Creditable | None, indent: int) -> Iterator[str]:
    """Every interval in order with file, line, commit, clause and running totals; with what a customer is owed for it, if asked."""
    rows = ledger(account, owed)
    yield " " * indent + ("Ledger" if rows else "Ledger        nothing was down")
    for row in rows:
        yield from _row(row, account, commits, indent + 2)
    if rows:
        last = rows[-1]
        total = f"in all {last.counted_seconds:,} s counted, {last.not_counted_seconds:,} s not counted"
        yield from wrapped(total + (f", {last.unknown_seconds:,} s unknown" if last.unknown_seconds else ""), indent + 2)


def _row(row: Row, account: Account, commits: Commits, indent: int) -> Iterator[str]:
    zone = account.policy.time_zone
    running = {
        Entry.COUNTED: row.counted_seconds,
        Entry.NOT_COUNTED: row.not_counted_seconds,
        Entry.UNKNOWN: row.unknown_seconds,
    }[row.entry]
    head = f"{civil.show_span(row.span, zone)}: {row.span.seconds:,} s {_ENTRIES[row.entry]}, {running:,} s so far"
    yield from wrapped(head, indent)
    if row.reason is None:
        yield from wrapped("no monitor spoke", indent + 2)
        return
    event = row.reason.event
    kind = "incident" if isinstance(event, Incident) else "window"
    place, commit = event.origin.at("start"), commits.get(event.origin.file)
    where = f"{place}{f' in commit {commit[:12]}' if commit else ''}"
    yield from wrapped(f"{kind} {event.id}: {words.why(row.reason, account)} [{row.reason.clause}]; {where}", indent + 2)
    if row.lot is not None:
        yield from wrapped(words.lot(row.lot), indent + 2)
