"""security-expiry: who reads an old way to report a vulnerability cannot know whether it still leads to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project
from statusgen.timeline import DAY

ID, SUMMARY = "security-expiry", message("Security contact about to expire")

AHEAD: Final = 30 * DAY
"""Time enough to see it in a plan and to renew it."""


def check(project: Project, now: int) -> Iterator[Finding]:
    """Once, from 30 days before it expires. A warning: maintenance can be announced all the same."""
    security = project.page.security
    if security is None or now < security.expires - AHEAD:
        return
    when = civil.show(security.expires, project.page.time_zone)
    over = now >= security.expires
    yield Finding(
        place=security.place,
        rule=ID,
        severity=Severity.WARNING,
        summary=SUMMARY,
        what=f"`.well-known/security.txt` {'expired' if over else 'expires'} {when}.",
        why="After that day its content is stale, and researchers are not to rely on it (RFC 9116, section 2.5.5).",
        way_out="See that the contacts are still right, then give a later day within a year: `expires: 2027-06-30`.",
    )
