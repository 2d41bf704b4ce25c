"""The short way for files of mappings, lists and scalars of which nothing is to be told, as nearly all are.

Any other is left to `Builder`, which reads it from the start. Of a simple file both make the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from statusgen.yaml12.builder import MOST_NESTED
from statusgen.yaml12.scalars import scalar
from statusgen.yaml12.texts import REFUSED


class NotSimple(Exception):
    """Something is to be told of the file, or it repeats itself."""


def simple(parser: Any) -> tuple[Any, Any]:
    """The value and the top node (see `Builder`) of a simple file. Raises `NotSimple` of any other, `yaml.YAMLError` of what is no
    YAML. How many values there are is not looked at.
    """
    events = iter(parser.get_event, None)
    next(events)  # the stream starts
    if type(next(events)) is not DocumentStartEvent:
        raise NotSimple
    first = next(events)
    value, inside = _value(first, events, 0)
    next(events)  # the document ends
    if type(next(events)) is DocumentStartEvent:
        raise NotSimple
    return value, (first.start_mark, first.start_mark, inside)


def _value(event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Any]:
    """What begins with an event, and the nodes that are inside of it."""
    kind = type(event)
    if kind is ScalarEvent:
        value = _text(event) if event.style else scalar(_text(event))
        if value is None:
            raise NotSimple
        return value, None
    if kind not in (MappingStartEvent, SequenceStartEvent) or event.tag or event.anchor or depth >= MOST_NESTED:
        raise NotSimple
    return _mapping(events, depth + 1) if kind is MappingStartEvent else _list(events, depth + 1)


def _mapping(events: Iterator[Any], depth: int) -> tuple[dict[str, Any], Any]:
    value: dict[str, Any] = {}
    nodes = {}
    while type(event := next(events)) is not MappingEndEvent:
        if type(event) is not ScalarEvent:
            raise NotSimple
        key = _text(event)
        if key in value or key == "<<":
            raise NotSimple
        after = next(events)
        value[key], inside = _value(after, events, depth)
        nodes[key] = (after.start_mark, event.start_mark, inside)
    return value, nodes


def _list(events: Iterator[Any], depth: int) -> tuple[list[Any], Any]:
    value: list[Any] = []
    nodes = {}
    while type(event := next(events)) is not SequenceEndEvent:
        entry, inside = _value(event, events, depth)
        nodes[len(value)] = (event.start_mark, event.start_mark, inside)
        value.append(entry)
    return value, nodes


def _text(event: Any) -> str:
    text: str = event.value
    if event.tag is not None or event.anchor is not None or (event.style == '"' and REFUSED.search(text)):
        raise NotSimple
    return text
