"""What happened and what was done: incidents, answers to them, and work, ready to be set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from statusgen import civil
from statusgen.board.words import IMPACTS, STATUSES, affected, line
from statusgen.documents import sentences
from statusgen.documents.paper import Clauses, prose
from statusgen.model import Incident, Update, Window
from statusgen.render.statement import promised, words
from statusgen.report import Promise, Report, Work
from statusgen.uptime.support import Answer, Kept


@dataclass(frozen=True, slots=True)
class Message:
    """What was told while it went on."""

    when: str
    status: str
    text: Markup


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident."""

    id: str
    title: str
    url: str
    facts: str
    """Priority, components, impact."""
    when: str
    grounds: tuple[Markup, ...]
    """Its cause, and what of it counted."""
    description: Markup
    messages: tuple[Message, ...]
    answers: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise of an answer in time, and how it was kept."""

    what: str
    of: str
    """The priorities or symptoms that it speaks of."""
    clause: Markup
    met: str
    others: str
    """Missed, open, exempt."""
    worst: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """Work that was done."""

    title: str
    url: str
    facts: str
    planned: str
    course: str
    notice: Markup
    hours: Markup
    outcome: Markup
    restored: Markup
    """Whether customers were told that emergency work was over; empty where nobody asks that."""
    reason: str
    """Why it could not wait; empty where it could."""
    forgone: tuple[Markup, ...]
    """Why it earned no exclusion, and what that cost."""
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Work that was called off."""

    title: str
    url: str
    planned: str
    reason: Markup


def incident_view(incident: Incident, report: Report, clauses: Clauses) -> IncidentView:
    """An incident with its cause, its course and its answers."""
    zone = report.terms.time_zone
    priority = [line(incident.priority)] if incident.priority else []
    answers = [answer for promise in report.promises for answer in promise.answers if answer.incident.id == incident.id]
    return IncidentView(
        id=incident.id,
        title=line(incident.title),
        url=f"{report.page.url}incidents/{quote(incident.id)}/",
        facts=" · ".join([*priority, affected(incident.components, report.names), IMPACTS[incident.impact]]),
        when=sentences.lasted(incident, report.now, zone),
        grounds=tuple(map(clauses.said, sentences.grounds(incident, report))),
        description=prose(incident.description),
        messages=tuple(_messages(incident.updates, report.now, zone)),
        answers=tuple(clauses.said(promised.answer(answer, report.terms)) for answer in answers),
    )


def _messages(updates: tuple[Update, ...], now: int, zone: str) -> Iterator[Message]:
    for update in updates:
        if update.at <= now:
            yield Message(civil.show(update.at, zone), STATUSES[update.status], prose(update.text))


def promise_view(promise: Promise, report: Report, clauses: Clauses) -> PromiseView:
    """A promise of an answer: how often it was met, and the worst of its answers."""
    target, worst = promise.target, promise.worst
    met, late = promise.count(Kept.MET), promise.count(Kept.MISSED)
    counts = ((kept, promise.count(kept)) for kept in Kept if kept is not Kept.MET)
    others = ", ".join(f"{count} {promised.KEPT[kept]}" for kept, count in counts if count)
    return PromiseView(
        what=line(promised.promise(target)),
        of=line(", ".join(name.replace("_", " ") for name in (*target.priorities, *target.symptoms)) or "every incident"),
        clause=clauses.link(target.clause),
        met=f"{met} of {met + late}" if met or late else "–",
        others=others if promise.answers else "no such incident",
        worst="" if worst is None else _worst(worst, report),
    )


def _worst(answer: Answer, report: Report) -> str:
    return line(f"{promised.outcome(answer, report.terms)}: {answer.incident.id}")


def work_view(work: Work, report: Report, clauses: Clauses) -> WorkView:
    """Work with its notice, its hours, its course, and what became of its time."""
    window, zone = work.window, report.terms.time_zone
    lost = () if work.forgone is None else (clauses.said(words.forgone(work.forgone)), clauses.said(words.added(work.forgone)))
    return WorkView(
        title=line(window.title),
        url=_window_url(window, report),
        facts=" · ".join([affected(window.components, report.names), IMPACTS[window.impact]]),
        planned=sentences.planned(window, zone),
        course=sentences.course(work),
        notice=clauses.said(sentences.notice(work)),
        hours=clauses.said(sentences.hours(work)),
        outcome=clauses.said(sentences.outcome(work)),
        restored=clauses.said(sentences.restored(work, report.now)),
        reason=line(window.emergency or ""),
        forgone=lost,
        messages=tuple(_messages(window.updates, report.now, zone)),
    )


def called_off(window: Window, report: Report) -> CalledOff:
    """Work that was called off, and why."""
    reason = prose(window.cancelled.reason if window.cancelled else "")
    return CalledOff(line(window.title), _window_url(window, report), sentences.planned(window, report.terms.time_zone), reason)


def _window_url(window: Window, report: Report) -> str:
    return f"{report.page.url}windows/{quote(window.id)}/"
