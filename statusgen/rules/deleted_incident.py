"""deleted-incident: what customers were told of stays, and so does the time that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusgen import civil
from statusgen.finding import Finding, Place, Severity
from statusgen.language import message
from statusgen.model import Incident

ID, SUMMARY = "deleted-incident", message("Incident deleted")


def check(gone: Sequence[Incident]) -> Iterator[Finding]:
    """An error while it is open: nobody would hear that it is over. A warning where only the record is lost."""
    return map(_finding, gone)


def _finding(incident: Incident) -> Finding:
    is_open = incident.end is None
    since = civil.show(incident.start, incident.time_zone)
    return Finding(
        place=Place(incident.origin.file),
        rule=ID,
        severity=Severity.ERROR if is_open else Severity.WARNING,
        summary=SUMMARY,
        what=f"`{incident.id}`, {'open since' if is_open else 'of'} {since}, is gone.",
        why="Subscribers never hear that it is over."
        if is_open
        else "Its page leads nowhere, and every account of that month loses it.",
        way_out=f"Put the file back{' and give it its `end:`' if is_open else ''}; an alarm that was none is `impact: none`, with "
        f"an update that says so. If its file was renamed and rewritten at once, say `formerly: [{incident.id}]` in the new one.",
    )
