"""What closes time ahead: the same promises that a rule checks, said before a window is placed.

Beside `check`, a rule's module may have `obstacles(project, wish, within, now)`, which yields an `Obstacle` for each reason why
some of the starts that are looked at will not do. A window that starts outside of all that is closed gives its rule nothing new
to tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from statusgen.policy import Impact
from statusgen.timeline import Span, Timeline


class Wish(NamedTuple):
    """A window that is looked for."""

    components: tuple[str, ...]
    impact: Impact
    seconds: int


class Obstacle(NamedTuple):
    """Why some starts will not do."""

    rule: str
    """The rule's id: `freeze`, `maintenance-hours`, `notice-period`."""
    reason: str
    """A sentence for people, with the clause or the file that closes the time."""
    closed: Timeline
    """The starts that it forbids for the wish, as instants [from, to)."""


def meeting(spans: Iterable[Span], wish: Wish, within: Span) -> Timeline:
    """The starts, of those that are looked at, with which the wish would share a second with one of these spans."""
    return Timeline((start - wish.seconds + 1, end) for start, end in spans).within(within)
