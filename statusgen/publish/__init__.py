"""Writes a site as a whole or not at all: whoever looks, and whenever the builder dies, sees the old site or the new one.

A new tree is staged beside the site, as hard links wherever nothing changed, and takes the site's name in one step. A guard
process holds the staging folder and clears it away when the builder is done with it or dead, so that not even a killed
build leaves litter. Nothing is forced to the disk: after a power cut the next build finds the files whose size is not the one
it wrote, and writes them again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from statusgen.crew import shared_out
from statusgen.finding import PublishRefused, printable
from statusgen.publish.compression import Packing, twins
from statusgen.publish.exchange import swap
from statusgen.publish.staging import Staging, staged

if TYPE_CHECKING:
    from statusgen.site import Recipe

MANIFEST: Final = ".statusgen.json"
VERSION: Final = 1
WORTH_A_PROCESS: Final = 2
"""So many files are worth a process of their own: the calendar may be one of them."""


class Published(NamedTuple):
    """What a build did to the site."""

    written: int
    removed: int
    kept: int


class Line(NamedTuple):
    """What the manifest knows of a file."""

    digest: str
    """Of what the file depends on: the recipe's."""
    content: str
    """Of its bytes."""
    size: int


class Manifest(msgspec.Struct):
    """The file in the site that says what we wrote."""

    version: int
    files: dict[str, Line]


_LINES: Final = msgspec.json.Decoder(dict[str, Line])


class Site(NamedTuple):
    """The site as it stands before a build; every file of it is linked into the staging folder already."""

    lines: Mapping[str, Line]
    """What the manifest says."""
    sizes: Mapping[str, int]
    """Every file that is there, with its size."""

    def kept(self, recipes: Mapping[str, Recipe], packings: tuple[Packing, ...]) -> dict[str, Line]:
        """The files that their recipes would make anew, with their twins: of the same key, and as long as we wrote them."""
        lines, sizes = self.lines, self.sizes
        same = {
            path: line
            for path, recipe in recipes.items()
            if (line := lines.get(path)) and line.digest == recipe.digest and line.size == sizes.get(path)
        }
        if not packings:
            return same
        return {path: line for path, line in same.items() if self._has_twins(path, line, packings)}

    def _has_twins(self, path: str, line: Line, packings: tuple[Packing, ...]) -> bool:
        return all(self.made(twin, packing.digest(line.content)) for twin, packing in twins(path, line.size, packings))

    def made(self, path: str, digest: str) -> bool:
        """Whether the file was made by this key, and still is what it was."""
        line = self.lines.get(path)
        return line is not None and line.digest == digest and self.holds(path, line)

    def holds(self, path: str, line: Line) -> bool:
        """Whether the file has these bytes already."""
        old = self.lines.get(path)
        return old is not None and old.content == line.content and self.sizes.get(path) == line.size


def published(out: Path) -> frozenset[str]:
    """The paths of the site that was built there; none where there is none."""
    return frozenset(_lines(out))


def publish(recipes: Mapping[str, Recipe], out: Path, packings: tuple[Packing, ...] = ()) -> Published:
    """Make `out` the site of these recipes, with compressed twins; `PublishRefused` where that cannot be done as a whole."""
    with replacing(out, packings) as replace:
        return replace(recipes)


@contextmanager
def replacing(out: Path, packings: tuple[Packing, ...] = ()) -> Iterator[Callable[[Mapping[str, Recipe]], Published]]:
    """What makes `out` the site of some recipes. While they are still thought of, the old site is linked beside it."""
    out = out.resolve()
    with ExitStack() as opened:
        with _told(out):
            _check_place(out)
            staging = opened.enter_context(staged(out))

        def replace(recipes: Mapping[str, Recipe]) -> Published:
            with _told(out):
                return _replaced(recipes, out, staging, packings)

        yield replace


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """What the system refuses is told as one line."""
    try:
        yield
    except OSError as error:
        raise PublishRefused(
            f"{out} cannot be written: {error.strerror or error}", "The site is as it was. Mend the cause and build again."
        ) from error


def _replaced(recipes: Mapping[str, Recipe], out: Path, staging: Staging, packings: tuple[Packing, ...]) -> Published:
    before = Site(_lines(out), staging.linked())
    _check_paths(recipes, before)
    kept = before.kept(recipes, packings)
    new = sorted(recipes.keys() - kept.keys())
    if packings:
        kept |= {twin: before.lines[twin] for path, line in kept.items() for twin, _ in twins(path, line.size, packings)}
    if not new and kept.keys() == before.lines.keys():
        return Published(0, 0, len(kept))
    _check_strangers(out, before, recipes)
    made = _stage(recipes, new, before, staging.folder, packings)
    lines = dict(sorted({**kept, **made}.items()))
    gone = before.lines.keys() - lines.keys()
    for path in gone & before.sizes.keys():
        _remove(staging.folder, path)
    manifest = staging.folder / MANIFEST
    manifest.unlink(missing_ok=True)
    manifest.write_bytes(msgspec.json.encode(Manifest(VERSION, lines)))
    swap(staging.folder, out)
    written = sum(not before.holds(path, line) for path, line in made.items())
    return Published(written, len(gone), len(lines) - written)


