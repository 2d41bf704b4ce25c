"""DuckDB for one reading: in a private folder, without network, kept from every file but those named, and gone afterwards."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from statusgen.finding import StatusgenError, escaped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE: Final = 10_000
"""Rows that are fetched in one go."""


class DataExtraMissing(StatusgenError):
    """DuckDB, which reads samples, is not installed."""


class Refused(Exception):
    """DuckDB does not do what it was asked; its words."""


class Engine:
    """A database that lives as long as one reading."""

    def __init__(self, database: DuckDBPyConnection, links: tuple[str, ...], refusals: type[Exception]) -> None:
        self.links = links
        """For each file the path to name it by in SQL: one of ours, so that nobody's file name is ever part of a query."""
        self._database = database
        self._refusals = refusals

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of the answer; `Refused` where there is none."""
        return list(self.stream(query))

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer, one after another; `Refused` where there is none."""
        try:
            self._database.execute(query)
            while rows := self._database.fetchmany(_AT_ONCE):
                yield from rows
        except self._refusals as error:
            raise Refused(str(error)) from None
        except RuntimeError as error:
            if "interrupted" in str(error):  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from None
            raise


@contextlib.contextmanager
def opened(files: Sequence[tuple[Path, str]]) -> Iterator[Engine]:
    """An engine that can read these files, given with their endings, and no others.

    Raises `DataExtraMissing`, and a `StatusgenError` where there is no room for what it keeps while it works.
    """
    try:
        import duckdb
    except ImportError:
        raise DataExtraMissing(
            "samples are read with DuckDB, which is not installed", "`python3 -m pip install 'statusgen[data]'` installs it."
        ) from None
    with _private_folder() as folder:
        try:
            links = tuple(_link(folder, number, file, ending) for number, (file, ending) in enumerate(files))
            database = duckdb.connect(f"{folder}/heard.db", config=_configuration(folder))
            _confine(database, links)
        except (duckdb.Error, OSError) as error:
            raise no_room(str(error)) from None
        with contextlib.closing(database):
            yield Engine(database, links, duckdb.Error)


@contextlib.contextmanager
def _private_folder() -> Iterator[str]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="statusgen-samples-")
    except OSError as error:
        raise no_room(error.strerror or str(error)) from None
    with folder as path:
        yield os.path.realpath(path)


def no_room(words: str) -> StatusgenError:
    """That the samples cannot be sorted, for want of memory or of room in the private folder."""
    way_out = "Make room in the folder for temporary files, or name another one in `TMPDIR`; or account for less time at once."
    return StatusgenError(f"the samples cannot be sorted: {escaped(words.partition(chr(10))[0])}", way_out)


def _link(folder: str, number: int, file: Path, ending: str) -> str:
    """To DuckDB a `*` in a name is a pattern, and `s3:` at its beginning a place in the network: it gets to see neither."""
    link = f"{folder}/{number}{ending}"
    Path(link).symlink_to(file.resolve())
    return link


def _configuration(folder: str) -> dict[str, Any]:
    return {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": "50%",  # of the machine's; what is more goes into the private folder
        "temp_directory": f"{folder}/spilled",
        "threads": _cores(),  # its own default sees the cores of the machine, not those of the process
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _confine(database: DuckDBPyConnection, links: tuple[str, ...]) -> None:
    for setting in (
        "enable_progress_bar = false",
        "TimeZone = 'UTC'",
        f"allowed_paths = [{', '.join(map(quoted, links))}]",
        "enable_external_access = false",
    ):
        database.execute(f"SET {setting}")


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
