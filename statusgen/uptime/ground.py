"""Why a stretch of downtime counts, or does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from statusgen.model import Incident, Window
from statusgen.timeline import Span
from statusgen.uptime.exclusions import Exclusion

Event = Incident | Window


class Ground(StrEnum):
    """Why a stretch of downtime counts, or does not."""

    FAILURE = "failure"
    """Counts: an incident of a cause that the contract does not exclude."""
    NOT_APPROVED = "not_approved"
    """Counts: maintenance that broke a rule of the policy."""
    NEVER_EXCUSED = "never_excused"
    """Counts: maintenance under a contract that excuses none."""
    EMERGENCY = "emergency"
    """Counts: emergency maintenance."""
    CANCELLED = "cancelled"
    """Counts: maintenance that was called off and done all the same."""
    EARLY_START = "early_start"
    """Counts: maintenance before its announced start."""
    OVERRUN = "overrun"
    """Counts: maintenance past its announced end."""
    OUTSIDE_HOURS = "outside_hours"
    """Counts: the part of a window outside the maintenance hours, where the part inside is excused (V7)."""
    NOT_ANNOUNCED = "not_announced"
    """Counts: maintenance of a component that was not announced before the start."""
    CAUSE = "cause"
    """Does not count: an incident of a cause that the contract excludes."""
    MAINTENANCE = "maintenance"
    """Does not count: an approved window."""
    DURING_MAINTENANCE = "during_maintenance"
    """Does not count: something else that fell into an approved window (C11)."""
    UNREPORTED = "unreported"
    """Does not count: before anybody reported it, under a contract whose clock starts then (C12)."""
    PARTLY = "partly"
    """Does not count: other components in scope were up, under a contract that asks for all to be down (K1)."""
    SHORT = "short"
    """Does not count: the service was up again sooner than the contract counts."""

    @property
    def counts(self) -> bool:
        """Whether the downtime counts."""
        return self not in _LEFT_OUT


_LEFT_OUT: Final = frozenset(
    {Ground.CAUSE, Ground.MAINTENANCE, Ground.DURING_MAINTENANCE, Ground.UNREPORTED, Ground.PARTLY, Ground.SHORT}
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Whose outage it was, and why it counts or does not."""

    event: Event
    ground: Ground
    clause: str
    exclusion: Exclusion | None = None
    """What excuses it, where an approved window does."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One component down because of one event, wholly counted or wholly not."""

    component: str
    span: Span
    reason: Reason
