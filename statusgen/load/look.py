"""How the page looks, as `statusgen.yaml` says it: logo, accent colour, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from statusgen.finding import Place, printable
from statusgen.load.sheet import Sheet
from statusgen.model import Link, Look

if TYPE_CHECKING:
    from statusgen.load.forms import PageForm

IMAGES: Final = (".svg", ".png", ".webp")
_COLOR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_FILE: Final = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_MAIL: Final = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def read_look(form: PageForm, sheet: Sheet) -> Look:
    """What the form says of the look; what of it is wrong is told, and left out."""
    for index, link in enumerate(form.links):
        if not is_link(link.url):
            what = f"{printable(link.url, quoted=True)} is not an address that a page may link to."
            way_out = "Write one that begins with `https://`, `http://` or `mailto:`, in full."
            sheet.tell("bad-link", "page", "links", index, "url", what=what, way_out=way_out)
    return Look(
        logo=_logo(form.logo, sheet),
        logo_place=sheet.document.place(("page", "logo")) if form.logo is not None else Place(sheet.file),
        accent=_accent(form.accent, sheet),
        links=tuple(Link(link.name, link.url) for link in form.links if is_link(link.url)),
    )


def is_link(url: str) -> bool:
    """Whether a page may link to it: to another page, or to a mailbox; never to a script."""
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
        return bool(_MAIL.fullmatch(url)) or (plain and parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        return False


def _logo(logo: str | None, sheet: Sheet) -> str | None:
    if logo is None or (_FILE.fullmatch(logo) and logo.lower().endswith(IMAGES)):
        return logo
    what = f"{printable(logo, quoted=True)} is not the path of a picture in the project."
    way_out = "Name an SVG, PNG or WebP file below the project's folder: `assets/logo.svg`."
    sheet.tell("bad-logo", "page", "logo", what=what, way_out=way_out)
    return None


def _accent(accent: str | None, sheet: Sheet) -> str | None:
    if accent is None or _COLOR.fullmatch(accent):
        return accent
    what = f"{printable(accent, quoted=True)} is no colour."
    sheet.tell("bad-color", "page", "accent", what=what, way_out='Write it in hexadecimal, and in quotes: `"#0b6e4f"`.')
    return None
