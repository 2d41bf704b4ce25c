"""Compressed twins of the site's files, for hosts that send them as they are: `index.html.gz` and `.br` beside `index.html`."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

KINDS: Final = (".atom", ".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
LEAST: Final = 256
"""Bytes. A smaller file fits into the packet that says what it is, compressed or not."""


class Packing(NamedTuple):
    """A way to compress."""

    suffix: str
    way: str
    """What and how: another way makes other bytes."""
    pack: Callable[[bytes], bytes]

    def digest(self, content: str) -> str:
        """The key of a twin, by the digest of the bytes that it is a twin of."""
        return f"{self.way} {content}"


def packings() -> tuple[Packing, ...]:
    """Those there are here: gzip, and brotli where it is installed."""
    gzipped = Packing(".gz", "gzip 9", _gzip)
    try:
        import brotli
    except ImportError:
        return (gzipped,)

    def pack(body: bytes) -> bytes:
        # The highest quality saves a seventh more, in forty times the time; a large window takes long to set up.
        window = min(max(16, len(body).bit_length()), 24)
        packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=9, lgwin=window)
        return packed

    return gzipped, Packing(".br", "brotli 9", pack)


def twins(path: str, size: int, wanted: tuple[Packing, ...]) -> Iterator[tuple[str, Packing]]:
    """The twins that a file of so many bytes is to have."""
    if size >= LEAST and path.endswith(KINDS):
        for packing in wanted:
            yield f"{path}{packing.suffix}", packing


def _gzip(body: bytes) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:  # neither name nor time; `gzip.compress` differs by version
        file.write(body)
    return packed.getvalue()
