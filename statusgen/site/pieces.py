"""Pieces of files that are dear to make and outlast a build: events of calendars, which stand in many, and QR codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from statusgen.crew import shared_out
from statusgen.load.shelf import Shelf

Make = Callable[[], bytes]

LEAST: Final = 10
"""So many pieces are worth a process of their own."""

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(list[bytes]).decode


class Pieces:
    """Pieces by their keys; without a shelf they are made where they are asked for."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._ordered: dict[bytes, Make] = {}
        self._made: dict[bytes, bytes] = {}

    def keys(self, depends: str, digests: Mapping[str, str]) -> dict[str, bytes]:
        """By name: the key of each piece, by a digest of its own and one of what all depend on."""
        return (self._shelf or Shelf()).keys(depends.encode(), {name: digest.encode() for name, digest in digests.items()})

    def order(self, makes: Mapping[bytes, Make]) -> None:
        """Tell how the pieces of some keys are made."""
        self._ordered |= makes

    def prepare(self, *, partly: bool = False) -> None:
        """Where pieces last, make those that are missing: what is made while files are written is lost with who writes them. Those
        that nobody ordered are dropped, unless only a part is ordered yet.
        """
        if self._shelf is None:
            return

        def work(share: Sequence[bytes]) -> bytes:
            return _ENCODE([self._ordered[key]() for key in share])

        missing = [key for key in self._ordered if self._shelf.get(key) is None]
        made = [piece for answer in shared_out(missing, work, least=LEAST) for piece in _DECODE(answer)]
        for key, piece in zip(missing, made, strict=True):
            self._shelf.put(key, piece)
        self._shelf.save(partly=partly)

    def get(self, key: bytes) -> bytes:
        """A piece that was ordered, made once for all files that hold it."""
        piece = self._made.get(key)
        if piece is None and self._shelf is not None:
            piece = self._shelf.get(key)
        if piece is None:
            piece = self._made[key] = self._ordered[key]()
        return piece
