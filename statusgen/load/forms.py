"""The forms of the files: which keys there are, what each holds, and what it is for.

A form checks shapes; what a text means (a time, a component) is read from it afterwards. A file that fits is read by msgspec;
`pydantic_forms.py` makes of the same forms what tells the mistakes of one that does not, and what draws the schemas. The titles
and descriptions are what editors show. Hints are no texts here, as they are elsewhere: to compile texts takes longer than to
read a file.
"""

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from statusgen.model import Evidence
from statusgen.policy import Cause, Channel, Impact

MANY = 1000
"""As long as any list or mapping of one file may be."""
MANY_DAYS = 31
"""So many days at most a freeze begins before, or lasts after, a holiday."""

TIME_PATTERN = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|[+-]\d\d:\d\d)?$"
DATE_PATTERN = r"^\d{4}-\d\d-\d\d$"

A_TEXT = Meta(pattern=r"\S")
A_LINE = Meta(pattern=r"\A\S([^\r\n]{0,198}\S)?\Z")

Text = Annotated[str, A_TEXT]
"""Several lines, read without the space around them."""
Line = Annotated[str, A_LINE]
"""One line, without space around it."""
Id = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,99}\Z")]
Time = Annotated[
    str,
    Meta(
        description="`YYYY-MM-DD HH:MM` on the clock of the page or of the file's `time_zone`, or with an offset of its own.",
        examples=["2026-12-05 21:00", "2026-12-05 21:00 -06:00", "2026-12-06T03:00:00Z"],
        extra_json_schema={"pattern": TIME_PATTERN},
    ),
]
Date = Annotated[
    str,
    Meta(description="A day of the calendar.", examples=["2027-12-31"], extra_json_schema={"pattern": DATE_PATTERN}),
]
DateOrTime = Annotated[
    str,
    Meta(
        description="A day of the calendar, or a time.",
        examples=["2027-12-31", "2027-12-31 12:00"],
        extra_json_schema={"pattern": f"{DATE_PATTERN}|{TIME_PATTERN}"},
    ),
]
Duration = Annotated[str, Meta(title="Duration", description="Elapsed time, instead of `end`.", examples=["4h", "90m", "PT1H30M"])]
Zone = Annotated[
    str,
    Meta(
        title="Time zone",
        description="The IANA zone of this file's times; the page's where there is none.",
        examples=["Europe/Brussels"],
    ),
]
AnImpact = Annotated[Impact, Meta(title="Impact", description="What customers notice. Only an outage is downtime.")]
ComponentIds = Annotated[
    list[str],
    Meta(
        min_length=1,
        max_length=MANY,
        title="Components",
        description="Ids of the components that are touched, as `statusgen.yaml` declares them.",
        examples=[["database"]],
    ),
]
Description = Annotated[str, Meta(title="Description", description="What customers read about it, in Markdown.")]
Title = Annotated[Line, Meta(title="Title", description="One line that customers understand.", examples=["Database upgrade"])]


Formerly = Annotated[
    list[Id],
    Meta(
        max_length=MANY,
        title="Formerly",
        description="Names that this file had before, without `.yaml`: its page is found under each of them. Git knows them, too.",
        examples=[["2026-12-05-database"]],
    ),
]


Country = Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z", examples=["BE"])]


Number = int | Decimal


class Form(Struct, forbid_unknown_fields=True):
    """Nothing is guessed: no unknown key, no number for a text."""


def about_file(kind: str, **example: Any) -> dict[str, Any]:
    """What the schema of a file says of the whole."""
    return {"title": f"statusgen {kind}", "examples": [example]}


class WindowUpdate(Form):
    """A message about a window."""

    at: Time
    status: Literal["scheduled", "in_progress", "verifying", "completed", "cancelled"]
    """What the message says of the window."""
    text: Text
    """Markdown."""


class IncidentUpdate(Form):
    """A message about an incident."""

    at: Time
    status: Literal["investigating", "identified", "monitoring", "resolved"]
    """What the message says of the incident."""
    text: Text
    """Markdown."""


class ActualTimes(Form):
    """When the work really ran."""

    start: Time | None = None
    end: Time | None = None


