"""How uptime is computed from what counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.policy import (
    Basis,
    Granularity,
    Measure,
    PartialMinutes,
    Policy,
    Rounding,
    RoundingMode,
    RoundingScope,
    Shortest,
    Start,
)
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import UNITS, number

_MODES: Final = {
    RoundingMode.HALF_UP: "to the nearest {unit}, half of one up",
    RoundingMode.HALF_EVEN: "to the nearest {unit}, half of one to the even one",
    RoundingMode.UP: "up to the next {unit}",
    RoundingMode.DOWN: "down to the last whole {unit}",
}


def measure(policy: Policy) -> Iterator[Sentence]:
    """What downtime is held against, from when an outage counts, and how it is rounded."""
    given = policy.measure
    yield said(_basis(given), given.clause)
    clause = given.excluded_clause or policy.maintenance.exclusion_clause
    base = "what downtime is held against"
    excused = f"is taken out of {base}, too" if given.excluded_leaves_basis else f"stays in {base}"
    yield said(f"The time of maintenance that is excused {excused}.", clause)
    yield said(_start(given), *_start_clauses(policy))
    if given.shortest is not None:
        yield said(_shortest(given.shortest), given.shortest.clause)
    if given.rounding is None:
        yield said("Downtime is counted to the second and never rounded.", given.clause)
    else:
        yield said(_rounding(given.rounding), given.rounding.clause)


def _basis(given: Measure) -> str:
    match given.basis:
        case Basis.ACTUAL:
            return "Downtime is held against the whole month, as long as it is: a change of the clock makes it longer or shorter."
        case Basis.NOMINAL:
            return "Downtime is held against the days of the month, 24 hours each."
        case Basis.FIXED:
            return f"Downtime is held against {number(given.minutes or 0)} minutes, however long the month is."


def _start(given: Measure) -> str:
    if given.starts is Start.REPORT:
        return "An outage counts from its first report on; one that nobody reported does not."
    if given.granularity is Granularity.MINUTE:
        return "An outage counts from the beginning of the minute in which it began."
    return "An outage counts from the second in which it began."


def _start_clauses(policy: Policy) -> tuple[str | None, ...]:
    asked = policy.eligibility.clock_clause
    changed = policy.measure.starts is Start.REPORT or policy.measure.granularity is Granularity.MINUTE
    return (asked or policy.measure.clause,) if changed else (policy.measure.downtime_clause or policy.measure.clause,)


def _shortest(shortest: Shortest) -> str:
    dropped = shortest.partial_minutes is PartialMinutes.DROP
    rest = ", in whole minutes: what is beyond the last one is dropped" if dropped else ""
    return f"Only a stretch of {number(shortest.seconds)} seconds or more counts{rest}."


def _rounding(rounding: Rounding) -> str:
    how = _MODES[rounding.mode].format(unit=UNITS[rounding.unit])
    if rounding.scope is RoundingScope.INCIDENT:
        return f"The downtime of each event is rounded {how}, and then added up."
    return f"The downtime of the month is added up and then rounded {how}."
