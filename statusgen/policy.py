"""One SLA made executable: what it demands of a window, what it counts as downtime, what it gives back.

These are values: `packs/*.yaml` and a project's `policies/*.yaml` are read into them by `load/`, rules and `uptime/` ask them.
Field names are those of the files. Every section names the clause of the contract that it makes executable, and the
default of every field is how a contract is read that is silent on it (docs/decisions.md, 15). `C1` or `E3` in the rooms above
is the reading of that id, as the packs tell it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from statusgen.civil import Opening


class Channel(StrEnum):
    """How customers are told."""

    STATUS_PAGE = "status_page"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IN_APP = "in_app"
    WHATSAPP = "whatsapp"


class Cause(StrEnum):
    """Why something failed, in the words that contracts tell apart."""

    PROVIDER_FAILURE = "provider_failure"
    """The provider's own systems. Also what is assumed while the cause is unknown: an unknown cause counts."""
    ALLY_FAILURE = "ally_failure"
    """A partner that the provider answers for."""
    HOSTING_FAILURE = "hosting_failure"
    """The cloud or data centre that the provider's systems run on."""
    MESSAGING_PROVIDER = "messaging_provider"
    """A messaging API or SMS gateway of others: LINE, Viber, Telegram, carriers."""
    META_API = "meta_api"
    """WhatsApp or Messenger as run by Meta."""
    AI_PROVIDER = "ai_provider"
    INTERNET_PROVIDER = "internet_provider"
    THIRD_PARTY = "third_party"
    """Any other outside service."""
    CUSTOMER_ERROR = "customer_error"
    """Code or configuration of the customer."""
    CUSTOMER_CONNECTIVITY = "customer_connectivity"
    """The customer's own line."""
    FORCE_MAJEURE = "force_majeure"
    GOVERNMENT_ACTION = "government_action"
    CYBERATTACK = "cyberattack"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What downtime is measured against."""

    ACTUAL = "actual"
    """The seconds of the calendar month."""
    FIXED = "fixed"
    """A number of minutes written in the contract, whatever the month."""


class Rounding(StrEnum):
    """How counted downtime is rounded before it is compared."""

    NONE = "none"
    NEAREST_MINUTE = "nearest_minute"
    """The month's total to the nearest whole minute, half a minute up."""


class Trigger(StrEnum):
    """What must fail before a credit is due."""

    COMMITMENT = "commitment"
    """Uptime below the commitment."""
    TABLE = "table"
    """Uptime below the first row of the table, even where the commitment is met (E1)."""


class Clock(StrEnum):
    """From when downtime is creditable to a customer."""

    OUTAGE = "outage"
    REPORT = "report"
    """From the customer's report of the incident; unreported, nothing is."""


class ReportScope(StrEnum):
    """What one report makes a customer eligible for."""

    INCIDENT = "incident"
    PERIOD = "period"
    """Any report in the month opens the whole month (E3)."""


class Emergency(StrEnum):
    """What emergency work does to uptime."""

    COUNT = "count"
    EXCLUDE = "exclude"


class AppliesTo(StrEnum):
    """Which windows a clause speaks of."""

    ALL = "all"
    INTERRUPTION = "interruption"
    """Only work with an impact."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of the contract, in our words, and where it stands."""

    id: str
    """`clever.maint.notice`"""
    text: str
    """The demand, as one sentence that a customer understands."""
    reference: str
    """Where the source says so: a heading of the source document."""


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before its start, and how, customers must hear of a window."""

    clause: str
    hours: int = 0
    """Elapsed hours from the announcement to the start, inclusive; 0 asks only for an announcement before the start."""
    channels: tuple[Channel, ...] = (Channel.STATUS_PAGE,)
    """Notice by any one of these will do."""
    fallback: Channel | None = None
    """The second channel, owed when the first is not acknowledged."""
    applies_to: AppliesTo = AppliesTo.ALL


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That the customer confirms having received the notice."""

    clause: str
    required_for_exclusion: bool = False
    """False: silence of the customer does not void the notice (V3)."""


