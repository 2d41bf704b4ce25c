"""Lines of iCalendar. Escaping and folding are icalendar's; what stands in which line is said by who writes it.

The library's own `Event` guesses the type of every value it is given, which takes more than half of what it costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from statusgen.board import words
from statusgen.civil import rfc3339

LONGEST: Final = 75
"""Octets of a line that is not folded (RFC 5545 section 3.1)."""


def line(name: str, value: str) -> bytes:
    """A line whose value is as iCalendar wants it already: a number, an address, a word of the specification."""
    if len(name) + len(value) < LONGEST and value.isascii():
        return f"{name}:{value}\r\n".encode()  # to fold it would change nothing, and most lines are short
    from icalendar.parser import Contentline

    folded: bytes = Contentline(f"{name}:{value}").to_ical()  # type: ignore[no-untyped-call]  # icalendar types its upper rooms only
    return folded + b"\r\n"


def text(name: str, value: str) -> bytes:
    """A line of people's words (RFC 5545 section 3.3.11), without what misleads readers."""
    return line(name, escaped(words.clean(value)))


def texts(name: str, values: Iterable[str]) -> bytes:
    """A line of several texts."""
    return line(name, ",".join(escaped(words.line(value)) for value in values))


def escaped(value: str) -> str:
    """The text as a value."""
    from icalendar import vText

    return vText(value).to_ical().decode()


def date_time(at: int) -> str:
    """The instant as a value in UTC: `20261206T030000Z`."""
    return rfc3339(at).replace("-", "").replace(":", "")
