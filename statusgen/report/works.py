"""What work was done, was it announced and done as the contract asks, and what became of its time?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from statusgen.announced import Standing, standing
from statusgen.course import ran
from statusgen.model import Project, Window
from statusgen.policy import Channel, Policy
from statusgen.rules.case import case, told_through
from statusgen.rules.maintenance_hours import kept
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.forgone import Forgone
from statusgen.verdict import Verdict, Verdicts


@dataclass(frozen=True, slots=True)
class Work:
    """A window that ran in the period, before one policy."""

    window: Window
    terms: Policy
    """The version that judged it."""
    verdict: Verdict
    told: Standing
    ran: Span
    channels: tuple[tuple[Channel, int | None], ...]
    """Since when customers knew by each channel that the policy takes; None: never before the start."""
    notice_kept: bool | None
    """None: none is asked for."""
    hours_kept: bool | None
    """None: there are none to keep."""
    counted_seconds: int
    """How much of its own interruption counts, in the period."""
    excused_seconds: int
    """How much of it is excused."""
    forgone: Forgone | None
    """What it cost that it earned no exclusion; None: it earned one."""

    @property
    def is_emergency(self) -> bool:
        """Whether it could not wait for its notice."""
        return self.window.emergency is not None

    @property
    def overrun_seconds(self) -> int:
        """How long it ran past the end that was announced."""
        return max(self.ran.end - self.told.last.span.end, 0)


def works(accounts: Sequence[Account], verdicts: Verdicts, now: int) -> tuple[Work, ...]:
    """Every window that ran in these months of one policy, in the order of start and id."""
    windows = {window.id: window for account in accounts for window in account.windows}
    found = [work for window in windows.values() if (work := _work(window, accounts, verdicts, now)) is not None]
    return tuple(sorted(found, key=lambda work: (work.ran.start, work.window.id)))


def called_off(project: Project, policy: Policy, span: Span, now: int) -> tuple[Window, ...]:
    """The windows that were to run in a stretch of time and were cancelled, in the order of start and id."""
    found = (
        window
        for window in project.windows
        if window.cancelled is not None
        and window.cancelled.at <= now
        and window.span.overlaps(span)
        and ran(window, now) is None
        and any(map(policy.ever_covers, window.components))
    )
    return tuple(sorted(found, key=lambda window: (window.span, window.id)))


def _work(window: Window, accounts: Sequence[Account], verdicts: Verdicts, now: int) -> Work | None:
    versions = accounts[0].versions
    terms, verdict, stretch = versions.in_force(window.span.start), verdicts.get((window.id, versions.id)), ran(window, now)
    if terms is None or verdict is None or stretch is None or not any(map(terms.covers, window.components)):
        return None
    told = standing(window)
    judged = case(window, terms, told, now)
    counted, excused = _charged(window, accounts)
    return Work(
        window=window,
        terms=terms,
        verdict=verdict,
        told=told,
        ran=stretch,
        channels=tuple((channel, told_through(channel, window, told)) for channel in terms.notice.channels),
        notice_kept=judged.notice_kept if window.emergency is None and judged.asks_notice else None,
        hours_kept=kept(judged),
        counted_seconds=counted,
        excused_seconds=excused,
        forgone=_forgone(window, accounts),
    )


def _charged(window: Window, accounts: Sequence[Account]) -> tuple[int, int]:
    """Of the window's own interruption: the seconds that count, and those that do not."""
    seconds: Counter[bool] = Counter()
    for account in accounts:
        for span, reason in (*account.counted, *account.left_out):
            if isinstance(reason.event, Window) and reason.event.id == window.id:
                seconds[reason.ground.counts] += span.seconds
    return seconds[True], seconds[False]


def _forgone(window: Window, accounts: Sequence[Account]) -> Forgone | None:
    """Of all months together."""
    found = [one for account in accounts for one in account.forgone if one.window.id == window.id]
    return replace(found[0], added_seconds=sum(one.added_seconds for one in found)) if found else None
