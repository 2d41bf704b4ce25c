"""Incidents and windows in Statuspage's shapes: a scheduled maintenance is an incident with times of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

import msgspec

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry, told, words
from statusgen.board.entries import last_status
from statusgen.board.told import Told
from statusgen.course import State
from statusgen.model import Status
from statusgen.policy import Impact
from statusgen.site.statuspage.listed import updated
from statusgen.site.statuspage.words import Json, instant, page_id

IMPACTS: Final = {
    Impact.NONE: "none",
    Impact.DEGRADED: "minor",
    Impact.PARTIAL_OUTAGE: "major",
    Impact.OUTAGE: "critical",
}
STATUSES: Final = {
    State.SCHEDULED: "scheduled",
    State.IN_PROGRESS: "in_progress",
    State.VERIFYING: "verifying",
    State.OVERRUN: "in_progress",
    State.COMPLETED: "completed",
    State.CANCELLED: "completed",
}
UNRESOLVED: Final = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING)
OTHER_WORDS: Final = {
    "announced": "scheduled",
    "moved": "scheduled",
    "changed": "scheduled",
    "cancelled": "completed",
    "open": "investigating",
}
"""What the board tells of an event, where Statuspage has another word."""


def incident(board: Board, entry: IncidentEntry, components: Sequence[Json]) -> Json:
    """An incident; it is investigated as long as nobody says more."""
    event, said = entry.incident, last_status(entry)
    status = "resolved" if not entry.open else said.value if said in UNRESOLVED and said is not None else "investigating"
    watched = [update.at for update in entry.updates if update.status is Status.MONITORING]
    made = _event(board, entry, words.line(event.title), status, components)
    return made | {
        "created_at": instant(event.start),
        "started_at": instant(event.start),
        "monitoring_at": instant(watched[-1]) if watched else None,
        "resolved_at": None if entry.open or event.end is None else instant(event.end),
        "impact": IMPACTS[event.impact],
        "incident_updates": _updates(board, entry, told.marks(entry, board.page.time_zone)),
    }


def maintenance(board: Board, entry: WindowEntry, components: Sequence[Json]) -> Json:
    """A window. As theirs, it is started when it is announced, and takes place between the times it is scheduled for."""
    window, announced = entry.window, entry.window.announcements[0].at
    over = {State.COMPLETED: entry.span.end, State.CANCELLED: entry.changed}.get(entry.state)
    made = _event(board, entry, words.line(window.title), STATUSES[entry.state], components)
    return made | {
        "created_at": instant(announced),
        "started_at": instant(announced),
        "resolved_at": None if over is None else instant(over),
        "impact": "maintenance",
        "incident_updates": _updates(board, entry, _announced(board, entry)),
        "scheduled_for": instant(window.span.start),
        "scheduled_until": instant(window.span.end),
    }


def _announced(board: Board, entry: WindowEntry) -> tuple[Told, ...]:
    """What was announced; the first time with what the work is about, for which they have no other place."""
    history, about = told.history(entry, board.names, board.page.time_zone), words.clean(entry.window.description).strip()
    if not history or not about:
        return history
    return (msgspec.structs.replace(history[0], text=f"{history[0].text}\n\n{about}"), *history[1:])


def _event(board: Board, entry: Entry, name: str, status: str, components: Sequence[Json]) -> Json:
    """What both have, in the order of keys that real pages have."""
    return {
        "id": entry.id,
        "name": name,
        "status": status,
        "created_at": None,
        "updated_at": instant(updated(entry)),
        "monitoring_at": None,
        "resolved_at": None,
        "impact": None,
        "shortlink": f"{board.page.url}{quote(entry.path)}",
        "started_at": None,
        "page_id": page_id(board),
        "incident_updates": [],
        "components": [each for each in components if each["id"] in entry.components],
    }


def _updates(board: Board, entry: Entry, besides: Iterable[Told]) -> list[Json]:
    """The newest first: what was written, and what was told besides and no message of the same instant tells."""
    written = told.updates(entry, board.page.time_zone)
    said = {each.at for each in written}
    pieces = sorted((*(each for each in besides if each.at not in said), *written), key=lambda each: each.at, reverse=True)
    return [_update(entry, each) for each in pieces]


def _update(entry: Entry, each: Told) -> Json:
    return {
        "id": f"{entry.id}-{each.anchor}",
        "status": OTHER_WORDS.get(each.status, each.status),
        "body": each.text or f"{each.label}.",
        "incident_id": entry.id,
        "created_at": instant(each.at),
        "updated_at": instant(each.at),
        "display_at": instant(each.at),
        "affected_components": None,
        "deliver_notifications": False,
        "custom_tweet": None,
        "tweet_id": None,
    }
