"""The site: a board in a theme, as pages, feed, calendar and files for programs. Returns recipes, writes nothing."""

from __future__ import annotations

from functools import partial

from statusgen.board import Board
from statusgen.board.days import calendar
from statusgen.board.entries import digest_of
from statusgen.language import language
from statusgen.site import api, badges, search, statuspage, styles
from statusgen.site.calendars import Calendars
from statusgen.site.current import current
from statusgen.site.feeds import feeds
from statusgen.site.hosting import hosted
from statusgen.site.moved import moved
from statusgen.site.pages import Pages, addresses
from statusgen.site.pieces import Pieces
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

__all__ = ["Pieces", "Recipe", "Theme", "recipes"]

COPIED = ("clock.js", "favicon.svg")


def recipes(board: Board, theme: Theme, pieces: Pieces | None = None) -> dict[str, Recipe]:
    """Every file of the site: path below it, with `/`, to key and recipe. `pieces`: what is kept of files between builds."""
    pieces = pieces or Pieces()
    shown, years = calendar(board), search.years_of(board)
    pages: dict[str, Recipe] = {}
    elsewhere: dict[str, Recipe] = {}
    for below, code in addresses(board.page):
        said = language(code)
        spoken = theme.speaking(said)
        elsewhere |= moved(board, spoken, below)
        pages |= (*Pages(board, spoken, below, shown, years, pieces).recipes(), *Calendars(board, said, below, pieces).recipes())
        pages |= feeds(board, said, below)
    files = {name: Recipe(digest_of(theme.sources[name]), partial(str.encode, theme.sources[name])) for name in COPIED}
    now = current(board)
    made = {
        **pages,
        **dict(search.files(board, theme, years)),
        **files,
        **styles.files(theme, board.page.look),
        **dict(api.files(board, now)),
        **dict(statuspage.files(board, now)),
        **dict(badges.files(board)),
    }
    return elsewhere | made | hosted(board, theme, made)  # a sitemap leads to no page that leads on
