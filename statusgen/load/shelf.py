"""What reading a file gave before, so that only what changed is read again.

It depends on the file's path and text, the settings of the project, the zones and this program; a key is the digest of all
of them, so that nothing kept is ever out of date. Files with findings are not kept: they are read, and told, anew.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import tzdata  # type: ignore[import-untyped]  # data with a version, no code

_PACKAGE: Final = Path(__file__).parent.parent

Value = TypeVar("Value")

_DECODE: Final = msgspec.msgpack.Decoder(dict[bytes, bytes]).decode


class Shelf:
    """Encoded values by their keys. One with a file lasts; where that cannot be read or written, it is as if it were empty."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept = {} if file is None else kept_in(file, _DECODE) or {}
        self._used: dict[bytes, bytes] = {}
        self._grown = False
        self._program = program()

    def keys(self, context: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """By path: the key of each file that is read in a context."""
        ground = sha256(self._program + context).digest()  # which processors know; ten thousand files are sealed in half the time
        keys = {}
        for path, body in files.items():
            name = os.fsencode(path)
            keys[path] = sha256(b"%b%d %b%b" % (ground, len(name), name, body)).digest()
        return keys

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

    def save(self, *, partly: bool = False) -> None:
        """Write down what was asked for or put, if there is anything new; what nobody asked for is dropped, unless only a part of
        the project was read.
        """
        if self._file is not None and self._grown:
            self._grown = False
            write_down(self._file, msgspec.msgpack.encode(self._kept | self._used if partly else self._used))


def kept_in(file: Path, decode: Callable[[mmap.mmap], Value]) -> Value | None:
    """What a file keeps; None where it is not there, or is not what it should be. What is not looked at is not even copied."""
    try:
        with file.open("rb") as opened:
            return decode(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, msgspec.MsgspecError):  # ValueError: an empty file
        return None


def write_down(file: Path, body: bytes) -> None:
    """Put a file in its place as a whole; where that cannot be, nothing is kept."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            new.write_bytes(body)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)


@cache
def program() -> bytes:
    """What tells this program's readings from those of another version, be it one that is just being written."""
    seal = blake2b(tzdata.IANA_VERSION.encode(), digest_size=32)
    for folder, folders, files in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".py", ".yaml")):
                told = os.stat(f"{folder}/{name}")  # noqa: PTH116  # at every start
                seal.update(f"{name} {told.st_size} {told.st_mtime_ns}\n".encode())
    return seal.digest()
