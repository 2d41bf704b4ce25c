"""What is told of one thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from statusgen.finding import StatusgenError


class Level(StrEnum):
    """How much a remark weighs."""

    OK = "ok"
    NOTE = "note"
    """Worth knowing, and right as it is."""
    WARNING = "warning"
    """It works, and likely not as it was meant."""
    ERROR = "error"
    """A command cannot do its work until this is mended."""


class Remark(NamedTuple):
    """One thing that was looked at."""

    level: Level
    subject: str
    """One word: `git`, `clock`, `workflow`."""
    what: str
    """What is the case, in full sentences."""
    way_out: str = ""
    """What to do; empty where there is nothing to be done."""


def told_as(refusal: StatusgenError, subject: str) -> Remark:
    """Why a command could not go on."""
    return Remark(Level.ERROR, subject, f"{refusal.message[:1].upper()}{refusal.message[1:]}.", refusal.way_out)


class Report(NamedTuple):
    """All that was looked at."""

    project: Path | None
    """The project's folder; None: there is none."""
    remarks: tuple[Remark, ...]

    def of(self, levels: Iterable[Level]) -> int:
        """How many remarks are of some levels."""
        wanted = set(levels)
        return sum(remark.level in wanted for remark in self.remarks)
