"""The short way for files that are written as nearly all are: keys with values behind them, lists, and texts of a few lines.

It knows the small part of YAML's grammar in which a line can be meant in one way only, and reads it in little more than half the
time that the events of libyaml take. Any other file, and any of which something is to be told, is left to `Builder`, which reads
it from the start. Of a plain file both make the same.
"""

from __future__ import annotations

import re
from typing import Any, Final

from statusgen.yaml12.document import MOST_NESTED, MOST_VALUES, Mark, Node
from statusgen.yaml12.scalars import scalar

_KEY: Final = "[A-Za-z0-9_][A-Za-z0-9_-]{0,999}"
_LINES: Final = re.compile(rf"^( *)(- +(?=[^ \n]))?(?:({_KEY}):(?: +|$))?(.*)", re.MULTILINE).findall
"""Of every line the indent, the dash of an entry, its key, and the rest: each may be empty."""
_END: Final = ("", "", "", "-")
"""What follows on the last line: it belongs to nothing."""
_SIGNS: Final = frozenset(["", *"-?:,[]{}#&*!|>'\"%@` "])
"""No text without quotes begins with one of these here."""
_LITERAL: Final = {"|": "\n", "|-": ""}
"""How a text ends that is taken as it stands, by the sign that announces it."""
_CLOSING: Final = {"[": "]", "{": "}"}
_QUOTES: Final = ("'", '"')
_QUOTED: Final = re.compile(r"""'(?P<single>(?:[^']|'')*+)'|"(?P<double>[^"\\]*+)\"""")
_INNER_KEY: Final = re.compile(rf"({_KEY}): +").match
_INNER_TEXT: Final = re.compile(r"(?:[^,:#\[\]{}]|:(?=[A-Za-z0-9/]))++").match
"""In brackets."""

Read = tuple[Any, Mark, Any, int]
"""A value, where it begins, the nodes in it, and what follows: the index of a line, or in brackets of a letter."""


class NotPlain(Exception):
    """The file is not as simple as that."""


def plain(text: str) -> tuple[Any, Node]:
    """The mapping that a plain file is, and its node. Raises `NotPlain` of any other."""
    # No tab, no line end of another system, nothing that pages may not show: what is to be told of them, others tell. And each
    # value takes a letter at least.
    if not text.endswith("\n") or not text.replace("\n", "").isprintable() or len(text) > MOST_VALUES:
        raise NotPlain
    file = _File(text)
    at = file.past_nothing(0)
    indent, dash, key, _ = file.parts[at]
    if indent or dash or not key:
        raise NotPlain
    value, mark, inside, at = file.mapping(at, 0, 0)
    if file.parts[at] is not _END:
        raise NotPlain
    return value, (mark, mark, inside)


