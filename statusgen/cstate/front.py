"""A file's front matter, YAML or TOML, with the line and column of what it says; its body as text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from statusgen import yaml12
from statusgen.finding import Finding, Place, Severity, printable
from statusgen.load.sheet import SUMMARIES as LOAD_SUMMARIES
from statusgen.yaml12 import Document
from statusgen.yaml12.texts import text_of

RULES: Final = (("no-front-matter", "No front matter"), ("toml-syntax", "Not TOML"))
"""What this room finds beside what reading finds anywhere: (id, summary)."""

SUMMARIES: Final = {**LOAD_SUMMARIES, **dict(RULES)}

MOST_TOML: Final = 64_000
MOST_DOTS: Final = 50
"""Characters of TOML, and dots in a line of it: the time that Python's reader takes grows with the cube of a key's parts."""

_YAML, _TOML = "---", "+++"
_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(slots=True)
class Front:
    """What stands at the head of a file, and what is wrong with it."""

    file: str
    fields: dict[str, Any] = field(default_factory=dict)
    """Texts, numbers, booleans, lists and mappings; empty where findings say why it cannot be read."""
    body: str = ""
    """Markdown."""
    findings: list[Finding] = field(default_factory=list)
    document: Document | None = None
    """Where everything stands, of YAML."""
    lines: tuple[str, ...] = ()
    """The lines of TOML, whose reader tells no places."""

    def place(self, *path: str | int) -> Place:
        """Where the value of a key stands, or an entry of it."""
        if self.document is not None:
            return self.document.place(path)
        return Place(self.file, *_in_toml(self.lines, path, self.fields))

    def tell(self, rule: str, *path: str | int, what: str, way_out: str, severity: Severity = Severity.ERROR) -> None:
        """Add a finding at the value of a key."""
        self.tell_at(self.place(*path), rule, what, way_out, severity)

    def tell_at(self, place: Place, rule: str, what: str, way_out: str, severity: Severity = Severity.ERROR) -> None:
        """Add a finding at a place."""
        self.findings.append(Finding(place, rule, severity, SUMMARIES[rule], what, way_out=way_out))


def front_of(file: str, body: bytes) -> Front:
    """The front matter of an event's file."""
    front = Front(file)
    document = Document(file)
    text = text_of(document, body)
    if text is None:
        front.findings = document.findings
        return front
    first, *rest = text.replace("\r\n", "\n").split("\n")
    fence = first.rstrip()
    ends = [number for number, line in enumerate(rest) if line.rstrip() == fence]
    if fence not in (_YAML, _TOML) or not ends:
        _tell_no_front(front, fence, rest)
        return front
    front.body = "\n".join(rest[ends[0] + 1 :])
    head = "\n".join(("", *rest[: ends[0]], ""))  # the fence stays as an empty line, so that lines count as in the file
    _read_toml(front, head) if fence == _TOML else _read_yaml(front, head)
    return front


def settings_of(file: str, body: bytes) -> Front:
    """A file of settings, YAML or TOML by its name."""
    front = Front(file)
    if not file.endswith(".toml"):
        _read_yaml(front, body)
        return front
    document = Document(file)
    text = text_of(document, body)
    front.findings = document.findings
    if text is not None:
        _read_toml(front, text)
    return front


def _tell_no_front(front: Front, fence: str, rest: Sequence[str]) -> None:
    at = Place(front.file)
    if fence in (_YAML, _TOML):
        what = f"The front matter that begins here with `{fence}` does not end."
        front.tell_at(at, "no-front-matter", what, f"Write `{fence}` on a line of its own after it.")
        return
    ends = next((number for number, line in enumerate(rest, 2) if line.rstrip() in (_YAML, _TOML)), None)
    what = "The file does not begin with front matter, so nothing of it is shown as an event."
    way_out = f"Begin the file with `---`, as line {ends} ends it." if ends else "Begin it with `---`, `title:`, `date:` and `---`."
    front.tell_at(at, "no-front-matter", what, way_out)


def _read_yaml(front: Front, text: str | bytes) -> None:
    document = yaml12.read(front.file, text if isinstance(text, bytes) else text.encode())
    front.document, front.findings = document, document.findings
    _take(front, document.value)


def _read_toml(front: Front, text: str) -> None:
    front.lines = tuple(text.replace("\r\n", "\n").split("\n"))
    dotted = next((number for number, line in enumerate(front.lines, 1) if line.count(".") > MOST_DOTS), None)
    if len(text) > MOST_TOML:
        front.tell_at(Place(front.file), "file-too-large", f"It holds more than {MOST_TOML:,} characters of TOML.", "Write less.")
        return
    if dotted:
        what = f"There are more than {MOST_DOTS} dots in this line."
        front.tell_at(Place(front.file, dotted), "too-deep", what, "Break the line, or nest less.")
        return
    try:
        fields = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        at = _TOML_PLACE.search(told)
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (len(front.lines), 1)
        what = f"This is not TOML: {printable(_TOML_PLACE.sub('', told))}."
        front.tell_at(Place(front.file, line, column), "toml-syntax", what, "Look at this line and the one before it.")
        return
    except RecursionError:
        front.tell_at(Place(front.file), "too-deep", "Values are nested too deep.", "Close the brackets.")
        return
    except ValueError:  # a number of more digits than Python reads
        front.tell_at(Place(front.file), "toml-syntax", "A number in this TOML is too long.", "Write a shorter one.")
        return
    _take(front, fields)


def _take(front: Front, value: object) -> None:
    if isinstance(value, dict) and value:
        front.fields = value
    elif not front.findings:
        front.tell("wrong-type", what="There are no keys here.", way_out="Write `title: …` and `date: …`, each on its own line.")


def _in_toml(lines: Sequence[str], path: Sequence[str | int], fields: dict[str, Any]) -> tuple[int, int]:
    """Line and column of a key's value, or of an entry of a list of texts; the first line where it is not found."""
    key = re.compile(rf"""\s*["']?{re.escape(str(path[0])) if path else "$."}["']?\s*=\s*""")
    for number, line in enumerate(lines, 1):
        found = key.match(line)
        if found is None:
            continue
        if len(path) > 1 and isinstance(path[1], int):
            entry = str(fields[str(path[0])][path[1]])
            for below, other in enumerate(lines[number - 1 :], number):
                column = other.find(entry, found.end() if below == number else 0)
                if column >= 0:
                    return below, column + 1
        return number, found.end() + 1
    return 1, 1
