"""The evidence of when windows were announced: a history that is whole, a main branch, clocks that can be believed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from statusgen import civil
from statusgen.doctor.remark import Level, Remark, told_as
from statusgen.finding import HistoryUnavailable, printable
from statusgen.model import Evidence
from statusgen.sources import WINDOWS, Repository
from statusgen.sources.git import Git
from statusgen.timeline import MINUTE

_DRIFT: Final = 2 * MINUTE
"""So far two clocks may be apart."""
_NAMED: Final = 3
"""So many files are named."""


def remarks(home: Path, repository: Repository | None, evidence: Evidence | None, branch: str | None, now: int) -> Iterator[Remark]:
    """Of the repository around a project, at an instant; `evidence` is what the project says of it."""
    if repository is None:
        yield _without_git(evidence)
        return
    if evidence is Evidence.DECLARED:
        yield Remark(Level.OK, "evidence", "The files say when windows were announced (`announcements: declared`).")
    git = Git(home)
    shallow = git.run("rev-parse", "--is-shallow-repository").strip() == b"true"
    if shallow:
        yield Remark(
            Level.WARNING if evidence is Evidence.DECLARED else Level.ERROR,
            "history",
            "This clone is shallow: the commits that announced the windows are not in it.",
            "`git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`.",
        )
    try:
        ref = repository.main(branch)
    except HistoryUnavailable as refusal:
        yield told_as(refusal, "branch")
        return
    times = [int(line) for line in (git.ask("log", "--first-parent", "--format=%ct", ref) or b"").split()]
    if evidence is not Evidence.DECLARED and not shallow:
        shown = ref.removeprefix("refs/").removeprefix("remotes/").removeprefix("heads/")
        yield Remark(
            Level.OK, "evidence", f"The history of {printable(shown)} tells when windows were announced: {_counted(times)}."
        )
    yield from _clock(times, now)
    yield from _uncommitted(git)


def _counted(times: list[int]) -> str:
    if not times:
        return "nothing is committed yet"
    return f"{len(times)} {'commit' if len(times) == 1 else 'commits'}"


def _without_git(evidence: Evidence | None) -> Remark:
    if evidence is Evidence.DECLARED:
        return Remark(Level.OK, "evidence", "The files say when windows were announced (`announcements: declared`).")
    return Remark(
        Level.WARNING,
        "evidence",
        "This folder is in no git repository: a window counts as announced when `announced:` says so, and else only now.",
        "Put it under git: `git init`. Or say that the files are the evidence: `announcements: declared`.",
    )


def _clock(times: list[int], now: int) -> Iterator[Remark]:
    """A commit of the future has announced nothing yet; or this clock is slow, and everything seems announced too late."""
    ahead = [at for at in times if at > now + _DRIFT]
    if ahead:
        latest = civil.rfc3339(max(ahead))
        count = f"{len(ahead)} of the main branch's commits {'is' if len(ahead) == 1 else 'are'}"
        what = f"{count} dated ahead, up to {latest}; it is {civil.rfc3339(now)}."
        yield Remark(Level.WARNING, "time", what, "Set this machine's clock, or wait: what they announce counts from then on.")
    elif times:
        yield Remark(Level.OK, "time", f"It is {civil.rfc3339(now)}, and no commit is dated ahead.")


def _uncommitted(git: Git) -> Iterator[Remark]:
    told = git.ask("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", WINDOWS) or b""
    files = sorted(Path(os.fsdecode(record[3:])).name for record in told.split(b"\0") if record)
    if files:
        more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
        names = ", ".join(printable(name) for name in files[:_NAMED])
        yield Remark(
            Level.NOTE,
            "windows",
            f"Not committed: {names}{more}. Customers are told when it is merged.",
            "`statusgen plan` tells until when that must be.",
        )
