"""A file in `incidents/` → the incident it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statusgen.finding import Finding
from statusgen.load.events import planned, updates
from statusgen.load.sheet import Context, Sheet
from statusgen.model import Incident, Origin

if TYPE_CHECKING:
    from statusgen.load.forms import IncidentForm


def read_incident(path: str, body: bytes, context: Context) -> tuple[tuple[Incident, ...], tuple[Finding, ...]]:
    """The incident of a file; none where there are findings. Depends on nothing but its arguments."""
    from statusgen.load.explain import filled
    from statusgen.load.forms import IncidentForm

    sheet = Sheet(path, body, context)
    incident_id = sheet.id
    form = filled(IncidentForm, sheet)
    incident = None if form is None else _incident(form, sheet, incident_id)
    return ((), sheet.told) if sheet.findings or incident is None else ((incident,), ())


def _incident(form: IncidentForm, sheet: Sheet, incident_id: str) -> Incident:
    sheet.use_zone(form.time_zone)
    span = planned(form, sheet)
    start = sheet.time(form.start, "start") if span is None else span.start
    return Incident(
        id=incident_id,
        origin=Origin(sheet.file, sheet.document.marks(("updates",))),
        title=form.title,
        components=sheet.components(form.components, "components"),
        impact=form.impact,
        cause=form.cause,
        start=start or 0,  # without a start there is a finding, and no incident comes of it
        time_zone=sheet.time_zone,
        end=None if span is None else span.end,
        preventable=form.preventable,
        description=form.description,
        priority=form.priority,
        reported=sheet.time(form.reported, "reported"),
        acknowledged=sheet.time(form.acknowledged, "acknowledged"),
        responded=sheet.time(form.responded, "responded"),
        resolved=sheet.time(form.resolved, "resolved"),
        updates=updates(form.updates, sheet),
    )
