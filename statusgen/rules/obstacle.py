"""What a rule closes ahead: the starts at which work that is looked for would break it.

Beside `check`, which judges a window that is there, a rule may have `obstacles(project, wish, within, now)`: it yields why
some of the starts in `within` will not do. What looks for time (the way out of a finding, `slots/`) asks every rule, so that
it agrees with them by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from statusgen.finding import Severity
from statusgen.model import Project, Window
from statusgen.policy import Impact, Policy
from statusgen.timeline import HOUR, Span, Timeline

TIME_TO_ACT: Final = HOUR
"""From now to the merge, which announces the window: who has it written down, reviewed and merged within the hour is in time."""


class Wish(NamedTuple):
    """A window that is looked for."""

    components: tuple[str, ...]
    impact: Impact
    seconds: int
    """How long it takes."""
    window: str = ""
    """The id that it has in the project, where it is there already, at another time: it is not in its own way."""


class Obstacle(NamedTuple):
    """Why some starts will not do."""

    rule: str
    """The rule's id: `maintenance-hours`."""
    reason: str
    """A sentence for people, with the clause or the file that closes the time."""
    closed: Timeline
    """The starts that it forbids for the wish, as instants [from, to)."""
    severity: Severity = Severity.ERROR
    """What the rule finds there. A warning closes time like an error, as long as there is other time."""
    policy: str | None = None
    """The id of the policy whose promise it is; None: no policy's."""
    clause: str | None = None
    """The policy's clause, or the key of `statusgen.yaml`, that asks for it; None: the rule needs none."""


def meeting(spans: Iterable[Span], wish: Wish, within: Span) -> Timeline:
    """The starts, of those that are looked at, with which the wish would share a second with one of these spans."""
    return Timeline((start - wish.seconds + 1, end) for start, end in spans).within(within)


def others(project: Project, wish: Wish, span: Span) -> Iterator[Window]:
    """The windows, but for the wish's own, that share a second with a span."""
    return (window for window in project.timetable.during(span) if window.id != wish.window)


def permitted(within: Span, obstacles: Iterable[Obstacle]) -> Timeline:
    """The starts that nothing forbids."""
    return Timeline([within]) - Timeline(span for obstacle in obstacles for span in obstacle.closed)


def held_to(project: Project, wish: Wish, within: Span) -> Iterator[tuple[Policy, Span]]:
    """Every policy that covers the wish, as it is in force, and the starts for which it is."""
    for policy in project.policies:
        begins = {one.begins for one in policy.every_version}
        turns = sorted({within.start, *(turn for turn in begins if turn is not None and within.holds(turn))})
        for start, end in zip(turns, (*turns[1:], within.end), strict=True):
            version = policy.in_force(start)
            if version is not None and any(map(version.covers, wish.components)):
                yield version, Span(start, end)
