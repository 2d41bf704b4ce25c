"""An event in words: what a page, a feed or a calendar says of it, ready to be set, in English or the language that is given.

Wording stays true when it is read later: times are named, durations until now are not. What people wrote stays as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from statusgen.announced import standing
from statusgen.board.ahead import Turn, ahead
from statusgen.board.entries import RUNNING, Entry, IncidentEntry, WindowEntry, last_status
from statusgen.civil import UTC, Month, day_and_time, offset, rfc3339
from statusgen.course import State
from statusgen.language import ENGLISH, MONTHS, Language, message
from statusgen.model import Status, Window
from statusgen.policy import Clause, Impact, Policy
from statusgen.timeline import HOUR, MINUTE, Span
from statusgen.verdict import Outcome, Verdict

STATES: Final = {
    State.SCHEDULED: message("Planned"),
    State.IN_PROGRESS: message("In progress"),
    State.VERIFYING: message("Verifying"),
    State.OVERRUN: message("Overrun"),
    State.COMPLETED: message("Completed"),
    State.CANCELLED: message("Cancelled"),
}
STATUSES: Final = {
    Status.SCHEDULED: message("Planned"),
    Status.IN_PROGRESS: message("In progress"),
    Status.VERIFYING: message("Verifying"),
    Status.COMPLETED: message("Completed"),
    Status.CANCELLED: message("Cancelled"),
    Status.INVESTIGATING: message("Investigating"),
    Status.IDENTIFIED: message("Identified"),
    Status.MONITORING: message("Monitoring"),
    Status.RESOLVED: message("Resolved"),
}
PLANNED_IMPACTS: Final = {
    Impact.NONE: message("no impact expected"),
    Impact.DEGRADED: message("degraded performance expected"),
    Impact.PARTIAL_OUTAGE: message("partial outage expected"),
    Impact.OUTAGE: message("outage expected"),
}
IMPACTS: Final = {
    Impact.NONE: message("no impact on customers"),
    Impact.DEGRADED: message("degraded performance"),
    Impact.PARTIAL_OUTAGE: message("partial outage"),
    Impact.OUTAGE: message("outage"),
}
MONTH_NAMES: Final = tuple(MONTHS.split())
_UNSEEN: Final = re.compile(
    r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Moment(msgspec.Struct, frozen=True):
    """An instant as pages show it."""

    iso: str
    local: str
    """On the clock of the page, with its offset: `Sat 5 Dec 2026, 21:00 UTC−06:00`."""
    utc: str
    """`Sun 6 Dec 2026, 03:00 UTC`"""

    def __html__(self) -> str:
        """As templates set it; no user's text is in it."""
        return f'<time datetime="{self.iso}">{self.local}</time>'


class Stretch(msgspec.Struct, frozen=True):
    """Two instants as pages show them: what both share is told once."""

    html: str

    def __html__(self) -> str:
        """As templates set it; no user's text is in it."""
        return self.html


class Row(msgspec.Struct, frozen=True):
    """An event in a list."""

    path: str
    title: str
    kind: str
    state: str
    label: str
    start: Moment
    end: Moment | None
    when: Stretch
    duration: str
    affected: str
    impact: str
    turns: tuple[tuple[int, str, str, str], ...] = ()
    """For the script: from when it is in which state, the word for that, what it makes of its components; () where it is over."""
    touches: str = ""
    """The ids of its components, with blanks between them."""


class Judgement(msgspec.Struct, frozen=True):
    """A policy's word on a window."""

    policy_id: str
    """The name of its page."""
    policy: str
    outcome: str
    label: str
    text: str
    reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]


def clean(text: str) -> str:
    """Without control, bidirectional and surrogate characters, which mislead readers and break XML; line breaks stay."""
    if text.replace("\n", "").isprintable():
        return text
    return _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The same in one line."""
    return text if text.isprintable() else " ".join(clean(text).split())


@lru_cache(maxsize=1 << 16)
def moment(at: int, zone: str, language: Language = ENGLISH) -> Moment:
    """The instant on the page's clock and in UTC."""
    in_utc = _shown(at, UTC, language)
    return Moment(rfc3339(at), in_utc if zone == UTC else _shown(at, zone, language), in_utc)


def _shown(at: int, zone: str, language: Language) -> str:
    read = _reading(at, zone, language)
    return f"{read.clock} {read.offset}"


class Reading(msgspec.Struct, frozen=True):
    """What a clock shows at an instant, in a language."""

    day: dt.date
    clock: str
    """Day and time: `Sat 5 Dec 2026, 21:00`."""
    time: str
    """`21:00`; seconds only where there are any."""
    offset: str
    """`UTC−06:00`"""


@lru_cache(maxsize=1 << 16)
def _reading(at: int, zone: str, language: Language) -> Reading:
    """The same instants are told many times over: in lists, on the page, in its history."""
    ahead = offset(at, zone)
    day, time = day_and_time(at + ahead)
    time = time.removesuffix(":00")
    return Reading(day, language.clock(day, time), time, _offset_text(ahead))


