"""A window that is rejected for its times is moved to the next start that keeps every promise, as long as it was.

An occurrence of a series is moved by its day, so that the others stay where they were told to be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from statusgen import civil, yaml12
from statusgen.finding import Finding, Place
from statusgen.fixes import occurrences
from statusgen.fixes.edit import Edit, Fix, NotEditable, rewriting
from statusgen.model import Announcement, Origin, Project, Window
from statusgen.rules import way_out
from statusgen.sources import Texts
from statusgen.timeline import Span

MOST: Final = 50
"""As many windows are moved at once; who has merged them runs again."""
NO_TIME: Final = "No time that keeps every promise is near."
ANSWERED: Final = "It can stay where it is, once the fixes that are suggested before it are made."
NOT_ALONE: Final = "To move it would change more than its times, or break another rule."
_SERIES: Final = "All that is to come of the series is refused: give it other times, or another rule."
_DECLARED: Final = "`announced:` says since when these times are known; say there when the new ones were told."


@dataclass(frozen=True, slots=True)
class Move:
    """What a file declares, at other times."""

    windows: Mapping[str, Window]
    """By their ids all that are to come, as they would be."""
    fix: Fix

    def is_all(self, then: Mapping[str, Window]) -> bool:
        """Whether the windows of the file, as they would be read, have these times and are what they were in all else."""
        return _but_for_evidence(then) == _but_for_evidence(self.windows)


@dataclass(frozen=True, slots=True)
class _Goal:
    """Where a window shall go."""

    window: Window
    span: Span
    alone: int | None
    """The start that it would have if nothing else were moved, which its findings name."""
    told: Sequence[Finding]
    """What it answers."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding that is not answered, though others of its kind are."""

    place: Place
    rule: str
    why: str


def moves(project: Project, errors: Sequence[Finding], texts: Texts, now: int) -> tuple[list[Move], list[Refused]]:
    """Where each window could go that is to come and has an error about its times, one after the other, and who must stay."""
    goals: dict[str, list[_Goal]] = {}
    refused: list[Refused] = []
    as_it_stands = project
    declared = _to_come(project, {finding.place.file for finding in errors}, now)
    windows = [window for same in declared.values() for window in same]
    wrong = {window.id: told for window in windows if (told := _of_times(window, errors))}
    hopeless = _hopeless(declared, wrong)
    for window in sorted((one for one in windows if one.id in wrong), key=lambda window: (window.span.start, window.id)):
        file, told = window.origin.file, wrong[window.id]
        try:
            if sum(map(len, goals.values())) == MOST:
                raise NotEditable(f"One run moves {MOST} windows; run it again for the rest.")
            if file in hopeless:
                raise NotEditable(_SERIES)
            goal = _goal(as_it_stands, project, window, now, told)
            _edits([goal], texts[file])
        except NotEditable as reason:
            refused += (Refused(finding.place, finding.rule, str(reason)) for finding in told)
            continue
        goals.setdefault(file, []).append(goal)
        project = _with(project, window, goal.span, now)
    return [_move(same, declared[file], texts[file]) for file, same in goals.items()], list(dict.fromkeys(refused))


def _to_come(project: Project, files: Collection[str], now: int) -> dict[str, list[Window]]:
    """The windows of some files that have not begun."""
    declared: dict[str, list[Window]] = {}
    for window in project.windows:
        if window.origin.file in files and window.span.start > now:
            declared.setdefault(window.origin.file, []).append(window)
    return declared


def _of_times(window: Window, errors: Sequence[Finding]) -> list[Finding]:
    if window.emergency is not None:
        return []
    places = {window.origin.at(key) for key in ("start", "end", "duration") if key in window.origin.keys}
    return [finding for finding in errors if finding.place in places and finding.window in (None, window.id)]


def _hopeless(declared: Mapping[str, Sequence[Window]], wrong: Collection[str]) -> set[str]:
    """The files of series of which nothing is right: an entry for each would hide that their rule is not."""
    return {
        file
        for file, windows in declared.items()
        if len(windows) > 1 and all(window.id in wrong for window in windows if window.cancelled is None)
    }


def _goal(as_it_stands: Project, project: Project, window: Window, now: int, told: Sequence[Finding]) -> _Goal:
    """The next start beside what is moved already, and the one that there is as the project stands."""
    if any(one.span == window.span for one in window.declared) and (window.series is None or "announced" in window.origin.own):
        raise NotEditable(_DECLARED)
    start = way_out.next_start(project, window, now)
    if start is None or start == window.span.start:
        raise NotEditable(NO_TIME if start is None or project is as_it_stands else ANSWERED)
    alone = start if project is as_it_stands else way_out.next_start(as_it_stands, window, now)
    return _Goal(window, Span(start, start + window.span.seconds), alone, told)


def _move(goals: Sequence[_Goal], windows: Sequence[Window], body: bytes) -> Move:
    spans = {goal.window.id: goal.span for goal in goals}
    answers = dict.fromkeys((finding.place, finding.rule) for goal in goals for finding in goal.told)
    fix = Fix(goals[0].window.origin.file, " ".join(map(_said, goals)), tuple(_edits(goals, body)), tuple(answers))
    then = (msgspec.structs.replace(window, span=spans.get(window.id, window.span)) for window in windows)
    return Move({window.id: window for window in then}, fix)


def _said(goal: _Goal) -> str:
    which = f" `{goal.window.id}`" if goal.window.series is not None else ""
    start = f"Start{which} {civil.show(goal.span.start, goal.window.time_zone)}, the next time that keeps every promise"
    if goal.alone in (None, goal.span.start):
        return f"{start}."
    return f"{start} beside what is moved before it; by itself it could start {civil.show(goal.alone, goal.window.time_zone)}."


def _edits(goals: Sequence[_Goal], body: bytes) -> list[Edit]:
    """The start, and the end where the file gives it: a duration stays. Of occurrences those of their own, or a start more."""
    file = goals[0].window.origin.file
    document = yaml12.read(file, body)
    edits, new = [], {}
    for goal in goals:
        window, path = goal.window, () if goal.window.series is None else (occurrences.KEY, goal.window.day)
        own = document.value if window.series is None else document.value.get(occurrences.KEY, {}).get(window.day, {})
        for key, at in (("start", goal.span.start), ("end", goal.span.end)):
            if key in own:
                text = civil.rewritten(own[key], at, window.time_zone)
                edits.append(rewriting(body, document.place((*path, key)), text))
        if "start" not in own:
            new[window.day] = civil.rewritten(document.value["start"], goal.span.start, window.time_zone)
    if new:
        edits += occurrences.starts(file, body, dict(sorted(new.items())))
    return sorted(edits, key=lambda edit: edit.start)


def _with(project: Project, window: Window, span: Span, now: int) -> Project:
    """The project with the window where it would go, so that the next one goes elsewhere."""
    told = (*window.announcements, Announcement(now, span, window.components, window.impact))
    moved = msgspec.structs.replace(window, span=span, announcements=told)
    return msgspec.structs.replace(project, windows=tuple(moved if one is window else one for one in project.windows))


def _but_for_evidence(windows: Mapping[str, Window]) -> dict[str, Window]:
    """What the files say, wherever in them it stands."""
    return {
        name: msgspec.structs.replace(window, origin=Origin(window.origin.file), announcements=(), revisions=(), known_as="")
        for name, window in windows.items()
    }
