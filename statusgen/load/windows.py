"""A file in `windows/` → the window it declares, or the occurrences of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from statusgen.finding import Finding, printable
from statusgen.load.events import planned, updates
from statusgen.load.repeat import occurrences
from statusgen.load.sheet import Context, Sheet
from statusgen.model import Actual, Announcement, Cancelled, Notice, Origin, Waiver, Window
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import ActualTimes, Cancellation, NoticeGiven, Telling, WaiverForm, WindowForm

_NO_REASON: Final = frozenset({"", "true", "yes", "on", "y"})
_NOT_ONE: Final = frozenset({"false", "no", "off", "n", "none"})


def read_window(path: str, body: bytes, context: Context) -> tuple[tuple[Window, ...], tuple[Finding, ...]]:
    """The window of a file; several where it repeats, none where there are findings. Depends on nothing but its arguments."""
    from statusgen.load.explain import filled
    from statusgen.load.forms import WindowForm

    sheet = Sheet(path, body, context)
    window_id = sheet.id
    form = filled(WindowForm, sheet)
    windows = () if form is None else _windows(form, sheet, window_id)
    return (windows, ()) if not sheet.findings else ((), sheet.told)


def _windows(form: WindowForm, sheet: Sheet, window_id: str) -> tuple[Window, ...]:
    sheet.use_zone(form.time_zone)
    span = planned(form, sheet)
    if not {"end", "duration"} & sheet.document.value.keys():
        what = "Neither `end` nor `duration` is given."
        sheet.tell("end-and-duration", "start", what=what, way_out="Add `end: …` or `duration: 4h`.")
    window = Window(
        id=window_id,
        origin=Origin(sheet.file, sheet.document.marks(("notices", "updates", "waivers"))),
        title=form.title,
        components=sheet.components(form.components, "components"),
        impact=form.impact,
        span=span or Span(0, 1),  # without a span there is a finding, and no window comes of it
        time_zone=sheet.time_zone,
        description=form.description,
        formerly=tuple(form.formerly),
        updates=updates(form.updates, sheet),
        actual=_actual(form.actual, span, sheet),
        cancelled=_cancelled(form.cancelled, sheet),
        emergency=_emergency(form, sheet),
        waivers=_waivers(form.waivers, sheet),
    )
    window = msgspec.structs.replace(window, notices=_notices(form.notices, span, sheet), declared=_declared(form, window, sheet))
    return occurrences(form.repeat, window, form, sheet) if form.repeat else (window,)


def _actual(form: ActualTimes | None, span: Span | None, sheet: Sheet) -> Actual | None:
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


def _cancelled(form: Cancellation | None, sheet: Sheet) -> Cancelled | None:
    at = None if form is None else sheet.time(form.at, "cancelled", "at")
    return None if form is None or at is None else Cancelled(at, form.reason)


def _waivers(forms: list[WaiverForm], sheet: Sheet) -> tuple[Waiver, ...]:
    read = ((form, sheet.edge(form.until, "waivers", index, "until", days=1)) for index, form in enumerate(forms))
    return tuple(Waiver(form.rule, form.reason, until) for form, until in read if until is not None)


def _emergency(form: WindowForm, sheet: Sheet) -> str | None:
    """The reason; empty where the file says that it is an emergency and gives none."""
    said = form.emergency
    if "emergency" not in form.model_fields_set or said is False:
        return None
    reason = said.strip() if isinstance(said, str) else ""
    if reason.lower() in _NOT_ONE:
        what = f"{printable(reason, quoted=True)} is no reason."
        sheet.tell("unknown-value", "emergency", what=what, way_out="Remove the key, or say why the work cannot wait.")
    return "" if reason.lower() in _NO_REASON else reason


def _notices(forms: list[NoticeGiven], span: Span | None, sheet: Sheet) -> tuple[Notice, ...]:
    notices = []
    for index, form in enumerate(forms):
        here = ("notices", index)
        at, acknowledged = sheet.time(form.at, *here, "at"), sheet.time(form.acknowledged, *here, "acknowledged")
        told = _told(form, span, sheet, *here) if form.start is not None or form.end is not None else None
        if at is None:
            continue
        if acknowledged is not None and acknowledged < at:
            what = "The notice was acknowledged before it was sent."
            sheet.tell("acknowledged-too-early", *here, "acknowledged", what=what, way_out="Correct one of the two.")
        notices.append(Notice(form.channel, at, acknowledged, told))
    return tuple(notices)


def _told(form: NoticeGiven | Telling, span: Span | None, sheet: Sheet, *path: str | int) -> Span | None:
    """The times that were told: `end` alone ends the window earlier or later, `start` alone moves it as long as it is."""
    start, end = sheet.time(form.start, *path, "start"), sheet.time(form.end, *path, "end")
    if form.end is None:
        return None if start is None or span is None else Span(start, start + span.seconds)
    return sheet.span(span.start if form.start is None and span is not None else start, end, *path, "end")


def _declared(form: WindowForm, window: Window, sheet: Sheet) -> tuple[Announcement, ...]:
    """What `announced:` says, oldest first."""
    if form.announced is None:
        return ()
    if isinstance(form.announced, str):
        at = sheet.time(form.announced, "announced")
        return () if at is None else (Announcement(at, window.span, window.components, window.impact),)
    declared = [_announcement(telling, window, sheet, index) for index, telling in enumerate(form.announced)]
    return tuple(sorted((one for one in declared if one is not None), key=lambda one: one.at))


def _announcement(form: Telling, window: Window, sheet: Sheet, index: int) -> Announcement | None:
    here = ("announced", index)
    at = sheet.time(form.at, *here, "at")
    span = window.span if form.start is None and form.end is None else _told(form, window.span, sheet, *here)
    components = window.components if form.components is None else sheet.components(form.components, *here, "components")
    if at is None or span is None:
        return None
    return Announcement(at, span, components, form.impact or window.impact)
