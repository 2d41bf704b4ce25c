"""fact-to-come: what has happened has happened by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Incident, Measurement, Project, Window

ID, SUMMARY = "fact-to-come", message("Fact that is still to come")


def check(project: Project, now: int) -> Iterator[Finding]:
    """What is later than now: the first time of a window's work or of an incident, the first measurement of a file.

    What is planned has keys of its own.
    """
    events: tuple[Window | Incident, ...] = (*project.windows, *project.incidents)
    for event in events:
        key, at = next(((key, at) for key, at in _facts(event) if at is not None and now < at), (None, now))
        if key is not None:
            yield Finding(
                place=event.origin.at(key),
                rule=ID,
                severity=Severity.WARNING,
                summary=SUMMARY,
                what=f"`{event.id}` says `{key}: {civil.show(at, event.time_zone)}`, which is still to come.",
                why="Page and account take it for what happened, and nobody will ask again when the time has come.",
                way_out="Correct the time, or write it down when it is true.",
                window=event.id if isinstance(event, Window) else None,
            )
    yield from _measured(project, now)


def _measured(project: Project, now: int) -> Iterator[Finding]:
    """One finding a file: a clock that is ahead dates many of its rows so."""
    ahead: dict[str, list[Measurement]] = defaultdict(list)
    for one in sorted(project.measurements, key=lambda one: one.place):
        if now < one.at:
            ahead[one.place.file].append(one)
    for first, *more in ahead.values():
        others = f", and {len(more):,} more of this file are" if more else ""
        when = f"{civil.show(first.at, project.page.time_zone)}, which is still to come{others}"
        yield Finding(
            place=first.place,
            rule=ID,
            severity=Severity.WARNING,
            summary=SUMMARY,
            what=f"`{first.metric}` is said to be measured {when}.",
            why="No statement takes it for measured before that time, and nobody will ask again when it has come.",
            way_out="Correct the time: without an offset it is on the page's clock.",
        )


def _facts(event: Window | Incident) -> Iterator[tuple[str, int | None]]:
    if isinstance(event, Window):
        if event.actual is not None:
            yield "actual.start", event.actual.start
            yield "actual.end", event.actual.end
        return
    yield "start", event.start
    yield "end", event.end
    yield "reported", event.reported
    yield "acknowledged", event.acknowledged
    yield "acted", event.acted
    yield "responded", event.responded
    yield "resolved", event.resolved