class NoticeGiven(Form):
    """That customers were told by another channel than the page."""

    channel: Channel
    """How they were told."""
    at: Time
    acknowledged: Time | None = None
    """When the customer confirmed it."""
    start: Time | None = None
    """The start it told, where that is not what the page announced when it was sent."""
    end: Time | None = None
    """The end it told."""


class Cancellation(Form):
    """That the window will not happen."""

    at: Time
    reason: Text
    """What customers read as the reason."""


class Telling(Form):
    """What was announced at one time; what is not given is as the file has it. With `start` alone it is as long as in the file."""

    at: Time
    start: Time | None = None
    end: Time | None = None
    components: ComponentIds | None = None
    impact: AnImpact | None = None


class Repetition(Form):
    """A window that comes again, each time with the clock times of the first."""

    rule: Annotated[str, Meta(examples=["FREQ=MONTHLY;BYDAY=1SU", "FREQ=WEEKLY;BYDAY=SA;COUNT=10"], max_length=200)]
    """A recurrence rule of RFC 5545 without times of day: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."""
    until: Date | None = None
    """The last day on which an occurrence may start; left out where the rule has an UNTIL or a COUNT."""
    except_: Annotated[list[Date], Meta(title="Except", max_length=MANY)] = field(name="except", default_factory=list)
    """The days of occurrences that are left out."""


class WaiverForm(Form):
    """That this work may break a rule of the page. What customers were promised cannot be waived here."""

    rule: Annotated[str, Meta(examples=["freeze"])]
    """The rule's id, as findings name it in brackets."""
    reason: Line
    """Why; reviewers and plans read it."""
    until: DateOrTime
    """It covers work that starts before; a day is included."""


Announced = Time | Annotated[list[Telling], Meta(min_length=1, max_length=MANY)]


Emergency = bool | str | None


class Occurrence(Form):
    """What is so of one occurrence of a series, and not of the others. What is left out is as the file has it."""

    title: Title | None = None
    components: ComponentIds | None = None
    impact: AnImpact | None = None
    start: Time | None = None
    """When it begins, where it was moved, or the rule does not name its day. With `start` alone it is as long as ever."""
    end: Time | None = None
    duration: Duration | None = None
    description: Description | None = None
    updates: Annotated[list[WindowUpdate], Meta(max_length=MANY)] = []
    """What was told while it went on."""
    actual: ActualTimes | None = None
    """When it really ran."""
    notices: Annotated[list[NoticeGiven], Meta(max_length=MANY)] = []
    """What was told of it by other channels, beside the notices of the series."""
    cancelled: Cancellation | None = None
    """Present if it will not happen."""
    emergency: Emergency | UnsetType = UNSET
    """A reason: it cannot wait for its notice."""
    announced: Announced | None = None
    """When it was announced as it is, where the series was announced otherwise."""


class WindowForm(Form):
    """One piece of maintenance. The file's name, without `.yaml`, is its id."""

    about: ClassVar[dict[str, Any]] = about_file(
        "maintenance window",
        title="Database upgrade",
        components=["database"],
        impact="outage",
        start="2026-12-05 21:00",
        duration="4h",
    )

    title: Title
    components: ComponentIds
    impact: AnImpact
    start: Time
    """When the work begins."""
    end: Time | None = None
    """The first moment at which it is over. Either this or `duration`."""
    duration: Duration | None = None
    time_zone: Zone | None = None
    description: Description = ""
    formerly: Formerly = []
    updates: Annotated[list[WindowUpdate], Meta(max_length=MANY)] = []
    """What was told while it went on."""
    actual: ActualTimes | None = None
    """When the work really ran, where that is known."""
    notices: Annotated[list[NoticeGiven], Meta(max_length=MANY)] = []
    """How customers were told besides the page."""
    cancelled: Cancellation | None = None
    """Instead of deleting the file: that it will not happen, so that calendars and readers hear of it."""
    emergency: Emergency | UnsetType = UNSET
    """The reason why it could not wait for its notice."""
    repeat: Repetition | None = None
    """That it comes again."""
    waivers: Annotated[list[WaiverForm], Meta(max_length=MANY)] = []
    """Rules of the page that this work may break, each for a reason and for a time."""
    occurrences: Annotated[
        dict[str, Occurrence],
        Meta(max_length=MANY, examples=[{"2026-12-06": {"start": "2026-12-07 05:00"}}],
              extra_json_schema={"propertyNames": {"pattern": DATE_PATTERN}}),
    ] = {}  # fmt: skip
    """What is so of single occurrences, by the day on which the rule has them."""
    announced: Announced | None = None
    """When the page announced it, where git is not the evidence: one time, or each telling, oldest first."""


