"""The site: a board in a theme, as pages, feed, calendar and files for programs. Returns recipes, writes nothing."""

from __future__ import annotations

from functools import partial

from statusgen.board import Board
from statusgen.board.entries import digest_of
from statusgen.site.api import exclusions
from statusgen.site.calendars import calendar
from statusgen.site.feeds import feed
from statusgen.site.hosting import hosted
from statusgen.site.pages import Pages
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

__all__ = ["Recipe", "Theme", "recipes"]

COPIED = ("style.css", "favicon.svg")


def recipes(board: Board, theme: Theme) -> dict[str, Recipe]:
    """Every file of the site: path below it, with `/`, to key and recipe."""
    files = {name: Recipe(digest_of(theme.sources[name]), partial(str.encode, theme.sources[name])) for name in COPIED}
    made = {
        **dict(Pages(board, theme).recipes()),
        **files,
        "feed.xml": feed(board),
        "calendar.ics": calendar(board),
        "api/v1/exclusions.json": exclusions(board),
    }
    return made | hosted(board, theme, made)
