"""shared-name: two events that subscribers' programs would take for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Evidence, Incident, Project, Window

ID, SUMMARY = "shared-name", message("Two events known by one name")


def check(project: Project, now: int) -> Iterator[Finding]:
    """An error while one of the two goes on or is to come, for then something more will be told of it; else a warning."""
    # Where git is the evidence, it knows a new window by an old name, and gives it one of its own (docs/decisions.md).
    known_apart = project.evidence is Evidence.GIT
    yield from (finding for newcomer, finding in _shared(project.windows, now) if not (newcomer and known_apart))
    yield from (finding for _, finding in _shared(project.incidents, now))


def _shared(events: Sequence[Window] | Sequence[Incident], now: int) -> Iterator[tuple[bool, Finding]]:
    """Each pair of files once, and whether one bears the name now that the other had before."""
    renamed = [event for event in events if event.formerly]
    if not renamed:
        return
    holders = {event.identity: event for event in events if not event.formerly}
    told: set[tuple[str, str]] = set()
    for event in renamed:
        holder = holders.setdefault(event.identity, event)
        files = (event.origin.file, holder.origin.file)
        if holder is not event and files not in told:  # the occurrences of a series share their files
            told.add(files)
            newcomer = holder.id == event.identity
            yield newcomer, _finding(event, holder, now, newcomer=newcomer)


def _finding(renamed: Window | Incident, holder: Window | Incident, now: int, *, newcomer: bool) -> Finding:
    name = renamed.identity
    return Finding(
        place=holder.origin.at("") if newcomer else renamed.origin.at("formerly"),
        rule=ID,
        severity=Severity.ERROR if _goes_on(renamed, now) or _goes_on(holder, now) else Severity.WARNING,
        summary=SUMMARY,
        what=f"`{renamed.id}` was called `{name}` before, and {'this file is' if newcomer else f'so was `{holder.id}`'}.",
        why="Calendars and feeds know an event by the first name that it had: they would take the two for one.",
        way_out="Give this file another name." if newcomer else "Leave the name in `formerly:` of the file that had it.",
    )


def _goes_on(event: Window | Incident, now: int) -> bool:
    if isinstance(event, Window):
        return now < event.span.end
    return event.end is None or now < event.end
