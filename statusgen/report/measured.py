"""What was measured of a metric, day by day: how far it ranged, and how many values broke the promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from statusgen.civil import days as civil_days
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.performance import Measured


@dataclass(frozen=True, slots=True)
class DayMeasured:
    """The values of one day on which there were any."""

    date: dt.date
    span: Span
    values: int
    broken: int
    lowest: Decimal
    highest: Decimal


def by_day(one: Measured, account: Account) -> tuple[DayMeasured, ...]:
    """The days of the account's month on which the metric was measured."""
    return tuple(_by_day(one, account))


def _by_day(one: Measured, account: Account) -> Iterator[DayMeasured]:
    for date, span in civil_days(account.period, account.policy.time_zone):
        values = [each.value for each in one.values if span.holds(each.at)]
        if values:
            broken = sum(span.holds(each.at) for each in one.breaches)
            yield DayMeasured(date, span, len(values), broken, min(values), max(values))