@lru_cache(maxsize=1 << 10)
def _offset_text(ahead: int) -> str:
    hours, minutes = abs(ahead) // HOUR, abs(ahead) % HOUR // MINUTE
    return f"UTC{'−' if ahead < 0 else '+'}{hours:02}:{minutes:02}" if ahead else "UTC"


def span_text(span: Span, zone: str, language: Language = ENGLISH) -> str:
    """`Sat 5 Dec 2026, 21:00–23:00 UTC−06:00`: what both ends share is told once."""
    start, end = _reading(span.start, zone, language), _reading(span.end, zone, language)
    if start.offset != end.offset:
        return f"{start.clock} {start.offset} – {end.clock} {end.offset}"
    return f"{start.clock}–{end.time} {end.offset}" if start.day == end.day else f"{start.clock} – {end.clock} {end.offset}"


@lru_cache(maxsize=1 << 14)
def stretch(start: int, end: int | None, zone: str, language: Language = ENGLISH) -> Stretch:
    """From an instant to another, or, where there is none, only the first."""
    begin = moment(start, zone, language)
    if end is None:
        return Stretch(begin.__html__())
    finish = moment(end, zone, language)
    begun, ended, dash = begin.local, finish.local, " – "
    first, last = _reading(start, zone, language), _reading(end, zone, language)
    if first.offset == last.offset:
        begun = first.clock
        if first.day == last.day:
            ended, dash = f"{last.time} {last.offset}", "–"
    return Stretch(f'<time datetime="{begin.iso}">{begun}</time>{dash}<time datetime="{finish.iso}">{ended}</time>')


def month_name(month: Month, language: Language = ENGLISH) -> str:
    """`November 2026`."""
    return language.month(month.year, month.number)


def affected(components: tuple[str, ...], names: Mapping[str, str]) -> str:
    """`Messaging API, Database`."""
    return ", ".join(line(names[component]) for component in components)


def row(entry: Entry, names: Mapping[str, str], zone: str, language: Language = ENGLISH) -> Row:
    """The event in a list."""
    if isinstance(entry, IncidentEntry):
        incident = entry.incident
        end = None if entry.open or incident.end is None else incident.end
        return Row(
            path=entry.path,
            title=line(incident.title),
            kind=language.say("Incident"),
            state="open" if entry.open else "resolved",
            label=incident_label(entry, language),
            start=moment(incident.start, zone, language),
            end=None if end is None else moment(end, zone, language),
            when=stretch(incident.start, end, zone, language),
            duration="" if end is None else language.lasting(end - incident.start),
            affected=affected(incident.components, names),
            impact=language.say(IMPACTS[incident.impact]),
            turns=_turns(entry, language),
            touches=" ".join(incident.components),
        )
    window = entry.window
    return Row(
        path=entry.path,
        title=line(window.title),
        kind=language.say("Maintenance") if window.emergency is None else language.say("Emergency maintenance"),
        state=entry.state.value,
        label=lasting_label(entry, language),
        start=moment(window.span.start, zone, language),
        end=moment(window.span.end, zone, language),
        when=stretch(*window.span, zone, language),
        duration=language.lasting(window.span.seconds),
        affected=affected(window.components, names),
        impact=language.say(PLANNED_IMPACTS[window.impact]),
        turns=_turns(entry, language),
        touches=" ".join(window.components),
    )


def lasting_label(entry: WindowEntry, language: Language = ENGLISH) -> str:
    """The state in a word that stays true: that work goes on is for the reader's clock to say."""
    if entry.state not in RUNNING:
        return language.say(STATES[entry.state])
    actual = entry.window.actual
    return language.say("Planned") if actual is None or actual.start is None else language.say("Begun")


def _turns(entry: Entry, language: Language) -> tuple[tuple[int, str, str, str], ...]:
    return tuple((turn.at, turn.state, language.say(_turned(entry, turn)), turn.health.value) for turn in ahead(entry))


def _turned(entry: Entry, turn: Turn) -> str:
    if isinstance(entry, WindowEntry):
        return STATES[State(turn.state)]
    return _said_of(entry) if turn.state == "open" else message("Resolved")


def incident_label(entry: IncidentEntry, language: Language = ENGLISH) -> str:
    """What the last update says while it is open; afterwards that it is resolved."""
    return language.say(_said_of(entry)) if entry.open else language.say("Resolved")


def _said_of(entry: IncidentEntry) -> str:
    """The word for an incident that is open."""
    said = last_status(entry)
    return message("Open") if said is None or said is Status.RESOLVED else STATUSES[said]


def clock_text(span: Span, zone: str, language: Language = ENGLISH) -> str:
    """How long the window is by the clock on the wall, where that is set in the middle of it; else nothing."""
    shift = offset(span.end, zone) - offset(span.start, zone)
    if not shift:
        return ""
    values = {"clock": language.lasting(max(span.seconds + shift, 0)), "shift": language.lasting(abs(shift))}
    if shift > 0:
        return language.say("%(clock)s by the clock, which is set forward by %(shift)s meanwhile", **values)
    return language.say("%(clock)s by the clock, which is set back by %(shift)s meanwhile", **values)


