"""What a feed has to tell of an event, as items: texts, addresses and identities, the same for every format.

The occurrences of a series are announced, moved and cancelled together, so that is told once, by the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape
from itertools import groupby
from typing import Final
from urllib.parse import quote, urljoin

from msgspec import Struct

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry, words
from statusgen.board.heard import heard, reminders
from statusgen.board.told import Told
from statusgen.board.words import Moment
from statusgen.language import Language
from statusgen.site.feeds import wording
from statusgen.site.feeds.identity import of_piece, of_whole
from statusgen.site.markdown import html

FIRST: Final = ("announced", "open")
"""With what an event begins to be told."""
_HREF: Final = re.compile(r'(<a href=")([^"]*)')


class Item(Struct, frozen=True):
    """One thing told."""

    at: int
    """When it was published."""
    moment: Moment
    id: str
    """Permanent: made of the event, what happened and when."""
    status: str
    """What happened, in a word that never changes: `moved`, `in_progress`."""
    label: str
    """The same to readers."""
    title: str
    link: str
    content: str
    """What was told, as HTML whose every address is absolute."""
    event: Event
    """Whose news it is."""

    @property
    def alone(self) -> str:
        """The content for a reader who sees nothing else of the event: with what it is about, and when it is and of what."""
        facts = "" if self.status == "announced" else self.event.facts  # an announcement says so itself
        return self.content + facts + (self.event.description if self.status in FIRST else "")


class Event(Struct, frozen=True):
    """A window, a series of them, or an incident, as feeds tell of it."""

    id: str
    """Permanent, for a feed in which an event is one entry."""
    entry: Entry
    """Of a series the occurrence that speaks for all."""
    title: str
    link: str
    facts: str
    """HTML, as the next."""
    description: str
    categories: tuple[str, ...]
    """What kind of event it is, and what subscribers call its components."""


def name_of(entry: Entry) -> str:
    """What the event is called in identities: as its file was called first; the occurrences of a series share its name."""
    if isinstance(entry, IncidentEntry):
        return f"incidents/{next(iter(entry.formerly), entry.id)}"
    window = entry.window
    name = window.identity
    if window.series is not None and name != window.series:
        name = name.removesuffix(window.id.removeprefix(window.series))
    return f"windows/{name}"


class Desk:
    """Writes items of one board in one language, whose pages lie `below` the site's."""

    def __init__(self, board: Board, language: Language, below: str) -> None:
        self._board = board
        self._language = language
        self._home = f"{board.page.url}{below}"
        self._zone = board.page.time_zone
        self._written: dict[str, list[Item]] = {}
        """Of an event by itself: it stands in feeds of several formats and components."""

    def items_of(self, entries: Iterable[Entry]) -> list[Item]:
        """All that was told of some events, in no order; a series stands in them with all occurrences that changed together."""
        named: dict[str, list[Entry]] = {}
        for entry in entries:
            named.setdefault(name_of(entry), []).append(entry)
        return [item for name, group in named.items() for item in self._told_of(name, group)]

    def reminders_of(self, entries: Iterable[Entry]) -> list[Item]:
        """The reminders that are due, in no order: each occurrence of a series has its own."""
        found = []
        for entry in entries:
            if isinstance(entry, WindowEntry):
                pieces = reminders(entry, self._board.page.reminders, self._zone, self._language)
                found += [self._item(entry.path.removesuffix("/"), self._event(entry), piece) for piece in pieces]
        return found

    def _told_of(self, name: str, entries: Sequence[Entry]) -> list[Item]:
        if len(entries) == 1:
            return self._told_alone(name, entries[0])
        in_order = sorted(entries, key=lambda entry: (entry.span.start, entry.id))
        pieces = [(piece, entry) for entry in in_order for piece in self._heard(entry)]
        pieces.sort(key=lambda each: each[0].anchor)
        return [self._told_together(name, list(group)) for _, group in groupby(pieces, key=lambda each: each[0].anchor)]

    def _told_alone(self, name: str, entry: Entry) -> list[Item]:
        items = self._written.get(entry.path)
        if items is None:
            event = self._event(entry)
            items = self._written[entry.path] = [self._item(name, event, piece) for piece in self._heard(entry)]
        return items

    def _heard(self, entry: Entry) -> tuple[Told, ...]:
        return heard(entry, self._board.names, self._zone, self._language)

    def _told_together(self, name: str, group: Sequence[tuple[Told, Entry]]) -> Item:
        """What was told of several occurrences at once, by the first that was still to come then."""
        piece, speaker = next((each for each in group if each[1].span.end > each[0].at), group[0])
        spans = [entry.span for _, entry in group]
        more = wording.dates(spans, self._zone, self._language) if len(group) > 1 else ""
        return self._item(name, self._event(speaker), piece, more)

    def _event(self, entry: Entry) -> Event:
        row = words.row(entry, self._board.names, self._zone, self._language)
        declared = entry.window if isinstance(entry, WindowEntry) else entry.incident
        link = f"{self._home}{quote(entry.path)}"
        return Event(
            id=of_whole(self._board, name_of(entry)),
            entry=entry,
            title=wording.plain(row.title),
            link=link,
            facts=wording.facts(row, self._language),
            description=absolute(html(words.clean(declared.description)), link),
            categories=(row.kind, *(wording.plain(self._board.names[component]) for component in declared.components)),
        )

    def _item(self, name: str, event: Event, piece: Told, more: str = "") -> Item:
        return Item(
            at=piece.at,
            moment=piece.moment,
            id=of_piece(self._board, name, piece.anchor, piece.at),
            status=piece.status,
            label=piece.label,
            title=wording.piece_title(piece.label, event.title),
            link=f"{event.link}#{piece.anchor}",
            content=absolute(html(piece.text), event.link) + (self._course(event, piece) if not piece.text else "") + more,
            event=event,
        )

    def _course(self, event: Event, piece: Told) -> str:
        """How the work went, where it is done and nobody wrote a word."""
        if piece.status != "completed" or not isinstance(event.entry, WindowEntry):
            return ""
        course = words.course_text(event.entry, self._zone, self._language)
        return f"<p>{escape(course)}</p>\n" if course else ""


def absolute(text: str, base: str) -> str:
    """HTML that can be read anywhere: its links, relative to the event's page, in full."""

    def full(found: re.Match[str]) -> str:
        try:
            return found[1] + escape(urljoin(base, unescape(found[2])))
        except ValueError:  # such as `//[`, which leads nowhere
            return found[1] + escape(base)

    return _HREF.sub(full, text)
