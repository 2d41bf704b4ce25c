"""What a contract says of maintenance: notice, acknowledgement, hours, and what it is excused for."""

from enum import StrEnum

from msgspec import Struct

from statusgen.civil import Opening
from statusgen.policy.words import Channel


class AppliesTo(StrEnum):
    """Which windows a clause speaks of."""

    ALL = "all"
    INTERRUPTION = "interruption"
    """Only work with an impact."""


class NoticeBasis(StrEnum):
    """How the time from the announcement to the start is taken (C2, E6)."""

    ELAPSED = "elapsed"
    """Elapsed hours."""
    WALL = "wall"
    """The same time of day so many days before, on the policy's clock."""
    DATE = "date"
    """The difference of the dates on the policy's calendar."""


class Partial(StrEnum):
    """What becomes of a window that lies partly outside the maintenance hours (V7)."""

    WHOLE = "whole"
    """All of it fails."""
    INSIDE = "inside"
    """The part inside the hours is excused."""


class Emergency(StrEnum):
    """What emergency work does to uptime."""

    COUNT = "count"
    EXCLUDE = "exclude"


class EarlyFinish(StrEnum):
    """What an approved window excuses when its work ends early (K9)."""

    CLIP = "clip"
    """The time up to the actual end."""
    FULL = "full"
    """The whole announced window."""


class Overrun(StrEnum):
    """What work past its announced end does to uptime."""

    COUNT = "count"
    EXCLUDE = "exclude"


class Excuses(StrEnum):
    """What an approved window excuses (C11)."""

    EVERYTHING = "everything"
    """Whatever happens to its components while it lasts."""
    OWN_WORK = "own_work"
    """Only what the work itself interrupts."""
    NOTHING = "nothing"
    """No maintenance is excused, however it was announced: all of it is downtime."""


class Notice(Struct, frozen=True):
    """How long before its start, and how, customers must hear of a window."""

    clause: str
    hours: int = 0
    """From the announcement to the start; 0 asks only for one before the start. On a calendar basis whole days count."""
    channels: tuple[Channel, ...] = (Channel.STATUS_PAGE,)
    """Notice by any one of these will do, unless `every_channel` asks for all of them."""
    fallback: Channel | None = None
    """The second channel, owed when the first is not acknowledged."""
    applies_to: AppliesTo = AppliesTo.ALL
    """Which windows must be announced."""
    basis: NoticeBasis = NoticeBasis.ELAPSED
    """How the hours are taken."""
    inclusive: bool = True
    """Whether notice of exactly so many hours will do."""
    required: bool = True
    """False: work that was planned is excused without being announced (I4)."""
    every_channel: bool = False
    """True: notice is asked for by each of the channels."""


class Acknowledgement(Struct, frozen=True):
    """That the customer confirms having received the notice."""

    clause: str
    required_for_exclusion: bool = False
    """False: silence of the customer does not void the notice (V3)."""


class MaintenanceHours(Struct, frozen=True):
    """The weekly hours inside which a window must lie, on the policy's clock."""

    clause: str
    openings: tuple[Opening, ...]
    """The stretches of the week."""
    clauses: tuple[str, ...] = ()
    """The clauses of the single openings, where the contract has some."""
    binding: bool = True
    """False: the hours are advice, and a window outside them is worth a warning (V5)."""
    partial: Partial = Partial.WHOLE
    """What becomes of a window that lies partly outside."""
    join: bool = True
    """Whether hours that touch make one stretch, such as Saturday's and Sunday's (V8)."""


class Maintenance(Struct, frozen=True):
    """What else the contract says of maintenance."""

    exclusion_clause: str
    """The clause by which an approved window is not downtime, or, where it excuses nothing, by which it is."""
    requires_compliance: bool = True
    """False: whatever was announced before it started is excused, be it announced as the contract asks or not (C1)."""
    excuses: Excuses = Excuses.EVERYTHING
    """What an approved window excuses."""
    early_finish: EarlyFinish = EarlyFinish.CLIP
    """What it excuses where its work ends early."""
    overrun: Overrun = Overrun.COUNT
    """What work past its announced end does to uptime."""
    regular: bool = True
    """False: the contract says that there is no regular maintenance, so a recurring window is worth a warning."""
    regular_clause: str | None = None
    """The clause that says so."""
    emergency: Emergency = Emergency.COUNT
    """What emergency work does to uptime."""
    emergency_clause: str | None = None
    """The clause that says so."""
    restored_clause: str | None = None
    """The clause by which customers are told that the service is restored after emergency work."""
