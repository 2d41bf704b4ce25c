"""What a history tells of one window: when customers were told of it, and when they were told that it was over.

Values only. A project's own history gives them (`load/chronicles.py`), and so does a cState page's (`cstate/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statusgen.model import Window


@dataclass(frozen=True, slots=True)
class Said:
    """What the page said of the end of a window from an instant on."""

    at: int
    end: int | None
    """When it was to end, or had ended; None: nothing was said of that."""
    closed: bool
    """Whether it said that the work was over."""


def closed_since(said: Sequence[Said]) -> int | None:
    """Since when, without a break, it is said that the work is over; None: that is not the last word."""
    since = None
    for one in reversed(said):
        if not one.closed:
            break
        since = one.at
    return since


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One window, with the evidence for its announcements, and what was said of its end."""

    window: Window
    said: tuple[Said, ...]
    """Oldest first; nothing where no history shows it, or nobody ever said that it is over."""
    must_close: bool
    """Whether somebody has to say that it is over: on other pages than ours, nothing is over by itself."""
    gone: int | None = None
    """When its file was taken away; None: it is there."""

    @property
    def closed(self) -> int | None:
        """Since when, without a break, the page says that the work is over; None where it does not."""
        return closed_since(self.said)

    def end_told(self, start: int) -> int | None:
        """When it was to end, by what was last said before an instant, or else first said; None: nothing was said of it.

        What was said when all was over is no plan.
        """
        before = [said for said in self.said if said.at < start]
        told = before[-1] if before else next(iter(self.said), None)
        if told is None or told.end is None:
            return None
        return told.end if told.at < start or (not told.closed and told.at < told.end) else None
