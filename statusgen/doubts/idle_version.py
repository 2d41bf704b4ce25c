"""idle-version: a version is there because something is different from its day on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import Policy

ID, SUMMARY = "idle-version", "Version that changes nothing"


def check(subject: Subject) -> Iterator[Doubt]:
    """It says what the version before it says."""
    policy = subject.policy
    for number, (before, after) in enumerate(pairwise(policy.every_version)):
        if _bare(before) == _bare(after):
            what = f"From {after.effective_from} on all is as it was."
            why = "A version that is told is taken for a change."
            yield Doubt(("versions", number), what, why, "Say what is different, or leave the version out.")


def _bare(policy: Policy) -> Policy:
    return replace(policy, effective_from=None, versions=())
