"""How was a promise kept over the last twelve months that are over? What everybody may know: of no customer's agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from statusgen.announced import standing
from statusgen.board.months_over import period
from statusgen.civil import Month
from statusgen.course import ran
from statusgen.model import Project, Window
from statusgen.policy import Policy
from statusgen.rules.case import case
from statusgen.rules.maintenance_hours import kept
from statusgen.timeline import Span
from statusgen.uptime.account import Account, account
from statusgen.uptime.exclusions import exclusions
from statusgen.verdict import Verdicts


class Conduct(Struct, frozen=True):
    """One window that ran, before one policy."""

    window: Window
    notice_kept: bool | None
    """None: none is asked for."""
    hours_kept: bool | None
    """None: there are none to keep."""
    overrun_seconds: int
    """How long it ran past the end that was announced."""

    @property
    def is_emergency(self) -> bool:
        """Whether it could not wait for its notice."""
        return self.window.emergency is not None


class Record(Struct, frozen=True):
    """What a page did with a promise."""

    span: Span
    """The months in which it is looked at."""
    months: tuple[tuple[Month, Account | None], ...]
    """Oldest first; None: nothing was promised yet, or nothing declared."""
    works: tuple[Conduct, ...]
    """What was planned for that time and ran, by planned start and id."""


def record(project: Project, verdicts: Verdicts, policy: Policy, months: Sequence[Month], declared_from: int, now: int) -> Record:
    """The record of these months. `project` need hold no more than what touches `looked_at`; of agreements nothing is looked at.

    `declared_from`: before it nobody kept a record.
    """
    span = Span(period(policy, months[0]).start, period(policy, months[-1]).end)
    excluded = [one for one in exclusions(project, verdicts, now) if one.policy == policy.id]

    def told(month: Month) -> Account | None:
        made = account(project, policy, verdicts, excluded, month, now, with_forgone=False)
        return made if made is not None and declared_from < made.period.end else None

    return Record(span, tuple((month, told(month)) for month in months), tuple(_works(project.windows, policy, span, now)))


def _works(windows: Iterable[Window], policy: Policy, span: Span, now: int) -> Iterator[Conduct]:
    for window in sorted(windows, key=lambda window: (window.span, window.id)):
        terms, stretch = policy.in_force(window.span.start), ran(window, now)
        if terms is None or stretch is None or not span.holds(window.span.start) or not any(map(terms.covers, window.components)):
            continue
        told = standing(window)
        judged = case(window, terms, told, now)
        yield Conduct(
            window=window,
            notice_kept=judged.notice_kept if window.emergency is None and judged.asks_notice else None,
            hours_kept=kept(judged),
            overrun_seconds=max(stretch.end - told.last.span.end, 0),
        )
