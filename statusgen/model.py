"""What people declare: windows, incidents, agreements, and the page they belong to.

Values of UTC seconds, without YAML and without zones. `load/` makes them from texts. They are msgspec structs: as frozen
and as typed as dataclasses, and a thousandth of the time to read back from the cache of files read before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

from statusgen.civil import Month
from statusgen.finding import Place, Severity
from statusgen.policy import Cause, Channel, Impact, Policy
from statusgen.timeline import DAY, HOUR, Span


class Status(StrEnum):
    """What an update says of its event."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


class Origin(msgspec.Struct, frozen=True, array_like=True):
    """The file a value was declared in, and where its keys stand."""

    file: str
    """Path below the project's folder, with `/`."""
    keys: dict[str, tuple[int, int]] = {}
    """Line and column of the value of each key: `start`, `notices`, `notices.0`."""
    own: tuple[str, ...] = ()
    """Of an occurrence: the keys that its file says of it alone, in order."""

    def at(self, key: str) -> Place:
        """Where the key's value stands; what encloses it, or the file, where the key is not there."""
        while key:
            if key in self.keys:
                return Place(self.file, *self.keys[key])
            key = key.rpartition(".")[0]
        return Place(self.file)


def stem(path: str) -> str:
    """The id that a file gives: `2026-12-05-upgrade` of `windows/2026/2026-12-05-upgrade.yaml`."""
    return path.rpartition("/")[2].rpartition(".")[0]


class Update(msgspec.Struct, frozen=True, array_like=True):
    """A published message."""

    at: int
    status: Status
    text: str
    """Markdown."""


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """That customers were told by another channel than the page."""

    channel: Channel
    at: int
    acknowledged: int | None = None
    """When the customer confirmed it."""
    told: Span | None = None
    """The times it told, where they are not those that the page announced when it was sent."""


class Announcement(msgspec.Struct, frozen=True, array_like=True):
    """What the page told of a window from an instant on: one revision of its times, components and impact."""

    at: int
    span: Span
    components: tuple[str, ...]
    impact: Impact
    commit: str | None = None
    """The commit that published it; None: declared in the file, or not yet merged."""

    def covers(self, other: "Announcement") -> bool:
        """Whether who was told this was told the other too: no second, component or impact is added by it."""
        return (
            self.span.covers(other.span) and set(other.components) <= set(self.components) and other.impact.rank <= self.impact.rank
        )


class Cancelled(msgspec.Struct, frozen=True, array_like=True):
    """That a window will not happen, since when it is known, and why."""

    at: int
    reason: str


class Actual(msgspec.Struct, frozen=True, array_like=True):
    """When the work really ran; both times are elapsed truth, not plan."""

    start: int | None = None
    end: int | None = None


class Waiver(msgspec.Struct, frozen=True, array_like=True):
    """That a window may break a rule which is ours to keep, for a reason and for a time."""

    rule: str
    """The rule's id."""
    reason: str
    until: int
    """It speaks of work that starts before."""


class Window(msgspec.Struct, frozen=True, array_like=True):
    """One declared, dated piece of maintenance."""

    id: str
    origin: Origin
    title: str
    components: tuple[str, ...]
    impact: Impact
    span: Span
    """As the file says now."""
    time_zone: str
    """The zone its times are shown in: the file's own or the page's."""
    description: str = ""
    """Markdown."""
    formerly: tuple[str, ...] = ()
    """The ids it had before, oldest first: its page is found under each of them."""
    updates: tuple[Update, ...] = ()
    actual: Actual | None = None
    notices: tuple[Notice, ...] = ()
    cancelled: Cancelled | None = None
    emergency: str | None = None
    """The reason; empty where the file says that it is one and gives none; None where it is none."""
    series: str | None = None
    """The id of the file whose `repeat:` made this occurrence."""
    declared: tuple[Announcement, ...] = ()
    """What `announced:` says, oldest first."""
    announcements: tuple[Announcement, ...] = ()
    """The evidence that counts, oldest first: git's, or what is declared where the project says so or there is no git."""
    revisions: tuple[int, ...] = ()
    """When git shows that something new was said of it, the first time included; none where git is not the evidence."""
    known_as: str = ""
    """The id that calendars and feeds know it by, where git shows that this is another: its file was renamed, or bears the name
    of an earlier one."""
    waivers: tuple[Waiver, ...] = ()

    @property
    def identity(self) -> str:
        """The id that subscribers know it by, for life: the first it had."""
        return self.known_as or next(iter(self.formerly), self.id)

    @property
    def day(self) -> str:
        """Of an occurrence: the day of its rule, by which its file speaks of it; empty of a window that stands alone."""
        return "" if self.series is None else self.id.removeprefix(f"{self.series}-")

    @property
    def could_wait(self) -> bool:
        """Whether it takes part in what a page plans: what is called off does not, and an emergency does not ask."""
        return self.cancelled is None and self.emergency is None

    @property
    def dated(self) -> Iterator[int]:
        """The instants at which the file says that something happened or was told, beside the announcements."""
        yield from (update.at for update in self.updates)
        if self.cancelled is not None:
            yield self.cancelled.at
        if self.actual is not None:
            yield from (at for at in (self.actual.start, self.actual.end) if at is not None)


