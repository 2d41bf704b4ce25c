"""What reading a file gave before, so that only what changed is read again.

It depends on the file's path and text, the settings of the project, the zones and this program; a key is the digest of all
of them, so that nothing kept is ever out of date. Files with findings are not kept: they are read, and told, anew.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
import tzdata  # type: ignore[import-untyped]  # data with a version, no code

_PACKAGE: Final = Path(__file__).parent.parent
_ROOMS: Final = ("civil", "finding.py", "model.py", "policy", "timeline.py", "load", "packs", "yaml12")
"""The rooms that decide what a file means."""

_DECODE: Final = msgspec.msgpack.Decoder(dict[bytes, bytes]).decode


class Shelf:
    """Encoded values by their keys. One with a file lasts; where that cannot be read or written, it is as if it were empty."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept = {} if file is None else _kept(file)
        self._used: dict[bytes, bytes] = {}
        self._grown = False
        self._program = _program()

    def key(self, context: bytes, path: str, body: bytes) -> bytes:
        """The key of a file that is read in a context."""
        seal = blake2b(body, digest_size=20, key=self._program)
        seal.update(b"%d %d " % (len(body), len(context)))
        seal.update(context)
        seal.update(os.fsencode(path))
        return seal.digest()

    def get(self, key: bytes) -> bytes | None:
        """What was put under the key; None where nothing was."""
        value = self._used.get(key) or self._kept.get(key)
        if value is not None:
            self._used[key] = value
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value, which is never empty."""
        self._used[key] = value
        self._grown = True

    def save(self) -> None:
        """Write down what was asked for or put, if there is anything new; what nobody asked for is dropped."""
        if self._file is None or not self._grown:
            return
        self._grown = False
        new = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                new.write_bytes(msgspec.msgpack.encode(self._used))
                new.replace(self._file)
            finally:
                new.unlink(missing_ok=True)


def _kept(file: Path) -> dict[bytes, bytes]:
    try:
        return _DECODE(file.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return {}


@cache
def _program() -> bytes:
    """What tells this program's readings from those of another version, be it one that is just being written."""
    seal = blake2b(tzdata.IANA_VERSION.encode(), digest_size=32)
    for room in _ROOMS:
        place = _PACKAGE / room
        for file in [place] if place.is_file() else sorted(place.glob("*.*")):
            told = file.stat()
            seal.update(f"{file.name} {told.st_size} {told.st_mtime_ns}\n".encode())
    return seal.digest()
