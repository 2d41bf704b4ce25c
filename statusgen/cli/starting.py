"""`statusgen init`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from statusgen import scaffold
from statusgen.civil import UTC
from statusgen.cli import asking, clock, output
from statusgen.cli.exits import Exit
from statusgen.finding import HistoryUnavailable, StatusgenError, printable
from statusgen.load.policies import packs
from statusgen.scaffold import Answers, WrongAnswer
from statusgen.sources import SETTINGS, Repository, Texts
from statusgen.sources.git import Git

_Value = TypeVar("_Value")

LOCALTIME: Final = Path("/etc/localtime")
"""A link that tells this machine's zone, on most of them."""
_LEFT: Final = (".gitignore", "README.md")
"""Files that a folder may have already: they are left as they are."""
_ABOUT: Final = {
    SETTINGS: "the page, its components, the promises it is held to",
    "windows/": "a first window: an example to edit",
    ".gitignore": "what is made is not committed",
    "README.md": "for who finds the repository",
    scaffold.WORKFLOW: "plans pull requests, publishes what is merged",
    scaffold.ACTION: "the plan in a pull request",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said by options; the rest is asked on a terminal."""

    name: str | None
    url: str | None
    zone: str | None
    components: Sequence[str]
    policies: Sequence[str]
    languages: Sequence[str]
    git: bool | None
    workflow: bool | None


def init(folder: Path, at: str | None, wanted: Wanted) -> Exit:
    """Ask, make the files, write them where nothing is overwritten, tell what to do next."""
    now = clock.instant(at, lambda: UTC)
    home = folder.resolve()
    _refuse(home, [SETTINGS])
    around = _around(home)
    answers = _answers(wanted)
    with_git = around is None and _choice("Put it under git", given=wanted.git, unasked=_has_git())
    made = scaffold.texts(answers, now, branch=_hidden(around), workflow=_published(home, around, wanted))
    left = [path for path in _LEFT if os.path.lexists(home / path)]
    written = {path: body for path, body in made.items() if path not in left}
    _refuse(home, written)
    _write(home, written)
    if with_git:
        _begin(home)
    output.answer("\n".join(_told(folder, written, left, answers, git=with_git or around is not None)) + "\n")
    return Exit.ACCEPTED


@dataclass(frozen=True, slots=True)
class Around:
    """The repository that a folder lies in."""

    top: Path
    main: str | None
    """Its main branch; None: no branch is checked out."""
    is_found: bool
    """Whether that is found by itself, be it named in the settings or not."""


def _around(home: Path) -> Around | None:
    there = next(folder for folder in (home, *home.parents) if folder.is_dir())
    repository = Repository.around(there)
    if repository is None:
        return None
    git = Git(there)
    top = Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    try:
        ref = repository.main(None)
    except HistoryUnavailable:
        ref = "HEAD"  # the branch that is checked out, as before the first commit
    told = git.ask("symbolic-ref", "--quiet", ref)
    name = re.sub(r"^refs/(heads|remotes/origin)/", "", ref if told is None else told.decode().strip())
    return Around(top, None if name == "HEAD" else name, ref != "HEAD" or name in ("main", "master"))


def _hidden(around: Around | None) -> str | None:
    """The main branch, where only the settings can tell it."""
    return None if around is None or around.is_found else around.main


def _published(home: Path, around: Around | None, wanted: Wanted) -> str | None:
    """The branch that a workflow publishes; None: no workflow is wanted."""
    if not _choice("Write a workflow for GitHub, which plans pull requests and publishes", given=wanted.workflow, unasked=False):
        return None
    if around is not None and around.top != home:
        raise StatusgenError(
            f"the workflow is for a repository of the page's own, and this folder lies in {printable(str(around.top))}",
            "Leave `--workflow` out, and let a workflow of that repository use the action: docs/pull-requests.md.",
        )
    return (around and around.main) or "main"


def _has_git() -> bool:
    try:
        Git(Path.cwd()).ask("version")
    except HistoryUnavailable:
        return False
    return True


def _refuse(home: Path, paths: Sequence[str] | Texts) -> None:
    """Nothing is overwritten, and no folder is taken for a file."""
    if os.path.lexists(home) and not home.is_dir():
        raise StatusgenError(f"{printable(str(home))} is no folder", "Name an empty one, or one that does not exist yet.")
    there = [path for path in paths if os.path.lexists(home / path)]
    if there:
        names = ", ".join(there)
        raise StatusgenError(
            f"{names} {'is' if len(there) == 1 else 'are'} there already, and nothing was written",
            "Choose another folder: `statusgen init DIR`; or move them away.",
        )


def _write(home: Path, made: Texts) -> None:
    """All of them or none."""
    written: list[Path] = []
    try:
        for path, body in made.items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            with (home / path).open("xb") as file:
                written.append(home / path)
                file.write(body)
    except OSError as error:
        for file_there in written:
            file_there.unlink(missing_ok=True)
        raise StatusgenError(
            f"{printable(error.filename or str(home))} cannot be written: {error.strerror}",
            "Choose a folder that you may write to.",
        ) from None


def _begin(home: Path) -> None:
    """A repository without a commit: the first one is yours. Old versions of git cannot name its branch at once."""
    git = Git(home)
    git.run("init", "--quiet")
    git.run("symbolic-ref", "HEAD", "refs/heads/main")


def _told(folder: Path, written: Texts, left: Sequence[str], answers: Answers, *, git: bool) -> Iterator[str]:
    yield f"{printable(answers.name)}, in {'this folder' if folder == Path() else printable(str(folder))}:"
    width = max(map(len, written))
    for path in written:
        about = next(about for start, about in _ABOUT.items() if path.startswith(start))
        yield f"  {path:<{width}}  {about}"
    for path in left:
        yield f"  {path:<{width}}  is there already, and left as it is"
    yield ""
    yield "Next, in there:"
    yield "  statusgen plan    what it means for customers"
    yield "  statusgen build   the page, into site/"
    yield "  statusgen new     a window of your own"
    yield "  statusgen doctor  whether all is in place"
    if git:
        yield '  git add --all && git commit --message "Begin the status page"'
        yield "What is committed and published is announced: edit the first window before, or delete it."


def _answers(wanted: Wanted) -> Answers:
    asks = asking.on_terminal()
    missing = [
        flag for flag, given in (("--name", wanted.name), ("--url", wanted.url), ("--component", wanted.components)) if not given
    ]
    if missing and not asks:
        raise StatusgenError(
            f"{' and '.join(f'`{flag}`' for flag in missing)} {'is' if len(missing) == 1 else 'are'} missing, "
            "and there is no terminal to ask on",
            'Name them: `statusgen init --name "Acme Messaging" --url https://status.acme.example/ --component API`.',
        )
    zone = wanted.zone if wanted.zone is not None or asks else UTC
    policies, languages = (None, None) if asks else (["none"], ["en"])
    return Answers(
        name=asking.told("--name", "Name of the page", wanted.name, scaffold.page_name),
        url=asking.told("--url", "Address of the page", wanted.url, scaffold.address),
        time_zone=asking.told("--zone", "Time zone", zone, scaffold.time_zone, local_zone()),
        components=_several(
            "--component", "Components, as customers call them, with commas", wanted.components, scaffold.components
        ),
        policies=_several(
            "--policy", f"Policies ({', '.join(sorted(packs()))})", wanted.policies or policies, scaffold.policies, "none"
        ),
        languages=_several("--language", "Languages", wanted.languages or languages, scaffold.languages_of, "en"),
    )


def _several(
    option: str, question: str, given: Sequence[str] | None, read: Callable[[Sequence[str]], _Value], default: str | None = None
) -> _Value:
    """An answer that may be several: options are given again, on a terminal there are commas."""
    if given:
        return read(given)
    return asking.told(option, question, None, lambda text: read([one for one in text.split(",") if one.strip()]), default)


def _choice(question: str, *, given: bool | None, unasked: bool) -> bool:
    if given is not None:
        return given
    return asking.agreed(question, default=unasked) if asking.on_terminal() else unasked


def local_zone() -> str:
    """This machine's zone, where it says which; else UTC. It is only what is offered."""
    named = os.environ.get("TZ") or str(LOCALTIME.resolve()).rpartition("/zoneinfo/")[2]
    try:
        return scaffold.time_zone(named.removeprefix("Etc/"))  # `Etc/UTC` is what Debian calls it
    except WrongAnswer:
        return UTC
