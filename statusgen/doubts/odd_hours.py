"""odd-hours: hours of the week are apart, and leave something of the week out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.civil import Opening
from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.timeline import Span, Timeline

ID, SUMMARY = "odd-hours", "Hours that overlap, or are the whole week"

_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY


def check(subject: Subject) -> Iterator[Doubt]:
    """Of maintenance and of the support desk."""
    hours, support = subject.policy.maintenance_hours, subject.policy.support
    if hours is not None:
        yield from _odd(hours.openings, ("maintenance_hours", "openings"), hours.clause)
    if support is not None and support.calendar is not None:
        yield from _odd(support.calendar.openings, ("support", "calendar", "openings"), support.calendar.clause)


def _odd(openings: tuple[Opening, ...], path: Path, clause: str) -> Iterator[Doubt]:
    taken = Timeline()
    for number, opening in enumerate(openings):
        own = list(_stretches(opening))
        here = Timeline(own)
        if here & taken or here.seconds < sum(span.seconds for span in own):
            what = f"{opening} overlaps {'what is open before' if here & taken else 'itself'}."
            yield Doubt((*path, number), what, "Minutes that are open twice are open once.", "Let the hours be apart.", clause)
        taken |= here
    if taken.seconds == _WEEK:
        what = "These hours are the whole week."
        yield Doubt(
            path, what, "They leave nothing out.", "Leave them out altogether, or name those that the contract means.", clause
        )


def _stretches(opening: Opening) -> Iterator[Span]:
    """The minutes of a week in which it is open; what goes past Sunday is Monday's."""
    closes = opening.closes + (0 if opening.closes > opening.opens else _DAY)
    for day in opening.days:
        start, end = day * _DAY + opening.opens, day * _DAY + closes
        yield Span(start, min(end, _WEEK))
        if end > _WEEK:
            yield Span(0, end - _WEEK)
