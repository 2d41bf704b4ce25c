"""`statusgen doctor`."""

from __future__ import annotations

import sys
from pathlib import Path

from platformdirs import user_cache_path

from statusgen.civil import UTC
from statusgen.cli import clock, output
from statusgen.cli.exits import Exit
from statusgen.doctor import Level, examine
from statusgen.render import doctor as render


def doctor(folder: Path | None, at: str | None, branch: str | None, *, as_json: bool) -> Exit:
    """Look, tell. Warnings are for people to weigh; without a project there is nothing to be fine."""
    now = clock.instant(at, lambda: UTC)
    report = examine(folder or Path.cwd(), branch, user_cache_path("statusgen"), now)
    output.answer(render.json(report) if as_json else render.text(report, color=output.colored(sys.stdout)))
    if report.project is None:
        return Exit.USAGE
    return Exit.REJECTED if report.of([Level.ERROR]) else Exit.ACCEPTED
