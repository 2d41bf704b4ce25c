"""The calendar that people subscribe to: every window that is recent or to come, in UTC, with an identity for life.

A cancelled window stays, marked as such and with a higher sequence, so that calendars that hold it hear of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import statusgen
from statusgen.board import Board, WindowEntry, words
from statusgen.board.entries import digest_of
from statusgen.civil import utc
from statusgen.course import State
from statusgen.model import Window
from statusgen.site.feeds import host
from statusgen.site.recipe import Recipe
from statusgen.timeline import DAY

if TYPE_CHECKING:
    from icalendar import Component, Event

RECENT: Final = 60 * DAY
"""Clients keep what they have seen; a feed of thousands is slow in all of them."""
REFRESH: Final = timedelta(hours=1)


def calendar(board: Board) -> Recipe:
    """`calendar.ics`: windows of the last 60 days and all to come."""
    shown = sorted(
        (entry for entry in board.windows if entry.planned.end > board.now - RECENT),
        key=lambda entry: (entry.planned.start, entry.id),
    )
    digest = digest_of((statusgen.__version__, board.digest, board.page, [entry.digest for entry in shown]))
    return Recipe(digest, lambda: _written(board, shown))


def sequence(window: Window, now: int) -> int:
    """How often what was told of the window has changed; it never falls, for nothing that was told is taken back."""
    last = [announcement for announcement in window.announcements if announcement.at <= now]
    told_so = bool(last) and last[-1].span.seconds == 0  # in git the revision that cancels is an announcement already
    cancelled = window.cancelled is not None and window.cancelled.at <= now and not told_so
    updates = sum(update.at <= now for update in window.updates)
    actual = window.actual
    ran = 0 if actual is None else sum(at is not None and at <= now for at in (actual.start, actual.end))
    return max(len(last) - 1, 0) + updates + cancelled + ran


def _written(board: Board, entries: list[WindowEntry]) -> bytes:
    from icalendar import Calendar

    page, name = board.page, words.line(board.page.name)
    made = Calendar.new(
        prodid=f"-//statusgen//{statusgen.__version__}//EN",
        uid=f"calendar@{host(board)}",
        refresh_interval=REFRESH,
        source=f"{page.url}calendar.ics",
    )
    made["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # RFC 7986 section 5.7 asks for both
    made["SOURCE"].params["VALUE"] = "URI"
    _text(made, "NAME", f"{name}: maintenance")
    _text(made, "X-WR-CALNAME", f"{name}: maintenance")
    made.add("X-PUBLISHED-TTL", "PT1H")
    for entry in entries:
        made.add_component(_event(board, entry))
    return bytes(made.to_ical())


def _event(board: Board, entry: WindowEntry) -> Event:
    from icalendar import STATUS, TRANSP, Event

    window, cancelled = entry.window, entry.state is State.CANCELLED
    row = words.row(entry, board.names, board.page.time_zone)
    url = f"{board.page.url}{quote(entry.path)}"
    texts = (f"{row.kind}. {row.affected}: {row.impact}.", words.clean(window.description).strip(), url)
    return Event.new(
        uid=f"{entry.id}@{host(board)}",
        stamp=utc(entry.changed),
        last_modified=utc(entry.changed),
        sequence=sequence(window, board.now),
        start=utc(window.span.start),
        end=utc(window.span.end),
        summary=f"Cancelled: {row.title}" if cancelled else row.title,
        description="\n\n".join(text for text in texts if text),
        url=url,
        categories=[words.line(board.names[component]) for component in window.components],
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
    )


def _text(component: Component, name: str, value: str) -> None:
    """The library escapes these properties only where they are said to be texts."""
    from icalendar import vText

    component.pop(name, None)
    component.add(name, vText(value))
