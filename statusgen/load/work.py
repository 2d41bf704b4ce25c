"""What a file says of one piece of work beside its plan: what was told of it and when, how it ran, that it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import UNSET

from statusgen.finding import printable
from statusgen.load.sheet import Sheet
from statusgen.model import Actual, Announcement, Cancelled, Notice, Window
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import ActualTimes, Cancellation, NoticeGiven, Occurrence, Telling, WindowForm

_NO_REASON: Final = frozenset({"", "true", "yes", "on", "y"})
_NOT_ONE: Final = frozenset({"false", "no", "off", "n", "none"})


def actual(form: ActualTimes | None, span: Span | None, sheet: Sheet) -> Actual | None:
    """When the work really ran, checked against its plan where only its end is given."""
    if form is None:
        return None
    start, end = sheet.time(form.start, "actual", "start"), sheet.time(form.end, "actual", "end")
    if end is not None and start is not None and end < start:
        _tell_end(sheet, "The work ended before it began.", "Correct one of the two.")
    elif end is not None and form.start is None and span is not None and end < span.start:
        _tell_end(sheet, "The work ended before its planned start.", "Say when it began, too: `actual: {start: …, end: …}`.")
    return None if start is None and end is None else Actual(start, end)


def _tell_end(sheet: Sheet, what: str, way_out: str) -> None:
    sheet.tell("end-not-after-start", "actual", "end", what=what, way_out=way_out)


def cancelled(form: Cancellation | None, sheet: Sheet) -> Cancelled | None:
    """Since when it is off, and why."""
    at = None if form is None else sheet.time(form.at, "cancelled", "at")
    return None if form is None or at is None else Cancelled(at, form.reason.strip())


def emergency(form: WindowForm | Occurrence, sheet: Sheet) -> str | None:
    """The reason; empty where the file says that it is an emergency and gives none."""
    said = form.emergency
    if said is UNSET or said is False:
        return None
    reason = said.strip() if isinstance(said, str) else ""
    if reason.lower() in _NOT_ONE:
        what = f"{printable(reason, quoted=True)} is no reason."
        sheet.tell("unknown-value", "emergency", what=what, way_out="Remove the key, or say why the work cannot wait.")
    return "" if reason.lower() in _NO_REASON else reason


def notices(forms: list[NoticeGiven], span: Span | None, sheet: Sheet) -> tuple[Notice, ...]:
    """What was told by other channels than the page, in the file's order."""
    sent = []
    for index, form in enumerate(forms):
        here = ("notices", index)
        at, acknowledged = sheet.time(form.at, *here, "at"), sheet.time(form.acknowledged, *here, "acknowledged")
        told = _told(form, span, sheet, *here) if form.start is not None or form.end is not None else None
        if at is None:
            continue
        if acknowledged is not None and acknowledged < at:
            what = "The notice was acknowledged before it was sent."
            sheet.tell("acknowledged-too-early", *here, "acknowledged", what=what, way_out="Correct one of the two.")
        sent.append(Notice(form.channel, at, acknowledged, told))
    return tuple(sent)


def _told(form: NoticeGiven | Telling, span: Span | None, sheet: Sheet, *path: str | int) -> Span | None:
    """The times that were told: `end` alone ends the window earlier or later, `start` alone moves it as long as it is."""
    start, end = sheet.time(form.start, *path, "start"), sheet.time(form.end, *path, "end")
    if form.end is None:
        return None if start is None or span is None else Span(start, start + span.seconds)
    return sheet.span(span.start if form.start is None and span is not None else start, end, *path, "end")


def declared(form: WindowForm | Occurrence, window: Window, sheet: Sheet) -> tuple[Announcement, ...]:
    """What `announced:` says, oldest first."""
    if form.announced is None:
        return ()
    if isinstance(form.announced, str):
        at = sheet.time(form.announced, "announced")
        return () if at is None else (Announcement(at, window.span, window.components, window.impact),)
    told = [_announcement(telling, window, sheet, index) for index, telling in enumerate(form.announced)]
    return tuple(sorted((one for one in told if one is not None), key=lambda one: one.at))


def _announcement(form: Telling, window: Window, sheet: Sheet, index: int) -> Announcement | None:
    here = ("announced", index)
    at = sheet.time(form.at, *here, "at")
    span = window.span if form.start is None and form.end is None else _told(form, window.span, sheet, *here)
    components = window.components if form.components is None else sheet.components(form.components, *here, "components")
    if at is None or span is None:
        return None
    return Announcement(at, span, components, form.impact or window.impact)
