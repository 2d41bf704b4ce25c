"""What customers are owed, as text: figures, what they have to do, and what was promised to them. Private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusgen.render.statement import figures, owing, words
from statusgen.render.statement.layout import entry, wrapped
from statusgen.statement import Due, Statement
from statusgen.uptime.account import Account


def due_lines(due: Due, account: Account) -> Iterator[str]:
    """One agreement's month."""
    one, policy = due.entitlement, account.policy
    yield from wrapped(f"{owing.agreement(one, policy)}; {one.agreement.origin.at('customer')}", 2)
    for label, said in (*figures.of_credit(one, account), *figures.of_losses(one)):
        yield from entry(label, said, 4)
    for said in figures.lots(one):
        yield from wrapped(said, 6)
    for label, said in (*figures.of_steps(one, policy), *figures.of_reports(due, policy), *figures.of_support(due, policy)):
        yield from entry(label, said, 4)


def totals_lines(statements: Sequence[Statement]) -> Iterator[str]:
    """What several months come to, policy by policy and customer by customer."""
    yield words.in_all(statements)
    for label, said in figures.of_all(statements):
        yield from entry(label, said)
