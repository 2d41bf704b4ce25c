"""The month's account: what every policy makes of it, and what every customer is owed."""

from __future__ import annotations

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
    """One for each policy under which the month has begun, in the project's order."""
    to_come: tuple[Policy, ...]
    """The policies on whose calendar the month has not begun."""
    entitlements: tuple[Entitlement, ...]
    """One for each agreement. Private: nothing of this may reach the site."""


def statement(project: Project, verdicts: Verdicts, month: Month, now: int) -> Statement:
    """The statement of a month; `MonthToCome` where it has begun under no policy."""
    excluded = exclusions(project, verdicts, now)
    made = {policy.id: account(project, policy, verdicts, excluded, month, now) for policy in project.policies}
    accounts = tuple(one for one in made.values() if one is not None)
    to_come = tuple(policy for policy in project.policies if made[policy.id] is None)
    if to_come and not accounts:
        raise MonthToCome(f"{month} has not begun.", "Ask for this month or one that is over.")
    of = {one.policy.id: one for one in accounts}
    agreements = (agreement for agreement in project.agreements if agreement.policy in of)
    owed = tuple(entitlement(agreement, of[agreement.policy], now) for agreement in agreements)
    return Statement(project.page.name, month, now, accounts, to_come, owed)
