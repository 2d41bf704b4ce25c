"""The pages for people: front page, windows, incidents, months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from statusgen.board import Board, ComponentNow, Health, IncidentEntry, WindowEntry, told, words
from statusgen.board.entries import digest_of
from statusgen.board.told import Told
from statusgen.board.words import Judgement, Moment, Row
from statusgen.civil import Month
from statusgen.policy import Policy
from statusgen.site.feeds import published
from statusgen.site.recipe import Recipe
from statusgen.site.theme import ICON, Frame, Theme
from statusgen.verdict import Outcome, Verdict

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


@dataclass(frozen=True, slots=True)
class WindowPage:
    """What `window.html` sets."""

    row: Row
    utc: str
    """Both times in UTC; empty where the page's clock is UTC."""
    course: str
    notice: str
    emergency: str
    cancelled: str | None
    """The reason, Markdown; None where it is not cancelled."""
    description: str
    updates: tuple[Told, ...]
    """Newest first, as the history."""
    history: tuple[Told, ...]
    promises: Markup
    """What each policy says, set by `promises.html`."""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """What `incident.html` sets."""

    row: Row
    utc: bool
    """Whether UTC is worth a line of its own."""
    description: str
    updates: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component on the front page."""

    name: str
    health: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """Components under one heading; without a name: under none."""

    name: str
    components: tuple[ComponentLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What `index.html` sets."""

    headline: str
    health: str
    since: Moment | None
    until: Moment | None
    groups: tuple[Group, ...]
    open_incidents: tuple[Row, ...]
    running: tuple[Row, ...]
    upcoming: tuple[Row, ...]
    further: int
    """How many upcoming windows the front page does not list."""
    recent: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """What `month.html` sets."""

    name: str
    rows: tuple[Row, ...]
    newer: str
    """The neighbours with events, such as `2026-12`; empty where there is none."""
    older: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in the list of months."""

    path: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the list of months."""

    name: str
    months: tuple[MonthLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What `history.html` sets."""

    years: tuple[Year, ...]


class Pages:
    """The recipes of all pages of one board in one theme."""

    def __init__(self, board: Board, theme: Theme) -> None:
        self._board = board
        self._theme = theme
        self._zone = board.page.time_zone
        self._base = digest_of((theme.digest, board.digest, board.page))
        self._frames: dict[str, Frame] = {}
        self._said: dict[tuple[Judgement, ...], Markup] = {}

    def recipes(self) -> Iterator[tuple[str, Recipe]]:
        """Path and recipe of every page."""
        board = self._board
        for window in board.windows:
            yield self._page(f"windows/{window.id}/index.html", window.digest, partial(self._window, window))
        for incident in board.incidents:
            yield self._page(f"incidents/{incident.id}/index.html", incident.digest, partial(self._incident, incident))
        months = ["", *map(str, board.months), ""]
        for (month, entries), newer, older in zip(board.months.items(), months, months[2:], strict=False):
            digest = digest_of((newer, older, [entry.digest for entry in entries]))
            yield self._page(f"history/{month}/index.html", digest, partial(self._month, month, newer, older))
        counts = [(str(month), len(entries)) for month, entries in board.months.items()]
        yield self._page("history/index.html", digest_of(counts), self._history)
        yield self._page("index.html", self._index_digest(), self._index)
        yield self._page("404.html", digest_of("404"), self._missing)

    def _page(self, path: str, digest: str, render: Callable[[], bytes]) -> tuple[str, Recipe]:
        return path, Recipe(digest_of((self._base, path, digest)), render)

    def _framed(self, root: str, path: str, title: str, body: str) -> bytes:
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = self._theme.frame("frame.html", site=self._site(), root=root)
        return frame.around(title=title, path=path, body=body)

    def _site(self) -> dict[str, str]:
        page = self._board.page
        icon = "" if self._theme.icon is None else ICON
        return {"name": words.line(page.name), "url": page.url, "time_zone": page.time_zone, "icon": icon}

    def _row(self, entry: WindowEntry | IncidentEntry) -> Row:
        return words.row(entry, self._board.names, self._zone)

    def _window(self, entry: WindowEntry) -> bytes:
        window, zone, board = entry.window, self._zone, self._board
        row = self._row(entry)
        cancelled = window.cancelled is not None and window.cancelled.at <= entry.horizon
        it = WindowPage(
            row=row,
            utc="" if row.end is None or row.start.local == row.start.utc else f"{row.start.utc} to {row.end.utc}",
            course=words.course_text(entry, zone),
            notice=words.notice_text(window),
            emergency=words.line(window.emergency or ""),
            cancelled=words.clean(window.cancelled.reason) if window.cancelled is not None and cancelled else None,
            description=words.clean(window.description),
            updates=told.updates(entry, zone)[::-1],
            history=told.history(entry, board.names, zone)[::-1],
            promises=self._promises(entry),
        )
        return self._framed("../../", entry.path, row.title, self._theme.render("window.html", it=it, root="../../"))

    def _promises(self, entry: WindowEntry) -> Markup:
        """The same few verdicts stand on thousands of pages."""
        judged = (verdict for verdict in entry.verdicts if verdict.outcome is not Outcome.CANCELLED)
        judgements = tuple(words.judgement(verdict, self._policy(verdict, entry), self._zone) for verdict in judged)
        found = self._said.get(judgements)
        if found is None:
            text = self._theme.render("promises.html", judgements=judgements) if judgements else ""
            found = self._said[judgements] = Markup(text)  # noqa: S704  # the template has escaped it
        return found

    def _policy(self, verdict: Verdict, entry: WindowEntry) -> Policy:
        """The version that judged the window."""
        policy = self._board.policies[verdict.policy]
        return policy.in_force(entry.window.span.start) or policy

    def _incident(self, entry: IncidentEntry) -> bytes:
        row = self._row(entry)
        it = IncidentPage(
            row=row,
            utc=row.start.local != row.start.utc,
            description=words.clean(entry.incident.description),
            updates=tuple(sorted(published(self._board, entry), key=lambda each: each.at))[::-1],
        )
        return self._framed("../../", entry.path, row.title, self._theme.render("incident.html", it=it, root="../../"))

    def _month(self, month: Month, newer: str, older: str) -> bytes:
        it = MonthPage(words.month_name(month), tuple(map(self._row, self._board.months[month])), newer, older)
        return self._framed("../../", f"history/{month}/", it.name, self._theme.render("month.html", it=it, root="../../"))

    def _history(self) -> bytes:
        lines = [(month.year, MonthLine(str(month), words.month_name(month), len(e))) for month, e in self._board.months.items()]
        years = (Year(str(year), tuple(line for _, line in group)) for year, group in groupby(lines, key=lambda line: line[0]))
        body = self._theme.render("history.html", it=HistoryPage(tuple(years)), root="../")
        return self._framed("../", "history/", "By month", body)

    def _index_digest(self) -> str:
        board = self._board
        listed = [*board.open_incidents, *board.running, *board.upcoming, *board.recent]
        return digest_of((board.since, board.until, board.upcoming_count, [entry.digest for entry in listed]))

    def _index(self) -> bytes:
        board, zone = self._board, self._zone
        it = IndexPage(
            headline=headline(board),
            health=board.health.value,
            since=None if board.since is None else words.moment(board.since, zone),
            until=None if board.until is None else words.moment(board.until, zone),
            groups=_groups(board),
            open_incidents=tuple(map(self._row, board.open_incidents)),
            running=tuple(map(self._row, board.running)),
            upcoming=tuple(map(self._row, board.upcoming)),
            further=board.upcoming_count - len(board.upcoming),
            recent=tuple(map(self._row, board.recent)),
        )
        return self._framed("", "", it.headline, self._theme.render("index.html", it=it, root=""))

    def _missing(self) -> bytes:
        root = urlsplit(self._board.page.url).path or "/"  # a host serves it at any depth, so its links start at the host
        return self._framed(root, "404.html", "No such page", self._theme.render("404.html", root=root))


def headline(board: Board) -> str:
    """The state in words: `Outage of Messaging API`, `Maintenance of 3 of 7 components`."""
    hit = [each for each in board.components if each.health is board.health]
    one = words.line(hit[0].component.name) if len(hit) == 1 else f"{len(hit)} of {len(board.components)} components"
    return HEADLINES[board.health].format(one)


def _groups(board: Board) -> tuple[Group, ...]:
    """Components in the order of the file, each group where its first one stands."""
    healths = {each.component.id: each for each in board.components}
    found: dict[str, list[ComponentLine]] = {}
    for each in board.components:
        found.setdefault(words.line(each.component.group or ""), []).append(_component_line(each, healths))
    return tuple(Group(name, tuple(lines)) for name, lines in found.items())


def _component_line(each: ComponentNow, healths: dict[str, ComponentNow]) -> ComponentLine:
    troubled = [healths[other] for other in each.component.depends_on if other in healths]
    troubled = [other for other in troubled if other.health is not Health.OPERATIONAL]
    notes = [f"depends on {words.line(other.component.name)}: {HEALTHS[other.health].lower()}" for other in troubled]
    description = words.line(each.component.description)
    return ComponentLine(
        words.line(each.component.name),
        each.health.value,
        HEALTHS[each.health],
        "; ".join([description, *notes] if description else notes),
    )
