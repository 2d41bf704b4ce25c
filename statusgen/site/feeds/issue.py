"""What stands in each feed: the newest that was told, of the page or of one component, and the reminders that are due.

Which events are in a feed is told from what is cheap to know of all of them; what they say is looked at when the feed is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from operator import itemgetter
from typing import Final

from msgspec import Struct

import statusgen
from statusgen.board import Board, Entry
from statusgen.board.entries import digest_of
from statusgen.board.heard import reminders_due
from statusgen.language import Language
from statusgen.site.feeds import atom, jsonfeed, rss, wording
from statusgen.site.feeds.channel import ITEMS, RECENT, Channel
from statusgen.site.feeds.identity import of_whole
from statusgen.site.feeds.items import Desk, Item
from statusgen.site.recipe import Recipe

WRITERS: Final = {"feed.xml": rss.written, "feed.atom": atom.written, "feed.json": jsonfeed.written}
_DAY: Final = re.compile(r"-\d{4}-\d\d-\d\d$")


class Issue(Struct, frozen=True):
    """What one feed is made from."""

    told: Sequence[Entry]
    """The events with the newest items."""
    near: Sequence[Entry]
    """The windows that may have reminders due."""


class Newsroom:
    """The recipes of all feeds of a board in one language, which lie `below` the site with its pages."""

    def __init__(self, board: Board, language: Language, below: str) -> None:
        self._board = board
        self._language = language
        self._below = below
        self._desk = Desk(board, language, below)

    def recipes(self) -> Iterator[tuple[str, Recipe]]:
        """Path and recipe of every feed."""
        board = self._board
        yield from self._feeds(self._below, None)
        for component in board.components:
            yield from self._feeds(f"{self._below}components/{component.component.id}/", component.component.id)

    @property
    def items(self) -> list[Item]:
        """What stands in the feed of the page, newest first."""
        return self._channel(self._below, "feed.xml", None, self._issues[None]).items

    def _feeds(self, folder: str, component: str | None) -> Iterator[tuple[str, Recipe]]:
        board = self._board
        issue = self._issues[component]
        near = [(entry.digest, reminders_due(entry, board.page.reminders)) for entry in issue.near]
        basis = (
            statusgen.__version__,
            self._language.digest,
            board.digest,
            board.page,
            [entry.digest for entry in issue.told],
            near,
        )
        for name in WRITERS:
            digest = digest_of((basis, folder, name))
            yield f"{folder}{name}", Recipe(digest, partial(self._made, folder, name, component, issue))

    def _made(self, folder: str, name: str, component: str | None, issue: Issue) -> bytes:
        return WRITERS[name](self._channel(folder, name, component, issue))

    def _channel(self, folder: str, name: str, component: str | None, issue: Issue) -> Channel:
        board = self._board
        page = wording.plain(board.page.name)
        called = None if component is None else wording.plain(board.names[component])
        return Channel(
            id=of_whole(board, f"{folder}feed"),
            title=wording.feed_title(page, called, self._language),
            description=wording.feed_description(page, called, self._language),
            author=page,
            language=self._language.code,
            url=f"{board.page.url}{folder}{name}",
            home=f"{board.page.url}{self._below}",
            told=self._desk.items_of(issue.told),
            reminders=self._desk.reminders_of(issue.near),
        )

    @cached_property
    def _issues(self) -> Mapping[str | None, Issue]:
        """By component; None: the page's."""
        board, ahead = self._board, self._board.page.reminders
        near: dict[str | None, list[Entry]] = {}
        for window in board.windows:
            if reminders_due(window, ahead):
                for scope in (None, *window.components):
                    near.setdefault(scope, []).append(window)
        told: dict[str | None, _Gathered] = {scope: _Gathered() for scope in (None, *board.names)}
        gathering = set(told)
        for heard, entry in _newest_first(board):
            for scope in gathering.intersection((None, *entry.components)):
                if not told[scope].takes(heard, entry):
                    gathering.remove(scope)
            if not gathering:
                break
        return {scope: Issue(gathered.entries, near.get(scope, ())) for scope, gathered in told.items()}


class _Gathered:
    """The events of a feed, gathered newest first: as many as there can be items, all occurrences of a series counted as one."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._newest = 0
        self._counted: set[tuple[int, str]] = set()

    def takes(self, heard: int, entry: Entry) -> bool:
        """Whether the event may have an item in the feed; if not, none that comes after it has."""
        self._newest = self._newest or heard
        self._counted.add((heard, _DAY.sub("", entry.id)))  # a series' name, or that of work that merely is called like one
        if len(self._counted) > ITEMS or heard <= self._newest - RECENT:
            return False
        self.entries.append(entry)
        return True


def _newest_first(board: Board) -> list[tuple[int, Entry]]:
    """All events that were heard of, with the instant; those of one instant in the order of their items."""
    entries: tuple[Entry, ...] = (*reversed(board.windows), *reversed(board.incidents))
    heard = [(entry.heard, entry) for entry in entries if entry.heard is not None]
    return sorted(heard, key=itemgetter(0), reverse=True)
