"""The form of a file of requests: `forms.py` says what forms are."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta, field

from statusgen.load.forms import (
    MANY,
    AnImpact,
    ComponentIds,
    DateOrTime,
    Description,
    Duration,
    Form,
    Line,
    Number,
    Title,
    about_file,
)
from statusgen.requests import Priority

RequestId = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,99}\Z")]
RequestIds = Annotated[list[str], Meta(max_length=MANY)]
Crew = Annotated[Line, Meta(max_length=40)]

MOST_A_DAY = 1000
"""Hours of an outage that a day of waiting may cost."""


class WithinForm(Form):
    """The time in which all of it must find room."""

    from_: Annotated[DateOrTime | None, Meta(title="From")] = field(name="from", default=None)
    """The first day, or the first instant; left out: now."""
    to: DateOrTime | None = None
    """The last day, or the first instant that is outside; left out: eight weeks later."""


class AtMostForm(Form):
    """How much may come together."""

    a_night: Annotated[int, Meta(extra_json_schema={"minimum": 1})] | None = None
    """The most windows that may start in one night, from noon to noon on the page's clock; those that are declared count."""


class LatenessForm(Form):
    """What waiting costs, so that it can be weighed against what customers notice."""

    a_day: Annotated[Number, Meta(extra_json_schema={"minimum": 0, "maximum": MOST_A_DAY})]
    """What a day costs that a request of normal priority waits after its earliest start: in hours of an outage of one component at
    average traffic. Of priority `high` twice as much, of `urgent` four times, of `low` half.
    """


class KeepApartForm(Form):
    """Requests of which no two may be at work at once."""

    requests: Annotated[RequestIds, Meta(min_length=2)]
    """Their ids."""
    by: Annotated[str | None, Meta(examples=["24h", "2d"])] = None
    """The least time from the end of one to the start of the next; left out: they only do not overlap."""


class RequestForm(Form):
    """One piece of maintenance that wants a time."""

    id: RequestId
    """The name of its window: `windows/ID.yaml` is written."""
    title: Title
    components: ComponentIds
    impact: AnImpact
    duration: Annotated[Duration, Meta(description="How long the work takes.")]
    earliest: DateOrTime | None = None
    """The day or instant before which it may not start; left out: as soon as all may."""
    latest: DateOrTime | None = None
    """The last day of the work, or the instant by which it is over; left out: as late as all may."""
    priority: Priority = Priority.NORMAL
    """How much it matters that it is placed, and soon."""
    after: RequestIds = field(default_factory=list)
    """Ids of the requests, or declared windows, that must be over when it starts."""
    crew: Crew | None = None
    """Who does it, one of `crews`. A crew does one thing at a time."""
    description: Description = ""


class GroundForm(Form):
    """What all requests of a file have in common."""

    within: WithinForm = field(default_factory=WithinForm)
    traffic: Annotated[Line, Meta(examples=["traffic.csv"])] | None = None
    """A CSV file beside this one, or below, that says how busy each hour of the week is; left out: all are alike."""
    at_most: AtMostForm = field(default_factory=AtMostForm)
    lateness: LatenessForm | None = None
    """What waiting costs; left out: a tenth of an hour a day."""
    crews: Annotated[list[Crew], Meta(max_length=MANY)] = field(default_factory=list)
    """The crews that there are."""
    keep_apart: Annotated[list[KeepApartForm], Meta(max_length=MANY)] = field(default_factory=list)
    """Requests that may not be at work at once, or soon after each other."""


class RequestsForm(GroundForm, kw_only=True):
    """Maintenance that wants times: `statusgen schedule` finds them."""

    about: ClassVar[dict[str, Any]] = about_file(
        "requests",
        within={"from": "2026-12-07", "to": "2027-01-31"},
        requests=[
            {
                "id": "database-upgrade",
                "title": "Database upgrade",
                "components": ["database"],
                "impact": "outage",
                "duration": "2h",
            }
        ],
    )

    requests: Annotated[list[RequestForm], Meta(min_length=1, max_length=MANY)]
    """What wants a time."""
