"""What surrounds the events of a calendar: its name, where it comes from, and how often to look again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import statusgen
from statusgen.site.calendars.lines import line, text

REFRESH: Final = "PT1H"

_UTC: Final = (
    *(("BEGIN", "VTIMEZONE"), ("TZID", "UTC"), ("BEGIN", "STANDARD"), ("DTSTART", "19700101T000000")),
    *(("TZOFFSETFROM", "+0000"), ("TZOFFSETTO", "+0000"), ("END", "STANDARD"), ("END", "VTIMEZONE")),
)
"""RFC 5545 section 3.4 asks for a component in every calendar; nobody sees this one."""


class Heading(NamedTuple):
    """Which calendar it is."""

    name: str
    uid: str
    source: str
    """Its own address."""


def vcalendar(heading: Heading, events: Iterable[bytes]) -> bytes:
    """The calendar of these events. Without METHOD: it is subscribed to, and invites nobody (RFC 5546 section 3.2.1)."""
    body = b"".join(events)
    lines = (
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", f"-//statusgen//{statusgen.__version__}//EN"),
        line("UID", heading.uid),
        text("NAME", heading.name),
        text("X-WR-CALNAME", heading.name),  # NAME as most clients know it
        line("SOURCE;VALUE=URI", heading.source),
        line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        line("X-PUBLISHED-TTL", REFRESH),  # the same to Microsoft's
        body or b"".join(line(*each) for each in _UTC),
        line("END", "VCALENDAR"),
    )
    return b"".join(lines)
