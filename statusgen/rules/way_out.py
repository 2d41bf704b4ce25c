"""The way out by other times: the next start that every rule allows a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen import civil
from statusgen.model import Project, Window
from statusgen.rules import notice_period, words
from statusgen.rules.ahead import HORIZON, QUARTER, SOON, in_turn, longest, obstacles, starts
from statusgen.rules.obstacle import TIME_TO_ACT, Wish, held_to, permitted
from statusgen.timeline import DAY, Span

_FIRST: Final = (2 * DAY, 7 * DAY)
"""So far it is looked first, from when notice can be given: most find their time there."""


def next_start(project: Project, window: Window, now: int) -> int | None:
    """The first start, from the window's own and an hour from now on, at which the window, as long as it is, would give no
    finding, or no error.

    None: no stretch of the three months from there on is long enough.
    """
    wish, soon = _wish(window), _within(window, now, SOON)
    for days in _first_days(project, wish, soon, now):
        found = next(_open(project, wish, days, now), None)
        if found is not None and (found.end < days.end or found.start % QUARTER == 0):  # else more of it may lie beyond
            return found.start
    if (found := next(_open(project, wish, soon, now), None)) is not None:
        return found.start
    within = _within(window, now)
    in_reach = (starts(permitted(within, closed), closed) for closed in in_turn(obstacles(project, wish, within, now)))
    return next((stretch.start for stretches in in_reach for stretch in stretches), None)


def _open(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Span]:
    """The stretches of starts that are clear of everything."""
    closed = obstacles(project, wish, within, now)
    return starts(permitted(within, closed), closed)


def _first_days(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Span]:
    """The first days for which notice can still be given, and the second before them, in which an obstacle may end."""
    in_time = permitted(within, notice_period.obstacles(project, wish, within, now))
    begin = max(next((stretch.start for stretch in in_time), within.start) - 1, within.start)
    return (Span(begin, min(begin + seconds, within.end)) for seconds in _FIRST)


def offer(project: Project, window: Window, now: int) -> str:
    """The way out: the next start, or, where nothing is long enough, how long the longest stretch is."""
    start = next_start(project, window, now)
    if start is None:
        within = _within(window, now)
        return _split(longest(project, _wish(window), within, now), civil.show(within.end, window.time_zone))
    alone = _alone(window, now)
    held = held_to(project, _wish(window), Span(start, start + 1))
    hours = ((policy.maintenance_hours, policy.time_zone) for policy, _ in held)
    inside = " and ".join(dict.fromkeys(words.openings(one.openings, zone) for one, zone in hours if one is not None))
    return (
        f"The next start that keeps every promise is {civil.show(start, window.time_zone)}{inside and f', inside {inside}'}.{alone}"
    )


def _alone(window: Window, now: int) -> str:
    """How one occurrence of a series gets another start; where nobody knows of it yet, it need not be at all."""
    if window.series is None:
        return ""
    excepted = "" if window.announcements[0].at < now else f", or leave it out: `except: [{window.day}]`"
    return f" For this one alone: `occurrences: {{{window.day}: {{start: ...}}}}`{excepted}."


def _split(seconds: int, until: str) -> str:
    if not seconds:
        return f"No time is open until {until}."
    return f"No open stretch is as long: the longest is {words.hours(seconds)}. Split the work."


def _wish(window: Window) -> Wish:
    return Wish(window.components, window.impact, window.span.seconds, window.id)


def _within(window: Window, now: int, seconds: int = HORIZON) -> Span:
    """From where it stands on: work that is planned for spring is not brought forward to next week."""
    begin = max(now + TIME_TO_ACT, window.span.start)
    return Span(begin, begin + seconds)
