"""How uptime is computed from what counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.language import Language, message
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
    Unit,
)
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import number

_ROUNDED: Final = {
    (RoundingMode.HALF_UP, Unit.MINUTE): message("to the nearest minute, half of one up"),
    (RoundingMode.HALF_UP, Unit.HALF_HOUR): message("to the nearest half hour, half of one up"),
    (RoundingMode.HALF_UP, Unit.HOUR): message("to the nearest hour, half of one up"),
    (RoundingMode.HALF_EVEN, Unit.MINUTE): message("to the nearest minute, half of one to the even one"),
    (RoundingMode.HALF_EVEN, Unit.HALF_HOUR): message("to the nearest half hour, half of one to the even one"),
    (RoundingMode.HALF_EVEN, Unit.HOUR): message("to the nearest hour, half of one to the even one"),
    (RoundingMode.UP, Unit.MINUTE): message("up to the next minute"),
    (RoundingMode.UP, Unit.HALF_HOUR): message("up to the next half hour"),
    (RoundingMode.UP, Unit.HOUR): message("up to the next hour"),
    (RoundingMode.DOWN, Unit.MINUTE): message("down to the last whole minute"),
    (RoundingMode.DOWN, Unit.HALF_HOUR): message("down to the last whole half hour"),
    (RoundingMode.DOWN, Unit.HOUR): message("down to the last whole hour"),
}
_SCOPES: Final = {
    RoundingScope.INCIDENT: message("The downtime of each event is rounded %(how)s, and then added up."),
    RoundingScope.TOTAL: message("The downtime of the month is added up and then rounded %(how)s."),
}
_EXCUSED: Final = {
    True: message("The time of maintenance that is excused is taken out of what downtime is held against, too."),
    False: message("The time of maintenance that is excused stays in what downtime is held against."),
}


def measure(policy: Policy, language: Language) -> Iterator[Sentence]:
    """What downtime is held against, from when an outage counts, and how it is rounded."""
    given = policy.measure
    yield said(_basis(given, language), given.clause)
    clause = given.excluded_clause or policy.maintenance.exclusion_clause
    yield said(language.say(_EXCUSED[given.excluded_leaves_basis]), clause)
    yield said(language.say(_start(given)), *_start_clauses(policy))
    if given.shortest is not None:
        yield said(_shortest(given.shortest, language), given.shortest.clause)
    if given.rounding is None:
        yield said(language.say("Downtime is counted to the second and never rounded."), given.clause)
    else:
        yield said(_rounding(given.rounding, language), given.rounding.clause)


def _basis(given: Measure, language: Language) -> str:
    match given.basis:
        case Basis.ACTUAL:
            return language.say(
                "Downtime is held against the whole month, as long as it is: a change of the clock makes it longer or shorter."
            )
        case Basis.NOMINAL:
            return language.say("Downtime is held against the days of the month, 24 hours each.")
        case Basis.FIXED:
            text = message("Downtime is held against %(minutes)s minutes, however long the month is.")
            return language.say(text, minutes=number(given.minutes or 0))


def _start(given: Measure) -> str:
    if given.starts is Start.REPORT:
        return message("An outage counts from its first report on; one that nobody reported does not.")
    if given.granularity is Granularity.MINUTE:
        return message("An outage counts from the beginning of the minute in which it began.")
    return message("An outage counts from the second in which it began.")


def _start_clauses(policy: Policy) -> tuple[str | None, ...]:
    asked = policy.eligibility.clock_clause
    changed = policy.measure.starts is Start.REPORT or policy.measure.granularity is Granularity.MINUTE
    return (asked or policy.measure.clause,) if changed else (policy.measure.downtime_clause or policy.measure.clause,)


def _shortest(shortest: Shortest, language: Language) -> str:
    text = message("Only a stretch of %(seconds)s seconds or more counts.")
    if shortest.partial_minutes is PartialMinutes.DROP:
        text = message(
            "Only a stretch of %(seconds)s seconds or more counts, in whole minutes: what is beyond the last one is dropped."
        )
    return language.say(text, seconds=number(shortest.seconds))


def _rounding(rounding: Rounding, language: Language) -> str:
    return language.say(_SCOPES[rounding.scope], how=language.say(_ROUNDED[rounding.mode, rounding.unit]))