class IncidentForm(Form, kw_only=True):
    """An unplanned interruption or loss of quality. The file's name, without `.yaml`, is its id."""

    about: ClassVar[dict[str, Any]] = about_file(
        "incident",
        title="SMS sending failed",
        components=["api"],
        impact="outage",
        cause="provider_failure",
        start="2026-11-03 10:04",
        end="2026-11-03 10:51",
    )

    title: Title
    components: ComponentIds
    impact: AnImpact
    cause: Cause = Cause.UNKNOWN
    """Why it failed, in the words that contracts tell apart. An unknown cause counts as our own."""
    start: Time
    """When it began."""
    end: Time | None = None
    """The first moment at which it was over; absent while it lasts."""
    duration: Duration | None = None
    time_zone: Zone | None = None
    preventable: bool = False
    """Of an attack: whether own security measures could have prevented it."""
    description: Description = ""
    formerly: Formerly = []
    priority: Annotated[Line, Meta(max_length=40, examples=["P1"])] | None = None
    """The priority that was agreed with customers."""
    symptom: Annotated[Line, Meta(max_length=40, examples=["page_down"])] | None = None
    """What customers saw, in a word that a contract has a time for."""
    reported: Time | None = None
    """When it was first reported."""
    acknowledged: Time | None = None
    """When the report was acknowledged."""
    acted: Time | None = None
    """When work on it began."""
    responded: Time | None = None
    """When customers had an answer."""
    resolved: Time | None = None
    """When customers were served again."""
    updates: Annotated[list[IncidentUpdate], Meta(max_length=MANY)] = []
    """What was told while it went on."""


class Filing(Form):
    """A report or claim, and what it contained."""

    at: Time
    channel: Line | None = None
    """How it was made: `email`, `dashboard`."""
    fields: Annotated[dict[str, Text], Meta(max_length=MANY)] = {}
    """What it contained, by what the contract asks for."""


Filed = Time | Filing
Money = Annotated[str, Meta(examples=["900.00 AUD"], extra_json_schema={"pattern": r"^\d{1,12}(\.\d{1,4})? [A-Z]{3}$"})]
Currency = Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")]


class OtherFees(Form):
    """What else a contract may take a percentage of."""

    invoice: Money | None = None
    """The whole invoice of a month."""
    balance: Money | None = None
    """The prepaid balance."""


class AgreementForm(Form):
    """What was agreed with one customer. Private: nothing of it is published."""

    about: ClassVar[dict[str, Any]] = about_file("customer agreement", customer="Globex", policy="clicksend", fee="900.00 AUD")

    customer: Line
    """Who it is."""
    policy: str
    """The id of the policy that was agreed, one of `policies` in `statusgen.yaml`."""
    plan: str | None = None
    """The plan of the policy, where it has several."""
    fee: Money | None = None
    """The fee of a month for the service that is agreed, with its currency."""
    fees: OtherFees | None = None
    """What else is paid, where a reading of the contract takes the percentage of that."""
    exchange: Annotated[dict[Currency, Number], Meta(max_length=MANY, examples=[{"USD": 2}])] = {}
    """What one unit of another currency is worth in the fee's, where a cap is `or equivalent`."""
    holidays: Annotated[list[Date], Meta(max_length=MANY)] = []
    """Days on which the support desk is closed for this customer."""
    country: Country | None = None
    """The country (ISO 3166) whose public holidays are such days."""
    subdivision: Annotated[Line, Meta(max_length=10)] | None = None
    """Its state, province or region (ISO 3166-2)."""
    since: DateOrTime | None = None
    """From when it holds."""
    until: DateOrTime | None = None
    """Until when it holds; a day is included."""
    active: bool = True
    """Whether the agreement is in force."""
    reports: Annotated[dict[str, Filed], Meta(max_length=MANY)] = {}
    """When the customer reported an incident, by the incident's id; or when, how and with what."""
    claims: Annotated[dict[str, Filed], Meta(max_length=MANY)] = {}
    """When the customer claimed a credit, by the month (`2026-11`) or the incident's id; or when, how and with what."""


