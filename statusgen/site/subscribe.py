"""How to hear of maintenance where one looks anyway: calendars by one click, addresses to copy, feeds, and a code for telephones.

All are plain links and texts, so that they work without scripts; nothing is asked of third parties until a reader follows one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from statusgen import model
from statusgen.board import Board, words
from statusgen.language import ENGLISH, Language
from statusgen.model import Page
from statusgen.site.calendars import CALENDAR, MAINTNOTE
from statusgen.site.pieces import Pieces

FEEDS: Final = (("RSS", "feed.xml"), ("Atom", "feed.atom"), ("JSON Feed", "feed.json"))
PAGE: Final = "subscribe/"


class Link(NamedTuple):
    """A way that is a link."""

    name: str
    url: str


class Panel(Struct, frozen=True):
    """What `subscribe.html` sets: the ways to hear of all, or of one component."""

    id: str
    """Of its heading."""
    title: str
    calendar: str
    """The calendar's address, in full, for every program that asks for one."""
    calendars: tuple[Link, ...]
    """Programs that subscribe to it by a click."""
    feeds: tuple[Link, ...]
    """Addresses below the top of the site."""
    notices: str
    """Likewise, of the calendar for network operators' tools; empty where there is none."""
    code: Markup
    """A QR code that leads to these ways on another device, as inline SVG; empty where there is none."""


class Component(Struct, frozen=True):
    """One component on the page of all ways."""

    id: str
    name: str
    panel: Panel


class Panels:
    """The ways to hear of what a board shows, in a language."""

    def __init__(self, board: Board, language: Language = ENGLISH, below: str = "", pieces: Pieces | None = None) -> None:
        """`below`: where the language lies below the site."""
        self._board = board
        self._language = language
        self._below = below
        self._pieces = pieces or Pieces()
        self._keys = order_codes(self._pieces, board.page, (each.component for each in board.components), below)

    def whole(self, *, with_code: bool = True) -> Panel:
        """All that is told. The code leads to the page of all ways."""
        notices = "" if self._board.page.maintnote is None else MAINTNOTE
        return self._panel("", self._language.say("Subscribe"), f"{PAGE}#subscribe" if with_code else "", notices)

    def of(self, component: str, *, with_code: bool = True) -> Panel:
        """One component. The code leads to the component's own page."""
        title = self._language.say("Subscribe to %(what)s", what=words.line(self._board.names[component]))
        folder = _folder(component)
        return self._panel(folder, title, f"{folder}#subscribe" if with_code else "", "")

    def components(self) -> Iterator[Component]:
        """Each component with its ways, in the order of the page; they share one page, so each is without its code."""
        for each in self._board.components:
            component = each.component.id
            yield Component(component, words.line(each.component.name), self.of(component, with_code=False))

    def _panel(self, folder: str, title: str, scanned: str, notices: str) -> Panel:
        page, below = self._board.page, self._below
        calendar = f"{page.url}{below}{folder}{CALENDAR}"
        return Panel(
            id="subscribe",
            title=title,
            calendar=calendar,
            calendars=_programs(calendar, words.line(page.name), self._language),
            feeds=tuple(Link(name, f"{below}{folder}{file}") for name, file in FEEDS),
            notices=notices,
            code=self._drawn(scanned) if scanned else Markup(),
        )

    def _drawn(self, place: str) -> Markup:
        return Markup(self._pieces.get(self._keys[place]).decode())  # noqa: S704  # squares, made of numbers


def order_codes(pieces: Pieces, page: Page, components: Iterable[model.Component], below: str) -> dict[str, bytes]:
    """Order the codes of a language's panels; by the place that each leads to: its key."""
    places = (f"{PAGE}#subscribe", *(f"{_folder(each.id)}#subscribe" for each in components))
    addresses = {place: f"{page.url}{below}{place}" for place in places}
    keys = pieces.keys("code", addresses)
    pieces.order({keys[place]: partial(_code, address) for place, address in addresses.items()})
    return keys


def _folder(component: str) -> str:
    return f"components/{component}/"


def _programs(calendar: str, name: str, language: Language) -> tuple[Link, ...]:
    """Google takes the address in its `webcal:` form; both of Microsoft's take the address itself, and a name."""
    webcal = f"webcal:{calendar.partition(':')[2]}"
    microsoft = f"calendar/0/addfromweb?url={quote(calendar, safe='')}&name={quote(name, safe='')}"
    return (
        Link(language.say("Apple Calendar"), webcal),
        Link("Google Calendar", f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"),
        Link("Outlook.com", f"https://outlook.live.com/{microsoft}"),
        Link("Microsoft 365", f"https://outlook.office.com/{microsoft}"),
    )


def _code(address: str) -> bytes:
    """The address as a QR code, with the quiet zone that scanners want (ISO/IEC 18004), its size left to the style sheet."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None).encode()
