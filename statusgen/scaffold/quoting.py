"""Text → a value in YAML that is read as that text."""

from __future__ import annotations

import re
from typing import Final

from statusgen.yaml12.scalars import scalar

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w -]*\w)?")
"""Words that mean themselves wherever they stand in YAML, but for the few that are no text."""
_ESCAPED: Final = {'"': '\\"', "\\": "\\\\"}


def quoted(text: str) -> str:
    """A line of text as a value in YAML: as it is where that is read as the same text, else in quotes."""
    if _PLAIN.fullmatch(text) and scalar(text) == text:
        return text
    return f'"{"".join(_escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return _ESCAPED.get(letter, letter)
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
