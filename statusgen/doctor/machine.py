"""The machine: Python, git, time zones, what is optional, the caches."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from statusgen import __version__, civil
from statusgen.doctor.remark import Level, Remark
from statusgen.finding import HistoryUnavailable
from statusgen.sources.git import Git

OLDEST_GIT: Final = (2, 31)
"""The first that shows what a merge brought to its first parent (`--diff-merges`)."""
EXTRAS: Final = {
    "compress": ("brotli", "compressed twins of the page's files (`build --compress`)"),
    "data": ("duckdb", "what monitors saw (`--samples`)"),
    "holidays": ("holidays", "holidays of a country in policies"),
    "pdf": ("weasyprint", "reports as PDF (`report --pdf`)"),
    "schedule": ("ortools", "the best times for many requests (`schedule`)"),
    "serve": ("watchfiles", "a preview that hears of a save at once (`serve`)"),
}
"""Extra -> the distribution that it brings, and what it is for."""


def remarks(cache: Path, now: int) -> Iterator[Remark]:
    """What is there, what is missing, and what is out of date at an instant."""
    yield Remark(Level.OK, "python", f"statusgen {__version__} on Python {platform.python_version()}.")
    yield _git()
    yield _zones(metadata.version("tzdata"), now)
    for extra, (distribution, purpose) in EXTRAS.items():
        yield _extra(extra, distribution, purpose)
    yield _cache(cache)


def _git() -> Remark:
    try:
        told = (Git(Path(os.sep)).ask("version") or b"").decode(errors="replace").strip()
    except HistoryUnavailable:
        return Remark(
            Level.WARNING, "git", "git cannot be run: no history is evidence of when windows were announced.", "Install git."
        )
    number = re.search(r"(\d+)\.(\d+)", told)
    if number is None:
        return Remark(Level.WARNING, "git", f"git does not say which version it is: `{told[:80]}`.", "Run `git version`.")
    if tuple(map(int, number.groups())) < OLDEST_GIT:
        return Remark(Level.ERROR, "git", f"{told} is too old to tell the history.", "Install 2.31 or newer.")
    return Remark(Level.OK, "git", f"{told}.")


def _zones(version: str, now: int) -> Remark:
    """Countries change their clocks a few times a year, and windows of next year are read by what is known today."""
    what = f"Time zones are those of tzdata {version}"
    found = re.match(r"(\d{4})\.", version)
    today = civil.clock(now, civil.UTC)
    if found and int(found[1]) * 12 + 12 + 6 <= today.year * 12 + today.month:
        return Remark(Level.WARNING, "zones", f"{what}, which is out of date.", "`python -m pip install --upgrade tzdata`.")
    return Remark(Level.OK, "zones", f"{what}.")


def _extra(extra: str, distribution: str, purpose: str) -> Remark:
    try:
        return Remark(Level.OK, extra, f"{distribution} {metadata.version(distribution)}, for {purpose}.")
    except metadata.PackageNotFoundError:
        return Remark(
            Level.NOTE, extra, f"{distribution} is not installed: it is for {purpose}.", f"`pip install 'statusgen[{extra}]'`."
        )


def _cache(folder: Path) -> Remark:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Remark(Level.OK, "cache", f"{folder}.")
    return Remark(
        Level.WARNING,
        "cache",
        f"{folder} cannot be written: a large project is read anew at each command.",
        "Let it be written, or name another place: `XDG_CACHE_HOME`.",
    )
