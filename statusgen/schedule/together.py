"""All requests at once: the starts that the solver chooses from, and what it makes of them. Needs OR-tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from statusgen import rules
from statusgen.schedule.apart import apart
from statusgen.schedule.ground import QUARTER, Ground, Placed, choices
from statusgen.schedule.model import Answer, Model, Task
from statusgen.timeline import DAY

MOST: Final = 12_000
"""So many starts of all requests are solved in a few seconds."""


def solved(ground: Ground, plain: Placed) -> Answer:
    """The best that the solver finds, or what it was given as a beginning."""
    every = {name: starts(ground, name) for name in ground.requests}
    chosen = _thinned(ground, every)
    tasks = [Task(ground.requests[name], sorted({*some, *_own(plain, name)})) for name, some in chosen.items()]
    answer = Model(ground, tasks, apart(ground)).best(plain)
    if answer is None:
        return Answer(plain, proved=False)
    return Answer(answer.placed, answer.proved and chosen == every)


def starts(ground: Ground, name: str) -> Sequence[int]:
    """Every start that a request may be given as far as only what is declared stands in its way."""
    request = ground.requests[name]
    obstacles = ground.obstacles(request, {})
    return list(choices(rules.permitted(ground.starts(request), obstacles), obstacles))


def _own(plain: Placed, name: str) -> tuple[int, ...]:
    return (plain[name],) if name in plain else ()


def _thinned(ground: Ground, every: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[int]]:
    """Fewer and fewer starts of each stretch, until they are few enough; the cheapest of each day among them."""
    apart, chosen = 1, every
    while sum(map(len, chosen.values())) > MOST and apart < DAY // QUARTER:
        apart *= 2
        chosen = {name: sorted(set(_some(ground, name, starts, apart))) for name, starts in every.items()}
    return chosen


def _some(ground: Ground, name: str, starts: Sequence[int], apart: int) -> Iterator[int]:
    cheapest: dict[int, tuple[int, int]] = {}
    before = None
    for start in starts:
        if before is None or start - before > QUARTER or start // QUARTER % apart == 0:
            yield start
        before = start
        cost = (ground.costs.of(ground.requests[name], start).whole, start)
        cheapest[start // DAY] = min(cost, cheapest.get(start // DAY, cost))
    yield from (start for _, start in cheapest.values())
