"""What share of the month was the service up? Exact; decimals are for display only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from statusgen.policy import Basis, Measure, Rounding
from statusgen.timeline import MINUTE

DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Availability:
    """Counted downtime held against what the contract measures it by."""

    counted_seconds: int
    """As it was."""
    measured_seconds: int
    """As the contract rounds it."""
    basis_seconds: int

    @property
    def uptime(self) -> Fraction:
        """The share that was up: 1 at most, below 0 where a fixed basis is shorter than the downtime (C6).

        Where the basis is empty, because every second of the month is excluded, nothing was promised and nothing broken.
        """
        return 1 - Fraction(self.measured_seconds, self.basis_seconds) if self.basis_seconds else Fraction(1)


def availability(measure: Measure, counted_seconds: int, month_seconds: int, excluded_seconds: int) -> Availability:
    """What the contract makes of a month's counted downtime; `excluded_seconds` is all the time of approved windows in it."""
    basis = month_seconds
    if measure.basis is Basis.FIXED and measure.minutes is not None:
        basis = measure.minutes * MINUTE
    if measure.excluded_leaves_basis:
        basis = max(basis - excluded_seconds, 0)
    measured = counted_seconds
    if measure.rounding is Rounding.NEAREST_MINUTE:
        measured = (counted_seconds + MINUTE // 2) // MINUTE * MINUTE  # half a minute goes up (C5)
    return Availability(counted_seconds, measured, basis)


def shown(share: Fraction, decimals: int = DECIMALS) -> str:
    """A share as percent with decimals, never more than it is: 99.899961 is no 99.90, and less than 100 never shows as 100.

    Below 0 it shows 0.
    """
    units = max(int(share * 100 * 10**decimals // 1), 0)
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}}"
