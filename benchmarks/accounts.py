"""What accounts cost: a month's statement for 1,000 customers over 10,000 incidents, and the algebra of a million spans.

Run by `make bench`. The limits are seconds on the machine at hand, as the project set them itself.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from statusgen.timeline import Timeline

TOOLS = Path(sys.executable).parent
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
POLICIES = {"clicksend": "", "ecerium": "", "klink": "plan: enterprise\n", "infopromo": "plan: premium\n", "clever": ""}
CAUSES = (*["provider_failure"] * 5, "meta_api", "customer_error", "third_party", "hosting_failure", "cyberattack")
CLAIM = "at: 2026-11-03 10:00, fields: {company_name: C, account_id: A, incident_timeline: T}"


def written(folder: Path) -> Path:
    """A project of 10,000 incidents in two years and 1,000 customers under five contracts, the same each time."""
    chance = random.Random(7)
    for name in ("incidents", "agreements"):
        (folder / name).mkdir()
    components = [f"c{number}" for number in range(20)]
    listed = "".join(f"  - {{id: {name}, name: {name}}}\n" for name in components)
    page = "page: {name: Bench, url: https://bench.example/, time_zone: UTC}\nannouncements: declared\n"
    (folder / "statusgen.yaml").write_text(f"{page}components:\n{listed}policies: [{', '.join(POLICIES)}]\n")
    begun = [datetime(2025, 1, 1) + timedelta(seconds=chance.randrange(700 * 86_400)) for _ in range(10_000)]
    for number, start in enumerate(begun):
        (folder / "incidents" / f"i-{number:05}.yaml").write_text(incident(number, start, components, chance))
    october = [f"  i-{number:05}: {at + timedelta(minutes=4)}\n" for number, at in enumerate(begun) if f"{at:%Y-%m}" == "2026-10"]
    for number in range(1_000):
        policy, plan = list(POLICIES.items())[number % len(POLICIES)]
        fee = f"fee: {chance.randrange(100, 9_999)}.00 USD\nexchange: {{EUR: 1.1}}\n"
        filed = f"reports:\n{''.join(chance.sample(october, 10))}claims: {{2026-10: {{{CLAIM}}}}}\n"
        text = f"customer: Customer {number}\npolicy: {policy}\n{plan}{fee}{filed}"
        (folder / "agreements" / f"a-{number:04}.yaml").write_text(text)
    return folder


def incident(number: int, start: datetime, components: list[str], chance: random.Random) -> str:
    """One incident's file."""
    end = start + timedelta(seconds=chance.randrange(60, 5_400))
    told = {name: start + timedelta(minutes=after) for name, after in (("reported", 3), ("acknowledged", 5), ("responded", 25))}
    lines = [
        f"title: Incident {number}",
        f"components: [{chance.choice(components)}]",
        f"impact: {chance.choice(['outage', 'outage', 'degraded'])}",
        f"cause: {chance.choice(CAUSES)}",
        f"start: {start}",
        f"end: {end}",
        f"priority: P{chance.randrange(1, 5)}",
        *(f"{name}: {at}" for name, at in told.items()),
    ]
    return "\n".join(lines) + "\n"


def statement_seconds(scratch: Path) -> float:
    """The whole command, its answer included, with incidents that were read before."""
    project = written(scratch)
    command = [TOOLS / "statusgen", "uptime", "2026-10", "--project", project, "--at", "2026-11-22T12:00:00Z"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / "cache")}
    times = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        told = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
        times.append(time.perf_counter() - begun)
        assert told.count(b"Customer ") == 1_000
    return median(times[1:])


def spans(chance: random.Random, count: int, longest: int, apart: int) -> Iterator[tuple[int, int]]:
    """So many spans in order, of random lengths and distances."""
    at = 0
    for _ in range(count):
        start = at + chance.randrange(1, apart)
        at = start + chance.randrange(1, longest)
        yield start, at


def algebra_seconds() -> tuple[float, float]:
    """A million spans of downtime less a hundred thousand exclusions: the subtraction alone, and with both sets made."""
    chance = random.Random(1)
    down, excluded = list(spans(chance, 10**6, 600, 3_000)), list(spans(chance, 10**5, 14_400, 20_000))
    chance.shuffle(down)
    chance.shuffle(excluded)
    subtracted, whole = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        one, other = Timeline(down), Timeline(excluded)
        made = time.perf_counter()
        rest = one - other
        done = time.perf_counter()
        assert 0 < rest.seconds < one.seconds
        subtracted.append(done - made)
        whole.append(done - begun)
    return median(subtracted), median(whole)


def main() -> int:
    """Measure and tell."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="statusgen-bench-", dir=memory if os.access(memory, os.W_OK) else None) as scratch:
        statement = statement_seconds(Path(scratch))
    subtracted, whole = algebra_seconds()
    kept = True
    for what, seconds, at_most in (
        ("statement of a month, 1,000 customers, 10,000 incidents", statement, 3),
        ("a million spans less a hundred thousand", subtracted, 2),
        ("the same, with both sets made from unsorted spans", whole, 2),
    ):
        missed = seconds > at_most
        kept = kept and not missed
        print(f"{what:58} {seconds:>6.2f} s   at most {at_most} s{'   MISSED' if missed else ''}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
