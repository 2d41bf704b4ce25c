"""What subscribers hear of an event, piece by piece, each piece once and dated when it was published.

Besides what was announced and written these are what times alone tell (that work began, runs over, is done) and reminders.
What nobody can date is not told: an announcement without evidence, neither committed nor declared, is one of "now" in every build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from statusgen.board import told
from statusgen.board.entries import Entry, IncidentEntry, WindowEntry
from statusgen.board.told import Told
from statusgen.board.words import moment, span_text
from statusgen.course import State
from statusgen.language import ENGLISH, Language, message
from statusgen.model import Status


def heard(entry: Entry, names: Mapping[str, str], zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """Every update, every announcement that no update tells, and what times alone tell; oldest first."""
    if isinstance(entry, IncidentEntry):
        pieces: Sequence[Told] = (*told.marks(entry, zone, language), *told.updates(entry, zone, language))
    else:
        pieces = (*_announced(entry, names, zone, language), *happened(entry, zone, language))
    return tuple(sorted(pieces, key=lambda each: each.at))


def happened(entry: WindowEntry, zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """How the work went: its updates, and what its times tell where no update does; oldest first."""
    return tuple(sorted((*_marks(entry, zone, language), *told.updates(entry, zone, language)), key=lambda each: each.at))


def last_heard(entry: Entry) -> int | None:
    """When the last of all that was heard, without looking at the event itself; None: nothing was."""
    if entry.changed > entry.horizon:
        return None
    if isinstance(entry, WindowEntry) and entry.state is State.OVERRUN:
        return max(entry.changed, entry.planned.end)
    return entry.changed


def reminders(entry: WindowEntry, ahead: Sequence[int], zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """The reminders that are due of work that has not begun, oldest first. `ahead`: seconds before its start.

    They go when the work begins. Of a plan that was changed there are no more either, and what fell due before
    the plan was announced is told by the announcement.
    """
    if entry.state is not State.SCHEDULED:
        return ()
    plans = [one for one in entry.window.announcements if one.at <= entry.horizon]
    if not plans or plans[-1].span != entry.planned:
        return ()
    pieces = []
    for seconds in sorted(ahead, reverse=True):
        if plans[-1].at < (due := entry.planned.start - seconds) <= entry.horizon:
            values = {"time": language.lasting(seconds), "span": span_text(entry.planned, zone, language)}
            text = language.say("%(time)s ahead: planned for %(span)s.", **values)
            pieces.append(told.piece(due, "reminder", message("Reminder"), text, zone, language))
    return tuple(pieces)


def reminders_due(entry: Entry, ahead: Sequence[int]) -> int:
    """How many reminders of the event may be due, by its state and its start alone."""
    if not isinstance(entry, WindowEntry) or entry.state is not State.SCHEDULED:
        return 0
    return sum(entry.planned.start - seconds <= entry.horizon for seconds in ahead)


def next_reminder(entry: WindowEntry, ahead: Sequence[int]) -> int | None:
    """When the next reminder of the window falls due; None: none does, as far as it is planned."""
    if entry.state is not State.SCHEDULED:
        return None
    return min((due for seconds in ahead if (due := entry.planned.start - seconds) > entry.horizon), default=None)


def _announced(entry: WindowEntry, names: Mapping[str, str], zone: str, language: Language) -> Iterator[Told]:
    window = entry.window
    said = {update.at for update in entry.updates}
    called_off = any(update.status is Status.CANCELLED for update in entry.updates)
    dated = {one.at for one in window.announcements if one.commit is not None} | {one.at for one in window.declared}
    for each in told.history(entry, names, zone, language):
        if each.status == "cancelled" and window.cancelled is not None:
            told_already = called_off
        else:
            told_already = each.at == entry.horizon and each.at not in dated
        if not told_already and each.at not in said:
            yield each


def _marks(entry: WindowEntry, zone: str, language: Language) -> Iterator[Told]:
    """That the work began, went on past its planned end, and ended, where no update says so."""
    actual, planned_end = entry.window.actual, entry.window.span.end
    if actual is None:
        return
    said = {update.status for update in entry.updates}
    began, ended = actual.start, actual.end
    if began is not None and began <= entry.horizon and Status.IN_PROGRESS not in said:
        yield told.piece(began, "in_progress", message("In progress"), "", zone, language)
    ran_over = began is not None and began < planned_end and entry.window.cancelled is None
    if ran_over and planned_end <= entry.horizon and (ended is None or ended > planned_end):
        text = language.say("The work goes on past its planned end, %(end)s.", end=moment(planned_end, zone, language).local)
        yield told.piece(planned_end, "overrun", message("Overrun"), text, zone, language)
    if ended is not None and ended <= entry.horizon and Status.COMPLETED not in said:
        yield told.piece(ended, "completed", message("Completed"), "", zone, language)
