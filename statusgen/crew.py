"""Work shared out over the machine's cores: half the time for ten thousand files, the same answers.

Forked children inherit all that was read so far, so nothing is sent to them; they send bytes back.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO, Final, TypeVar

_PR_SET_PDEATHSIG: Final = 1

Job = TypeVar("Job")


def shared_out(
    jobs: Sequence[Job], work: Callable[[Sequence[Job]], bytes], *, least: int, meanwhile: Callable[[], None] | None = None
) -> list[bytes]:
    """What `work` makes of every share of the jobs, in their order; a share is `least` jobs or more.

    `work` must depend on nothing but its jobs and change nothing that outlives it but files: it may run in a child. What a
    child could not do is done here, so that its error is raised here too. Where there is something to do `meanwhile`, that is
    done here, and all shares by children.
    """
    if not jobs:
        if meanwhile is not None:
            meanwhile()
        return []
    shares = _shares(jobs, max(1, min(_cores(), len(jobs) // least)))
    own = 1 if meanwhile is None or _cores() == 1 else 0
    children = [_child(share, work) for share in shares[own:]]
    try:
        if meanwhile is not None:
            meanwhile()
        answers = [work(share) for share in shares[:own]]
    except BaseException:
        for forked in filter(None, children):
            _dismiss(*forked)
        raise
    for share, child in zip(shares[own:], children, strict=True):
        answer = child and _answer(*child)
        answers.append(work(share) if answer is None else answer)
    return answers


def _shares(jobs: Sequence[Job], count: int) -> list[Sequence[Job]]:
    edges = [len(jobs) * part // count for part in range(count + 1)]
    return [jobs[start:end] for start, end in itertools.pairwise(edges)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _child(share: Sequence[Job], work: Callable[[Sequence[Job]], bytes]) -> tuple[int, BinaryIO] | None:
    """A process at work on a share, and the pipe that its answer comes through; None where there can be no more."""
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if child == 0:
        _work(share, work, writing, parent)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(share: Sequence[Job], work: Callable[[Sequence[Job]], bytes], writing: int, parent: int) -> None:
    """The child's whole life. It never returns into what its parent was doing, and does not outlive it."""
    code = 1
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            return
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work(share))
        code = 0
    finally:
        os._exit(code)


def _dismiss(child: int, pipe: BinaryIO) -> None:
    """Nobody waits for the answer any more."""
    pipe.close()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _answer(child: int, pipe: BinaryIO) -> bytes | None:
    """What a child answered; None where it came to grief."""
    with pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return answer if status == 0 else None
