"""What customers are owed, as text: figures, what they have to do, and what was promised to them. Private."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from statusgen import civil
from statusgen.model import Money
from statusgen.policy import Policy, ReportScope
from statusgen.render.statement import words
from statusgen.render.statement.layout import entry, wrapped
from statusgen.statement import Due, Statement
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, Owed
from statusgen.uptime.availability import shown
from statusgen.uptime.claims import Act, Done, Step
from statusgen.uptime.creditable import Fate, Why
from statusgen.uptime.support import Kept

FEW: Final = 5
"""As many events of one kind are told one by one."""


def due_lines(due: Due, account: Account) -> Iterator[str]:
    """One agreement's month."""
    one, policy = due.entitlement, account.policy
    agreement = one.agreement
    plan = f", {one.credit.plan.name or one.credit.plan.id}" if one.credit and len(policy.plans) > 1 else ""
    yield from wrapped(f"{agreement.customer}: {policy.id}{plan}; {agreement.origin.at('customer')}", 2)
    if one.refusal is not None:
        clause = f" [{one.refusal.clause}]" if one.refusal.clause else ""
        yield from entry("Credit", f"none: {one.refusal.why}{clause}", 4)
    else:
        yield from _credit(one, account)
    yield from _lost(one)
    for number, said in enumerate(_asked(one.steps, policy)):
        yield from entry("" if number else "Asked for", said, 4)
    yield from _support(due, policy)


def _support(due: Due, policy: Policy) -> Iterator[str]:
    """How many answers came in time, and each that did not."""
    counts = Counter(answer.kept for answer in due.answers)
    told = (f"{counts[kept]} {words.KEPT[kept]}" for kept in Kept if counts[kept])
    if due.answers:
        yield from entry("Support", ", ".join(told), 4)
    missed = [answer for answer in due.answers if answer.kept is Kept.MISSED]
    for answer in missed if len(missed) <= FEW else ():
        yield from entry("", f"{answer.incident.id}: {words.answer(answer, policy)}", 4)


def _credit(one: Entitlement, account: Account) -> Iterator[str]:
    policy = account.policy
    yield from entry("Creditable", f"{shown(one.availability.uptime)} %: {words.measured(one.availability, policy.measure)}", 4)
    if not one.share:
        yield from entry("Credit", "none", 4)
    else:
        capped = f", capped [{policy.credits.cap.clause}]" if one.capped and policy.credits.cap else ""
        small = ", less than the least that is given back: nothing" if one.too_small else ""
        yield from entry("Credit", f"{words.owed(one, policy)}{capped}{small} [{policy.credits.clause}]", 4)
        form = f", {policy.credits.form}" if policy.credits.form else ""
        clause = f" [{policy.credits.form_clause}]" if policy.credits.form_clause and form else ""
        yield from _owed("Payable now", one.payable, f"{form}{clause}")
        yield from _owed("Pending", one.pending, ", as long as the month is not over" if account.provisional else "")
    if policy.claim is not None and not policy.claim.required and one.share:
        yield from entry("Claim", f"none is asked for [{policy.claim.clause}]", 4)


def _owed(label: str, owed: Owed, more: str) -> Iterator[str]:
    if owed:
        percent = shown(owed.share).rstrip("0").rstrip(".")
        yield from entry(label, f"{words.money(owed.money) if owed.money else f'{percent} %'}{more}", 4)


def _lost(one: Entitlement) -> Iterator[str]:
    """What counted and earns nothing, or not yet, and why."""
    if not (one.share or one.unreported.share or one.void.share):
        return  # nobody lost anything by it
    yield from _owed("Unreported", one.unreported, " more, once it is reported")
    yield from _owed("Void", one.void, ", had everything been done in time")
    lots: dict[tuple[Fate, Why, str | None], Counter[str]] = defaultdict(Counter)
    for span, lot in one.creditable.parts:
        if lot.fate is not Fate.PAYABLE:
            lots[lot.fate, lot.why, lot.clause][lot.event] += span.seconds
    for (fate, why, clause), seconds in lots.items():
        said = f"{fate.value}: {words.WHYS[why]}{f' [{clause}]' if clause else ''}"
        if len(seconds) > FEW:
            yield from wrapped(f"{len(seconds)} events: {civil.lasting(seconds.total())} {said}", 6)
            continue
        for event, lasted in seconds.items():
            yield from wrapped(f"{event}: {civil.lasting(lasted)} {said}", 6)


def _asked(steps: Sequence[Step], policy: Policy) -> Iterator[str]:
    """What the contract asks the customer to do; what stands alike for many events is told once."""
    alike: dict[tuple[Act, Done], list[Step]] = defaultdict(list)
    for step in steps:
        alike[step.act, step.done].append(step)
    for (act, done), of in alike.items():
        if act is Act.REPORT and done is Done.OPEN and len(of) > 1 and policy.eligibility.report_scope is ReportScope.PERIOD:
            yield f"report any of {len(of)} events: {words.DONES[done]} [{of[0].clause}]"
        elif len(of) > FEW:
            yield f"{act.value} {len(of)} events: {words.DONES[done]} [{of[0].clause}]"
        else:
            yield from (words.needed(step, policy) for step in of)


def totals_lines(statements: Sequence[Statement]) -> Iterator[str]:
    """What several months come to, policy by policy and customer by customer."""
    first, last = statements[0].month, statements[-1].month
    yield f"In all, {first} to {last}"
    counted: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    for statement in statements:
        for account in statement.accounts:
            counted[account.policy.id] += account.availability.counted_seconds
            missed[account.policy.id] += any(credit.met is False and credit.plan.guaranteed for credit in account.credits)
    for policy, seconds in counted.items():
        yield from entry(
            policy, f"{civil.lasting(seconds)} counted; a commitment missed in {missed[policy]} of {len(statements)} months"
        )
    for customer, sums in _sums(statements).items():
        amounts = (f"{words.money(money)} {label}" for label, money in sums if money.units)
        yield from entry(customer, "; ".join(amounts) or "nothing")


def _sums(statements: Sequence[Statement]) -> dict[str, list[tuple[str, Money]]]:
    """By customer, what is payable, pending and void in each currency."""
    units: dict[str, dict[tuple[str, str], int]] = {}
    for statement in statements:
        for one in statement.entitlements:
            of = units.setdefault(one.agreement.customer, defaultdict(int))
            for label, owed in (("payable now", one.payable), ("pending", one.pending), ("void", one.void)):
                if owed.money is not None:
                    of[label, owed.money.currency] += owed.money.units
    return {
        customer: [(label, Money(amount, currency)) for (label, currency), amount in of.items()] for customer, of in units.items()
    }
