"""What would answer a finding: edits of the author's own file, each tried on the whole project before it is offered.

A window is moved to the next start that keeps every promise, the one that the way out names; a word that is none of those known
becomes the one that is meant. Nothing else of a file changes, and where that cannot be had, nothing is offered, and why is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec

from statusgen import rules
from statusgen.finding import Finding, ProjectUnreadable, Severity
from statusgen.fixes import times, words
from statusgen.fixes.edit import Edit, Fix, diff, edited, landed
from statusgen.fixes.times import NOT_ALONE, Move, Refused
from statusgen.load import Loaded
from statusgen.model import Project, Window
from statusgen.sources import Texts

__all__ = ["Edit", "Fix", "Refused", "Suggestions", "diff", "edited", "meant", "suggested"]

Read = Callable[[Mapping[str, bytes]], Loaded]
"""The project as it would be with other texts in some of its files."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What can be done about the findings of a plan."""

    fixes: tuple[Fix, ...]
    """In the order of files; no two of them touch the same text."""
    refused: tuple[Refused, ...]

    @property
    def by_file(self) -> dict[str, list[Fix]]:
        """The fixes of each file."""
        return {file: list(same) for file, same in groupby(self.fixes, key=lambda fix: fix.file)}


def suggested(project: Project, findings: Iterable[Finding], texts: Texts, read: Read, now: int) -> Suggestions:
    """What would answer these findings of a project that stands in these texts, judged at an instant."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    named = [fix for finding in errors if (fix := words.fix(finding, texts)) is not None]
    moves, refused = times.moves(project, errors, texts, now)
    while named or moves:
        told, there = _tried(texts, (*named, *(move.fix for move in moves)), read, now)
        named_well = _standing(named, told)
        moved_well = _accepted(moves, told, there, {*((one.place.file, one.rule) for one in errors)}, {fix.file for fix in named})
        if (named_well, moved_well) == (named, moves):
            break
        refused += (Refused(*answer, NOT_ALONE) for move in moves if move not in moved_well for answer in move.fix.answers)
        named, moves = named_well, moved_well
    fixes = sorted((*named, *(move.fix for move in moves)), key=lambda fix: (fix.file, fix.edits[0].start))
    return Suggestions(tuple(fixes), tuple(sorted(refused, key=lambda one: (one.place, one.rule))))


def meant(findings: Iterable[Finding], texts: Texts, read: Read) -> Suggestions:
    """The words that would answer findings of a project whose settings cannot be read, and nothing else can be judged of."""
    fixes = [fix for finding in findings if (fix := words.fix(finding, texts)) is not None]
    while fixes:
        standing = _standing(fixes, _told_without(texts, fixes, read))
        if standing == fixes:
            break
        fixes = standing
    return Suggestions(tuple(sorted(fixes, key=lambda fix: (fix.file, fix.edits[0].start))), ())


def _told_without(texts: Texts, fixes: Iterable[Fix], read: Read) -> Sequence[Finding]:
    """What would still be told with these fixes."""
    try:
        return read(_changed(texts, fixes)).findings
    except ProjectUnreadable as error:
        return error.findings


def _changed(texts: Texts, fixes: Iterable[Fix]) -> dict[str, bytes]:
    by_file = groupby(sorted(fixes, key=lambda fix: fix.file), key=lambda fix: fix.file)
    return {file: edited(texts[file], same) for file, same in by_file}


def _tried(texts: Texts, fixes: Iterable[Fix], read: Read, now: int) -> tuple[list[Finding], dict[str, dict[str, Window]]]:
    """The errors of the project as it would be with all of these, and its windows by their files and ids."""
    loaded = read(_changed(texts, fixes))
    to_come = tuple(window for window in loaded.project.windows if window.span.start > now)
    judged = rules.verdicts(msgspec.structs.replace(loaded.project, windows=to_come), now)  # of others a rule notes only
    told = (*loaded.findings, *rules.check(loaded.project, (), judged, now))
    errors = [finding for finding in told if finding.severity is Severity.ERROR]
    there: dict[str, dict[str, Window]] = {}
    for window in to_come:
        there.setdefault(window.origin.file, {})[window.id] = window
    return errors, there


def _standing(meant: Sequence[Fix], told: Iterable[Finding]) -> list[Fix]:
    """The words with which nothing is wrong where they would stand."""
    places = {finding.place for finding in told}
    edits = [edit for fix in meant for edit in fix.edits]

    def stands(fix: Fix) -> bool:
        return landed(fix.edits[0], (edit for edit in edits if edit.place.file == fix.file)) not in places

    return [fix for fix in meant if stands(fix)]


def _accepted(
    moves: Sequence[Move],
    told: Sequence[Finding],
    there: Mapping[str, Mapping[str, Window]],
    before: Collection[tuple[str, str]],
    mended: Collection[str],
) -> list[Move]:
    """The moves to times with which nothing is wrong, there or in another file; one that was mended is judged now for the first
    time. `before`: file and rule of what was wrong.
    """
    broken = {finding.place.file for finding in told}
    accepted = [move for move in moves if move.fix.file not in broken and move.is_all(there.get(move.fix.file, {}))]
    wrong = {(finding.place.file, finding.rule) for finding in told if finding.place.file not in mended}
    return accepted[:-1] if len(accepted) == len(moves) and wrong - set(before) else accepted
