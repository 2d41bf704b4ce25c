"""A file through its history: what it said and since when, whatever it was called, and when it went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from statusgen.model import stem


class Said(NamedTuple):
    """A revision of a file."""

    at: int
    commit: str
    blob: str
    """The id of the content."""
    path: str
    anew: bool
    """Whether another file had its name before."""


Told = list[Said]
"""The revisions of a file, oldest first."""


class Change(NamedTuple):
    """What a commit did to one file."""

    old: str
    new: str
    is_file: bool
    """Whether it leaves a file there: neither nothing nor a link."""
    blob: str
    status: str


class Commit(NamedTuple):
    """A commit of the main branch."""

    at: int
    id: str
    changes: list[Change]


class Ended(NamedTuple):
    """A file that is there no more."""

    path: str
    told: Told
    at: int
    """When it was taken away."""


def read_change(field: str, fields: Iterator[str]) -> Change:
    """One record of `--raw -z`: `:100644 100644 ID ID R100`, then one path, or two where it was renamed."""
    _, mode, _, blob, status = field.split()
    old = new = next(fields)
    if status[0] in "RC":
        new = next(fields)
    return Change(old, new, mode.startswith("100"), blob, status[0])


def followed(log: Iterable[Commit], wanted: Callable[[str], bool]) -> tuple[dict[str, Told], list[Ended]]:
    """Path -> its revisions, of wanted files that are there, and those that are gone. A file that comes again starts anew."""
    live: dict[str, Told] = {}
    ended: list[Ended] = []
    used: set[tuple[str, str]] = set()
    for at, commit, changes in log:
        # A link is no file: what stood there before is gone, and git's history of the link tells where it leads, not what was told.
        gone = {change.old for change in changes if change.status == "R" or not change.is_file}
        past = {path: live.pop(path) for path in gone if path in live}
        files = [change for change in changes if change.is_file and (change.new in live or wanted(change.new))]
        named = same_name(past, {change.new for change in files if change.status in "AR"})
        moved = {change.new: change.old for change in files if change.status == "R" and change.old not in named.values()} | named
        came = {change.new: _name(change.new) for change in files if change.new in moved or change.new not in live}
        for change in files:
            if change.new in moved:
                live[change.new] = past.get(moved[change.new], [])
            said = live.setdefault(change.new, [])
            said.append(Said(at, commit, change.blob, change.new, not said and came[change.new] in used))
        used.update(came.values())
        kept = {moved[change.new] for change in files if change.new in moved}
        ended += (Ended(path, told, at) for path, told in sorted(past.items()) if path not in kept)
    return live, ended


def same_name(gone: Collection[str], come: Collection[str]) -> dict[str, str]:
    """New path -> old path, of files moved between folders: the name is the id, however much was rewritten."""
    if not gone:
        return {}
    names = {_name(path): path for path in sorted(gone)}
    pairs = {path: names.pop(_name(path), None) for path in sorted(come)}
    return {path: old for path, old in pairs.items() if old is not None}


def _name(path: str) -> tuple[str, str]:
    """The folder of its kind, and its id in it."""
    return path.partition("/")[0], stem(path)
