"""What stands in a page's head for search engines and those who share it: what it is about, and its event as schema.org has it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final
from urllib.parse import quote

import msgspec

from statusgen.board import Board, WindowEntry, words
from statusgen.board.words import Row
from statusgen.civil import rfc3339
from statusgen.course import State
from statusgen.language import Language

_SCHEMA: Final = "https://schema.org/"


def about(row: Row, language: Language) -> str:
    """An event in a sentence that stays true."""
    values = {"kind": row.kind, "start": row.start.local, "affected": row.affected, "impact": row.impact}
    if row.end is None:
        return language.say("%(kind)s, from %(start)s. %(affected)s: %(impact)s.", **values)
    return language.say("%(kind)s, %(start)s to %(end)s. %(affected)s: %(impact)s.", end=row.end.local, **values)


def event(board: Board, entry: WindowEntry, row: Row, said: str) -> str:
    """The window as a schema.org Event, in JSON. What was moved names when it was to be at first."""
    window, url = entry.window, f"{board.page.url}{quote(entry.path)}"
    first = window.announcements[0].span.start
    moved = first != window.span.start
    status = "EventCancelled" if entry.state is State.CANCELLED else "EventRescheduled" if moved else "EventScheduled"
    described = {
        "@context": _SCHEMA[:-1],
        "@type": "Event",
        "name": row.title,
        "description": said,
        "startDate": row.start.iso,
        "endDate": rfc3339(window.span.end),
        "eventStatus": f"{_SCHEMA}{status}",
        "eventAttendanceMode": f"{_SCHEMA}OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": url},
        "organizer": {"@type": "Organization", "name": words.line(board.page.name), "url": board.page.url},
        "url": url,
    }
    if moved:
        described["previousStartDate"] = rfc3339(first)
    text = msgspec.json.encode(described).decode()
    # So that no text ends the element it stands in. One by one, they are looked for faster than by a table.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def seal(data: str) -> str:
    """What lets this one block of data stand in a page whose policy (CSP) names its scripts: browsers take it for no script,
    checkers do.
    """
    return f" 'sha256-{b64encode(sha256(data.encode()).digest()).decode()}'"
