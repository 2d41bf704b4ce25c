"""idle-reading: another reading changes something; where it is what is set already, it is the one that was taken."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.policy import OtherReading, Policy

ID, SUMMARY = "idle-reading", "Reading that is set already"


def check(subject: Subject) -> Iterator[Doubt]:
    """The settings of another reading are those of the policy."""
    policy = subject.policy
    for number, reading in enumerate(policy.readings):
        for index, other in enumerate(reading.others):
            if other.settings and _same(policy, policy.read_otherwise(other.settings)):
                taken = f"`read_as: {{{reading.id}: {other.value}}}`"
                path: Path = ("readings", number, "others", index) if subject.before is None else _first(other)
                yield Doubt(
                    path,
                    f"{reading.id} is told as: {reading.text} And what is set is `{other.value}`: {other.text}",
                    "Statements would name a reading that is not the one they are computed by.",
                    f"Take the reading by its name, {taken}, or set what the first one says.",
                    reading.clause,
                )


def _same(one: Policy, other: Policy) -> bool:
    return replace(one, readings=(), versions=()) == replace(other, readings=(), versions=())


def _first(other: OtherReading) -> Path:
    """Where the first of its settings stands."""
    path: list[str] = []
    here = other.settings
    while isinstance(here, dict) and here:
        key, here = next(iter(here.items()))
        path.append(key)
    return tuple(path)
