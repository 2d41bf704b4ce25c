"""unknown-rule: what is weighed or waived is a rule."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.finding import Finding, Place, Severity, printable
from statusgen.language import message
from statusgen.load.sheet import did_you_mean
from statusgen.rules.weighing import Scales

ID, SUMMARY = "unknown-rule", message("Unknown rule")


def check(scales: Scales) -> Iterator[Finding]:
    """In `rules:` of the page, and in `waivers:` of windows to come: who mistypes one believes that it holds."""
    known = {*scales.ours, *scales.promised}
    for weight in scales.project.weights:
        if weight.rule not in known:
            yield _finding(weight.place, weight.rule, scales)
    for window in scales.windows.values():
        for number, waiver in enumerate(window.waivers):
            if waiver.rule not in known and scales.now < window.span.start:
                yield _finding(window.origin.at(f"waivers.{number}"), waiver.rule, scales)


def _finding(place: Place, rule: str, scales: Scales) -> Finding:
    return Finding(
        place=place,
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"{printable(rule, quoted=True)} is no rule that can be weighed or waived.",
        why="What is written here has no effect.",
        way_out=did_you_mean(rule, scales.ours),
    )
