"""contradictory-target: of one thing that is promised about one incident, there is one time."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import Target

ID, SUMMARY = "contradictory-target", "Two times for one answer"


def check(subject: Subject) -> Iterator[Doubt]:
    """Two targets of one milestone that speak of one incident under one plan; priorities that nobody asks for."""
    targets = () if subject.policy.support is None else subject.policy.support.targets
    for number, target in enumerate(targets):
        path = ("support", "targets", number)
        if target.symptoms and target.priorities:
            what = "A target by symptom speaks of incidents of any priority: its priorities are not looked at."
            yield Doubt((*path, "priorities"), what, "It holds for more than it says.", "Make it two targets.", target.clause)
        for other in targets[:number]:
            shared = _shared(target, other)
            if shared:
                what = f"`{target.milestone}` within {target.within}, and within {other.within} by another target, for {shared}."
                why = "An incident would be held to both."
                way_out = "Let one priority, symptom and plan have one time for each `milestone`."
                yield Doubt((*path, "within"), what, why, way_out, target.clause)
                break


def _shared(one: Target, other: Target) -> str:
    """Which incidents two targets both speak of; empty where there are none."""
    plans = not one.plans or not other.plans or set(one.plans) & set(other.plans)
    if one.milestone is not other.milestone or not plans or bool(one.symptoms) != bool(other.symptoms):
        return ""
    if one.symptoms:
        return _common(one.symptoms, other.symptoms)
    if not one.priorities or not other.priorities:
        return "incidents of any priority" if one.priorities == other.priorities else ", ".join(one.priorities or other.priorities)
    return _common([name.casefold() for name in one.priorities], [name.casefold() for name in other.priorities])


def _common(some: tuple[str, ...] | list[str], others: tuple[str, ...] | list[str]) -> str:
    return ", ".join(name for name in some if name in others)
