"""The style sheet: ours, then the project's accent colour, then what the project's own `theme.css` says."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Final

from statusgen.board.entries import digest_of
from statusgen.finding import ThemeBroken
from statusgen.model import Look
from statusgen.site.colors import parsed, readable, written
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

OWN: Final = "theme.css"
LIGHT: Final = parsed("#f4f4f0")
"""The darkest paper of the light look that links stand on, as style.css has it; a test holds the two together."""
DARK: Final = parsed("#1b1f25")
"""The lightest paper of the dark look."""
LARGEST_LOGO: Final = 256 * 1024
_SVG: Final = re.compile(rb"<svg[\s>]")


def files(theme: Theme, look: Look) -> dict[str, Recipe]:
    """`style.css`, and the logo where there is one."""
    picture = None if theme.folder is None else logo(theme.folder, look)
    made = {} if picture is None else {logo_path(look): Recipe(digest_of(picture), partial(bytes, picture))}
    return {"style.css": style(theme, look), **made}


def style(theme: Theme, look: Look) -> Recipe:
    """The style sheet."""
    parts = [theme.sources["style.css"], accent(look), theme.sources.get(OWN, "")]
    text = "\n".join(part for part in parts if part)
    return Recipe(digest_of(text), partial(str.encode, text))


def accent(look: Look) -> str:
    """The accent colour as rules of the style sheet, legible in the light and the dark look; empty where there is none."""
    if look.accent is None:
        return ""
    light, dark = (f":root {{ --accent: {written(readable(parsed(look.accent), paper))}; }}" for paper in (LIGHT, DARK))
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n@media print {{ {light} }}\n"


def logo(project: Path, look: Look) -> bytes | None:
    """The picture of a project's logo; None where it has none, `ThemeBroken` with its place where it is none."""
    if look.logo is None:
        return None
    file = project / look.logo
    if not file.resolve().is_relative_to(project.resolve()) or not file.is_file():
        raise _no_logo(look, f"there is no file `{look.logo}` in the project", "Add the picture, or remove `logo`.")
    body = file.read_bytes()
    if len(body) > LARGEST_LOGO:
        raise _no_logo(look, f"`{look.logo}` is larger than 256 KB", "Readers load it with the page: make it smaller.")
    if not _is_picture(look.logo.lower(), body):
        raise _no_logo(look, f"`{look.logo}` is not what its name says", "Save it as SVG, PNG or WebP, with that ending.")
    return body


def logo_path(look: Look) -> str:
    """Where the logo lies in the site: `logo.svg`; empty where there is none."""
    return "" if look.logo is None else f"logo.{look.logo.lower().rpartition('.')[2]}"


def _is_picture(name: str, body: bytes) -> bool:
    if name.endswith(".png"):
        return body.startswith(b"\x89PNG\r\n\x1a\n")
    if name.endswith(".webp"):
        return body.startswith(b"RIFF") and body[8:12] == b"WEBP"
    return _SVG.search(body) is not None


def _no_logo(look: Look, what: str, way_out: str) -> ThemeBroken:
    place = look.logo_place
    return ThemeBroken(f"{place.file}:{place.line}:{place.column}: {what}", way_out)
