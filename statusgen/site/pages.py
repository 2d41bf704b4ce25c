"""The pages for people: front page, windows, incidents, months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from statusgen.board import Board, ComponentNow, Entry, Health, IncidentEntry, WindowEntry, told, words
from statusgen.board.entries import digest_of
from statusgen.board.heard import happened, heard
from statusgen.board.told import Told
from statusgen.board.words import Judgement, Moment, Row
from statusgen.civil import Month
from statusgen.language import ENGLISH, Language, language, message
from statusgen.model import Page
from statusgen.policy import Policy
from statusgen.site import search, subscribe
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Frame, Theme
from statusgen.verdict import Outcome, Verdict

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


@dataclass(frozen=True, slots=True)
class WindowPage:
    """What `window.html` sets."""

    row: Row
    utc: bool
    """Whether UTC is worth a line of its own."""
    clock: str
    """How long it is by the clock; empty where that is how long it is."""
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
    """The recipes of all pages of one board in one theme and its language, whose folder lies `below` the site."""

    def __init__(self, board: Board, theme: Theme, below: str = "") -> None:
        self._board = board
        self._theme = theme
        self._language = theme.language
        self._below = below
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
        yield self._page("search/index.html", search.digest(board), self._search)
        yield self._page(f"{subscribe.PAGE}index.html", digest_of(subscribe.PAGE), self._subscribe)
        yield self._page("index.html", self._index_digest(), self._index)
        yield self._page("404.html", digest_of("404"), self._missing)

    def _page(self, path: str, digest: str, render: Callable[[], bytes]) -> tuple[str, Recipe]:
        return f"{self._below}{path}", Recipe(digest_of((self._base, path, digest)), render)

    def _framed(self, root: str, path: str, title: str, body: str) -> bytes:
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = self._theme.frame("frame.html", site=self._site(), root=root, base=self._base_of(root))
        return frame.around(title=title, path=quote(path), body=body)

    def _base_of(self, root: str) -> str:
        """From a page to the top of the site, where the files of all languages lie."""
        return root.removesuffix(self._below) if root.startswith("/") else root + "../" * self._below.count("/")

    def _site(self) -> dict[str, object]:
        page = self._board.page
        return {
            "name": words.line(page.name),
            "url": page.url,
            "time_zone": page.time_zone,
            "language": self._language.code,
            "below": self._below,
            "languages": [
                {"code": code, "name": language(code).name, "below": below, "here": below == self._below}
                for below, code in addresses(page)
            ],
        }

    def _row(self, entry: WindowEntry | IncidentEntry) -> Row:
        return words.row(entry, self._board.names, self._zone, self._language)

    def _window(self, entry: WindowEntry) -> bytes:
        window, zone, board, said = entry.window, self._zone, self._board, self._language
        row = self._row(entry)
        cancelled = window.cancelled is not None and window.cancelled.at <= entry.horizon
        it = WindowPage(
            row=row,
            utc=row.start.local != row.start.utc,
            clock=words.clock_text(window.span, zone, said),
            course=words.course_text(entry, zone, said),
            notice=words.notice_text(window, said),
            emergency=words.line(window.emergency or ""),
            cancelled=words.clean(window.cancelled.reason) if window.cancelled is not None and cancelled else None,
            description=words.clean(window.description),
            updates=happened(entry, zone, said)[::-1],
            history=told.history(entry, board.names, zone, said)[::-1],
            promises=self._promises(entry),
        )
        return self._framed("../../", entry.path, row.title, self._theme.render("window.html", it=it, root="../../"))

    def _promises(self, entry: WindowEntry) -> Markup:
        """The same few verdicts stand on thousands of pages."""
        judged = (verdict for verdict in entry.verdicts if verdict.outcome is not Outcome.CANCELLED)
        judgements = tuple(words.judgement(verdict, self._policy(verdict, entry), self._zone, self._language) for verdict in judged)
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
            updates=heard(entry, self._board.names, self._zone, self._language)[::-1],
        )
        return self._framed("../../", entry.path, row.title, self._theme.render("incident.html", it=it, root="../../"))

    def _month(self, month: Month, newer: str, older: str) -> bytes:
        it = MonthPage(words.month_name(month, self._language), tuple(map(self._row, self._board.months[month])), newer, older)
        return self._framed("../../", f"history/{month}/", it.name, self._theme.render("month.html", it=it, root="../../"))

    def _history(self) -> bytes:
        years = groupby(self._board.months.items(), key=lambda each: each[0].year)
        listed = tuple(Year(str(year), tuple(self._month_line(*each) for each in months)) for year, months in years)
        body = self._theme.render("history.html", it=HistoryPage(listed), root="../")
        return self._framed("../", "history/", self._language.say("By month"), body)

    def _search(self) -> bytes:
        it = search.page(self._board, self._language)
        body = self._theme.render("search.html", it=it, root="../", base=self._base_of("../"))
        return self._framed("../", "search/", self._language.say("Search"), body)

    def _subscribe(self) -> bytes:
        panels = subscribe.Panels(self._board, self._language, self._below)
        panel, components = panels.whole(), tuple(panels.components())
        body = self._theme.render("subscriptions.html", panel=panel, components=components, root="../", base=self._base_of("../"))
        return self._framed("../", subscribe.PAGE, panel.title, body)

    def _month_line(self, month: Month, entries: tuple[Entry, ...]) -> MonthLine:
        return MonthLine(str(month), words.month_name(month, self._language), len(entries))

    def _index_digest(self) -> str:
        board = self._board
        listed = [*board.open_incidents, *board.running, *board.upcoming, *board.recent]
        return digest_of((board.since, board.until, board.upcoming_count, [entry.digest for entry in listed]))

    def _index(self) -> bytes:
        board, zone = self._board, self._zone
        it = IndexPage(
            headline=headline(board, self._language),
            health=board.health.value,
            since=None if board.since is None else words.moment(board.since, zone, self._language),
            until=None if board.until is None else words.moment(board.until, zone, self._language),
            groups=_groups(board, self._language),
            open_incidents=tuple(map(self._row, board.open_incidents)),
            running=tuple(map(self._row, board.running)),
            upcoming=tuple(map(self._row, board.upcoming)),
            further=board.upcoming_count - len(board.upcoming),
            recent=tuple(map(self._row, board.recent)),
        )
        return self._framed("", "", it.headline, self._theme.render("index.html", it=it, root=""))

    def _missing(self) -> bytes:
        # a host serves it at any depth, so its links start at the host
        root = f"{urlsplit(self._board.page.url).path or '/'}{self._below}"
        return self._framed(root, "404.html", self._language.say("No such page"), self._theme.render("404.html", root=root))


def addresses(page: Page) -> Iterator[tuple[str, str]]:
    """Where each language lies below the site, and its code: the first at the top."""
    for index, code in enumerate(page.languages):
        yield f"{code.lower()}/" if index else "", code


def headline(board: Board, language: Language = ENGLISH) -> str:
    """The state in words: `Outage of Messaging API`, `Maintenance of 3 of 7 components`."""
    hit = [each for each in board.components if each.health is board.health]
    if len(hit) == 1:
        what = words.line(hit[0].component.name)
    else:
        what = language.say("%(hit)s of %(all)s components", hit=len(hit), all=len(board.components))
    return language.say(HEADLINES[board.health], what=what)


def _groups(board: Board, language: Language = ENGLISH) -> tuple[Group, ...]:
    """Components in the order of the file, each group where its first one stands."""
    healths = {each.component.id: each for each in board.components}
    found: dict[str, list[ComponentLine]] = {}
    for each in board.components:
        found.setdefault(words.line(each.component.group or ""), []).append(_component_line(each, healths, language))
    return tuple(Group(name, tuple(lines)) for name, lines in found.items())


def _component_line(each: ComponentNow, healths: dict[str, ComponentNow], language: Language) -> ComponentLine:
    troubled = [healths[other] for other in each.component.depends_on if other in healths]
    troubled = [other for other in troubled if other.health is not Health.OPERATIONAL]
    notes = [_note(other, language) for other in troubled]
    description = words.line(each.component.description)
    return ComponentLine(
        words.line(each.component.name),
        each.health.value,
        language.say(HEALTHS[each.health]),
        "; ".join([description, *notes] if description else notes),
    )


def _note(other: ComponentNow, language: Language) -> str:
    name, state = words.line(other.component.name), language.say(HEALTHS[other.health]).lower()
    return language.say("depends on %(component)s: %(state)s", component=name, state=state)
