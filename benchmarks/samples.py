"""What a year of samples costs: 100 components, looked at every minute, 52,560,000 rows, against the limit of 24 GB.

Run by `make bench-samples`. The samples are made by a rule, with outages, gaps, samples that say nothing and several at one
instant, so that what they come to is known without reading them. Each reading is a process of its own, whose memory at its
highest the system tells. All files lie in memory, those that the reading keeps for itself too.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from statusgen.timeline import DAY, MINUTE, Span, Timeline

RUNS = int(os.environ.get("BENCH_RUNS", "5"))
LIMIT_GB = 24
COMPONENTS = 100
ROWS = COMPONENTS * 365 * 1440
START = 1_767_225_600  # 2026-01-01T00:00:00Z
YEAR = Span(START, START + 365 * DAY)
GAP = 90

# From where it hangs on, a monitor stamps its samples with the same minute.
SAMPLES = f"""
WITH looks AS (
    SELECT n % {COMPONENTS} AS component, n // {COMPONENTS} // 1440 AS day, n // {COMPONENTS} % 1440 AS minute
    FROM range({ROWS}) rows(n)
),
stamped AS (
    SELECT component, day, CASE
        WHEN (day + 2 * component) % 11 <> 0 THEN minute
        WHEN minute - (day * 331 + component * 17) % 1400 NOT BETWEEN 0 AND component % 30 THEN minute
        ELSE (day * 331 + component * 17) % 1400
    END AS minute
    FROM looks
)
SELECT printf('component-%02d', component) AS component, {{time}} AS time, CASE
    WHEN (day + component) % 5 = 0 AND minute = (day * 71 + component * 29) % 1440 THEN NULL
    WHEN (day + component) % 3 <> 0 THEN true
    ELSE minute - (day * 137 + component * 53) % 1380 NOT BETWEEN 0 AND (day + component) % 7
END AS up
FROM stamped
"""
FORMS = {
    "parquet": ("(FORMAT parquet)", f"make_timestamptz(1000000 * ({START} + 86400 * day + 60 * minute))"),
    "csv": ("(FORMAT csv, HEADER)", f"{START} + 86400 * day + 60 * minute"),
}


def generate(file: Path) -> None:
    """Write the samples, in the order in which monitors would."""
    import duckdb

    options, written = FORMS[file.suffix[1:]]
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"COPY ({SAMPLES.format(time=written)}) TO '{file}' {options}")


def read(file: Path, out: Path) -> None:
    """What statusgen makes of the samples: for each component its spans of down, and of down or up."""
    from statusgen.monitors import read_samples

    samples = read_samples([file], span=YEAR, gap=GAP)
    spans = {name: (observed.down.spans, observed.known.spans) for name, observed in samples.components.items()}
    out.write_text(json.dumps({"rows": samples.rows, "spans": spans}), encoding="utf-8")


def known_beforehand(component: int) -> tuple[Timeline, Timeline]:
    """The same for one component, by the rule that the samples were made by."""
    outages = Timeline(at_minutes(component, 3, 1, (137, 53, 1380), lambda day: (day + component) % 7 + 1))
    silent = Timeline(at_minutes(component, 5, 1, (71, 29, 1440), lambda _: 1))
    hangs = list(at_minutes(component, 11, 2, (331, 17, 1400), lambda _: component % 30 + 1))
    missing = Timeline((start + MINUTE, end) for start, end in hangs)
    last_words = Timeline(
        (start + MINUTE, start + GAP) for start, end in hangs if end - start > MINUTE and not silent.within(Span(start, start + 1))
    )
    down_words = Timeline(span for span in last_words if outages.within(Span(span.start - MINUTE, span.start)))
    known = Timeline([YEAR]) - missing - silent | last_words
    return (outages - missing - silent) | down_words, known


def at_minutes(
    component: int, every: int, weight: int, rule: tuple[int, int, int], minutes: Callable[[int], int]
) -> Iterator[tuple[int, int]]:
    """One span on each day on which (day + weight * component) can be divided by `every`."""
    by_day, by_component, below = rule
    for day in range(365):
        if (day + weight * component) % every == 0:
            start = START + day * DAY + (day * by_day + component * by_component) % below * MINUTE
            yield start, start + minutes(day) * MINUTE


def in_a_process(*arguments: str, folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processors and gigabytes that this program takes for something, with `folder` for temporary files."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, *arguments], env=os.environ | {"TMPDIR": str(folder)})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"bench-samples: {arguments[0]} failed")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e9


def is_right(out: Path) -> bool:
    """Whether what was read is what the samples say, to the second."""
    answer = json.loads(out.read_text(encoding="utf-8"))
    spans = {name: tuple(Timeline(map(tuple, part)) for part in parts) for name, parts in answer["spans"].items()}
    expected = {f"component-{number:02}": known_beforehand(number) for number in range(COMPONENTS)}
    down = sum(parts[0].seconds for parts in expected.values())
    unknown = sum(YEAR.seconds - parts[1].seconds for parts in expected.values())
    print(f"  {answer['rows']:,} rows; {down:,} seconds down and {unknown:,} unknown, of {COMPONENTS * YEAR.seconds:,}")
    return answer["rows"] == ROWS and spans == expected


def measure(form: str, runs: int, folder: Path) -> bool:
    """Read the samples in one form, so many times; whether the limit was kept and the figures were right."""
    file, out = folder / f"samples.{form}", folder / "read.json"
    in_a_process("generate", str(file), folder=folder)
    print(f"{form}, {file.stat().st_size / 1e6:,.0f} MB")
    taken = [in_a_process("read", str(file), str(out), folder=folder) for _ in range(runs)]
    seconds, busy, memory = zip(*taken, strict=True)
    file.unlink()
    right, kept = is_right(out), max(memory) <= LIMIT_GB
    print(f"  {min(seconds):.1f} s at best, {statistics.median(seconds):.1f} s in the median of {runs}")
    print(f"  {min(busy):.1f} s of processors at best")
    print(f"  {max(memory):.2f} GB of memory at most, of {LIMIT_GB}{'' if kept else '   MISSED'}")
    print(f"  {'as it was known beforehand, to the second' if right else 'WRONG: not what was known beforehand'}")
    return right and kept


def main() -> int:
    """Measure and tell; or, in a process of its own, do one step."""
    match sys.argv[1:]:
        case ["generate", file]:
            generate(Path(file))
        case ["read", file, out]:
            read(Path(file), Path(out))
        case _:
            memory = Path("/dev/shm")
            with tempfile.TemporaryDirectory(
                prefix="statusgen-bench-", dir=memory if os.access(memory, os.W_OK) else None
            ) as folder:
                kept = [measure("parquet", RUNS, Path(folder)), measure("csv", 1, Path(folder))]
            return 0 if all(kept) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
