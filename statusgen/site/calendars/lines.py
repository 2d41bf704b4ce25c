"""Lines of iCalendar: escaping and folding. What stands in which line is said by who writes it.

The icalendar library does the same, and takes longer to import than all calendars of a rebuild take to write. A law in the tests
holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from statusgen.board import words
from statusgen.civil import rfc3339

LONGEST: Final = 75
"""Octets of a line that is not folded (RFC 5545 section 3.1)."""


def line(name: str, value: str) -> bytes:
    """A line whose value is as iCalendar wants it already: a number, an address, a word of the specification."""
    whole = f"{name}:{value}"
    if len(whole) <= LONGEST and whole.isascii():  # as most lines are
        return f"{whole}\r\n".encode()
    return b"\r\n ".join(_folds(whole.encode())) + b"\r\n"


def text(name: str, value: str) -> bytes:
    """A line of people's words (RFC 5545 section 3.3.11), without what misleads readers."""
    return line(name, escaped(words.clean(value)))


def texts(name: str, values: Iterable[str]) -> bytes:
    """A line of several texts."""
    return line(name, ",".join(escaped(words.line(value)) for value in values))


def escaped(value: str) -> str:
    """The text as a value."""
    return value.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def date_time(at: int) -> str:
    """The instant as a value in UTC: `20261206T030000Z`."""
    return rfc3339(at).replace("-", "").replace(":", "")


def _folds(body: bytes) -> Iterator[bytes]:
    """Parts of a line, which begin with a blank each but the first. They are cut between characters, and not behind a backslash,
    which some clients read apart from what it escapes.
    """
    while len(body) >= LONGEST:
        end = LONGEST - 1
        while body[end] & 0b1100_0000 == 0b1000_0000:  # in the middle of a character
            end -= 1
        if body[end - 1] in rb"\^":  # RFC 6868 escapes with the other one
            end -= 1
        yield body[:end]
        body = body[end:]
    yield body
