"""What subscribers will see: the items of the feed and the entries of the calendar that a change makes, alters and takes away.

Both sides are written by who writes the site, at one instant: the page as it is told now, and as it will be once the change is
merged, which publishes it. Only what can differ is written: the events whose files do, and those that a feed holds besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Final, Generic, TypeVar

import msgspec

from statusgen import civil
from statusgen.board import Board, board
from statusgen.board.tellings import last_heard
from statusgen.language import language
from statusgen.model import Evidence, Incident, Origin, Project, Window
from statusgen.site.calendars import events
from statusgen.site.feeds import items as feed_items
from statusgen.site.feeds.channel import ITEMS
from statusgen.timeline import Span

_TO_COME: Final = "to be merged"
"""Stands for the commit that will publish a change."""
_NOWHERE: Final = Origin("")
_INSIDE: Final = re.compile(r"</?(?:a|code|del|em|strong)(?: [^>]*)?>")
_TAG: Final = re.compile(r"<[^>]*>")

_Event = TypeVar("_Event", Window, Incident)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the feed, as a reader shows it."""

    id: str
    title: str
    at: int
    text: str
    file: str = field(default="", compare=False)
    """Which declares its event."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the calendar, as a client shows it."""

    id: str
    """Its UID."""
    title: str
    span: Span
    cancelled: bool
    text: str
    sequence: int


_Shown = TypeVar("_Shown", Item, Entry)


@dataclass(frozen=True, slots=True)
class Difference(Generic[_Shown]):
    """What becomes of one kind of thing."""

    new: tuple[_Shown, ...]
    changed: tuple[tuple[_Shown, _Shown], ...]
    """As it is, and as it will be."""
    gone: tuple[_Shown, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Seen:
    """What subscribers will see."""

    items: Difference[Item]
    """Newest first."""
    entries: Difference[Entry]
    """By start."""


Told = Callable[[Collection[str]], Project]
"""The project as it is told now, with no events but those of some files."""


def seen(told: Told | None, after: Project, files: Collection[str], *, anew: bool, now: int) -> Seen:
    """What differs for subscribers once `after` is merged. `told` None: they were told of nothing.

    `files`: the paths of those that differ; `anew`: so does what all events are shown with, the page's name or a component's.
    """
    before = None if told is None else told(files)
    windows = [window for window in after.windows if window.origin.file not in files]
    incidents = [incident for incident in after.incidents if incident.origin.file not in files]
    if not anew:
        windows, incidents = _newest(windows, now), _newest(incidents, now)
    will_be = _board(_merged(after, before, files, now), windows, incidents, now)
    if before is None:
        return Seen(_difference((), _items(will_be)), _difference((), _entries(will_be, ())))
    was = _board(before, windows, incidents, now)
    # What is as it was, and leaves only because it is old, is no news: who has it keeps it.
    told_of = {window.identity for window in (after if anew else before).windows}
    items = _difference(_items(was), _items(will_be), lambda item: anew or item.file in files)
    entries = _entries(was, _written(will_be)), _entries(will_be, _written(was))
    return Seen(items, _difference(*entries, lambda entry: entry.id.rpartition("@")[0] in told_of))


def _newest(declared: Sequence[_Event], now: int) -> list[_Event]:
    """The events that can stand in a feed beside those that differ, and those by whose turns a page is as old as it is."""
    heard = [(at, event) for event in declared if (at := last_heard(event, now)) is not None]
    heard.sort(key=lambda each: (each[0], each[1].id), reverse=True)
    kept: dict[str, _Event] = {}
    counted = set()
    for at, event in heard:
        counted.add((at, event.origin.file))  # a series counts once
        if len(counted) > ITEMS:
            break
        kept[event.id] = event
    turned = [event for event in declared if isinstance(event, Window) and event.span.start <= now]
    for last in (max(turned, key=lambda window: window.span.start, default=None), max(turned, key=_last_turn(now), default=None)):
        if last is not None:
            kept[last.id] = last
    return list(kept.values())


def _last_turn(now: int) -> Callable[[Window], int]:
    return lambda window: window.span.end if window.span.end <= now else window.span.start


def _board(project: Project, windows: Iterable[Window], incidents: Iterable[Incident], now: int) -> Board:
    """The page with the events of a project, and others as far as it knows their components."""
    known = {component.id for component in project.components}
    return board(
        msgspec.structs.replace(
            project,
            windows=(*project.windows, *(one for one in windows if known.issuperset(one.components))),
            incidents=(*project.incidents, *(one for one in incidents if known.issuperset(one.components))),
        ),
        {},
        now,
    )


def _merged(after: Project, before: Project | None, files: Collection[str], now: int) -> Project:
    """The events of these files as the page tells them when they are merged: that publishes them, where git is the evidence."""
    windows = [window for window in after.windows if window.origin.file in files]
    if after.evidence is Evidence.GIT:
        told = {window.id: window for window in (before.windows if before else ())}
        windows = [_published(window, told.get(window.id), now) for window in windows]
    incidents = tuple(incident for incident in after.incidents if incident.origin.file in files)
    return msgspec.structs.replace(after, windows=tuple(windows), incidents=incidents)


def _published(window: Window, before: Window | None, now: int) -> Window:
    *earlier, last = window.announcements
    if last.commit is None:
        last = msgspec.structs.replace(last, commit=_TO_COME)
    again = before is not None and before.revisions and _words(before) == _words(window)
    return msgspec.structs.replace(
        window, announcements=(*earlier, last), revisions=window.revisions if again else (*window.revisions, now)
    )


def _words(window: Window) -> Window:
    """What customers read of a window, whatever is the evidence for it."""
    return msgspec.structs.replace(
        window, origin=_NOWHERE, formerly=(), declared=(), notices=(), announcements=(), revisions=(), known_as=""
    )


def _items(shown: Board) -> list[Item]:
    made = feed_items(shown, language(shown.page.languages[0]))
    return [Item(item.id, item.title, item.at, _text(item.alone), item.event.entry.file) for item in made]


def _text(content: str) -> str:
    """What is read of HTML that the site made."""
    return " ".join(unescape(_TAG.sub(" ", _INSIDE.sub("", content))).split())


def _written(shown: Board) -> Collection[bytes]:
    return frozenset(events(shown, language(shown.page.languages[0])))


def _entries(shown: Board, same: Collection[bytes]) -> list[Entry]:
    """What differs from the same."""
    made = events(shown, language(shown.page.languages[0]))
    return [_entry(written) for written in made if written not in same]


def _entry(written: bytes) -> Entry:
    """An entry as a client reads it."""
    from icalendar import Event

    read = Event.from_ical(written)
    assert isinstance(read, Event)
    assert isinstance(read.start, datetime)
    assert isinstance(read.end, datetime)
    return Entry(
        id=str(read["UID"]),
        title=str(read["SUMMARY"]),
        span=Span(civil.seconds_since_epoch(read.start), civil.seconds_since_epoch(read.end)),
        cancelled=read["STATUS"] == "CANCELLED",
        text=" ".join(str(read["DESCRIPTION"]).split()),
        sequence=int(str(read["SEQUENCE"])),
    )


def _difference(
    before: Sequence[_Shown], after: Sequence[_Shown], taken_away: Callable[[_Shown], bool] = lambda _: True
) -> Difference[_Shown]:
    """`taken_away`: whether what is not there any more was taken away."""
    old, new = ({one.id: one for one in side} for side in (before, after))
    return Difference(
        tuple(one for one in after if one.id not in old),
        tuple((old[one.id], one) for one in after if one.id in old and old[one.id] != one),
        tuple(one for one in before if one.id not in new and taken_away(one)),
    )
