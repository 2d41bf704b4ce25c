"""What else was promised: few incidents, and metrics that stay within their thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from statusgen.model import Incident, Measurement
from statusgen.policy import Impact, Metric, Reliability
from statusgen.uptime.account import Account


@dataclass(frozen=True, slots=True)
class Registered:
    """The incidents of a month that count against the promise of few."""

    promise: Reliability
    incidents: tuple[Incident, ...]
    """Those of causes that count, in the order of start; they need not have been outages."""

    @property
    def kept(self) -> bool:
        """Whether there were as few as promised."""
        return len(self.incidents) <= self.promise.incidents


def registered(account: Account) -> Registered | None:
    """How many incidents there were; None where nothing is promised of their number."""
    promise = account.policy.reliability
    return None if promise is None else Registered(promise, tuple(_registered(account)))


def _registered(account: Account) -> Iterator[Incident]:
    for incident in sorted(account.incidents, key=lambda incident: (incident.start, incident.id)):
        terms = account.terms_at(incident.start)
        excluded = terms is None or terms.excludes(incident.cause, preventable=incident.preventable) is not None
        if account.period.holds(incident.start) and not excluded and incident.impact is not Impact.NONE:
            yield incident


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric's values in a month."""

    metric: Metric
    values: tuple[Measurement, ...]
    """In the order of time and region."""
    breaches: tuple[Measurement, ...]
    """The values that break the promise."""


def measured(account: Account, measurements: Iterable[Measurement]) -> tuple[Measured, ...]:
    """What was measured in the part of the month that is known, metric by metric."""
    inside = [one for one in measurements if account.known.holds(one.at)]
    return tuple(_measured(metric, inside) for metric in account.policy.metrics)


def _measured(metric: Metric, inside: Iterable[Measurement]) -> Measured:
    values = tuple(one for one in inside if one.metric == metric.id)
    return Measured(metric, values, tuple(one for one in values if not metric.kept(one.value)))
