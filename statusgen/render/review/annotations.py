"""A plan as annotations on the lines of a pull request: workflow commands, which GitHub Actions reads from a step's output."""

from __future__ import annotations

from typing import Final

from statusgen.finding import Finding, Severity
from statusgen.plan import Plan, Refusal
from statusgen.render.findings import told, visible
from statusgen.render.plan import closing, counted, touched

SHOWN: Final = 10
"""Of each kind and step; GitHub drops the others."""
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github(plan: Plan, *, below: str = "", everything: bool = False) -> str:
    """One command a finding, the weightiest first, and what the plan comes to. `below`: the project's folder in the repository."""
    findings = touched(plan, everything=everything)[1]
    lines = [
        _command(same[0], len(same) - 1, below) for severity in Severity for same in told(findings) if same[0].severity is severity
    ]
    refused = [] if plan.refusal is None else [f"::error title=No verdict::{no_verdict(plan.refusal).translate(_DATA)}"]
    return "".join(f"{line}\n" for line in (*refused, *lines, *_left_out(lines), closing(plan, color=False).rstrip("\n")))


def no_verdict(refusal: Refusal) -> str:
    """Why there is no verdict, and the way out."""
    return visible(f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.way_out}")


def _command(finding: Finding, more: int, below: str) -> str:
    place = finding.place
    properties = {
        "file": f"{below}{place.file}",
        "line": str(place.line),
        "col": str(place.column),
        "title": visible(f"{finding.summary} [{finding.rule}]"),
    }
    said = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {said}::{message(finding, more).translate(_DATA)}"


def message(finding: Finding, more: int = 0) -> str:
    """What, why and the way out, a line each; `more` like it stand at the same place."""
    clause = f" ({finding.clause})" if finding.clause else ""
    parts = (
        finding.what,
        f"Why: {finding.why}{clause}" if finding.why else "",
        f"Way out: {finding.way_out}" if finding.way_out else "",
        f"And {more} more like it here." if more else "",
    )
    return "\n".join(visible(line) for part in parts for line in part.splitlines())


def _left_out(lines: list[str]) -> list[str]:
    kinds = [line.split(" ", 1)[0] for line in lines]
    left_out = sum(max(0, kinds.count(kind) - SHOWN) for kind in set(kinds))
    return (
        [f"GitHub shows {SHOWN} findings of each kind on their lines; {counted(left_out, 'finding')} more stand above only."]
        if left_out
        else []
    )
