"""`statusgen plan`."""

from __future__ import annotations

import sys
from pathlib import Path

from statusgen import plan as room
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import opened
from statusgen.plan import Decision, Plan
from statusgen.render import plan as render

CODES = {Decision.ACCEPTED: Exit.ACCEPTED, Decision.REJECTED: Exit.REJECTED, Decision.NOTHING: Exit.NOTHING}


def plan(
    folder: Path | None, at: str | None, branch: str | None, base: str | None, *, as_json: bool, everything: bool, detailed: bool
) -> Exit:
    """Read, compare, judge, tell."""
    here = opened(folder, at, branch)
    before, renames = here.before(base)
    document = room.plan(here.project, before, renames, here.findings, here.now)
    output.answer(
        render.json(document) if as_json else render.text(document, color=output.colored(sys.stdout), everything=everything)
    )
    return _code(document, detailed=detailed)


def _code(document: Plan, *, detailed: bool) -> Exit:
    changes = detailed and document.verdict is Decision.ACCEPTED and document.changes
    return Exit.CHANGES if changes else CODES[document.verdict]
