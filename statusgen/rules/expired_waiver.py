"""expired-waiver: a waiver ends, and then the rule holds again."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Waiver, Window
from statusgen.rules.weighing import Scales

ID, SUMMARY = "expired-waiver", message("Waiver that ends too early")


def check(scales: Scales) -> Iterator[Finding]:
    """A warning beside the finding that is no longer waived, of work to come that starts when the waiver has ended."""
    told = {(finding.rule, window.id) for finding, window in scales.waivable}
    for window in scales.windows.values():
        for number, waiver in enumerate(window.waivers):
            if waiver.until <= window.span.start and scales.now < window.span.start and (waiver.rule, window.id) in told:
                yield _finding(window, number, waiver, scales.now)


def _finding(window: Window, number: int, waiver: Waiver, now: int) -> Finding:
    when = civil.show(waiver.until, window.time_zone)
    return Finding(
        place=window.origin.at(f"waivers.{number}"),
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"The waiver of `{waiver.rule}` {'ended' if waiver.until <= now else 'ends'} {when}, before `{window.id}` starts.",
        why="It speaks of work that starts before its end; of later work the rule tells again.",
        way_out="Move the work, or see whether the reason still holds and give a later day.",
        window=window.id,
    )
