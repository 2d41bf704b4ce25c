"""A window that is rejected for its times is moved to the next start that keeps every promise, as long as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from statusgen import civil, yaml12
from statusgen.finding import Finding, Place
from statusgen.fixes.edit import Edit, Fix, NotEditable, rewriting
from statusgen.model import Announcement, Origin, Project, Window
from statusgen.rules import way_out
from statusgen.sources import Texts
from statusgen.timeline import Span

MOST: Final = 50
"""As many windows are moved at once; who has merged them runs again."""
NO_TIME: Final = "No time that keeps every promise is near."
NOT_ALONE: Final = "To move it would change more than its times, or break another rule."
_SERIES: Final = "The file declares a series, and to move its start would move all of it."
_DECLARED: Final = "`announced:` says since when these times are known; say there when the new ones were told."


@dataclass(frozen=True, slots=True)
class Move:
    """A window at other times."""

    window: Window
    """As it is."""
    span: Span
    fix: Fix

    def is_all(self, then: Window | None) -> bool:
        """Whether the window, as it would be read, has these times and is what it was in all else."""
        return then is not None and then.span == self.span and _but_for_times(then) == _but_for_times(self.window)


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding that is not answered, though others of its kind are."""

    place: Place
    rule: str
    why: str


def moves(project: Project, errors: Sequence[Finding], texts: Texts, now: int) -> tuple[list[Move], list[Refused]]:
    """Where each window could go that is to come and has an error about its times, one after the other, and who must stay."""
    found: list[Move] = []
    refused: list[Refused] = []
    files = {finding.place.file for finding in errors}
    asked = [window for window in project.windows if window.origin.file in files]
    for window in sorted(asked, key=lambda window: (window.span.start, window.id)):
        told = _of_times(window, errors) if window.span.start > now and window.emergency is None else []
        if not told:
            continue
        try:
            if len(found) == MOST:
                raise NotEditable(f"One run moves {MOST} windows; run it again for the rest.")
            move = _move(project, window, told, texts, now)
        except NotEditable as reason:
            refused += (Refused(finding.place, finding.rule, str(reason)) for finding in told)
            continue
        found.append(move)
        project = _with(project, window, move.span, now)
    return found, list(dict.fromkeys(refused))


def _of_times(window: Window, errors: Sequence[Finding]) -> list[Finding]:
    places = {window.origin.at(key) for key in ("start", "end", "duration") if key in window.origin.keys}
    return [finding for finding in errors if finding.place in places]


def _move(project: Project, window: Window, told: Sequence[Finding], texts: Texts, now: int) -> Move:
    if window.series is not None:
        raise NotEditable(_SERIES)
    if any(one.span == window.span for one in window.declared):
        raise NotEditable(_DECLARED)
    start = way_out.next_start(project, window, now)
    if start is None or start == window.span.start:
        raise NotEditable(NO_TIME)
    span = Span(start, start + window.span.seconds)
    edits = tuple(_edits(window, span, texts[window.origin.file]))
    what = f"Start {civil.show(start, window.time_zone)}, the next time that keeps every promise."
    return Move(window, span, Fix(window.origin.file, what, edits, tuple((one.place, one.rule) for one in told)))


def _edits(window: Window, span: Span, body: bytes) -> Iterator[Edit]:
    """The start, and the end where the file gives it: a duration stays."""
    document = yaml12.read(window.origin.file, body)
    for key, at in (("start", span.start), ("end", span.end)):
        if key in document.value:
            text = civil.rewritten(document.value[key], at, window.time_zone)
            yield rewriting(body, document.place((key,)), text)


def _with(project: Project, window: Window, span: Span, now: int) -> Project:
    """The project with the window where it would go, so that the next one goes elsewhere."""
    told = (*window.announcements, Announcement(now, span, window.components, window.impact))
    moved = msgspec.structs.replace(window, span=span, announcements=told)
    return msgspec.structs.replace(project, windows=tuple(moved if one is window else one for one in project.windows))


def _but_for_times(window: Window) -> Window:
    return msgspec.structs.replace(
        window, span=Span(0, 1), origin=Origin(window.origin.file), announcements=(), revisions=(), known_as=""
    )
