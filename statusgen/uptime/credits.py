"""What does a contract give back for a month? The share of the fee, exact, for each of its plans."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from statusgen.policy import Cap, Credits, Plan, Policy, Step, StepBase, StepRounding, Tier, Trigger, percent_of
from statusgen.timeline import MINUTE
from statusgen.uptime.availability import Availability


@dataclass(frozen=True, slots=True)
class Credit:
    """What one plan promised and what it gives back."""

    plan: Plan
    met: bool | None
    """Whether the observed uptime reached the commitment; None: what is unknown decides."""
    share: Fraction
    """Of the fee, from 0 to 1 where the contract caps it so."""
    tier: Tier | None = None
    """The row of the table that gives it."""


def credit(policy: Policy, plan: Plan, observed: Availability, creditable: Availability) -> Credit:
    """What a plan gives for an observed availability, of which the customer can be credited with `creditable`."""
    given = policy.credits
    met = _met(plan, given, observed)
    kept = _read(given, observed.uptime) >= percent_of(plan.commitment)
    if not plan.guaranteed or (given.trigger is Trigger.COMMITMENT and kept):
        return Credit(plan, met, Fraction(0))
    uptime = _read(given, creditable.uptime)
    tier = _tier(plan.tiers or given.tiers, uptime)
    share = percent_of(tier.percent) if tier else Fraction(0)
    if given.step is not None:
        share = _stepped(given.step, plan, creditable)
    elif given.flat is not None and uptime < percent_of(plan.commitment):
        share = percent_of(given.flat)
    return Credit(plan, met, _capped(given.cap, share), tier)


def _met(plan: Plan, given: Credits, observed: Availability) -> bool | None:
    commitment = percent_of(plan.commitment)
    if _read(given, observed.uptime) < commitment:
        return False
    return True if _read(given, observed.least) >= commitment else None


def _read(given: Credits, uptime: Fraction) -> Fraction:
    """Uptime as the table reads it: exact, or rounded to some decimals of a percent first (V2)."""
    if given.precision is None:
        return uptime
    unit = 100 * 10**given.precision
    return Fraction((uptime * unit + Fraction(1, 2)) // 1, unit)


def _tier(tiers: tuple[Tier, ...], uptime: Fraction) -> Tier | None:
    """The worst row that matches (V1)."""
    return min((tier for tier in tiers if tier.holds(uptime)), key=lambda tier: tier.below, default=None)


def _stepped(step: Step, plan: Plan, creditable: Availability) -> Fraction:
    """So many percent for each unit of downtime (I1), of all of it or of what is beyond the allowance (I2)."""
    seconds = Fraction(creditable.measured_seconds)
    if step.base is StepBase.EXCESS:
        seconds = max(seconds - (1 - percent_of(plan.commitment)) * creditable.basis_seconds, Fraction(0))
    units = _units(step, seconds, creditable.basis_seconds)
    match step.rounding:
        case StepRounding.PROPORTIONAL:
            return percent_of(step.percent) * units
        case StepRounding.DOWN:
            return percent_of(step.percent) * (units // 1)
        case StepRounding.UP:
            return percent_of(step.percent) * -(-units // 1)


def _units(step: Step, seconds: Fraction, basis_seconds: int) -> Fraction:
    if step.per_minutes is not None:
        return seconds / (step.per_minutes * MINUTE)
    if step.per_percent is None or not basis_seconds:
        return Fraction(0)
    return seconds / basis_seconds / percent_of(step.per_percent)


def _capped(cap: Cap | None, share: Fraction) -> Fraction:
    return share if cap is None or cap.percent is None else min(share, percent_of(cap.percent))
