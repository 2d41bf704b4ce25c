"""Samples for tests: as files, as rows, and what they come to when every second is looked at."""

import sqlite3
from pathlib import Path

import duckdb

import statusgen.monitors
from statusgen.monitors import read_samples
from statusgen.timeline import Span

T = 1_767_225_600
"""2026-01-01T00:00:00Z."""
HOUR = Span(T, T + 3600)
QUERY = Path(statusgen.monitors.__file__).with_name("islands.sql").read_text(encoding="utf-8")
WORDS = {True: "true", False: "false", None: ""}


def csv_file(folder, *rows, name="samples.csv"):
    """Rows (component, seconds after T, up) as a CSV file."""
    file = folder / name
    lines = [f"{component},{T + second},{WORDS[up]}\n" for component, second, up in rows]
    file.write_text("".join(["component,time,up\n", *lines]), encoding="utf-8")
    return file


def parquet_file(folder, select, name="samples.parquet"):
    """What a query gives, as a Parquet file."""
    file = folder / name
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"COPY ({select}) TO '{file}' (FORMAT parquet)")
    return file


def after(timeline):
    """A timeline by the seconds after T."""
    return [(start - T, end - T) for start, end in timeline]


def seen(*files, component="api", span=HOUR, gap=90):
    """When a component was down, and when it was known to be either, in seconds after T."""
    observed = read_samples(files, span=span, gap=gap).components[component]
    return after(observed.down), after(observed.known)


def on_duckdb(rows, gap):
    """The islands of samples (component, instant, up), by `islands.sql`."""
    with duckdb.connect() as database:
        _fill(database, rows, gap)
        return database.execute(QUERY).fetchall()


def on_sqlite(rows, gap):
    """Likewise, by the engine in Python's own library; it has no booleans but 1 and 0."""
    database = sqlite3.connect(":memory:")
    _fill(database, rows, gap)
    islands = [(component, bool(up), start, end) for component, up, start, end in database.execute(QUERY)]
    database.close()
    return islands


def _fill(database, rows, gap):
    database.execute("CREATE TABLE samples(component TEXT, instant BIGINT, up BOOLEAN)")
    database.execute("CREATE TABLE settings(gap_seconds BIGINT)")
    database.execute("INSERT INTO settings VALUES (?)", [gap])
    if rows:
        database.executemany("INSERT INTO samples VALUES (?, ?, ?)", rows)


def by_seconds(rows, gap):
    """Likewise, looked at second by second."""
    islands = []
    for component in sorted({component for component, _, _ in rows}):
        said = {}
        for _, instant, up in (row for row in rows if row[0] == component):
            said.setdefault(instant, set()).add(up)
        for second in range(min(said), max(said) + gap):
            last = max(instant for instant in said if instant <= second)
            if second - last >= gap or said[last] == {None}:
                continue
            up = False not in said[last]
            if islands and islands[-1][:2] == [component, up] and islands[-1][3] == second:
                islands[-1][3] += 1
            else:
                islands.append([component, up, second, second + 1])
    return [tuple(island) for island in islands]
