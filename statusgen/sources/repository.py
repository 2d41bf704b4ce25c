"""Git as it was: the main branch, what each window's file said on it and since when, and a project at a commit."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from statusgen.finding import HistoryUnavailable, printable
from statusgen.sources.folder import EVENTS, FOLDERS, SETTINGS, WINDOWS, Texts, is_read
from statusgen.sources.following import Commit, Said, followed, read_change, same_name
from statusgen.sources.git import CutShort, Git


class Revision(NamedTuple):
    """What a file said on the main branch from an instant on."""

    at: int
    """When it reached the main branch: the committer time, never before that of the commits under it."""
    commit: str
    body: bytes
    """Empty of an incident: when customers were told of it is no question."""
    path: str
    """The name that the file had."""
    anew: bool = False
    """Whether it begins a file by a name that another one had before, which was renamed or deleted since."""


History = Mapping[str, tuple[Revision, ...]]
"""Path of a window's or incident's file -> its revisions on the main branch, oldest first, renames followed."""


class Filed(NamedTuple):
    """A file that the main branch has, or had."""

    path: str
    """Its last one, by then; renames are followed."""
    revisions: tuple[Revision, ...]
    """Oldest first; at least one."""
    gone: int | None
    """When it was taken away; None: it is there."""


class Archive(NamedTuple):
    """What the main branch ever had below some folders."""

    files: tuple[Filed, ...]
    """By path; of those that had one path one after the other, the older first."""
    commits: tuple[int, ...]
    """When each commit of the main branch was published, whatever it touched."""

    def until(self, now: int) -> Archive:
        """The same as it was at an instant."""
        cut = ((tuple(one for one in revisions if one.at <= now), gone) for _, revisions, gone in self.files)
        then = (Filed(told[-1].path, told, None if gone is None or gone > now else gone) for told, gone in cut if told)
        return Archive(tuple(sorted(then, key=_order)), tuple(at for at in self.commits if at <= now))


class Before(NamedTuple):
    """A project as a commit has it."""

    texts: Texts
    renames: Mapping[str, str]
    """Path now -> path then, of files that are there no more under their old name."""


_MAIN: Final = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
_DIFF: Final = ("--raw", "-z", "-M", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv", "-O/dev/null")
_UNBORN: Final = "HEAD"
_FETCH: Final = "Run `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`."


class Repository:
    """The git work tree around a project."""

    def __init__(self, git: Git, *, shallow: bool, hashing: str) -> None:
        self._git = git
        self._shallow = shallow
        self._hashing = hashing
        self._told: dict[tuple[str, ...], Iterator[bytes]] = {}
        """What git is telling already, by what it was asked."""
        self._led: dict[str, str | None] | None = None
        """Where revisions led that were asked for while git is telling; None: it is not, and each is asked for anew."""
        self._id = cache(partial(_id, hashing))  # asked of a folder when its history is read, and when it is compared

    @classmethod
    def around(cls, project: Path) -> Repository | None:
        """The work tree the project lies in; None where it lies in none. `HistoryUnavailable`: git is missing or refuses."""
        project = project.resolve()
        if not any((folder / ".git").exists() for folder in (project, *project.parents)):
            return None
        git = Git(project)
        try:
            told = git.run("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-object-format")
        except HistoryUnavailable as refusal:
            if "not a git repository (or any" in refusal.message:
                return None
            raise
        inside, shallow, hashing = told.decode().split()
        return cls(git, shallow=shallow == "true", hashing=hashing) if inside == "true" else None

    @classmethod
    def at(cls, folder: Path) -> Repository | None:
        """The repository of a folder, bare or with a work tree; None where it lies in none."""
        if not folder.is_dir():
            return None
        git = Git(folder)
        if git.ask("rev-parse", "--is-bare-repository") == b"true\n":
            shallow, hashing = git.run("rev-parse", "--is-shallow-repository", "--show-object-format").decode().split()
            return cls(git, shallow=shallow == "true", hashing=hashing)
        return cls.around(folder)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where git keeps what its branches are, which every commit and fetch changes: of this work tree, and of all."""
        told = self._git.run("rev-parse", "--absolute-git-dir", "--git-common-dir").decode().splitlines()
        return tuple(dict.fromkeys((self._git.folder / os.fsdecode(folder)).resolve() for folder in told))

    @property
    def below(self) -> str:
        """Where the project lies below the work tree's top: nothing, or a path that ends with `/`."""
        return os.fsdecode(self._git.run("rev-parse", "--show-prefix").removesuffix(b"\n"))

    def main(self, named: str | None) -> str:
        """The ref of the main branch: the one named, else the first there is of origin's HEAD, main, master and the local ones."""
        tried = (named, f"origin/{named}") if named else _MAIN
        for ref in tried:
            if self._commit(ref):
                return ref
        if self._is_unborn():
            return _UNBORN
        names = printable(", ".join(ref.removeprefix("refs/").removeprefix("remotes/").removeprefix("heads/") for ref in tried))
        if self._shallow:
            raise HistoryUnavailable(f"this clone is shallow, and the main branch is not in it; tried: {names}", _FETCH)
        raise HistoryUnavailable(
            f"the main branch is not found; tried: {names}", "Name it with `--branch`, or fetch it: `git fetch origin`."
        )

    @contextmanager
    def telling(self, named: str | None) -> Iterator[None]:
        """Have git tell what the history of the main branch is read from, while its caller finds out what else there is to read.

        Nothing goes wrong here: what nobody asks for is forgotten, and what git cannot tell it is asked for once more.
        """
        self._led = {}
        with ExitStack() as begun:
            with suppress(HistoryUnavailable, OSError):  # where nothing can be told ahead
                if (commit := self._whole(self.main(named))) is not None:
                    asked = _log(commit, EVENTS)
                    self._told[asked] = begun.enter_context(self._git.begun(*asked))
            try:
                yield
            finally:
                self._told.clear()
                self._led = None

    def history(self, ref: str, texts: Texts) -> History:
        """What the windows' files said on the first-parent history of a ref, and since when; of incidents how they were called."""
        commit = self._whole(ref)
        if commit is None:
            return {}
        try:
            live, _ = followed(self._log(commit, EVENTS), is_read)
        except CutShort:  # asked once more, and not ahead, git says what is wrong
            live, _ = followed(self._log(commit, EVENTS), is_read)
        for path, old in self._renamed_since(commit, texts, live.keys()).items():
            live[path] = live[old]
        own = {self._id(body): body for path, body in texts.items() if path.startswith(f"{WINDOWS}/")}
        wanted = {one.blob for path, told in live.items() if path.startswith(f"{WINDOWS}/") for one in told}
        bodies = own | self._git.blobs(wanted - own.keys())
        return {
            path: tuple(Revision(one.at, one.commit, bodies.get(one.blob, b""), one.path, one.anew) for one in live[path])
            for path in sorted(live)
        }

    def archive(self, ref: str, folders: Sequence[str], wanted: Callable[[str], bool]) -> Archive:
        """Every wanted file that the first-parent history of a ref ever had below some folders."""
        commit = self._whole(ref)
        log = [] if commit is None else [*self._log(commit, folders)]
        live, ended = followed(log, wanted)
        bodies = self._git.blobs(one.blob for told in (*live.values(), *(each.told for each in ended)) for one in told)

        def revisions(told: Sequence[Said]) -> tuple[Revision, ...]:
            return tuple(Revision(one.at, one.commit, bodies[one.blob], one.path, one.anew) for one in told)

        there = [Filed(path, revisions(told), None) for path, told in live.items()]
        gone = [Filed(one.path, revisions(one.told), one.at) for one in ended]
        return Archive(tuple(sorted((*there, *gone), key=_order)), tuple(one.at for one in log))

    def base(self, ref: str, named: str | None) -> str:
        """The commit to compare with: the one named, else where this branch left the main one.

        Before the first commit it is the empty tree: compared with that, everything is new.
        """
        if named is not None:
            commit = self._commit(named)
            if commit is None:
                raise self._unknown(named)
            return commit
        if self._is_unborn():
            return hashlib.new(self._hashing, b"tree 0\0", usedforsecurity=False).hexdigest()
        if self._shallow:
            raise HistoryUnavailable(
                "this clone is shallow: the commit at which this branch left the main one may not be in it",
                f"{_FETCH} Or name what to compare with: `--base`; with `--base none` everything is new.",
            )
        left = self._left(ref)
        if left is None:
            raise HistoryUnavailable(
                f"this branch and {printable(ref)} have no commit in common", "Name a commit to compare with: `--base`."
            )
        return left

    def texts_at(self, commit: str, head: Texts) -> Before:
        """The project as a commit has it. What `head` has too is not read again.

        Files are compared by the ids of their contents, not by git's index: no flag in it can hide a change.
        """
        then = self._tree(commit)
        own = {self._id(body): body for body in head.values()}
        bodies = own | self._git.blobs(set(then.values()) - own.keys())
        return Before({path: bodies[blob] for path, blob in then.items()}, self._renames(commit, then, head))

    def commits_of(self, texts: Texts, paths: Collection[str]) -> Mapping[str, str]:
        """The commit that gave each file the content it has now; a file that has another one than HEAD's is not there."""
        head = self._commit("HEAD")
        if head is None or not paths:
            return {}
        there = self._tree(head)
        asked = sorted(path for path in paths if path in texts and there.get(path) == self._id(texts[path]))
        if not asked:
            return {}
        told = self._git.run(
            "log", "--format=%H", "--name-only", "--relative", "-z", head, "--", *(f":(literal){path}" for path in asked)
        )
        return _last_commits(told, frozenset(asked))

    def _whole(self, ref: str) -> str | None:
        """The commit of a ref whose whole history is there; None before the first one."""
        if self._shallow:
            raise HistoryUnavailable("this clone is shallow: the commits that announced the windows are not in it", _FETCH)
        commit = self._commit(ref)
        if commit is None and not self._is_unborn():
            raise self._unknown(ref)
        return commit

    def _unknown(self, revision: str) -> HistoryUnavailable:
        shown = printable(revision, quoted=True)
        if self._shallow:
            return HistoryUnavailable(f"this clone is shallow, and the commit {shown} is not in it", _FETCH)
        return HistoryUnavailable(
            f"git knows no commit {shown}", "`git log --oneline` lists those there are; `git fetch` brings more."
        )

    def _commit(self, revision: str) -> str | None:
        if revision.startswith("-") or not revision.isprintable():  # an option, or nothing that an argument can carry
            return None
        if self._led is not None and revision in self._led:
            return self._led[revision]
        found = self._git.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        commit = found.decode().strip() if found else None
        if self._led is not None:
            self._led[revision] = commit
        return commit

    def _is_unborn(self) -> bool:
        return self._commit("HEAD") is None and not self._git.run("for-each-ref", "--count=1")

    def _left(self, ref: str) -> str | None:
        found = self._git.ask("merge-base", "HEAD", ref)
        return found.decode().strip() if found else None

    def _log(self, commit: str, folders: Sequence[str]) -> Iterator[Commit]:
        """Every commit of the main branch, oldest first: when it was published, its id, what it did to some folders.

        A merge shows what it brought to the main branch, at the merge's own time. Clocks err and rebases keep old dates:
        `--sparse` lists commits that touch none of them too, so that none counts as earlier than those under it.
        """
        asked = _log(commit, folders)
        told = self._told.pop(asked, None)
        fields = _fields([self._git.run(*asked)] if told is None else told)
        found: Commit | None = None
        for field in fields:
            if found is not None and field.lstrip("\n").startswith(":"):
                found.changes.append(read_change(field, fields))
            elif field:
                by, at = field.split()
                before, found = found, Commit(max(int(at), found.at if found is not None else 0), by, [])
                if before is not None:
                    yield before
        if found is not None:
            yield found

    def _tree(self, commit: str) -> dict[str, str]:
        """Path -> id of the content, of every file of a commit that statusgen reads."""
        files = {}
        for record in os.fsdecode(self._git.run("ls-tree", "-r", "-z", commit, SETTINGS, *FOLDERS)).split("\0"):
            about, _, path = record.partition("\t")
            if about.startswith("100") and is_read(path):
                files[path] = about.split()[2]
        return files

    def _renamed_since(self, commit: str, texts: Texts, live: Collection[str]) -> dict[str, str]:
        """Path now -> path on the main branch, of events that were renamed since this branch left it."""
        if all(path in live for path in texts if path.startswith(EVENTS)):
            return {}
        left = self._left(commit)
        renames = self._renames(left, self._tree(left), texts) if left else {}
        return {path: old for path, old in renames.items() if path not in live and old in live}

    def _renames(self, commit: str, then: Mapping[str, str], head: Texts) -> dict[str, str]:
        gone, come = then.keys() - head.keys(), head.keys() - then.keys()
        if not gone or not come:
            return {}
        renames = same_name(gone, come)
        told = self._git.run("diff", *_DIFF, "--diff-filter=R", commit, "--", *FOLDERS)
        fields = iter(os.fsdecode(told).split("\0"))
        for change in [read_change(field, fields) for field in fields if field]:
            if change.old in gone and change.new in come and change.old not in renames.values():
                renames.setdefault(change.new, change.old)
        # Git sees no rename of a file that was not added yet: its content tells it.
        left = {then[path]: path for path in sorted(gone - set(renames.values()))}
        for path in sorted(come - renames.keys()):
            if (old := left.pop(self._id(head[path]), None)) is not None:
                renames[path] = old
        return renames


