"""What every rule closes ahead, and the starts that are left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import msgspec

from statusgen.finding import Severity
from statusgen.model import Limits, Project
from statusgen.rules import (
    at_once,
    dependency_overlap,
    downtime_budget,
    freeze,
    gap,
    maintenance_hours,
    notice_period,
    overlap,
    redundant_overlap,
)
from statusgen.rules.obstacle import TIME_TO_ACT, Obstacle, Wish, permitted
from statusgen.rules.weighing import silent
from statusgen.timeline import DAY, MINUTE, Span, Timeline

CLOSING_RULES = (
    notice_period,
    maintenance_hours,
    freeze,
    overlap,
    redundant_overlap,
    dependency_overlap,
    gap,
    at_once,
    downtime_budget,
)
"""The rules that have `obstacles`."""
_PROMISED: Final = frozenset((notice_period.ID, maintenance_hours.ID))
"""What customers were promised weighs what it weighs."""

HORIZON: Final = 90 * DAY
"""So far ahead a time is looked for where nobody says how far."""
SOON: Final = 21 * DAY
"""So far it is looked first: most find their time there, and little has to be laid out."""
_A_MONTH_BACK: Final = 62 * DAY
"""A window that was over before stands in no month that goes on, nor in the one before it."""
QUARTER: Final = 15 * MINUTE
CLOSING: Final = frozenset(rule.ID for rule in CLOSING_RULES)


def still_counts(limits: Limits, now: int) -> int:
    """Since when a window that is over may still close time: for the month's sake, or for the gap after it."""
    return now - max(_A_MONTH_BACK, limits.gap or 0)


def near(project: Project, now: int) -> Project:
    """The project with those windows only that may matter to what starts within the horizon."""
    longest = max((window.span.seconds for window in project.windows if now < window.span.end), default=0)
    since = still_counts(project.limits, now)
    seen = Span(since, now + TIME_TO_ACT + HORIZON + longest + (now - since))
    return msgspec.structs.replace(project, windows=tuple(window for window in project.windows if window.span.overlaps(seen)))


def obstacles(project: Project, wish: Wish, within: Span, now: int, *, unasked: Collection[str] = ()) -> tuple[Obstacle, ...]:
    """What every rule, but for those that are `unasked`, closes of the starts looked at, for work that is announced by a merge
    within the hour.
    """
    unsaid = (silent(project) - _PROMISED).union(unasked)
    asked = (rule for rule in CLOSING_RULES if rule.ID not in unsaid)
    found = (one for rule in asked for one in rule.obstacles(project, wish, within, now))
    weights = {weight.rule: weight.severity for weight in project.weights if weight.rule not in _PROMISED}
    return tuple(one._replace(severity=weights.get(one.rule) or one.severity) for one in found if one.closed)


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
