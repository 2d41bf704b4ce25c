"""What was every component on each of the last ninety days? Bars for readers, and the figures below them.

The days end with the one on which the page last changed: what came after is for the reader's clock to say.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from statusgen.board import Board
from statusgen.board.entries import Entry, IncidentEntry, digest_of
from statusgen.board.health import OF_IMPACT, Health, health_past
from statusgen.civil import clock, day_start
from statusgen.civil import days as civil_days
from statusgen.course import State
from statusgen.timeline import Span, Timeline

SHOWN: Final = 90


class Day(Struct, frozen=True):
    """One day of one component, on the page's calendar."""

    date: dt.date
    known: bool
    """False: it was over before anything was declared, and nobody kept a record."""
    seconds: Mapping[Health, int]
    """How long it was anything but operational; each second is its worst."""

    @property
    def health(self) -> Health:
        """The worst that it was; operational where nothing is known too."""
        return max(self.seconds, key=lambda health: health.rank, default=Health.OPERATIONAL)


class Calendar(Struct, frozen=True, dict=True):
    """The days that bars show, and the entries that touch them."""

    dates: tuple[dt.date, ...]
    spans: tuple[Span, ...]
    declared_from: int
    """Nothing was declared before; the first of the days where something was."""
    upto: int
    """The instant at which the page last changed: the last day may have gone on after."""
    entries: tuple[Entry, ...]

    @cached_property
    def digest(self) -> str:
        """Of all that bars show."""
        return digest_of((self.upto, self.declared_from, [entry.digest for entry in self.entries]))

    def of(self, component: str) -> tuple[Day, ...]:
        """The days of one component, oldest first."""
        seconds = self._by_day(self._stretches.get(component, {}))
        return tuple(
            Day(date, self.declared_from < span.end, seconds.get(number, {}))
            for number, (date, span) in enumerate(zip(self.dates, self.spans, strict=True))
        )

    @cached_property
    def _stretches(self) -> Mapping[str, Mapping[Health, Sequence[Span]]]:
        """By component: the stretches of each health."""
        found: dict[str, dict[Health, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for entry in self.entries:
            for span, health in _stretches(entry, self.upto):
                for component in entry.components:
                    found[component][health].append(span)
        return found

    def _by_day(self, found: Mapping[Health, Sequence[Span]]) -> Mapping[int, Mapping[Health, int]]:
        """By number of the day: the seconds of each health, each second once, by the worst of it."""
        days: dict[int, dict[Health, int]] = defaultdict(dict)
        starts, worse = [span.start for span in self.spans], Timeline()
        for health in sorted(found, key=lambda health: health.rank, reverse=True):
            timeline = Timeline(found[health])
            for span in timeline - worse:
                last = bisect_left(starts, span.end)
                for number in range(max(bisect_right(starts, span.start) - 1, 0), last):
                    if shared := len_of(span, self.spans[number]):
                        days[number][health] = days[number].get(health, 0) + shared
            worse |= timeline
        return days


def len_of(span: Span, day: Span) -> int:
    """The seconds that two spans share."""
    return max(min(span.end, day.end) - max(span.start, day.start), 0)


def calendar(board: Board) -> Calendar | None:
    """The last ninety days of a board; None where nothing was ever declared."""
    if board.since is None:
        return None
    zone, last = board.page.time_zone, clock(board.since, board.page.time_zone).date()
    first = last - dt.timedelta(days=SHOWN - 1)
    whole = Span(day_start(first, zone), day_start(last + dt.timedelta(days=1), zone))
    dates, spans = zip(*civil_days(whole, zone), strict=True)
    entries: tuple[Entry, ...] = (*board.windows, *board.incidents)
    return Calendar(
        dates=dates,
        spans=spans,
        declared_from=declared_from(entries, whole.start),
        upto=board.since,
        entries=tuple(entry for entry in entries if entry.span.overlaps(whole)),
    )


def declared_from(entries: Sequence[Entry], first: int) -> int:
    """When anything was declared for the first time, but not before `first`; an announcement is looked at only where it matters."""
    if not entries or any(entry.span.start <= first for entry in entries):  # as on all but young pages
        return first
    return max(first, min(*(entry.span.start for entry in entries), *_told(entries)))


def _told(entries: Iterable[Entry]) -> Iterator[int]:
    for entry in entries:
        yield entry.changed if isinstance(entry, IncidentEntry) else entry.window.announcements[0].at


def _stretches(entry: Entry, upto: int) -> Iterator[tuple[Span, Health]]:
    """What an event made of its components, and when, up to an instant."""
    if isinstance(entry, IncidentEntry):
        yield from _until(entry.span.start, upto if entry.open else min(entry.span.end, upto), OF_IMPACT[entry.impact])
        return
    if entry.state in (State.SCHEDULED, State.CANCELLED):
        return
    planned, end = entry.planned, min(entry.span.end, upto)
    late = max(entry.span.start, planned.end)
    yield from _until(entry.span.start, min(end, late), Health.MAINTENANCE)
    # Past its announced end work is what it does, as it is on the board.
    yield from _until(late, end, health_past(entry.impact))


def _until(start: int, end: int, health: Health) -> Iterator[tuple[Span, Health]]:
    if start < end and health is not Health.OPERATIONAL:
        yield Span(start, end), health