def _log(commit: str, folders: Sequence[str]) -> tuple[str, ...]:
    order = ("--first-parent", "--sparse", "--reverse", "--diff-merges=first-parent", "--format=%H %ct")
    return ("log", *order, *_DIFF, commit, "--", *folders)


def _fields(parts: Iterable[bytes]) -> Iterator[str]:
    """What stands between zeros, of an answer that comes in parts."""
    left = b""
    for part in parts:
        whole, zero, rest = part.rpartition(b"\0")
        if zero:
            yield from os.fsdecode(left + whole).split("\0")
        left = rest if zero else left + rest
    if left:
        yield os.fsdecode(left)


def _last_commits(told: bytes, asked: Collection[str]) -> dict[str, str]:
    """Path -> the newest commit that touched it, of `--format=%H --name-only -z`: an id, then the paths of its commit."""
    found: dict[str, str] = {}
    commit = ""
    for field in told.split(b"\0"):
        name = os.fsdecode(field.lstrip(b"\n"))
        if name in asked:
            found.setdefault(name, commit)
        elif name:
            commit = name
    return found


def _id(hashing: str, body: bytes) -> str:
    """What git calls a content."""
    return hashlib.new(hashing, b"blob %d\0%b" % (len(body), body), usedforsecurity=False).hexdigest()


def _order(filed: Filed) -> tuple[str, int]:
    return filed.path, filed.revisions[0].at
