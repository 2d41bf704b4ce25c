"""Why a request has no time: what closes all of its room, or what it collides with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from statusgen import rules
from statusgen.finding import Finding
from statusgen.requests import Request
from statusgen.rules import Obstacle
from statusgen.schedule.ground import Ground, Placed
from statusgen.timeline import Span, Timeline

_MOST: Final = 60_000
"""So many starts may be looked at to prove that requests collide."""


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


def explained(ground: Ground, placed: Placed, refused: Mapping[str, Finding], *, proving: bool) -> tuple[Unplaced, ...]:
    """Why each request that has no time has none; what is `refused`, by the finding. `proving`: OR-tools is there, and shows which
    requests collide."""
    return tuple(_explained(ground, name, placed, refused, proving=proving) for name in ground.requests if name not in placed)


def _explained(ground: Ground, name: str, placed: Placed, refused: Mapping[str, Finding], *, proving: bool) -> Unplaced:
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
    collides, because = _collision(ground, name, placed) if proving else ((), ())
    return Unplaced(request, (), _needed(within, ground.obstacles(request, placed)), collides, because)


def _needed(within: Span, obstacles: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """As few of the obstacles as close all of it."""
    needed = list(obstacles)
    for one in reversed(obstacles):
        others = [other for other in needed if other is not one]
        if not rules.permitted(within, others):
            needed = others
    return tuple(needed)


def _collision(ground: Ground, name: str, placed: Placed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The others, and what they are asked together; nothing where that takes too long to show."""
    from statusgen.schedule.apart import apart
    from statusgen.schedule.model import Model, Task
    from statusgen.schedule.together import starts

    request, relations = ground.requests[name], apart(ground)
    related = {name, *(other for one in relations if name in one.requests for other in one.requests), *request.after}
    for some in ([other for other in placed if other in related], list(placed)):
        tasks = [Task(ground.requests[one], starts(ground, one)) for one in (name, *some)]
        if sum(len(task.starts) for task in tasks) <= _MOST:
            found = Model(ground, tasks, relations).collision([task.request.id for task in tasks])
            if found is not None:
                return tuple(one for one in found[0] if one != name), found[1]
    return (), ()
