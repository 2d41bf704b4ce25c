"""no-policy: where nothing was promised, nothing is proved."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.finding import Finding, Place, Severity
from statusgen.language import message
from statusgen.model import Project

ID, SUMMARY = "no-policy", message("Held to no policy")


def check(project: Project, now: int) -> Iterator[Finding]:  # noqa: ARG001  # every project rule is asked alike
    """Once for the whole page; a policy that cannot be read has a finding of its own besides."""
    if not project.policies:
        yield Finding(
            place=Place("statusgen.yaml"),
            rule=ID,
            severity=Severity.WARNING,
            summary=SUMMARY,
            what="No policy was read: no promise was looked at, and nothing was proved.",
            way_out="Name what was promised to customers in `policies:`: a built-in policy, or a file of your own in `policies/`.",
        )
