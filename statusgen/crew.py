"""Work shared out over the machine's cores: half the time for ten thousand files, the same answers.

Forked children inherit all that was read so far, so nothing is sent to them; they send bytes back.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO, Final, TypeVar

import msgspec

PORTIONS: Final = 32
"""Of a share, at most 256: so many that all processes are done at about the same time, whatever the jobs cost."""

_ANSWERS: Final = msgspec.msgpack.Decoder(dict[tuple[int, int], bytes]).decode
_NOTHING: Final = msgspec.msgpack.encode({})
_PR_SET_PDEATHSIG: Final = 1

Job = TypeVar("Job")


def shared_out(
    jobs: Sequence[Job], work: Callable[[Sequence[Job]], bytes], *, least: int, meanwhile: Callable[[], None] | None = None
) -> list[bytes]:
    """What `work` makes of every portion of the jobs, in their order; a portion is `least` jobs or more.

    Each process begins with the portions of its own share, and takes of the others' when it is done with them.
    `work` must depend on nothing but its jobs and change nothing that outlives it but files: it may run in a child. What a
    child could not do is done here, so that its error is raised here too. Where there is something to do `meanwhile`, that is
    done here first, and children begin with all shares.
    """
    if not jobs:
        if meanwhile is not None:
            meanwhile()
        return []
    shares = _shares(jobs, max(1, min(_cores(), len(jobs) // least)))
    portions = [_portions(share, least) if len(shares) > 1 else [share] for share in shares]
    queues = [_queue(len(each)) for each in portions]
    own = 1 if meanwhile is None or _cores() == 1 else 0
    children = [_child(partial(_tell, portions, queues, first, work)) for first in range(own, len(shares))]
    try:
        if meanwhile is not None:
            meanwhile()
        answers = dict(_taken(portions, queues, 0, work))
    except BaseException:
        for forked in filter(None, children):
            _dismiss(*forked)
        raise
    finally:
        for queue in queues:
            os.close(queue)
    for child in filter(None, children):
        answers |= _ANSWERS(_answer(*child) or _NOTHING)
    return [
        answers[place, number] if (place, number) in answers else work(portion)
        for place, each in enumerate(portions)
        for number, portion in enumerate(each)
    ]


def _queue(count: int) -> int:
    """A pipe that holds the numbers of portions: each is read once, by whichever process comes first."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(count)))
    os.close(writing)
    return reading


def _taken(
    portions: Sequence[Sequence[Sequence[Job]]], queues: Sequence[int], first: int, work: Callable[[Sequence[Job]], bytes]
) -> Iterator[tuple[tuple[int, int], bytes]]:
    """What one process makes, by share and portion: of its own share first."""
    for place in (*range(first, len(queues)), *range(first)):
        while number := os.read(queues[place], 1):
            yield (place, number[0]), work(portions[place][number[0]])


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Work that a child does while this process goes on, and that is done when both are; with one core it is done before.

    It must change nothing that outlives it but files that others can do without: what a child could not do is not done, and what
    it has not done yet when this process fails is left.
    """
    child = _child(lambda _: work()) if _cores() > 1 else None
    if child is None:
        work()
        yield
        return
    try:
        yield
    except BaseException:
        _dismiss(*child)
        raise
    _answer(*child)


def _tell(
    portions: Sequence[Sequence[Sequence[Job]]],
    queues: Sequence[int],
    first: int,
    work: Callable[[Sequence[Job]], bytes],
    pipe: BinaryIO,
) -> None:
    pipe.write(msgspec.msgpack.encode(dict(_taken(portions, queues, first, work))))


def _portions(share: Sequence[Job], least: int) -> list[Sequence[Job]]:
    return _shares(share, max(1, min(PORTIONS, len(share) // least)))


def _shares(jobs: Sequence[Job], count: int) -> list[Sequence[Job]]:
    edges = [len(jobs) * part // count for part in range(count + 1)]
    return [jobs[start:end] for start, end in itertools.pairwise(edges)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _child(work: Callable[[BinaryIO], None]) -> tuple[int, BinaryIO] | None:
    """A process at work, and the pipe that its answer comes through; None where there can be no more."""
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if child == 0:
        _work(work, writing, parent)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


def _work(work: Callable[[BinaryIO], None], writing: int, parent: int) -> None:
    """The child's whole life. It never returns into what its parent was doing, and does not outlive it."""
    code = 1
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            return
        with os.fdopen(writing, "wb") as pipe:
            work(pipe)
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
