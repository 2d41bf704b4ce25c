"""`statusgen audit`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from statusgen import audit as room
from statusgen import civil, cstate
from statusgen.audit import Audit, Source
from statusgen.chronicle import Chronicle
from statusgen.cli import clock, output, wishing
from statusgen.cli.exits import Exit
from statusgen.cli.promising import reach_of
from statusgen.cli.reading import Opened, opened
from statusgen.finding import Finding, HistoryUnavailable, StatusgenError, printable, told_in_order
from statusgen.load import load
from statusgen.load.chronicles import chronicles
from statusgen.load.policies import Library
from statusgen.load.sheet import Context, did_you_mean
from statusgen.model import Evidence, Project
from statusgen.policy import Policy
from statusgen.render import audit as render
from statusgen.sources import WINDOWS, Archive, Repository, Texts, unpacked


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    cstate: Path | None
    """A cState repository, or an export of one; None: the project's own history."""
    since: str | None
    """`2026-01-01`, or an instant."""
    policies: Sequence[str]
    """Only these; none: those of the page, and of a cState page none."""
    words: str | None
    """What maintenance is called, of a cState page: `maintenance,brownout`."""
    shape: str


def audit(folder: Path | None, at: str | None, branch: str | None, wanted: Wanted) -> Exit:
    """Read a history, hold it against policies, tell. What cannot be read is told, and the rest is audited."""
    if wanted.cstate is None and wanted.words is not None:
        raise StatusgenError("`--words` is about a cState page", "Name one, `--cstate REPO`, or leave `--words` out.")
    home = folder
    if wanted.cstate is None:
        here = opened(folder, at, branch)
        made, home = _of_project(here, wanted), here.folder
    else:
        made = _of_cstate(wanted.cstate, folder, at, branch, wanted)
    output.answer(_told(made, wanted.shape, home))
    if made.errors:
        return Exit.REJECTED
    return Exit.ACCEPTED if made.records else Exit.NOTHING


def _told(made: Audit, shape: str, home: Path | None) -> str:
    """As text, JSON or a page; `home` may have templates of its own."""
    match shape:
        case "json":
            return render.json(made)
        case "html":
            from statusgen import documents

            return documents.audit(made, documents.theme(home))
        case _:
            return render.text(made, color=output.colored(sys.stdout))


@dataclass(frozen=True, slots=True)
class _Told:
    """A project as customers were told of it."""

    texts: Texts
    project: Project
    findings: tuple[Finding, ...]
    untold: int
    """How many files of the work tree say something else."""


def _of_project(here: Opened, wanted: Wanted) -> Audit:
    now = here.now
    library = Library(here.texts, [component.id for component in here.project.components])
    policies = _chosen(library, wanted.policies or [policy.id for policy in here.project.policies])
    zone = here.project.page.time_zone
    if here.project.evidence is Evidence.GIT:
        then = here.git.archive().until(now)
        told = _as_told(here, then)
        found = chronicles(told.project.windows, then, Context(zone, None, None), now)
        commits: int | None = len(then.commits)
    else:
        told = _Told(here.texts, here.project, here.findings, 0)
        found = tuple(Chronicle(window, (), must_close=False) for window in told.project.windows)
        commits = None
    files = _windows(told.texts).keys()
    unreadable = files & {finding.place.file for finding in told.findings if finding.severity == "error"}
    unreadable -= {window.origin.file for window in told.project.windows}
    source = Source(len(files), len(unreadable), commits, is_ours=True, untold=told.untold)
    return room.audit(told.project, found, policies, source, told.findings, since=_since(wanted.since, zone), now=now)


def _as_told(here: Opened, then: Archive) -> _Told:
    """With the windows that the main branch had: what only this work tree says was told to nobody yet, and counts for nothing."""
    history = {filed.path: filed.revisions for filed in then.files if filed.gone is None}
    theirs = {path: revisions[-1].body for path, revisions in history.items()}
    ours = _windows(here.texts)
    differing = [path for path in ours.keys() | theirs.keys() if _lines(ours.get(path)) != _lines(theirs.get(path))]
    if not differing:
        return _Told(here.texts, here.project, here.findings, 0)
    texts = {path: body for path, body in here.texts.items() if path not in ours} | theirs
    loaded = load(texts, now=here.now, history=lambda: history, shelf=here.shelf)
    return _Told(texts, loaded.project, loaded.findings, len(differing))


def _windows(texts: Texts) -> Texts:
    return {path: body for path, body in texts.items() if path.startswith(f"{WINDOWS}/")}


def _lines(body: bytes | None) -> list[bytes] | None:
    """Git may end lines otherwise in a work tree than it keeps them."""
    return None if body is None else body.splitlines()


def _of_cstate(repository: Path, folder: Path | None, at: str | None, branch: str | None, wanted: Wanted) -> Audit:
    now = clock.instant(at, lambda: civil.UTC)
    policies = _chosen(reach_of(folder).library, wanted.policies) if wanted.policies else ()
    words = cstate.Words() if wanted.words is None else cstate.Words(_words(wanted.words))
    with _repository(repository) as git:
        archive = git.archive(git.main(branch), cstate.FOLDERS, cstate.is_wanted)
    page = cstate.read(archive.until(now), words, now)
    source = Source(page.events, page.unreadable, page.commits, is_ours=False)
    since, told = _since(wanted.since, page.project.page.time_zone), told_in_order(page.findings)
    return room.audit(page.project, page.chronicles, policies, source, told, since=since, now=now)


@contextmanager
def _repository(place: Path) -> Iterator[Repository]:
    """The repository of a folder, or one made of a file for as long as it is read."""
    if place.is_file():
        with unpacked(place) as folder:
            yield _there(folder, place)
    else:
        yield _there(place, place)


def _there(folder: Path, place: Path) -> Repository:
    found = Repository.at(folder)
    if found is None:
        shown = printable(str(place))
        raise HistoryUnavailable(
            f"{shown} is no git repository" if place.exists() else f"there is no {shown}",
            "Only a history tells when customers were told: clone the page's repository, or export it by `git fast-export --all`.",
        )
    return found


def _chosen(library: Library, ids: Sequence[str]) -> tuple[Policy, ...]:
    """The policies of these ids, each once."""
    return tuple(_policy(library, policy_id) for policy_id in dict.fromkeys(ids))


def _policy(library: Library, policy_id: str) -> Policy:
    if policy_id not in library.ids:
        raise StatusgenError(f"there is no policy {printable(policy_id, quoted=True)}", did_you_mean(policy_id, library.ids))
    found = library.policy(policy_id)
    if found is None:
        output.tell(library.findings_of(policy_id))
        raise StatusgenError(f"the policy {policy_id} cannot be read", "Mend what is told above; nothing was judged.")
    return found


def _words(text: str) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise StatusgenError("`--words` names none", "Write what maintenance is called: `--words maintenance,brownout`.")
    return words


def _since(text: str | None, zone: str) -> int | None:
    return None if text is None else wishing.instant("--since", text, zone)
