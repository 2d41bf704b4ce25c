"""unused-waiver: a waiver that waives nothing would hide what comes later."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Waiver, Window
from statusgen.rules.weighing import Scales

ID, SUMMARY = "unused-waiver", message("Waiver that waives nothing")


def check(scales: Scales) -> Iterator[Finding]:
    """A warning on files with work to come: none of it has anything to tell that the waiver is about. Of a series, once."""
    used = {(finding.rule, window.origin.file) for finding, window in scales.waivable}
    seen: set[tuple[str, int]] = set()
    for window in scales.windows.values():
        for number, waiver in enumerate(window.waivers):
            key = window.origin.file, number
            if waiver.rule in scales.ours and scales.now < window.span.start and key not in seen:
                seen.add(key)
                if (waiver.rule, window.origin.file) not in used:
                    yield _finding(window, number, waiver)


def _finding(window: Window, number: int, waiver: Waiver) -> Finding:
    return Finding(
        place=window.origin.at(f"waivers.{number}"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`{waiver.rule}` has nothing to tell of this work.",
        why="A waiver that is left behind waives what nobody has looked at, once the work is moved.",
        way_out="Remove it.",
    )
