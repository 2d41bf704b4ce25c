"""What every command does first: find the project, read it, and be ready to ask git."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct
from platformdirs import user_cache_path

from statusgen.cli import clock
from statusgen.finding import Finding, HistoryUnavailable, ProjectUnreadable, Severity, told_in_order
from statusgen.load import Loaded, limits_of, load, not_read, time_zone
from statusgen.load import branch as main_branch
from statusgen.load.ahead import lasting
from statusgen.load.shelf import Shelf
from statusgen.model import Project
from statusgen.sources import (
    EVENTS,
    FREEZES,
    POLICIES,
    SETTINGS,
    WINDOWS,
    Archive,
    History,
    Repository,
    Texts,
    find_project,
    is_read,
    survey,
)

if TYPE_CHECKING:
    from statusgen.board.settled import Settled
    from statusgen.fixes import Suggestions

NOTHING: Final = "none"
"""`--base none`: compare with nothing, everything is new."""

WORTH_KEEPING: Final = 250
"""A project of fewer files is read before it is noticed, and leaves nothing behind."""


class Base(NamedTuple):
    """What a project is compared with."""

    project: Project | None
    """None: with nothing, everything is new."""
    renames: Mapping[str, str]
    """Path now -> path then, of the files that have another name now."""
    texts: Texts


class Opened(Struct, frozen=True):
    """A project as it is in its folder, at an instant."""

    folder: Path
    texts: Texts
    shelf: Shelf
    git: Git
    project: Project
    findings: tuple[Finding, ...]
    """What reading had to tell."""
    now: int
    history: Callable[[], History] | None = None
    """What the main branch told, asked of git once; None: the project lies in no work tree."""
    settled: Settled | None = None
    """The events that are not part of the project because nothing of them changes any more; None: all are part of it."""
    pieces: Path | None = None
    """The file where pieces of the site are kept; None: nowhere."""
    compiled: Path | None = None
    """The folder where templates are kept as they were compiled; None: nowhere."""

    @property
    def broken(self) -> bool:
        """Whether a file could not be read as what it is."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def below(self) -> str:
        """Where the project's folder lies in its repository: nothing, or a path that ends with `/`."""
        return "" if self.git.repository is None else self.git.repository.below

    def before(self, base: str | None) -> Base:
        """The project that this one is compared with."""
        commit = self.git.base(base)
        if commit is None or self.git.repository is None:
            return Base(None, {}, {})
        before = self.git.repository.texts_at(commit, self.texts)
        if before.texts == self.texts:
            return Base(self.project, {}, before.texts)
        try:
            project = load(before.texts, now=self.now, history=self._history_of_series, shelf=self.shelf).project
            self.shelf.save()
            return Base(project, before.renames, before.texts)
        except ProjectUnreadable:
            return Base(None, {}, {})  # no statusgen.yaml then, or none that could be read: there was no page to compare with

    def suggestions(self, told: Iterable[Finding]) -> Suggestions:
        """What would answer findings, tried on the project as it would be."""
        from statusgen import fixes

        def read(changed: Mapping[str, bytes]) -> Loaded:
            return load({**self.texts, **changed}, now=self.now, history=self.history, shelf=self.shelf)

        return fixes.suggested(self.project, told, self.texts, read, self.now)

    def as_told(self, base: Base, files: Collection[str]) -> Project:
        """The project of a base with no events but those of some files, as far as the main branch told of them."""
        grounds = {path: body for path, body in base.texts.items() if not path.startswith(EVENTS) or path in files}
        return load(grounds, now=self.now, history=self.history, shelf=self.shelf).project

    def _history_of_series(self) -> History:
        """Of the files that declare a series, or did: what has begun of it is as it was, on both sides of the comparison."""
        told = self.history() if self.history is not None else {}
        return {path: revisions for path, revisions in told.items() if any(b"repeat" in one.body for one in revisions)}


class Git(Struct, frozen=True):
    """The repository around the project; why there is none is told only when it is asked for something."""

    repository: Repository | None
    refusal: HistoryUnavailable | None
    texts: Texts
    shelf: Shelf
    branch: str | None
    """The main branch, where the command line names it; else `statusgen.yaml` may."""

    @property
    def is_there(self) -> bool:
        """Whether the project lies in a work tree, be it one that can be read or not."""
        return self.repository is not None or self.refusal is not None

    def history(self) -> History:
        """What the main branch told, and when."""
        return self._asked().history(self._main(), self.texts)

    def archive(self) -> Archive:
        """Every window's file that the main branch ever had."""
        return self._asked().archive(self._main(), (WINDOWS,), is_read)

    def commits_of(self, paths: Collection[str]) -> Mapping[str, str]:
        """The commit that gave each of some files its content, where there is one."""
        return {} if self.repository is None else self.repository.commits_of(self.texts, paths)

    def base(self, named: str | None) -> str | None:
        """The commit to compare with; None: with nothing."""
        if named == NOTHING or (named is None and not self.is_there):
            return None
        return self._asked().base(self._main() if named is None else "", named)

    def _main(self) -> str:
        return self._asked().main(self.branch or main_branch(self.texts, self.shelf))

    def _asked(self) -> Repository:
        if self.repository is None:
            raise self.refusal or HistoryUnavailable(
                "this project is in no git work tree", "Leave `--base` and `--branch` out: everything is new then."
            )
        return self.repository


