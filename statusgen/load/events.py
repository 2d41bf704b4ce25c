"""What windows and incidents have in common: times from start to end, and messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusgen.load.sheet import Sheet
from statusgen.model import Status, Update
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import IncidentForm, IncidentUpdate, Occurrence, WindowForm, WindowUpdate


def planned(form: WindowForm | IncidentForm, sheet: Sheet) -> Span | None:
    """From `start` to `end`, or as long as `duration` says; None where neither is given or a finding says what is wrong."""
    return planned_from(sheet.time(form.start, "start"), form, sheet)


def planned_from(start: int | None, form: WindowForm | IncidentForm | Occurrence, sheet: Sheet) -> Span | None:
    """From a start to `end`, or as long as `duration` says; None likewise."""
    end, seconds = sheet.time(form.end, "end"), sheet.duration(form.duration, "duration")
    if form.end is not None and form.duration is not None:
        what = "Both `end` and `duration` are given."
        sheet.tell("end-and-duration", "duration", what=what, way_out="Keep one of the two.")
    if start is not None and seconds is not None:
        return Span(start, start + seconds)
    return sheet.span(start, end, "end")


def updates(forms: Sequence[WindowUpdate | IncidentUpdate], sheet: Sheet) -> tuple[Update, ...]:
    """The messages, oldest first."""
    read = []
    for index, form in enumerate(forms):
        at = sheet.time(form.at, "updates", index, "at")
        if at is not None:
            read.append(Update(at, Status(form.status), form.text.strip()))
    return tuple(sorted(read, key=lambda update: update.at))
