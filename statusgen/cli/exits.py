"""What statusgen ends with: one table for every command, also in the handbook."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes. They never change their meaning with an option's value."""

    ACCEPTED = 0
    """Every promise is kept; what was asked for was done."""
    REJECTED = 1
    """At least one error."""
    USAGE = 2
    """Wrong usage, or nothing that can be read or compared: no verdict was reached."""
    NOTHING = 3
    """Nothing was read to judge: not the same as every promise kept."""
    CHANGES = 10
    """Accepted, and something changes for customers (`plan --detailed-exitcode`)."""
    INTERNAL = 70
    """A mistake of statusgen itself."""
