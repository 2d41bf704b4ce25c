"""idle-notice: a second channel is another one and is used where somebody does not confirm; a confirmation is of a notice."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.policy import Policy

ID, SUMMARY = "idle-notice", "Notice that nothing asks for"


def check(subject: Subject) -> Iterator[Doubt]:
    """Channels that are none of their own, and what is asked of notices that nobody asks for."""
    policy = subject.policy
    notice, asked = policy.notice, policy.acknowledgement
    for number, channel in enumerate(notice.channels):
        if channel in notice.channels[:number]:
            yield _doubt(("notice", "channels", number), f"`{channel}` is named twice.", policy)
    if notice.every_channel and len(notice.channels) == 1:
        yield _doubt(("notice", "every_channel"), f"`{notice.channels[0]}` is the only channel.", policy)
    if notice.fallback in notice.channels:
        yield _doubt(("notice", "fallback"), f"`{notice.fallback}` is a first channel already.", policy)
    elif notice.fallback is not None and asked is None:
        what = "A second channel is used where a notice is not confirmed, and nobody is asked to confirm one."
        yield _doubt(("notice", "fallback"), what, policy)
    if not notice.required:
        if notice.hours:
            yield _doubt(("notice", "hours"), f"Notice of {notice.hours} hours is asked for, and is not required.", policy)
        if asked is not None:
            yield _doubt(("acknowledgement",), "A notice is to be confirmed, and none is required.", policy)


def _doubt(path: Path, what: str, policy: Policy) -> Doubt:
    way_out = "Leave it out, or set what it depends on: `acknowledgement:`, `notice: {required: true}`."
    return Doubt(path, what, "No window is ever judged by it.", way_out, policy.notice.clause)
