"""What closes time ahead: the same promises that a rule checks, said before a window is placed.

Beside `check`, a rule's module may have `obstacles(project, wish, within, now)`, which yields an `Obstacle` for each reason why
some of the starts that are looked at will not do. A window that starts outside of all that is closed gives its rule nothing new
to tell.
"""

from __future__ import annotations

from typing import NamedTuple

from statusgen.policy import Impact
from statusgen.timeline import Timeline


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