class _File:
    """The lines of a file, whole and in parts."""

    __slots__ = ("lines", "parts")

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.parts = [*_LINES(text), _END]

    def past_nothing(self, at: int) -> int:
        """The next line that is not empty, nor a comment."""
        while True:
            _, dash, key, rest = self.parts[at]
            if key or dash or rest[:1] not in ("", "#"):
                return at
            at += 1

    def mapping(self, at: int, indent: int, depth: int) -> Read:
        """What the keys of an indent hold, from a line on that has one, be it behind a dash."""
        if depth >= MOST_NESTED:
            raise NotPlain
        mark = (at + 1, indent + 1)
        value: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        key, rest = self.parts[at][2:]
        while True:
            key_mark = (at + 1, indent + 1)
            value[key], begin, inside, at = self._value(at, rest, indent, depth + 1)
            nodes[key] = (begin, key_mark, inside)
            at = self.past_nothing(at)
            blanks, dash, key, rest = self.parts[at]
            if not key or dash or len(blanks) != indent:
                return value, mark, nodes, at
            if key in value:
                raise NotPlain

    def _list(self, at: int, indent: int, depth: int) -> Read:
        """What stands behind the dashes of an indent, from a line on that has one."""
        if depth >= MOST_NESTED:
            raise NotPlain
        mark = (at + 1, indent + 1)
        value: list[Any] = []
        nodes: dict[int, Node] = {}
        blanks, dash, key, rest = self.parts[at]
        while dash and len(blanks) == indent:
            if key:
                entry, begin, inside, at = self.mapping(at, indent + len(dash), depth + 1)
            else:
                entry, begin, inside, at = self._value(at, rest, indent, depth + 1)
            nodes[len(value)] = (begin, begin, inside)
            value.append(entry)
            at = self.past_nothing(at)
            blanks, dash, key, rest = self.parts[at]
        return value, mark, nodes, at

    def _value(self, at: int, rest: str, indent: int, depth: int) -> Read:
        """What the rest of a line begins, behind the key or dash of an indent."""
        begin = (at + 1, len(self.lines[at]) - len(rest) + 1)
        if rest[:1] not in _SIGNS:
            if len(self.parts[at + 1][0]) > indent:
                rest, at = self._folded(at, indent)
            if ": " in rest or " #" in rest or rest[-1] in ": ":
                raise NotPlain
            return _meaning(rest), begin, None, at + 1
        if rest[:1] in _QUOTES:
            if len(self.parts[at + 1][0]) > indent:
                rest, at = self._folded(at, indent)
            return _unquoted(_QUOTED.fullmatch(rest)), begin, None, at + 1
        if not rest:
            return self._below(at, indent, depth)
        if rest in _LITERAL:
            return self._literal(at, indent, begin)
        value, begin, inside, end = self._enclosed(at, 0, depth)
        if rest[end:].strip(" "):
            raise NotPlain
        return value, begin, inside, at + 1

    def _below(self, at: int, indent: int, depth: int) -> Read:
        """A mapping or list on the lines after its key; a list may have the indent of that."""
        at = self.past_nothing(at + 1)
        blanks, dash, key, _ = self.parts[at]
        if dash and len(blanks) >= indent:
            return self._list(at, len(blanks), depth)
        if key and not dash and len(blanks) > indent:
            return self.mapping(at, len(blanks), depth)
        raise NotPlain

    def _folded(self, at: int, indent: int) -> tuple[str, int]:
        """A text that goes on in lines with more of an indent; the last of them."""
        lines = [self.parts[at][3].rstrip(" ")]
        while len(self.parts[at + 1][0]) > indent:
            at += 1
            lines.append(self.lines[at].strip(" "))
            if lines[-1][:1] in _SIGNS:
                raise NotPlain
        return " ".join(lines), at

    def _literal(self, at: int, indent: int, begin: Mark) -> Read:
        """A text as it stands, in lines with the indent of the first of them, and empty ones."""
        ending = _LITERAL[self.parts[at][3]]
        at += 1
        blanks = self.parts[at][0]
        if len(blanks) <= indent:
            raise NotPlain
        taken = []
        while at < len(self.lines):
            line = self.lines[at]
            if line.isspace():
                raise NotPlain
            if line and not line.startswith(blanks):
                break
            taken.append(line[len(blanks) :])
            at += 1
        return "\n".join(taken).rstrip("\n") + ending, begin, None, at

    def _enclosed(self, line: int, at: int, depth: int) -> Read:
        """What begins at a letter of a line's rest, in brackets or quotes or, within brackets, in none."""
        rest = self.parts[line][3]
        sign, begin = rest[at : at + 1], (line + 1, len(self.lines[line]) - len(rest) + at + 1)
        if sign in _CLOSING:
            return self._bracketed(line, at, depth, begin)
        if sign in _QUOTES and (found := _QUOTED.match(rest, at)):
            return _unquoted(found), begin, None, found.end()
        if sign not in _SIGNS and (found := _INNER_TEXT(rest, at)):
            return _meaning(found[0].rstrip(" ")), begin, None, found.end()
        raise NotPlain

    def _bracketed(self, line: int, at: int, depth: int, begin: Mark) -> Read:
        if depth >= MOST_NESTED:
            raise NotPlain
        rest = self.parts[line][3]
        closing = _CLOSING[rest[at]]
        value: dict[Any, Any] = {}
        nodes: dict[Any, Node] = {}
        at = _past_blanks(rest, at + 1)
        while rest[at : at + 1] != closing:
            if value:
                if rest[at : at + 1] != ",":
                    raise NotPlain
                at = _past_blanks(rest, at + 1)
            key_mark = (line + 1, len(self.lines[line]) - len(rest) + at + 1)
            key, at = _inner_key(rest, at) if closing == "}" else (len(value), at)
            if key in value:
                raise NotPlain
            value[key], mark, inside, at = self._enclosed(line, at, depth + 1)
            nodes[key] = (mark, key_mark, inside)
            at = _past_blanks(rest, at)
        return value if closing == "}" else [*value.values()], begin, nodes, at + 1


def _inner_key(rest: str, at: int) -> tuple[str, int]:
    found = _INNER_KEY(rest, at)
    if found is None:
        raise NotPlain
    return found[1], found.end()


def _unquoted(found: re.Match[str] | None) -> str:
    if found is None:
        raise NotPlain
    return found["double"] or (found["single"] or "").replace("''", "'")


def _past_blanks(rest: str, at: int) -> int:
    while rest[at : at + 1] == " ":
        at += 1
    return at


def _meaning(text: str) -> object:
    """What a text without quotes means; that it means nothing is for others to tell."""
    value = scalar(text)
    if value is None:
        raise NotPlain
    return value
