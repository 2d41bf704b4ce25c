"""Where the entries of a mapping begin and end in the text of a file: what an edit must know that adds one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml
from yaml.events import CollectionEndEvent, DocumentStartEvent, MappingStartEvent, SequenceStartEvent, StreamStartEvent

from statusgen.yaml12.parser import events


class Entry(NamedTuple):
    """A key with its value. Places are in characters from the file's beginning, a byte order mark left out."""

    key: str
    start: int
    """Of the key."""
    named: int
    """Behind the key."""
    end: int
    """Behind the last character of the value."""
    inside: Mapping | None
    """The value, where it is a mapping."""


class Mapping(NamedTuple):
    """A mapping as it is written."""

    start: int
    """Of its first character."""
    flow: bool
    """Whether it is written in braces."""
    shared: bool
    """Whether it has an anchor, or is a repetition of what has one."""
    column: int
    """Of its first character, counted from 0."""
    quote: str
    """In which its first key stands: `'`, `"`, or nothing."""
    entries: tuple[Entry, ...]


def mapping(body: bytes, path: Sequence[str]) -> Mapping | None:
    """The mapping that a path of keys leads to; None where there is none."""
    try:
        found = _Reader(events(body)).top()
    except yaml.YAMLError:
        return None
    for step in path:
        found = None if found is None else next((entry.inside for entry in found.entries if entry.key == step), None)
    return found


class _Reader:
    """Reads what `Builder` took for sound before: no file that is nested deeper than it allows comes here."""

    def __init__(self, seen: Iterator[Any]) -> None:
        self._seen = seen

    def top(self) -> Mapping | None:
        event = next(self._seen)
        while isinstance(event, (StreamStartEvent, DocumentStartEvent)):
            event = next(self._seen)
        return self._value(event)[1]

    def _value(self, event: Any) -> tuple[int, Mapping | None]:
        """Where a value ends that begins with an event, and what it is if it is a mapping."""
        if isinstance(event, MappingStartEvent):
            return self._mapping(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event), None
        return event.end_mark.index, None

    def _mapping(self, start: Any) -> tuple[int, Mapping]:
        entries: list[Entry] = []
        quote, end = "", start.start_mark.index
        while not _ends(key := next(self._seen)):
            if not entries:
                quote = getattr(key, "style", None) or ""
            end, inside = self._value(next(self._seen))
            entries.append(Entry(getattr(key, "value", ""), key.start_mark.index, key.end_mark.index, end, inside))
        begin, end = start.start_mark, key.end_mark.index if start.flow_style else end
        return end, Mapping(begin.index, start.flow_style, start.anchor is not None, begin.column, quote, tuple(entries))

    def _sequence(self, start: Any) -> int:
        end: int = start.start_mark.index
        while not _ends(event := next(self._seen)):
            end, _ = self._value(event)
        return event.end_mark.index if start.flow_style else end


def _ends(event: Any) -> bool:
    return isinstance(event, CollectionEndEvent)
