"""A file in `windows/` → the window it declares, or the occurrences of a series."""

from __future__ import annotations

import msgspec

from statusgen.finding import Finding
from statusgen.load.events import planned, updates
from statusgen.load.filling import filled
from statusgen.load.forms import WaiverForm, WindowForm
from statusgen.load.repeat import occurrences
from statusgen.load.sheet import Context, Sheet
from statusgen.load.work import actual, cancelled, declared, emergency, notices
from statusgen.model import Origin, Waiver, Window
from statusgen.timeline import Span


def read_window(path: str, body: bytes, context: Context) -> tuple[tuple[Window, ...], tuple[Finding, ...]]:
    """The window of a file; several where it repeats, none where there are findings. Depends on nothing but its arguments."""
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
        actual=actual(form.actual, span, sheet),
        cancelled=cancelled(form.cancelled, sheet),
        emergency=emergency(form, sheet),
        waivers=_waivers(form.waivers, sheet),
    )
    window = msgspec.structs.replace(window, notices=notices(form.notices, span, sheet), declared=declared(form, window, sheet))
    if form.repeat is not None:
        return occurrences(form.repeat, window, form, sheet)
    if form.occurrences:
        what = "Single occurrences are told of, and nothing repeats."
        sheet.tell("bad-repeat", "occurrences", what=what, way_out="Add `repeat: {rule: …, until: …}`.")
    return (window,)


def _waivers(forms: list[WaiverForm], sheet: Sheet) -> tuple[Waiver, ...]:
    read = ((form, sheet.edge(form.until, "waivers", index, "until", days=1)) for index, form in enumerate(forms))
    return tuple(Waiver(form.rule, form.reason, until) for form, until in read if until is not None)
