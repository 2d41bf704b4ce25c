"""What statusgen costs, as ratios to minimal Hugo on the same events, against the limits that the project set itself.

Run by `make bench`. The events come from a generator in a folder beside this repository (`../shared/bench`); where it is
absent there is nothing to compare, and this says so. Absolute times mean nothing on a shared machine: every command is run in
turn with the others, and only what is relative, or processor time, or memory, is held against a limit.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
KIT = HOME.parent / "shared" / "bench"
TOOLS = Path(sys.executable).parent
AT = "2026-11-15T12:00:00Z"
DEMO_AT = "2026-11-22T12:00:00Z"
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
EVENTS_FOR_10000_WINDOWS = 16_700
COMMITS = 3_000
"""That many at least the history of the plan has."""

Row = dict[str, float]


@dataclass(frozen=True)
class Limit:
    """One line of the closing table."""

    what: str
    measured: float
    at_most: float
    unit: str = "x"

    @property
    def kept(self) -> bool:
        """Whether the limit holds."""
        return self.measured <= self.at_most


class Bench:
    """A scratch folder in memory with the projects to measure, and how to measure."""

    def __init__(self, scratch: Path) -> None:
        """Everything is made below `scratch`."""
        self.scratch = scratch

    def generate(self, name: str, events: int, form: str, *options: str) -> Path:
        """A project or site of so many events; the same events for the same number."""
        out = self.scratch / name
        command = [sys.executable, KIT / "gen_events.py", "--n", str(events), "--format", form, "--out", out, *options]
        subprocess.run(command, check=True)
        return out

    def measure(self, runs: int, specs: dict[str, str]) -> dict[str, Row]:
        """Median times (seconds) and peak memory (MB) of commands run in turn; `NAME@FOLDER` gives each run a fresh `{out}`."""
        report = self.scratch / "measured.json"
        report.unlink(missing_ok=True)
        command = [sys.executable, KIT / "measure.py", "-n", str(runs), "--json", report]
        subprocess.run([*command, *(f"{name}={line}" for name, line in specs.items())], check=True)
        rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
        missing = {name.partition("@")[0] for name in specs} - {row["name"] for row in rows}
        if missing:
            sys.exit(f"bench: failed to run: {', '.join(sorted(missing))}")
        return {row["name"]: row for row in rows}

    def cold(self, command: str) -> str:
        """The command with no memory of earlier runs."""
        cache = self.scratch / "cache"
        return f'sh -c "rm -rf {cache} && XDG_CACHE_HOME={cache} {command}"'

    def warm(self, command: str) -> str:
        """The command with its cache of files that it has read before."""
        return f"env XDG_CACHE_HOME={self.scratch / 'warm'} {command}"


def any_verdict(command: str) -> str:
    """A rejected plan, or a closed gate (1), is as good a run as an accepted or open one."""
    return f"{command} || test \\$? -eq 1"


def only_windows(project: Path, *, in_git: bool) -> Path:
    """The project without its incidents."""
    shutil.rmtree(project / "incidents")
    if in_git:
        git = ["git", "-C", str(project), "-c", "user.name=ops", "-c", "user.email=ops@example.com"]
        subprocess.run([*git, "commit", "--quiet", "--all", "--message", "only windows"], check=True)
    return project


def in_small_steps(project: Path) -> Path:
    """The project with the same history in at least three thousand commits: each of the generator's is made in three."""
    git = ["git", "-C", str(project)]
    told = subprocess.run([*git, "fast-export", "--no-data", "HEAD"], check=True, capture_output=True).stdout
    steps = b"".join(step for commit in told.split(b"\ncommit ")[1:] for step in _steps(commit))
    subprocess.run([*git, "fast-import", "--quiet"], check=True, input=steps)
    subprocess.run([*git, "switch", "--quiet", "--force-create", "main", "steps"], check=True)
    subprocess.run([*git, "repack", "-a", "-d", "-f", "-q"], check=True)  # as whoever clones it gets it
    count = int(subprocess.run([*git, "rev-list", "--count", "HEAD"], check=True, capture_output=True).stdout)
    if count < COMMITS:
        sys.exit(f"bench: the history has only {count} commits")
    return project


def _steps(commit: bytes) -> Iterator[bytes]:
    """A commit as `git fast-export` writes it -> up to three by the same person at the same time, each with a part of its files."""
    lines = commit.splitlines(keepends=True)
    by = next(line for line in lines if line.startswith(b"committer "))
    files = [line for line in lines if line.startswith((b"M ", b"D ", b"R "))]
    for part in (files[::3], files[1::3], files[2::3]):
        if part:
            yield b"commit refs/heads/steps\n" + by + b"data 4\nstep\n" + b"".join(part)


