"""The month as a ledger: every interval in order, each second once, with running totals that end in the statement's figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from statusgen.announced import standing
from statusgen.model import Window
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.charging import Charged, split
from statusgen.uptime.creditable import Creditable, Lot
from statusgen.uptime.ground import Reason


class Entry(StrEnum):
    """What an interval was."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    UNKNOWN = "unknown"
    """Nobody knows whether it was up."""


@dataclass(frozen=True, slots=True)
class Row:
    """One interval."""

    span: Span
    entry: Entry
    reason: Reason | None
    """Whose outage it was and why it counts or does not; None: unknown."""
    lot: Lot | None
    """What becomes of it for one customer; None where no customer is asked about, or it does not count."""
    counted_seconds: int
    """Counted up to its end."""
    not_counted_seconds: int
    unknown_seconds: int

    @property
    def commit(self) -> str | None:
        """The commit that announced the window's times, or those of the window that excuses it; None: declared in a file."""
        if self.reason is None:
            return None
        if self.reason.exclusion is not None:
            return self.reason.exclusion.commit
        event = self.reason.event
        return standing(event).last.commit if isinstance(event, Window) else None


def ledger(account: Account, owed: Creditable | None = None) -> tuple[Row, ...]:
    """Every interval of the month in which something was down or unknown; with what one customer is owed for it."""
    return tuple(_rows(sorted(_entries(account, owed), key=lambda each: each[0])))


_Interval = tuple[Span, Entry, Reason | None, Lot | None]


def _entries(account: Account, owed: Creditable | None) -> Iterator[_Interval]:
    lots: tuple[Charged[Lot], ...] = () if owed is None else owed.parts
    for span, reason in account.counted:
        for part, lot in split(span, lots):
            yield part, Entry.COUNTED, reason, lot
    for span, reason in account.left_out:
        yield span, Entry.NOT_COUNTED, reason, None
    for span in account.unknown:
        yield span, Entry.UNKNOWN, None, None


def _rows(entries: list[_Interval]) -> Iterator[Row]:
    totals = dict.fromkeys(Entry, 0)
    for span, entry, reason, lot in entries:
        totals[entry] += span.seconds
        yield Row(span, entry, reason, lot, *(totals[each] for each in Entry))
