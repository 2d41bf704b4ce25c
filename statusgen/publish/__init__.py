"""Writes a site as a whole or not at all: whoever looks, and whenever the builder dies, sees the old site or the new one.

A new tree is staged beside the site, as hard links wherever nothing changed, and takes the site's name in one step. A guard
process holds the staging folder and clears it away when the builder is done with it or dead, so that not even a killed
build leaves litter. Nothing is forced to the disk: after a power cut the next build finds the files whose size is not the one
it wrote, and writes them again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Set
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from statusgen.finding import PublishRefused
from statusgen.publish.exchange import halfway, swap
from statusgen.publish.staging import staged
from statusgen.site.recipe import Recipe

MANIFEST: Final = ".statusgen.json"
VERSION: Final = 1


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


def publish(recipes: Mapping[str, Recipe], out: Path) -> Published:
    """Make `out` the site of these recipes; `PublishRefused` where that cannot be done as a whole."""
    _check_paths(recipes)
    out = out.resolve()
    try:
        if halfway(out):
            with staged(out):  # its guard brings back the site that a power cut left without its name
                pass
        _check_place(out)
        if _unchanged(recipes, out):
            return Published(0, 0, len(recipes))
        with staged(out) as staging:
            return _replaced(recipes, out, staging)
    except OSError as error:
        raise PublishRefused(
            f"{out} cannot be written: {error.strerror or error}", "The site is as it was. Mend the cause and build again."
        ) from error


def _replaced(recipes: Mapping[str, Recipe], out: Path, staging: Path) -> Published:
    before = _manifest(out)
    _check_strangers(out, before.keys() | recipes.keys())
    intact = _intact(out, before)
    lines = _stage_all(recipes, intact, out, staging)
    swap(staging, out)
    kept = sum(path in intact and intact[path].content == line.content for path, line in lines.items())
    return Published(len(lines) - kept, len(before.keys() - recipes.keys()), kept)


def _unchanged(recipes: Mapping[str, Recipe], out: Path) -> bool:
    before = _manifest(out)
    digests = {path: line.digest for path, line in before.items()}
    return digests == {path: recipe.digest for path, recipe in recipes.items()} and len(_intact(out, before)) == len(before)


def _intact(out: Path, before: Mapping[str, Line]) -> dict[str, Line]:
    """The files that are still as long as we wrote them."""
    return {path: line for path, line in before.items() if _size(f"{out}/{path}") == line.size}


def stage(
    recipes: Mapping[str, Recipe], paths: Iterable[str], intact: Mapping[str, Line], site: Path, staging: Path
) -> dict[str, Line]:
    """Put files into the staged tree, whose folders are there already: as links to the site where they are the same.

    Any process may do its share of the paths. Answers what the manifest has to know of them.
    """
    lines = {}
    for path in paths:
        recipe, old = recipes[path], intact.get(path)
        line, body = old, b""
        if line is None or line.digest != recipe.digest:
            body = recipe.render()
            line = Line(recipe.digest, blake2b(body, digest_size=16).hexdigest(), len(body))
        if old is not None and old.content == line.content:
            _link(f"{site}/{path}", f"{staging}/{path}")
        else:
            (staging / path).write_bytes(body)
        lines[path] = line
    return lines


def _stage_all(recipes: Mapping[str, Recipe], intact: Mapping[str, Line], site: Path, staging: Path) -> dict[str, Line]:
    for folder in sorted({path.rpartition("/")[0] for path in recipes}):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    lines = stage(recipes, sorted(recipes), intact, site, staging)
    (staging / MANIFEST).write_bytes(msgspec.json.encode(Manifest(VERSION, lines)))
    if site.is_dir():
        shutil.copymode(site, staging)
    return lines


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)


def _size(file: str) -> int | None:
    try:
        return os.lstat(file).st_size  # ten thousand times
    except OSError:
        return None


def _manifest(out: Path) -> dict[str, Line]:
    """What we wrote there; nothing where the manifest cannot be read or is of another version."""
    try:
        manifest = msgspec.json.decode((out / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return {}
    return manifest.files if manifest.version == VERSION else {}


def _check_paths(recipes: Mapping[str, Recipe]) -> None:
    """Every path is below the site, and none is both a file and a folder."""
    for path in recipes:
        parts = path.split("/")
        if not path.isprintable() or path == MANIFEST or any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise PublishRefused(f"`{path!r}` cannot be a file of the site", "Rename the file that the page is made from.")
        if any(len(part.encode()) > 255 for part in parts):
            raise PublishRefused(
                f"`{path[:60]}…` is too long for a file's name", "Shorten the name of the file that the page is made from."
            )
        if any("/".join(parts[:depth]) in recipes for depth in range(1, len(parts))):
            raise PublishRefused(f"`{path}` lies below another file of the site", "Rename one of the two.")


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


def _check_strangers(out: Path, known: Set[str]) -> None:
    """A file that somebody put into the site would be lost with the old tree."""
    start = len(str(out)) + 1
    for folder, _, names in os.walk(out):
        for name in names:
            path = f"{folder}/{name}"[start:]
            if path not in known and path != MANIFEST:
                raise PublishRefused(
                    f"{out / path} was not written by statusgen", "Move it out of the site: a build replaces the folder as a whole."
                )
