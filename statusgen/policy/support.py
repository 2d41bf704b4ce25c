"""What a contract promises beside uptime: answers in time, few incidents, metrics, reports."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from statusgen.civil import Opening
from statusgen.policy.words import Cause


class BusinessDay(StrEnum):
    """What `n business days later` means (K7)."""

    SAME_TIME = "same_time"
    """The same time of day, so many business days later; from a day that is none, the clock starts as the next one begins."""
    END_OF_DAY = "end_of_day"
    """The end of the so many-th business day after."""
    HOURS = "hours"
    """So many times the hours of a business day."""


class Milestone(StrEnum):
    """What is to be done about an incident in time; each is a key of its file."""

    ACKNOWLEDGEMENT = "acknowledged"
    ACTION = "acted"
    RESPONSE = "responded"
    RESOLUTION = "resolved"


class Every(StrEnum):
    """How often a report is owed."""

    MONTH = "month"
    QUARTER = "quarter"


class Calendar(Struct, frozen=True):
    """When the support desk is open, for what is promised in business hours and days."""

    clause: str
    openings: tuple[Opening, ...]
    """The stretches of the week in which it is open."""
    time_zone: str | None = None
    """An IANA name; None: the policy's."""
    holidays: tuple[str, ...] = ()
    """Days on which it is closed: `2026-12-25`. None listed: open (E5)."""
    country: str | None = None
    """The country (ISO 3166) whose public holidays are days on which it is closed."""
    subdivision: str | None = None
    """The state, province or region whose holidays are meant."""
    business_day: BusinessDay = BusinessDay.SAME_TIME
    """What so many business days later means."""


class Target(Struct, frozen=True):
    """One thing promised in time for some incidents."""

    clause: str
    milestone: Milestone
    """What is to be done."""
    within: str
    """`30 minutes`, `8 business hours`, `1 business day`; the upper end where the contract gives a range."""
    priorities: tuple[str, ...] = ()
    """Those that an incident's `priority` names; none: of any, and of none."""
    symptoms: tuple[str, ...] = ()
    """Those that an incident's `symptom` names. A target by symptom takes the place of one by priority."""
    plans: tuple[str, ...] = ()
    """Ids of plans; none: under every one."""
    guaranteed: bool = True
    """False: a goal."""


class Exemption(Struct, frozen=True):
    """Incidents for which some of the times do not hold."""

    clause: str
    causes: tuple[Cause, ...]
    """The causes for whose incidents they do not hold."""
    milestones: tuple[Milestone, ...]
    """The things that need not be done in time."""


class Support(Struct, frozen=True):
    """How fast incidents are acknowledged, acted on, answered and resolved."""

    targets: tuple[Target, ...]
    """Each thing that is promised in time."""
    calendar: Calendar | None = None
    """None: the desk is open at any time, so that a business hour is an hour and a business day a day."""
    exemption: Exemption | None = None
    """Incidents for which some of the times do not hold."""
    coverage_clause: str | None = None
    """When somebody can be reached."""


class Reliability(Struct, frozen=True):
    """At most so many incidents a month."""

    clause: str
    incidents: int
    """As many are kept; one more is a miss. Only those of causes that count."""


class Metric(Struct, frozen=True):
    """A figure that is measured and promised, in `measurements/`."""

    id: str
    """What `measurements/` calls it."""
    clause: str
    unit: str
    """What it is counted in: `ms`."""
    below: Decimal | None = None
    """The promise: less than this; so much is a breach already. This or `at_least`."""
    at_least: Decimal | None = None
    """The promise: so much or more."""
    name: str = ""
    """What customers call it."""
    plans: tuple[str, ...] = ()
    """Ids of plans; none: under every one."""

    def kept(self, value: Decimal) -> bool:
        """Whether a measured value keeps the promise."""
        return value < self.below if self.below is not None else self.at_least is None or value >= self.at_least


class ReportOwed(Struct, frozen=True):
    """A report that customers get regularly."""

    clause: str
    every: Every
    """How often."""
    contents: tuple[str, ...] = ()
    """What it tells, in words."""
    plans: tuple[str, ...] = ()
    """Ids of plans; none: under every one."""


class Details(Struct, frozen=True):
    """What a customer's report of an incident contains, as keys of the report in the agreement."""

    clause: str
    fields: tuple[str, ...]
    """Keys of what is told: `problem`."""
