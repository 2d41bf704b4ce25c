"""Free slots: when work can be done without a broken promise, and why not earlier.

Every rule says ahead what it closes (`rules/ahead.py`); what is left is offered, and the rules judge each offer as `plan` will.
Placed windows are simply part of the project: who has several to place adds each to `project.windows` and asks again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from statusgen import civil, rules
from statusgen.finding import Finding, Severity
from statusgen.model import Announcement, Origin, Project, Window
from statusgen.policy import Channel, Policy
from statusgen.rules import Obstacle, Wish, permitted
from statusgen.timeline import MINUTE, Span, Timeline

__all__ = ["Margin", "Obstacle", "Slot", "Suggestion", "Wish", "candidate", "free", "margins", "merge_by", "suggest"]

CANDIDATE: Final = "slot"


class Margin(NamedTuple):
    """What notice one policy asks of a slot."""

    policy: Policy
    """As it is in force when the work starts."""
    deadline: int | None
    """The last instant at which the notice is in time; None: none is asked for."""

    @property
    def by_merging(self) -> bool:
        """Whether the page's announcement, which is the merge, is a notice that the policy takes."""
        return Channel.STATUS_PAGE in self.policy.notice.channels


class Slot(Struct, frozen=True):
    """Time that can be had."""

    span: Span
    latest: int
    """The work may start up to then: nothing comes in between."""
    margins: tuple[Margin, ...]
    """Of every policy that covers one of the components."""
    findings: tuple[Finding, ...]
    """What the rules still tell of it, no error among them: a notice by e-mail that is owed."""

    @property
    def merge_by(self) -> int | None:
        """The last instant at which merging, which announces it on the page, is in time for every policy."""
        return merge_by(self.margins)


class Suggestion(Struct, frozen=True):
    """The earliest slots for a wish."""

    wish: Wish
    within: Span
    """The starts that were looked at."""
    now: int
    slots: tuple[Slot, ...]
    obstacles: tuple[Obstacle, ...]
    """Why not earlier than the first: what closes the starts before it, as far as nothing told before closes them already."""
    longest: int
    """Where there is no slot: the most seconds that would find one."""


def free(project: Project, wish: Wish, within: Span, now: int) -> Timeline:
    """The starts in `within` that no rule forbids, were the work announced by a merge within the hour after `now`."""
    return permitted(within, rules.obstacles(project, wish, within, now))


def suggest(project: Project, wish: Wish, within: Span, now: int, count: int) -> Suggestion:
    """The earliest slots, at most one a day, and what stands before the first of them.

    Where all that there is would give a warning, that is offered.
    """
    closed: Sequence[Obstacle] = ()
    slots: tuple[Slot, ...] = ()
    refused: list[Obstacle] = []
    for closed in rules.in_turn(rules.obstacles(project, wish, within, now)):
        refused = []
        slots = tuple(islice(_slots(project, wish, within, now, closed, refused), count))
        if slots:
            break
    before = Span(within.start, slots[0].span.start if slots else within.end)
    longest = 0 if slots else rules.longest(project, wish, within, now)
    return Suggestion(wish, within, now, slots, _needed((*closed, *refused), before), longest)


def candidate(project: Project, wish: Wish, start: int, now: int, window_id: str = CANDIDATE) -> Window:
    """A window at that time, as it is on the page when it is announced now."""
    span = Span(start, start + wish.seconds)
    return Window(
        id=window_id,
        origin=Origin(f"windows/{window_id}.yaml"),
        title=window_id,
        components=wish.components,
        impact=wish.impact,
        span=span,
        time_zone=project.page.time_zone,
        announcements=(Announcement(now, span, wish.components, wish.impact),),
    )


def _found(project: Project, window: Window, now: int, known: Collection[Finding]) -> tuple[Finding, ...]:
    """What the rules would tell of a project with one more window, and not `known` without it; notes left out."""
    with_it = msgspec.structs.replace(project, windows=(*project.windows, window))
    verdicts = rules.verdicts(msgspec.structs.replace(project, windows=(window,)), now)
    told = rules.check(with_it, (), verdicts, now)
    return tuple(finding for finding in told if finding not in known and finding.severity is not Severity.NOTE)


def margins(project: Project, wish: Wish, start: int) -> Iterator[Margin]:
    """The notice that each policy asks for work that starts then."""
    for policy in project.policies_of(wish.components, start):
        asked = rules.asks_notice(policy, wish.impact)
        yield Margin(policy, rules.latest_notice(policy, start) if asked else None)


def merge_by(margins: Iterable[Margin]) -> int | None:
    """The first deadline of those that merging keeps; None: there is none."""
    return min((one.deadline for one in margins if one.deadline is not None and one.by_merging), default=None)


def _slots(
    project: Project, wish: Wish, within: Span, now: int, closed: Sequence[Obstacle], refused: list[Obstacle]
) -> Iterator[Slot]:
    """What is left, and what the rules accept of it; what they do not, although no rule said so ahead, is `refused`."""
    known = frozenset(rules.check(project, (), {}, now))
    for stretch in rules.starts(permitted(within, closed), closed):
        for piece in _daily(stretch, project.page.time_zone):
            told = _found(project, candidate(project, wish, piece.start, now), now, known)
            errors = [finding for finding in told if finding.severity is Severity.ERROR]
            here = Timeline([Span(piece.start, piece.start + 1)])
            refused += (Obstacle(one.rule, one.what, here, policy=one.policy, clause=one.clause) for one in errors)
            if not errors:
                span = Span(piece.start, piece.start + wish.seconds)
                latest = max(piece.start, (stretch.end - 1) // MINUTE * MINUTE)
                yield Slot(span, latest, tuple(margins(project, wish, piece.start)), told)


def _daily(stretch: Span, zone: str) -> Iterator[Span]:
    """A stretch in pieces that begin at the same time of each day."""
    start, days = stretch.start, 0
    while start < stretch.end:
        days += 1
        turn = min(civil.same_time(stretch.start, days, zone), stretch.end)
        if turn > start:  # a zone may have left the day out
            yield Span(start, turn)
        start = turn


def _needed(obstacles: Sequence[Obstacle], before: Span) -> tuple[Obstacle, ...]:
    """What closes the starts of a span: first what closes most, and of the rest what adds to it, in the order of time."""
    clipped = [one._replace(closed=one.closed.within(before)) for one in obstacles]
    told, open_still = [], Timeline([before])
    for one in sorted(clipped, key=lambda one: (-one.closed.seconds, one.rule, one.reason)):
        if open_still & one.closed:
            told.append(one)
            open_still -= one.closed
    return tuple(sorted(told, key=lambda one: (one.closed.spans[0], one.rule, one.reason)))
