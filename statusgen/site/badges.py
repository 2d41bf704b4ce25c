"""Badges of the page and of each component: an SVG to embed, and the JSON from which shields.io draws one of its own.

The width of a text is summed up from the widths of Verdana's letters, which need no font here; `textLength` then makes every
reader's font keep to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial
from typing import Final

from markupsafe import escape

from statusgen.board import Board, Health, words
from statusgen.language import ENGLISH, Language, message
from statusgen.site.api.written import key, written
from statusgen.site.recipe import Recipe

FOLDER: Final = "badges/"
LONGEST: Final = 40
"""Characters of a name that are shown; its title has all of it."""

SAID: Final = {
    Health.OPERATIONAL: message("operational"),
    Health.MAINTENANCE: message("under maintenance"),
    Health.DEGRADED: message("degraded"),
    Health.PARTIAL_OUTAGE: message("partial outage"),
    Health.OUTAGE: message("outage"),
}
COLORS: Final = {
    Health.OPERATIONAL: "#1a7f37",
    Health.MAINTENANCE: "#0b62b8",
    Health.DEGRADED: "#8a5a00",
    Health.PARTIAL_OUTAGE: "#b3440c",
    Health.OUTAGE: "#b3261e",
}
"""White words on each are told apart by anyone: a contrast of 4.5 and more."""
LABEL_COLOR: Final = "#444444"

_TENTHS: Final = {
    **dict.fromkeys("ijl|'", 31),
    **dict.fromkeys('fIt.,:;![]()/ -r"\\', 45),
    **dict.fromkeys("cskvxyz_*?^{}J", 60),
    **dict.fromkeys("w&MOQGDHNU@%+=<>~#", 86),
    **dict.fromkeys("mW", 110),
}
"""Tenths of a pixel that a letter is wide in Verdana at 11 pixels, at most; others are 71, and those of East Asia twice as wide."""
_SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 {width} 20" role="img" aria-labelledby="t">
<title id="t">{title}</title>
<rect width="{width}" height="20" rx="3" fill="{color}"/>
<path d="M3 0h{across}v20h-{across}a3 3 0 0 1 -3 -3v-14a3 3 0 0 1 3 -3z" fill="{label_color}"/>
<g fill="#ffffff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
<text x="6" y="14" textLength="{label_width}">{label}</text>
<text x="{message_x}" y="14" textLength="{message_width}">{message}</text>
</g>
</svg>
"""


def files(board: Board, language: Language = ENGLISH, below: str = "") -> Iterator[tuple[str, Recipe]]:
    """Path and recipe of every badge in a language, whose folder lies `below` the site."""
    yield from _badge(f"{below}{FOLDER}page", words.line(board.page.name), board.health, language)
    for each in board.components:
        place = f"{below}{FOLDER}components/{each.component.id}"
        yield from _badge(place, words.line(each.component.name), each.health, language)


def _badge(place: str, label: str, health: Health, language: Language) -> Iterator[tuple[str, Recipe]]:
    said = language.say(SAID[health])
    digest = key(label, health, said)
    yield f"{place}.svg", Recipe(digest, partial(svg, label, said, COLORS[health]))
    yield f"{place}.json", Recipe(digest, partial(endpoint, label, said, health))


def svg(label: str, said: str, color: str) -> bytes:
    """A badge: what, and how it is, in words; the colour only repeats them."""
    shown = label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
    label_width, message_width = width(shown), width(said)
    left = label_width + 12
    return _SVG.format(
        width=left + message_width + 12,
        title=escape(f"{label}: {said}"),
        color=color,
        across=left - 3,
        label_color=LABEL_COLOR,
        label_width=label_width,
        label=escape(shown),
        message_x=left + 6,
        message_width=message_width,
        message=escape(said),
    ).encode()


def width(text: str) -> int:
    """Whole pixels that a text takes at a size of 11, near enough; what is drawn is stretched to it."""
    return -(-sum(_tenths(letter) for letter in text) // 10)


def _tenths(letter: str) -> int:
    if letter in _TENTHS:
        return _TENTHS[letter]
    if unicodedata.combining(letter):
        return 0
    return 130 if unicodedata.east_asian_width(letter) in "WF" else 71


def endpoint(label: str, said: str, health: Health) -> bytes:
    """What shields.io asks of an endpoint: https://shields.io/badges/endpoint-badge."""
    made = {"schemaVersion": 1, "label": label, "message": said, "color": COLORS[health], "labelColor": LABEL_COLOR}
    return written(made | ({"isError": True} if health is Health.OUTAGE else {}))
