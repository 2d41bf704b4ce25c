"""What a contract counts as downtime, and what it makes of the seconds."""

from enum import StrEnum

from msgspec import Struct

from statusgen.policy.words import Cause, Impact


class Combine(StrEnum):
    """How many of the components in scope must be down for a second to be down (K1)."""

    ANY = "any"
    ALL = "all"


class Basis(StrEnum):
    """What downtime is measured against (C6)."""

    ACTUAL = "actual"
    """The seconds of the period: a month with a clock change is an hour longer or shorter."""
    NOMINAL = "nominal"
    """The days of the period, 24 hours each."""
    FIXED = "fixed"
    """A number of minutes written in the contract, whatever the month."""


class Unit(StrEnum):
    """What downtime is rounded to."""

    MINUTE = "minute"
    HALF_HOUR = "half_hour"
    HOUR = "hour"


class RoundingMode(StrEnum):
    """Which way (C5)."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


class RoundingScope(StrEnum):
    """What is rounded (C4)."""

    TOTAL = "total"
    """The seconds of the period, added up first."""
    INCIDENT = "incident"
    """The seconds of each event; the results are added up."""


class Start(StrEnum):
    """From when an outage counts in what the page shows (C12)."""

    OUTAGE = "outage"
    REPORT = "report"
    """From the first report of it; unreported, not at all."""


class Granularity(StrEnum):
    """To what the start of an outage is taken (E2)."""

    SECOND = "second"
    """As recorded."""
    MINUTE = "minute"
    """The start of its minute."""


class PartialMinutes(StrEnum):
    """What the seconds of an outage beyond its last whole minute are worth."""

    COUNT = "count"
    DROP = "drop"


class Scope(Struct, frozen=True):
    """What the promise is about."""

    clause: str
    components: tuple[str, ...] = ()
    """Ids of the page's components; none named: every one of them."""
    combine: Combine = Combine.ANY
    """How many of them must be down for the service to be."""
    impacts: tuple[Impact, ...] = (Impact.OUTAGE,)
    """The impacts that are downtime (V11)."""


class ExcludedCause(Struct, frozen=True):
    """A cause whose incidents are not downtime."""

    cause: Cause
    """What failed, in the words of incidents."""
    clause: str
    unless_preventable: bool = False
    """True: an incident flagged `preventable: true` counts all the same (I7)."""


class Rounding(Struct, frozen=True):
    """How counted downtime is rounded before it is compared."""

    clause: str
    unit: Unit = Unit.MINUTE
    """What it is rounded to."""
    mode: RoundingMode = RoundingMode.HALF_UP
    """Which way."""
    scope: RoundingScope = RoundingScope.TOTAL
    """What is rounded: the month, or each event."""


class Shortest(Struct, frozen=True):
    """The shortest stretch that counts: what is up again sooner is no downtime."""

    clause: str
    seconds: int
    """Of consecutive downtime; as long as this counts."""
    partial_minutes: PartialMinutes = PartialMinutes.COUNT
    """What the seconds beyond the last whole minute of a stretch are worth."""


class Measure(Struct, frozen=True):
    """How uptime is computed from counted downtime."""

    clause: str
    """What uptime is a share of."""
    downtime_clause: str | None = None
    """What downtime is, where the contract defines it."""
    basis: Basis = Basis.ACTUAL
    """What downtime is held against."""
    minutes: int | None = None
    """With basis `fixed`: the minutes written in the contract (43200)."""
    first_day: int = 1
    """The day on which a month of the contract begins, 1 to 28: another than 1 where its months are those of the bill (I8)."""
    starts: Start = Start.OUTAGE
    """From when an outage counts in what the page shows."""
    granularity: Granularity = Granularity.SECOND
    """To what the start of an outage is taken."""
    shortest: Shortest | None = None
    """The shortest stretch that counts."""
    rounding: Rounding | None = None
    """How downtime is rounded; left out: to the second."""
    excluded_leaves_basis: bool = False
    """True: excluded time also shortens what downtime is measured against (K6, V10)."""
    excluded_clause: str | None = None
    """The clause that leaves it out."""
