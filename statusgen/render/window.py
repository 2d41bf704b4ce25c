"""A window as the file that declares it: where it lies, what it is called, and its text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from statusgen import civil, yaml12
from statusgen.model import Window
from statusgen.timeline import HOUR, MINUTE

LONGEST_TITLE: Final = 200
LONGEST_NAME: Final = 60
_UNSHOWN: Final = ("Cc", "Cs", "Cn", "Co")
"""Control characters, halves of characters, and what no character is: no file may hold them."""


def title_of(said: str) -> str:
    """A title as one line that a file can hold; empty where nothing is left of it. What is too long ends in `…`."""
    shown = "".join(letter if letter.isspace() or unicodedata.category(letter) not in _UNSHOWN else "" for letter in said)
    line = " ".join(shown.replace("\ufeff", "").split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def id_of(title: str, start: int, zone: str) -> str:
    """The day and the title: `2026-12-05-database-upgrade`; letters of other alphabets are left out of an address."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > LONGEST_NAME:
        words = words[:LONGEST_NAME].rpartition("-")[0] or words[:LONGEST_NAME]
    return f"{civil.clock(start, zone):%Y-%m-%d}-{words or 'maintenance'}"


def path_of(window_id: str, paths: Collection[str]) -> str:
    """Where the file lies: in a folder of its year, where the project's other windows have such folders."""
    yearly = any(re.fullmatch(r"windows/\d{4}/[^/]+", path) for path in paths)
    return f"windows/{window_id[:4]}/{window_id}.yaml" if yearly else f"windows/{window_id}.yaml"


def text(window: Window, announced: int | None = None) -> str:
    """The file's text, its times on the clock of the window's zone; `announced` where the files are the evidence for that."""
    lines = [
        f"title: {_scalar(window.title)}",
        f"components: [{', '.join(window.components)}]",
        f"impact: {window.impact.value}",
        f"start: {_time(window.span.start, window.time_zone)}",
        f"duration: {_duration(window.span.seconds)}",
    ]
    if announced is not None:
        lines.append(f"announced: {_time(announced, window.time_zone)}")
    lines += _paragraphs("description", window.description) if window.description else []
    return "".join(f"{line}\n" for line in lines)


def _scalar(said: str) -> str:
    """As it is, where that is read as the same text; else in quotes."""
    read = yaml12.read("", f"title: {said}\n".encode())
    return said if read.value == {"title": said} and not read.findings else json.dumps(said, ensure_ascii=False)


def _paragraphs(key: str, said: str) -> list[str]:
    """A text of several lines as it is, where that is read as the same text; else in quotes."""
    lines = [f"{key}: |" if said.endswith("\n") else f"{key}: |-"]
    lines += [f"  {line}" if line else "" for line in said.removesuffix("\n").split("\n")]
    read = yaml12.read("", "\n".join([*lines, ""]).encode())
    return lines if read.value == {key: said} and not read.findings else [f"{key}: {json.dumps(said, ensure_ascii=False)}"]


def _time(at: int, zone: str) -> str:
    """On the zone's clock, with its offset where the clock shows that time twice."""
    shown = civil.show(at, zone).partition(" ")[2]
    short = shown.rpartition(" ")[0]
    try:
        return short if civil.instant(short, zone) == at else shown
    except civil.CivilError:
        return shown


def _duration(seconds: int) -> str:
    """`1h30m`."""
    parts = []
    for unit, letter in ((HOUR, "h"), (MINUTE, "m"), (1, "s")):
        count, seconds = divmod(seconds, unit)
        if count:
            parts.append(f"{count}{letter}")
    return "".join(parts)
