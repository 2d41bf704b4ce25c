"""How a contract was kept in a month or quarter, as it is reported to customers: values, which `documents/` sets.

What a month comes to is for `statement` to say. This adds what a reader wants to see at a glance: what every day was, how the
year went, which incidents were major, how each promise of an answer was kept, and whether work was announced and done as promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from statusgen.civil import Month, show
from statusgen.finding import StatusgenError
from statusgen.model import Agreement, Incident, Page, Project, Window
from statusgen.monitors import Samples
from statusgen.policy import Policy, ReportOwed
from statusgen.report.contents import Section, section_of
from statusgen.report.days import Day, Was, days
from statusgen.report.events import Promise, incidents, is_major, promises
from statusgen.report.measured import DayMeasured, by_day
from statusgen.report.period import Period, owed, period, span_of, terms_of
from statusgen.report.works import Work, called_off, works
from statusgen.statement import Books, Due, Kept, Statement, statement
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.verdict import Verdicts

__all__ = [
    "Day",
    "DayMeasured",
    "MonthTold",
    "NothingDeclared",
    "Period",
    "Promise",
    "Report",
    "Section",
    "Untold",
    "Was",
    "Work",
    "by_day",
    "period",
    "report",
    "section_of",
]

YEAR: Final = 12
"""So many months are looked back on."""


class NothingDeclared(StatusgenError):
    """The period was over before anything was declared: nobody kept a record, and a silence is no promise kept."""


class Untold(StrEnum):
    """Why nothing is said of a month."""

    TO_COME = "to_come"
    UNDECLARED = "undeclared"
    """It was over before anything was declared."""
    NOT_PROMISED = "not_promised"
    """It was over before the policy was in force."""


@dataclass(frozen=True, slots=True)
class MonthTold:
    """One month of the period."""

    month: Month
    kept: Kept | None
    """None: `untold` says why."""
    untold: Untold | None
    days: tuple[Day, ...]
    due: tuple[Due, ...]
    """What the customer is owed whom the report is for. Private."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported, at an instant."""

    page: Page
    names: Mapping[str, str]
    """Of the components, by id."""
    policy: Policy
    """With every version."""
    terms: Policy
    """The version in force when the period began."""
    period: Period
    span: Span
    now: int
    owed: tuple[ReportOwed, ...]
    """The reports of the contract that this one is; none: it owes none, and this is given of one's own accord."""
    customers: tuple[Agreement, ...]
    """Whom it is for. Private; none: for everybody."""
    months: tuple[MonthTold, ...]
    year: tuple[tuple[Month, Account | None], ...]
    """The last twelve months up to the period's; None: nothing is said of that one."""
    major: tuple[Incident, ...]
    """Outages and incidents of the first priority."""
    bugs: tuple[Incident, ...]
    """The other incidents."""
    promises: tuple[Promise, ...]
    works: tuple[Work, ...]
    called_off: tuple[Window, ...]

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The months of which something is said."""
        return tuple(month.kept for month in self.months if month.kept is not None)

    @property
    def provisional(self) -> bool:
        """Whether the period is still going on."""
        return self.now < self.span.end

    @property
    def plans(self) -> frozenset[str]:
        """The plans of the customers whom it is for; none: it speaks of all."""
        return _plans(self.customers)


def report(
    project: Project,
    verdicts: Verdicts,
    policy: Policy,
    of: Period,
    now: int,
    *,
    customers: Sequence[Agreement] = (),
    samples: Samples | None = None,
) -> Report:
    """The report of a policy of the page on a period that has begun; `NothingDeclared` where nothing can be said of all of it.

    `customers` are the agreements whom it is for; of any other agreement nothing is in it. `samples` is what monitors saw.
    """
    held = msgspec.structs.replace(project, policies=(policy,), agreements=tuple(customers))
    books = Books(held, verdicts, now, samples)
    drawn = {month: _statement(books, policy, month) for month in of.months}
    months = tuple(_month(books, policy, month, one) for month, one in drawn.items())
    accounts = [month.kept.account for month in months if month.kept is not None]
    declared_from = next((one.declared_from for one in drawn.values() if one is not None), None)
    if not accounts:
        raise _nothing(of, policy, declared_from)
    return _report(books, policy, of, months, tuple(_year(books, policy, accounts[-1].month, declared_from)))


def _report(
    books: Books, policy: Policy, of: Period, months: tuple[MonthTold, ...], year: tuple[tuple[Month, Account | None], ...]
) -> Report:
    project, customers = books.project, books.project.agreements
    accounts = [month.kept.account for month in months if month.kept is not None]
    touched, span = incidents(accounts), span_of(policy, of)
    return Report(
        page=project.page,
        names={component.id: component.name for component in project.components},
        policy=policy,
        terms=terms_of(policy, of.months[0]),
        period=of,
        span=span,
        now=books.now,
        owed=owed(policy, of),
        customers=customers,
        months=months,
        year=year,
        major=tuple(incident for incident in touched if is_major(incident, policy)),
        bugs=tuple(incident for incident in touched if not is_major(incident, policy)),
        promises=_promises(months, customers),
        works=works(accounts, books.verdicts, books.now),
        called_off=called_off(project, policy, span, books.now),
    )


def _statement(books: Books, policy: Policy, month: Month) -> Statement | None:
    """The statement of a month that has begun, and in which something was promised."""
    if books.account(policy, month) is None:
        return None
    closely = bool(books.project.agreements)
    return statement(books.project, books.verdicts, month, books.now, samples=books.samples, closely=closely)


def _month(books: Books, policy: Policy, month: Month, drawn: Statement | None) -> MonthTold:
    if drawn is None:
        begun = month.span(policy.time_zone, policy.measure.first_day).start <= books.now
        return MonthTold(month, None, Untold.NOT_PROMISED if begun else Untold.TO_COME, (), ())
    if not drawn.kept:
        return MonthTold(month, None, Untold.UNDECLARED, (), ())
    (kept,) = drawn.kept
    return MonthTold(month, kept, None, days(kept.account, books.excluded), drawn.due)


def _promises(months: Sequence[MonthTold], customers: Sequence[Agreement]) -> tuple[Promise, ...]:
    """By the clock of the customer's own reports, where it is for one; else as any customer would be answered."""
    kept = [month.kept for month in months if month.kept is not None]
    answers = [answer for one in kept for answer in one.answers]
    if customers:
        answers = [answer for month in months for due in month.due for answer in due.answers]
    return promises([one.account.policy for one in kept], answers, sorted(_plans(customers)))


def _year(books: Books, policy: Policy, last: Month, declared_from: int | None) -> Iterator[tuple[Month, Account | None]]:
    for month in (last.plus(number) for number in range(1 - YEAR, 1)):
        account = books.account(policy, month)
        declared = account is not None and declared_from is not None and declared_from < account.period.end
        yield month, account if declared else None


def _plans(customers: Sequence[Agreement]) -> frozenset[str]:
    return frozenset(agreement.plan for agreement in customers if agreement.plan is not None)


def _nothing(of: Period, policy: Policy, declared_from: int | None) -> NothingDeclared:
    since = "" if declared_from is None else f" before {show(declared_from, policy.time_zone)}"
    return NothingDeclared(f"nothing is declared{since}: of {of} there is nothing to report.", "Ask for a later period.")
