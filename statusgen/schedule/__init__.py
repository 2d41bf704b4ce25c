"""Times for many requests at once: inside the rules, at the least cost to customers, and as early as that allows.

`ground.py` says what stands in the way of a request, `greedy.py` places one after the other, `model.py` all at once. Whatever
proposes the times, `greedy.place` puts them where every rule permits it, so that what is placed `plan` accepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from statusgen.model import Project, Window
from statusgen.requests import Request, Requests
from statusgen.schedule.accepted import accepted
from statusgen.schedule.apart import Apart, neighbours
from statusgen.schedule.costs import UNIT, Cost
from statusgen.schedule.greedy import improved, place
from statusgen.schedule.ground import Ground, Placed
from statusgen.schedule.unplaced import Unplaced, explained

__all__ = ["UNIT", "Cost", "Method", "Schedule", "Score", "Slot", "Unplaced", "schedule"]


class Method(StrEnum):
    """How the times were found."""

    GREEDY = "greedy"
    """One request after the other: OR-tools is not installed."""
    SOLVER = "cp-sat"
    """All at once, by the solver of OR-tools."""


class Score(NamedTuple):
    """What an answer comes to; the less, the better. Requests that are left out weigh more than any cost."""

    left_out: int
    """The weights of the requests that have no time."""
    cost: Cost

    @property
    def order(self) -> tuple[int, int]:
        """By what answers are compared."""
        return self.left_out, self.cost.whole


@dataclass(frozen=True, slots=True)
class Slot:
    """A request and the window that it becomes."""

    request: Request
    window: Window
    cost: Cost


@dataclass(frozen=True, slots=True)
class Schedule:
    """The answer to a file of requests."""

    wanted: Requests
    now: int
    page: str
    time_zone: str
    slots: tuple[Slot, ...]
    """By start and id."""
    unplaced: tuple[Unplaced, ...]
    """In the order of the file."""
    declared: tuple[tuple[Request, Window], ...]
    """The requests that have their windows already: they stay as they are. In the order of the file."""
    score: Score
    greedy: Score
    """Of placing one after the other."""
    method: Method
    proved: bool
    """Whether no better answer can be made of starts on the quarters of an hour."""


def schedule(project: Project, wanted: Requests, now: int) -> Schedule:
    """Find a time for every request that has no window yet."""
    ground = Ground(project, wanted, now)
    plain = place(ground, {})
    placed, proved, method = plain, False, Method.GREEDY
    near = neighbours(ground)
    together = _together(ground, plain, near)
    if together is not None:
        better, proved = together
        method = Method.SOLVER
        placed = min(plain, better, key=lambda some: _score(ground, some).order)
    placed, refused = accepted(ground, placed)
    slots = [_slot(ground, name, start) for name, start in placed.items()]
    return Schedule(
        wanted=wanted,
        now=now,
        page=project.page.name,
        time_zone=ground.zone,
        slots=tuple(sorted(slots, key=lambda slot: (slot.window.span.start, slot.request.id))),
        unplaced=explained(ground, placed, refused, None if together is None else near),
        declared=tuple((one, ground.declared[one.id]) for one in wanted.requests if one.id in ground.declared),
        score=_score(ground, placed),
        greedy=_score(ground, plain),
        method=method,
        proved=proved,
    )


def _together(ground: Ground, plain: Placed, near: Sequence[Apart]) -> tuple[dict[str, int], bool] | None:
    """All at once; None where OR-tools is not installed."""
    try:
        from statusgen.schedule.together import solved
    except ImportError:
        return None
    answer = solved(ground, plain, near)
    better = improved(ground, place(ground, answer.placed))
    return better, answer.proved and _score(ground, better).order <= _score(ground, answer.placed).order


def _score(ground: Ground, placed: Placed) -> Score:
    cost = Cost()
    for name, start in placed.items():
        cost = cost.plus(ground.costs.of(ground.requests[name], start))
    return Score(sum(one.priority.weight for name, one in ground.requests.items() if name not in placed), cost)


def _slot(ground: Ground, name: str, start: int) -> Slot:
    request = ground.requests[name]
    return Slot(request, ground.window(request, start), ground.costs.of(request, start))
