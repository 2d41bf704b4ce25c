"""What was every day of a month? Each second of it is one thing, so that the days add up to the month's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from statusgen.civil import days as civil_days
from statusgen.timeline import Span, Timeline
from statusgen.uptime.account import Account
from statusgen.uptime.exclusions import Exclusion
from statusgen.uptime.ground import Ground


class Was(StrEnum):
    """What a stretch of a day was."""

    UP = "up"
    MAINTENANCE = "maintenance"
    """Inside an approved window, be the service interrupted or not."""
    NOT_COUNTED = "not_counted"
    """Down for another reason that the contract does not count."""
    COUNTED = "counted"
    UNKNOWN = "unknown"
    """Nobody knows whether it was up."""
    OUTSIDE = "outside"
    """Still to come, or nothing was promised yet."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the policy's calendar."""

    date: dt.date
    span: Span
    parts: tuple[tuple[Span, Was], ...]
    """In order, apart, and all of the day."""
    excused_seconds: int
    """How long the service was down inside approved windows."""

    def seconds(self, was: Was) -> int:
        """How long it was that."""
        return sum(span.seconds for span, each in self.parts if each is was)


_BY_MAINTENANCE: Final = frozenset({Ground.MAINTENANCE, Ground.DURING_MAINTENANCE})


def days(account: Account, excluded: Iterable[Exclusion]) -> tuple[Day, ...]:
    """Every day of the account's month; `excluded` holds what approved windows take out, under any policy."""
    excused = Timeline(span for span, reason in account.left_out if reason.ground in _BY_MAINTENANCE)
    sets = _sets(account, excused, excluded)
    zone = account.policy.time_zone
    return tuple(
        Day(date, span, tuple(_parts(span, sets)), excused.within(span).seconds) for date, span in civil_days(account.period, zone)
    )


def _sets(account: Account, excused: Timeline, excluded: Iterable[Exclusion]) -> Mapping[Was, Timeline]:
    """The month in sets that share no second."""
    known = Timeline([account.known])
    counted = account.downtime.counted
    not_counted = Timeline(span for span, _ in account.left_out) - excused
    windows = Timeline(one.span for one in excluded if one.policy == account.policy.id).within(account.known) | excused
    maintenance = windows - counted - not_counted
    unknown = account.unknown - not_counted - maintenance
    return {
        Was.COUNTED: counted,
        Was.NOT_COUNTED: not_counted,
        Was.MAINTENANCE: maintenance,
        Was.UNKNOWN: unknown,
        Was.UP: known - counted - not_counted - maintenance - unknown,
        Was.OUTSIDE: Timeline([account.period]) - known,
    }


def _parts(day: Span, sets: Mapping[Was, Timeline]) -> Iterator[tuple[Span, Was]]:
    yield from sorted((span, was) for was, timeline in sets.items() for span in timeline.within(day))
