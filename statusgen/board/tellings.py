"""The instants at which subscribers hear of an event, and of what, from what is declared alone; `heard.py` has the words.

What nobody can date is not told: an announcement without evidence, neither committed nor declared, is one of "now" in every build.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from statusgen.model import Incident, Status, Update, Window

BEGAN, RAN_OVER, ENDED = "in_progress", "overrun", "completed"
"""What times alone tell of work; who says it in an update says it in the same words."""


def last_heard(event: Window | Incident, now: int) -> int | None:
    """When subscribers heard last of the event; None: they have not heard of it."""
    tellings = _of_window(event, now) if isinstance(event, Window) else _of_incident(event, now)
    return max(tellings, default=None)


def undated(window: Window, now: int) -> Set[int]:
    """The instants of announcements that have no evidence: none but now."""
    return {one.at for one in window.announcements if one.at == now and one.commit is None} - {one.at for one in window.declared}


def called_off_at(window: Window) -> int | None:
    """Since when customers can read that the work was cancelled: where git shows that, since then; None: it was not."""
    if window.cancelled is None:
        return None
    last = window.announcements[-1]
    return last.at if last.commit is not None and not last.span.seconds else window.cancelled.at


def marks(window: Window, now: int) -> Iterator[tuple[int, str]]:
    """That work began, went on past its planned end, and ended, each with its instant, where no update says so."""
    actual, planned_end = window.actual, window.span.end
    if actual is None:
        return
    said = _said(window.updates, now)
    began, ended = actual.start, actual.end
    if began is not None and began <= now and Status.IN_PROGRESS not in said:
        yield began, BEGAN
    ran_over = began is not None and began < planned_end and window.cancelled is None
    if ran_over and planned_end <= now and (ended is None or ended > planned_end):
        yield planned_end, RAN_OVER
    if ended is not None and ended <= now and Status.COMPLETED not in said:
        yield ended, ENDED


def _of_window(window: Window, now: int) -> Iterator[int]:
    off, without_evidence = called_off_at(window), undated(window, now)
    announcements = window.announcements if off is None or window.announcements[-1].span.seconds else window.announcements[:-1]
    yield from (one.at for one in announcements if one.at <= now and one.at not in without_evidence)
    if off is not None and off <= now and Status.CANCELLED not in _said(window.updates, now):
        yield off
    yield from (update.at for update in window.updates if update.at <= now)
    yield from (at for at, _ in marks(window, now))


def _of_incident(incident: Incident, now: int) -> Iterator[int]:
    said = _said(incident.updates, now)
    if not said and incident.start <= now:
        yield incident.start
    if incident.end is not None and incident.end <= now and Status.RESOLVED not in said:
        yield incident.end
    yield from (update.at for update in incident.updates if update.at <= now)


def _said(updates: tuple[Update, ...], now: int) -> Set[Status]:
    return {update.status for update in updates if update.at <= now}
