"""What a contract promises, and what it gives back where it is not kept."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct


def percent_of(value: Decimal) -> Fraction:
    """99.90 percent as the exact share 999/1000."""
    return Fraction(value) / 100


class Trigger(StrEnum):
    """What must fail before a credit is due (E1)."""

    COMMITMENT = "commitment"
    """Uptime below the commitment."""
    TABLE = "table"
    """Uptime below the first row of the table, even where the commitment is met."""


class StepRounding(StrEnum):
    """What a step that is not full is worth (I1)."""

    PROPORTIONAL = "proportional"
    """Its share."""
    DOWN = "down"
    """Nothing."""
    UP = "up"
    """As much as a full one: `or part of it`."""


class StepBase(StrEnum):
    """Which downtime earns the steps (I2)."""

    TOTAL = "total"
    """All that counts."""
    EXCESS = "excess"
    """What goes beyond what the commitment allows."""


class FeeBase(StrEnum):
    """What the percentage is taken of (C7, I6): the agreement's `fee`, or one of its other `fees`."""

    MONTHLY_FEE = "monthly_fee"
    """The fee of the month for the service that the agreement is about."""
    INVOICE = "invoice"
    """The whole invoice of the month."""
    BALANCE = "balance"
    """The prepaid balance."""


class CapPer(StrEnum):
    """What the cap ends (C8)."""

    MONTH = "month"
    INCIDENT = "incident"
    """As many times the amount as events earned credit."""


class Tier(Struct, frozen=True):
    """A row of the table: uptime below `below` percent gives `percent` of the fee. The worst row that matches applies."""

    below: Decimal
    """Percent of uptime; the row holds below it."""
    percent: Decimal
    """Of the fee, given back."""
    inclusive: bool = False
    """Whether uptime of exactly `below` percent belongs to the row (V1)."""

    def holds(self, uptime: Fraction) -> bool:
        """Whether an uptime, as an exact share, falls into the row, or below it."""
        edge = percent_of(self.below)
        return uptime < edge or (self.inclusive and uptime == edge)


class Plan(Struct, frozen=True):
    """What one plan of the contract promises. A contract without plans has one, `standard`."""

    id: str
    """What agreements call it."""
    commitment: Decimal
    """Percent of the month, exact."""
    clause: str
    name: str = ""
    """What customers call it."""
    guaranteed: bool = True
    """False: a target that is shown and never earns a credit."""
    tiers: tuple[Tier, ...] = ()
    """Rows of its own, in place of those of `credits`."""


class Step(Struct, frozen=True):
    """A credit that grows with the downtime: so many percent of the fee for each unit of it."""

    percent: Decimal
    """Of the fee, for one unit."""
    per_percent: Decimal | None = None
    """The unit, in percent of the month; this or `per_minutes`."""
    per_minutes: int | None = None
    """The unit, in minutes of downtime."""
    rounding: StepRounding = StepRounding.PROPORTIONAL
    """What a part of the unit is worth."""
    base: StepBase = StepBase.TOTAL
    """Which downtime earns the steps."""


class Cap(Struct, frozen=True):
    """The most that is given back."""

    percent: Decimal | None = None
    """Of the monthly fee."""
    amount: Decimal | None = None
    """Of money, with its `currency`; or its worth in that of the fee."""
    currency: str | None = None
    """Three letters (ISO 4217)."""
    per: CapPer = CapPer.MONTH
    """What the amount ends."""
    clause: str | None = None
    """The clause that says so; that of the credits where there is none."""


class Minimum(Struct, frozen=True):
    """The least that is given back: a smaller amount is not."""

    amount: Decimal
    """So much is given back, and less is not."""
    currency: str
    """Three letters (ISO 4217)."""
    clause: str | None = None
    """The clause that says so; that of the credits where there is none."""


class Credits(Struct, frozen=True):
    """What is given back: rows of a table, steps, or one flat percentage."""

    clause: str
    trigger: Trigger = Trigger.COMMITMENT
    """What must fail before a credit is due."""
    tiers: tuple[Tier, ...] = ()
    """The rows of the table, from the highest uptime to the lowest."""
    step: Step | None = None
    """A credit that grows with the downtime."""
    flat: Decimal | None = None
    """Percent of the fee, however far the commitment was missed."""
    precision: int | None = None
    """The decimals of the percentage to which uptime is rounded, half up, before the table reads it; None: exact (V2)."""
    base: FeeBase = FeeBase.MONTHLY_FEE
    """What the percentage is taken of."""
    base_clause: str | None = None
    """The clause that says so."""
    cap: Cap | None = None
    """The most that is given back."""
    minimum: Minimum | None = None
    """The least."""
    form: str = ""
    """How it is given: `as a credit on future invoices`."""
    form_clause: str | None = None
    """The clause that says so."""
