"""A project's folder as it is: which files are read, and what stands in them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final, NamedTuple

from statusgen.finding import ProjectMissing, StatusgenError, printable

Texts = dict[str, bytes]
"""Path below the project's folder, with `/` -> content."""

SETTINGS: Final = "statusgen.yaml"
"""What makes a folder a project: the page, its components and its policies."""
WINDOWS: Final = "windows"
INCIDENTS: Final = "incidents"
MEASURED: Final = "measurements"
FREEZES: Final = "freezes"
POLICIES: Final = "policies"
FOLDERS: Final = ("agreements", FREEZES, INCIDENTS, MEASURED, POLICIES, WINDOWS)
EVENTS: Final = (f"{WINDOWS}/", f"{INCIDENTS}/")
"""With what the paths of files begin that declare an event."""
LIMIT: Final = 1_000_000
"""Bytes. Of a larger file one byte more is read, so that load can tell that it is too large."""

_SUFFIXES: Final = (".yaml", ".yml")
_OTHER_SUFFIXES: Final = {MEASURED: (".csv",), FREEZES: (".ics",)}
_BACKUPS: Final = ("~", "#")
_BLOCK: Final = 16_384


class PassedOver(NamedTuple):
    """What lies where declarations lie, is not hidden, and is not read."""

    path: str
    leads_nowhere: bool
    """Whether it is a link that leads out of the project, or to nothing; else it is its name or its kind that is not read."""


class Survey(NamedTuple):
    """A project's folder as it stands now."""

    texts: Texts
    passed_over: tuple[PassedOver, ...]


def find_project(start: Path) -> Path:
    """The nearest folder, from `start` upward, that holds a `statusgen.yaml`; `ProjectMissing` where none does."""
    start = start.resolve()
    if not start.is_dir():  # else a folder above would answer for one that is misspelt
        raise ProjectMissing(f"there is no folder {printable(str(start))}", "Name the project's own: `--project DIR`.")
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise ProjectMissing(
        f"there is no {SETTINGS} here or in a folder above",
        "`statusgen init` begins a project; or name the folder of one with `--project`.",
    )


def is_read(path: str) -> bool:
    """Whether a path below the project's folder is one that statusgen reads; hidden files and folders are not."""
    folder, inside, _ = path.partition("/")
    if not inside:
        return path == SETTINGS
    return folder in FOLDERS and path.endswith(_OTHER_SUFFIXES.get(folder, _SUFFIXES)) and "/." not in path


def _suffixes(path: str) -> tuple[str, ...]:
    """How the names of files end that are read in the folder of a path."""
    return _OTHER_SUFFIXES.get(path.partition("/")[0], _SUFFIXES)


def read_folder(project: Path) -> Texts:
    """Every file that statusgen reads, as it stands in the folder now, by sorted paths."""
    return survey(project).texts


def survey(project: Path, folders: Collection[str] = FOLDERS) -> Survey:
    """Every file that statusgen reads in some of its folders, and what lies beside them; both by sorted paths.

    Links are followed inside the project only, and no folder is read twice, so that a loop of links ends. A file that may
    not be read is a `StatusgenError`; one that vanishes while we look was never there.
    """
    walk = _Walk(os.path.realpath(project), folders)
    walk.go()
    return Survey({path: walk.texts[path] for path in sorted(walk.texts)}, tuple(sorted(walk.passed_over)))


class _Walk:
    """One walk through a project's folder."""

    def __init__(self, root: str, folders: Collection[str]) -> None:
        self.root = root
        self.folders = folders
        self.texts: Texts = {}
        self.passed_over: list[PassedOver] = []
        self._seen: set[str] = set()
        self._links: list[tuple[str, str]] = []

    def go(self) -> None:
        for name in (SETTINGS, *self.folders):
            path = f"{self.root}/{name}"
            if Path(path).is_symlink():
                self._links.append((path, name))
            elif name == SETTINGS:
                self._read(path, name)
            else:
                self._folder(path, name)
        # Links come last: a folder's own place is where its files are read, and where git has their history.
        while self._links:
            self._links.sort(reverse=True)
            self._link(*self._links.pop())

    def _folder(self, real: str, path: str) -> None:
        self._seen.add(real)
        try:
            with os.scandir(real) as found:
                entries = list(found)
        except FileNotFoundError:
            return
        except NotADirectoryError:
            raise StatusgenError(f"{printable(path)} is no folder", "Make it one, for its files are read; or rename it.") from None
        except OSError as error:
            raise _unreadable(path, error) from None
        suffixes = _suffixes(path)
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_symlink():
                self._links.append((f"{real}/{name}", f"{path}/{name}"))
            elif entry.is_dir():
                self._folder(f"{real}/{name}", f"{path}/{name}")
            elif name.endswith(suffixes) and entry.is_file():
                self._read(f"{real}/{name}", f"{path}/{name}")
            else:
                self._pass_over(f"{path}/{name}", leads_nowhere=False)

    def _link(self, link: str, path: str) -> None:
        real = os.path.realpath(link)
        inside = real.startswith(f"{self.root}/")
        if inside and Path(real).is_dir():
            if real not in self._seen:
                self._folder(real, path)
        elif inside and is_read(path) and Path(real).is_file():
            self._read(real, path)
        else:
            self._pass_over(path, leads_nowhere=not inside or not Path(real).exists())

    def _pass_over(self, path: str, *, leads_nowhere: bool) -> None:
        """Nobody takes a README or an editor's backup for a declaration, and without settings there is no project at all."""
        if path != SETTINGS and not path.endswith(("/README.md", *_BACKUPS)):
            self.passed_over.append(PassedOver(path, leads_nowhere))

    def _read(self, file: str, path: str) -> None:
        try:
            descriptor = os.open(file, os.O_RDONLY)
            try:
                self.texts[path] = _body(descriptor)
            finally:
                os.close(descriptor)
        except FileNotFoundError:  # it has just vanished
            return
        except OSError as error:
            raise _unreadable(path, error) from None


def _body(descriptor: int) -> bytes:
    body = os.read(descriptor, _BLOCK)
    if len(body) < _BLOCK:
        return body
    blocks, size = [body], len(body)
    while size <= LIMIT and (block := os.read(descriptor, min(_BLOCK * 16, LIMIT + 1 - size))):
        blocks.append(block)
        size += len(block)
    return b"".join(blocks)


def _unreadable(path: str, error: OSError) -> StatusgenError:
    return StatusgenError(f"{printable(path)} cannot be read: {error.strerror}", "Let the user who runs statusgen read it.")
