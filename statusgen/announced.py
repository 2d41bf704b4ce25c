"""Announced when? What customers were last told of a window before it began, and since when they knew.

Narrowing keeps its notice, for the customer was told of a covering window throughout; moving, lengthening or widening before
the start needs its own full notice; after the start nothing moves (docs/decisions.md, 5). The same question is asked of the
page's announcements and of the notices by other channels.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from statusgen.model import Announcement, Notice, Window
from statusgen.policy import Channel


class Standing(msgspec.Struct, frozen=True):
    """What the page's announcements of one window come to."""

    last: Announcement
    """What was last told before the work began; where nothing was, the first that was told at all."""
    told: int
    """Since when, without a break, customers knew of a window that covers `last`."""
    first: Announcement
    too_late: tuple[Announcement, ...]
    """Told when the window had begun: they move, lengthen and widen nothing."""

    @property
    def moved(self) -> bool:
        """Whether a change before the start asked for fresh notice."""
        return self.told != self.first.at


def standing(window: Window) -> Standing:
    """What the announcements of a window come to. Load sees to it that there is at least one."""
    first, *later = window.announcements
    told, last = [first], first
    too_late = []
    for announcement in later:
        if announcement.at < last.span.start:
            told.append(announcement)
            last = announcement
        else:
            too_late.append(announcement)
    *earlier, last = told
    since = told_since(earlier, last)
    return Standing(last, last.at if since is None else since, first, tuple(too_late))


def told_since(tellings: Sequence[Announcement], final: Announcement) -> int | None:
    """Since when every telling in force covered the final one; None where the last of them does not."""
    since = None
    for telling in reversed(tellings):
        if not telling.covers(final):
            break
        since = telling.at
    return since


def told_by(window: Window, channel: Channel, final: Announcement) -> int | None:
    """Since when a channel had told customers what `final` says; None where it never did before the start.

    A notice tells the times it names itself, else those the page announced when it was sent: an e-mail from before the
    first announcement tells that first one.
    """
    if channel is Channel.STATUS_PAGE:
        return told_since([a for a in window.announcements if a.at <= final.at], final)
    sent = sorted((notice for notice in window.notices if notice.channel is channel), key=lambda notice: notice.at)
    return told_since([_telling(window, notice) for notice in sent if notice.at < final.span.start], final)


def _telling(window: Window, notice: Notice) -> Announcement:
    before = [announcement for announcement in window.announcements if announcement.at <= notice.at]
    page = before[-1] if before else window.announcements[0]
    return Announcement(notice.at, notice.told or page.span, page.components, page.impact, page.commit)
