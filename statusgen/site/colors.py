"""Colours that can be read: contrast as WCAG 2.2 defines it, and an accent that is made darker or lighter until it stands out.

Decimals, not floats: the same style sheet on every machine.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

Color = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

TEXT: Final = Decimal("4.5")
"""The least contrast of a text with what is behind it (1.4.3)."""
WHITE: Final[Color] = (255, 255, 255)
BLACK: Final[Color] = (0, 0, 0)
_STEPS: Final = 64
_WEIGHTS: Final = (Decimal("0.2126"), Decimal("0.7152"), Decimal("0.0722"))


def parsed(text: str) -> Color:
    """The colour of `#0b6e4f` or `#063`."""
    digits = text.removeprefix("#")
    wide = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)


def written(color: Color) -> str:
    """`#0b6e4f`."""
    return "#" + "".join(f"{part:02x}" for part in color)


@lru_cache(maxsize=256)
def _linear(part: int) -> Decimal:
    share = Decimal(part) / 255
    with localcontext(prec=20):
        return (
            share / Decimal("12.92")
            if share <= Decimal("0.04045")
            else ((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        )


def luminance(color: Color) -> Decimal:
    """Relative luminance, from 0 to 1."""
    return sum((weight * _linear(part) for weight, part in zip(_WEIGHTS, color, strict=True)), Decimal(0))


def contrast(one: Color, other: Color) -> Decimal:
    """The contrast ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


def readable(color: Color, paper: Color) -> Color:
    """The colour, or, where it does not stand out on the paper, the nearest to it that does on the way to black or white."""
    end = BLACK if luminance(paper) > Decimal("0.18") else WHITE
    for step in range(_STEPS):
        mixed = _mixed(color, end, step)
        if contrast(mixed, paper) >= TEXT:
            return mixed
    return end


def _mixed(color: Color, end: Color, step: int) -> Color:
    red, green, blue = ((own * (_STEPS - step) + other * step) // _STEPS for own, other in zip(color, end, strict=True))
    return red, green, blue
