"""A window as an event of a calendar: in UTC, with an identity for life, blocking nobody's day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from statusgen.board import WindowEntry, words
from statusgen.course import State
from statusgen.language import ENGLISH, Language
from statusgen.model import Page, Window
from statusgen.site.calendars.lines import date_time, line, text, texts


class Place(NamedTuple):
    """What an event depends on beside its window: whose page tells it, where, and in which language."""

    page: Page
    names: Mapping[str, str]
    """Component id to name."""
    language: Language = ENGLISH
    below: str = ""
    """Where the pages of the language lie below the site."""

    def url(self, path: str) -> str:
        """The address of a page in the language."""
        return f"{self.page.url}{self.below}{quote(path)}"

    @property
    def host(self) -> str:
        """Part of every identity that is unique in the world."""
        return urlsplit(self.page.url).hostname or "localhost"


def vevent(entry: WindowEntry, place: Place) -> bytes:
    """The event, the same in every calendar of the place. It depends on nothing but what `entry.digest` covers, and the place."""
    return event(entry, place, sequence(entry.window, entry.horizon), ())


def event(entry: WindowEntry, place: Place, sequence: int, more: tuple[bytes, ...]) -> bytes:
    """The event with a sequence and lines of its own."""
    window, cancelled = entry.window, entry.state is State.CANCELLED
    title = words.line(window.title)
    url = place.url(entry.path)
    changed = date_time(entry.changed)
    lines = (
        line("BEGIN", "VEVENT"),
        line("UID", f"{window.identity}@{place.host}"),
        line("SEQUENCE", str(sequence)),
        line("DTSTAMP", changed),
        line("LAST-MODIFIED", changed),
        line("DTSTART", date_time(window.span.start)),
        line("DTEND", date_time(window.span.end)),
        text("SUMMARY", place.language.say("Cancelled: %(title)s", title=title) if cancelled else title),
        text("DESCRIPTION", "\n\n".join(filter(None, (part.strip() for part in _description(entry, place))))),
        line("URL", url),
        texts("CATEGORIES", (place.names[component] for component in window.components)),
        line("STATUS", "CANCELLED" if cancelled else "CONFIRMED"),
        line("TRANSP", "TRANSPARENT"),
        *more,
        line("END", "VEVENT"),
    )
    return b"".join(lines)


def _description(entry: WindowEntry, place: Place) -> Iterator[str]:
    """What is worth reading where there is no page: what is affected, why it is cancelled, the last message."""
    window, said = entry.window, place.language
    kind = said.say("Maintenance") if window.emergency is None else said.say("Emergency maintenance")
    impact = said.say(words.PLANNED_IMPACTS[window.impact])
    yield f"{kind}. {words.affected(window.components, place.names)}: {impact}."
    if window.cancelled is not None and entry.state is State.CANCELLED:
        yield words.clean(window.cancelled.reason)
    yield words.clean(window.description)
    if updates := entry.updates:
        yield f"{said.say(words.STATUSES[updates[-1].status])}: {words.clean(updates[-1].text)}"
    yield place.url(entry.path)


def sequence(window: Window, now: int) -> int:
    """How often what is told of the window has changed. It never falls.

    Where git is the evidence, whatever is changed in the file is one more, be it that an update is taken back. Where the file
    is, it counts what the file says; nothing that was told may be removed from it.
    """
    announced = [told for told in window.announcements if told.at <= now]
    if window.revisions:
        last = window.revisions[-1]
        published = sum(at <= now for at in window.revisions)
        return max(published + sum(last < at <= now for at in (*(told.at for told in announced), *window.dated)) - 1, 0)
    cancelled = window.cancelled
    twice = cancelled is not None and cancelled.at <= now and bool(announced) and announced[-1].span.seconds == 0
    return max(len(announced) - 1, 0) + sum(at <= now for at in window.dated) - twice
