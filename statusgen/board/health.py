"""How components are, by what goes on: from operational to outage."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from statusgen.board.entries import Entry, IncidentEntry
from statusgen.course import State
from statusgen.policy import Impact


class Health(StrEnum):
    """How a component is, from best to worst."""

    OPERATIONAL = "operational"
    MAINTENANCE = "maintenance"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    OUTAGE = "outage"

    @property
    def rank(self) -> int:
        """Greater is worse."""
        return _RANKS[self]


_RANKS: Final = {health: rank for rank, health in enumerate(Health)}


OF_IMPACT = {
    Impact.NONE: Health.OPERATIONAL,
    Impact.DEGRADED: Health.DEGRADED,
    Impact.PARTIAL_OUTAGE: Health.PARTIAL_OUTAGE,
    Impact.OUTAGE: Health.OUTAGE,
}


def worst(healths: Iterable[Health]) -> Health:
    """The worst of some; operational where there is none."""
    return max(healths, key=lambda health: health.rank, default=Health.OPERATIONAL)


def health_by(entry: Entry) -> Health:
    """What an open incident or a running window makes of its components.

    Work inside its announced hours is maintenance, whatever its impact: customers were told. Past its end it is what it does.
    """
    if isinstance(entry, IncidentEntry):
        return OF_IMPACT[entry.impact]
    return health_past(entry.impact) if entry.state is State.OVERRUN else Health.MAINTENANCE


def health_past(impact: Impact) -> Health:
    """What work of an impact makes of its components past its announced end."""
    return worst((Health.MAINTENANCE, OF_IMPACT[impact]))
