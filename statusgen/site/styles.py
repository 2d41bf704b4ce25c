"""The style sheet: ours, then the project's accent colour, then what the project's own `theme.css` says."""

from __future__ import annotations

from functools import partial
from typing import Final

from statusgen.board.entries import digest_of
from statusgen.model import Look
from statusgen.site.colors import parsed, readable, written
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

OWN: Final = "theme.css"
LIGHT: Final = parsed("#f4f4f0")
"""The darkest paper of the light look that links stand on, as style.css has it; a test holds the two together."""
DARK: Final = parsed("#1b1f25")
"""The lightest paper of the dark look."""


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
