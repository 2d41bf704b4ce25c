"""One window before one policy: what a policy rule is asked, and what it answers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Final, NamedTuple

from msgspec import Struct

from statusgen import civil
from statusgen.announced import Standing, told_by
from statusgen.finding import Finding, Severity
from statusgen.model import Window
from statusgen.policy import AppliesTo, Channel, Impact, Notice, NoticeBasis, Policy
from statusgen.timeline import DAY, HOUR, Span, Timeline
from statusgen.verdict import Outcome

HOURS_OF_A_DAY: Final = 24
_CALENDAR_AHEAD: Final = 4 * DAY
"""By so much at most a calendar asks more than the hours: to the end of a day, a day more, and a day that a zone left out."""


class Remark(NamedTuple):
    """What one rule says of a case."""

    finding: Finding
    outcome: Outcome
    """What comes of it: REJECTED or PENDING; APPROVED where it is worth telling and stands in no way."""


class Fault(Enum):
    """Why notice was not kept. One cause, one rule that tells it."""

    SHORT = "notice-period"
    """It was told too late from the first announcement."""
    MOVED = "unannounced-move"
    """The first announcement was in time for its own times; what changed since was not."""
    CHANNEL = "notice-channel"
    """The page told it in time, the channel that the policy asks for did not."""


class Case(Struct, frozen=True):
    """A window, a policy that covers it, and the instant at which it is judged."""

    window: Window
    policy: Policy
    standing: Standing
    now: int
    deadline: int
    """The last instant at which notice is in time. Without hours: the last one before the start."""
    told: int | None
    """Since when customers knew by a channel that the policy takes, or by each that it asks for; None: never before the start."""
    offer: Callable[[], str]
    """The way out by other times, in words: looked for where a finding tells it."""

    @property
    def to_come(self) -> bool:
        """Whether the window, as its file says, is still to start."""
        return self.now < self.window.span.start

    @property
    def same_event(self) -> bool:
        """Whether the file still speaks of the work that customers were told of: nothing moves it once it has begun, and what
        the file adds before or after is early or late work. A file that shares no second with it speaks of other work."""
        return self.window.span.overlaps(self.standing.last.span)

    @property
    def severity(self) -> Severity:
        """A broken promise is an error as long as it can be mended, and a note afterwards."""
        return Severity.ERROR if self.to_come else Severity.NOTE

    @property
    def asks_notice(self) -> bool:
        """Whether the policy's notice speaks of this window: some contracts ask it for interruptions only, some readings never."""
        return asks_notice(self.policy, self.standing.last.impact)

    @property
    def notice_kept(self) -> bool:
        """Whether notice was in time, be it asked for or not."""
        return self.told is not None and self.told <= self.deadline

    @property
    def fault(self) -> Fault | None:
        """Why notice was not kept; None: it was, or it is not asked for."""
        if self.notice_kept or not self.asks_notice:
            return None
        if self.standing.told <= self.deadline:
            return Fault.CHANNEL
        first = self.standing.first
        if self.standing.moved and first.at <= latest_notice(self.policy, first.span.start):
            return Fault.MOVED
        return Fault.SHORT

    @property
    def still_possible(self) -> bool:
        """Whether notice that is missing can still be given in time."""
        return self.to_come and self.now <= self.deadline


def case(window: Window, policy: Policy, standing: Standing, now: int, offer: Callable[[], str] = str) -> Case:
    """The case of a window before a policy. Without an `offer` none is made: who asks what was kept reads no way out."""
    told = told_as_asked(window, policy.notice, standing)
    return Case(window, policy, standing, now, latest_notice(policy, standing.last.span.start), told, offer)


def asks_notice(policy: Policy, impact: Impact) -> bool:
    """Whether a policy's notice speaks of work of that impact."""
    return policy.notice.required and (policy.notice.applies_to is AppliesTo.ALL or impact is not Impact.NONE)


def told_as_asked(window: Window, notice: Notice, standing: Standing) -> int | None:
    """Since when customers knew by a channel that the policy takes, or by all of them where it asks for each."""
    through = [told_through(channel, window, standing) for channel in notice.channels]
    known = [instant for instant in through if instant is not None]
    if notice.every_channel:
        return max(known) if len(known) == len(through) else None
    return min(known, default=None)


def told_through(channel: Channel, window: Window, standing: Standing) -> int | None:
    """Since when customers knew of the window, as last told, by one channel."""
    return standing.told if channel is Channel.STATUS_PAGE else told_by(window, channel, standing.last)


def latest_notice(policy: Policy, start: int) -> int:
    """The last instant at which a policy's notice is in time for a start."""
    notice, zone = policy.notice, policy.time_zone
    days, late = notice.hours // HOURS_OF_A_DAY, 0 if notice.inclusive else 1
    match notice.basis:
        case NoticeBasis.ELAPSED:
            return start - max(notice.hours * HOUR + late, 1)
        case NoticeBasis.WALL:
            return min(civil.same_time(start, -days, zone) - late, start - 1)
        case NoticeBasis.DATE:
            return min(civil.day_end(start, -days - late, zone), start) - 1


def too_soon(policy: Policy, told: int, within: Span) -> Timeline:
    """The starts for which a notice given at an instant is too late.

    Each stretch between two changes of the policy's clock has its own: an hour that comes twice has the same hour days before.
    """
    notice = policy.notice
    if notice.basis is NoticeBasis.ELAPSED:
        return Timeline([Span(min(told, within.start), told + max(notice.hours * HOUR + (not notice.inclusive), 1))]).within(within)
    near = Span(within.start, max(within.start, min(within.end, told + notice.hours * HOUR + _CALENDAR_AHEAD)))
    return Timeline(
        Span(stretch.start, stretch.start + bisect_left(range(*stretch), told, key=partial(latest_notice, policy)))
        for stretch, _ in civil.offsets(near, policy.time_zone)
    )
