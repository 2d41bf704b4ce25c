"""What is a share of the fee worth? In the currency's smallest unit, after the cap."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from statusgen.model import Agreement, Money, digits
from statusgen.policy import Cap, CapPer, Credits, FeeBase


class Worth(NamedTuple):
    """What a share comes to, and what was taken off it."""

    money: Money
    capped: bool
    """Whether the cap made it smaller."""
    too_small: bool = False
    """Whether it is less than the least that is given back, and so nothing."""


def base_fee(agreement: Agreement, given: Credits) -> Money | None:
    """What the percentage is taken of (C7, I6); None where the agreement does not say it."""
    return agreement.fee if given.base is FeeBase.MONTHLY_FEE else agreement.fees.get(given.base)


def why_unknown(agreement: Agreement, given: Credits) -> str:
    """Why an amount cannot be told; empty where it can."""
    fee = base_fee(agreement, given)
    if fee is None:
        what = "fee" if given.base is FeeBase.MONTHLY_FEE else given.base.value
        return f"The {what} is not known."
    for limit in (given.cap, given.minimum):
        currency = None if limit is None else limit.currency
        if currency is not None and currency != fee.currency and currency not in agreement.exchange:
            amount = f"{limit.amount} {currency}" if limit else ""
            return f"What {amount} is worth in {fee.currency} is not known: `exchange: {{{currency}: …}}` of the agreement says it."
    return ""


def worth(agreement: Agreement, given: Credits, share: Fraction, events: int) -> Worth:
    """The share of the fee, half a unit up, at most the cap and at least the minimum. Only where nothing is unknown."""
    fee = base_fee(agreement, given)
    assert fee is not None
    units = _half_up(fee.units * share)
    most = _most(agreement, given.cap, fee, events)
    capped = most is not None and most < units
    if capped and most is not None:
        units = most
    least = given.minimum
    if least is not None and units < _units(agreement, least.amount, least.currency, fee):
        return Worth(Money(0, fee.currency), capped=False, too_small=units > 0)
    return Worth(Money(units, fee.currency), capped)


def _most(agreement: Agreement, cap: Cap | None, fee: Money, events: int) -> int | None:
    if cap is None or cap.amount is None or cap.currency is None:
        return None
    most = _units(agreement, cap.amount, cap.currency, fee)
    return most * events if cap.per is CapPer.INCIDENT else most


def _units(agreement: Agreement, amount: Decimal, currency: str, fee: Money) -> int:
    """An amount, or its equivalent, in the smallest unit of the fee's currency."""
    rate = Fraction(1) if currency == fee.currency else Fraction(agreement.exchange[currency])
    return _half_up(Fraction(amount) * rate * 10 ** digits(fee.currency))


def _half_up(exact: Fraction) -> int:
    return int((exact + Fraction(1, 2)) // 1)
