"""The pages of events: what a window promises and how it goes, what an incident was."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from statusgen.board import Board, IncidentEntry, WindowEntry, told, words
from statusgen.board.entries import OVER
from statusgen.board.heard import happened, heard, reminder_anchors
from statusgen.board.told import Told
from statusgen.board.words import Row
from statusgen.civil import UTC
from statusgen.policy import Policy
from statusgen.site.theme import Theme
from statusgen.verdict import Outcome, Verdict


class WindowPage(msgspec.Struct, frozen=True):
    """What `window.html` sets."""

    row: Row
    zone: str
    """The page's, by its name."""
    utc: str
    """When, in UTC; empty where the page's clock is UTC."""
    first: str
    """The times that were announced first; empty where they are the times there are."""
    clock: str
    """How long it is by the clock; empty where that is how long it is."""
    course: str
    notice: str
    emergency: str
    cancelled: str | None
    """The reason, Markdown; None where it is not cancelled."""
    description: str
    to_come: bool
    """Whether it is of use in a calendar: planned or going on."""
    components: tuple[tuple[str, str], ...]
    """Id and name of each that is affected."""
    updates: tuple[Told, ...]
    """Newest first, as the history."""
    history: tuple[Told, ...]
    reminders: tuple[str, ...]
    """Anchors of what feeds remind of."""
    promises: Markup
    """What each policy says, set by `promises.html`."""


class IncidentPage(msgspec.Struct, frozen=True):
    """What `incident.html` sets."""

    row: Row
    zone: str
    utc: str
    description: str
    components: tuple[tuple[str, str], ...]
    updates: tuple[Told, ...]


class Events:
    """What the pages of events set, of one board in one language."""

    def __init__(self, board: Board, theme: Theme) -> None:
        self._board = board
        self._theme = theme
        self._language = theme.language
        self._zone = board.page.time_zone
        self._promised: dict[tuple[tuple[object, ...], ...], Markup] = {}

    def row(self, entry: WindowEntry | IncidentEntry) -> Row:
        """The event in a list."""
        return words.row(entry, self._board.names, self._zone, self._language)

    def window(self, entry: WindowEntry) -> WindowPage:
        """The page of a window."""
        window, zone, language = entry.window, self._zone, self._language
        cancelled = window.cancelled is not None and window.cancelled.at <= entry.horizon
        first = window.announcements[0].span
        return WindowPage(
            row=self.row(entry),
            zone=zone,
            utc="" if zone == UTC else words.span_text(window.span, UTC, language),
            first="" if first == window.span or first.seconds == 0 else words.span_text(first, zone, language),
            clock=words.clock_text(window.span, zone, language),
            course=words.course_text(entry, zone, language),
            notice=words.notice_text(window, language),
            emergency=words.line(window.emergency or ""),
            cancelled=words.clean(window.cancelled.reason) if window.cancelled is not None and cancelled else None,
            description=words.clean(window.description),
            to_come=entry.state not in OVER,
            components=self._components(window.components),
            updates=happened(entry, zone, language)[::-1],
            history=told.history(entry, self._board.names, zone, language)[::-1],
            reminders=reminder_anchors(entry, self._board.page.reminders),
            promises=self._promises(entry),
        )

    def incident(self, entry: IncidentEntry) -> IncidentPage:
        """The page of an incident."""
        row = self.row(entry)
        end = "" if row.end is None else row.end.utc
        return IncidentPage(
            row=row,
            zone=self._zone,
            utc="" if self._zone == UTC else f"{row.start.utc} – {end}" if end else row.start.utc,
            description=words.clean(entry.incident.description),
            components=self._components(entry.components),
            updates=heard(entry, self._board.names, self._zone, self._language)[::-1],
        )

    def _components(self, ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((each, words.line(self._board.names[each])) for each in ids)

    def _promises(self, entry: WindowEntry) -> Markup:
        """The same few verdicts stand on thousands of pages."""
        judged = [(v, self._judging(v, entry)) for v in entry.verdicts if v.outcome is not Outcome.CANCELLED]
        grounds = tuple(words.grounds(verdict, policy) for verdict, policy in judged)
        found = self._promised.get(grounds)
        if found is None:
            judgements = [words.judgement(verdict, policy, self._zone, self._language) for verdict, policy in judged]
            text = self._theme.render("promises.html", judgements=judgements, root="../../") if judgements else ""
            found = self._promised[grounds] = Markup(words.clean(text))  # noqa: S704  # the template has escaped it
        return found

    def _judging(self, verdict: Verdict, entry: WindowEntry) -> Policy:
        """The version that judged the window."""
        policy = self._board.policies[verdict.policy]
        return policy.in_force(entry.window.span.start) or policy
