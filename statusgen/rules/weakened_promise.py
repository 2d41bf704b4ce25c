"""weakened-promise: what customers were promised is theirs to waive, not ours."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.finding import Finding, Place, Severity
from statusgen.language import message
from statusgen.rules.weighing import Scales

ID, SUMMARY = "weakened-promise", message("Promise that is not ours to weaken")


def check(scales: Scales) -> Iterator[Finding]:
    """In `rules:` of the page, and in `waivers:` of windows to come. It has no effect besides."""
    for weight in scales.project.weights:
        if weight.rule in scales.promised:
            way = "Remove it. Where the contract says otherwise, the policy does, too: `extends:` in `policies/`."
            yield _finding(weight.place, weight.rule, way)
    for window in scales.windows.values():
        for number, waiver in enumerate(window.waivers):
            if waiver.rule in scales.promised and scales.now < window.span.start:
                way = "Remove it, and keep the promise; or ask the customer, and write down what was agreed in the policy."
                yield _finding(window.origin.at(f"waivers.{number}"), waiver.rule, way)


def _finding(place: Place, rule: str, way_out: str) -> Finding:
    return Finding(
        place=place,
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"`{rule}` asks for what customers were promised; it weighs what it weighs.",
        why="Who was promised something can waive it, and nobody else.",
        way_out=way_out,
    )
