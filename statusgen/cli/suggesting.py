"""`statusgen suggest`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from statusgen import civil, slots
from statusgen.cli import output, wishing
from statusgen.cli.exits import Exit
from statusgen.cli.reading import Opened, ahead
from statusgen.finding import StatusgenError
from statusgen.render import slots as render
from statusgen.rules import HORIZON, TIME_TO_ACT, Wish
from statusgen.timeline import DAY, Span

FARTHEST: Final = 2 * 366 * DAY
"""So far ahead may be looked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    components: Sequence[str]
    duration: str
    impact: str
    after: str | None
    before: str | None
    count: int
    as_json: bool


def suggest(folder: Path | None, at: str | None, wanted: Wanted) -> Exit:
    """Read what is to come, look for time, tell."""
    here = ahead(folder, at)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    wish = wishing.wish(here.project, wanted.components, wanted.impact, wanted.duration)
    made = slots.suggest(here.project, wish, within(here, wish, wanted.after, wanted.before), here.now, wanted.count)
    output.answer(render.json(made, here.project) if wanted.as_json else render.text(made, here.project))
    return Exit.ACCEPTED if made.slots else Exit.REJECTED


def within(here: Opened, wish: Wish, after: str | None, before: str | None) -> Span:
    """The starts to look at: from an hour from now, when a merge can have announced it, and over by `before`."""
    zone = here.project.page.time_zone
    start = here.now + TIME_TO_ACT
    if after is not None:
        start = max(start, _near("--after", wishing.instant("--after", after, zone), here.now))
    if before is None:
        return Span(start, start + HORIZON + 1)
    end = _near("--before", wishing.instant("--before", before, zone), here.now)
    if end - start < wish.seconds:
        asked = f"from {civil.show(start, zone)} to {civil.show(end, zone)} there are no {civil.lasting(wish.seconds)}"
        raise StatusgenError(f"--before: {asked}", "Give a later `--before`, or an earlier `--after`; a merge takes an hour.")
    return Span(start, end - wish.seconds + 1)


def _near(option: str, at: int, now: int) -> int:
    if at > now + FARTHEST:
        raise StatusgenError(f"{option}: that is more than two years ahead", "Look for time that is nearer.")
    return at
