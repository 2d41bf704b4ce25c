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


def next_start(case: Case) -> int | None:
    """The first quarter of an hour at which the window, as long as it is, could start: noticed from now on, inside all hours.

    None: no stretch of the next eight weeks is long enough.
    """
    notice = max(max(policy.notice.hours * HOUR, 1) for policy in case.covering)
    earliest = -(-(case.now + notice) // QUARTER) * QUARTER
    return open_under_all(case, earliest).first_fit(case.window.span.seconds, earliest)


def open_under_all(case: Case, start: int) -> Timeline:
    """The hours that are open under every policy of the window, for eight weeks."""
    span = Span(start, start + HORIZON + case.window.span.seconds)
    free = Timeline([span])
    for policy in case.covering:
        if policy.maintenance_hours is not None:
            free &= _open(policy.maintenance_hours.openings, span, policy.time_zone)
    return free


@lru_cache(maxsize=64)
def _open(openings: tuple[Opening, ...], span: Span, zone: str) -> Timeline:
    return civil.open_hours(openings, span, zone)


def offer(case: Case) -> str:
    """The way out that always exists: `Start at Sun 2026-12-06 00:00 -06:00 or later ...`."""
    start = next_start(case)
    if start is None:
        longest = max((span.seconds for span in open_under_all(case, case.now)), default=0)
        return f"No open stretch is as long: the longest is {words.hours(longest)}. Split the work."
    limits = [
        words.openings(policy.maintenance_hours, policy.time_zone)
        for policy in case.covering
        if policy.maintenance_hours is not None
    ]
    inside = f", inside {' and '.join(dict.fromkeys(limits))}" if limits else ""
    return f"The next start that keeps every promise is {words.shown(case, start)}{inside}."
