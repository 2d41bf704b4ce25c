"""The page: its settings, the events that are maintenance, and their chronicles."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from statusgen.chronicle import Chronicle, Said, closed_since
from statusgen.civil import UTC, CivilError, zone
from statusgen.cstate.events import Event, read_event, text_of_value
from statusgen.cstate.front import Front, settings_of
from statusgen.finding import Finding, Place, Severity, printable
from statusgen.load.evidence import attach
from statusgen.model import Actual, Component, Evidence, Origin, Project, Window
from statusgen.model import Page as OurPage
from statusgen.sources import Archive, Filed, Revision
from statusgen.timeline import Span

EVENTS: Final = "content/issues"
SETTINGS: Final = tuple(f"{name}.{ending}" for name in ("config", "hugo") for ending in ("yml", "yaml", "toml"))
FOLDERS: Final = (EVENTS, *SETTINGS)
"""What of a repository is read."""

MAINTENANCE: Final = (
    *("maintenance", "maintenances", "maintaining", "planned", "scheduled"),
    *("upgrade", "upgrades", "upgraded", "upgrading"),
    *("migrate", "migrated", "migrating", "migration", "migrations"),
)
"""What maintenance is called."""


def is_wanted(path: str) -> bool:
    """Whether a file of the repository is an event or the page's settings."""
    name = path.rpartition("/")[2]
    return path in SETTINGS or (path.startswith(f"{EVENTS}/") and name.endswith((".md", ".markdown")) and name[0] not in "._")


class Words:
    """What makes an event maintenance: whole words of its title or of its file's name, whatever their case."""

    def __init__(self, words: Sequence[str] = MAINTENANCE) -> None:
        self._found = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})(?![^\W_])", re.IGNORECASE)

    def fit(self, title: str, path: str) -> bool:
        """Whether one of them is there."""
        return bool(self._found.search(title) or self._found.search(path.rpartition("/")[2]))


@dataclass(frozen=True, slots=True)
class Page:
    """What a cState repository comes to."""

    project: Project
    """The page, its systems and its maintenance, with the evidence of its announcements; no policy."""
    chronicles: tuple[Chronicle, ...]
    """Of each window of the project."""
    events: int
    """How many files of events there are now."""
    unreadable: int
    """How many of them cannot be read; findings say why."""
    commits: int
    findings: tuple[Finding, ...]
    """Errors of every file that is there; warnings of the settings and of maintenance."""


