"""Did a customer's report of an incident tell what the contract wants to find in it? It costs nobody a credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusgen.model import Agreement, Filed
from statusgen.uptime.account import Account
from statusgen.uptime.ground import Event


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A report that lacks something."""

    event: Event
    filed: Filed
    missing: tuple[str, ...]
    """The fields that it has not, in the order of the contract."""
    clause: str


def incomplete(account: Account, agreement: Agreement, now: int) -> tuple[Incomplete, ...]:
    """The reports of the month's events that lack something, in the order of the events' ids."""
    return tuple(_incomplete(account, agreement, now))


def _incomplete(account: Account, agreement: Agreement, now: int) -> Iterator[Incomplete]:
    details = account.policy.details
    if details is None:
        return
    for name, filed in sorted(agreement.reports.items()):
        missing = tuple(field for field in details.fields if field not in filed.fields)
        if name in account.events and filed.at <= now and missing:
            yield Incomplete(account.events[name], filed, missing, details.clause)
