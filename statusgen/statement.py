"""The month's account: what every policy makes of it, and what every customer is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusgen.civil import Month
from statusgen.finding import StatusgenError
from statusgen.model import Project
from statusgen.policy import Policy
from statusgen.uptime.account import Account, account
from statusgen.uptime.agreement import Entitlement, entitlement
from statusgen.uptime.exclusions import exclusions
from statusgen.verdict import Verdicts


class MonthToCome(StatusgenError):
    """The month has not begun under any policy: there is nothing to account for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """All that can be said of a month at an instant."""

    page: str
    month: Month
    now: int
    accounts: tuple[Account, ...]
    """One for each policy under which the month has begun, and was not over before anything was declared."""
    to_come: tuple[Policy, ...]
    """The policies on whose calendar the month has not begun."""
    undeclared: tuple[Policy, ...]
    """The policies on whose calendar the month was over before anything was declared: that is no month without a failure."""
    declared_from: int | None
    """When the first window was announced or began, or the first incident did; None: nothing is declared."""
    entitlements: tuple[Entitlement, ...]
    """One for each agreement. Private: nothing of this may reach the site."""

    @property
    def says_nothing(self) -> bool:
        """Whether there is no figure because nothing is declared."""
        return not self.accounts and (self.declared_from is None or bool(self.undeclared))


def statement(project: Project, verdicts: Verdicts, month: Month, now: int) -> Statement:
    """The statement of a month; `MonthToCome` where it has begun under no policy."""
    declared_from = min(_beginnings(project), default=None)
    excluded = exclusions(project, verdicts, now)
    made = {policy.id: account(project, policy, verdicts, excluded, month, now) for policy in project.policies}
    begun = [one for one in made.values() if one is not None]
    accounts = tuple(one for one in begun if declared_from is not None and declared_from < one.period.end)
    to_come = tuple(policy for policy in project.policies if made[policy.id] is None)
    if to_come and not begun:
        raise MonthToCome(f"{month} has not begun.", "Ask for this month or one that is over.")
    of = {one.policy.id: one for one in accounts}
    undeclared = tuple(one.policy for one in begun if one.policy.id not in of)
    agreements = (agreement for agreement in project.agreements if agreement.policy in of)
    owed = tuple(entitlement(agreement, of[agreement.policy], now) for agreement in agreements)
    return Statement(project.page.name, month, now, accounts, to_come, undeclared, declared_from, owed)


def _beginnings(project: Project) -> Iterator[int]:
    for incident in project.incidents:
        yield incident.start
    for window in project.windows:
        yield window.span.start
        yield from (told.at for told in window.announcements[:1])
        if window.actual is not None and window.actual.start is not None:
            yield window.actual.start
