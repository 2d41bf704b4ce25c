"""One window before one policy: what a policy rule is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from statusgen import civil
from statusgen.announced import Standing, told_by
from statusgen.finding import Finding, Severity
from statusgen.model import Window
from statusgen.policy import AppliesTo, Channel, Impact, Notice, NoticeBasis, Policy
from statusgen.timeline import HOUR
from statusgen.verdict import Outcome

HOURS_OF_A_DAY: Final = 24


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


@dataclass(frozen=True, slots=True)
class Case:
    """A window, a policy that covers it, and the instant at which it is judged."""

    window: Window
    policy: Policy
    covering: tuple[Policy, ...]
    """Every policy that covers the window: a way out must hold under all of them."""
    standing: Standing
    now: int
    deadline: int
    """The last instant at which notice is in time. Without hours: the last one before the start."""
    told: int | None
    """Since when customers knew by a channel that the policy takes, or by each that it asks for; None: never before the start."""

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
        notice = self.policy.notice
        return notice.required and (notice.applies_to is AppliesTo.ALL or self.standing.last.impact is not Impact.NONE)

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


def case(window: Window, policy: Policy, covering: tuple[Policy, ...], standing: Standing, now: int) -> Case:
    """The case of a window before a policy."""
    told = _told(window, policy.notice, standing)
    return Case(window, policy, covering, standing, now, latest_notice(policy, standing.last.span.start), told)


def _told(window: Window, notice: Notice, standing: Standing) -> int | None:
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


def earliest_start(policy: Policy, told: int) -> int:
    """The first start for which a notice given at an instant is in time."""
    notice, zone = policy.notice, policy.time_zone
    days, late = notice.hours // HOURS_OF_A_DAY, 0 if notice.inclusive else 1
    match notice.basis:
        case NoticeBasis.ELAPSED:
            return told + max(notice.hours * HOUR + late, 1)
        case NoticeBasis.WALL:
            # Where a clock goes back in between, the time of day comes twice, and only the second will do for certain.
            return max(civil.same_time(told, days, zone) + HOUR, told + 1)
        case NoticeBasis.DATE:
            return max(civil.day_end(told, days + late - 1, zone), told + 1)
