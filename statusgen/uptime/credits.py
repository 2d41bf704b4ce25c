"""What does a contract give back for a month? The share of the fee, exact, for each of its plans."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from statusgen.policy import Cap, Plan, Policy, Rate, Tier, Trigger, percent_of


@dataclass(frozen=True, slots=True)
class Credit:
    """What one plan promised and what it gives back."""

    plan: Plan
    met: bool
    """Whether the observed uptime reached the commitment."""
    share: Fraction
    """Of the fee, from 0 to 1 where the contract caps it so."""
    tier: Tier | None = None
    """The row of the table that gives it."""


def credit(policy: Policy, plan: Plan, observed: Fraction, creditable: Fraction) -> Credit:
    """What a plan gives for an observed uptime, of which the customer can be credited `creditable`."""
    given, met = policy.credits, observed >= percent_of(plan.commitment)
    if not plan.guaranteed or (given.trigger is Trigger.COMMITMENT and met):
        return Credit(plan, met, Fraction(0))
    tier = _tier(given.tiers, creditable)
    share = percent_of(tier.percent) if tier else _in_proportion(given.rate, creditable)
    return Credit(plan, met, _capped(given.cap, share), tier)


def _tier(tiers: tuple[Tier, ...], uptime: Fraction) -> Tier | None:
    """The worst row that matches: rows exclude their own edge, so that 99.00 % is still in the row above it (V1)."""
    matching = [tier for tier in tiers if uptime < percent_of(tier.below)]
    return min(matching, key=lambda tier: tier.below, default=None)


def _in_proportion(rate: Rate | None, uptime: Fraction) -> Fraction:
    if rate is None:
        return Fraction(0)
    return percent_of(rate.percent) * (1 - uptime) / percent_of(rate.per)


def _capped(cap: Cap | None, share: Fraction) -> Fraction:
    return share if cap is None or cap.percent is None else min(share, percent_of(cap.percent))
