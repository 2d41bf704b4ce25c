"""What a contract wants to read in a report, and where it stands in one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Section(StrEnum):
    """A part of a report."""

    UPTIME = "uptime"
    MAJOR = "major-incidents"
    RESPONSES = "response-times"
    BUGS = "bugs"
    MAINTENANCE = "maintenance"
    PREVENTIVE = "preventive-maintenance"
    CORRECTIVE = "corrective-maintenance"
    METRICS = "metrics"


_WORDS: Final = {
    "uptime": Section.UPTIME,
    "availability": Section.UPTIME,
    "downtime": Section.UPTIME,
    "service credits": Section.UPTIME,
    "incidents": Section.MAJOR,
    "major incidents": Section.MAJOR,
    "outages": Section.MAJOR,
    "response times": Section.RESPONSES,
    "resolution times": Section.RESPONSES,
    "support": Section.RESPONSES,
    "bugs": Section.BUGS,
    "maintenance": Section.MAINTENANCE,
    "preventive maintenance": Section.PREVENTIVE,
    "scheduled maintenance": Section.PREVENTIVE,
    "corrective maintenance": Section.CORRECTIVE,
    "emergency maintenance": Section.CORRECTIVE,
    "metrics": Section.METRICS,
    "performance metrics": Section.METRICS,
}


def section_of(content: str) -> Section | None:
    """Where a report tells what a contract calls so; None: nothing of it is declared, and the report says that."""
    return _WORDS.get(" ".join(content.casefold().split()))
