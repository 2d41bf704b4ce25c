"""What subscribers hear of an event, piece by piece, each piece once and dated when it was published.

Besides what was announced and written these are what times alone tell (that work began, runs over, is done) and reminders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from statusgen.board import told
from statusgen.board.entries import Entry, IncidentEntry, WindowEntry
from statusgen.board.tellings import BEGAN, ENDED, RAN_OVER, called_off_at, marks, undated
from statusgen.board.told import Told
from statusgen.board.words import moment, span_text
from statusgen.course import State
from statusgen.language import ENGLISH, Language, message
from statusgen.model import Status

REMINDER: Final = "reminder"
LABELS: Final = {BEGAN: message("In progress"), RAN_OVER: message("Overrun"), ENDED: message("Completed")}


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


def reminders(entry: WindowEntry, ahead: Sequence[int], zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """The reminders that are due of work that has not begun, oldest first. `ahead`: seconds before its start.

    They go when the work begins. Of a plan that was changed there are no more either, and what fell due before
    the plan was announced is told by the announcement.
    """
    if entry.state is not State.SCHEDULED:
        return ()
    pieces = []
    for due in _planned_reminders(entry, ahead):
        if due <= entry.horizon:
            values = {"time": language.lasting(entry.planned.start - due), "span": span_text(entry.planned, zone, language)}
            text = language.say("%(time)s ahead: planned for %(span)s.", **values)
            pieces.append(told.piece(due, REMINDER, message("Reminder"), text, zone, language))
    return tuple(pieces)


def reminder_anchors(entry: WindowEntry, ahead: Sequence[int]) -> tuple[str, ...]:
    """Where the links of reminders lead on the page of their window: of all that the plan as it stands has, at any time."""
    return tuple(told.anchor(REMINDER, due) for due in _planned_reminders(entry, ahead))


def _planned_reminders(entry: WindowEntry, ahead: Sequence[int]) -> Iterator[int]:
    """When reminders of the plan that was announced last fall due; none before that."""
    plans = [one for one in entry.window.announcements if one.at <= entry.horizon]
    if plans and plans[-1].span == entry.planned:
        yield from (due for seconds in sorted(ahead, reverse=True) if plans[-1].at < (due := entry.planned.start - seconds))


def reminders_due(entry: Entry, ahead: Sequence[int]) -> int:
    """How many reminders of the event may be due, by its state and its start alone."""
    if not isinstance(entry, WindowEntry) or entry.state is not State.SCHEDULED:
        return 0
    return sum(entry.planned.start - seconds <= entry.horizon for seconds in ahead)


def reminders_fall_due(entry: Entry, ahead: Sequence[int]) -> Iterator[int]:
    """When reminders of the event fell due, or will, as far as it is planned."""
    if isinstance(entry, WindowEntry) and entry.state is State.SCHEDULED:
        yield from (entry.planned.start - seconds for seconds in ahead)


def _announced(entry: WindowEntry, names: Mapping[str, str], zone: str, language: Language) -> Iterator[Told]:
    window, now = entry.window, entry.horizon
    said = {update.at for update in entry.updates} | undated(window, now)
    if any(update.status is Status.CANCELLED for update in entry.updates):
        off = called_off_at(window)
        said |= set() if off is None else {off}
    return (each for each in told.history(entry, names, zone, language) if each.at not in said)


def _marks(entry: WindowEntry, zone: str, language: Language) -> Iterator[Told]:
    for at, status in marks(entry.window, entry.horizon):
        text = ""
        if status == RAN_OVER:
            text = language.say("The work goes on past its planned end, %(end)s.", end=moment(at, zone, language).local)
        yield told.piece(at, status, LABELS[status], text, zone, language)
