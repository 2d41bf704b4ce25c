"""The next start that every policy of a window allows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache, reduce
from typing import Final

from statusgen import civil
from statusgen.civil import Opening
from statusgen.policy import MaintenanceHours
from statusgen.rules import words
from statusgen.rules.case import Case, earliest_start
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

HORIZON: Final = 56 * DAY
QUARTER: Final = 15 * MINUTE
TIME_TO_ACT: Final = HOUR
"""From the plan to its merge, which announces the window."""


Limits = tuple[tuple[MaintenanceHours, str], ...]
"""Weekly hours and the zone they are read in, of each policy whose hours bind."""


def next_start(case: Case) -> int | None:
    """The first quarter of an hour at which the window, as long as it is, could start, inside all hours.

    Its notice begins an hour from now: who writes it down, has it reviewed and merges it within the hour is still in time.
    None: no stretch of the next eight weeks is long enough.
    """
    soonest = max(earliest_start(policy, case.now + TIME_TO_ACT) for policy in case.covering)
    earliest = -(-soonest // QUARTER) * QUARTER
    return _first_fit(_limits(case), earliest, case.window.span.seconds)


def _limits(case: Case) -> Limits:
    asked = [(policy.maintenance_hours, policy.time_zone) for policy in case.covering]
    return tuple((hours, zone) for hours, zone in asked if hours is not None and hours.binding)


@lru_cache(maxsize=256)
def _first_fit(limits: Limits, earliest: int, seconds: int) -> int | None:
    fits = (free.first_fit(seconds, earliest) for free in _free(limits, earliest, seconds))
    return min((start for start in fits if start is not None), default=None)


def _free(limits: Limits, start: int, seconds: int) -> Iterator[Timeline]:
    """The hours that are open under every policy, for eight weeks and the work itself: a window must lie in one of these."""
    span = Span(start, start + HORIZON + seconds)
    choices = [[Timeline([span])]]
    choices += [[civil.open_hours(openings, span, zone) for openings in apart(hours)] for hours, zone in limits]
    for chosen in itertools.product(*choices):
        yield reduce(Timeline.__and__, chosen)


def apart(hours: MaintenanceHours) -> list[tuple[Opening, ...]]:
    """The openings that make stretches together: all of them, or, where hours that touch do not join, each day's alone (V8)."""
    if hours.join:
        return [hours.openings]
    return [(Opening((day,), one.opens, one.closes),) for one in hours.openings for day in one.days]


def offer(case: Case) -> str:
    """The way out: the next start, or, where nothing is long enough, how long the longest stretch is."""
    start, limits = next_start(case), _limits(case)
    if start is None:
        longest = max((span.seconds for free in _free(limits, case.now, 0) for span in free), default=0)
        return f"No open stretch is as long: the longest is {words.hours(longest)}. Split the work."
    inside = " and ".join(dict.fromkeys(words.openings(hours.openings, zone) for hours, zone in limits))
    return f"The next start that keeps every promise is {words.shown(case, start)}{inside and f', inside {inside}'}.{_alone(case)}"


def _alone(case: Case) -> str:
    """How one occurrence of a series gets another start; where nobody knows of it yet, it need not be at all."""
    if case.window.series is None:
        return ""
    day = case.window.day
    excepted = "" if case.standing.told < case.now else f", or leave it out: `except: [{day}]`"
    return f" For this one alone: `occurrences: {{{day}: {{start: ...}}}}`{excepted}."
