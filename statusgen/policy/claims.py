"""What a customer must have done, or be, for a credit, and by when."""

from enum import StrEnum

from msgspec import Struct


class Clock(StrEnum):
    """From when downtime is creditable to a customer."""

    OUTAGE = "outage"
    REPORT = "report"
    """From the customer's report of the incident; unreported, nothing is."""


class ReportScope(StrEnum):
    """What one report makes a customer eligible for (E3)."""

    INCIDENT = "incident"
    PERIOD = "period"
    """Any report in the month opens the whole month."""


class ClaimFrom(StrEnum):
    """From when the time to claim runs (I5)."""

    INCIDENT_START = "incident_start"
    INCIDENT_END = "incident_end"
    PERIOD_END = "period_end"


class ClaimOpens(StrEnum):
    """From when a claim may be made (C3)."""

    ANY_TIME = "any_time"
    PERIOD_END = "period_end"


class Eligibility(Struct, frozen=True):
    """What a customer must have done, or be, for a credit."""

    report_required: bool = False
    """Whether a customer must report."""
    report_scope: ReportScope = ReportScope.INCIDENT
    """What one report makes a customer eligible for."""
    report_within: str | None = None
    """From the end of the incident, such as `30 days`; None: however late (E4)."""
    report_clause: str | None = None
    """The clause that asks for it."""
    clock: Clock = Clock.OUTAGE
    """From when downtime earns anything."""
    clock_clause: str | None = None
    """The clause that says so."""
    active_agreement: bool = False
    """True: the agreement must be active, and not only within its dates."""
    active_clause: str | None = None
    """The clause that says so."""


class Claim(Struct, frozen=True):
    """The claim that the contract asks for, or says that it does not."""

    clause: str
    required: bool = True
    """False: the contract says that nothing has to be claimed."""
    starts: ClaimFrom = ClaimFrom.PERIOD_END
    """From when the time to claim runs."""
    within: str | None = None
    """`10 days`, `168 hours`, `1 month`; None: at any time."""
    opens: ClaimOpens = ClaimOpens.ANY_TIME
    """From when a claim may be made."""
    separate_from_report: bool = True
    """False: the report of an incident is a claim already (C3)."""
    channels: tuple[str, ...] = ()
    """How it is made: `email`, `dashboard`. Any one of them."""
    address: str = ""
    """Where it goes."""
    fields: tuple[str, ...] = ()
    """What it must contain: `company_name`. As keys of the claim in the agreement."""

    @property
    def per_incident(self) -> bool:
        """Whether each failure is claimed by itself, in its own time; else the month is."""
        return self.starts is not ClaimFrom.PERIOD_END
