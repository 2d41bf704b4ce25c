"""The front page: is it working now, what is going on, what is coming, what happened, and ninety days of every component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from statusgen.board import Board, ComponentNow, Health, words
from statusgen.board.days import Calendar, calendar
from statusgen.board.entries import Entry, digest_of
from statusgen.board.words import Moment, Row
from statusgen.site.bars import Bars, Shape, bars, legend

HEALTHS: Final = {
    Health.OPERATIONAL: "Operational",
    Health.MAINTENANCE: "Under maintenance",
    Health.DEGRADED: "Degraded",
    Health.PARTIAL_OUTAGE: "Partial outage",
    Health.OUTAGE: "Outage",
}
HEADLINES: Final = {
    Health.OPERATIONAL: "All systems operational",
    Health.MAINTENANCE: "Maintenance of {}",
    Health.DEGRADED: "Degraded performance of {}",
    Health.PARTIAL_OUTAGE: "Partial outage of {}",
    Health.OUTAGE: "Outage of {}",
}

RECENT: Final = 8
"""So many events of the past; months show them all."""

LABELS: Final = tuple((health.value, label) for health, label in HEALTHS.items())
"""From best to worst, for the script."""


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component and how it is."""

    id: str
    name: str
    health: str
    label: str
    description: str
    depends_on: tuple[ComponentLine, ...]
    """What it needs; these are told without what they need themselves."""
    bars: Bars | None
    """None: nothing was ever declared."""


@dataclass(frozen=True, slots=True)
class Group:
    """Components under one heading; without a name: under none."""

    name: str
    components: tuple[ComponentLine, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """The days that bars show."""

    first: str
    last: str
    legend: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What `index.html` sets."""

    headline: str
    health: str
    headlines: Mapping[str, str]
    """For the script: the headline of each health, with `{}` for the component, and `some`: several of them."""
    labels: tuple[tuple[str, str], ...]
    """For the script: health and its word, from best to worst."""
    since: Moment | None
    until: Moment | None
    groups: tuple[Group, ...]
    days: Days | None
    current: tuple[Row, ...]
    """Open incidents and running work."""
    upcoming: tuple[Row, ...]
    further: int
    """How many upcoming windows the front page does not list."""
    recent: tuple[Row, ...]


def front_digest(board: Board) -> str:
    """Of all that the front page shows."""
    listed = [*_current(board), *board.upcoming, *board.recent[:RECENT]]
    shown = calendar(board)
    drawn = [] if shown is None else [entry.digest for entry in shown.entries]
    return digest_of((board.since, board.until, board.upcoming_count, [entry.digest for entry in listed], drawn))


def front(board: Board) -> IndexPage:
    """The front page of a board."""
    zone, shown = board.page.time_zone, calendar(board)

    def row(entry: Entry) -> Row:
        return words.row(entry, board.names, zone)

    return IndexPage(
        headline=headline(board),
        health=board.health.value,
        headlines={
            **{health.value: text for health, text in HEADLINES.items()},
            "some": f"{{}} of {len(board.components)} components",
        },
        labels=LABELS,
        since=None if board.since is None else words.moment(board.since, zone),
        until=None if board.until is None else words.moment(board.until, zone),
        groups=groups(board, shown),
        days=None if shown is None else days_of(shown),
        current=tuple(row(entry) for entry in _current(board)),
        upcoming=tuple(map(row, board.upcoming)),
        further=board.upcoming_count - len(board.upcoming),
        recent=tuple(map(row, board.recent[:RECENT])),
    )


def headline(board: Board) -> str:
    """The state in words: `Outage of Messaging API`, `Maintenance of 3 of 7 components`."""
    hit = [each for each in board.components if each.health is board.health]
    one = words.line(hit[0].component.name) if len(hit) == 1 else f"{len(hit)} of {len(board.components)} components"
    return HEADLINES[board.health].format(one)


def days_of(shown: Calendar) -> Days:
    """The first and the last day, and what shapes mean."""
    return Days(shown.dates[0].isoformat(), shown.dates[-1].isoformat(), legend())


def groups(board: Board, shown: Calendar | None) -> tuple[Group, ...]:
    """Components in the order of the file, each group where its first one stands."""
    healths = {each.component.id: each for each in board.components}
    found: dict[str, list[ComponentLine]] = {}
    for each in board.components:
        drawn = None if shown is None else bars(each.component.id, shown.of(each.component.id))
        found.setdefault(words.line(each.component.group or ""), []).append(line(each, healths, drawn))
    return tuple(Group(name, tuple(lines)) for name, lines in found.items())


def line(each: ComponentNow, healths: Mapping[str, ComponentNow], drawn: Bars | None = None) -> ComponentLine:
    """A component, and those that it depends on."""
    return ComponentLine(
        id=each.component.id,
        name=words.line(each.component.name),
        health=each.health.value,
        label=HEALTHS[each.health],
        description=words.line(each.component.description),
        depends_on=tuple(line(healths[other], {}) for other in each.component.depends_on if other in healths),
        bars=drawn,
    )


def _current(board: Board) -> tuple[Entry, ...]:
    """Open incidents, and then the work that goes on."""
    return (*board.open_incidents, *board.running)
