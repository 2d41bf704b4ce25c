"""Findings as text: `file:line:column: error: Summary [rule]`, then what, why and the way out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from statusgen.finding import Finding, Severity, escaped

WIDTH: Final = 100
_PAINT: Final = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[33m", Severity.NOTE: "\x1b[36m"}
_WRAPPER: Final = textwrap.TextWrapper(
    WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
)
_FOLDER: Final = textwrap.TextWrapper(WIDTH, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False)
_PLAIN: Final = "\x1b[0m"
_CLOCK: Final = re.compile(r"(?<=\d) (?=[+-]\d\d:\d\d)")
"""The space before an offset: no line breaks there."""
_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))


def text(findings: Iterable[Finding], *, color: bool) -> str:
    """Every finding, in the order given; what repeats at one place (the occurrences of a series) is told once and counted."""
    return "".join(_told(same, color=color) for same in told(findings))


def told(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings in the order given, what repeats at one place together."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        alike.setdefault(_kind(finding), []).append(finding)
    return list(alike.values())


def json(finding: Finding) -> dict[str, object]:
    """A finding as every JSON output of statusgen shows it. Add keys; never rename one."""
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "summary": finding.summary,
        "what": finding.what,
        "why": finding.why,
        "way_out": finding.way_out,
        "policy": finding.policy,
        "clause": finding.clause,
    }


def visible(said: str) -> str:
    """Text on one line whose control characters can be seen, and do nothing."""
    return said if said.isprintable() else escaped(said.translate(_SPACES))


def folded(lines: Iterable[str]) -> str:
    """Lines, of which long ones go on below themselves."""
    return "".join(f"{_FOLDER.fill(line)}\n" for line in lines)


def painted(said: str, severity: Severity, *, color: bool) -> str:
    """Text in the colour of a severity."""
    return f"{_PAINT[severity]}{said}{_PLAIN}" if color else said


def _kind(finding: Finding) -> tuple[object, ...]:
    # Of a window it may be one of many with the same promise at stake. What is wrong with a text is each time something else.
    at_stake = finding.what if finding.window is None else finding.why
    return (finding.place, finding.rule, finding.policy, finding.severity, at_stake)


def _told(same: list[Finding], *, color: bool) -> str:
    finding, *others = same
    severity = painted(finding.severity.value, finding.severity, color=color)
    lines = [f"{visible(str(finding.place))}: {severity}: {visible(finding.summary)} [{finding.rule}]", *_reasons(finding)]
    if others:
        lines.append(f"  And {len(others)} more like it here.")
    return "\n".join(lines) + "\n"


def _reasons(finding: Finding) -> Iterator[str]:
    clause = f" ({finding.clause})" if finding.clause else ""
    yield from _paragraph(finding.what)
    if finding.why:
        yield from _paragraph(f"Why: {finding.why}{clause}")
    if finding.way_out:
        yield from _paragraph(f"Way out: {finding.way_out}")


def _paragraph(said: str) -> list[str]:
    lines = [_CLOCK.sub("\0", visible(line)) for line in said.splitlines()]
    wrapped = [part for line in lines for part in _WRAPPER.wrap(line)]
    return [part.replace("\0", " ") for part in wrapped]
