"""The next start that every policy of a window allows."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from statusgen import civil
from statusgen.civil import Opening
from statusgen.rules import words
from statusgen.rules.case import Case
from statusgen.timeline import DAY, HOUR, MINUTE, Span, Timeline

HORIZON: Final = 56 * DAY
QUARTER: Final = 15 * MINUTE
TIME_TO_ACT: Final = HOUR
"""From the plan to its merge, which announces the window."""


Limits = tuple[tuple[tuple[Opening, ...], str], ...]
"""Weekly hours and the zone they are read in, of each policy that has any."""


def next_start(case: Case) -> int | None:
    """The first quarter of an hour at which the window, as long as it is, could start, inside all hours.

    Its notice begins an hour from now: who writes it down, has it reviewed and merges it within the hour is still in time.
    None: no stretch of the next eight weeks is long enough.
    """
    notice = max(max(policy.notice.hours * HOUR, 1) for policy in case.covering)
    earliest = -(-(case.now + TIME_TO_ACT + notice) // QUARTER) * QUARTER
    return _first_fit(_limits(case), earliest, case.window.span.seconds)


def _limits(case: Case) -> Limits:
    asked = [(policy.maintenance_hours, policy.time_zone) for policy in case.covering]
    return tuple((hours.openings, zone) for hours, zone in asked if hours is not None)


@lru_cache(maxsize=256)
def _first_fit(limits: Limits, earliest: int, seconds: int) -> int | None:
    return _open(limits, earliest, seconds).first_fit(seconds, earliest)


def _open(limits: Limits, start: int, seconds: int) -> Timeline:
    """The hours that are open under every policy, for eight weeks and the work itself."""
    span = Span(start, start + HORIZON + seconds)
    free = Timeline([span])
    for openings, zone in limits:
        free &= civil.open_hours(openings, span, zone)
    return free


def offer(case: Case) -> str:
    """The way out: the next start, or, where nothing is long enough, how long the longest stretch is."""
    start, limits = next_start(case), _limits(case)
    if start is None:
        longest = max((span.seconds for span in _open(limits, case.now, 0)), default=0)
        return f"No open stretch is as long: the longest is {words.hours(longest)}. Split the work."
    inside = " and ".join(dict.fromkeys(words.openings(openings, zone) for openings, zone in limits))
    return f"The next start that keeps every promise is {words.shown(case, start)}{inside and f', inside {inside}'}."
