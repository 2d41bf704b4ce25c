"""A feed before it is written: what it says of itself, and what of all that was told is new enough to stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from msgspec import Struct

from statusgen.board import IncidentEntry
from statusgen.site.feeds.items import Item
from statusgen.timeline import DAY

ITEMS: Final = 50
"""In a feed, beside the reminders, which may be as many."""
RECENT: Final = 90 * DAY
"""Before the newest item, not before now: nothing leaves a feed but for something newer. What is older is left out, for readers
have forgotten it and could take it for new."""


class Channel(Struct, frozen=True):
    """A feed: what it is called, what it says, and what stands in it."""

    id: str
    """Permanent, as those of the items."""
    title: str
    description: str
    author: str
    language: str
    url: str
    """Its own."""
    home: str
    """The page that it tells of."""
    told: Sequence[Item]
    """In no order, of each event all."""
    reminders: Sequence[Item]
    """Those that are due, in no order."""

    @property
    def items(self) -> list[Item]:
        """For readers that know an item by its identity alone: everything told is one; newest first."""
        return _in_order([*_newest(self.told), *_newest(self.reminders)])

    @property
    def stories(self) -> list[Story]:
        """For readers that look at an entry again when it was updated: an event is one, a reminder another; newest first."""
        events: dict[str, list[Item]] = {}
        for item in _in_order(self.told):
            events.setdefault(item.event.id, []).append(item)
        leading = _newest(items[0] for items in events.values())
        stories = [Story(lead.event.id, lead.event.link, events[lead.event.id]) for lead in leading]
        return _in_order([*stories, *(Story(item.id, item.link, (item,)) for item in _newest(self.reminders))])


class Story(Struct, frozen=True):
    """An event with all that was told of it, or a reminder."""

    id: str
    link: str
    items: Sequence[Item]
    """Newest first."""

    @property
    def at(self) -> int:
        """When it was last updated."""
        return self.items[0].at

    @property
    def published(self) -> int:
        """When it was first told of; what is known of an incident since may have replaced that it was open, not when it began."""
        entry, first = self.items[0].event.entry, self.items[-1].at
        return min(first, entry.incident.start) if isinstance(entry, IncidentEntry) else first


_Dated = TypeVar("_Dated", Item, Story)


def _in_order(dated: Iterable[_Dated]) -> list[_Dated]:
    return sorted(dated, key=lambda each: (each.at, each.id), reverse=True)


def _newest(items: Iterable[Item]) -> list[Item]:
    found = _in_order(items)
    return [item for item in found if item.at > found[0].at - RECENT][:ITEMS]
