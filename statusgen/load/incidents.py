"""A file in `incidents/` → the incident it declares."""

from __future__ import annotations

from statusgen.finding import Finding
from statusgen.load.events import planned, updates
from statusgen.load.filling import filled
from statusgen.load.forms import IncidentForm
from statusgen.load.sheet import Context, Sheet
from statusgen.model import Incident, Origin


def read_incident(path: str, body: bytes, context: Context) -> tuple[tuple[Incident, ...], tuple[Finding, ...]]:
    """The incident of a file; none where there are findings. Depends on nothing but its arguments."""
    sheet = Sheet(path, body, context)
    incident_id = sheet.id
    form = filled(IncidentForm, sheet)
    incident = None if form is None else _incident(form, sheet, incident_id)
    return ((), sheet.told) if sheet.findings or incident is None else ((incident,), ())


def _incident(form: IncidentForm, sheet: Sheet, incident_id: str) -> Incident:
    sheet.use_zone(form.time_zone)
    span = planned(form, sheet)
    start = sheet.time(form.start, "start") if span is None else span.start
    incident = Incident(
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
        formerly=tuple(form.formerly),
        priority=form.priority,
        symptom=form.symptom,
        reported=sheet.time(form.reported, "reported"),
        acknowledged=sheet.time(form.acknowledged, "acknowledged"),
        acted=sheet.time(form.acted, "acted"),
        responded=sheet.time(form.responded, "responded"),
        resolved=sheet.time(form.resolved, "resolved"),
        updates=updates(form.updates, sheet),
    )
    if not sheet.findings:
        _check_order(incident, sheet)
    return incident


def _check_order(incident: Incident, sheet: Sheet) -> None:
    """What is done about an incident is done after it began, and it is over when it is resolved. It may be reported at any time."""
    for key in ("acknowledged", "acted", "responded", "resolved"):
        at = getattr(incident, key)
        if at is not None and at < incident.start:
            what, way_out = f"It is `{key}` before it began.", "Correct this time, or the start."
            sheet.tell("times-out-of-order", key, what=what, way_out=way_out)
    resolved = incident.resolved
    if resolved is not None and incident.start <= resolved and (incident.end is None or resolved < incident.end):
        what = "It is resolved, and still open: it has no end." if incident.end is None else "It is resolved before its end."
        sheet.tell(
            "times-out-of-order", "resolved", what=what, way_out="Let `end` be when it was over, at the latest when resolved."
        )
