"""`statusgen init`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from statusgen import scaffold
from statusgen.civil import UTC
from statusgen.cli import clock, output
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
    with_git = around is None and _choice("Put it under git?", given=wanted.git, unasked=_has_git())
    with_workflow = _choice(
        "Write a workflow for GitHub, which plans pull requests and publishes?", given=wanted.workflow, unasked=False
    )
    if with_workflow and around is not None and around.top != home:
        raise StatusgenError(
            f"the workflow is for a repository of the page's own, and this folder lies in {printable(str(around.top))}",
            "Leave `--workflow` out, and let a workflow of that repository use the action: docs/pull-requests.md.",
        )
    branch = None if around is None else around.branch
    made = scaffold.texts(answers, now, branch=branch, workflow=(branch or "main") if with_workflow else None)
    kept = {path: body for path, body in made.items() if not (path in _LEFT and os.path.lexists(home / path))}
    _refuse(home, kept)
    _write(home, kept)
    if with_git:
        _begin(home)
    output.answer("\n".join(_told(folder, made, kept, answers, git=with_git or around is not None)) + "\n")
    return Exit.ACCEPTED


@dataclass(frozen=True, slots=True)
class Around:
    """The repository that a folder lies in."""

    top: Path
    branch: str | None
    """The branch that is checked out, where the main branch is not found by itself."""


def _around(home: Path) -> Around | None:
    there = next((folder for folder in (home, *home.parents) if folder.is_dir()), home)
    repository = Repository.around(there)
    if repository is None:
        return None
    git = Git(there)
    top = Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    try:
        repository.main(None)
    except HistoryUnavailable:
        named = git.ask("symbolic-ref", "--short", "HEAD")
        return Around(top, named.decode().strip() if named else None)
    return Around(top, None)


def _has_git() -> bool:
    try:
        Git(Path.cwd()).ask("version")
    except HistoryUnavailable:
        return False
    return True


def _refuse(home: Path, paths: Sequence[str] | Texts) -> None:
    """Nothing is overwritten, and no folder is taken for a file."""
    if home.exists() and not home.is_dir():
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


def _told(folder: Path, made: Texts, kept: Texts, answers: Answers, *, git: bool) -> Iterator[str]:
    yield f"{printable(answers.name)}, in {'this folder' if folder == Path() else printable(str(folder))}:"
    width = max(map(len, kept))
    for path in kept:
        about = next(about for start, about in _ABOUT.items() if path.startswith(start))
        yield f"  {path:<{width}}  {about}"
    for path in made.keys() - kept.keys():
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


# Answers


def _answers(wanted: Wanted) -> Answers:
    missing = [flag for flag, given in (("--name", wanted.name), ("--url", wanted.url)) if given is None]
    missing += [] if wanted.components else ["--component"]
    if missing and not _on_terminal():
        names = " and ".join(f"`{flag}`" for flag in missing)
        raise StatusgenError(
            f"{names} {'is' if len(missing) == 1 else 'are'} missing, and there is no terminal to ask on",
            'Name them: `statusgen init --name "Acme Messaging" --url https://status.acme.example/ --component API`.',
        )
    return Answers(
        name=_answer(wanted.name, "Whose page is it?", None, scaffold.page_name),
        url=_answer(wanted.url, "Where will it be?", None, scaffold.address),
        time_zone=_answer(
            wanted.zone, "On which clock are times read?", local_zone() if _on_terminal() else UTC, scaffold.time_zone
        ),
        components=_list(wanted.components, "What is it made of? Names, with commas:", None, scaffold.components),
        policies=_list(wanted.policies, f"Held to which policies? ({', '.join(sorted(packs()))})", "none", scaffold.policies),
        languages=_list(wanted.languages, "In which languages?", "en", scaffold.languages_of),
    )


def _answer(given: str | None, question: str, unasked: str | None, read: Callable[[str], _Value]) -> _Value:
    """What an option says, else what is answered on a terminal, asked until it will do; without one, what goes unasked."""
    if given is not None:
        return read(given)
    if not _on_terminal():
        assert unasked is not None  # else it would be missing
        return read(unasked)
    while True:
        said = _ask(question, unasked)
        try:
            return read(said or unasked or "")
        except WrongAnswer as wrong:
            output.complain(wrong)


def _list(given: Sequence[str], question: str, unasked: str | None, read: Callable[[Sequence[str]], _Value]) -> _Value:
    """The same of several."""
    if given:
        return read(given)
    return _answer(None, question, unasked, lambda text: read([one for one in text.split(",") if one.strip()]))


def _choice(question: str, *, given: bool | None, unasked: bool) -> bool:
    if given is not None or not _on_terminal():
        return unasked if given is None else given
    words = {"y": True, "yes": True, "n": False, "no": False}

    def read(said: str) -> bool:
        if said.lower() not in words:
            raise WrongAnswer(f"{printable(said, quoted=True)} is neither yes nor no.", "Write `y` or `n`.")
        return words[said.lower()]

    return _answer(None, question, "yes" if unasked else "no", read)


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(question: str, unasked: str | None) -> str:
    output.aside(f"{question} {f'[{unasked}] ' if unasked else ''}")
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        line = "\0"  # no answer that will do
    if not line:
        output.aside("\n")
        raise StatusgenError("the answers ended, and nothing was written")
    return line.strip()


def local_zone() -> str:
    """This machine's zone, where it says which; else UTC. It is only what is offered."""
    named = os.environ.get("TZ") or str(LOCALTIME.resolve()).rpartition("/zoneinfo/")[2]
    try:
        return scaffold.time_zone(named)
    except WrongAnswer:
        return UTC
