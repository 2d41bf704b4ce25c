"""`api/v1/windows.json` and `incidents.json`: what is going on, what comes, and what was over last.

They are made anew whenever one event changes, so they hold what is current, and not all that ever was.
"""

from __future__ import annotations

from heapq import nlargest, nsmallest
from typing import Final
from urllib.parse import quote

from statusgen.announced import standing
from statusgen.board import RUNNING, Board, Entry, IncidentEntry, WindowEntry, words
from statusgen.civil import rfc3339
from statusgen.course import State
from statusgen.model import Actual
from statusgen.site.api import shapes
from statusgen.site.api.written import key, written
from statusgen.site.recipe import Recipe
from statusgen.verdict import Outcome, Verdict

COMING: Final = 200
OVER: Final = 50


def windows(board: Board) -> Recipe:
    """`windows.json`."""
    running, coming, over = _apart(board)
    soon = nsmallest(COMING, coming, key=lambda entry: (entry.planned.start, entry.id))
    last = nlargest(OVER, over, key=_by_end)
    return Recipe(
        key(board.page.url, len(coming), [entry.digest for entry in (*running, *soon, *last)]),
        lambda: written(
            shapes.Windows(
                version=shapes.VERSION,
                running=[_window(board, entry) for entry in running],
                coming=[_window(board, entry) for entry in soon],
                coming_count=len(coming),
                over=[_window(board, entry) for entry in last],
            )
        ),
    )


def incidents(board: Board) -> Recipe:
    """`incidents.json`."""
    over = nlargest(OVER, (entry for entry in board.incidents if not entry.open and entry.span.end <= board.now), key=_by_end)
    return Recipe(
        key(board.page.url, [entry.digest for entry in (*board.open_incidents, *over)]),
        lambda: written(
            shapes.Incidents(
                version=shapes.VERSION,
                open=[_incident(board, entry) for entry in board.open_incidents],
                over=[_incident(board, entry) for entry in over],
            )
        ),
    )


def address(board: Board, entry: Entry) -> str:
    """Where an event's page is."""
    return f"{board.page.url}{quote(entry.path)}"


def is_told(entry: WindowEntry) -> bool:
    """Whether anything of it was published by the board's instant; as of a day before it was announced, nothing was."""
    return entry.changed <= entry.horizon


def _apart(board: Board) -> tuple[list[WindowEntry], list[WindowEntry], list[WindowEntry]]:
    """The windows in progress, to come, and over; cancelled work is to come until its planned end is past."""
    coming: list[WindowEntry] = []
    over: list[WindowEntry] = []
    for entry in board.windows:
        if entry.state not in RUNNING and is_told(entry):
            ahead = entry.state is State.SCHEDULED or (entry.state is State.CANCELLED and board.now < entry.planned.end)
            (coming if ahead else over).append(entry)
    return [entry for entry in board.running if is_told(entry)], coming, over


def _by_end(entry: Entry) -> tuple[int, str]:
    return entry.span.end, entry.id


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
