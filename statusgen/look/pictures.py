"""Pictures by their first bytes: of which kind one is, and how wide and high."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

Sides = tuple[int, int]
"""Width and height in pixels; of an SVG in whatever it is drawn in, for only their ratio counts."""


class Picture(NamedTuple):
    """A picture of the site."""

    path: str
    """Below the site: `logo.svg`."""
    body: bytes
    sides: Sides | None
    """None: it does not say."""

    @property
    def kind(self) -> str:
        """Its media type."""
        return _TYPES[self.path.rpartition(".")[2]]

    @property
    def size(self) -> str:
        """As manifests tell it: `512x512`; `any` of what looks as good in any size."""
        return "any" if self.sides is None or self.path.endswith(".svg") else "x".join(map(str, self.sides))


_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp"}
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = re.compile(rb"<svg(?=[\s/>])[^>]{0,4000}")
_ATTRIBUTE: Final = re.compile(rb"\s(width|height|viewBox)\s*=\s*[\"']\s*([^\"']{1,100}?)\s*[\"']")
_LENGTH: Final = re.compile(rb"(\d{1,6})(?:\.\d+)?(?:px)?")
_PARTS: Final = re.compile(rb"[\s,]+")
_LOSSY, _LOSSLESS, _EXTENDED = b"VP8 ", b"VP8L", b"VP8X"


def picture(path: str, body: bytes) -> Picture | None:
    """The picture of a file that ends in `.svg`, `.png` or `.webp`; None where it is not what its name says."""
    is_one, sides_of = _KINDS[path.rpartition(".")[2]]
    return Picture(path, body, sides_of(body)) if is_one(body) else None


def _is_svg(body: bytes) -> bool:
    return _SVG.search(body) is not None


def _is_png(body: bytes) -> bool:
    return body.startswith(_PNG)


def _is_webp(body: bytes) -> bool:
    return body.startswith(b"RIFF") and body[8:12] == b"WEBP"


def _svg_sides(body: bytes) -> Sides | None:
    """Of its two lengths, or else of what it shows."""
    found = _SVG.search(body)
    said = dict(_ATTRIBUTE.findall(found[0] if found else b""))
    box = _PARTS.split(said.get(b"viewBox", b""))
    for width, height in ((said.get(b"width", b""), said.get(b"height", b"")), box[2:4] if len(box) == 4 else (b"", b"")):
        sides = _LENGTH.fullmatch(width), _LENGTH.fullmatch(height)
        if sides[0] and sides[1]:
            return _sides(int(sides[0][1]), int(sides[1][1]))
    return None


def _png_sides(body: bytes) -> Sides | None:
    """Of its first chunk, which tells them (PNG, 11.2.1)."""
    if body[12:16] != b"IHDR" or len(body) < 24:
        return None
    return _sides(int.from_bytes(body[16:20]), int.from_bytes(body[20:24]))


def _webp_sides(body: bytes) -> Sides | None:
    """Of its first chunk, by its kind (RFC 9649: 2.5 to 2.7)."""
    chunk = body[12:16]
    if len(body) < 30:
        return None
    if chunk == _EXTENDED:
        return _sides(int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1)
    if chunk == _LOSSLESS:
        bits = int.from_bytes(body[21:25], "little")
        return _sides((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == _LOSSY:
        return _sides(int.from_bytes(body[26:28], "little") & 0x3FFF, int.from_bytes(body[28:30], "little") & 0x3FFF)
    return None


def _sides(width: int, height: int) -> Sides | None:
    return (width, height) if width and height else None


_KINDS: Final[dict[str, tuple[Callable[[bytes], bool], Callable[[bytes], Sides | None]]]] = {
    "svg": (_is_svg, _svg_sides),
    "png": (_is_png, _png_sides),
    "webp": (_is_webp, _webp_sides),
}
