"""An edit of a file: a span of its text, and what would stand there instead. Every other byte stays as it is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from statusgen import yaml12
from statusgen.finding import Place

_MARK: Final = "\ufeff"
_QUOTES: Final = ("'", '"')


@dataclass(frozen=True, slots=True)
class Edit:
    """One span of text, and what would stand there."""

    start: int
    """In characters from the file's beginning, a byte order mark left out; likewise `end`, which is behind it."""
    end: int
    place: Place
    """Where it begins."""
    until: Place
    """Behind its last character."""
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would answer some findings of a file."""

    file: str
    what: str
    """What it does, in a sentence."""
    edits: tuple[Edit, ...]
    answers: tuple[tuple[Place, str], ...]
    """Place and rule of each finding that it answers."""


class NotEditable(Exception):
    """The text at a place cannot be changed by itself."""


def rewriting(body: bytes, place: Place, value: str) -> Edit:
    """The edit that gives the scalar at a place another value, in the quotes that it has.

    `NotEditable`: none begins there, it is a block of text, or an anchor shares it with other places. The value must be one that
    needs no quotes.
    """
    found = yaml12.written(body, (place.line, place.column))
    if found is None:
        raise NotEditable("What stands there is no single value.")
    if found.shared:
        raise NotEditable("An anchor shares this value with other places.")
    if found.style and found.style not in _QUOTES:
        raise NotEditable("It is written as a block of text.")
    until = Place(place.file, *found.until)
    return Edit(found.start, found.end, place, until, f"{found.style}{value}{found.style}")


def edited(body: bytes, fixes: Iterable[Fix]) -> bytes:
    """The file with all of these fixes in it."""
    text = body.decode()
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(mark)
    for edit in sorted((edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return (mark + text).encode()


def landed(edit: Edit, others: Iterable[Edit]) -> Place:
    """Where an edit begins in the file that has others too: those before it on its line move it."""
    before = [
        one for one in others if one.until.line == edit.place.line and one.end <= edit.start and one.place.line == one.until.line
    ]
    return Place(edit.place.file, edit.place.line, edit.place.column + sum(len(one.new) - (one.end - one.start) for one in before))


def diff(path: str, before: bytes, after: bytes, *, context: int = 3) -> list[str]:
    """Both as a unified diff, without the ends of lines."""
    old, new = (body.decode().removeprefix(_MARK).splitlines() for body in (before, after))
    return list(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=context, lineterm=""))