def course_text(entry: WindowEntry, zone: str, language: Language = ENGLISH) -> str:
    """How the work goes or went, in a sentence; nothing where only the plan is known."""
    window, actual = entry.window, entry.window.actual
    began, planned_end = moment(entry.span.start, zone, language).local, moment(window.span.end, zone, language).local
    if entry.state is State.OVERRUN:
        text = message("It began %(began)s and was not reported finished by its planned end, %(end)s.")
        return language.say(text, began=began, end=planned_end)
    if actual is None or entry.state in (State.SCHEDULED, State.CANCELLED):
        return ""
    if entry.state is not State.COMPLETED:
        return (
            "" if actual.start is None else language.say("It began %(began)s; planned until %(end)s.", began=began, end=planned_end)
        )
    ran, lasting = span_text(entry.span, zone, language), language.lasting(entry.span.seconds)
    late = entry.span.end - window.span.end
    if late > 0:
        text = message("It ran %(span)s: %(lasting)s, ending %(late)s later than planned.")
        return language.say(text, span=ran, lasting=lasting, late=language.lasting(late))
    if late < 0:
        text = message("It ran %(span)s: %(lasting)s, ending %(early)s earlier than planned.")
        return language.say(text, span=ran, lasting=lasting, early=language.lasting(-late))
    return language.say("It ran %(span)s: %(lasting)s.", span=ran, lasting=lasting)


def notice_text(window: Window, language: Language = ENGLISH) -> str:
    """`Announced 9 days 3 hours ahead.`"""
    stand = standing(window)
    seconds = stand.last.span.start - stand.told
    if seconds <= 0:
        return language.say("Announced after its planned start.")
    if stand.moved:
        return language.say("Announced %(time)s ahead, counted from the last change.", time=language.lasting(seconds))
    return language.say("Announced %(time)s ahead.", time=language.lasting(seconds))


def grounds(verdict: Verdict, policy: Policy) -> tuple[object, ...]:
    """What a judgement depends on, where page and language are the same: few of thousands differ."""
    deadline = verdict.deadline if verdict.outcome is Outcome.PENDING else None
    findings = tuple((finding.summary, finding.clause) for finding in verdict.findings)
    return (policy.id, policy.effective_from, verdict.outcome, verdict.excuses, verdict.clause, deadline, findings)


def judgement(verdict: Verdict, policy: Policy, zone: str, language: Language = ENGLISH) -> Judgement:
    """A policy's word on a window, for customers: the promise kept or broken, and where it is written."""
    clauses = {clause.id: clause for clause in policy.clauses}
    broken = {(f.summary, f.clause) for f in verdict.findings if f.clause in clauses}
    named = {verdict.clause, *(clause for _, clause in broken)}
    reasons = sorted({line(language.say(summary)) for summary, _ in broken}) if verdict.outcome is Outcome.REJECTED else ()
    return Judgement(
        policy_id=verdict.policy,
        policy=line(policy.title),
        outcome=verdict.outcome.value,
        label=language.say(OUTCOMES[verdict.outcome]),
        text=_judged(verdict, zone, language),
        reasons=tuple(reasons),
        clauses=tuple(clauses[each] for each in sorted(name for name in named if name in clauses)),
    )


OUTCOMES: Final = {
    Outcome.APPROVED: message("Approved"),
    Outcome.PENDING: message("Pending"),
    Outcome.REJECTED: message("Not approved"),
    Outcome.EMERGENCY: message("Emergency work"),
    Outcome.CANCELLED: message("Cancelled"),
}
_EXCUSED: Final = {
    Outcome.APPROVED: message("Every promise is kept: its time is not counted as downtime."),
    Outcome.REJECTED: message("A promise is broken, and its time is not counted as downtime."),
    Outcome.EMERGENCY: message("It was not announced ahead: its time is not counted as downtime."),
}
_COUNTED: Final = {
    Outcome.APPROVED: message("Every promise is kept: any interruption is counted as downtime."),
    Outcome.REJECTED: message("A promise is broken: any interruption is counted as downtime."),
    Outcome.EMERGENCY: message("It was not announced ahead: any interruption is counted as downtime."),
    Outcome.CANCELLED: message("It does not take place."),
}


def _judged(verdict: Verdict, zone: str, language: Language) -> str:
    if verdict.outcome is Outcome.PENDING:
        if verdict.deadline is None:
            return language.say("Every promise could be kept, and a notice was still owed.")
        owed = message("Every promise could be kept, and a notice was still owed, by %(deadline)s.")
        return language.say(owed, deadline=moment(verdict.deadline, zone, language).local)
    told = _EXCUSED.get(verdict.outcome) if verdict.excuses else None
    return language.say(told or _COUNTED[verdict.outcome])
