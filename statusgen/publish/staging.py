"""The folder in which a site is staged, and the guard that clears it away, whatever becomes of the builder."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from statusgen.finding import PublishRefused
from statusgen.publish.exchange import restore

_READY: Final = b"r"
_HELD: Final = b"h"


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """An empty folder beside the site, cleared away afterwards with whatever is in it then: the old site, or half a new one.

    The guard makes it and removes it, in a session of its own; that the builder is done, or dead, it learns from a pipe
    that nobody writes to.
    """
    staging = out.parent / f".{out.name}.statusgen"
    out.parent.mkdir(parents=True, exist_ok=True)
    waiting, alive = os.pipe()
    hearing, telling = os.pipe()
    guard = os.fork()
    if guard == 0:
        os.close(alive)
        _guard(staging, out, waiting, telling)
    os.close(waiting)
    os.close(telling)
    try:
        answer = os.read(hearing, 16)
        if answer == _HELD:
            raise PublishRefused(f"another build is writing {out}", "Wait for it to end, then build again.")
        if answer != _READY:
            number = int(answer or errno.ECHILD)
            raise OSError(number, os.strerror(number))
        yield staging
    finally:
        os.close(hearing)
        os.close(alive)
        os.waitpid(guard, 0)


def _guard(staging: Path, out: Path, waiting: int, telling: int) -> None:
    """Hold the staging folder until the builder is gone, then clear it away. Never returns."""
    try:
        os.setsid()  # so that what kills the builder's group or terminal does not kill its guard
        # The old site is held too: it will stand in the staging folder's place.
        taken = _taken(staging) is not None
        mine = taken and (not out.is_dir() or _held(out) is not None)
        with suppress(BrokenPipeError):  # the builder may be dead already
            os.write(telling, _READY if mine else _HELD)
        if mine:
            os.read(waiting, 1)
            restore(out)
        if taken:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        os.write(telling, str(error.errno).encode())
    finally:
        os._exit(0)


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
