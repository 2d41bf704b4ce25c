"""Files of samples: which they may be, and what their columns are."""

from __future__ import annotations

import csv
import gzip
import io
import re
import stat
import zlib
from pathlib import Path
from typing import Final, NamedTuple

from statusgen.finding import StatusgenError, escaped, printable
from statusgen.monitors import columns
from statusgen.monitors.engine import Engine, Refused, quoted

ENDINGS: Final = (".csv", ".csv.gz", ".parquet")
WANTED: Final = ("component", "time", "up")

_HEADER_LIMIT: Final = 1_000_000
"""Bytes. Who sends a file without line ends gets to hear of its columns, not of our memory."""


class SamplesUnreadable(StatusgenError):
    """A file of samples, or one of its rows, does not say what a sample must say."""


class Source(NamedTuple):
    """A file that is ready to be read."""

    file: Path
    """As it was named."""
    link: str
    """The path that the engine knows it by."""
    scan: str
    """SQL: the relation of its rows, with the columns `WANTED`."""
    clock: columns.Clock
    """How its column `time` is read."""
    said: str
    """How its column `up` is read: SQL."""

    @property
    def name(self) -> str:
        """For messages."""
        return printable(str(self.file))

    @property
    def is_csv(self) -> bool:
        """Whether its rows stand on lines."""
        return not self.link.endswith(".parquet")


def ending_of(file: Path) -> str:
    """One of `ENDINGS`; `SamplesUnreadable` for any other, and for what is no file, empty or not ours to read."""
    name = printable(str(file))
    found = [ending for ending in ENDINGS if file.name.lower().endswith(ending)]
    if not found:
        raise SamplesUnreadable(f"{name} is no file of samples that is known", f"Name files that end in {_listed(ENDINGS)}.")
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SamplesUnreadable(f"{name} is a folder", "Name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise SamplesUnreadable(f"{name} is no file", "What comes through a pipe, save first.")
        file.open("rb").close()
    except FileNotFoundError:
        raise SamplesUnreadable(f"there is no {name}", "Name a file that exists.") from None
    except OSError as error:
        raise SamplesUnreadable(f"{name} cannot be read: {error.strerror}", "Let the user who runs statusgen read it.") from None
    if not status.st_size:
        raise _empty(name)
    return found[0]


def source(engine: Engine, file: Path, link: str) -> Source:
    """The file that the engine knows as `link`; `SamplesUnreadable` where its columns are not those of samples."""
    name = printable(str(file))
    scan, kinds = _parquet(engine, name, link) if link.endswith(".parquet") else _csv(file, name, link)
    if columns.has_no_offset(kinds["time"]):
        raise SamplesUnreadable(
            f"the times in {name} have no offset from UTC: its column `time` is {kinds['time']}",
            "Write timestamps that are adjusted to UTC (in Spark: `spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS`), "
            "or whole seconds since 1970.",
        )
    clock, said = columns.clock(kinds["time"]), columns.said(kinds["up"])
    if kinds["component"] != columns.TEXT:
        raise _wrong_kind(name, "component", kinds, "Write the components' ids as text.")
    if clock is None:
        raise _wrong_kind(name, "time", kinds, "Write whole seconds since 1970, or timestamps that are adjusted to UTC.")
    if said is None:
        raise _wrong_kind(name, "up", kinds, "Write booleans, or 1 and 0.")
    return Source(file, link, scan, clock, said)


def _parquet(engine: Engine, name: str, link: str) -> tuple[str, dict[str, str]]:
    """The relation of a file's rows, and DuckDB's names of its columns' types."""
    scan = f"read_parquet({quoted(link)}, hive_partitioning = false)"
    try:
        kinds = {column: kind for column, kind, *_ in engine.run(f"DESCRIBE FROM {scan}")}
    except Refused as refusal:
        raise unreadable(name, link, refusal) from None
    _check_names(name, list(kinds))
    return scan, kinds


def _csv(file: Path, name: str, link: str) -> tuple[str, dict[str, str]]:
    names = _header(file, name)
    _check_names(name, names)
    # Columns that nobody asked for may be called anything: here they get names of ours.
    named = [column if column in WANTED else f"other{number}" for number, column in enumerate(names)]
    kinds = ", ".join(f"'{column}': '{columns.TEXT}'" for column in named)
    form = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv({quoted(link)}, {form}, columns = {{{kinds}}})", dict.fromkeys(WANTED, columns.TEXT)


def _header(file: Path, name: str) -> list[str]:
    try:
        with open_csv(file) as opened:
            line = re.split(rb"[\r\n]", opened.readline(_HEADER_LIMIT))[0]
            blank = not line and not opened.read(1)
        names = next(csv.reader([line.decode("utf-8-sig")]))
    except UnicodeDecodeError:
        raise SamplesUnreadable(f"{name}:1: the header is not UTF-8", "Write the file in UTF-8.") from None
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise SamplesUnreadable(f"{name} cannot be read: {escaped(str(error))}", "Write the file anew.") from None
    if blank:
        raise _empty(name)
    return names


def open_csv(file: Path) -> gzip.GzipFile | io.BufferedReader:
    """The bytes of a CSV file, unpacked if need be."""
    return gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb")


def _check_names(name: str, names: list[str]) -> None:
    for wanted in WANTED:
        if wanted not in names:
            there = printable(", ".join(names), quoted=True)
            raise SamplesUnreadable(f"{name} has no column `{wanted}`, but {there}", f"Name its columns {_listed(WANTED)}.")
        if names.count(wanted) > 1:
            raise SamplesUnreadable(f"{name} has two columns `{wanted}`", "Leave the one that is meant.")


def _wrong_kind(name: str, column: str, kinds: dict[str, str], way_out: str) -> SamplesUnreadable:
    return SamplesUnreadable(f"the column `{column}` of {name} is {printable(kinds[column])}", way_out)


def unreadable(name: str, link: str, refusal: Refused) -> SamplesUnreadable:
    """A file of which DuckDB says that it is broken."""
    words = str(refusal).replace(link, name).partition("\n")[0]
    return SamplesUnreadable(f"{name} cannot be read: {escaped(words)}", "Write the file anew.")


def _empty(name: str) -> SamplesUnreadable:
    return SamplesUnreadable(f"{name} is empty", f"Write at least the header of its columns: {_listed(WANTED)}.")


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(f'`{word}`' for word in words[:-1])} and `{words[-1]}`"
