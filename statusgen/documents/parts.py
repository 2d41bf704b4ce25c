"""The parts of which reports and statements are made: sentences of a statement, each with its clauses linked, ready to be set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from statusgen import civil
from statusgen.board.words import line
from statusgen.documents.paper import Clauses, anchor
from statusgen.render.statement import figures, ledger, owing, words
from statusgen.render.statement.ledger import Commits
from statusgen.render.statement.readings import differences
from statusgen.statement import Due, Kept
from statusgen.timeline import Span
from statusgen.uptime import ledger as rows_of
from statusgen.uptime.account import Account
from statusgen.uptime.charging import Charged
from statusgen.uptime.creditable import Creditable
from statusgen.uptime.ground import Reason


@dataclass(frozen=True, slots=True)
class Figure:
    """A label, and what it says, in one sentence or several."""

    label: str
    said: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in which something was down."""

    when: str
    lasting: str
    what: str
    """Whose outage it was; nothing where nobody knows."""
    why: Markup
    where: str
    """The file and line that says so."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Those of one kind, and how long they are together."""

    heading: str
    total: str
    rows: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger."""

    when: str
    took: str
    reasons: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every interval in order, with running totals."""

    rows: tuple[Entry, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Reread:
    """What another reading comes to."""

    name: str
    text: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwedTo:
    """One customer's month. Private."""

    heading: str
    where: str
    figures: tuple[Figure, ...]
    lots: tuple[Markup, ...]
    ledger: Ledger | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A clause in the list at the end."""

    anchor: str
    id: str
    texts: tuple[tuple[str, str], ...]
    """What it says, and where the contract says so."""


def set_figures(pairs: Iterable[figures.Figure], clauses: Clauses) -> tuple[Figure, ...]:
    """Figures, each label once: with all that it has to say, and what goes on after that without one."""
    found: dict[str, list[Markup]] = {}
    under = ""
    for label, said in pairs:
        under = label or under
        found.setdefault(under, []).append(clauses.said(said))
    return tuple(Figure(line(label), tuple(said)) for label, said in found.items())


Shown = Callable[[Span, str], str]
"""A span on the clock of a zone: as the statement shows it, or shorter."""


def intervals(account: Account, clauses: Clauses, shown: Shown = civil.show_span) -> tuple[Intervals, ...]:
    """What counted, what did not, and what nobody knows."""
    charged = [("Counted", account.counted), ("Not counted", account.left_out)]
    found = [Intervals(heading, _total(each), tuple(_intervals(each, account, clauses, shown))) for heading, each in charged]
    if account.unknown:
        zone, why = account.policy.time_zone, clauses.said(words.UNKNOWN)
        rows = (Interval(shown(span, zone), civil.lasting(span.seconds), "", why, "") for span in account.unknown)
        found.append(Intervals("Unknown", civil.lasting(account.unknown.seconds), tuple(rows)))
    return tuple(found)


def _total(charged: Sequence[Charged[Reason]]) -> str:
    return civil.lasting(sum(span.seconds for span, _ in charged)) if charged else "nothing"


def _intervals(charged: Sequence[Charged[Reason]], account: Account, clauses: Clauses, shown: Shown) -> Iterator[Interval]:
    for span, reason in charged:
        yield Interval(
            when=shown(span, account.policy.time_zone),
            lasting=civil.lasting(span.seconds),
            what=line(words.event(reason.event)),
            why=clauses.said(f"{words.why(reason, account)} [{reason.clause}]"),
            where=line(str(reason.event.origin.at("start"))),
        )


def excused(account: Account, clauses: Clauses) -> tuple[tuple[Markup, str], ...]:
    """Failures inside approved windows, and where they stand."""
    found = account.downtime.failures_excused
    return tuple((clauses.said(words.excused(one)), line(str(one.reason.event.origin.at("start")))) for one in found)


def forgone(account: Account, clauses: Clauses) -> tuple[tuple[Markup, str, str], ...]:
    """Windows without an exclusion, what that cost, and where they stand."""
    return tuple(
        (clauses.said(words.forgone(one)), words.added(one), line(str(one.window.origin.at("start")))) for one in account.forgone
    )


def set_ledger(
    account: Account, owed: Creditable | None, commits: Commits, clauses: Clauses, shown: Shown = civil.show_span
) -> Ledger:
    """The ledger of a month, or one customer's of it."""
    rows = rows_of.ledger(account, owed)
    zone = account.policy.time_zone
    entries = (
        Entry(shown(row.span, zone), ledger.took(row), tuple(map(clauses.said, ledger.reasons(row, account, commits))))
        for row in rows
    )
    return Ledger(tuple(entries), ledger.total(rows) if rows else ledger.NOTHING)


def rereadings(kept: Kept, wanted: Collection[str]) -> tuple[Reread, ...]:
    """The readings under which a figure would be another, and those that are wanted in any case."""
    return tuple(_rereadings(kept, wanted))


def _rereadings(kept: Kept, wanted: Collection[str]) -> Iterator[Reread]:
    for one in kept.rereadings:
        name, changed = f"{one.reading.id}={one.other.value}", tuple(map(line, differences(kept, one)))
        if changed or one.reading.id in wanted or name in wanted:
            yield Reread(line(name), line(one.other.text), changed or (words.UNCHANGED,))


def owed_to(due: Due, account: Account, commits: Commits | None, clauses: Clauses, shown: Shown = civil.show_span) -> OwedTo:
    """What a customer is owed, has to do and was answered; with the ledger where commits are given."""
    one, policy = due.entitlement, account.policy
    pairs = (
        *figures.of_credit(one, account),
        *figures.of_losses(one),
        *figures.of_steps(one, policy),
        *figures.of_reports(due, policy),
        *figures.of_support(due, policy),
    )
    return OwedTo(
        heading=line(owing.agreement(one, policy)),
        where=line(str(one.agreement.origin.at("customer"))),
        figures=set_figures(pairs, clauses),
        lots=tuple(map(clauses.said, figures.lots(one))),
        ledger=None if commits is None else set_ledger(account, one.creditable, commits, clauses, shown),
    )


def listed(clauses: Clauses) -> tuple[Listed, ...]:
    """The clauses that were named, with what they say and where; called last."""
    return tuple(
        Listed(anchor(clause), clause, tuple((line(one.text), line(one.reference)) for one in texts))
        for clause, texts in clauses.named
    )
