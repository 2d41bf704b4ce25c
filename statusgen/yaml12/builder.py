"""Events put together with a stack of our own: no file is nested or repeats itself deep enough to end the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from statusgen.finding import printable
from statusgen.yaml12.document import MOST_NESTED, MOST_VALUES, Document, Mark
from statusgen.yaml12.scalars import scalar
from statusgen.yaml12.texts import REFUSED

_NOWHERE: Final = object()


class _Stop(Exception):
    """What is found makes no sense of the rest of the file."""


class Builder:
    """Puts events together, into values and nodes (see `Document`)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.into: Any = None
        """The collection that is open; None at the top."""
        self.nodes: dict[Any, Any] = {}
        self.key: Any = None
        """In a mapping: the key whose value is next; None where a key is next; `_NOWHERE` where its value is dropped."""
        self.key_mark: Mark = 1, 1
        self.open: list[tuple[Any, ...]] = []
        self.anchors: dict[str, tuple[Any, Any, int] | None] = {}
        """By name: value, nodes and number of values; None while it is open."""
        self.count = 0

    def build(self, parser: Any) -> None:
        """Read all events; `yaml.YAMLError` where they end in one."""
        steps: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start,
            SequenceStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document_start,
        }
        seen: Iterator[Any] = iter(parser.get_event, None)
        try:
            for event in seen:
                step = steps.get(type(event))
                if step is not None:
                    step(event)
        except _Stop:
            self.document.value = None

    def _tell(self, rule: str, mark: Mark, what: str, why: str = "", way_out: str = "") -> None:
        self.document.tell(rule, mark, what, why, way_out)

    def _document_start(self, event: Any) -> None:
        if self.document.root is not None:
            self._tell("second-document", _begin(event), "A second document begins here.", way_out="Give it a file of its own.")
            raise _Stop

    def _scalar(self, event: Any) -> None:
        self.count += 1
        value, style, mark = event.value, event.style, _begin(event)
        if event.tag is not None:
            self._refuse_tag(event)
        if style == '"' and REFUSED.search(value):
            what = "An escape in this text makes a character that no page may show."
            self._tell("control-character", mark, what, way_out="Delete it.")
            value = REFUSED.sub("\ufffd", value)
        if self.key is None and type(self.into) is dict:
            self._take_key(value, style, mark)
            return
        if not style:
            value = scalar(value)
            if value is None and self.into is not None:
                key, at = (self.key, self.key_mark) if type(self.into) is dict else (None, mark)
                if key is not _NOWHERE:
                    self.document.empty.append((key, len(self.open), at))
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, None, 1)
        self._place(value, mark, None)

    def _take_key(self, text: str, style: str | None, mark: Mark) -> None:
        self.key, self.key_mark = text, mark
        if text in self.into:
            first = self.nodes[text][1]
            what = f"The key {printable(text, quoted=True)} stands here a second time; the first is on line {first[0]}."
            self._tell("duplicate-key", mark, what, way_out="Keep one of the two.")
            self.key = _NOWHERE
        elif text == "<<" and not style:
            self._tell("merge-key", mark, "`<<` merges another mapping into this one.", way_out="Write the keys out.")
            self.key = _NOWHERE

    def _place(self, value: Any, mark: Mark, nodes: Any) -> None:
        """Put a value where it belongs."""
        into = self.into
        if type(into) is dict:
            key = self.key
            if key is not _NOWHERE:
                into[key] = value
                self.nodes[key] = (mark, self.key_mark, nodes)
            self.key = None
        elif into is None:
            self.document.value = value
            self.document.root = (mark, mark, nodes)
        else:
            self.nodes[len(into)] = (mark, mark, nodes)
            into.append(value)
        if self.count > MOST_VALUES:
            self._tell("file-too-large", mark, f"The file holds more than {MOST_VALUES:,} values.", way_out="Split it.")
            raise _Stop

    def _start(self, event: Any) -> None:
        self.count += 1
        mark = _begin(event)
        if event.tag is not None:
            self._refuse_tag(event)
        if self.key is None and type(self.into) is dict:
            what = "A list or mapping stands where a key should."
            self._tell("complex-key", mark, what, way_out="Put text that begins with a bracket in quotes.")
            raise _Stop
        if len(self.open) >= MOST_NESTED:
            what = f"Values are nested more than {MOST_NESTED} deep."
            self._tell("too-deep", mark, what, way_out="Close the brackets, or indent less.")
            raise _Stop
        self.open.append((self.into, self.nodes, self.key, self.key_mark, mark, event.anchor, self.count))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.into = {} if type(event) is MappingStartEvent else []
        self.nodes, self.key = {}, None

    def _end(self, _event: Any) -> None:
        value, nodes = self.into, self.nodes
        self.into, self.nodes, self.key, self.key_mark, mark, anchor, count = self.open.pop()
        if anchor is not None:
            self.anchors[anchor] = (value, nodes, self.count - count + 1)
        self._place(value, mark, nodes)

    def _alias(self, event: Any) -> None:
        mark, name = _begin(event), event.anchor
        shown = printable(f"*{name}", quoted=True)
        anchored = self.anchors.get(name)
        if anchored is None:
            self._tell_unanchored(name, mark)
            anchored = (None, None, 1)
        value, nodes, size = anchored
        self.count += size
        if self.count > MOST_VALUES:
            what = f"With {shown} the file expands to more than {MOST_VALUES:,} values."
            self._tell("alias-bomb", mark, what, way_out="Write less.")
            raise _Stop
        if self.key is None and type(self.into) is dict:
            self._tell("complex-key", mark, f"{shown} stands where a key should.", way_out="Write the key out.")
            self.key = _NOWHERE
        else:
            self._place(value, mark, nodes)

    def _tell_unanchored(self, name: str, mark: Mark) -> None:
        shown = printable(f"*{name}", quoted=True)
        if name in self.anchors:
            self._tell("alias-bomb", mark, f"{shown} stands inside the value that it repeats.", way_out="Write the value out.")
        else:
            what = f"{shown} repeats a value that is not there."
            self._tell("yaml-syntax", mark, what, way_out="Put text that begins with `*` in quotes.")

    def _refuse_tag(self, event: Any) -> None:
        what = f"The value has the tag {printable(event.tag, quoted=True)}."
        way_out = "Remove it; put text that begins with `!` in quotes."
        self._tell("tag", _begin(event), what, "No tag means anything here.", way_out)


def _begin(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1
