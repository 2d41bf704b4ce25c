"""Why a request has no time: what closes all of its room, or what it collides with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from statusgen import rules
from statusgen.finding import Finding
from statusgen.requests import Request
from statusgen.rules import Obstacle
from statusgen.schedule.apart import Apart
from statusgen.schedule.ground import Ground, Placed
from statusgen.timeline import Span, Timeline

_MOST: Final = 12_000
"""So many starts may be looked at to prove that requests collide."""
_TIME: Final = 1.0
"""Of the solver's clock, for all proofs together."""


class Unplaced(NamedTuple):
    """A request that has no time, and why."""

    request: Request
    waits_for: tuple[str, ...]
    """The requests that it comes after and that have none either."""
    obstacles: tuple[Obstacle, ...]
    """What closes all of its room together: none of them can be spared. Where it `collides`, the others at the times they have."""
    collides: tuple[str, ...]
    """The requests of which one has to give way, itself left out; none: what closes its room does it alone, or nobody knows."""
    because: tuple[str, ...]
    """What is asked of those together that they cannot all keep, in half sentences."""


def explained(ground: Ground, placed: Placed, refused: Mapping[str, Finding], near: Sequence[Apart] | None) -> tuple[Unplaced, ...]:
    """Why each request that has no time has none; what is `refused`, by the finding.

    `near`: what keeps requests apart, so that it can be shown which of them collide; None: OR-tools is not there to show it.
    """
    prover = None if near is None else _Prover(ground, placed, near)
    return tuple(_explained(ground, name, placed, refused, prover) for name in ground.requests if name not in placed)


def _explained(ground: Ground, name: str, placed: Placed, refused: Mapping[str, Finding], prover: _Prover | None) -> Unplaced:
    request = ground.requests[name]
    if name in refused:
        return Unplaced(request, (), (Obstacle(refused[name].rule, refused[name].what, Timeline()),), (), ())
    within = ground.starts(request)
    alone = ground.obstacles(request, {})
    if not rules.permitted(within, alone):
        return Unplaced(request, (), _needed(within, alone), (), ())
    waits_for = tuple(first for first in request.after if first in ground.requests and first not in placed)
    if waits_for:
        return Unplaced(request, waits_for, (), (), ())
    collides, because = ((), ()) if prover is None else prover.collision(name)
    return Unplaced(request, (), _needed(within, ground.obstacles(request, placed)), collides, because)


def _needed(within: Span, obstacles: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """As few of the obstacles as close all of it."""
    needed = list(obstacles)
    for one in reversed(obstacles):
        others = [other for other in needed if other is not one]
        if not rules.permitted(within, others):
            needed = others
    return tuple(needed)


class _Prover:
    """Shows which requests collide, as long as there is time for it."""

    def __init__(self, ground: Ground, placed: Placed, near: Sequence[Apart]) -> None:
        self._ground = ground
        self._placed = placed
        self._near = near
        self._time = _TIME

    def collision(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The others, and what they are asked together; nothing where that takes too long to show."""
        related = {other for one in self._near if name in one.requests for other in one.requests}
        related |= {name, *self._ground.requests[name].after}
        for some in ([other for other in self._placed if other in related], list(self._placed)):
            found = self._shown([name, *some])
            if found is not None:
                return tuple(one for one in found[0] if one != name), found[1]
        return (), ()

    def _shown(self, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        from statusgen.schedule.model import Model, Task  # with OR-tools
        from statusgen.schedule.together import starts

        tasks = [Task(self._ground.requests[name], starts(self._ground, name)) for name in names]
        if self._time <= 0 or sum(len(task.starts) for task in tasks) > _MOST:
            return None
        model = Model(self._ground, tasks, self._near, self._time)
        found = model.collision(names)
        self._time = model.time
        return found
