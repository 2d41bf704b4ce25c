"""An event in words: what a page, a feed or a calendar says of it, ready to be set.

Wording stays true when it is read later: times are named, durations until now are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec

from statusgen.announced import standing
from statusgen.board import RUNNING
from statusgen.board.ahead import ahead
from statusgen.board.entries import Entry, IncidentEntry, WindowEntry, last_status
from statusgen.civil import UTC, Month, lasting, rfc3339, show
from statusgen.course import State
from statusgen.model import Status, Window
from statusgen.policy import Clause, Impact, Policy
from statusgen.timeline import Span
from statusgen.verdict import Outcome, Verdict

STATES: Final = {
    State.SCHEDULED: "Planned",
    State.IN_PROGRESS: "In progress",
    State.VERIFYING: "Verifying",
    State.OVERRUN: "Overrun",
    State.COMPLETED: "Completed",
    State.CANCELLED: "Cancelled",
}
STATUSES: Final = {
    Status.SCHEDULED: "Planned",
    Status.IN_PROGRESS: "In progress",
    Status.VERIFYING: "Verifying",
    Status.COMPLETED: "Completed",
    Status.CANCELLED: "Cancelled",
    Status.INVESTIGATING: "Investigating",
    Status.IDENTIFIED: "Identified",
    Status.MONITORING: "Monitoring",
    Status.RESOLVED: "Resolved",
}
PLANNED_IMPACTS: Final = {
    Impact.NONE: "no impact expected",
    Impact.DEGRADED: "degraded performance expected",
    Impact.PARTIAL_OUTAGE: "partial outage expected",
    Impact.OUTAGE: "outage expected",
}
IMPACTS: Final = {
    Impact.NONE: "no impact on customers",
    Impact.DEGRADED: "degraded performance",
    Impact.PARTIAL_OUTAGE: "partial outage",
    Impact.OUTAGE: "outage",
}
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNSEEN: Final = re.compile(
    r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Moment(msgspec.Struct, frozen=True):
    """An instant as pages show it."""

    iso: str
    local: str
    """On the clock of the page, with its offset: `Sat 2026-12-05 21:00 -06:00`."""
    utc: str
    """`Sun 2026-12-06 03:00 UTC`"""

    def __html__(self) -> str:
        """As templates set it; no user's text is in it."""
        return f'<time datetime="{self.iso}">{self.local}</time>'


class Row(msgspec.Struct, frozen=True):
    """An event in a list."""

    path: str
    title: str
    kind: str
    state: str
    label: str
    start: Moment
    end: Moment | None
    duration: str
    affected: str
    impact: str
    turns: tuple[tuple[int, str, str, str], ...] = ()
    """For the script: from when it is in which state, the word for that, what it makes of its components; () where it is over."""
    touches: str = ""
    """The ids of its components, with blanks between them."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A policy's word on a window."""

    policy: str
    outcome: str
    label: str
    text: str
    reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]


def clean(text: str) -> str:
    """Without control, bidirectional and surrogate characters, which mislead readers and break XML; line breaks stay."""
    if text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The same in one line."""
    return text if text.isprintable() else " ".join(clean(text).split())


@lru_cache(maxsize=1 << 16)
def moment(at: int, zone: str) -> Moment:
    """The instant on the page's clock and in UTC."""
    in_utc = f"{show(at, UTC)[:-7]} UTC"
    return Moment(rfc3339(at), in_utc if zone == UTC else show(at, zone), in_utc)


def span_text(span: Span, zone: str) -> str:
    """`Sat 2026-12-05 21:00-23:00 -06:00`, with a dash: what both ends share is told once."""
    start, end = moment(span.start, zone).local, moment(span.end, zone).local
    day, offset = start[:15], f" {start.rpartition(' ')[2]}"
    if not end.endswith(offset):
        return f"{start} – {end}"
    begin = start.removesuffix(offset)
    return f"{begin}–{end[15:]}" if end.startswith(day) else f"{begin} – {end}"


def month_name(month: Month) -> str:
    """`November 2026`."""
    return f"{MONTH_NAMES[month.number - 1]} {month.year}"


def affected(components: tuple[str, ...], names: Mapping[str, str]) -> str:
    """`Messaging API, Database`."""
    return ", ".join(line(names[component]) for component in components)