def _stage(
    recipes: Mapping[str, Recipe], new: Sequence[str], before: Site, staging: Path, packings: tuple[Packing, ...]
) -> dict[str, Line]:
    """Make the new files; answers what the manifest has to know of them."""

    def work(share: Sequence[str]) -> bytes:
        for folder in sorted(_folders(share)):
            with suppress(FileExistsError):  # the old site has it, or the other half has files in it too
                os.mkdir(f"{staging}/{folder}")  # noqa: PTH102  # ten thousand times
        made = (_made(path, recipes[path], before, str(staging), packings) for path in share)
        return msgspec.json.encode({name: line for one in made for name, line in one})

    parts = shared_out(_balanced(new), work, least=WORTH_A_PROCESS)
    return {path: line for part in parts for path, line in _LINES.decode(part).items()}


def _balanced(paths: Sequence[str]) -> list[str]:
    """The paths so that halves cost about the same: pages of all kinds in both, and what needs libraries of its own
    (calendar, feed) apart from what needs the theme (the front page). A folder's files tell of the same events: they stay together.
    """
    others = [path for path in paths if "/" not in path]
    pages = (path for path in paths if "/" in path)
    folders = [list(files) for _, files in groupby(pages, key=lambda path: path.rpartition("/")[0])]
    half = (len(others) + 1) // 2
    return [*others[:half], *chain(*folders[::2]), *chain(*folders[1::2]), *others[half:]]


def _made(path: str, recipe: Recipe, before: Site, staging: str, packings: tuple[Packing, ...]) -> Iterator[tuple[str, Line]]:
    """Render one file into the staging folder, and compress it; what comes out as it was stays, and so do its twins."""
    body = recipe.render()
    line = _written(path, recipe.digest, body, before, staging)
    yield path, line
    for twin, packing in twins(path, line.size, packings):
        digest = packing.digest(line.content)
        if before.made(twin, digest):
            yield twin, before.lines[twin]
        else:
            yield twin, _written(twin, digest, packing.pack(body), before, staging)


def _written(path: str, digest: str, body: bytes, before: Site, staging: str) -> Line:
    """A file in the staging folder; where its bytes are as they were, the link to the old one stays."""
    line = Line(digest, sha256(body).hexdigest()[:32], len(body))  # which processors know, as of what is read
    if not before.holds(path, line):
        place = f"{staging}/{path}"
        if path in before.sizes:
            with suppress(FileNotFoundError):
                os.unlink(place)  # noqa: PTH108  # ten thousand times, as below
        try:
            _write(place, body)
        except FileExistsError:  # by a child that came to grief later, so that its share is made here
            os.unlink(place)  # noqa: PTH108  # likewise
            _write(place, body)
    return line


def _write(place: str, body: bytes) -> None:
    file = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # a file object takes as long again, ten thousand times
    try:
        while body:  # a disk that is nearly full takes a part, and refuses the rest
            body = body[os.write(file, body) :]
    finally:
        os.close(file)


def _remove(staging: Path, path: str) -> None:
    """Remove a file that is gone, and the folders that are empty without it."""
    (staging / path).unlink()
    with suppress(OSError):  # the first that holds more
        for folder in Path(path).parents[:-1]:
            (staging / folder).rmdir()


def _folders(paths: Iterable[str]) -> set[str]:
    """Every folder that the paths lie in, at whatever depth."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _lines(out: Path) -> dict[str, Line]:
    """What the manifest says; nothing where there is none, or it cannot be read or is of another version."""
    try:
        manifest = msgspec.json.decode((out / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return {}
    return manifest.files if manifest.version == VERSION else {}


def _check_paths(recipes: Mapping[str, Recipe], before: Site) -> None:
    """Every path is below the site, and none is both a file and a folder: those of the old site were looked at then."""
    new = recipes.keys() - before.lines.keys()
    for path in sorted(new):
        parts = path.split("/")
        if not path.isprintable() or path == MANIFEST or any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise PublishRefused(
                f"{printable(path, quoted=True)} cannot be a file of the site", "Rename the file that the page is made from."
            )
        if any(len(part.encode()) > 255 for part in parts):
            raise PublishRefused(
                f"`{path[:60]}…` is too long for a file's name", "Shorten the name of the file that the page is made from."
            )
    for path in sorted(_folders(recipes) & recipes.keys()) if new else ():
        raise PublishRefused(f"Files of the site lie below `{path}`, which is a file of it", "Rename one of the two.")


def _check_place(out: Path) -> None:
    """Only a folder of ours is replaced: nobody's data is ever removed."""
    if out.exists() and not out.is_dir():
        raise PublishRefused(f"{out} is a file", "Name a folder that is empty, or does not exist yet, with `--out`.")
    if out.is_mount():
        raise PublishRefused(f"{out} is a mount point and cannot be replaced in one step", "Name a folder inside it with `--out`.")
    if any((out / name).exists() for name in ("statusgen.yaml", ".git")):
        raise PublishRefused(f"{out} holds the project itself", "Name a folder that is empty, or does not exist yet, with `--out`.")
    if out.is_dir() and not (out / MANIFEST).is_file() and any(out.iterdir()):
        raise PublishRefused(
            f"{out} holds files that no build of statusgen wrote",
            "Name another folder with `--out`, or move what is in it: a build replaces the folder as a whole.",
        )


def _check_strangers(out: Path, before: Site, recipes: Mapping[str, Recipe]) -> None:
    """A file that somebody put into the site would be lost with the old tree."""
    for path in sorted(before.sizes.keys() - before.lines.keys() - recipes.keys() - {MANIFEST}):
        raise PublishRefused(
            f"{out / path} was not written by statusgen", "Move it out of the site: a build replaces the folder as a whole."
        )
