"""How much a finding weighs: as its rule says, unless the page gives the rule another weight or the window's file waives it.

Nothing here touches what customers were promised: those rules are not among `ours`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.model import Project, Waiver, Window


class Scales(Struct, frozen=True, dict=True):
    """What a page says of its rules, and what these had to tell."""

    project: Project
    told: tuple[Finding, ...]
    """As the rules told it."""
    ours: Collection[str]
    """The rules that may be weighed and waived."""
    promised: Collection[str]
    """The rules that may not: by them customers are kept to."""
    now: int

    @cached_property
    def windows(self) -> dict[str, Window]:
        """By id: the windows whose files waive anything."""
        return {window.id: window for window in self.project.windows if window.waivers}

    @property
    def waivable(self) -> Iterator[tuple[Finding, Window]]:
        """What was told of windows whose files waive anything, and can be waived."""
        for finding in self.told:
            if finding.severity is not Severity.NOTE and finding.rule in self.ours and finding.window in self.windows:
                yield finding, self.windows[finding.window]


def off(project: Project, ours: Collection[str]) -> frozenset[str]:
    """The rules that are not asked on this page."""
    return frozenset(weight.rule for weight in project.weights if weight.severity is None and weight.rule in ours)


def silent(project: Project) -> frozenset[str]:
    """The rules of which this page wants no more than a note, if they are its own: they stand in nobody's way."""
    return frozenset(weight.rule for weight in project.weights if weight.severity in (None, Severity.NOTE))


def covers(waiver: Waiver, finding: Finding, window: Window) -> bool:
    """Whether what is told of a window is waived: work that starts before the waiver ends."""
    return waiver.rule == finding.rule and window.span.start < waiver.until


def weighed(findings: Iterable[Finding], scales: Scales) -> Iterator[Finding]:
    """The findings as the page wants them. A note stays one: nothing can be mended there."""
    severities = {weight.rule: weight.severity for weight in scales.project.weights}
    for finding in findings:
        if finding.rule not in scales.ours or finding.severity is Severity.NOTE:
            yield finding
            continue
        severity = severities.get(finding.rule, finding.severity)
        if severity is not None:
            yield _waived(replace(finding, severity=severity), scales)


def _waived(finding: Finding, scales: Scales) -> Finding:
    window = scales.windows.get(finding.window or "")
    waiver = next((one for one in window.waivers if covers(one, finding, window)), None) if window else None
    if window is None or waiver is None:
        return finding
    until = civil.show(waiver.until, window.time_zone)
    what = f"{finding.what} Waived until {until}: {waiver.reason}"
    return replace(finding, severity=Severity.NOTE, what=what, way_out="")