Language = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]
SecurePage = Annotated[str, Meta(examples=["https://acme.example/security"], extra_json_schema={"pattern": "^https://"})]


class LinkForm(Form):
    """A page elsewhere that every page leads to."""

    name: Annotated[Line, Meta(max_length=40)]
    """What it is called."""
    url: Annotated[str, Meta(max_length=2000, examples=["https://acme.example/support"])]
    """`https:`, `http:` or `mailto:`."""


class PageForm(Form):
    """Whose status page it is."""

    name: Line
    """The name that stands on the page."""
    url: Annotated[str, Meta(examples=["https://status.acme.example/"], extra_json_schema={"pattern": "^https?://"})]
    """Where the page will be found."""
    time_zone: Annotated[str, Meta(examples=["America/Mexico_City"])]
    """The IANA zone of all times in the files, and of the page."""
    languages: Annotated[list[Language], Meta(min_length=1, max_length=MANY)] = field(default_factory=lambda: ["en"])
    """The languages of the page, the first one first."""
    logo: Annotated[str, Meta(max_length=200, examples=["assets/logo.svg"])] | None = None
    """A picture of the project, SVG, PNG or WebP, that stands at the head of every page."""
    accent: Annotated[str, Meta(examples=["#0b6e4f"], extra_json_schema={"pattern": "^#([0-9a-fA-F]{3}){1,2}$"})] | None = None
    """The colour of links. Where it would be hard to read, it is made darker, or lighter in the dark look."""
    links: Annotated[list[LinkForm], Meta(max_length=8)] = []
    """Where every page leads: the company, its support."""


class FeedsForm(Form):
    """What the feeds tell besides the news."""

    reminders: Annotated[list[Annotated[str, Meta(examples=["48h"])]], Meta(max_length=10, examples=[["7d", "48h", "1h"], []])] = (
        field(default_factory=lambda: ["7d", "48h", "1h"])
    )
    """How long before a window begins the feeds remind of it; an empty list: never."""


class SecurityForm(Form):
    """How to report a vulnerability: what `.well-known/security.txt` says (RFC 9116)."""

    contact: Annotated[
        list[Text], Meta(min_length=1, max_length=MANY, examples=[["security@acme.example", "https://acme.example/security"]])
    ]
    """E-mail addresses, web pages or telephone numbers (`tel:+1-201-555-0123`), the preferred one first."""
    expires: DateOrTime
    """From when on nobody should rely on it; of a day, its end. Less than a year ahead is advised."""
    languages: Annotated[list[Language], Meta(max_length=MANY)] = []
    """The languages that reports are read in."""
    encryption: SecurePage | None = None
    """Where the key is with which reports are encrypted."""
    acknowledgments: SecurePage | None = None
    """Where those are thanked who reported something."""
    policy: SecurePage | None = None
    """Where it says how reports are dealt with."""
    hiring: SecurePage | None = None
    """Where security work is offered."""


class ComponentForm(Form):
    """A part of the service that customers rely on."""

    id: Id
    """What the other files call it."""
    name: Line
    """What customers call it."""
    group: Line | None = None
    """The heading it stands under."""
    description: Description = ""
    depends_on: Annotated[list[str], Meta(max_length=MANY)] = []
    """Ids of the components that it needs."""
    redundant_with: Annotated[list[str], Meta(max_length=MANY)] = []
    """Ids of the components that carry on while this one is worked on: both are never worked on at once."""


