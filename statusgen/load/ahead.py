"""Which files may declare a window that is not over long since: told by a glance at their text, without reading them.

Of ten thousand windows all but a few dozen are past, and whoever looks ahead need not read them. A glance errs on the safe
side: what it passes over has dates that are all too long ago, and nothing that could say otherwise.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from statusgen.civil import CivilError, duration, utc
from statusgen.model import stem
from statusgen.sources import WINDOWS, Texts
from statusgen.timeline import DAY

_DATE: Final = re.compile(rb"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")  # begins with a letter, so that it is found at once; earlier is past
_DURATION: Final = re.compile(rb"duration[\"']?[ \t]*:[ \t]*[\"']?([0-9A-Z][0-9A-Za-z]*)")
_ENDED: Final = re.compile(rb"actual[\"']?[ \t]*:\s*(?:\{[^{}]*|start[^\n]*\n[ \t]+)\bend[\"']?[ \t]*:[ \t]*[\"']?[0-9]")
_LATE: Final = 2 * DAY
"""A date is a day long, on a clock that may be most of a day behind UTC."""
_FOREVER: Final = 1 << 40


def lasting(texts: Texts, since: int, named: str | None = None) -> Texts:
    """The texts without files of windows that were over at an instant; the one that is `named` stays."""
    inside = f"{WINDOWS}/"
    return {
        path: body for path, body in texts.items() if not path.startswith(inside) or stem(path) == named or _may_last(body, since)
    }


def _may_last(body: bytes, since: int) -> bool:
    """Whether a file may declare a window that ends after an instant, or work of which nobody says that it ended."""
    latest, durations = max(_DATE.findall(body), default=b""), _DURATION.findall(body)
    if not latest or len(durations) < body.count(b"duration") or latest >= _day(since, max(map(_seconds, durations), default=0)):
        return True
    if b"repeat" in body or b"\\" in body:  # a series has days that nobody wrote down, and an escape hides what it says
        return True
    return b"actual" in body and (b"#" in body or len(_ENDED.findall(body)) < body.count(b"actual"))


@cache
def _day(since: int, seconds: int) -> bytes:
    """The first day, as it is written, on which something may begin that takes so long and ends after an instant."""
    return f"{utc(max(since - seconds - _LATE, 0)):%Y-%m-%d}".encode()


@lru_cache(maxsize=256)
def _seconds(text: bytes) -> int:
    try:
        return duration(text.decode())
    except CivilError:
        return _FOREVER  # to be told by reading the file
