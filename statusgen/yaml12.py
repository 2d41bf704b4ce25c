"""YAML 1.2 as it looks to people, with line and column of every key and value.

`21:00`, `no`, `on` and dates are text; `99.90` is an exact `Decimal`. The events of libyaml are put together here with a
stack of our own: its composer recurses, and a file of 32,000 brackets ends the process. What a file may not do (twice
the same key, tags, bombs of aliases) is a finding; nothing in a file raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import yaml
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

from statusgen.finding import Finding, Place, Severity, printable

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MOST_BYTES: Final = 1_000_000
MOST_NESTED: Final = 50
MOST_VALUES: Final = 100_000

RULES: Final = (
    ("file-too-large", "File too large"),
    ("not-utf-8", "Not UTF-8"),
    ("control-character", "Character that cannot be shown"),
    ("yaml-syntax", "Not YAML"),
    ("empty-file", "Empty file"),
    ("second-document", "Second document in one file"),
    ("duplicate-key", "Key given twice"),
    ("complex-key", "Key that is not text"),
    ("merge-key", "Merge key"),
    ("tag", "Tag on a value"),
    ("too-deep", "Nested too deep"),
    ("alias-bomb", "Aliases that expand without end"),
)
"""What this room finds: (id, summary)."""

SUMMARIES: Final = dict(RULES)

Mark = tuple[int, int]
"""Line and column, counted from 1, columns in characters."""

# Whoever sees one of these as a line's end counts other lines than we do; the others no page, feed or terminal may carry.
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SPECIAL: Final = frozenset("~nNtTfF-+.0123456789")
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_DECIMAL: Final = re.compile(r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,2})?")
_NOWHERE: Final = object()


class Document:
    """One file as read: its value, where everything in it stands, and what is wrong with it as YAML."""

    __slots__ = ("empty", "file", "findings", "root", "value")

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        """`dict`, `list`, `str`, `int`, `Decimal` or `bool`; None where the file cannot be read: findings say why."""
        self.findings: list[Finding] = []
        self.empty: list[tuple[str | None, int, Mark]] = []
        """Every value that is nothing at all: its key (None in a list), how deep it stands, and where."""
        self.root: Any = None
        """The top node, see `_Builder`."""

    def mark(self, path: Sequence[str | int] = (), *, key: bool = False) -> Mark:
        """Line and column of the value (or its key) that a path of keys and indices leads to, else of what encloses it."""
        found, node = self.root, self.root
        for step in path:
            node = node[2].get(step) if node and node[2] else None
            if node is None:
                break
            found = node
        if found is None:
            return 1, 1
        at = found[1] if key else found[0]
        return at.line + 1, at.column + 1

    def place(self, path: Sequence[str | int] = (), *, key: bool = False) -> Place:
        """Where a value, or its key, stands."""
        return Place(self.file, *self.mark(path, key=key))

    def marks(self, within: Collection[str]) -> dict[str, Mark]:
        """Where the value of each top-level key stands, and of each entry of some of them: `start`, `notices.0`."""
        found = {}
        for key, (at, _, inside) in (self.root[2] or {}).items():
            found[key] = (at.line + 1, at.column + 1)
            if key in within and inside:
                for index, (entry, _, _) in inside.items():
                    found[f"{key}.{index}"] = (entry.line + 1, entry.column + 1)
        return found

    def tell(self, rule: str, place: Mark, what: str, why: str = "", way_out: str = "") -> None:
        """Add a finding of this room."""
        self.findings.append(Finding(Place(self.file, *place), rule, Severity.ERROR, SUMMARIES[rule], what, why, way_out))


def read(file: str, body: bytes) -> Document:
    """The one document of a file."""
    document = Document(file)
    if not _is_text(document, body):
        return document
    builder = _Builder(document)
    try:
        builder.build(_Parser(body))
    except yaml.reader.ReaderError:
        _tell_refused(document, body.decode().removeprefix("\ufeff"))
    except yaml.MarkedYAMLError as error:
        _tell_syntax(document, error, body.decode())
    else:
        if document.value is None and not document.findings:
            document.tell("empty-file", (1, 1), "The file declares nothing.", way_out="Fill it in, or delete it.")
        return document
    document.value = None
    return document


def _is_text(document: Document, body: bytes) -> bool:
    if len(body) > MOST_BYTES:
        document.tell("file-too-large", (1, 1), "The file is larger than 1 MB.", way_out="Split it; a file declares one thing.")
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        before = body[: error.start].decode()
        what = f"The byte 0x{body[error.start]:02x} is not UTF-8."
        document.tell("not-utf-8", _position(before), what, way_out="Save the file as UTF-8.")
        return False
    if not text.isascii():  # libyaml looks for the ASCII ones itself
        return _tell_refused(document, text.removeprefix("\ufeff"))
    return True


def _tell_refused(document: Document, text: str) -> bool:
    """Whether the text holds only characters that a page may show; else the first that it may not is told."""
    refused = _REFUSED.search(text)
    if refused is None:
        return True
    what = f"The character U+{ord(refused[0]):04X} stands here, which no editor shows."
    document.tell("control-character", _position(text[: refused.start()]), what, way_out="Delete it.")
    return False


def _position(before: str) -> Mark:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1].removeprefix("\ufeff")) + 1


_HINTS: Final = (
    ("mapping values are not allowed", "Put text that holds `: ` in quotes: `title: \"Upgrade: part 2\"`."),
    ("unexpected end of stream", "Close the quote that begins here."),
    ("could not find expected ':'", "Write `key: value`, with a space after the colon."),
    ("did not find expected key", "Indent all keys of one mapping by the same number of spaces."),
    ("did not find expected '-' indicator", "Indent all entries of one list by the same number of spaces."),
    ("',' or", "Close the bracket that is open here."),
    ("escape", 'In double quotes a backslash begins an escape; write `\\\\` or use single quotes.'),
)  # fmt: skip


def _tell_syntax(document: Document, error: yaml.MarkedYAMLError, text: str) -> None:
    problem = error.problem or error.context or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and ("end of stream" in problem or "',' or" in problem):  # where the quote or bracket opens
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = re.split(r"\r\n|\r|\n", text)
    here = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    if "\t" in here[:1] or (line <= len(lines) and lines[line - 1][:column].lstrip(" ").startswith("\t")):
        way_out = "Indent with spaces; YAML takes no tabs."
    elif here[:1] in ("@", "`", "%"):
        way_out = f"Put text that begins with `{here[0]}` in quotes."
    else:
        way_out = next((hint for sign, hint in _HINTS if sign in problem), "Look at this line and the one before it.")
    document.tell("yaml-syntax", (line, column), f"This is not YAML: {printable(problem)}.", way_out=way_out)


def scalar(text: str) -> object:
    """What unquoted text means by the core schema of YAML 1.2: null, true or false, an integer, a decimal, or text."""
    if text and text[0] not in _SPECIAL:
        return text
    return _special(text)


@lru_cache(maxsize=4096)
def _special(text: str) -> object:
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    return False if text in _FALSE else text


class _Stop(Exception):
    """What is found makes no sense of the rest of the file."""


class _Builder:
    """Puts events together. A node is (mark of the value, mark of the key, its children's nodes by key or index)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.into: Any = None
        """The collection that is open; None at the top."""
        self.nodes: dict[Any, Any] = {}
        self.key: Any = None
        """In a mapping: the key whose value is next; None where a key is next; `_NOWHERE` where its value is dropped."""
        self.key_mark: Any = None
        self.open: list[tuple[Any, ...]] = []
        self.anchors: dict[str, tuple[Any, Any, int] | None] = {}
        """By name: value, nodes and number of values; None while it is open."""
        self.count = 0

    def build(self, parser: Any) -> None:
        """Read all events; `yaml.YAMLError` where they end in one."""
        steps: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.start,
            SequenceStartEvent: self.start,
            MappingEndEvent: self.end,
            SequenceEndEvent: self.end,
            AliasEvent: self.alias,
            DocumentStartEvent: self.document_start,
        }
        seen: Iterator[Any] = iter(parser.get_event, None)
        try:
            for event in seen:
                step = steps.get(type(event))
                if step is not None:
                    step(event)
        except _Stop:
            self.document.value = None

    def tell(self, rule: str, mark: Any, what: str, why: str = "", way_out: str = "") -> None:
        self.document.tell(rule, (mark.line + 1, mark.column + 1), what, why, way_out)

    def document_start(self, event: Any) -> None:
        if self.document.root is not None:
            self.tell("second-document", event.start_mark, "A second document begins here.", way_out="Give it a file of its own.")
            raise _Stop

    def scalar(self, event: Any) -> None:
        self.count += 1
        value, style, mark = event.value, event.style, event.start_mark
        if event.tag is not None:
            self.refuse_tag(event)
        if style == '"' and _REFUSED.search(value):
            self.tell(
                "control-character", mark, "An escape in this text makes a character that no page may show.", way_out="Delete it."
            )
            value = _REFUSED.sub("\ufffd", value)
        if self.key is None and type(self.into) is dict:
            self.take_key(value, style, mark)
            return
        if not style:
            value = scalar(value)
            if value is None and self.into is not None:
                key, at = (self.key, self.key_mark) if type(self.into) is dict else (None, mark)
                if key is not _NOWHERE:
                    self.document.empty.append((key, len(self.open), (at.line + 1, at.column + 1)))
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, None, 1)
        self.place(value, mark, None)

    def take_key(self, text: str, style: str | None, mark: Any) -> None:
        self.key, self.key_mark = text, mark
        if text in self.into:
            first = self.nodes[text][1]
            what = f"The key {printable(text, quoted=True)} stands here a second time; the first is on line {first.line + 1}."
            self.tell("duplicate-key", mark, what, way_out="Keep one of the two.")
            self.key = _NOWHERE
        elif text == "<<" and not style:
            self.tell("merge-key", mark, "`<<` merges another mapping into this one.", way_out="Write the keys out.")
            self.key = _NOWHERE

    def place(self, value: Any, mark: Any, nodes: Any) -> None:
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
            self.tell("file-too-large", mark, f"The file holds more than {MOST_VALUES:,} values.", way_out="Split it.")
            raise _Stop

    def start(self, event: Any) -> None:
        self.count += 1
        mark = event.start_mark
        if event.tag is not None:
            self.refuse_tag(event)
        if self.key is None and type(self.into) is dict:
            self.tell(
                "complex-key",
                mark,
                "A list or mapping stands where a key should.",
                way_out="Put text that begins with a bracket in quotes.",
            )
            raise _Stop
        if len(self.open) >= MOST_NESTED:
            self.tell(
                "too-deep", mark, f"Values are nested more than {MOST_NESTED} deep.", way_out="Close the brackets, or indent less."
            )
            raise _Stop
        self.open.append((self.into, self.nodes, self.key, self.key_mark, mark, event.anchor, self.count))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.into = {} if type(event) is MappingStartEvent else []
        self.nodes, self.key = {}, None

    def end(self, _event: Any) -> None:
        value, nodes = self.into, self.nodes
        self.into, self.nodes, self.key, self.key_mark, mark, anchor, count = self.open.pop()
        if anchor is not None:
            self.anchors[anchor] = (value, nodes, self.count - count + 1)
        self.place(value, mark, nodes)

    def alias(self, event: Any) -> None:
        mark, name = event.start_mark, event.anchor
        shown = printable(f"*{name}", quoted=True)
        anchored = self.anchors.get(name)
        if anchored is None:
            rule = "alias-bomb" if name in self.anchors else "yaml-syntax"
            what = (
                f"{shown} stands inside the value that it repeats."
                if name in self.anchors
                else f"{shown} repeats a value that is not there."
            )
            self.tell(rule, mark, what, way_out="Put text that begins with `*` in quotes.")
            anchored = (None, None, 1)
        value, nodes, size = anchored
        self.count += size
        if self.count > MOST_VALUES:
            self.tell(
                "alias-bomb", mark, f"With {shown} the file expands to more than {MOST_VALUES:,} values.", way_out="Write less."
            )
            raise _Stop
        if self.key is None and type(self.into) is dict:
            self.tell("complex-key", mark, f"{shown} stands where a key should.", way_out="Write the key out.")
            self.key = _NOWHERE
        else:
            self.place(value, mark, nodes)

    def refuse_tag(self, event: Any) -> None:
        what = f"The value has the tag {printable(event.tag, quoted=True)}."
        self.tell(
            "tag", event.start_mark, what, "No tag means anything here.", "Remove it; put text that begins with `!` in quotes."
        )
