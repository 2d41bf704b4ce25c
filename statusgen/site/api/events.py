"""`api/v1/windows.json` and `incidents.json`: what is going on, what comes, and what was over last.

They hold what is current (`site/current.py`), and not all that ever was.
"""

from __future__ import annotations

from urllib.parse import quote

from statusgen.announced import standing
from statusgen.board import Board, Entry, IncidentEntry, WindowEntry, words
from statusgen.civil import rfc3339
from statusgen.model import Actual
from statusgen.site.api import shapes
from statusgen.site.api.written import key, written
from statusgen.site.current import Current
from statusgen.site.recipe import Recipe
from statusgen.verdict import Outcome, Verdict


def windows(board: Board, now: Current) -> Recipe:
    """`windows.json`."""
    shown = [entry.digest for entry in (*now.running, *now.coming, *now.over)]
    return Recipe(
        key(board.page.url, now.coming_count, shown),
        lambda: written(
            shapes.Windows(
                version=shapes.VERSION,
                running=[_window(board, entry) for entry in now.running],
                coming=[_window(board, entry) for entry in now.coming],
                coming_count=now.coming_count,
                over=[_window(board, entry) for entry in now.over],
            )
        ),
    )


def incidents(board: Board, now: Current) -> Recipe:
    """`incidents.json`."""
    return Recipe(
        key(board.page.url, [entry.digest for entry in (*now.unresolved, *now.ended)]),
        lambda: written(
            shapes.Incidents(
                version=shapes.VERSION,
                open=[_incident(board, entry) for entry in now.unresolved],
                over=[_incident(board, entry) for entry in now.ended],
            )
        ),
    )


def address(board: Board, entry: Entry) -> str:
    """Where an event's page is."""
    return f"{board.page.url}{quote(entry.path)}"


def _window(board: Board, entry: WindowEntry) -> shapes.Window:
    window, now = entry.window, entry.horizon
    told, actual, cancelled = standing(window), window.actual or Actual(), window.cancelled
    if cancelled is not None and cancelled.at > now:
        cancelled = None
    return shapes.Window(
        id=entry.id,
        url=address(board, entry),
        title=words.line(window.title),
        description=words.clean(window.description),
        state=entry.state,
        impact=window.impact,
        components=list(window.components),
        emergency=window.emergency is not None,
        starts_at=rfc3339(window.span.start),
        ends_at=rfc3339(window.span.end),
        began_at=_known(actual.start, now),
        ended_at=_known(actual.end, now),
        cancelled_at=None if cancelled is None else rfc3339(cancelled.at),
        cancellation_reason=None if cancelled is None else words.clean(cancelled.reason),
        announced_at=rfc3339(told.first.at),
        changed_at=rfc3339(entry.changed),
        notice_seconds=told.last.span.start - told.told,
        verdicts=[_judged(verdict) for verdict in entry.verdicts],
        updates=_updates(entry),
    )


def _incident(board: Board, entry: IncidentEntry) -> shapes.Incident:
    incident = entry.incident
    return shapes.Incident(
        id=entry.id,
        url=address(board, entry),
        title=words.line(incident.title),
        description=words.clean(incident.description),
        state="open" if entry.open else "resolved",
        impact=incident.impact,
        components=list(incident.components),
        starts_at=rfc3339(incident.start),
        ends_at=_known(incident.end, entry.horizon),
        changed_at=rfc3339(entry.changed),
        updates=_updates(entry),
    )


def _known(at: int | None, now: int) -> str | None:
    """What is dated later than the board's instant is not published yet."""
    return None if at is None or at > now else rfc3339(at)


def _judged(verdict: Verdict) -> shapes.Judged:
    owed = verdict.deadline if verdict.outcome is Outcome.PENDING else None
    return shapes.Judged(
        policy=verdict.policy,
        outcome=verdict.outcome,
        excluded=verdict.excuses,
        clause=verdict.clause,
        notice_owed_by_at=None if owed is None else rfc3339(owed),
    )


def _updates(entry: Entry) -> list[shapes.Update]:
    return [shapes.Update(rfc3339(update.at), update.status, words.clean(update.text)) for update in entry.updates]
