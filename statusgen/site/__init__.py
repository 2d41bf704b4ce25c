"""The site: a board in a theme, as pages, feed, calendar and files for programs. Returns recipes, writes nothing."""

from __future__ import annotations

from functools import partial

from statusgen.board import Board
from statusgen.board.entries import digest_of
from statusgen.language import language
from statusgen.site import search, styles
from statusgen.site.api import exclusions
from statusgen.site.calendars import Calendars
from statusgen.site.feeds import feeds
from statusgen.site.moved import moved
from statusgen.site.pages import Pages, addresses
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

__all__ = ["Recipe", "Theme", "recipes"]

COPIED = ("clock.js", "favicon.svg", "robots.txt")


def recipes(board: Board, theme: Theme) -> dict[str, Recipe]:
    """Every file of the site: path below it, with `/`, to key and recipe."""
    pages: dict[str, Recipe] = {}
    for below, code in addresses(board.page):
        said = language(code)
        spoken = theme.speaking(said)
        pages |= (*Pages(board, spoken, below).recipes(), *moved(board, spoken, below), *Calendars(board, said, below).recipes())
        pages |= feeds(board, said, below)
    files = {name: Recipe(digest_of(theme.sources[name]), partial(str.encode, theme.sources[name])) for name in COPIED}
    look = board.page.look
    if (picture := None if theme.folder is None else styles.logo(theme.folder, look)) is not None:
        files[styles.logo_path(look)] = Recipe(digest_of(picture), partial(bytes, picture))
    return {
        **pages,
        **dict(search.files(board, theme)),
        **files,
        "style.css": styles.style(theme, look),
        "api/v1/exclusions.json": exclusions(board),
    }
