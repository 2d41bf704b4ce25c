"""A month's statement as text for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from statusgen import civil
from statusgen.model import Incident
from statusgen.render.findings import visible
from statusgen.render.statement import words
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
    yield f"{visible(statement.page)}: statement for {statement.month}, at {civil.rfc3339(statement.now)}"
    for kept in statement.kept:
        yield "\n".join(_kept(kept, statement.now, commits, explain=explain, readings=readings))
    for policy in statement.to_come:
        begins = civil.show(statement.month.span(policy.time_zone, policy.measure.first_day).start, policy.time_zone)
        yield f"{policy.id}: the month begins {begins}."
    if statement.undeclared:
        yield _undeclared(statement)
    if not (statement.kept or statement.to_come or statement.undeclared):
        yield "The page is held to no policy: there is nothing to account for."
    if statement.due:
        yield "\n".join(_agreements(statement, commits, explain=explain))


def _undeclared(statement: Statement) -> str:
    first = statement.declared_from
    since = "" if first is None else f" before {civil.show(first, statement.undeclared[0].time_zone)}"
    return f"Nothing is declared{since}: there is nothing to account for."


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
    yield from _promises(kept)
    if account.policy.readings:
        yield from entry("Readings", " ".join(reading.id for reading in account.policy.readings))
    yield from rereading_lines(kept, readings)


def _figures(account: Account, now: int) -> Iterator[str]:
    policy = account.policy
    yield from wrapped(f"{policy.id}: {policy.title}", 0)
    yield from entry("Period", civil.show_span(account.period, policy.time_zone))
    if account.versions.versions or policy.effective_from:
        yield from entry("", _version(account))
    if account.provisional:
        yield from entry("", f"provisional: known up to {civil.show(now, policy.time_zone)}")
    yield from entry("Uptime", f"{words.uptime(account.availability)}: {words.measured(account.availability, policy.measure)}")
    if not account.availability.basis_seconds:
        yield from entry("", "the whole month is excluded: nothing was left to measure")
    for credit in account.credits:
        yield from entry("Commitment", words.commitment(credit, policy))
        yield from entry("Credit", words.given(credit, policy))


def _version(account: Account) -> str:
    since = account.policy.effective_from
    return f"by the version in force since {since}" if since else "by the first version"


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
        event = reason.event
        kind = "incident" if isinstance(event, Incident) else "window"
        yield from wrapped(f"{kind} {event.id}: {event.title} ({', '.join(event.components)})", 6)
        yield from wrapped(f"{words.why(reason, account)} [{reason.clause}]; {event.origin.at('start')}", 6)


def _unknown(account: Account) -> Iterator[str]:
    if account.unknown:
        yield from entry("Unknown", f"{civil.lasting(account.unknown.seconds)}: no monitor spoke")
        for span in account.unknown:
            yield from wrapped(f"{civil.show_span(span, account.policy.time_zone)}, {civil.lasting(span.seconds)}", 4)


def _excused(excused: Excused) -> list[str]:
    reason = excused.reason
    window = reason.exclusion.window if reason.exclusion else ""
    inside = f"{reason.event.id}: {civil.lasting(excused.seconds)} inside {window}, not counted [{reason.clause}]"
    return wrapped(f"{inside}; {reason.event.origin.at('start')}", 4)


def _forgone(forgone: Forgone) -> list[str]:
    why = f": {words.rules(forgone)}" if forgone.findings else ""
    added = civil.lasting(forgone.added_seconds) if forgone.added_seconds else "nothing"
    return [
        *wrapped(f"{forgone.window.id}: {words.OUTCOMES[forgone.outcome]}{why}", 4),
        *wrapped(f"adds {added} to the counted downtime; {forgone.window.origin.at('start')}", 6),
    ]


def _answers(kept: Kept) -> Iterator[list[str]]:
    last = None
    for one in kept.answers:
        if one.incident is not last:
            last = one.incident
            priority = f", {last.priority}" if last.priority else ""
            yield wrapped(f"{last.id}{priority}; {last.origin.at('reported')}", 4)
        yield wrapped(words.answer(one, kept.account.policy), 6)


def _promises(kept: Kept) -> Iterator[str]:
    if kept.registered is not None:
        one = kept.registered
        count = f"{len(one.incidents)} of at most {one.promise.incidents}: {'kept' if one.kept else 'missed'}"
        yield from entry("Incidents", f"{count} [{one.promise.clause}]")
    for metric in kept.measured:
        yield from entry("Metric", words.metric(metric))
