"""`statusgen plan`."""

from __future__ import annotations

import sys
from pathlib import Path

from statusgen import plan as room
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import Opened, opened
from statusgen.finding import Finding, ThemeBroken
from statusgen.look.faults import faults, own_templates
from statusgen.plan import Decision, Plan
from statusgen.render import plan as render

_CODES = {Decision.ACCEPTED: Exit.ACCEPTED, Decision.REJECTED: Exit.REJECTED, Decision.NOTHING: Exit.NOTHING}


def plan(
    folder: Path | None, at: str | None, branch: str | None, base: str | None, *, as_json: bool, everything: bool, detailed: bool
) -> Exit:
    """Read, compare, judge, tell."""
    here = opened(folder, at, branch)
    before, renames = here.before(base)
    reading = (*here.findings, *_faults(here))
    document = room.plan(here.project, before, renames, reading, here.now)
    output.answer(
        render.json(document) if as_json else render.text(document, color=output.colored(sys.stdout), everything=everything)
    )
    return _code(document, detailed=detailed)


def _faults(here: Opened) -> tuple[Finding, ...]:
    """What would keep the site from being built, beside what is read: pictures, and templates of the project's own."""
    found = tuple(faults(here.folder, here.project.page.look))
    if found or here.broken or not own_templates(here.folder):
        return found
    from statusgen import rules
    from statusgen.board import board
    from statusgen.site import Theme, sampled

    shown = board(here.project, rules.verdicts(here.project, here.now), here.now)
    try:
        sampled(shown, Theme.of(here.folder))
    except ThemeBroken as broken:
        return (broken.finding,)
    return ()


def _code(document: Plan, *, detailed: bool) -> Exit:
    changes = detailed and document.verdict is Decision.ACCEPTED and document.changes
    return Exit.CHANGES if changes else _CODES[document.verdict]
