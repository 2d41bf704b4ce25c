"""The figures of a statement, each with its label: the same in text and on paper.

Where a label is empty, what it says goes on with the one before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from statusgen import civil
from statusgen.model import Money
from statusgen.policy import Policy, ReportScope
from statusgen.render.statement import owing, promised, words
from statusgen.statement import Due, Kept, Statement
from statusgen.uptime import support
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, Owed
from statusgen.uptime.availability import shown
from statusgen.uptime.claims import Act, Done, Step
from statusgen.uptime.creditable import Fate

Figure = tuple[str, str]
"""A label, and what it says."""

FEW: Final = 5
"""As many events of one kind are told one by one."""


def of_account(account: Account, now: int) -> Iterator[Figure]:
    """A month under a policy: when, up for how much of it, and what that gives."""
    policy = account.policy
    yield "Period", civil.show_span(account.period, policy.time_zone)
    if version := words.version(account):
        yield "", version
    if account.provisional:
        yield "", f"provisional: known up to {civil.show(now, policy.time_zone)}"
    yield "Uptime", f"{words.uptime(account.availability)}: {words.measured(account.availability, policy.measure)}"
    if not account.availability.basis_seconds:
        yield "", words.NOTHING_LEFT
    for credit in account.credits:
        yield "Commitment", words.commitment(credit, policy)
        yield "Credit", words.given(credit, policy)


def of_promises(kept: Kept) -> Iterator[Figure]:
    """How few incidents there were, and how the metrics were kept."""
    if kept.registered is not None:
        yield "Incidents", promised.registered(kept.registered)
    for metric in kept.measured:
        yield "Metric", promised.metric(metric)


def of_credit(one: Entitlement, account: Account) -> Iterator[Figure]:
    """What a customer is owed, and whether anything must be claimed for it."""
    policy = account.policy
    if one.refusal is not None:
        clause = f" [{one.refusal.clause}]" if one.refusal.clause else ""
        yield "Credit", f"none: {one.refusal.why}{clause}"
        return
    yield "Creditable", f"{shown(one.availability.uptime)} %: {words.measured(one.availability, policy.measure)}"
    if not one.share:
        yield "Credit", "none"
        return
    capped = f", capped [{policy.credits.cap.clause}]" if one.capped and policy.credits.cap else ""
    small = ", less than the least that is given back: nothing" if one.too_small else ""
    yield "Credit", f"{owing.owed(one, policy)}{capped}{small} [{policy.credits.clause}]"
    form = f", {policy.credits.form}" if policy.credits.form else ""
    clause = f" [{policy.credits.form_clause}]" if policy.credits.form_clause and form else ""
    yield from _owed("Payable now", one.payable, f"{form}{clause}")
    yield from _owed("Pending", one.pending, ", as long as the month is not over" if account.provisional else "")
    if policy.claim is not None and not policy.claim.required:
        yield "Claim", f"none is asked for [{policy.claim.clause}]"


def of_losses(one: Entitlement) -> Iterator[Figure]:
    """What earns nothing, or not yet."""
    yield from _owed("Unreported", one.unreported, " more, once it is reported")
    yield from _owed("Void", one.void, ", had everything been done in time")


def _owed(label: str, owed: Owed, more: str) -> Iterator[Figure]:
    if owed:
        percent = shown(owed.share).rstrip("0").rstrip(".")
        yield label, f"{owing.money(owed.money) if owed.money else f'{percent} %'}{more}"


def lots(one: Entitlement) -> Iterator[str]:
    """What becomes of the seconds that are not payable, and why; nothing where nobody lost anything by it."""
    if not (one.share or one.unreported.share or one.void.share):
        return
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for span, lot in one.creditable.parts:
        if lot.fate is not Fate.PAYABLE:
            alike[owing.lot(lot)][lot.event] += span.seconds
    for said, seconds in alike.items():
        if len(seconds) > FEW:
            yield f"{len(seconds)} events: {civil.lasting(seconds.total())} {said}"
        else:
            yield from (f"{event}: {civil.lasting(lasted)} {said}" for event, lasted in seconds.items())


def of_steps(one: Entitlement, policy: Policy) -> Iterator[Figure]:
    """What the customer has to do, by when, and where that stands."""
    for number, said in enumerate(_asked(one.steps, policy)):
        yield "" if number else "Asked for", said


def _asked(steps: Sequence[Step], policy: Policy) -> Iterator[str]:
    """What stands alike for many events is told once."""
    alike: dict[tuple[Act, Done], list[Step]] = defaultdict(list)
    for step in steps:
        alike[step.act, step.done].append(step)
    for (act, done), of in alike.items():
        if act is Act.REPORT and done is Done.OPEN and len(of) > 1 and policy.eligibility.report_scope is ReportScope.PERIOD:
            yield f"report any of {len(of)} events: {owing.DONES[done]} [{of[0].clause}]"
        elif len(of) > FEW:
            yield f"{act.value} {len(of)} events: {owing.DONES[done]} [{of[0].clause}]"
        else:
            yield from (owing.needed(step, policy) for step in of)


def of_support(due: Due, policy: Policy) -> Iterator[Figure]:
    """How many answers came in time, and each that did not, unless they are many."""
    counts = Counter(answer.kept for answer in due.answers)
    if due.answers:
        yield "Support", ", ".join(f"{counts[kept]} {promised.KEPT[kept]}" for kept in support.Kept if counts[kept])
    missed = [answer for answer in due.answers if answer.kept is support.Kept.MISSED]
    for answer in missed if len(missed) <= FEW else ():
        yield "", f"{answer.incident.id}: {promised.answer(answer, policy)}"


def of_reports(due: Due, policy: Policy) -> Iterator[Figure]:
    """The customer's reports that do not tell what the contract asks for."""
    many = len(due.incomplete) > FEW
    said = [f"{len(due.incomplete)} tell less than is asked for [{due.incomplete[0].clause}]"] if many else []
    for number, one in enumerate(said or (owing.incomplete(each, policy) for each in due.incomplete)):
        yield "" if number else "Reports", one


def of_all(statements: Sequence[Statement]) -> Iterator[Figure]:
    """What several months come to, policy by policy and customer by customer."""
    counted: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    for statement in statements:
        for account in statement.accounts:
            counted[account.policy.id] += account.availability.counted_seconds
            missed[account.policy.id] += any(credit.met is False and credit.plan.guaranteed for credit in account.credits)
    for policy, seconds in counted.items():
        yield policy, f"{civil.lasting(seconds)} counted; a commitment missed in {missed[policy]} of {len(statements)} months"
    for customer, sums in _sums(statements).items():
        amounts = (f"{owing.money(money)} {label}" for label, money in sums if money.units)
        yield customer, "; ".join(amounts) or "nothing"


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