def builds(bench: Bench) -> tuple[list[Limit], Row]:
    """Full builds of 1,000 and 10,000 events, and plans of 10,000 windows, in turn with Hugo."""
    hugo = bench.generate("hugo", 10_000, "hugomin")
    large = bench.generate("large", 10_000, "statusgen")
    small = bench.generate("small", 1_000, "statusgen")
    plain = only_windows(bench.generate("plain", EVENTS_FOR_10000_WINDOWS, "statusgen"), in_git=False)
    history = in_small_steps(only_windows(bench.generate("history", EVENTS_FOR_10000_WINDOWS, "statusgen", "--git"), in_git=True))
    statusgen, out = TOOLS / "statusgen", bench.scratch / "out"

    def build(project: Path) -> str:
        return f"{statusgen} build --project {project} --out {{out}} --at {AT}"

    def plan(project: Path) -> str:
        return any_verdict(f"{statusgen} plan --project {project} --at {AT}")

    rows = bench.measure(
        RUNS,
        {
            f"hugo@{out}": f"{TOOLS / 'hugo'} --quiet --source {hugo} --destination {{out}}",
            f"build@{out}": bench.cold(build(large)),
            f"build-warm@{out}": bench.warm(build(large)),
            f"build-1000@{out}": bench.cold(build(small)),
            f"rebuild@+{bench.scratch / 'site'}": f'sh -c "{edit(large)} && {bench.warm(build(large))}"',
            "plan": bench.cold(plan(plain)),
            "plan-git": bench.cold(plan(history)),
            "suggest": bench.cold(f"{statusgen} suggest --project {history} --duration 2h --component rest-api --at {AT}"),
        },
    )
    return [
        Limit("full build, 10,000 events, against Hugo", rows["build"]["ratio"], 1.5),
        Limit("rebuild after one changed file, against Hugo", rows["rebuild"]["ratio"], 0.2),
        Limit("plan of 10,000 windows, against Hugo", rows["plan"]["ratio"], 0.8),
        Limit("the same with git as evidence, 3,000 commits", rows["plan-git"]["ratio"], 0.8),
        Limit("suggest a slot there, nothing read before", rows["suggest"]["wall"], 1.0, " s"),
        Limit("time an event, 10,000 against 1,000", rows["build"]["wall"] / rows["build-1000"]["wall"] / 10, 1.1),
        Limit("peak memory of the full build", rows["build"]["rss_mb"], 500, " MB"),
    ], rows["build-warm"]


def edit(project: Path) -> str:
    """A shell command that changes the title of one window of the project."""
    files = sorted((project / "windows").rglob("*.yaml"))
    file = next(file for file in reversed(files) if file.read_text(encoding="utf-8").startswith("title: Upgrade"))
    return f"sed -i 's/^title: /title: Once more /' {file}"


def starts(bench: Bench) -> list[Limit]:
    """How long it takes to say hello, and what a plan of the demo, and its gate, cost the processor."""
    statusgen = TOOLS / "statusgen"
    rows = bench.measure(
        4 * RUNS,
        {
            "python": f"{sys.executable} -c pass",
            "version": f"{statusgen} --version",
            "plan-demo": f"{statusgen} plan --project {HOME} --at {DEMO_AT}",
            "gate-demo": bench.cold(any_verdict(f"{statusgen} gate --project {HOME} --component database --at {DEMO_AT}")),
        },
    )
    demo, gate = rows["plan-demo"], rows["gate-demo"]
    return [
        Limit("statusgen --version, against python -c pass", rows["version"]["ratio"], 4),
        Limit("plan of the demo, processor time", demo["user"] + demo["sys"], 0.7, " s"),
        Limit("gate of the demo, nothing read before, processor time", gate["user"] + gate["sys"], 0.5, " s"),
    ]


def tell(limits: list[Limit], cached: Row) -> int:
    """Print the table; the exit code says whether every limit is kept."""
    print(f"\n{'what':54} {'measured':>12} {'at most':>12}")
    for limit in limits:
        verdict = "" if limit.kept else "   MISSED"
        print(f"{limit.what:54} {limit.measured:>9.2f}{limit.unit:3} {limit.at_most:>9.2f}{limit.unit:3}{verdict}")
    print(f"{'full build with every file read before':54} {cached['ratio']:>9.2f}x   {'no limit':>12}")
    return 0 if all(limit.kept for limit in limits) else 1


def main() -> int:
    """Measure and tell."""
    if not KIT.is_dir():
        print("bench: there is no ../shared/bench beside this repository, so there is nothing to compare with.")
        return 0
    compileall.compile_dir(HOME / "statusgen", quiet=1)  # as it is where pip has installed it
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="statusgen-bench-", dir=memory if os.access(memory, os.W_OK) else None) as scratch:
        bench = Bench(Path(scratch))
        limits, cached = builds(bench)
        return tell([*limits, *starts(bench)], cached)


if __name__ == "__main__":
    sys.exit(main())
