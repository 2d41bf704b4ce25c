"""The ledgers of statements as CSV: one row an interval, for spreadsheets and programs."""

from __future__ import annotations

import csv as csv_writing
import io
from collections.abc import Iterator, Sequence
from typing import Final

from statusgen import civil
from statusgen.model import Incident
from statusgen.render.statement.ledger import Commits
from statusgen.statement import Statement
from statusgen.uptime.account import Account
from statusgen.uptime.creditable import Creditable
from statusgen.uptime.ledger import Row, ledger

COLUMNS: Final = (
    *("month", "policy", "agreement", "starts_at", "ends_at", "seconds", "entry", "ground", "clause"),
    *("event", "kind", "title", "components", "cause", "window", "file", "line", "commit", "file_commit"),
    *("counted_seconds_so_far", "not_counted_seconds_so_far", "unknown_seconds_so_far", "fate", "why", "fate_clause"),
)
"""The columns; more may be added at the end, none is renamed. Times are RFC 3339 in UTC."""

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula."""


def csv(statements: Sequence[Statement], commits: Commits) -> str:
    """Every interval of every month: each policy's, then each agreement's, which are private."""
    out = io.StringIO()
    writer = csv_writing.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for statement in statements:
        of = {account.policy.id: account for account in statement.accounts}
        for account in statement.accounts:
            writer.writerows(_rows(statement, account, commits, "", None))
        for one in statement.entitlements:
            writer.writerows(_rows(statement, of[one.agreement.policy], commits, one.agreement.id, one.creditable))
    return out.getvalue()


def _rows(
    statement: Statement, account: Account, commits: Commits, agreement: str, owed: Creditable | None
) -> Iterator[list[object]]:
    for row in ledger(account, owed):
        head = [statement.month, account.policy.id, agreement, civil.rfc3339(row.span.start), civil.rfc3339(row.span.end)]
        yield [_safe(cell) for cell in (*head, row.span.seconds, row.entry.value, *_event(row, commits), *_totals(row))]


def _event(row: Row, commits: Commits) -> list[object]:
    reason = row.reason
    if reason is None:
        return [""] * 12
    event, place = reason.event, reason.event.origin.at("start")
    is_incident = isinstance(event, Incident)
    return [
        *(reason.ground.value, reason.clause, event.id, "incident" if is_incident else "window", event.title),
        *(" ".join(event.components), event.cause.value if isinstance(event, Incident) else ""),
        *(reason.exclusion.window if reason.exclusion else "", place.file, place.line, row.commit or ""),
        commits.get(place.file, ""),
    ]


def _totals(row: Row) -> list[object]:
    lot = row.lot
    fate = ("", "", "") if lot is None else (lot.fate.value, lot.why.value, lot.clause or "")
    return [row.counted_seconds, row.not_counted_seconds, row.unknown_seconds, *fate]


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell
