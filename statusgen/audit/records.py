"""One maintenance as it was told and as it went, and what each policy says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from statusgen.announced import Standing, standing
from statusgen.chronicle import Chronicle
from statusgen.course import ran
from statusgen.model import Window
from statusgen.policy import Policy
from statusgen.rules.case import case
from statusgen.rules.maintenance_hours import kept
from statusgen.timeline import DAY, Span
from statusgen.verdict import Outcome, Verdict, Verdicts

LATE: Final = DAY
"""A page that still shows maintenance so long after its end was closed late."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one policy says of a maintenance."""

    terms: Policy
    """The version that was in force when it began."""
    verdict: Verdict
    notice_kept: bool | None
    """None: none is asked for."""
    hours_kept: bool | None
    """None: there are none to keep."""

    @property
    def kept(self) -> bool | None:
        """Whether every promise was kept; None where it was emergency work, of which nothing is asked."""
        return None if self.verdict.outcome is Outcome.EMERGENCY else self.verdict.outcome is Outcome.APPROVED


@dataclass(frozen=True, slots=True)
class Record:
    """A maintenance that has begun."""

    window: Window
    told: Standing
    ran: Span
    """From its start to its end; as far as it got, where it goes on."""
    end_told: int | None
    """The end that customers had been told when it began; None: nobody had told one."""
    must_close: bool
    """Whether the page shows it until somebody says that it is over."""
    closed: int | None
    """When the page said that it was over; None: it does not, or no history shows it."""
    gone: int | None
    """When its file was taken off the page; None: it is there."""
    unknown: int
    """How many of the components that it names are none of the page's."""
    judged: tuple[Judged, ...]
    now: int

    @property
    def notice(self) -> int:
        """Seconds of notice really given: from when customers knew of the window, as it was last told, to its start."""
        return self.told.last.span.start - self.told.told

    @property
    def overrun(self) -> int | None:
        """Seconds past the end that was told; None: none was told, or nobody says when it ended."""
        if self.end_told is None or (self.must_close and self.closed is None):
            return None
        return max(self.ran.end - self.end_told, 0)

    @property
    def open_for(self) -> int | None:
        """Seconds after its end for which the page went on showing it; None: nobody has to close it, or it goes on."""
        if self.closed is not None:
            return max(self.closed - self.ran.end, 0)
        until = self.now if self.gone is None else self.gone
        return max(until - self.ran.end, 0) if self.must_close else None

    @property
    def closed_late(self) -> bool | None:
        """Whether the page showed it for more than a day after its end; None likewise."""
        return None if self.open_for is None else self.open_for > LATE


def record(chronicle: Chronicle, policies: tuple[Policy, ...], verdicts: Verdicts, unknown: int, now: int) -> Record | None:
    """The record of a window; None where it has not begun, or never ran."""
    window, told = chronicle.window, standing(chronicle.window)
    stretch, start = ran(window, now), told.last.span.start
    if stretch is None or now < stretch.start or (chronicle.gone is not None and chronicle.gone <= start):
        return None
    return Record(
        window=window,
        told=told,
        ran=stretch,
        end_told=chronicle.end_told(start) if chronicle.must_close else told.last.span.end,
        must_close=chronicle.must_close,
        closed=chronicle.closed,
        gone=chronicle.gone,
        unknown=unknown,
        judged=tuple(_judged(window, told, policies, verdicts, now)),
        now=now,
    )


def _judged(window: Window, told: Standing, policies: tuple[Policy, ...], verdicts: Verdicts, now: int) -> list[Judged]:
    found = []
    for policy in policies:
        terms, verdict = policy.in_force(window.span.start), verdicts.get((window.id, policy.id))
        if terms is not None and verdict is not None:
            judged = case(window, terms, told, now)
            asks = judged.asks_notice and window.emergency is None
            found.append(Judged(terms, verdict, judged.notice_kept if asks else None, kept(judged)))
    return found
