"""A repository as one file: what `git fast-export` writes, unpacked for as long as it is read."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from statusgen.finding import HistoryUnavailable, StatusgenError, printable
from statusgen.sources.git import Git

MOST_UNPACKED: Final = 1 << 30
"""Bytes: a stream that unpacks to more is no history of a status page."""

_BLOCK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """A bare repository, in a folder of its own that is gone afterwards, of a stream that may be compressed by gzip.

    `StatusgenError`: the file cannot be read, is damaged or unpacks to too much. `HistoryUnavailable`: git does not take it.
    """
    with tempfile.TemporaryDirectory(prefix="statusgen-") as folder:
        git = Git(Path(folder))
        git.run("init", "--quiet", "--bare", "--template=", "--initial-branch=main")
        _import(git, file)
        yield Path(folder)


def _import(git: Git, file: Path) -> None:
    shown = printable(str(file))
    with git.fed("fast-import", "--quiet") as process:
        assert process.stdin is not None
        try:
            with _opened(file) as stream:
                _copy(stream, process.stdin, shown)
            process.stdin.close()
        except BrokenPipeError:  # git has seen enough: its own words follow
            pass
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            process.kill()
            raise StatusgenError(f"{shown} is damaged: {error}", "Export it anew: `git fast-export --all`.") from None
        except OSError as error:
            process.kill()
            raise StatusgenError(f"{shown} cannot be read: {error.strerror}", "Let the user who runs statusgen read it.") from None
        except StatusgenError:
            process.kill()
            raise
    if process.returncode:
        way_out = "Give a git repository, or what `git fast-export --all` writes, compressed by gzip or not."
        raise HistoryUnavailable(f"{shown} is neither a repository nor an export of one that git can read", way_out)


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    with file.open("rb") as raw:
        compressed = raw.read(2) == _GZIP
        raw.seek(0)
        if compressed:
            with gzip.open(raw) as stream:
                yield stream  # type: ignore[misc]  # a GzipFile reads as any binary file does
        else:
            yield raw


def _copy(stream: IO[bytes], into: IO[bytes], shown: str) -> None:
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > MOST_UNPACKED:
            raise StatusgenError(f"{shown} unpacks to more than {MOST_UNPACKED:,} bytes", "Export the status page's files only.")
        into.write(block)
