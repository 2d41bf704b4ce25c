"""The site: a board in a theme, as pages, feed, calendar and files for programs. Returns recipes, writes nothing."""

from __future__ import annotations

from functools import partial

from statusgen.board import Board
from statusgen.board.days import calendar
from statusgen.board.entries import digest_of
from statusgen.language import language
from statusgen.look.brand import brand
from statusgen.model import Project
from statusgen.site import api, badges, search, statuspage, styles
from statusgen.site.calendars import Calendars
from statusgen.site.current import current
from statusgen.site.feeds import feeds
from statusgen.site.hosting import hosted
from statusgen.site.moved import moved
from statusgen.site.pages import Pages, addresses
from statusgen.site.pieces import Pieces
from statusgen.site.recipe import Recipe
from statusgen.site.subscribe import order_codes
from statusgen.site.theme import Theme

__all__ = ["Pieces", "Recipe", "Theme", "prepare", "recipes", "sampled"]

COPIED = ("clock.js",)


def recipes(board: Board, theme: Theme, pieces: Pieces | None = None) -> dict[str, Recipe]:
    """Every file of the site: path below it, with `/`, to key and recipe. `pieces`: what is kept of files between builds."""
    pieces = pieces or Pieces()
    shown, years = calendar(board), search.years_of(board)
    marks = brand(theme.folder, board.page.look)
    pages: dict[str, Recipe] = {}
    elsewhere: dict[str, Recipe] = {}
    for below, code in addresses(board.page):
        said = language(code)
        spoken = theme.speaking(said)
        spoken.prepare()
        elsewhere |= moved(board, spoken, below)
        every_page = Pages(board, spoken, marks, below, shown, years, pieces)
        pages |= (*every_page.recipes(), *Calendars(board, said, below, pieces).recipes())
        pages |= (*feeds(board, said, below).items(), *badges.files(board, said, below))
    pieces.prepare()
    files = {name: Recipe(digest_of(theme.sources[name]), partial(str.encode, theme.sources[name])) for name in COPIED}
    pictures = {path: Recipe(digest_of(body), partial(bytes, body)) for path, body in marks.pictures.items()}
    now = current(board)
    made = {
        **pages,
        **dict(search.files(board, theme, years)),
        **files,
        **pictures,
        "style.css": styles.style(theme, board.page.look),
        **dict(api.files(board, now)),
        **dict(statuspage.files(board, now)),
    }
    return elsewhere | made | hosted(board, theme, marks, made)  # a sitemap leads to no page that leads on


def prepare(project: Project, theme: Theme, pieces: Pieces) -> None:
    """Make what lasts between builds and depends on no event: compile the templates, draw the codes."""
    for below, code in addresses(project.page):
        theme.speaking(language(code)).prepare()
        order_codes(pieces, project.page, project.components, below)
    pieces.prepare(partly=True)


def sampled(board: Board, theme: Theme) -> None:
    """Render one page of each kind, in the first language: `ThemeBroken` where a template does not do."""
    kinds: dict[tuple[str, int], Recipe] = {}
    for path, recipe in recipes(board, theme).items():
        if path.endswith(".html"):
            kinds.setdefault((path.partition("/")[0], path.count("/")), recipe)
    for recipe in kinds.values():
        recipe.render()
