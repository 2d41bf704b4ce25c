"""What every rule closes ahead, and the starts that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from statusgen.finding import Severity
from statusgen.model import Project
from statusgen.rules import maintenance_hours, notice_period, overlap
from statusgen.rules.obstacle import Obstacle, Wish, permitted
from statusgen.timeline import DAY, MINUTE, Span, Timeline

CLOSING_RULES = (notice_period, maintenance_hours, overlap)
"""The rules that have `obstacles`."""

HORIZON: Final = 90 * DAY
"""So far ahead a time is looked for where nobody says how far."""
QUARTER: Final = 15 * MINUTE


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> tuple[Obstacle, ...]:
    """What every rule closes of the starts looked at, for work that is announced by a merge within the hour."""
    found = (one for rule in CLOSING_RULES for one in rule.obstacles(project, wish, within, now))
    return tuple(one for one in found if one.closed)


def in_turn(obstacles: Sequence[Obstacle]) -> Iterator[Sequence[Obstacle]]:
    """What to keep clear of: of everything; where that leaves no time, at least of what would be an error."""
    yield obstacles
    errors = tuple(one for one in obstacles if one.severity is Severity.ERROR)
    if len(errors) < len(obstacles):
        yield errors


def starts(free: Timeline, obstacles: Sequence[Obstacle]) -> Iterator[Span]:
    """Of each stretch of permitted starts, the part from its first start on that people would choose.

    That is a quarter of an hour; or where hours or another window open it at a minute between, that minute; and where it is
    too short for either, its first minute or second.
    """
    opened = {span.end for one in obstacles if one.rule != notice_period.ID for span in one.closed}
    for stretch in free:
        first = stretch.start if stretch.start in opened and stretch.start % MINUTE == 0 else None
        grid = (-(-stretch.start // step) * step for step in (QUARTER, MINUTE, 1))
        yield Span(next(at for at in grid if at < stretch.end) if first is None else first, stretch.end)


def longest(project: Project, wish: Wish, within: Span, now: int) -> int:
    """The most seconds, below those of the wish, that some start permits without an error; 0: not even one."""
    fits, too_long = 0, wish.seconds
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        shorter = wish._replace(seconds=middle)
        *_, errors = in_turn(obstacles(project, shorter, within, now))
        fits, too_long = (middle, too_long) if permitted(within, errors) else (fits, middle)
    return fits
