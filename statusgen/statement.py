"""The month's account: what every policy makes of it, and what every customer is owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import msgspec

from statusgen import rules
from statusgen.civil import HolidaysUnavailable, Month
from statusgen.course import ran
from statusgen.finding import StatusgenError
from statusgen.model import Agreement, Project
from statusgen.monitors import Samples
from statusgen.policy import OtherReading, Policy, Reading
from statusgen.timeline import DAY, Span
from statusgen.uptime.account import Account, account
from statusgen.uptime.agreement import Entitlement, entitlement
from statusgen.uptime.creditable import Crediting
from statusgen.uptime.exclusions import Exclusion, exclusions
from statusgen.uptime.monitored import unknown
from statusgen.uptime.performance import Measured, Registered, measured, registered
from statusgen.uptime.support import Answer, Promised
from statusgen.uptime.telling import Incomplete, incomplete
from statusgen.verdict import Verdicts

NEARBY: Final = 31 * DAY
"""What is over so long before a month, or begins so long after it, has no part in it under any reading."""

JUDGING: Final = frozenset({"notice", "maintenance", "maintenance_hours", "acknowledgement", "scope", "time_zone"})
"""The sections of a policy by which windows are judged."""

MEASURING: Final = JUDGING | {"excluded_causes", "measure", "versions", "effective_from"}
"""The sections by which downtime is measured."""

ANSWERING: Final = frozenset({"support", "measure", "time_zone"})
"""The sections by which answers are, or by which incidents fall into another month."""


class MonthToCome(StatusgenError):
    """The month has not begun under any policy: there is nothing to account for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One policy's month: its account, and how its other promises were kept."""

    account: Account
    answers: tuple[Answer, ...]
    """What was promised about each incident, under any plan."""
    registered: Registered | None
    measured: tuple[Measured, ...]
    rereadings: tuple[Rereading, ...]
    """What other readings of the contract come to."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """What a month comes to where a sentence of the contract is read otherwise."""

    reading: Reading
    other: OtherReading
    account: Account | None
    """None: under it nothing was promised in the month, or `untold` says why nothing can be said."""
    answers: tuple[Answer, ...] = ()
    owed: tuple[tuple[Entitlement, Entitlement], ...] = ()
    """Of each agreement that is looked at closely: as the contract is read, and under this reading."""
    untold: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What one customer is owed, the answers that were promised to them, and what their reports lack. Private."""

    entitlement: Entitlement
    answers: tuple[Answer, ...]
    incomplete: tuple[Incomplete, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that can be said of a month at an instant."""

    page: str
    month: Month
    now: int
    kept: tuple[Kept, ...]
    """One for each policy under which the month has begun, and was not over before anything was declared."""
    to_come: tuple[Policy, ...]
    """The policies on whose calendar the month has not begun."""
    undeclared: tuple[Policy, ...]
    """The policies on whose calendar the month was over before anything was declared: that is no month without a failure."""
    declared_from: int | None
    """When the first window was announced or began, or the first incident did; None: nothing is declared."""
    due: tuple[Due, ...]
    """One for each agreement. Private: nothing of this may reach the site."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """One for each policy."""
        return tuple(one.account for one in self.kept)

    @property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """One for each agreement."""
        return tuple(one.entitlement for one in self.due)

    @property
    def says_nothing(self) -> bool:
        """Whether there is no figure because nothing is declared."""
        return not self.kept and (self.declared_from is None or bool(self.undeclared))


@dataclass(frozen=True)
class Books:
    """All that statements are drawn from: the project, the verdicts on its windows, and the instant."""

    project: Project
    verdicts: Verdicts
    now: int
    samples: Samples | None = None
    """What monitors saw; None: what is declared is all that is known."""

    @cached_property
    def excluded(self) -> tuple[Exclusion, ...]:
        """What approved windows take out, under every policy."""
        return exclusions(self.project, self.verdicts, self.now)

    def account(self, policy: Policy, month: Month) -> Account | None:
        """The policy's account of a month."""
        lacking = None if self.samples is None else unknown(self.project, policy, self.samples, self.excluded)
        return account(self.project, policy, self.verdicts, self.excluded, month, self.now, lacking)

    def within(self, span: Span) -> Books:
        """The books of what touches a stretch of time."""
        return replace(self, project=_near(self.project, span, self.now))

    def read_otherwise(self, policy: Policy, *, judged_anew: bool) -> Books:
        """The books under another reading of a policy; windows are judged anew where that may matter."""
        project = msgspec.structs.replace(self.project, policies=(policy,))
        return replace(self, project=project, verdicts=rules.verdicts(project, self.now) if judged_anew else self.verdicts)


def statement(
    project: Project,
    verdicts: Verdicts,
    month: Month,
    now: int,
    *,
    samples: Samples | None = None,
    closely: bool = False,
) -> Statement:
    """The statement of a month; `MonthToCome` where it has begun under no policy.

    `samples`: what monitors saw, whose outages are among the project's incidents already (`undeclared`). `closely`: other
    readings are also held against each agreement.
    """
    books = Books(project, verdicts, now, samples)
    declared_from = min(_beginnings(project), default=None)
    made = {policy.id: books.account(policy, month) for policy in project.policies}
    begun = [one for one in made.values() if one is not None]
    accounts = [one for one in begun if declared_from is not None and declared_from < one.period.end]
    to_come = tuple(policy for policy in project.policies if made[policy.id] is None)
    if to_come and not begun:
        raise MonthToCome(f"{month} has not begun.", "Ask for this month or one that is over.")
    of = {one.policy.id: _Month(one, books) for one in accounts}
    due = tuple(of[agreement.policy].due(agreement) for agreement in project.agreements if agreement.policy in of)
    return Statement(
        page=project.page.name,
        month=month,
        now=now,
        kept=tuple(one.kept(due if closely else ()) for one in of.values()),
        to_come=to_come,
        undeclared=tuple(one.policy for one in begun if one.policy.id not in of),
        declared_from=declared_from,
        due=due,
    )


class _Month:
    """One policy's month, before its customers and under its other readings."""

    def __init__(self, account: Account, books: Books) -> None:
        self._account = account
        self._books = books
        self._promised = Promised(account, books.now)
        self._crediting = Crediting(account, books.now)

    def due(self, agreement: Agreement) -> Due:
        """What one customer is owed."""
        lacking = incomplete(self._account, agreement, self._books.now)
        return Due(entitlement(agreement, self._crediting), self._promised.to(agreement), lacking)

    def kept(self, closely: Sequence[Due]) -> Kept:
        """How the promises were kept; other readings are held against some agreements too."""
        account = self._account
        owed = [due.entitlement for due in closely if due.entitlement.agreement.policy == account.policy.id]
        return Kept(
            account=account,
            answers=self._promised.to_anyone,
            registered=registered(account),
            measured=measured(account, self._books.project.measurements),
            rereadings=tuple(self._reread(reading, other, owed) for reading, other in account.other_readings),
        )

    def _reread(self, reading: Reading, other: OtherReading, owed: Sequence[Entitlement]) -> Rereading:
        """The month under another reading."""
        touched = self._account.versions.sections_of(reading.id, other.value)
        made = self._made(self._account.versions.read_as(reading.id, other.value), touched)
        if made is None:
            return Rereading(reading, other, None)
        try:
            promised = (Promised(made, self._books.now) if ANSWERING & touched else self._promised).to_anyone
        except HolidaysUnavailable as unavailable:
            return Rereading(reading, other, None, untold=unavailable.message)
        crediting = Crediting(made, self._books.now) if owed else None
        pairs = tuple((as_read, entitlement(as_read.agreement, crediting)) for as_read in owed if crediting is not None)
        return Rereading(reading, other, made, promised, pairs)

    def _made(self, policy: Policy, touched: frozenset[str]) -> Account | None:
        """The account under another reading; nothing is measured again where the reading measures nothing."""
        if not MEASURING & touched:
            return self._account.given_otherwise(policy)
        books = self._near.read_otherwise(policy, judged_anew=bool(JUDGING & touched))
        return books.account(policy, self._account.month)

    @cached_property
    def _near(self) -> Books:
        """The books of what can have a part in the month under any reading."""
        period = self._account.period
        return self._books.within(Span(period.start - NEARBY, period.end + NEARBY))


def _near(project: Project, span: Span, now: int) -> Project:
    windows = (w for w in project.windows if w.span.overlaps(span) or ((stretch := ran(w, now)) and stretch.overlaps(span)))
    incidents = (i for i in project.incidents if i.start < span.end and (i.end is None or i.end > span.start))
    return msgspec.structs.replace(project, windows=tuple(windows), incidents=tuple(incidents))


def _beginnings(project: Project) -> Iterator[int]:
    for incident in project.incidents:
        yield incident.start
    for window in project.windows:
        yield window.span.start
        yield from (told.at for told in window.announcements[:1])
        if window.actual is not None and window.actual.start is not None:
            yield window.actual.start
