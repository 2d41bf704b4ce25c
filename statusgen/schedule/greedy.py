"""One request after the other, each where it is cheapest by then. Every rule is asked at every step, so that what comes of it is
permitted by construction."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from statusgen import rules
from statusgen.requests import Request
from statusgen.schedule.ground import Ground, Placed, choices

Preferred = Mapping[str, int]
"""Starts that are taken where nothing stands in their way."""


def place(ground: Ground, preferred: Preferred) -> dict[str, int]:
    """The starts of all requests that find one: first those that are preferred, in the order of time, then by what matters most."""
    placed: dict[str, int] = {}
    latest = _latest(ground)
    wished = sorted(preferred, key=lambda name: (preferred[name], name))
    for name in wished:
        _put(ground, name, placed, latest, preferred[name])
    for name in _in_order(ground):
        if name not in placed:
            _put(ground, name, placed, latest, None)
    return placed


def _put(ground: Ground, name: str, placed: dict[str, int], latest: Mapping[str, int], wished: int | None) -> None:
    """Give one request its start, if there is any, and what it waits for has one."""
    request = ground.requests[name]
    if any(first not in placed for first in _waits_for(ground, request)):
        return
    obstacles = ground.obstacles(request, placed)
    free = rules.permitted(ground.starts(request), obstacles)
    if wished is not None:
        if any(stretch.holds(wished) for stretch in free):
            placed[name] = wished
        return
    found = list(choices(free, obstacles))
    leaving_room = [start for start in found if start + request.seconds <= latest[name]]
    if found:
        placed[name] = min(leaving_room or found, key=lambda start: (ground.costs.of(request, start).whole, start))


def improved(ground: Ground, placed: Placed) -> dict[str, int]:
    """The same with each request, in turn, where it is cheapest while the others stay; until nothing gets any cheaper."""
    better = dict(placed)
    moved = True
    while moved:
        moved = False
        for name in sorted(better):
            request = ground.requests[name]
            start = better.pop(name)
            obstacles = ground.obstacles(request, better)
            free = rules.permitted(ground.starts(request), obstacles)
            found = (start, *choices(free, obstacles))
            best = min(found, key=lambda start: (ground.costs.of(request, start).whole, start))
            moved = moved or best != start
            better[name] = best
    return better


def _in_order(ground: Ground) -> Iterator[str]:
    """Nothing before what it waits for; then what matters most, is due first, and by name."""
    sorter = TopologicalSorter({name: _waits_for(ground, request) for name, request in ground.requests.items()})
    sorter.prepare()
    pulled = _pulled(ground)
    ready: list[tuple[int, int, str]] = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heapq.heappush(ready, (-pulled[name], ground.requests[name].room.end, name))
        name = heapq.heappop(ready)[2]
        yield name
        sorter.done(name)


def _waits_for(ground: Ground, request: Request) -> list[str]:
    return [name for name in request.after if name in ground.requests]


def _backwards(ground: Ground) -> list[str]:
    """Every request after all that wait for it."""
    order = TopologicalSorter({name: _waits_for(ground, request) for name, request in ground.requests.items()}).static_order()
    return list(order)[::-1]


def _pulled(ground: Ground) -> Mapping[str, int]:
    """How much each matters: as much as the weightiest request that waits for it."""
    weights = {name: request.priority.weight for name, request in ground.requests.items()}
    for name in _backwards(ground):
        for first in _waits_for(ground, ground.requests[name]):
            weights[first] = max(weights[first], weights[name])
    return weights


def _latest(ground: Ground) -> Mapping[str, int]:
    """By when each should be over, so that what waits for it still finds room."""
    latest = {name: request.room.end for name, request in ground.requests.items()}
    for name in _backwards(ground):
        for first in _waits_for(ground, ground.requests[name]):
            latest[first] = min(latest[first], latest[name] - ground.requests[name].seconds)
    return latest