@dataclass(frozen=True, slots=True)
class MaintenanceHours:
    """The weekly hours inside which a window must lie, whole, on the policy's clock."""

    clause: str
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What else the contract says of maintenance."""

    exclusion_clause: str
    """The clause by which an approved window is not downtime."""
    regular: bool = True
    """False: the contract says that there is no regular maintenance, so a recurring window is worth a warning."""
    regular_clause: str | None = None
    emergency: Emergency = Emergency.COUNT
    emergency_clause: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What the promise is about."""

    clause: str
    components: tuple[str, ...] = ()
    """Ids of the page's components; none named: every one of them. One of them down is downtime (K1)."""


@dataclass(frozen=True, slots=True)
class ExcludedCause:
    """A cause whose incidents are not downtime."""

    cause: Cause
    clause: str
    unless_preventable: bool = False
    """True: an incident flagged `preventable: true` counts all the same."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How uptime is computed from counted downtime."""

    clause: str
    """What uptime is a share of."""
    basis: Basis = Basis.ACTUAL
    minutes: int | None = None
    """With basis `fixed`: the minutes written in the contract (43200)."""
    rounding: Rounding = Rounding.NONE
    rounding_clause: str | None = None
    excluded_leaves_basis: bool = False
    """True: excluded time also shortens what downtime is measured against (K6, V10)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one plan of the contract promises. A contract without plans has one, `standard`."""

    id: str
    commitment: Decimal
    """Percent of the month, exact."""
    clause: str
    name: str = ""
    guaranteed: bool = True
    """False: a target that is shown and never earns a credit."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A row of the table: uptime strictly below `below` percent gives `percent` of the fee. The worst row that matches applies."""

    below: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """A credit in proportion: `percent` of the fee for every `per` percent of the period that was counted downtime (I1, I2)."""

    percent: Decimal
    per: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is given back in a month."""

    percent: Decimal | None = None
    """Of the monthly fee."""
    amount: Decimal | None = None
    currency: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """What is given back."""

    clause: str
    trigger: Trigger = Trigger.COMMITMENT
    tiers: tuple[Tier, ...] = ()
    rate: Rate | None = None
    cap: Cap | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What a customer must have done, or be, for a credit."""

    report_required: bool = False
    report_scope: ReportScope = ReportScope.INCIDENT
    report_clause: str | None = None
    clock: Clock = Clock.OUTAGE
    clock_clause: str | None = None
    active_agreement: bool = False
    active_clause: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that the contract asks for, in words until it is computed per agreement."""

    clause: str
    required: bool = True
    within: str = ""
    """`by the end of the following calendar month`"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence that can be read in more than one way is read here."""

    id: str
    """`C1`, `E3`: where code makes it so, a comment names it."""
    text: str
    """The reading, as one sentence."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One SLA made executable."""

    id: str
    title: str
    provider: str
    source: str
    """The document that the clauses are taken from."""
    time_zone: str
    """The zone of its months and maintenance hours, an IANA name."""
    clauses: tuple[Clause, ...]
    scope: Scope
    notice: Notice
    maintenance: Maintenance
    measure: Measure
    plans: tuple[Plan, ...]
    credits: Credits
    acknowledgement: Acknowledgement | None = None
    maintenance_hours: MaintenanceHours | None = None
    excluded_causes: tuple[ExcludedCause, ...] = ()
    eligibility: Eligibility = field(default_factory=Eligibility)
    claim: Claim | None = None
    readings: tuple[Reading, ...] = ()
    """The readings in play where the contract's text allows more than one."""

    def covers(self, component: str) -> bool:
        """Whether the promise is about this component."""
        return not self.scope.components or component in self.scope.components

    def clause(self, clause_id: str) -> Clause:
        """The clause of an id; load has made sure that every id a section names is there."""
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def excludes(self, cause: Cause, *, preventable: bool) -> ExcludedCause | None:
        """Why an incident of this cause is not downtime; None: it counts."""
        for excluded in self.excluded_causes:
            if excluded.cause is cause and not (preventable and excluded.unless_preventable):
                return excluded
        return None


def percent_of(value: Decimal) -> Fraction:
    """99.90 percent as the exact share 999/1000."""
    return Fraction(value) / 100