def opened(
    folder: Path | None,
    at: str | None,
    branch: str | None,
    *,
    all_events: bool = True,
    meanwhile: Callable[[], object] = lambda: None,
) -> Opened:
    """The project of a folder, or of the nearest one above that has a `statusgen.yaml`; with all events, or but for those that
    are settled. What the command has to do beside is done `meanwhile`, while files are read.
    """
    home = find_project(folder or Path.cwd())
    repository, refusal = _around(home)
    with _telling(home, repository, branch):
        texts, passed_over = survey(home)
        keep = len(texts) >= WORTH_KEEPING
        settled = None if all_events else _settled(_cached(home, "settled.msgpack") if keep else None)
        # Where most is settled, little is read: it has a shelf of its own, so that what others have read stays on theirs.
        read = "read" if settled is None or settled.is_empty else "unsettled"
        shelf = Shelf(_cached(home, f"{read}.msgpack") if keep else None)
        now = clock.instant(at, lambda: time_zone(texts, shelf))
        git = Git(repository, refusal, texts, shelf, branch)
        history = cache(git.history) if git.is_there else None
        loaded = load(texts, now=now, history=history, shelf=shelf, settled=settled, meanwhile=meanwhile)
    shelf.save()
    findings = told_in_order((*loaded.findings, *not_read(passed_over)))
    if all_events or not keep:
        return Opened(home, texts, shelf, git, loaded.project, findings, now, history, settled)
    pieces, compiled = _cached(home, "pieces.msgpack"), _cached(home, "templates")
    return Opened(home, texts, shelf, git, loaded.project, findings, now, history, settled, pieces, compiled)


def _around(home: Path) -> tuple[Repository | None, HistoryUnavailable | None]:
    """The repository around a project; or why it cannot be read. A project that declares its announcements needs none."""
    try:
        return Repository.around(home), None
    except HistoryUnavailable as refusal:
        return None, refusal


def _telling(home: Path, repository: Repository | None, branch: str | None) -> AbstractContextManager[None]:
    """Git telling the history already; not where a glance at the settings shows that another branch, or none, may be asked for."""
    if repository is None:
        return nullcontext()
    settings = survey(home, ()).texts.get(SETTINGS, b"")
    if b"declared" in settings or (branch is None and b"branch" in settings):
        return nullcontext()
    return repository.telling(branch)


def ahead(folder: Path | None, at: str | None, named: str | None = None) -> Opened:
    """What asks of times to come takes: policies, settings and the windows that were not over two months ago, without the evidence
    for when anything was announced; also the one that is `named`.
    """
    from statusgen.rules import still_counts

    home = find_project(folder or Path.cwd())
    texts, passed_over = survey(home, (FREEZES, POLICIES, WINDOWS))
    shelf = Shelf(_cached(home, "read.msgpack"))
    now = clock.instant(at, lambda: time_zone(texts, shelf))
    since = still_counts(limits_of(texts, shelf), now)
    loaded = load(lasting(texts, since, named), now=now, shelf=shelf)
    shelf.save(partly=True)
    findings = told_in_order((*loaded.findings, *not_read(passed_over)))
    return Opened(home, texts, shelf, Git(None, None, texts, shelf, None), loaded.project, findings, now)


def unread(home: Path, error: ProjectUnreadable, now: int) -> tuple[Texts, Suggestions]:
    """The texts of a project whose settings cannot be read, and what would answer the findings that say why."""
    from statusgen import fixes

    texts, _ = survey(home)

    def read(changed: Mapping[str, bytes]) -> Loaded:
        return load({**texts, **changed}, now=now)

    return texts, fixes.meant(error.findings, texts, read)


def below(home: Path) -> str:
    """Where a project's folder lies in its repository, where there is one that can be asked."""
    repository, _ = _around(home)
    return "" if repository is None else repository.below


def _settled(file: Path | None) -> Settled:
    from statusgen.board.settled import Settled

    return Settled(file)


def _cached(home: Path, what: str) -> Path:
    """Where something of a project is kept: with the user's other caches."""
    name = blake2b(os.fsencode(home.resolve()), digest_size=16).hexdigest()
    return user_cache_path("statusgen") / f"{name}.{what}"
