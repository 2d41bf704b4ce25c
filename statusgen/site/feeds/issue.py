"""What stands in each feed: the newest that was told, of the page or of one component, and the reminders that are due.

Which events are in a feed is told from what is cheap to know of all of them; what they say is looked at when the feed is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import statusgen
from statusgen.board import Board, Entry
from statusgen.board.entries import digest_of
from statusgen.board.heard import reminders_due
from statusgen.language import Language
from statusgen.site.feeds import atom, jsonfeed, rss, wording
from statusgen.site.feeds.channel import ITEMS, RECENT, Channel
from statusgen.site.feeds.identity import of_whole
from statusgen.site.feeds.items import Desk
from statusgen.site.recipe import Recipe

WRITERS: Final = {"feed.xml": rss.written, "feed.atom": atom.written, "feed.json": jsonfeed.written}
_DAY: Final = re.compile(r"-\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Issue:
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

    def _feeds(self, folder: str, component: str | None) -> Iterator[tuple[str, Recipe]]:
        board = self._board
        issue = self._issues.get(component, Issue((), ()))
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
        board = self._board
        page = wording.plain(board.page.name)
        called = None if component is None else wording.plain(board.names[component])
        channel = Channel(
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
        return WRITERS[name](channel)

    @cached_property
    def _issues(self) -> Mapping[str | None, Issue]:
        """By component; None: the page's."""
        board = self._board
        newest: dict[str | None, int] = {}
        heard: list[tuple[int, Entry, tuple[str | None, ...]]] = []
        near: dict[str | None, list[Entry]] = {}
        entries: tuple[Entry, ...] = (*board.windows, *board.incidents)
        for entry in entries:
            at, scopes = entry.heard, (None, *entry.components)
            if at is None:
                continue
            heard.append((at, entry, scopes))
            for scope in scopes:
                newest[scope] = max(at, newest.get(scope, at))
            if reminders_due(entry, board.page.reminders):
                for scope in scopes:
                    near.setdefault(scope, []).append(entry)
        recent: dict[str | None, list[tuple[int, Entry]]] = {}
        for at, entry, scopes in heard:
            for scope in scopes:
                if at > newest[scope] - RECENT:
                    recent.setdefault(scope, []).append((at, entry))
        return {scope: Issue(_foremost(recent[scope]), near.get(scope, ())) for scope in newest}


def _foremost(heard: list[tuple[int, Entry]]) -> list[Entry]:
    """The events in which the newest items are: as many as there can be items, all occurrences of a series counted as one."""
    heard.sort(key=lambda each: (each[0], each[1].path), reverse=True)
    found: list[Entry] = []
    counted: set[tuple[int, str]] = set()
    for at, entry in heard:
        counted.add((at, _DAY.sub("", entry.id)))  # a series' name, or that of work that merely is called like one
        if len(counted) > ITEMS:
            break
        found.append(entry)
    return found
