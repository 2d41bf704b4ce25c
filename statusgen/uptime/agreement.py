"""What is one customer owed for a month? Private: nothing of this may reach the site."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from statusgen.model import Agreement, Money
from statusgen.policy import Plan
from statusgen.timeline import Span, Timeline
from statusgen.uptime.account import Account
from statusgen.uptime.amounts import Worth, why_unknown, worth
from statusgen.uptime.availability import Availability
from statusgen.uptime.claims import Step
from statusgen.uptime.creditable import Creditable, Crediting, Fate
from statusgen.uptime.credits import Credit, credit


class State(StrEnum):
    """What can be done with a credit."""

    NOTHING = "nothing"
    """There is none."""
    PAYABLE = "payable"
    """It is owed now."""
    PENDING = "pending"
    """Something is still to be done for it, or the month is not over."""
    VOID = "void"
    """It would have been owed, and is not."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a customer has no credit whatever the uptime, and by which clause."""

    why: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What seconds of some fate come to."""

    share: Fraction
    """Of the fee."""
    money: Money | None
    """After the cap; None where `amount_unknown` says why."""

    def __bool__(self) -> bool:
        """Whether it is anything: where a cap has taken all of a share, it is not."""
        return bool(self.share) if self.money is None else self.money.units > 0


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What an agreement gives its customer for a month."""

    agreement: Agreement
    creditable: Creditable
    """What becomes of each counted second."""
    availability: Availability
    """What the table reads: the downtime that this customer is, or can still be, credited with."""
    credit: Credit | None
    """None where the agreement names no plan of the policy."""
    payable: Owed
    pending: Owed
    unreported: Owed
    """What a report that can still be made would add."""
    void: Owed
    """What would have been owed, had everything been done in time."""
    capped: bool
    """Whether a cap made the amount smaller."""
    too_small: bool
    """Whether the amount is less than the least that is given back."""
    refusal: Refusal | None
    amount_unknown: str
    """Why amounts cannot be told."""
    steps: tuple[Step, ...]
    """What the contract asks the customer to do; nothing where nothing can come of it."""

    @property
    def share(self) -> Fraction:
        """Of the fee, payable and pending: what the month gives once everything is done."""
        return self.payable.share + self.pending.share

    @property
    def amount(self) -> Money | None:
        """Likewise in money."""
        if self.payable.money is None or self.pending.money is None:
            return None
        return Money(self.payable.money.units + self.pending.money.units, self.payable.money.currency)

    @property
    def state(self) -> State:
        """The best that can be said of it."""
        sides = (
            (State.PAYABLE, self.payable),
            (State.PENDING, self.pending),
            (State.PENDING, self.unreported),
            (State.VOID, self.void),
        )
        return next((state for state, owed in sides if owed), State.NOTHING)


def entitlement(agreement: Agreement, crediting: Crediting) -> Entitlement:
    """What is owed under an agreement of the account's policy."""
    account, split = crediting.account, crediting.of(agreement)
    terms, plan = account.policy, account.policy.plan(agreement.plan)
    refusal, unknown = _refusal(agreement, account, plan), why_unknown(agreement, terms.credits)
    made: dict[frozenset[Fate], _Level] = {}

    def level(*fates: Fate) -> _Level:
        there = split.fates & set(fates)
        if there not in made:
            made[there] = _level(agreement, account, plan, split, there, known=not unknown)
        return made[there]

    payable = level() if refusal or account.provisional else level(Fate.PAYABLE)
    likely = level() if refusal else level(Fate.PAYABLE, Fate.PENDING)
    reported = level() if refusal else level(Fate.PAYABLE, Fate.PENDING, Fate.UNREPORTED)
    whole = level(*Fate)
    return Entitlement(
        agreement=agreement,
        creditable=split,
        availability=likely.availability,
        credit=likely.credit,
        payable=payable.owed(None),
        pending=likely.owed(payable),
        unreported=reported.owed(likely),
        void=whole.owed(reported),
        capped=likely.worth is not None and likely.worth.capped,
        too_small=likely.worth is not None and likely.worth.too_small,
        refusal=refusal,
        amount_unknown=unknown,
        steps=() if refusal or not (whole.share or (split.parts and account.provisional)) else split.steps,
    )


def _refusal(agreement: Agreement, account: Account, plan: Plan | None) -> Refusal | None:
    if not _in_force(agreement, account.period):
        return Refusal("The agreement is not in force in this month.", account.policy.eligibility.active_clause)
    if plan is None:
        return Refusal("The agreement names no plan of the policy.", None)
    if not plan.guaranteed:
        return Refusal(f"{plan.name or plan.id} has a target and no guarantee.", plan.clause)
    return None


def _in_force(agreement: Agreement, period: Span) -> bool:
    since = period.start if agreement.since is None else agreement.since
    until = period.end if agreement.until is None else agreement.until
    return agreement.active and since < period.end and until > period.start


@dataclass(frozen=True, slots=True)
class _Level:
    """What the month gives where seconds of some fates are credited."""

    availability: Availability
    credit: Credit | None
    worth: Worth | None

    @property
    def share(self) -> Fraction:
        return self.credit.share if self.credit else Fraction(0)

    def owed(self, less: _Level | None) -> Owed:
        """What this level gives beyond another."""
        share = self.share - (less.share if less else 0)
        if self.worth is None:
            return Owed(share, None)
        units = self.worth.money.units - (less.worth.money.units if less and less.worth else 0)
        return Owed(share, Money(units, self.worth.money.currency))


def _level(
    agreement: Agreement, account: Account, plan: Plan | None, split: Creditable, fates: frozenset[Fate], *, known: bool
) -> _Level:
    of_events: Counter[str] = Counter()
    spans: list[Span] = []
    for span, lot in split.parts:
        if lot.fate in fates:
            of_events[lot.event] += span.seconds
            spans.append(span)
    held = account.yardstick.availability(Timeline(spans), of_events.values())
    given = None if plan is None else credit(account.policy, plan, account.availability, held)
    share = given.share if given else Fraction(0)
    return _Level(held, given, worth(agreement, account.policy.credits, share, len(of_events)) if known else None)