class Incident(msgspec.Struct, frozen=True, array_like=True):
    """An unplanned interruption or loss of quality."""

    id: str
    origin: Origin
    title: str
    components: tuple[str, ...]
    impact: Impact
    cause: Cause
    start: int
    time_zone: str
    end: int | None = None
    """None: still open."""
    preventable: bool = False
    """Of an attack: whether own security measures could have prevented it."""
    description: str = ""
    formerly: tuple[str, ...] = ()
    """The ids it had before, oldest first."""
    priority: str | None = None
    symptom: str | None = None
    """What customers saw, in a word that a contract has a time for: `page_down`."""
    reported: int | None = None
    acknowledged: int | None = None
    acted: int | None = None
    responded: int | None = None
    resolved: int | None = None
    updates: tuple[Update, ...] = ()

    @property
    def identity(self) -> str:
        """The id that subscribers know it by, for life: the first it had."""
        return next(iter(self.formerly), self.id)


class Money(msgspec.Struct, frozen=True, array_like=True):
    """An amount in the currency's smallest unit."""

    units: int
    currency: str


_NO_DECIMALS: Final = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF")
)
_DIGITS: Final = {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4}


def digits(currency: str) -> int:
    """How many decimals a currency has (ISO 4217): of yen none, of most two."""
    return 0 if currency in _NO_DECIMALS else _DIGITS.get(currency, 2)


class Filed(msgspec.Struct, frozen=True, array_like=True):
    """A report or claim that a customer made."""

    at: int
    channel: str = ""
    """How: `email`, `dashboard`; empty where that is not recorded."""
    fields: dict[str, str] = {}
    """What it contained, by what the contract asks for: `account_id`."""


class Agreement(msgspec.Struct, frozen=True, array_like=True):
    """What was agreed with one customer. Private: nothing of it may reach the site."""

    id: str
    origin: Origin
    customer: str
    policy: str
    plan: str | None = None
    fee: Money | None = None
    """A month, for the service that is agreed."""
    fees: dict[str, Money] = {}
    """What else a percentage may be taken of: `invoice`, `balance`."""
    exchange: dict[str, Decimal] = {}
    """What one unit of another currency is worth in the fee's: of a cap `or equivalent`."""
    holidays: tuple[str, ...] = ()
    """Days on which the support desk is closed for this customer: `2026-12-25`."""
    country: str | None = None
    """The country (ISO 3166) whose public holidays are such days."""
    subdivision: str | None = None
    since: int | None = None
    until: int | None = None
    active: bool = True
    reports: dict[str, Filed] = {}
    """What the customer reported: an incident, or a window that was downtime, by its id."""
    claims: dict[str, Filed] = {}
    """What the customer claimed credit for: a month (`2026-11`) or an incident, by either's name."""


class Measurement(msgspec.Struct, frozen=True, array_like=True):
    """One measured value of a metric that a contract speaks of."""

    place: Place
    metric: str
    at: int
    value: Decimal
    region: str = ""


class Component(msgspec.Struct, frozen=True, array_like=True):
    """A part of the service that customers rely on."""

    id: str
    name: str
    group: str | None = None
    description: str = ""
    depends_on: tuple[str, ...] = ()
    redundant_with: tuple[str, ...] = ()
    """The components that carry on while this one is worked on; either of two may name the other."""


class Maintnote(msgspec.Struct, frozen=True, array_like=True):
    """Who says what to whom in notices of the MAINTNOTE standard."""

    provider: str
    account: str
    organizer: str = ""
    """Their e-mail address; empty: the page stands for them."""


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A page elsewhere that every page leads to."""

    name: str
    url: str
    """`https:`, `http:` or `mailto:`."""


class Look(msgspec.Struct, frozen=True, array_like=True):
    """What makes a page look like its owner's."""

    logo: str | None = None
    """The path of a picture below the project's folder."""
    logo_place: Place = Place("statusgen.yaml")
    """Where that is said."""
    accent: str | None = None
    """The colour of links, `#rrggbb` or `#rgb`; made to stand out where it does not."""
    links: tuple[Link, ...] = ()


