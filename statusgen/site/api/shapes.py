"""The shapes of our documents, from which their JSON Schemas are made: what is written and what is promised cannot differ.

Keys may be added and are never renamed; `version` counts the changes that break a reader. Names carry their unit; what ends in
`_at` is an instant, and an end is the first second that no longer belongs.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from statusgen.board import Health
from statusgen.course import State
from statusgen.model import Status
from statusgen.policy import Impact
from statusgen.verdict import Outcome

VERSION: Final[Literal[1]] = 1

_INSTANT: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
Instant = Annotated[str, Meta(pattern=_INSTANT, description="RFC 3339, in UTC, to the second.")]
Address = Annotated[str, Meta(pattern="^https?://", description="Absolute.")]


class Document(Struct):
    """What every document has."""

    version: Annotated[Literal[1], Meta(description="Grows with a change that breaks readers.")]


class Update(Struct):
    """A published message."""

    at: Instant
    status: Status
    text: Annotated[str, Meta(description="Markdown.")]


class Judged(Struct):
    """What a policy says of a window."""

    policy: Annotated[str, Meta(description="Its id.")]
    outcome: Outcome
    excluded: Annotated[bool, Meta(description="Whether the window's time is not counted as downtime.")]
    clause: Annotated[str | None, Meta(description="The id of the clause by which it is not counted; null: it is counted.")]
    notice_owed_by_at: Annotated[Instant | None, Meta(description="Until when a missing notice is in time; null: none is missing.")]


class Window(Struct):
    """One declared piece of maintenance."""

    id: str
    url: Address
    title: str
    description: Annotated[str, Meta(description="Markdown; empty where there is none.")]
    state: State
    impact: Annotated[Impact, Meta(description="What it is expected to do.")]
    components: Annotated[list[str], Meta(description="Ids.")]
    emergency: Annotated[bool, Meta(description="Whether it was needed before notice could be given.")]
    starts_at: Annotated[Instant, Meta(description="As planned.")]
    ends_at: Annotated[Instant, Meta(description="As planned.")]
    began_at: Annotated[Instant | None, Meta(description="When the work really began; null: not known.")]
    ended_at: Annotated[Instant | None, Meta(description="When the work really ended; null: not known.")]
    cancelled_at: Annotated[Instant | None, Meta(description="When it was cancelled; null: it was not.")]
    cancellation_reason: Annotated[str | None, Meta(description="Markdown; null: it was not cancelled.")]
    announced_at: Annotated[Instant, Meta(description="When customers first heard of it.")]
    changed_at: Annotated[Instant, Meta(description="When anything was last published of it.")]
    notice_seconds: Annotated[
        int, Meta(description="From when these times were told to the planned start; 0 or less: too late for any notice.")
    ]
    verdicts: Annotated[list[Judged], Meta(description="Of every policy that covers one of its components.")]
    updates: Annotated[list[Update], Meta(description="Oldest first.")]


class Windows(Document):
    """Maintenance in progress, to come, and just over."""

    running: Annotated[list[Window], Meta(description="In progress, verifying or overrun, by start.")]
    coming: Annotated[
        list[Window], Meta(description="Scheduled, and cancelled until its planned end is past; the next 200, by start.")
    ]
    coming_count: Annotated[int, Meta(description="How many there are in all.")]
    over: Annotated[list[Window], Meta(description="Completed, or cancelled and past: the last 50, the newest first.")]


class Incident(Struct):
    """One unplanned interruption or loss of quality."""

    id: str
    url: Address
    title: str
    description: Annotated[str, Meta(description="Markdown; empty where there is none.")]
    state: Literal["open", "resolved"]
    impact: Impact
    components: Annotated[list[str], Meta(description="Ids.")]
    starts_at: Instant
    ends_at: Annotated[Instant | None, Meta(description="null: it is still open.")]
    changed_at: Annotated[Instant, Meta(description="When anything was last published of it.")]
    updates: Annotated[list[Update], Meta(description="Oldest first.")]


class Incidents(Document):
    """Incidents that are open, and those that are over."""

    open: Annotated[list[Incident], Meta(description="The newest first.")]
    over: Annotated[list[Incident], Meta(description="The last 50, the newest first.")]


class Component(Struct):
    """A part of the service, and how it is."""

    id: str
    name: str
    group: Annotated[str | None, Meta(description="The heading it stands under; null: none.")]
    description: Annotated[str, Meta(description="Empty where there is none.")]
    depends_on: Annotated[list[str], Meta(description="Ids of components.")]
    health: Health
    windows: Annotated[list[str], Meta(description="Ids of the windows in progress that touch it.")]
    incidents: Annotated[list[str], Meta(description="Ids of the open incidents that touch it.")]


class Components(Document):
    """Every component, in the order of the page."""

    components: list[Component]


class Exclusion(Struct):
    """A stretch in which one component's downtime does not count under one policy."""

    policy: Annotated[str, Meta(description="Its id.")]
    component: Annotated[str, Meta(description="Its id.")]
    starts_at: Instant
    ends_at: Annotated[Instant, Meta(description="What an overrun adds, where a contract excuses it, is there when it has ended.")]
    window: Annotated[str, Meta(description="The id of the window that earned it.")]
    commit: Annotated[str | None, Meta(description="What announced the times; null: they are declared in the window's file.")]
    clause: Annotated[str, Meta(description="The id of the clause by which it does not count.")]


class Exclusions(Document):
    """Time that contracts do not count because of approved windows, in the order of policy, start, component and window."""

    exclusions: list[Exclusion]


class Site(Document):
    """The page as a whole, and for how long all of it is as it should be."""

    name: str
    url: Address
    time_zone: Annotated[str, Meta(description="IANA name.")]
    languages: Annotated[list[str], Meta(description="The page's own first.")]
    health: Annotated[Health, Meta(description="The worst of its components.")]
    valid_from: Annotated[
        Instant | None, Meta(description="The last instant at which anything changed; null: nothing is declared.")
    ]
    valid_until: Annotated[
        Instant | None, Meta(description="The next instant at which a rebuild changes anything; null: it never does by itself.")
    ]
    documents: Annotated[dict[str, Address], Meta(description="The documents of this interface, by name.")]


DOCUMENTS: Final[dict[str, type[Document]]] = {
    "site": Site,
    "windows": Windows,
    "incidents": Incidents,
    "components": Components,
    "exclusions": Exclusions,
}


def schema(name: str, address: str) -> dict[str, object]:
    """The JSON Schema (2020-12) of a document, at its own address."""
    made = msgspec.json.schema(DOCUMENTS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, "title": f"{name}.json", **made}
