"""The feeds: RSS, Atom and JSON Feed, of the page and of every component, from which subscribers hear of each change once.

An RSS reader knows an item by its guid and never looks at it again, so there, and in JSON Feed, everything told is an item of its
own. An Atom reader knows an entry and when it was last updated, so there an event is one entry, which grows. Identities are made
of the event, what was told and when: no language, title, folder or order is in them. Dates are those of publication, never the
build's, and a feed is as old as what is newest in it.
"""

from __future__ import annotations

from statusgen.board import Board
from statusgen.language import ENGLISH, Language
from statusgen.site.feeds.identity import host
from statusgen.site.feeds.issue import Newsroom
from statusgen.site.feeds.items import Item
from statusgen.site.recipe import Recipe

__all__ = ["Item", "feeds", "host", "items"]


def feeds(board: Board, language: Language = ENGLISH, below: str = "") -> dict[str, Recipe]:
    """Every feed of a language by its path: `feed.xml`, `feed.atom` and `feed.json`, and the same below `components/ID/`."""
    return dict(Newsroom(board, language, below).recipes())


def items(board: Board, language: Language = ENGLISH, below: str = "") -> list[Item]:
    """What stands in the feed of the page, newest first."""
    return Newsroom(board, language, below).items
