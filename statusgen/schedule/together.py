"""All requests at once: the starts that the solver chooses from, and what it makes of them. Needs OR-tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from statusgen import rules
from statusgen.model import Limits
from statusgen.rules import at_once, downtime_budget
from statusgen.rules.weighing import silent
from statusgen.schedule.apart import Apart
from statusgen.schedule.ground import QUARTER, Ground, Placed, choices
from statusgen.schedule.model import TIME, Answer, Model, Task
from statusgen.timeline import DAY, Span, Timeline

MOST: Final = 12_000
"""So many starts of all requests are solved in a few seconds."""
ROUNDS: Final = 10
"""So often the solver is told what rules have against its answer."""


def solved(ground: Ground, plain: Placed, near: Sequence[Apart]) -> Answer:
    """The best that the solver finds beside what keeps requests apart, or what it was given as a beginning.

    What rules have against an answer that they did not say of any two requests, it is told, and asked again.
    """
    every = {name: starts(ground, name) for name in ground.requests}
    chosen = _thinned(ground, every)
    tasks = [Task(ground.requests[name], sorted({*some, *_own(plain, name)})) for name, some in chosen.items()]
    model, answer = Model(ground, tasks, near, TIME), Answer(plain, proved=False)
    model.keep(_limits(ground))
    for _ in range(ROUNDS):
        better = model.best(plain)
        if better is None:
            break
        answer = Answer(better.placed, better.proved and chosen == every)
        clashes = list(_clashes(ground, answer.placed))
        for clash in clashes:
            model.forbid(*clash)
        if not clashes:
            break
    return answer


def _limits(ground: Ground) -> Limits:
    """What the page allows itself, as far as anything comes of it; the gap, a matter of pairs, apart."""
    limits, unsaid = ground.project.limits, silent(ground.project)
    return Limits(
        at_once=None if at_once.ID in unsaid else limits.at_once,
        downtime=None if downtime_budget.ID in unsaid else limits.downtime,
    )


class Clash(NamedTuple):
    """What cannot be, by a rule that minds more than two windows, or more than how far apart they are."""

    others: Placed
    name: str
    closed: Span
    """The starts of the request that are closed while the others start where they do."""


def _clashes(ground: Ground, placed: Placed) -> Iterator[Clash]:
    """Of an answer, whatever is closed by what comes before it."""
    kept: dict[str, int] = {}
    for name in sorted(placed, key=lambda name: (placed[name], name)):
        if _closed(ground, name, kept, placed[name]) is None:
            kept[name] = placed[name]
            continue
        others = dict(kept)
        for other in kept:
            fewer = {one: start for one, start in others.items() if one != other}
            others = others if _closed(ground, name, fewer, placed[name]) is None else fewer
        closed = _closed(ground, name, others, placed[name])
        assert closed is not None  # the last of what was taken away was put back
        yield Clash(others, name, closed)


def _closed(ground: Ground, name: str, others: Placed, start: int) -> Span | None:
    """The stretch that is closed around a start, beside others; None: it is permitted."""
    request = ground.requests[name]
    within = ground.starts(request)
    closed = Timeline([within]) - rules.permitted(within, ground.obstacles(request, others))
    return next((stretch for stretch in closed if stretch.holds(start)), None)


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
