"""emergency-without-reason: emergency work skips the notice, so it says why."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Window

ID, SUMMARY = "emergency-without-reason", message("Emergency without a reason")


def check(project: Project, now: int) -> Iterator[Finding]:
    """`emergency: true` is no reason. A note where the work is over."""
    for window in project.windows:
        if window.emergency is not None and not window.cancelled and not has_reason(window):
            yield Finding(
                place=window.origin.at("emergency"),
                rule=ID,
                severity=Severity.ERROR if now < window.span.end else Severity.NOTE,
                summary=SUMMARY,
                what=f"`{window.id}` is declared as an emergency and does not say which.",
                why="Emergency work skips the notice that customers were promised: they are owed the reason.",
                way_out="Write the reason: `emergency: Vulnerability in the TLS library`.",
            )


def has_reason(window: Window) -> bool:
    """Whether an emergency window says more than that it is one; reading has told apart a reason and a mere yes."""
    return bool(window.emergency)
