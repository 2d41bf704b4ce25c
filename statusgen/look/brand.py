"""What a page is recognised by: the logo at its head, the icon in tabs and the one on home screens.

A project's own icons come first. Without them a logo that is about as wide as it is high stands for them; ours are for pages
that have neither, and never beside somebody else's mark (docs/decisions.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from statusgen.finding import Finding, Place, Severity, ThemeBroken
from statusgen.look.pictures import Picture, picture
from statusgen.look.templates import FAVICON, FOLDER, ICON, shipped
from statusgen.model import Look

LARGEST_LOGO: Final = 256 * 1024
LOGO_HEIGHT: Final = 36
"""Pixels, as the head of a page shows it."""
ICON_LEAST: Final = 180
"""Pixels, of the icon of a home screen."""
LOGO_RULE: Final = ("bad-logo", "Not a picture of the project")
ICON_RULE: Final = ("bad-icon", "Not an icon for home screens")


class Brand(Struct, frozen=True):
    """The pictures of a page."""

    logo: Picture | None
    favicon: Picture
    icon: Picture | None
    """For home screens; None: there is none that looks like the favicon."""

    @property
    def logo_width(self) -> int | None:
        """Pixels, at the height that is shown; None where the picture does not tell."""
        if self.logo is None or self.logo.sides is None:
            return None
        width, height = self.logo.sides
        return max(1, (width * LOGO_HEIGHT + height // 2) // height)

    @property
    def pictures(self) -> dict[str, bytes]:
        """By their paths, each once."""
        return {one.path: one.body for one in (self.logo, self.favicon, self.icon) if one is not None}


def brand(project: Path | None, look: Look) -> Brand:
    """What a project brings, and ours for what it does not; `ThemeBroken` where a picture is none."""
    mark = logo(project, look)
    favicon, icon = _own(project, FAVICON), own_icon(project)
    if favicon is not None:
        return Brand(mark, Picture(FAVICON, favicon, None), icon)
    if mark is not None and _stands_for_icons(mark):
        return Brand(mark, mark, icon or (mark if _fits_home_screens(mark) else None))
    ours = shipped()
    return Brand(mark, Picture(FAVICON, (ours / FAVICON).read_bytes(), None), icon or picture(ICON, (ours / ICON).read_bytes()))


def _own(project: Path | None, name: str) -> bytes | None:
    """A picture among the project's templates, if it is there and is not ours."""
    file = None if project is None else project / FOLDER / name
    body = file.read_bytes() if file is not None and file.is_file() else None
    return None if body == (shipped() / name).read_bytes() else body


def _stands_for_icons(mark: Picture) -> bool:
    """Whether browsers show it in tabs, and whether it can be told there: a long one becomes a line."""
    if mark.sides is None or mark.path.endswith(".webp"):
        return False
    short, long = sorted(mark.sides)
    return 3 * long <= 4 * short


def _fits_home_screens(mark: Picture) -> bool:
    """They want a square PNG."""
    return mark.path.endswith(".png") and mark.sides is not None and mark.sides[0] == mark.sides[1] >= ICON_LEAST


def logo(project: Path | None, look: Look) -> Picture | None:
    """The picture of a project's logo; None where it has none, `ThemeBroken` where it is none."""
    if look.logo is None or project is None:
        return None
    file = project / look.logo
    if not file.resolve().is_relative_to(project.resolve()) or not file.is_file():
        raise _no_logo(look, f"There is no file `{look.logo}` in the project.", "Add the picture, or remove `logo`.")
    body = file.read_bytes()
    if len(body) > LARGEST_LOGO:
        raise _no_logo(look, f"`{look.logo}` is larger than 256 KB.", "Readers load it with the page: make it smaller.")
    found = picture(f"logo.{look.logo.lower().rpartition('.')[2]}", body)
    if found is None:
        raise _no_logo(look, f"`{look.logo}` is not what its name says.", "Save it as SVG, PNG or WebP, with that ending.")
    return found


def _no_logo(look: Look, what: str, way_out: str) -> ThemeBroken:
    rule, summary = LOGO_RULE
    return ThemeBroken(Finding(look.logo_place, rule, Severity.ERROR, summary, what, way_out=way_out))


def own_icon(project: Path | None) -> Picture | None:
    """The project's own icon of home screens; `ThemeBroken` where it is no square PNG, or too small."""
    body = _own(project, ICON)
    if body is None:
        return None
    found = picture(ICON, body)
    if found is None or found.sides is None:
        raise _no_icon("It is no PNG image.")
    width, height = found.sides
    if width != height or width < ICON_LEAST:
        raise _no_icon(f"It is {width} by {height} pixels.")
    return found


def _no_icon(what: str) -> ThemeBroken:
    rule, summary = ICON_RULE
    way_out = f"Save a square PNG of at least {ICON_LEAST} pixels, 512 if you can, as `{FOLDER}/{ICON}`; or remove it."
    return ThemeBroken(Finding(Place(f"{FOLDER}/{ICON}"), rule, Severity.ERROR, summary, what, way_out=way_out))
