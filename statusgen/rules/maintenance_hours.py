"""maintenance-hours: a window lies, whole, inside the weekly hours that the policy allows, on the policy's clock."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from statusgen import civil
from statusgen.civil import Opening
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project
from statusgen.policy import MaintenanceHours, Partial
from statusgen.rules import words
from statusgen.rules.case import Case, Remark
from statusgen.rules.obstacle import Obstacle, Wish, held_to
from statusgen.timeline import DAY, Span, Timeline
from statusgen.verdict import Outcome

ID, SUMMARY = "maintenance-hours", message("Outside the maintenance hours")

_WEEK: Final = 7 * DAY


def check(case: Case) -> Remark | None:
    """What was told is inside; a second outside, and the whole event fails (V7), unless the hours are advice (V5).

    A file that was changed after the start and still speaks of that work only tells how it went: a later end is an overrun.
    """
    hours = case.policy.maintenance_hours
    if hours is None or _inside(case, hours):
        return None
    outcome = _outcome(case, hours)
    finding = Finding(
        place=case.window.origin.at(_edge(case, hours.openings) if case.to_come else "start"),
        rule=ID,
        severity=case.severity if outcome is Outcome.REJECTED or not case.to_come else Severity.WARNING,
        summary=SUMMARY,
        what=_what(case),
        why=words.promise(case.policy, hours.clause),
        way_out=_way_out(case, hours.openings) if case.to_come else _passed(outcome),
        policy=case.policy.id,
        clause=hours.clause,
        window=case.window.id,
    )
    return Remark(finding, outcome)


def kept(case: Case) -> bool | None:
    """Whether work that was no emergency was inside; None: there are no hours to keep."""
    hours = case.policy.maintenance_hours
    return None if hours is None or case.window.emergency is not None else _inside(case, hours)


def _inside(case: Case, hours: MaintenanceHours) -> bool:
    told = case.standing.last.span
    judged = (told,) if case.same_event else (told, case.window.span)
    return all(is_open(hours, span, case.policy.time_zone) for span in judged)


def _outcome(case: Case, hours: MaintenanceHours) -> Outcome:
    if not hours.binding:
        return Outcome.APPROVED
    told = case.standing.last.span
    inside = hours.partial is Partial.INSIDE and civil.open_hours(hours.openings, told, case.policy.time_zone)
    return Outcome.APPROVED if inside else Outcome.REJECTED


def _passed(outcome: Outcome) -> str:
    return words.NO_EXCLUSION if outcome is Outcome.REJECTED else "What lies inside the hours is excused all the same."


def is_open(hours: MaintenanceHours, span: Span, zone: str) -> bool:
    """Whether every second of the span is open; where hours that touch do not join, in one day's hours (V8)."""
    week = span.start - span.start % _WEEK
    if span.end <= week + 2 * _WEEK:
        return any(_open_from(openings, week, zone).covers(span) for openings in _apart(hours))
    return any(civil.open_hours(openings, span, zone).covers(span) for openings in _apart(hours))


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:  # noqa: ARG001  # every rule is asked alike
    """The starts from which not all of the work lies in the hours, be they binding or advice."""
    for policy, starts in held_to(project, wish, within):
        hours = policy.maintenance_hours
        if hours is not None:
            reason = f"{policy.title} allows work {words.openings(hours.openings, policy.time_zone)} ({hours.clause})."
            allowed = Timeline([starts])
            if hours.binding and hours.partial is Partial.INSIDE:
                allowed = _touching(hours, policy.time_zone, starts, wish.seconds)
                yield Obstacle(ID, reason, Timeline([starts]) - allowed, policy=policy.id, clause=hours.clause)
            advice = not hours.binding or hours.partial is Partial.INSIDE
            closed = allowed - _fitting(hours, policy.time_zone, starts, wish.seconds)
            yield Obstacle(ID, reason, closed, Severity.WARNING if advice else Severity.ERROR, policy.id, hours.clause)


@lru_cache(maxsize=256)
def _fitting(hours: MaintenanceHours, zone: str, starts: Span, seconds: int) -> Timeline:
    """The starts from which so many seconds are all open."""
    reach = Span(starts.start, starts.end + seconds)
    fitting = (
        Span(stretch.start, stretch.end - seconds + 1)
        for openings in _apart(hours)
        for stretch in civil.open_hours(openings, reach, zone)
        if stretch.seconds >= seconds
    )
    return Timeline(fitting).within(starts)


def _touching(hours: MaintenanceHours, zone: str, starts: Span, seconds: int) -> Timeline:
    """The starts from which at least one of so many seconds is open."""
    reach = Span(starts.start, starts.end + seconds)
    touching = (Span(stretch.start - seconds + 1, stretch.end) for stretch in civil.open_hours(hours.openings, reach, zone))
    return Timeline(touching).within(starts)


def _apart(hours: MaintenanceHours) -> list[tuple[Opening, ...]]:
    """The openings that make stretches together: all of them, or, where hours that touch do not join, each day's alone (V8)."""
    if hours.join:
        return [hours.openings]
    return [(Opening((day,), one.opens, one.closes),) for one in hours.openings for day in one.days]


@lru_cache(maxsize=1024)
def _open_from(openings: tuple[Opening, ...], week: int, zone: str) -> Timeline:
    """Two weeks of open hours: many windows of a page fall into the same ones."""
    return civil.open_hours(openings, Span(week, week + 2 * _WEEK), zone)


def _closing(case: Case, openings: tuple[Opening, ...]) -> int | None:
    """Until when it is open from the window's start on; None: the start itself is outside."""
    span = case.window.span
    for stretch in civil.open_hours(openings, Span(span.start, span.end + DAY), case.policy.time_zone):
        if stretch.holds(span.start):
            return stretch.end
    return None


def _edge(case: Case, openings: tuple[Opening, ...]) -> str:
    """The key that is to blame: the end, where the window starts inside and lasts too long."""
    if _closing(case, openings) is None:
        return "start"
    return next((key for key in ("end", "duration") if key in case.window.origin.keys), "start")


def _what(case: Case) -> str:
    if not case.to_come:
        return f"`{case.window.id}` lay outside the hours, in part or whole."
    span = words.shown_span(case, case.window.span)
    zone = case.policy.time_zone
    there = "" if zone == case.window.time_zone else f" ({civil.show_span(case.window.span, zone)} in {zone})"
    return f"`{case.window.id}` runs {span}{there}: not all of it is inside the maintenance hours."


def _way_out(case: Case, openings: tuple[Opening, ...]) -> str:
    closing = _closing(case, openings)
    shorter = f"End by {words.shown(case, closing)}, which keeps its notice. " if closing and closing < case.window.span.end else ""
    return shorter + case.offer()
