"""The pages for people: front page, components, policies, windows, incidents, months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry, told, words
from statusgen.board.entries import OVER, digest_of
from statusgen.board.heard import happened, heard
from statusgen.board.told import Told
from statusgen.board.words import Judgement, Row
from statusgen.civil import Month
from statusgen.language import language
from statusgen.model import Page
from statusgen.policy import Policy
from statusgen.site import heads, search, subscribe
from statusgen.site.calendars import CALENDAR
from statusgen.site.components import Components, Listed
from statusgen.site.front import front, front_digest
from statusgen.site.policies import Policies
from statusgen.site.recipe import Recipe
from statusgen.site.styles import logo_path
from statusgen.site.theme import Frame, Theme
from statusgen.verdict import Outcome, Verdict


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
    calendar: str
    """Its file for calendars, beside the page; empty where the work is over or will not be."""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """What `incident.html` sets."""

    row: Row
    utc: bool
    """Whether UTC is worth a line of its own."""
    description: str
    updates: tuple[Told, ...]


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
        self._components = Components(board, theme.language)
        self._policies = Policies(board, theme.language)
        self._panels = subscribe.Panels(board, theme.language, below)
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
        for listed in self._components.listed():
            path = f"components/{listed.now.component.id}/index.html"
            yield self._page(path, self._components.digest(listed), partial(self._component, listed))
        for policy in board.policies.values():
            yield self._page(f"policies/{policy.id}/index.html", self._policies.digest(policy), partial(self._promise, policy))
        yield self._page("index.html", front_digest(board), self._index)
        yield self._page("404.html", digest_of("404"), self._missing)

    def _page(self, path: str, digest: str, render: Callable[[], bytes]) -> tuple[str, Recipe]:
        return f"{self._below}{path}", Recipe(digest_of((self._base, path, digest)), render)

    def _framed(self, root: str, path: str, title: str, body: str, *, about: str = "", head: str = "") -> bytes:
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = self._theme.frame("frame.html", site=self._site(), root=root, base=self._base_of(root))
        return frame.around(title=title, path=quote(path), about=about or self._about, head=head, body=body)

    @cached_property
    def _about(self) -> str:
        """What every page is about that has nothing of its own to tell."""
        name = words.line(self._board.page.name)
        return self._language.say("Whether %(name)s works, which maintenance is planned, and what happened.", name=name)

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
            "policies": [(policy.id, words.line(policy.title)) for policy in self._board.policies.values()],
            "logo": logo_path(page.look),
            "links": page.look.links,
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
            calendar="" if entry.state in OVER else CALENDAR,
        )
        body = self._theme.render("window.html", it=it, root="../../")
        about = heads.about(row, self._language)
        head = heads.event(board, entry, row, about)
        return self._framed("../../", entry.path, row.title, body, about=about, head=head)

    def _promises(self, entry: WindowEntry) -> Markup:
        """The same few verdicts stand on thousands of pages."""
        judged = (verdict for verdict in entry.verdicts if verdict.outcome is not Outcome.CANCELLED)
        judgements = tuple(
            words.judgement(verdict, self._judging(verdict, entry), self._zone, self._language) for verdict in judged
        )
        found = self._said.get(judgements)
        if found is None:
            text = self._theme.render("promises.html", judgements=judgements) if judgements else ""
            found = self._said[judgements] = Markup(text)  # noqa: S704  # the template has escaped it
        return found

    def _judging(self, verdict: Verdict, entry: WindowEntry) -> Policy:
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
        body = self._theme.render("incident.html", it=it, root="../../")
        return self._framed("../../", entry.path, row.title, body, about=heads.about(row, self._language))

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
        panel, components = self._panels.whole(), tuple(self._panels.components())
        body = self._theme.render("subscriptions.html", panel=panel, components=components, root="../", base=self._base_of("../"))
        return self._framed("../", subscribe.PAGE, panel.title, body)

    def _month_line(self, month: Month, entries: tuple[Entry, ...]) -> MonthLine:
        return MonthLine(str(month), words.month_name(month, self._language), len(entries))

    def _index(self) -> bytes:
        it = front(self._board, self._language)
        title = self._language.say("Status of %(name)s", name=words.line(self._board.page.name))
        panel = self._panels.whole(with_code=False)
        body = self._theme.render("index.html", it=it, root="", base=self._base_of(""), panel=panel)
        return self._framed("", "", title, body)

    def _component(self, listed: Listed) -> bytes:
        root, component = "../../", listed.now.component.id
        it, panel = self._components.page(listed), self._panels.of(component)
        body = self._theme.render("component.html", it=it, root=root, base=self._base_of(root), panel=panel)
        return self._framed(root, f"components/{component}/", it.component.name, body)

    def _promise(self, policy: Policy) -> bytes:
        it, path = self._policies.page(policy), f"policies/{policy.id}/"
        return self._framed("../../", path, it.title, self._theme.render("policy.html", it=it, root="../../"))

    def _missing(self) -> bytes:
        # a host serves it at any depth, so its links start at the host
        root = f"{urlsplit(self._board.page.url).path or '/'}{self._below}"
        return self._framed(root, "404.html", self._language.say("No such page"), self._theme.render("404.html", root=root))


def addresses(page: Page) -> Iterator[tuple[str, str]]:
    """Where each language lies below the site, and its code: the first at the top."""
    for index, code in enumerate(page.languages):
        yield f"{code.lower()}/" if index else "", code
