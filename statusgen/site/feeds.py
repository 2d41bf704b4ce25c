"""The RSS feed: one item for everything that was published of an event, so that chat relays tell each change once.

An item is dated when it was published, never later than the board's instant; the feed is as old as its newest item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from html import escape
from urllib.parse import quote, urlsplit

from statusgen.board import Board, Entry, WindowEntry, told, words
from statusgen.board.entries import digest_of
from statusgen.board.told import Told
from statusgen.civil import rfc3339, utc
from statusgen.language import ENGLISH, Language
from statusgen.site.markdown import html
from statusgen.site.recipe import Recipe

ITEMS = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told of an event."""

    at: int
    guid: str
    """Permanent: made of the event, what happened and when."""
    title: str
    link: str
    content: str
    """HTML."""
    category: str


def feed(board: Board) -> Recipe:
    """`feed.xml`."""
    # The newest items are among those of as many events with the newest changes.
    newest: list[Entry] = nlargest(ITEMS, (*board.windows, *board.incidents), key=lambda entry: (entry.changed, entry.path))
    digest = digest_of((board.digest, board.page, [entry.digest for entry in newest]))
    return Recipe(digest, lambda: _rss(board, newest))


def _rss(board: Board, entries: list[Entry]) -> bytes:
    from feedgen.feed import FeedGenerator

    items = sorted(
        (item for entry in entries for item in _items(board, entry)), key=lambda item: (item.at, item.guid), reverse=True
    )
    page, name = board.page, words.line(board.page.name)
    made = FeedGenerator()
    made.title(f"{name}: maintenance and incidents")
    made.description(f"What {name} announces, changes, starts and completes, one item each.")
    made.language("en")
    made.generator("statusgen")
    made.link(href=f"{page.url}feed.xml", rel="self", type="application/rss+xml")
    made.link(href=page.url, rel="alternate")  # last: RSS shows the last link that is not `self`
    made.lastBuildDate(utc(items[0].at if items else 0))  # the library would take the clock
    for item in items[:ITEMS]:
        entry = made.add_entry(order="append")
        entry.guid(item.guid, permalink=False)
        entry.title(item.title)
        entry.link(href=item.link)
        entry.published(utc(item.at))
        entry.content(item.content, type="html")
        entry.category(term=item.category)
    written: bytes = made.rss_str(pretty=True)
    return written


def _items(board: Board, entry: Entry) -> Iterator[Item]:
    zone = board.page.time_zone
    row = words.row(entry, board.names, zone)
    url = f"{board.page.url}{quote(entry.path)}"
    until = f" to {row.end.local}" if row.end else ""
    facts = escape(f"{row.kind}, {row.start.local}{until}. {row.affected}: {row.impact}.")
    for each in published(board, entry):
        yield Item(
            at=each.at,
            guid=f"tag:{host(board)},{rfc3339(each.at)[:10]}:{quote(entry.path)}{each.anchor}",
            title=f"[{each.label}] {row.title}",
            link=f"{url}#{each.anchor}",
            content=html(each.text) if each.status == "announced" else f"{html(each.text)}<p>{facts}</p>",
            category=row.kind,
        )


def published(board: Board, entry: Entry, language: Language = ENGLISH) -> tuple[Told, ...]:
    """What readers hear of: every update, and every announcement that no update of the same instant tells."""
    zone = board.page.time_zone
    updates = told.updates(entry, zone, language)
    if isinstance(entry, WindowEntry):
        said = {update.at for update in updates}
        return (*(each for each in told.history(entry, board.names, zone, language) if each.at not in said), *updates)
    return (*told.marks(entry, zone, language), *updates)


def host(board: Board) -> str:
    """The host of the page: part of every identity that is unique in the world."""
    return urlsplit(board.page.url).hostname or "localhost"
