"""`statusgen next`."""

from __future__ import annotations

from pathlib import Path

from statusgen import rules
from statusgen.board import board
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import opened
from statusgen.render import turn


def following(folder: Path | None, at: str | None, branch: str | None, *, as_json: bool) -> Exit:
    """Read, judge, lay out, tell when that is no longer how it stands."""
    here = opened(folder, at, branch, all_events=False)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    shown = board(here.project, rules.verdicts(here.project, here.now), here.now, here.settled)
    output.answer(turn.json(shown) if as_json else turn.text(shown))
    return Exit.NOTHING if shown.valid_until is None else Exit.ACCEPTED