def row(entry: Entry, names: Mapping[str, str], zone: str) -> Row:
    """The event in a list."""
    if isinstance(entry, IncidentEntry):
        incident = entry.incident
        end = None if entry.open or incident.end is None else incident.end
        return Row(
            path=entry.path,
            title=line(incident.title),
            kind="Incident",
            state="open" if entry.open else "resolved",
            label=incident_label(entry),
            start=moment(incident.start, zone),
            end=None if end is None else moment(end, zone),
            duration="" if end is None else lasting(end - incident.start),
            affected=affected(incident.components, names),
            impact=IMPACTS[incident.impact],
            turns=_turns(entry),
            touches=" ".join(entry.incident.components),
        )
    window = entry.window
    return Row(
        path=entry.path,
        title=line(window.title),
        kind="Maintenance" if window.emergency is None else "Emergency maintenance",
        state=entry.state.value,
        label=lasting_label(entry),
        start=moment(window.span.start, zone),
        end=moment(window.span.end, zone),
        duration=lasting(window.span.seconds),
        affected=affected(window.components, names),
        impact=PLANNED_IMPACTS[window.impact],
        turns=_turns(entry),
        touches=" ".join(window.components),
    )


def lasting_label(entry: WindowEntry) -> str:
    """The state in a word that stays true: that work goes on is for the reader's clock to say."""
    if entry.state not in RUNNING:
        return STATES[entry.state]
    actual = entry.window.actual
    return "Planned" if actual is None or actual.start is None else "Begun"


def _turns(entry: Entry) -> tuple[tuple[int, str, str, str], ...]:
    label = incident_label(entry) if isinstance(entry, IncidentEntry) else ""
    labels = {state.value: text for state, text in STATES.items()} | {"open": label, "resolved": "Resolved"}
    return tuple((turn.at, turn.state, labels[turn.state], turn.health.value) for turn in ahead(entry))


def incident_label(entry: IncidentEntry) -> str:
    """What the last update says while it is open; afterwards that it is resolved."""
    if not entry.open:
        return "Resolved"
    said = last_status(entry)
    return "Open" if said is None or said is Status.RESOLVED else STATUSES[said]


def course_text(entry: WindowEntry, zone: str) -> str:
    """How the work goes or went, in a sentence; nothing where only the plan is known."""
    window, actual = entry.window, entry.window.actual
    planned_end = moment(window.span.end, zone).local
    if entry.state is State.OVERRUN:
        return f"It began {moment(entry.span.start, zone).local} and was not reported finished by its planned end, {planned_end}."
    if actual is None or entry.state in (State.SCHEDULED, State.CANCELLED):
        return ""
    began = moment(entry.span.start, zone).local
    if entry.state is not State.COMPLETED:
        return f"It began {began}; planned until {planned_end}." if actual.start is not None else ""
    ended = moment(entry.span.end, zone).local
    return f"It ran from {began} to {ended}: {lasting(entry.span.seconds)}{_against(entry.span, window.span)}."


def _against(ran: Span, planned: Span) -> str:
    if ran.end > planned.end:
        return f", ending {lasting(ran.end - planned.end)} later than planned"
    return f", ending {lasting(planned.end - ran.end)} earlier than planned" if ran.end < planned.end else ""


def notice_text(window: Window) -> str:
    """`Announced 9 days 3 hours ahead.`"""
    stand = standing(window)
    ahead = stand.last.span.start - stand.told
    if ahead <= 0:
        return "Announced after its planned start."
    return f"Announced {lasting(ahead)} ahead{', counted from the last change' if stand.moved else ''}."


def judgement(verdict: Verdict, policy: Policy, zone: str) -> Judgement:
    """A policy's word on a window, for customers: the promise kept or broken, and where it is written."""
    clauses = {clause.id: clause for clause in policy.clauses}
    broken = {(f.summary, f.clause) for f in verdict.findings if f.clause in clauses}
    named = {verdict.clause, *(clause for _, clause in broken)}
    return Judgement(
        policy=line(policy.title),
        outcome=verdict.outcome.value,
        label=OUTCOMES[verdict.outcome],
        text=_judged(verdict, zone),
        reasons=tuple(sorted({line(summary) for summary, _ in broken})) if verdict.outcome is Outcome.REJECTED else (),
        clauses=tuple(clauses[each] for each in sorted(name for name in named if name in clauses)),
    )


OUTCOMES: Final = {
    Outcome.APPROVED: "Approved",
    Outcome.PENDING: "Pending",
    Outcome.REJECTED: "Not approved",
    Outcome.EMERGENCY: "Emergency work",
    Outcome.CANCELLED: "Cancelled",
}


def _judged(verdict: Verdict, zone: str) -> str:
    counted = "its time is not counted as downtime" if verdict.excuses else "any interruption is counted as downtime"
    match verdict.outcome:
        case Outcome.APPROVED:
            return f"Every promise is kept: {counted}."
        case Outcome.PENDING:
            owed = "" if verdict.deadline is None else f" Notice is owed by {moment(verdict.deadline, zone).local}."
            return f"Every promise could be kept, and a notice was still owed.{owed}"
        case Outcome.REJECTED:
            return f"A promise is broken: {counted}."
        case Outcome.EMERGENCY:
            return f"It was not announced ahead: {counted}."
        case Outcome.CANCELLED:
            return "It does not take place."
