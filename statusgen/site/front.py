"""The front page: is it working now, what is going on, what is coming, what happened, and ninety days of every component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from statusgen.board import Board, ComponentNow, Health, words
from statusgen.board.ahead import next_turn
from statusgen.board.days import Calendar
from statusgen.board.entries import Entry, digest_of
from statusgen.board.words import Moment, Row
from statusgen.language import ENGLISH, Language, message
from statusgen.site.bars import Bars, Shape, bars, legend

HEALTHS: Final = {
    Health.OPERATIONAL: message("Operational"),
    Health.MAINTENANCE: message("Under maintenance"),
    Health.DEGRADED: message("Degraded"),
    Health.PARTIAL_OUTAGE: message("Partial outage"),
    Health.OUTAGE: message("Outage"),
}
HEADLINES: Final = {
    Health.OPERATIONAL: message("All systems operational"),
    Health.MAINTENANCE: message("Maintenance of %(what)s"),
    Health.DEGRADED: message("Degraded performance of %(what)s"),
    Health.PARTIAL_OUTAGE: message("Partial outage of %(what)s"),
    Health.OUTAGE: message("Outage of %(what)s"),
}

RECENT: Final = 8
"""So many events of the past; months show them all."""


class ComponentLine(Struct, frozen=True):
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


class Group(Struct, frozen=True):
    """Components under one heading; without a name: under none."""

    name: str
    components: tuple[ComponentLine, ...]


class Days(Struct, frozen=True):
    """The days that bars show."""

    first: str
    """`2026-08-25`"""
    first_said: str
    last: str
    last_said: str
    legend: tuple[Shape, ...]


class IndexPage(Struct, frozen=True):
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


def front_digest(board: Board, shown: Calendar | None) -> str:
    """Of all that the front page shows; `shown`: the days that bars show."""
    listed = [*_current(board), *board.upcoming, *board.recent[:RECENT]]
    drawn = None if shown is None else shown.digest
    return digest_of((board.since, board.upcoming_count, [entry.digest for entry in listed], drawn))


def front(board: Board, shown: Calendar | None, language: Language = ENGLISH) -> IndexPage:
    """The front page of a board."""
    zone = board.page.time_zone
    until = next_turn((*_current(board), *board.upcoming))

    def row(entry: Entry) -> Row:
        return words.row(entry, board.names, zone, language)

    return IndexPage(
        headline=headline(board, language),
        health=board.health.value,
        headlines={
            **{health.value: language.say(text, what="{}") for health, text in HEADLINES.items()},
            "some": _some(board, "{}", language),
        },
        labels=labels(language),
        since=None if board.since is None else words.moment(board.since, zone, language),
        until=None if until is None else words.moment(until, zone, language),
        groups=groups(board, shown, language),
        days=None if shown is None else days_of(shown, language),
        current=tuple(row(entry) for entry in _current(board)),
        upcoming=tuple(map(row, board.upcoming)),
        further=board.upcoming_count - len(board.upcoming),
        recent=tuple(map(row, board.recent[:RECENT])),
    )


def headline(board: Board, language: Language = ENGLISH) -> str:
    """The state in words: `Outage of Messaging API`, `Maintenance of 3 of 7 components`."""
    hit = [each for each in board.components if each.health is board.health]
    one = words.line(hit[0].component.name) if len(hit) == 1 else _some(board, str(len(hit)), language)
    return language.say(HEADLINES[board.health], what=one)


def _some(board: Board, hit: str, language: Language) -> str:
    return language.say("%(hit)s of %(all)s components", hit=hit, all=len(board.components))


def labels(language: Language) -> tuple[tuple[str, str], ...]:
    """Each health and its word, from best to worst."""
    return tuple((health.value, language.say(label)) for health, label in HEALTHS.items())


def days_of(shown: Calendar, language: Language) -> Days:
    """The first and the last day, and what shapes mean."""
    first, last = shown.dates[0], shown.dates[-1]
    return Days(first.isoformat(), language.day(first), last.isoformat(), language.day(last), legend(language))


def groups(board: Board, shown: Calendar | None, language: Language = ENGLISH) -> tuple[Group, ...]:
    """Components in the order of the file, each group where its first one stands."""
    healths = {each.component.id: each for each in board.components}
    found: dict[str, list[ComponentLine]] = {}
    for each in board.components:
        drawn = None if shown is None else bars(each.component.id, shown.of(each.component.id), language)
        found.setdefault(words.line(each.component.group or ""), []).append(line(each, healths, language, drawn))
    return tuple(Group(name, tuple(lines)) for name, lines in found.items())


def line(each: ComponentNow, healths: Mapping[str, ComponentNow], language: Language, drawn: Bars | None = None) -> ComponentLine:
    """A component, and those that it depends on."""
    return ComponentLine(
        id=each.component.id,
        name=words.line(each.component.name),
        health=each.health.value,
        label=language.say(HEALTHS[each.health]),
        description=words.line(each.component.description),
        depends_on=tuple(line(healths[other], {}, language) for other in each.component.depends_on if other in healths),
        bars=drawn,
    )


def _current(board: Board) -> tuple[Entry, ...]:
    """Open incidents, and then the work that goes on."""
    return (*board.open_incidents, *board.running)
