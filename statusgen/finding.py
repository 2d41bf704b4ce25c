"""What is told to the author of a file, and the few exceptions.

* StatusgenError        the run cannot go on: no verdict is reached
  - ProjectMissing      no `statusgen.yaml` here or above
  - ProjectUnreadable   `statusgen.yaml` itself cannot be read; carries the findings that say why
  - HistoryUnavailable  git is missing, the clone is shallow, a revision is unknown
  - ThemeBroken         a template does not render, or a picture is none; carries the finding that says why
  - PublishRefused      the site folder cannot be replaced as a whole
  - WrongInstant, MonthToCome, SamplesUnreadable, DataExtraMissing: in `cli/clock.py`, `statement.py` and `monitors/`, where
    they are raised

What is wrong inside a readable file is a `Finding`, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How much a finding weighs: an error rejects a plan, the others never do."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(Struct, frozen=True, order=True, array_like=True):
    """Where something stands: `windows/a.yaml:4:8`."""

    file: str
    """Path below the project's folder, with `/`."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Finding(Struct, frozen=True, array_like=True):
    """One thing to tell the author of a file: where, what, why, and the way out."""

    place: Place
    rule: str
    """The rule's id, the same word in the code, the handbook and the tests: `notice-period`."""
    severity: Severity
    summary: str
    """The fixed heading of the rule, without the user's data, so that the eye learns it."""
    what: str
    """What is the case, in full sentences."""
    why: str = ""
    """The promise or the fact that makes it a mistake."""
    way_out: str = ""
    """What to write instead, or what to do."""
    policy: str | None = None
    """The policy whose rule it is, where it is one's."""
    clause: str | None = None
    """The clause of that policy: `clever.maint.notice`."""
    instead: str | None = None
    """The word that is meant, where what stands at the place is a word and one is near enough."""
    window: str | None = None
    """The id of the window that it is about, where it is about one: a file may declare many."""

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Findings are told by file, line and rule, whatever order they were found in."""
        return (self.place.file, self.place.line, self.place.column, self.rule, self.policy or "", self.what)


def told_in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in the order they are told."""
    return tuple(sorted(set(findings), key=lambda finding: finding.order))


def printable(text: str, *, quoted: bool = False, longest: int = 80) -> str:
    """A user's text fit for one line of a finding: no control characters, not too long; `quoted` puts it in backticks."""
    if len(text) > longest:
        text = f"{text[: longest - 20]}…{text[-19:]}"
    text = escaped(text)
    return f"`{text}`" if quoted else text


def escaped(text: str) -> str:
    """Text whose control characters can be seen, and do nothing: `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text)


class StatusgenError(Exception):
    """The run cannot go on. Shown as one line and a way out, never as a traceback."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


class ProjectMissing(StatusgenError):
    """There is no `statusgen.yaml` in the folder or above it."""


class ProjectUnreadable(StatusgenError):
    """`statusgen.yaml` cannot be read, so nothing can be judged by it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("`statusgen.yaml` cannot be read", "Mend what is told of it; nothing was judged.")
        self.findings = findings


class HistoryUnavailable(StatusgenError):
    """The announcements cannot be read from git."""


class ThemeBroken(StatusgenError):
    """A template, a logo or an icon of a project cannot be used; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.place}: {finding.what}", finding.way_out)
        self.finding = finding


class PublishRefused(StatusgenError):
    """The site folder cannot be replaced as a whole, or another build is writing it."""
