"""When does a rebuild change anything by itself? At the turns of events and of the page, and at no other instant.

Built at any two instants between one turn and the next, every file of the site is the same, byte for byte: tests/test_turns.py
holds the site to that. Who lets a file depend on the clock adds the instants at which it does here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from statusgen.civil import Month
from statusgen.model import Incident, Window
from statusgen.policy import Policy
from statusgen.rules import notice_channel
from statusgen.verdict import Verdict


def of_window(window: Window, verdicts: Iterable[Verdict]) -> Iterator[int]:
    """Every turn of a window, past and to come, in no order; its verdicts are those of any one instant that has them.

    What is published of it, its planned start and end, a notice that is dated ahead, and the first instant at which a notice
    that is owed is too late, by which verdicts change.
    """
    yield from window.span
    yield from window_instants(window)
    for notice in window.notices:
        yield notice.at
    for verdict in verdicts:
        if verdict.deadline is not None and any(finding.rule == notice_channel.ID for finding in verdict.findings):
            yield verdict.deadline + 1


def window_instants(window: Window) -> Iterator[int]:
    """Every instant at which something was, or will be, published of the window."""
    for announcement in window.announcements:
        yield announcement.at
    yield from window.dated
    yield from window.revisions


def of_incident(incident: Incident) -> Iterator[int]:
    """Every turn of an incident, past and to come, in no order: its start, its end, and what is published of it."""
    yield incident.start
    if incident.end is not None:
        yield incident.end
    for update in incident.updates:
        yield update.at


def of_page(zone: str, policies: Iterable[Policy], now: int) -> Iterator[int]:
    """The turns of the page itself, those around an instant, in no order.

    Months of its zone, for what is still open comes to stand in a new one; the months of each contract, of which the record is
    kept; and the instants at which a version of it comes into force.
    """
    calendars = {(zone, 1)}
    for policy in policies:
        for version in (policy, *policy.versions):
            calendars.add((version.time_zone, version.measure.first_day))
            if version.begins is not None:
                yield version.begins
    for where, first_day in calendars:
        this = Month.of(now, where)
        for month in (this.plus(-1), this, this.plus(1)):
            yield from month.span(where, first_day)


def around(turns: Iterable[int], now: int) -> tuple[int | None, int | None]:
    """The last turn, be it now, and the next one; None where there is none."""
    last = following = None
    for at in turns:
        if at <= now:
            if last is None or last < at:
                last = at
        elif following is None or at < following:
            following = at
    return last, following
