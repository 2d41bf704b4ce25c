"""A month's statement as text for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from statusgen import civil
from statusgen.render.findings import visible
from statusgen.render.statement import figures, promised, words
from statusgen.render.statement.layout import entry, wrapped
from statusgen.render.statement.ledger import Commits, ledger_lines
from statusgen.render.statement.owed import due_lines, totals_lines
from statusgen.render.statement.readings import rereading_lines
from statusgen.statement import Kept, Statement
from statusgen.uptime.account import Account
from statusgen.uptime.charging import Charged
from statusgen.uptime.downtime import Excused
from statusgen.uptime.forgone import Forgone
from statusgen.uptime.ground import Reason


def text(statements: Sequence[Statement], commits: Commits, *, explain: bool = False, readings: Collection[str] = ()) -> str:
    """The statements in at most 100 columns: each policy's figures with every interval behind them, then the agreements.

    `explain`: every interval with its running total instead. `readings`: what these other readings come to, changed or not.
    """
    parts = [part for statement in statements for part in _statement(statement, commits, explain=explain, readings=readings)]
    if len(statements) > 1:
        parts.append("\n".join(totals_lines(statements)))
    return "\n\n".join(parts) + "\n"


def _statement(statement: Statement, commits: Commits, *, explain: bool, readings: Collection[str]) -> Iterator[str]:
    yield f"{visible(statement.page)}: {words.head(statement)}"
    for kept in statement.kept:
        yield "\n".join(_kept(kept, statement.now, commits, explain=explain, readings=readings))
    for policy in statement.to_come:
        yield words.begins(policy, statement.month)
    if statement.undeclared:
        yield words.undeclared(statement)
    if not (statement.kept or statement.to_come or statement.undeclared):
        yield words.NO_POLICY
    if statement.due:
        yield "\n".join(_agreements(statement, commits, explain=explain))


def _agreements(statement: Statement, commits: Commits, *, explain: bool) -> Iterator[str]:
    of = {account.policy.id: account for account in statement.accounts}
    yield "Agreements (private)"
    for due in statement.due:
        account = of[due.entitlement.agreement.policy]
        yield from due_lines(due, account)
        if explain:
            yield from ledger_lines(account, commits, due.entitlement.creditable, 4)


def _kept(kept: Kept, now: int, commits: Commits, *, explain: bool, readings: Collection[str]) -> Iterator[str]:
    account = kept.account
    yield from _figures(account, now)
    if explain:
        yield from ledger_lines(account, commits, None, 2)
    else:
        yield from _intervals("Counted", account.counted, account)
        yield from _intervals("Not counted", account.left_out, account)
        yield from _unknown(account)
    yield from _section("Failures inside approved windows", [_excused(excused) for excused in account.downtime.failures_excused])
    yield from _section("Windows without an exclusion", [_forgone(one) for one in account.forgone])
    yield from _section("Support", list(_answers(kept)))
    for label, said in figures.of_promises(kept):
        yield from entry(label, said)
    if account.policy.readings:
        yield from entry("Readings", " ".join(reading.id for reading in account.policy.readings))
    yield from rereading_lines(kept, readings)


def _figures(account: Account, now: int) -> Iterator[str]:
    yield from wrapped(f"{account.policy.id}: {account.policy.title}", 0)
    for label, said in figures.of_account(account, now):
        yield from entry(label, said)


def _section(heading: str, blocks: Sequence[Sequence[str]]) -> Iterator[str]:
    if blocks:
        yield f"  {heading}"
        for block in blocks:
            yield from block


def _intervals(heading: str, charged: Sequence[Charged[Reason]], account: Account) -> Iterator[str]:
    seconds = sum(span.seconds for span, _ in charged)
    yield from entry(heading, civil.lasting(seconds) if charged else "nothing")
    for span, reason in charged:
        yield from wrapped(f"{civil.show_span(span, account.policy.time_zone)}, {civil.lasting(span.seconds)}", 4)
        yield from wrapped(words.event(reason.event), 6)
        yield from wrapped(f"{words.why(reason, account)} [{reason.clause}]; {reason.event.origin.at('start')}", 6)


def _unknown(account: Account) -> Iterator[str]:
    if account.unknown:
        yield from entry("Unknown", f"{civil.lasting(account.unknown.seconds)}: {words.UNKNOWN}")
        for span in account.unknown:
            yield from wrapped(f"{civil.show_span(span, account.policy.time_zone)}, {civil.lasting(span.seconds)}", 4)


def _excused(excused: Excused) -> list[str]:
    return wrapped(f"{words.excused(excused)}; {excused.reason.event.origin.at('start')}", 4)


def _forgone(forgone: Forgone) -> list[str]:
    added = f"{words.added(forgone)}; {forgone.window.origin.at('start')}"
    return [*wrapped(words.forgone(forgone), 4), *wrapped(added, 6)]


def _answers(kept: Kept) -> Iterator[list[str]]:
    last = None
    for one in kept.answers:
        if one.incident is not last:
            last = one.incident
            yield wrapped(f"{promised.answered(last)}; {last.origin.at('reported')}", 4)
        yield wrapped(promised.answer(one, kept.account.policy), 6)
