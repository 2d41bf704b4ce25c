"""What it costs to schedule 50 requests over 8 weeks, in maintenance hours and around the clock.

Run by `make bench`. Each is the whole command, its answer included: twelve components, five crews, at most two windows a night,
chains, distances and a week of traffic. The limit is in seconds on the machine at hand, as the project set it itself.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

TOOLS = Path(sys.executable).parent
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
REQUESTS, AT_MOST = 50, 30
COMPONENTS = [f"c{number:02}" for number in range(12)]
CREWS = ("dba", "network", "platform", "apps", "vendor")
FIRST, LAST = date(2026, 12, 7), date(2027, 1, 31)
DAY = (20, 15, 10, 8, 8, 10, 30, 60, 90, 100, 110, 120, 120, 115, 110, 110, 105, 100, 95, 90, 80, 60, 45, 30)


def project(folder: Path, policy: str) -> Path:
    """A page held to one policy, and what is asked of it: the same each time."""
    listed = "".join(f"  - {{id: {name}, name: {name}}}\n" for name in COMPONENTS)
    page = "page: {name: Bench, url: https://bench.example/, time_zone: Europe/Brussels}\nannouncements: declared\n"
    (folder / "statusgen.yaml").write_text(f"{page}components:\n{listed}policies: [{policy}]\n")
    rows = [
        f"{weekday},{hour},{traffic * (6 if weekday in ('sat', 'sun') else 10)}\n"
        for weekday in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        for hour, traffic in enumerate(DAY)
    ]
    (folder / "traffic.csv").write_text("weekday,hour,traffic\n" + "".join(rows))
    chance = random.Random(7)
    head = f"within: {{from: {FIRST}, to: {LAST}}}\ntraffic: traffic.csv\nat_most: {{a_night: 2}}\ncrews: [{', '.join(CREWS)}]\n"
    apart = "keep_apart:\n  - {requests: [r-00, r-10, r-20], by: 2d}\nrequests:\n"
    (folder / "requests.yaml").write_text(head + apart + "".join(request(number, chance) for number in range(REQUESTS)))
    return folder / "requests.yaml"


def request(number: int, chance: random.Random) -> str:
    """One of them; each fifth comes after the one before it."""
    earliest = FIRST + timedelta(days=chance.randrange(30))
    latest = min(earliest + timedelta(days=chance.randrange(7, 40)), LAST)
    keys = [
        f"id: r-{number:02}",
        f"title: Work {number}",
        f"components: [{', '.join(chance.sample(COMPONENTS, chance.choice([1, 1, 2])))}]",
        f"impact: {chance.choice(['outage', 'outage', 'partial_outage', 'degraded', 'none'])}",
        f"duration: {chance.choice([60, 90, 120, 180, 240])}m",
        f"earliest: {earliest}",
        f"latest: {latest}",
        f"priority: {chance.choice(['low', 'normal', 'normal', 'high', 'urgent'])}",
        f"crew: {chance.choice(CREWS)}",
    ]
    if number % 5 == 1:
        keys.append(f"after: [r-{number - 1:02}]")
    return f"  - {{{', '.join(keys)}}}\n"


def measured(policy: str) -> tuple[float, str]:
    """Seconds of the whole command, and what it comes to."""
    times = []
    with tempfile.TemporaryDirectory(prefix="statusgen-bench-") as scratch:
        file = project(Path(scratch), policy)
        command = [TOOLS / "statusgen", "schedule", file, "--project", scratch, "--at", "2026-12-01T12:00:00Z"]
        answers = set()
        for _ in range(RUNS):
            begun = time.perf_counter()
            answers.add(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
            times.append(time.perf_counter() - begun)
    (answer,) = answers  # the same each time
    *_, cost, compared, placed = answer.splitlines()
    return median(times), "\n".join(f"    {line}" for line in (placed, cost, compared))


def main() -> int:
    """Measure and tell."""
    kept = True
    for what, policy in (("in maintenance hours", "clever"), ("around the clock", "clicksend")):
        seconds, told = measured(policy)
        missed = seconds > AT_MOST
        kept = kept and not missed
        print(f"{REQUESTS} requests in 8 weeks, {what:21} {seconds:>6.2f} s   at most {AT_MOST} s{'   MISSED' if missed else ''}")
        print(told)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
