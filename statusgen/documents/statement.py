"""Statements as a page: what `statement.html` sets. Figures and words are those of the text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from statusgen.board.words import line
from statusgen.documents import paper, parts
from statusgen.documents.paper import Clauses
from statusgen.render.statement import figures, promised, words
from statusgen.render.statement.ledger import Commits
from statusgen.site.theme import Theme
from statusgen.statement import Kept, Statement


@dataclass(frozen=True, slots=True)
class Supported:
    """The answers to one incident."""

    incident: str
    where: str
    answers: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class KeptView:
    """A month under a policy."""

    heading: str
    figures: tuple[parts.Figure, ...]
    intervals: tuple[parts.Intervals, ...]
    ledger: parts.Ledger | None
    """Instead of the intervals, where every one is wanted with its running total."""
    excused: tuple[tuple[Markup, str], ...]
    forgone: tuple[tuple[Markup, str, str], ...]
    support: tuple[Supported, ...]
    promises: tuple[parts.Figure, ...]
    readings: tuple[tuple[str, str], ...]
    rereadings: tuple[parts.Reread, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A month."""

    heading: str
    kept: tuple[KeptView, ...]
    notes: tuple[str, ...]
    """Why nothing is said under other policies."""
    owed: tuple[parts.OwedTo, ...]
    """What the customers are owed. Private."""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """All that `statement.html` sets."""

    provider: str
    title: str
    months: tuple[StatementView, ...]
    all_heading: str
    all: tuple[parts.Figure, ...]
    """What several months come to; nothing where there is one."""
    clauses: tuple[parts.Listed, ...]


def html(
    statements: Sequence[Statement], commits: Commits, theme: Theme, *, explain: bool = False, readings: Collection[str] = ()
) -> str:
    """The statements as one self-contained page, with the options of the text."""
    return theme.render(f"{paper.FOLDER}/statement.html", it=page(statements, commits, explain=explain, readings=readings))


def page(
    statements: Sequence[Statement], commits: Commits, *, explain: bool = False, readings: Collection[str] = ()
) -> StatementPage:
    """What the template sets. The list of clauses is made last, when all that name them have been said."""
    clauses = Clauses(account.policy for statement in statements for account in statement.accounts)
    ledgers = commits if explain else None
    several = len(statements) > 1
    months = [str(statement.month) for statement in statements]
    return StatementPage(
        provider=line(statements[0].page),
        title=f"Statement for {months[0]}{f' to {months[-1]}' if several else ''}",
        months=tuple(_statement(statement, ledgers, readings, clauses) for statement in statements),
        all_heading=words.in_all(statements) if several else "",
        all=parts.set_figures(figures.of_all(statements), clauses) if several else (),
        clauses=parts.listed(clauses),
    )


def _statement(statement: Statement, ledgers: Commits | None, readings: Collection[str], clauses: Clauses) -> StatementView:
    of = {account.policy.id: account for account in statement.accounts}
    return StatementView(
        heading=words.head(statement),
        kept=tuple(_kept(kept, statement.now, ledgers, readings, clauses) for kept in statement.kept),
        notes=tuple(map(line, _notes(statement))),
        owed=tuple(parts.owed_to(due, of[due.entitlement.agreement.policy], ledgers, clauses) for due in statement.due),
    )


def _notes(statement: Statement) -> Iterator[str]:
    yield from (words.begins(policy, statement.month) for policy in statement.to_come)
    if statement.undeclared:
        yield words.undeclared(statement)
    if not (statement.kept or statement.to_come or statement.undeclared):
        yield words.NO_POLICY


def _kept(kept: Kept, now: int, ledgers: Commits | None, readings: Collection[str], clauses: Clauses) -> KeptView:
    account = kept.account
    return KeptView(
        heading=line(f"{account.policy.id}: {account.policy.title}"),
        figures=parts.set_figures(figures.of_account(account, now), clauses),
        intervals=parts.intervals(account, clauses) if ledgers is None else (),
        ledger=None if ledgers is None else parts.set_ledger(account, None, ledgers, clauses),
        excused=parts.excused(account, clauses),
        forgone=parts.forgone(account, clauses),
        support=tuple(_support(kept, clauses)),
        promises=parts.set_figures(figures.of_promises(kept), clauses),
        readings=tuple((line(reading.id), line(reading.text)) for reading in account.policy.readings),
        rereadings=parts.rereadings(kept, readings),
    )


def _support(kept: Kept, clauses: Clauses) -> Iterator[Supported]:
    for _, answers in groupby(kept.answers, key=lambda answer: answer.incident.id):
        told = list(answers)
        incident = told[0].incident
        said = tuple(clauses.said(promised.answer(answer, kept.account.policy)) for answer in told)
        yield Supported(line(promised.answered(incident)), line(str(incident.origin.at("reported"))), said)