class MaintnoteForm(Form):
    """Who says what to whom in notices of the MAINTNOTE standard, for network operators' tools."""

    provider: Annotated[Line, Meta(examples=["acme.example"])]
    """Who provides the service; a domain name is best."""
    account: Annotated[Line, Meta(examples=["public"])]
    """The customer's account; on a page for everybody, a word for that."""
    organizer: Annotated[Line, Meta(examples=["noc@acme.example"])] | None = None
    """The e-mail address of who organizes the work; the page's address stands where there is none."""


class FreezeForm(Form):
    """A dated time without changes: `from` and `until`, the public holidays of a country, or the events of a calendar."""

    reason: Annotated[Line, Meta(examples=["Christmas peak"])]
    """Why nothing is to change; plans say it."""
    components: ComponentIds | None = None
    """Those that are not to change; left out: all of them."""
    from_: Annotated[DateOrTime, Meta(title="From")] | None = field(name="from", default=None)
    """When it begins."""
    until: DateOrTime | None = None
    """When it is over; a day is included."""
    country: Country | None = None
    """The country (ISO 3166) on whose public holidays nothing is to change."""
    subdivision: Annotated[Line, Meta(max_length=10)] | None = None
    """Its state, province or region (ISO 3166-2)."""
    only: Annotated[list[Line], Meta(min_length=1, max_length=MANY, examples=[["Christmas Day"]])] | None = None
    """The holidays that are meant, by their English names; left out: all of them."""
    calendar: Annotated[Line, Meta(examples=["freezes/retail.ics"])] | None = None
    """The iCalendar file in `freezes/` whose events are freezes."""
    days_before: Annotated[int, Meta(extra_json_schema={"minimum": 0, "maximum": MANY_DAYS})] = 0
    """How many days before each holiday or event it begins already."""
    days_after: Annotated[int, Meta(extra_json_schema={"minimum": 0, "maximum": MANY_DAYS})] = 0
    """How many days after each holiday or event it still lasts."""


class LimitsForm(Form):
    """What the page allows itself beside what it promises."""

    gap: Annotated[str, Meta(examples=["12h"])] | None = None
    """How much time lies at least between two windows on one component."""
    at_once: Annotated[int, Meta(extra_json_schema={"minimum": 1}, examples=[2])] | None = None
    """How many windows at most are at work at the same time."""
    downtime: Annotated[str, Meta(examples=["8h"])] | None = None
    """How much outage a month windows may plan at most, on the page's calendar."""
    downtime_by_policy: Annotated[dict[str, str], Meta(max_length=MANY, examples=[{"clever": "4h"}])] = {}
    """The same of what a policy covers, on the policy's calendar, by its id: one of `policies`."""


class ProjectForm(Form):
    """The page, its components, and the policies it is held to."""

    about: ClassVar[dict[str, Any]] = about_file(
        "project",
        page={"name": "Acme", "url": "https://status.acme.example/", "time_zone": "America/Mexico_City"},
        components=[{"id": "api", "name": "API"}],
        policies=["clever"],
    )

    page: PageForm
    components: Annotated[list[ComponentForm], Meta(min_length=1, max_length=MANY)]
    """The parts of the service, in the order of the page."""
    policies: Annotated[list[str], Meta(max_length=MANY)] = []
    """Ids of built-in policies, or of files in `policies/`."""
    announcements: Evidence = Evidence.GIT
    """What proves when a window was announced: git's history, or what the files declare."""
    feeds: FeedsForm = field(default_factory=FeedsForm)
    """What the feeds tell besides the news."""
    security: SecurityForm | None = None
    """How to report a vulnerability to whoever runs the page."""
    freezes: Annotated[list[FreezeForm], Meta(max_length=MANY)] = []
    """Times without changes."""
    limits: LimitsForm = field(default_factory=LimitsForm)
    """What the page allows itself beside what it promises."""
    rules: Annotated[
        dict[str, Literal["error", "warning", "note", "off"]], Meta(max_length=MANY, examples=[{"overlap": "error"}])
    ] = {}
    """How much the findings of a rule weigh, by the rule's id. What customers were promised is not to be weakened here."""
    branch: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    """The branch whose history is published, where it is neither `main` nor `master`."""
    maintnote: MaintnoteForm | None = None
    """Who gives notice to network operators' tools, which then have a calendar of their own: `maintnote.ics`."""
