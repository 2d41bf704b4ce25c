"""A page for each component: how it is, its days, what goes on with it, what it depends on, and who promises what of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from msgspec import Struct

from statusgen.board import RECENT_SHOWN, UPCOMING_SHOWN, Board, ComponentNow, words
from statusgen.board.ahead import next_turn
from statusgen.board.days import Calendar
from statusgen.board.entries import Entry, by_start, digest_of, is_to_come
from statusgen.board.words import Moment, Row
from statusgen.language import ENGLISH, Language
from statusgen.site.bars import DayLine, bars, lines
from statusgen.site.front import ComponentLine, Days, days_of, labels, line


class Promised(Struct, frozen=True):
    """A policy that covers the component."""

    id: str
    title: str


class ComponentPage(Struct, frozen=True):
    """What `component.html` sets."""

    group: str
    component: ComponentLine
    labels: tuple[tuple[str, str], ...]
    """For the script: health and its word, from best to worst."""
    needed_by: tuple[ComponentLine, ...]
    since: Moment | None
    until: Moment | None
    days: Days | None
    lines: tuple[DayLine, ...]
    """The days on which something was wrong, newest first."""
    current: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    further: int
    recent: tuple[Row, ...]
    elsewhere: tuple[Row, ...]
    """What goes on, or will, with the components beside it: for the script, which tells how these are."""
    promised: tuple[Promised, ...]


@dataclass(slots=True)
class Events:
    """The events of one component."""

    current: list[Entry] = field(default_factory=list)
    upcoming: list[Entry] = field(default_factory=list)
    recent: list[Entry] = field(default_factory=list)
    """What was over last, newest first."""


class Listed(Struct, frozen=True):
    """What the page of one component lists."""

    now: ComponentNow
    current: tuple[Entry, ...]
    upcoming: tuple[Entry, ...]
    further: int
    recent: tuple[Entry, ...]
    beside: tuple[str, ...]
    """Components that it depends on, and those that depend on it."""
    elsewhere: tuple[Entry, ...]


class Components:
    """The pages of all components of a board."""

    def __init__(self, board: Board, shown: Calendar | None, language: Language = ENGLISH) -> None:
        """`shown`: the days that bars show."""
        self._board = board
        self._language = language
        self._shown = shown
        self._healths = {each.component.id: each for each in board.components}
        self._events = _events(board)

    def listed(self) -> Iterator[Listed]:
        """What each page lists, in the order of components."""
        return map(self._listed, self._board.components)

    def digest(self, listed: Listed) -> str:
        """Of all that a page shows."""
        board, component = self._board, listed.now.component.id
        touching = [] if self._shown is None else [one for one in self._shown.entries if component in one.components]
        known_from = None if self._shown is None else self._shown.declared_from
        entries = (*listed.current, *listed.upcoming, *listed.recent, *listed.elsewhere, *touching)
        beside = [(other, self._healths[other].health) for other in (component, *listed.beside)]
        return digest_of((board.since, known_from, listed.further, beside, [entry.digest for entry in entries]))

    def page(self, listed: Listed) -> ComponentPage:
        """The page of a component."""
        board, now, zone, said = self._board, listed.now, self._board.page.time_zone, self._language
        until = next_turn((*listed.current, *listed.upcoming, *listed.elsewhere))
        of = () if self._shown is None else self._shown.of(now.component.id)
        needing = [each for each in board.components if now.component.id in each.component.depends_on]
        return ComponentPage(
            group=words.line(now.component.group or ""),
            component=line(now, self._healths, said, bars(now.component.id, of, said) if of else None),
            labels=labels(said),
            needed_by=tuple(line(each, {}, said) for each in needing),
            since=None if board.since is None else words.moment(board.since, zone, said),
            until=None if until is None else words.moment(until, zone, said),
            days=None if self._shown is None else days_of(self._shown, said),
            lines=lines(of, said),
            current=self._rows(listed.current),
            upcoming=self._rows(listed.upcoming),
            further=listed.further,
            recent=self._rows(listed.recent),
            elsewhere=self._rows(listed.elsewhere),
            promised=tuple(
                Promised(policy.id, words.line(policy.title))
                for policy in board.policies.values()
                if policy.ever_covers(now.component.id)
            ),
        )

    def _rows(self, entries: Sequence[Entry]) -> tuple[Row, ...]:
        return tuple(words.row(entry, self._board.names, self._board.page.time_zone, self._language) for entry in entries)

    def _listed(self, now: ComponentNow) -> Listed:
        component, of = now.component, self._events[now.component.id]
        needing = [each.component.id for each in self._board.components if component.id in each.component.depends_on]
        beside = tuple(dict.fromkeys((*component.depends_on, *needing)))
        near = {entry.path: entry for other in beside for entry in (*self._events[other].current, *self._events[other].upcoming)}
        elsewhere = [entry for entry in near.values() if component.id not in entry.components]
        return Listed(
            now=now,
            current=tuple(sorted(of.current, key=by_start)),
            upcoming=tuple(nsmallest(UPCOMING_SHOWN, of.upcoming, key=by_start)),
            further=max(len(of.upcoming) - UPCOMING_SHOWN, 0),
            recent=tuple(of.recent),
            beside=beside,
            elsewhere=tuple(nsmallest(UPCOMING_SHOWN, elsewhere, key=by_start)),
        )


def _events(board: Board) -> dict[str, Events]:
    """By component: what goes on with it, what is to come, what was over last."""
    found: dict[str, Events] = defaultdict(Events)
    going_on: tuple[Entry, ...] = (*board.running, *board.open_incidents)
    for entry in going_on:
        for component in entry.components:
            found[component].current.append(entry)
    for window in board.windows:
        if is_to_come(window, board.now):
            for component in window.components:
                found[component].upcoming.append(window)
    wanting = set(board.names)
    for entry in board.over:
        for component in wanting.intersection(entry.components):
            found[component].recent.append(entry)
            if len(found[component].recent) == RECENT_SHOWN:
                wanting.remove(component)
        if not wanting:
            break
    return found
