"""JSON Feed 1.1, with what programs want to know of an event in `_maintenance`."""

from __future__ import annotations

from typing import Final

import msgspec

from statusgen.board import Entry, IncidentEntry
from statusgen.civil import rfc3339
from statusgen.model import Actual
from statusgen.site.feeds.channel import Channel
from statusgen.site.feeds.items import Item

VERSION: Final = "https://jsonfeed.org/version/1.1"


def written(channel: Channel) -> bytes:
    """Everything told is an item of its own, as in RSS."""
    document = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.description,
        "authors": [{"name": channel.author, "url": channel.home}],
        "language": channel.language,
        "items": [_item(item) for item in channel.items],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "content_html": item.alone,
        "date_published": rfc3339(item.at),
        "tags": item.event.categories,
        "_maintenance": {"update": item.status, **_event(item.event.entry)},
    }


def _event(entry: Entry) -> dict[str, object]:
    """The event as it is now, whatever was told of it then: no program is to act on times that have been moved since."""
    if isinstance(entry, IncidentEntry):
        incident = entry.incident
        return {
            "kind": "incident",
            "id": entry.id,
            "state": "open" if entry.open else "resolved",
            "impact": incident.impact.value,
            "components": incident.components,
            "starts_at": rfc3339(incident.start),
            "ends_at": _known(incident.end, entry.horizon),
        }
    window = entry.window
    actual = window.actual or Actual()
    return {
        "kind": "maintenance",
        "id": entry.id,
        "state": entry.state.value,
        "impact": window.impact.value,
        "components": window.components,
        "starts_at": rfc3339(window.span.start),
        "ends_at": rfc3339(window.span.end),
        "actual_starts_at": _known(actual.start, entry.horizon),
        "actual_ends_at": _known(actual.end, entry.horizon),
        "emergency": window.emergency is not None,
        "series": window.series,
    }


def _known(at: int | None, now: int) -> str | None:
    return None if at is None or at > now else rfc3339(at)
