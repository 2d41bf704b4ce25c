"""A doctor's report as text and as JSON."""

from __future__ import annotations

import json as json_text
import textwrap
from typing import Final

from statusgen.doctor import Level, Remark, Report
from statusgen.finding import Severity
from statusgen.render.findings import WIDTH, painted, visible

_PAINT: Final = {Level.ERROR: Severity.ERROR, Level.WARNING: Severity.WARNING}


def text(report: Report, *, color: bool) -> str:
    """A line for each thing that was looked at, with the way out below it, and one closing line."""
    width = max(len(remark.subject) for remark in report.remarks)
    lines = "".join(_told(remark, width, color=color) for remark in report.remarks)
    return f"{lines}\n{_closing(report)}\n"


def _told(remark: Remark, width: int, *, color: bool) -> str:
    level = f"{remark.level:<7}"
    head = f"{painted(level, _PAINT[remark.level], color=color) if remark.level in _PAINT else level}  {remark.subject:<{width}}  "
    indent = " " * (len(level) + width + 4)
    said = [remark.what, *([f"Way out: {remark.way_out}"] if remark.way_out else [])]
    paragraphs = [
        textwrap.fill(
            visible(one), WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for one in said
    ]
    return head + "\n".join(paragraphs).removeprefix(indent) + "\n"


def _closing(report: Report) -> str:
    errors, warnings = report.of([Level.ERROR]), report.of([Level.WARNING])
    if not errors and not warnings:
        return "All is in place."
    counted = [
        f"{count} {word if count == 1 else f'{word}s'}" for count, word in ((errors, "error"), (warnings, "warning")) if count
    ]
    return f"To mend: {', '.join(counted)}."


def json(report: Report) -> str:
    """The same for programs. Keys are only added; a change of meaning changes `version`."""
    shape = {
        "version": 1,
        "project": None if report.project is None else str(report.project),
        "counts": {f"{level}s" if level is not Level.OK else "ok": report.of([level]) for level in Level},
        "remarks": [remark._asdict() for remark in report.remarks],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"
