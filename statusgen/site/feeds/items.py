"""What a feed has to tell of an event, as items: texts, addresses and identities, the same for every format.

The occurrences of a series are announced, moved and cancelled together, so that is told once, by the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import Final
from urllib.parse import quote, urljoin

from statusgen.board import Board, Entry, WindowEntry, words
from statusgen.board.heard import heard, reminders
from statusgen.board.told import Told
from statusgen.board.words import Moment, Row
from statusgen.site.feeds import wording
from statusgen.site.feeds.identity import of_piece, of_whole
from statusgen.site.markdown import html

FIRST: Final = ("announced", "open")
"""With what an event begins to be told."""
_HREF: Final = re.compile(r'(?<=<a href=")[^"]*')


@dataclass(frozen=True, slots=True)
class Item:
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


@dataclass(frozen=True, slots=True)
class Event:
    """A window, a series of them, or an incident, as feeds tell of it."""

    id: str
    """Permanent, for a feed in which an event is one entry."""
    entry: Entry
    """Of a series the occurrence that speaks for all."""
    row: Row
    link: str
    facts: str
    """HTML, as the next."""
    description: str
    components: tuple[str, ...]
    """What subscribers call them."""


def name_of(entry: Entry) -> str:
    """What the event is called in identities; the occurrences of a series share the name of their file."""
    if isinstance(entry, WindowEntry) and entry.window.series is not None:
        return f"windows/{entry.window.series}"
    return entry.path.removesuffix("/")


def items_of(board: Board, entries: Iterable[Entry]) -> list[Item]:
    """All that was told of some events, in no order; a series stands in them with all occurrences that changed together."""
    named: dict[str, list[Entry]] = {}
    for entry in entries:
        named.setdefault(name_of(entry), []).append(entry)
    return [item for name, group in named.items() for item in _told_of(board, name, group)]


def reminders_of(board: Board, entries: Iterable[Entry]) -> list[Item]:
    """The reminders that are due, in no order: each occurrence of a series has its own."""
    found = []
    for entry in entries:
        if isinstance(entry, WindowEntry):
            event = _event(board, entry)
            pieces = reminders(entry, board.page.reminders, board.page.time_zone)
            found += [_item(board, entry.path.removesuffix("/"), event, piece) for piece in pieces]
    return found


def _told_of(board: Board, name: str, entries: Sequence[Entry]) -> list[Item]:
    zone = board.page.time_zone
    if len(entries) == 1:
        event = _event(board, entries[0])
        return [_item(board, name, event, piece) for piece in heard(entries[0], board.names, zone)]
    in_order = sorted(entries, key=lambda entry: (entry.span.start, entry.id))
    pieces = [(piece, entry) for entry in in_order for piece in heard(entry, board.names, zone)]
    pieces.sort(key=lambda each: each[0].anchor)
    return [_told_together(board, name, list(group)) for _, group in groupby(pieces, key=lambda each: each[0].anchor)]


def _told_together(board: Board, name: str, group: Sequence[tuple[Told, Entry]]) -> Item:
    """What was told of several occurrences at once, by the first that was still to come then."""
    piece, speaker = next((each for each in group if each[1].span.end > each[0].at), group[0])
    more = wording.dates([entry.span for _, entry in group], board.page.time_zone) if len(group) > 1 else ""
    return _item(board, name, _event(board, speaker, name), piece, more)


def _event(board: Board, entry: Entry, name: str = "") -> Event:
    row = words.row(entry, board.names, board.page.time_zone)
    declared = entry.window if isinstance(entry, WindowEntry) else entry.incident
    link = f"{board.page.url}{quote(entry.path)}"
    return Event(
        id=of_whole(board, name or name_of(entry)),
        entry=entry,
        row=row,
        link=link,
        facts=wording.facts(row),
        description=absolute(html(words.clean(declared.description)), link),
        components=tuple(wording.plain(board.names[component]) for component in declared.components),
    )


def _item(board: Board, name: str, event: Event, piece: Told, more: str = "") -> Item:
    return Item(
        at=piece.at,
        moment=piece.moment,
        id=of_piece(board, name, piece.anchor, piece.at),
        status=piece.status,
        label=piece.label,
        title=wording.piece_title(piece.label, wording.plain(event.row.title)),
        link=f"{event.link}#{piece.anchor}",
        content=absolute(html(piece.text) or _course(event, piece, board.page.time_zone), event.link) + more,
        event=event,
    )


def _course(event: Event, piece: Told, zone: str) -> str:
    """How the work went, where it is done and nobody wrote a word."""
    if piece.status != "completed" or not isinstance(event.entry, WindowEntry):
        return ""
    course = words.course_text(event.entry, zone)
    return f"<p>{escape(course)}</p>\n" if course else ""


def absolute(text: str, base: str) -> str:
    """HTML that can be read anywhere: its links, relative to the event's page, in full."""

    def full(found: re.Match[str]) -> str:
        try:
            return escape(urljoin(base, unescape(found[0])))
        except ValueError:  # such as `//[`, which leads nowhere
            return escape(base)

    return _HREF.sub(full, text)
