"""What is doubted, and about what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statusgen.policy import Plan, Policy, Tier

Path = tuple[str | int, ...]
"""Keys and indices of the policy's file, from the top."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy, or a version of one."""

    policy: Policy
    before: Policy | None
    """What it was made from: what it extends, or the version before; None: it stands on its own."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that can be computed and is hardly meant."""

    path: Path
    """Where it stands, or would."""
    what: str
    """What is the case, in full sentences."""
    why: str
    """What comes of it."""
    way_out: str
    clause: str | None = None


Rows = tuple[Path, tuple[Tier, ...]]


def tables(policy: Policy) -> Iterator[Rows]:
    """Every table of credits, with where it stands."""
    if policy.credits.tiers:
        yield ("credits", "tiers"), policy.credits.tiers
    for number, plan in enumerate(policy.plans):
        if plan.tiers:
            yield ("plans", number, "tiers"), plan.tiers


def table_of(policy: Policy, plan: Plan) -> tuple[Tier, ...]:
    """The rows that a plan's credit is read from; none where it comes in steps or is flat."""
    given = policy.credits
    return () if given.step is not None or given.flat is not None else plan.tiers or given.tiers
