"""The folder in which a site is staged, and the guard that clears it away, whatever becomes of the builder."""

from __future__ import annotations

import fcntl
import os
import select
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from statusgen.finding import PublishRefused
from statusgen.publish.exchange import restore

PATIENCE: Final = 60
"""Twentieths of a second for another build to end."""

_READY: Final = b"r"
_HELD: Final = b"h"
_FAILED: Final = b"f"
_DONE: Final = b"d"

_SIZES: Final = msgspec.msgpack.Decoder(dict[bytes, int] | int)


class Staging:
    """The folder beside the site in which the next one is made. The guard fills it with links to all of the old one meanwhile."""

    def __init__(self, folder: Path, hearing: BinaryIO) -> None:
        self.folder = folder
        self._hearing = hearing
        self._linked: dict[bytes, int] = {}

    def linked(self) -> dict[str, int]:
        """Every file of the old site by its path, with its size. Waits until the guard has linked them all."""
        told = _SIZES.decode(self._hearing.read() or b"\x05")  # without an answer: EIO
        if isinstance(told, int):
            raise OSError(told, os.strerror(told))
        self._linked = told
        return {os.fsdecode(path): size for path, size in told.items()}

    def clear_half(self) -> None:
        """Remove one half of what the guard linked, or of the old site in its place; the guard removes the other meanwhile."""
        _clear(self.folder, _halves(self._linked)[1])


@contextmanager
def staged(out: Path) -> Iterator[Staging]:
    """A staging folder, cleared away afterwards with whatever is in it then: the old site, or half a new one.

    The guard makes it, fills it with links to the old site and removes it, in a session of its own; that the builder is done,
    or dead, it learns from a pipe that is written to once at most.
    """
    staging = out.parent / f".{out.name}.statusgen"
    out.parent.mkdir(parents=True, exist_ok=True)
    waiting, alive = os.pipe()
    hearing, telling = os.pipe()
    guard = os.fork()
    if guard == 0:
        os.close(alive)
        os.close(hearing)
        _guard(staging, out, waiting, telling)
    os.close(waiting)
    os.close(telling)
    ready = None
    try:
        with os.fdopen(hearing, "rb", buffering=0) as heard:
            answer = heard.read(1)
            if answer == _HELD:
                raise PublishRefused(f"another build is writing {out}", "Wait for it to end, then build again.")
            ready = Staging(staging, heard)
            if answer != _READY:
                ready.linked()
            yield ready
    finally:
        if ready is not None:
            with suppress(BrokenPipeError):  # somebody has killed the guard
                os.write(alive, _DONE)
            ready.clear_half()
        os.close(alive)
        os.waitpid(guard, 0)


def _guard(staging: Path, out: Path, waiting: int, telling: int) -> None:
    """Hold and fill the staging folder until the builder is gone, then clear it away. Never returns."""
    try:
        os.setsid()  # so that what kills the builder's group or terminal does not kill its guard
        with suppress(BrokenPipeError):  # the builder may be dead already
            _hold(staging, out, waiting, telling)
    finally:
        os._exit(0)


def _hold(staging: Path, out: Path, waiting: int, telling: int) -> None:
    with os.fdopen(telling, "wb", buffering=0) as pipe:
        try:
            if _patiently(lambda: _taken(staging), waiting) is None:
                pipe.write(_HELD)
                return
        except OSError as error:
            pipe.write(_FAILED + msgspec.msgpack.encode(error.errno))
            return
        linked: dict[bytes, int] = {}
        try:
            restore(out)  # what a power cut left
            # The old site is held too, until this process ends: it will stand in the staging folder's place.
            if out.is_dir() and _patiently(lambda: _held(out), waiting) is None:
                pipe.write(_HELD)
                return
            pipe.write(_READY)
            _answer(pipe, out, staging, linked)
            pipe.close()
            os.read(waiting, 1)
            restore(out)
        finally:
            _clear(staging, _halves(linked)[0])
            os.read(waiting, 1)  # until the builder has removed its half, or is dead: the folder is held as long
            shutil.rmtree(staging, ignore_errors=True)


def _halves(linked: dict[bytes, int]) -> tuple[list[bytes], list[bytes]]:
    paths = list(linked)
    return paths[: len(paths) // 2], paths[len(paths) // 2 :]


def _patiently(take: Callable[[], int | None], waiting: int) -> int | None:
    """What another build holds, as soon as it lets go: it may be the guard of a killed one, clearing up. None: it does not."""
    for _ in range(PATIENCE):
        held = take()
        if held is not None or select.select([waiting], [], [], 0.05)[0]:  # or this builder is dead too
            return held
    return None


def _answer(pipe: BinaryIO, out: Path, staging: Path, linked: dict[bytes, int]) -> None:
    """Link the old site into the staging folder, and tell the builder what is there."""
    try:
        if out.is_dir():
            _link_all(os.fsencode(out), os.fsencode(staging), b"", linked)
            shutil.copymode(out, staging)
        answer = msgspec.msgpack.encode(linked)
    except OSError as error:
        answer = msgspec.msgpack.encode(error.errno)
    while answer:  # a pipe takes what it has room for
        answer = answer[pipe.write(answer) :]


def _link_all(old: bytes, new: bytes, below: bytes, linked: dict[bytes, int]) -> None:
    """Every file of a folder, and its size; a file of the new site must take the name of a link, never write through it."""
    with os.scandir(old) as entries:
        for entry in entries:
            path = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(new + b"/" + path)  # noqa: PTH102  # ten thousand times
                _link_all(entry.path, new, path + b"/", linked)
            else:
                _link(entry.path, new + b"/" + path)
                linked[path] = entry.stat(follow_symlinks=False).st_size


def _link(old: bytes, new: bytes) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without links
        shutil.copy2(old, new, follow_symlinks=False)


def _clear(staging: Path, linked: Iterable[bytes]) -> None:
    """Remove what is known to be in the folder, in a fraction of the time that looking for it takes."""
    try:
        folder = os.open(staging, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # there was no old site; or who removes the rest of it tells what is wrong
        return
    for path in linked:
        try:
            os.unlink(path, dir_fd=folder)  # ten thousand times, and no way to the folder is looked up
            os.rmdir(path.rpartition(b"/")[0], dir_fd=folder)  # likewise
        except OSError:  # removed by the builder, or in a folder that holds more
            continue
    os.close(folder)


def _taken(staging: Path) -> int | None:
    """The staging folder, empty and held; None where another build holds it. One that nobody holds was left by a power cut."""
    while True:
        with suppress(FileExistsError):
            staging.mkdir()
        try:
            held = _held(staging)
            if held is None:
                return None
            mine = os.path.samestat(os.fstat(held), staging.stat())
        except FileNotFoundError:  # another build has just cleared it away
            continue
        if mine and not any(staging.iterdir()):
            return held
        if mine:
            shutil.rmtree(staging)
        os.close(held)


def _held(folder: Path) -> int | None:
    """A descriptor that holds the folder for this build; None where another one does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