def read(archive: Archive, words: Words, now: int) -> Page:
    """The page as its repository tells it."""
    settings = _settings(filed for filed in archive.files if filed.path in SETTINGS)
    files = [filed for filed in archive.files if filed.path not in SETTINGS]
    there = [filed for filed in files if filed.gone is None]
    findings = list(settings.findings)
    chronicles, unreadable = [], 0
    for filed in files:
        event, front = read_event(filed.path, filed.revisions[-1].body, settings.zone)
        if event is None:
            unreadable += filed.gone is None
            findings += front.findings if filed.gone is None else ()
        elif not event.draft and words.fit(event.title, filed.path):
            findings += [*front.findings, *_unknown(event, settings)] if filed.gone is None else ()
            chronicles.append(_chronicle(filed, event, settings, now))
    chronicles.sort(key=lambda one: one.window.id)
    project = _project(settings, tuple(one.window for one in chronicles))
    return Page(project, tuple(chronicles), len(there), unreadable, len(archive.commits), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Settings:
    title: str
    url: str
    zone: str
    systems: tuple[str, ...]
    """Those of now."""
    ever: frozenset[str]
    """Those that the page ever had, too: what was taken off it later was known then."""
    findings: tuple[Finding, ...]


def _settings(files: Iterable[Filed]) -> _Settings:
    ever: set[str] = set()
    newest: Front | None = None
    for filed in files:
        for revision in filed.revisions:
            front = settings_of(filed.path, revision.body)
            ever.update(_systems(front.fields))
        if filed.gone is None and newest is None:
            newest = front
    if newest is None:
        newest = Front(SETTINGS[0])
        what = "The page has no settings, so none of its systems is known."
        newest.tell_at(Place(SETTINGS[0]), "missing-file", what, f"Commit one of {', '.join(SETTINGS)}.", Severity.WARNING)
    fields = newest.fields
    named = _zone(newest)
    title, url = str(fields.get("title") or "a cState page"), str(fields.get("baseURL") or "")
    return _Settings(title, url, named, _systems(fields), frozenset(ever), tuple(newest.findings))


def _systems(fields: Mapping[str, Any]) -> tuple[str, ...]:
    params = fields.get("params")
    systems = params.get("systems") if isinstance(params, dict) else None
    names = [one.get("name") for one in systems if isinstance(one, dict)] if isinstance(systems, list) else []
    return tuple(dict.fromkeys(str(name) for name in names if name is not None))


def _zone(front: Front) -> str:
    """Hugo reads naive times on the clock of `timeZone`, else in UTC."""
    named = front.fields.get("timeZone") or UTC
    try:
        zone(str(named))
    except CivilError as error:
        front.tell(error.rule, "timeZone", what=printable(error.what), way_out=error.way_out)
        return UTC
    return str(named)


def _unknown(event: Event, settings: _Settings) -> Iterator[Finding]:
    """The names that the page never had as a system's."""
    said = event.front.fields.get("affected")
    places: dict[str, tuple[str | int, ...]] = dict.fromkeys(event.affected, ("affected",))
    if isinstance(said, list):
        places = {text_of_value(name): ("affected", number) for number, name in reversed(list(enumerate(said)))}
    for name in event.affected:
        if name not in settings.ever:
            what = f"{printable(name, quoted=True)} is no system of the page, and never was."
            near = difflib.get_close_matches(name[:100], settings.systems, n=1)
            way_out = f"Did you mean `{near[0]}`?" if near else "Name one of the page's `systems`, or add this one to them."
            event.front.tell("unknown-component", *places[name], what=what, way_out=way_out, severity=Severity.WARNING)
            yield event.front.findings[-1]


def _project(settings: _Settings, windows: tuple[Window, ...]) -> Project:
    return Project(
        page=OurPage(settings.title, settings.url, settings.zone),
        components=tuple(Component(name, name) for name in settings.systems),
        policies=(),
        windows=windows,
        incidents=(),
        agreements=(),
        evidence=Evidence.GIT,
        digest="",
    )


def _chronicle(filed: Filed, event: Event, settings: _Settings, now: int) -> Chronicle:
    """The event as a window, and what each revision told of it. A revision that cannot be read told nothing."""
    read_then = {revision: read_event(filed.path, revision.body, settings.zone)[0] for revision in filed.revisions}
    then = {revision: one for revision, one in read_then.items() if one is not None and not one.draft}
    said = tuple(Said(revision.at, one.end, one.resolved) for revision, one in then.items())
    ended = _ended(event, closed_since(said), now)
    id_ = filed.path.removeprefix(f"{EVENTS}/").rpartition(".")[0]
    if filed.gone is not None:
        id_ = f"{id_}@{filed.revisions[-1].commit[:12]}"  # another file may have the name now

    def window(of: Event) -> Window:
        return Window(
            id=id_,
            origin=Origin(filed.path, {"start": _mark(event.front, "date")}),
            title=event.title or id_,
            components=of.affected or settings.systems or (settings.title,),
            impact=of.impact,
            span=Span(of.start, max(of.start + 1, ended if of.end is None else of.end)),
            time_zone=settings.zone,
            actual=Actual(of.start, max(of.start, ended)) if event.resolved else None,
        )

    bodies = {revision.body: window(one) for revision, one in then.items()}
    history: dict[str, tuple[Revision, ...]] = {filed.path: tuple(then)}
    (told,), _ = attach([window(event)], history, lambda _, body: (bodies[body],), now)
    return Chronicle(told, said, must_close=True, gone=filed.gone)


def _ended(event: Event, closed: int | None, now: int) -> int:
    """When it ended, by the last word; where that names no time, when the page said that it was over; else as expected, or now."""
    if event.ended is not None:
        return event.ended
    if closed is not None:
        return max(event.start, closed)
    return max(event.start, now) if event.expected is None else event.expected


def _mark(front: Front, key: str) -> tuple[int, int]:
    place = front.place(key)
    return place.line, place.column