class Security(msgspec.Struct, frozen=True, array_like=True):
    """How to report a vulnerability to whoever runs the page: the fields of RFC 9116."""

    contacts: tuple[str, ...]
    """URIs, the preferred one first: `mailto:security@acme.example`."""
    expires: int
    """From when on nobody should rely on it."""
    place: Place
    """Where `expires` stands."""
    languages: tuple[str, ...] = ()
    encryption: str | None = None
    acknowledgments: str | None = None
    policy: str | None = None
    hiring: str | None = None


class Page(msgspec.Struct, frozen=True, array_like=True):
    """Whose status page it is."""

    name: str
    url: str
    """Absolute, ends with `/`."""
    time_zone: str
    languages: tuple[str, ...] = ("en",)
    reminders: tuple[int, ...] = (7 * DAY, 2 * DAY, HOUR)
    """Seconds before a window's start at which the feeds remind of it, the longest first."""
    maintnote: Maintnote | None = None
    """Where it is there, network operators' tools have a calendar of their own."""
    look: Look = Look()
    security: Security | None = None


class Frozen(msgspec.Struct, frozen=True, array_like=True):
    """One stretch of a freeze."""

    span: Span
    name: str = ""
    """What it is called where the freeze has many: `Christmas Day`."""


class Freeze(msgspec.Struct, frozen=True, array_like=True):
    """A dated time without changes."""

    reason: str
    place: Place
    """Where it is declared."""
    stretches: tuple[Frozen, ...]
    """In the order of time; those of a holiday calendar, and what recurs, for the years that load lays out."""
    components: tuple[str, ...] = ()
    """Those that are not to change; none: no component is."""

    def holds(self, components: Iterable[str]) -> bool:
        """Whether it is a freeze of any of these components."""
        return not self.components or not set(self.components).isdisjoint(components)


class Limits(msgspec.Struct, frozen=True, array_like=True):
    """What the page allows itself beside what it promises; None: as much as there is."""

    gap: int | None = None
    """Seconds that at least lie between two windows on one component."""
    at_once: int | None = None
    """How many windows at most are at work at the same time."""
    downtime: int | None = None
    """Seconds of a month, on the page's calendar, that windows may plan as an outage."""
    downtime_by_policy: dict[str, int] = {}
    """The same of what a policy covers, on the policy's calendar, by its id."""


class Weight(msgspec.Struct, frozen=True, array_like=True):
    """How much the findings of a rule weigh on this page."""

    rule: str
    """The rule's id."""
    severity: Severity | None
    """None: the rule is off."""
    place: Place


class Evidence(StrEnum):
    """What proves when a window was announced."""

    GIT = "git"
    DECLARED = "declared"


class Timetable:
    """Windows by when they are: those of some time are found without a look at all others."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._by_start = sorted(enumerate(windows), key=lambda numbered: numbered[1].span.start)
        self._starts = [window.span.start for _, window in self._by_start]
        self._longest = max((window.span.seconds for window in windows), default=0)

    def during(self, span: Span) -> list[Window]:
        """Those that share a second with a span, in the order in which they were given."""
        first, last = bisect_right(self._starts, span.start - self._longest), bisect_left(self._starts, span.end)
        met = sorted(numbered for numbered in self._by_start[first:last] if numbered[1].span.end > span.start)
        return [window for _, window in met]


class Project(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """All that is declared, read and found readable, in the order of ids."""

    page: Page
    components: tuple[Component, ...]
    policies: tuple[Policy, ...]
    windows: tuple[Window, ...]
    incidents: tuple[Incident, ...]
    agreements: tuple[Agreement, ...]
    evidence: Evidence
    digest: str
    """Of `statusgen.yaml`, the freezes and every policy: what all that is read depends on beside its own file."""
    measurements: tuple[Measurement, ...] = ()
    """In the order of metric, time and region."""
    freezes: tuple[Freeze, ...] = ()
    """In the order in which they are declared."""
    limits: Limits = Limits()
    weights: tuple[Weight, ...] = ()

    @cached_property
    def timetable(self) -> Timetable:
        """Its windows, by when they are."""
        return Timetable(self.windows)

    def component(self, component_id: str) -> Component:
        """The component of an id; load has made sure that every id that is named is there."""
        return next(component for component in self.components if component.id == component_id)

    def policies_of(self, components: tuple[str, ...], at: int) -> tuple[Policy, ...]:
        """The policies that cover at least one of the components, each as it is in force at an instant."""
        in_force = (policy.in_force(at) for policy in self.policies)
        return tuple(policy for policy in in_force if policy is not None and any(map(policy.covers, components)))

    def month(self, at: int) -> Month:
        """The month the page's calendar shows at an instant."""
        return Month.of(at, self.page.time_zone)
