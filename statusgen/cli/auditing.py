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
from statusgen.finding import HistoryUnavailable, StatusgenError, printable, told_in_order
from statusgen.load.chronicles import chronicles
from statusgen.load.policies import Library
from statusgen.load.sheet import Context, did_you_mean
from statusgen.model import Evidence
from statusgen.policy import Policy
from statusgen.render import audit as render
from statusgen.sources import Repository, unpacked


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


def _of_project(here: Opened, wanted: Wanted) -> Audit:
    project, now = here.project, here.now
    library = Library(here.texts, [component.id for component in project.components])
    policies = _chosen(library, wanted.policies or [policy.id for policy in project.policies])
    if project.evidence is Evidence.GIT:
        archive = here.git.archive()
        found = chronicles(project.windows, archive, Context(project.page.time_zone, None, None), now)
        commits: int | None = len(archive.until(now).commits)
    else:
        found = tuple(Chronicle(window, (), must_close=False) for window in project.windows)
        commits = None
    files = {path for path in here.texts if path.startswith("windows/")}
    unreadable = files & {finding.place.file for finding in here.findings if finding.severity == "error"}
    unreadable -= {window.origin.file for window in project.windows}
    source = Source(len(files), len(unreadable), commits, is_ours=True)
    since = _since(wanted.since, project.page.time_zone)
    return room.audit(project, found, policies, source, here.findings, since=since, now=now)


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
