"""Many files of one kind → what each gives. What was read before comes from the shelf, the rest is shared out over the cores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from statusgen.crew import shared_out
from statusgen.finding import Finding
from statusgen.load.sheet import Context
from statusgen.load.shelf import Shelf
from statusgen.model import Agreement, Incident, Window

Value = TypeVar("Value")

LEAST: Final = 250
"""So many files are worth a process of their own."""

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_ANSWER: Final = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_NOTHING: Final = _ENCODE(())


class Kind(Struct, Generic[Value], frozen=True):
    """A kind of file: what one of them is read into, and how that is taken from the shelf."""

    read: Callable[[str, bytes, Context], tuple[tuple[Value, ...], tuple[Finding, ...]]]
    decode: Callable[[bytes], tuple[Value, ...]]


def _window(path: str, body: bytes, context: Context) -> tuple[tuple[Window, ...], tuple[Finding, ...]]:
    from statusgen.load.windows import read_window  # here and below: with all that it takes to read, where something is read

    return read_window(path, body, context)


def _incident(path: str, body: bytes, context: Context) -> tuple[tuple[Incident, ...], tuple[Finding, ...]]:
    from statusgen.load.incidents import read_incident

    return read_incident(path, body, context)


def _agreement(path: str, body: bytes, context: Context) -> tuple[tuple[Agreement, ...], tuple[Finding, ...]]:
    from statusgen.load.agreements import read_agreement

    return read_agreement(path, body, context)


WINDOWS: Final = Kind(_window, msgspec.msgpack.Decoder(tuple[Window, ...]).decode)
INCIDENTS: Final = Kind(_incident, msgspec.msgpack.Decoder(tuple[Incident, ...]).decode)
AGREEMENTS: Final = Kind(_agreement, msgspec.msgpack.Decoder(tuple[Agreement, ...]).decode)


class Aside(Protocol):
    """What came of files in an earlier run, and holds: they need not be read."""

    def has(self, path: str, key: bytes) -> bool:
        """Whether the file, whose reading has that key, is among them."""


def read_files(
    kind: Kind[Value],
    files: Mapping[str, bytes],
    context: Context,
    shelf: Shelf,
    meanwhile: Callable[[], object] = lambda: None,
    aside: Aside | None = None,
) -> dict[str, tuple[tuple[Value, ...], tuple[Finding, ...]]]:
    """By path: the values of each file, or what is wrong with it; nothing of files that were put aside. What is to be done
    `meanwhile` is done once, while other processes read where there are many files.
    """
    keys = shelf.keys(_ENCODE(context), files)
    if aside is not None:
        files = {path: body for path, body in files.items() if not aside.has(path, keys[path])}
    found = {path: shelf.get(keys[path]) for path in files}
    missing = [path for path, values in found.items() if values is None]
    read: dict[str, tuple[Value, ...]] = {}

    def take() -> None:
        read.update((path, kind.decode(values)) for path, values in found.items() if values is not None)
        meanwhile()

    for path, values in zip(missing, _read(kind, missing, files, context, take), strict=True):
        if values != _NOTHING:
            read[path] = kind.decode(values)
            shelf.put(keys[path], values)
    return {path: (read[path], ()) if path in read else kind.read(path, files[path], context) for path in files}


def _read(
    kind: Kind[Value],
    paths: Sequence[str],
    files: Mapping[str, bytes],
    context: Context,
    meanwhile: Callable[[], None],
) -> list[bytes]:
    """The encoded values of each file, none where there are findings: few files have any, and they are read once more."""

    def work(share: Sequence[str]) -> bytes:
        return _ENCODE([msgspec.Raw(_ENCODE(kind.read(path, files[path], context)[0])) for path in share])

    if len(paths) >= LEAST:
        work(paths[:1])  # what reading takes is imported, and its forms are built, once: children inherit that
        answers = shared_out(paths, work, least=LEAST, meanwhile=meanwhile)
    else:
        meanwhile()
        answers = [work(paths)]
    return [bytes(values) for answer in answers for values in _ANSWER(answer)]
