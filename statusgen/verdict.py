"""Whether a window keeps one policy's promises. `rules/` decides it; plan, page and account only read it."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from statusgen.finding import Finding


class Outcome(StrEnum):
    """What a policy says of a window."""

    APPROVED = "approved"
    """Every rule of the policy holds: the window is an exclusion."""
    PENDING = "pending"
    """Every rule holds so far, and a notice is still owed before a deadline that is not past."""
    REJECTED = "rejected"
    """A rule is broken: the window earns no exclusion."""
    EMERGENCY = "emergency"
    """Emergency work needs no notice and keeps no hours; it counts unless the contract says otherwise."""
    CANCELLED = "cancelled"
    """It will not happen, and excuses nothing."""


class Verdict(msgspec.Struct, frozen=True, array_like=True):
    """One policy's word on one window."""

    window: str
    """The window's id."""
    policy: str
    """The policy's id."""
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    """Why it is rejected or pending; warnings and notes of the policy's rules too."""
    deadline: int | None = None
    """The last instant at which an announcement keeps the policy's notice; None where it asks for none."""
    excuses: bool = False
    """Whether the window's time is an exclusion: approved, or emergency work that the contract excludes."""
    clause: str | None = None
    """The clause by which it is one."""


Verdicts = Mapping[tuple[str, str], Verdict]
"""By window id and policy id; only policies that cover one of the window's components are there."""
