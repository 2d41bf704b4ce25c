"""A window as the file that declares it: what a person would have written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from statusgen import civil
from statusgen.civil import CivilError
from statusgen.model import Window
from statusgen.timeline import HOUR, MINUTE

_PLAIN: Final = re.compile(r"[A-Za-z](?:[\w ()./+-]*[\w().])?", re.ASCII)
"""Text that YAML takes for text without quotes; of words that it takes for something else, `_WORDS`."""
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def window_file(window: Window, announced: int | None) -> str:
    """The YAML of a window on its own clock. `announced`: since when customers know of it, where the file is the evidence."""
    return "".join(f"{line}\n" for line in _lines(window, announced))


def _lines(window: Window, announced: int | None) -> Iterator[str]:
    yield f"title: {_scalar(window.title)}"
    yield f"components: [{', '.join(map(_scalar, window.components))}]"
    yield f"impact: {window.impact}"
    yield f"start: {_time(window.span.start, window.time_zone)}"
    yield f"duration: {_duration(window.span.seconds)}"
    if announced is not None:
        yield f"announced: {_time(announced, window.time_zone)}"
    if window.description:
        yield from _text("description", window.description)


def _scalar(text: str) -> str:
    """Text as YAML reads it back: plain where that is safe, else in quotes, as JSON writes them."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)


def _text(key: str, text: str) -> Iterator[str]:
    """Several lines as they are where they begin and end plainly, else in quotes."""
    lines = text.removesuffix("\n").split("\n")
    if all(map(str.isprintable, lines)) and lines[0] and not lines[0].startswith(" ") and lines[-1].strip():
        yield f"{key}: |" if text.endswith("\n") else f"{key}: |-"
        yield from (f"  {line}" if line else "" for line in lines)
    else:
        yield f"{key}: {json.dumps(text, ensure_ascii=False)}"


def _time(at: int, zone: str) -> str:
    """`2026-12-05 21:00` on the clock of the zone; with the offset where the clock shows it twice."""
    full = civil.show(at, zone).partition(" ")[2]
    text = full.rpartition(" ")[0]
    try:
        civil.instant(text, zone)
    except CivilError:
        return full
    return text


def _duration(seconds: int) -> str:
    """`1h30m`."""
    hours, rest = divmod(seconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return "".join(f"{count}{unit}" for count, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if count)
