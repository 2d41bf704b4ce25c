"""What share of the month was the service up? Exact; decimals are for display only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from statusgen.civil import Month
from statusgen.policy import Basis, Measure, PartialMinutes, Rounding, RoundingMode, RoundingScope, Unit
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

DECIMALS: Final = 6
SECONDS: Final = {Unit.MINUTE: MINUTE, Unit.HALF_HOUR: HOUR // 2, Unit.HOUR: HOUR}


@dataclass(frozen=True, slots=True)
class Availability:
    """Counted downtime held against what the contract measures it by."""

    counted_seconds: int
    """As it was."""
    measured_seconds: int
    """As the contract rounds it."""
    basis_seconds: int
    unknown_seconds: int = 0
    """Of which nobody knows whether it was up: no monitor spoke. Never taken for up, nor for down."""

    @property
    def uptime(self) -> Fraction:
        """The share that was up: 1 at most, below 0 where a fixed basis is shorter than the downtime (C6).

        Where the basis is empty, because every second of the month is excluded, nothing was promised and nothing broken.
        Where seconds are unknown, this is the most that it can have been.
        """
        return self._less(self.measured_seconds)

    @property
    def least(self) -> Fraction:
        """The least that it can have been: were every unknown second down."""
        return self._less(self.measured_seconds + self.unknown_seconds)

    def _less(self, seconds: int) -> Fraction:
        return 1 - Fraction(seconds, self.basis_seconds) if self.basis_seconds else Fraction(1)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How a contract measures one month."""

    measure: Measure
    month: Month
    period: Span
    excluded_seconds: int
    """All the time of approved windows in it."""

    @property
    def basis_seconds(self) -> int:
        """What downtime is held against."""
        seconds = self.period.seconds
        if self.measure.basis is Basis.FIXED and self.measure.minutes is not None:
            seconds = self.measure.minutes * MINUTE
        elif self.measure.basis is Basis.NOMINAL:
            seconds = self.month.days_from(self.measure.first_day) * DAY
        return max(seconds - self.excluded_seconds, 0) if self.measure.excluded_leaves_basis else seconds

    def availability(self, counted: Timeline, events: Iterable[int], unknown_seconds: int = 0) -> Availability:
        """What the contract makes of counted seconds; `events` are those of each event, every second with one of them (C4)."""
        return Availability(counted.seconds, self._measured(counted, events), self.basis_seconds, unknown_seconds)

    def _measured(self, counted: Timeline, events: Iterable[int]) -> int:
        rounding, shortest = self.measure.rounding, self.measure.shortest
        if shortest is not None and shortest.partial_minutes is PartialMinutes.DROP:
            return sum(span.seconds // MINUTE * MINUTE for span in counted)
        if rounding is None:
            return counted.seconds
        if rounding.scope is RoundingScope.INCIDENT:
            return sum(rounded(seconds, rounding) for seconds in events)
        return rounded(counted.seconds, rounding)


def rounded(seconds: int, rounding: Rounding) -> int:
    """Seconds in whole units, as seconds."""
    unit = SECONDS[rounding.unit]
    whole, rest = divmod(seconds, unit)
    match rounding.mode:
        case RoundingMode.HALF_UP:
            whole += 2 * rest >= unit
        case RoundingMode.HALF_EVEN:
            whole += 2 * rest > unit or (2 * rest == unit and whole % 2 == 1)
        case RoundingMode.UP:
            whole += rest > 0
        case RoundingMode.DOWN:
            pass
    return whole * unit


def shown(share: Fraction, decimals: int = DECIMALS) -> str:
    """A share as percent with decimals, never more than it is: 99.899961 is no 99.90, and less than 100 never shows as 100.

    Below 0 it shows 0.
    """
    units = max(int(share * 100 * 10**decimals // 1), 0)
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}}"
