"""What customers were told of a window, by the page and by other channels, and since when."""

import pytest

from statusgen.announced import standing, told_by, told_since
from statusgen.model import Announcement, Notice, Origin, Window
from statusgen.policy import Channel, Impact
from statusgen.timeline import HOUR, Span

USUAL, NARROWER, LATER = Span(1000 * HOUR, 1004 * HOUR), Span(1001 * HOUR, 1003 * HOUR), Span(1002 * HOUR, 1006 * HOUR)


def telling(at: int, span: Span = USUAL) -> Announcement:
    return Announcement(at, span, ("database",), Impact.OUTAGE)


def window(*announcements: Announcement, notices=()) -> Window:
    return Window(
        id="a",
        origin=Origin("windows/a.yaml"),
        title="Upgrade",
        components=("database",),
        impact=Impact.OUTAGE,
        span=announcements[-1].span,
        time_zone="UTC",
        notices=tuple(notices),
        announcements=announcements,
    )


def by_mail(announcements, *notices):
    """Since when the e-mails had told what was last announced; (at, span told or None) each."""
    mails = [Notice(Channel.EMAIL, at, told=told) for at, told in notices]
    told = window(*announcements, notices=mails)
    return told_by(told, Channel.EMAIL, standing(told).last)


# --- the page


def test_a_window_announced_once():
    """It stands as it was told."""
    first = telling(10)

    assert (first, 10, first, (), False) == _all(standing(window(first)))


def test_a_window_moved_before_its_start():
    """It stands as it was told last; its first telling is remembered."""
    first, second = telling(10), telling(20, LATER)

    assert (second, 20, first, (), True) == _all(standing(window(first, second)))


def test_a_window_moved_after_its_start():
    """It stands as it was told before; what came too late is remembered."""
    first, late = telling(10), telling(USUAL.start, LATER)

    assert (first, 10, first, (late,), False) == _all(standing(window(first, late)))


def test_the_start_that_counts_is_the_one_last_told():
    """Postponed in time, a window may be told of again up to its new start."""
    first, postponed, again = telling(10), telling(20, LATER), telling(LATER.start - 1, NARROWER)

    assert again == standing(window(first, postponed, again)).last


def test_a_window_told_of_after_its_start_only():
    """That is all that was ever told."""
    late = telling(USUAL.start + 1)

    assert (late, late.at, late, (), False) == _all(standing(window(late)))


def _all(told):
    return told.last, told.told, told.first, told.too_late, told.moved


@pytest.mark.parametrize(
    ("components", "impact", "covered"),
    [
        (("database",), Impact.OUTAGE, True),
        (("database",), Impact.NONE, True),
        ((), Impact.OUTAGE, True),
        (("api",), Impact.OUTAGE, False),
        (("api", "database"), Impact.OUTAGE, False),
    ],
)
def test_who_was_told_more_was_told_this(components, impact, covered):
    """Fewer components and a lesser impact add nothing to what was told."""
    assert covered == telling(10).covers(Announcement(20, NARROWER, components, impact))


def test_a_worse_impact_was_not_told():
    """Who was told of degraded service was not told of an outage."""
    degraded = Announcement(10, USUAL, ("database",), Impact.DEGRADED)

    assert not degraded.covers(telling(20))


def test_nothing_told_is_no_time():
    """Without a telling there is no since."""
    assert None is told_since([], telling(10))


# --- other channels


def test_an_email_tells_what_the_page_announced_when_it_was_sent():
    """Told the usual times, it does not tell later ones; a reminder does."""
    moved = (telling(10), telling(30, LATER))

    assert None is by_mail(moved, (20, None))
    assert 40 == by_mail(moved, (20, None), (40, None))


def test_an_email_before_the_page_tells_what_the_page_announced_first():
    """Sending first and publishing after is no fault."""
    assert 5 == by_mail((telling(10),), (5, None))


def test_a_reminder_keeps_the_first_notice():
    """The same told again changes nothing, and so does narrowing."""
    assert 20 == by_mail((telling(10),), (40, None), (20, None))
    assert 20 == by_mail((telling(10), telling(30, NARROWER)), (20, None), (40, None))


def test_an_email_may_tell_times_of_its_own():
    """Other times than the window's are no notice of it."""
    assert None is by_mail((telling(10),), (20, LATER))
    assert 20 == by_mail((telling(10),), (20, Span(0, 9000 * HOUR)))


@pytest.mark.parametrize(("at", "told"), [(USUAL.start - 1, USUAL.start - 1), (USUAL.start, None)])
def test_an_email_after_the_start_is_no_notice(at, told):
    """The second before it is the last one."""
    assert told == by_mail((telling(10),), (at, None))


def test_each_channel_speaks_for_itself():
    """The page's word is no e-mail, and an e-mail no word of the page."""
    told = window(telling(10), notices=[Notice(Channel.TELEPHONE, 5)])

    by = {channel: told_by(told, channel, telling(10)) for channel in (Channel.EMAIL, Channel.TELEPHONE, Channel.STATUS_PAGE)}

    assert {Channel.EMAIL: None, Channel.TELEPHONE: 5, Channel.STATUS_PAGE: 10} == by
