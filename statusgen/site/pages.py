"""The pages for people: front page, components, policies, windows, incidents, months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

from statusgen.board import Board, IncidentEntry, WindowEntry, words
from statusgen.board.days import Calendar
from statusgen.board.entries import digest_of
from statusgen.language import language
from statusgen.look.brand import Brand
from statusgen.model import Page
from statusgen.policy import Policy
from statusgen.site import heads, search
from statusgen.site.components import Components, Listed
from statusgen.site.events import Events
from statusgen.site.front import front, front_digest
from statusgen.site.months import Months
from statusgen.site.pieces import Pieces
from statusgen.site.policies import Policies
from statusgen.site.recipe import Recipe
from statusgen.site.subscribe import PAGE as SUBSCRIBE
from statusgen.site.subscribe import Panels
from statusgen.site.theme import Frame, Theme


class Pages:
    """The recipes of all pages of one board in one theme and its language, whose folder lies `below` the site."""

    def __init__(
        self, board: Board, theme: Theme, brand: Brand, below: str, shown: Calendar | None, years: search.Years, pieces: Pieces
    ) -> None:
        """`shown`: the days that bars show; `years`: what is searched. Both are the same in every language."""
        self._board = board
        self._theme = theme
        self._brand = brand
        self._language = theme.language
        self._below = below
        self._base = digest_of((theme.digest, board.digest, board.page, _heads(brand)))
        self._frames: dict[str, Frame] = {}
        self._shown = shown
        self._years = years
        self._components = Components(board, shown, theme.language)
        self._policies = Policies(board, theme.language)
        self._events = Events(board, theme)
        self._panels = Panels(board, theme.language, below, pieces)
        self._months = Months(board, theme.language)

    def recipes(self) -> Iterator[tuple[str, Recipe]]:
        """Path and recipe of every page."""
        board = self._board
        base, windows, incidents = self._base, f"{self._below}windows/", f"{self._below}incidents/"
        for window in board.windows:  # ten thousand of them: two digests side by side are as good a key as a digest of both
            yield f"{windows}{window.id}/index.html", Recipe(base + window.digest, partial(self._window, window))
        for incident in board.incidents:
            yield f"{incidents}{incident.id}/index.html", Recipe(base + incident.digest, partial(self._incident, incident))
        for position, (month, digest) in enumerate(self._months.keys()):
            yield self._page(f"history/{month}/index.html", digest, partial(self._month, position))
        yield self._page("history/index.html", self._months.digest, self._history)
        yield self._page("search/index.html", search.digest(self._years), self._search)
        yield self._page(f"{SUBSCRIBE}index.html", digest_of(SUBSCRIBE), self._subscribe)
        for listed in self._components.listed():
            path = f"components/{listed.now.component.id}/index.html"
            yield self._page(path, self._components.digest(listed), partial(self._component, listed))
        for policy in board.policies.values():
            yield self._page(f"policies/{policy.id}/index.html", self._policies.digest(policy), partial(self._promise, policy))
        yield self._page("index.html", front_digest(board, self._shown), self._index)
        yield self._page("404.html", digest_of("404"), self._missing)

    def _page(self, path: str, digest: str, render: Callable[[], bytes]) -> tuple[str, Recipe]:
        return f"{self._below}{path}", Recipe(digest_of((self._base, path, digest)), render)

    def _framed(self, root: str, path: str, title: str, body: str, *, about: str = "", data: str = "") -> bytes:
        frame = self._frames.get(root)
        if frame is None:
            frame = self._frames[root] = self._theme.frame("frame.html", site=self._site(), root=root, base=self._base_of(root))
        head, seal = (f'<script type="application/ld+json">{data}</script>\n', heads.seal(data)) if data else ("", "")
        return frame.around(title=title, path=quote(path), about=about or self._about, head=head, body=body, seal=seal)

    @cached_property
    def _about(self) -> str:
        """What every page is about that has nothing of its own to tell."""
        name = words.line(self._board.page.name)
        return self._language.say("Whether %(name)s works, which maintenance is planned, and what happened.", name=name)

    def _base_of(self, root: str) -> str:
        """From a page to the top of the site, where the files of all languages lie."""
        return root.removesuffix(self._below) if root.startswith("/") else root + "../" * self._below.count("/")

    def _site(self) -> SimpleNamespace:
        page = self._board.page
        return SimpleNamespace(
            name=words.line(page.name),
            url=page.url,
            time_zone=page.time_zone,
            language=self._language.code,
            below=self._below,
            languages=[
                SimpleNamespace(code=code, name=language(code).name, below=below, here=below == self._below)
                for below, code in addresses(page)
            ],
            policies=[(policy.id, words.line(policy.title)) for policy in self._board.policies.values()],
            **_heads(self._brand),
            links=page.look.links,
        )

    def _window(self, entry: WindowEntry) -> bytes:
        it = self._events.window(entry)
        about = heads.about(it.row, self._language)
        data = heads.event(self._board, entry, it.row, about)
        body = self._theme.render("window.html", it=it, root="../../")
        return self._framed("../../", entry.path, it.row.title, body, about=about, data=data)

    def _incident(self, entry: IncidentEntry) -> bytes:
        it = self._events.incident(entry)
        body = self._theme.render("incident.html", it=it, root="../../")
        return self._framed("../../", entry.path, it.row.title, body, about=heads.about(it.row, self._language))

    def _month(self, position: int) -> bytes:
        it = self._months.page(position)
        path = f"history/{it.month.path}/"
        return self._framed("../../", path, it.month.name, self._theme.render("month.html", it=it, root="../../"))

    def _history(self) -> bytes:
        body = self._theme.render("history.html", it=self._months.history(), root="../")
        return self._framed("../", "history/", self._language.say("By month"), body)

    def _search(self) -> bytes:
        it = search.page(self._board, self._language, self._years)
        body = self._theme.render("search.html", it=it, root="../", base=self._base_of("../"))
        return self._framed("../", "search/", self._language.say("Search"), body)

    def _subscribe(self) -> bytes:
        panel, components = self._panels.whole(), tuple(self._panels.components())
        body = self._theme.render("subscriptions.html", panel=panel, components=components, root="../", base=self._base_of("../"))
        return self._framed("../", SUBSCRIBE, panel.title, body)

    def _index(self) -> bytes:
        it = front(self._board, self._shown, self._language)
        title = self._language.say("Status of %(name)s", name=words.line(self._board.page.name))
        body = self._theme.render("index.html", it=it, panel=self._panels.whole(), root="", base=self._base_of(""))
        return self._framed("", "", title, body)

    def _component(self, listed: Listed) -> bytes:
        component = listed.now.component.id
        it, panel, root = self._components.page(listed), self._panels.of(component), "../../"
        body = self._theme.render("component.html", it=it, panel=panel, root=root, base=self._base_of(root))
        return self._framed(root, f"components/{component}/", it.component.name, body)

    def _promise(self, policy: Policy) -> bytes:
        it, path = self._policies.page(policy), f"policies/{policy.id}/"
        body = words.clean(self._theme.render("policy.html", it=it, root="../../"))  # contracts are people's texts, too
        return self._framed("../../", path, it.title, body)

    def _missing(self) -> bytes:
        # a host serves it at any depth, so its links start at the host
        root = f"{urlsplit(self._board.page.url).path or '/'}{self._below}"
        return self._framed(root, "404.html", self._language.say("No such page"), self._theme.render("404.html", root=root))


def _heads(brand: Brand) -> dict[str, object]:
    """What the head of every page shows of the pictures."""
    return {
        "logo": "" if brand.logo is None else brand.logo.path,
        "logo_width": brand.logo_width,
        "favicon": brand.favicon.path,
        "favicon_kind": brand.favicon.kind,
        "icon": "" if brand.icon is None else brand.icon.path,
    }


def addresses(page: Page) -> Iterator[tuple[str, str]]:
    """Where each language lies below the site, and its code: the first at the top."""
    for index, code in enumerate(page.languages):
        yield f"{code.lower()}/" if index else "", code
