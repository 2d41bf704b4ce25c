"""What people wrote as GitHub's Markdown shows it: letter by letter, whatever it looks like.

GitHub looks for names, numbers of issues, addresses and formulas in what Markdown has become, where no escape is left that could
stop it. A zero-width space breaks them up: readers see the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from statusgen.render.findings import visible

LONGEST: Final = 200
"""Characters of one text: a title may have as many, a list of components more."""

_MARKED: Final = re.compile(r"[\\`*_\[\]|~]")
_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "<span>$</span>", "\0": "&#8203;"})
_LINKED: Final = (
    re.compile(r"@(?=[\w-])"),  # @name, name@host.example
    re.compile(r"#(?=\d)"),  # issue 12
    re.compile(r"GH(?=-\d)", re.IGNORECASE),
    re.compile(r"(?:https?|ftp|mailto|xmpp):", re.IGNORECASE),
    re.compile(r"www(?=\.)", re.IGNORECASE),
    re.compile(r":(?=(?:[a-z+-][\w+-]*|100|1234):)"),  # a smile
    re.compile(r"\b[0-9a-f]{6}(?=[0-9a-f]+\b)", re.IGNORECASE),  # a commit
)
_CODE: Final = re.compile(r"`([^`]*)`")
_FENCE: Final = re.compile(r"`{3,}")


def plain(said: str, *, longest: int = LONGEST) -> str:
    """A text on one line, which must not be the first thing on it."""
    return _escaped(shortened(visible(said), longest))


def code(said: str) -> str:
    """A name as names are set."""
    return f"<code>{plain(said)}</code>"


def sentences(said: str) -> str:
    """What a finding says, on one line; its names stand in backticks."""
    parts = _CODE.split(visible(" ".join(shortened(said, 6 * LONGEST).split("\n"))))
    return "".join(code(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def block(language: str, lines: Sequence[str]) -> str:
    """Lines as they are, which no line of theirs ends early."""
    shown = [shortened(visible(line), LONGEST) for line in lines]
    longest = max((len(run) for line in shown for run in _FENCE.findall(line)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join((f"{fence}{language}", *shown, fence))


def fitting(parts: Sequence[str], most: int) -> int:
    """How many of some parts, each with the end of its line, there is room for in so many bytes."""
    room = most
    for number, part in enumerate(parts):
        room -= len(part.encode()) + 1
        if room < 0:
            return number
    return len(parts)


def shortened(said: str, longest: int) -> str:
    """The text, or its beginning."""
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


def _escaped(said: str) -> str:
    for linked in _LINKED:
        said = linked.sub(lambda found: f"{found[0]}\0", said)
    return _MARKED.sub(r"\\\g<0>", said).translate(_HTML)
