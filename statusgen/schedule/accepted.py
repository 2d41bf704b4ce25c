"""The last word is the rules': of what is placed, only what `plan` accepts stays."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from statusgen import rules
from statusgen.finding import Finding, Place, Severity
from statusgen.schedule.ground import Ground, Placed

_Told = Mapping[tuple[Place, str, str], Finding]
"""By place, rule and what is the case: the way out differs with what else is placed."""


def accepted(ground: Ground, placed: Placed) -> tuple[dict[str, int], Mapping[str, Finding]]:
    """What stays, and what the rules have against the rest.

    A rule that closes time has said so ahead, so that all of it stays unless one minds something else of a window.
    """
    stays, refused = dict(placed), dict[str, Finding]()
    before = _told(ground, {})
    while new := _told(ground, stays).keys() - before.keys():
        finding = _told(ground, stays)[min(new)]
        to_blame = (name for name in reversed(stays) if min(new) not in _told(ground, _without(stays, name)))
        name = next(to_blame, next(reversed(stays)))
        refused[name] = finding
        del stays[name]
    return stays, refused


def _without(placed: Placed, name: str) -> Placed:
    return {other: start for other, start in placed.items() if other != name}


def _told(ground: Ground, placed: Placed) -> _Told:
    """What would reject the project with the windows; of those that are declared already only what they make together."""
    project = ground.with_windows(placed)
    new = msgspec.structs.replace(project, windows=tuple(window for window in project.windows if window.id in placed))
    found = rules.check(project, (), rules.verdicts(new, ground.now), ground.now)
    return {(one.place, one.rule, one.what): one for one in found if one.severity is Severity.ERROR}
