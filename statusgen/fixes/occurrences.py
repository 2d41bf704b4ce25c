"""Other starts of single occurrences, said by their days in the file of their series: a key that is added, and no other byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from statusgen import yaml12
from statusgen.finding import Place
from statusgen.fixes.edit import Edit, NotEditable

if TYPE_CHECKING:
    from statusgen.yaml12.mappings import Mapping as Written

KEY: Final = "occurrences"
_SHARED: Final = "What is said of single occurrences is no mapping of its own, or an anchor shares it."


def starts(file: str, body: bytes, new: Mapping[str, str]) -> list[Edit]:
    """The edits that give occurrences a start which have none of their own. `new`: by their days, in order.

    `NotEditable`: what the file says of single occurrences is shared with other places.
    """
    root = _alone(yaml12.mapping(body, ()))
    named = next((entry.named for entry in root.entries if entry.key == KEY), None)
    if named is None:
        return [_added(file, body, root, len(root.entries), [_all(root, new, "\r\n" if b"\r\n" in body else "\n")])]
    days = _alone(yaml12.mapping(body, (KEY,)))
    there = {entry.key: entry for entry in days.entries}
    edits = []
    for day in new.keys() & there.keys():
        one = _alone(there[day].inside)
        edits.append(_added(file, body, one, 0, [_pair(one, "start", new[day])], below=there[day].named))
    for position, same in groupby((day for day in new if day not in there), key=lambda day: _position(days, day)):
        entries = [_entry(days, day, new[day]) for day in same]
        edits.append(_added(file, body, days, position, entries, below=named))
    return edits


def _alone(written: Written | None) -> Written:
    if written is None or written.shared:
        raise NotEditable(_SHARED)
    return written


def _position(days: Written, day: str) -> int:
    """In the order of days, as far as they are in one."""
    return next((number for number, entry in enumerate(days.entries) if entry.key > day), len(days.entries))


def _all(root: Written, new: Mapping[str, str], line_end: str) -> str:
    """The key that none is there of yet."""
    entries = [_entry(root, day, start) for day, start in new.items()]
    quoted = f"{root.quote}{KEY}{root.quote}:"
    if root.flow:
        return f"{quoted} {{{', '.join(entries)}}}"
    return line_end.join((quoted, *(f"{' ' * root.column}  {entry}" for entry in entries)))


def _entry(like: Written, day: str, start: str) -> str:
    return f"{like.quote}{day}{like.quote}: {{{_pair(like, 'start', start)}}}"


def _pair(like: Written, key: str, value: str) -> str:
    """In the quotes that the mapping's first key has, as in JSON."""
    return f"{like.quote}{key}{like.quote}: {like.quote}{value}{like.quote}"


def _added(file: str, body: bytes, into: Written, position: int, entries: Sequence[str], *, below: int = 0) -> Edit:
    """The edit that adds entries to a mapping. `below`: behind the key whose value it is."""
    text = body.decode().removeprefix("\ufeff")
    if into.flow:
        at, new = _in_braces(into, position, entries)
    else:
        at, new = _on_lines(
            text, into.entries[position - 1].end if position else below, [" " * into.column + one for one in entries]
        )
    place = Place(file, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)
    return Edit(at, at, place, place, new)


def _in_braces(into: Written, position: int, entries: Sequence[str]) -> tuple[int, str]:
    if position < len(into.entries):
        return into.entries[position].start, "".join(f"{entry}, " for entry in entries)
    if into.entries:
        return into.entries[-1].end, "".join(f", {entry}" for entry in entries)
    return into.start + 1, ", ".join(entries)


def _on_lines(text: str, behind: int, lines: Sequence[str]) -> tuple[int, str]:
    """On lines of their own behind the one on which something ends, with what is remarked there."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    if text[:behind].endswith("\n"):  # a block of text, which ends with its line
        return behind, "".join(f"{line}{line_end}" for line in lines)
    end = text.find("\n", behind)
    if end < 0:
        return len(text), "".join(f"{line_end}{line}" for line in lines)
    return end + 1, "".join(f"{line}{line_end}" for line in lines)
