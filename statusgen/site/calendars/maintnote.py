"""A window as a notice of maintenance for network operators' tools: an event with the properties of the MAINTNOTE standard
(NANOG BCOP draft 0.1, draft-gunter-calext-maintenance-notifications-00).

In a calendar of their own, for such tools refuse a calendar in which one event lacks them.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from statusgen.board import WindowEntry, words
from statusgen.course import State
from statusgen.policy import Impact
from statusgen.site.calendars.lines import line, text
from statusgen.site.calendars.vevent import Place, event, sequence

IMPACTS: Final = {
    Impact.NONE: "NO-IMPACT",
    Impact.DEGRADED: "DEGRADED",
    Impact.PARTIAL_OUTAGE: "OUTAGE",  # for some customers it is one, and the standard knows no word for some
    Impact.OUTAGE: "OUTAGE",
}
STATUSES: Final = {
    State.SCHEDULED: "CONFIRMED",
    State.IN_PROGRESS: "IN-PROCESS",
    State.VERIFYING: "IN-PROCESS",
    State.OVERRUN: "IN-PROCESS",
    State.COMPLETED: "COMPLETED",
    State.CANCELLED: "CANCELLED",
}
_STEPS: Final = ("CONFIRMED", "IN-PROCESS", "COMPLETED")


def notice(entry: WindowEntry, place: Place) -> bytes:
    """The event of a window, for a page that says who provides the service and to which account.

    The standard counts changes of the status too. They come with the clock, between two changes of what is told, so that
    each of these is worth as much as all steps of the status and none that is taken back makes the sequence fall.
    """
    settings, window = place.page.maintnote, entry.window
    assert settings is not None
    status = STATUSES[entry.state]
    told = sequence(window, entry.horizon)
    step = _STEPS.index(status) if status in _STEPS else 0
    organizer = f"mailto:{quote(settings.organizer, safe='@')}" if settings.organizer else place.page.url
    more = (
        line("ORGANIZER", organizer),
        text("X-MAINTNOTE-PROVIDER", words.line(settings.provider)),
        text("X-MAINTNOTE-ACCOUNT", words.line(settings.account)),
        line("X-MAINTNOTE-MAINTENANCE-ID", window.identity),
        *(line("X-MAINTNOTE-OBJECT-ID", component) for component in window.components),
        line("X-MAINTNOTE-IMPACT", IMPACTS[window.impact]),
        line("X-MAINTNOTE-STATUS", status),
    )
    return event(entry, place, len(_STEPS) * told + step, more)
