"""Which requests may not be at work at once, or soon after each other: by their file, and by what the rules say of pairs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from statusgen import civil, rules
from statusgen.requests import Request
from statusgen.rules import Wish
from statusgen.schedule.ground import Ground, wish_of
from statusgen.timeline import DAY, Span, Timeline

_REACH: Final = 3 * DAY
"""As far around a window its neighbours are looked for."""


class Apart(NamedTuple):
    """Requests of which no two may be at work at once, nor follow each other sooner than that."""

    requests: tuple[str, ...]
    seconds: int
    """From the end of one to the start of the next."""
    reason: str
    """Why, in half a sentence."""


def neighbours(ground: Ground) -> tuple[Apart, ...]:
    """All that keeps requests apart which have no window yet."""
    return (*_crews(ground), *_kept(ground), *_by_rules(ground))


def _crews(ground: Ground) -> Iterator[Apart]:
    work: dict[str, list[str]] = {}
    for name in ground.requests:
        if name in ground.crews:
            work.setdefault(ground.crews[name], []).append(name)
    for crew, names in work.items():
        if len(names) > 1:
            yield Apart(tuple(names), 0, f"the crew `{crew}` does one thing at a time")


def _kept(ground: Ground) -> Iterator[Apart]:
    for one in ground.wanted.keep_apart:
        names = tuple(name for name in one.requests if name in ground.requests)
        if len(names) > 1:
            by = f" by {civil.lasting(one.seconds)}" if one.seconds else ""
            yield Apart(names, one.seconds, f"{listed(names)} are kept apart{by}")


def _by_rules(ground: Ground) -> Iterator[Apart]:
    """What the rules close for one request because of another, asked of each pair on an empty page."""
    pairs: dict[tuple[tuple[str, ...], int], list[tuple[str, str]]] = {}
    asked = _Asked(ground)
    for first, second in itertools.combinations(ground.requests.values(), 2):
        asks = asked.distance(first, second)
        if asks is not None:
            pairs.setdefault(asks, []).append((first.id, second.id))
    for (some, gap), together in pairs.items():
        by = f" {civil.lasting(gap)} apart" if gap else " of each other"
        rule = f"the rule {listed(some)} wants" if len(some) == 1 else f"the rules {listed(some)} want"
        near = [pair for (_, other), others in pairs.items() if other >= gap for pair in others]
        yield from (Apart(names, gap, f"{rule} {listed(names)} clear{by}") for names in _groups(together, near))


class _Asked:
    """What rules say of pairs. Requests of one kind are alike to them, and are asked of once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._page = msgspec.structs.replace(ground.project, windows=())
        self._known: dict[tuple[Wish, Wish], tuple[tuple[str, ...], int] | None] = {}

    def distance(self, first: Request, second: Request) -> tuple[tuple[str, ...], int] | None:
        """Which rules want two requests apart, and how far; None: they may be at work together, as far as pairs are concerned."""
        wishes = (wish_of(first), wish_of(second))
        if wishes not in self._known:
            self._known[wishes] = self._distance(first, second)
        return self._known[wishes]

    def _distance(self, first: Request, second: Request) -> tuple[tuple[str, ...], int] | None:
        ground = self._ground
        start = max(ground.now + 2 * _REACH, ground.wanted.within.start)
        window = ground.window(first, start)
        within = Span(start - _REACH, window.span.end + _REACH)
        with_it = msgspec.structs.replace(self._page, windows=(window,))
        without = _closed(rules.obstacles(self._page, wish_of(second), within, ground.now))
        closed = {
            rule: closed - without.get(rule, Timeline())
            for rule, closed in _closed(rules.obstacles(with_it, wish_of(second), within, ground.now)).items()
        }
        near = {
            rule: one
            for rule, one in closed.items()
            if one and within.start < one.spans[0].start and one.spans[-1].end < within.end
        }
        stretches = Timeline(span for one in near.values() for span in one).spans
        if len(stretches) != 1:  # what is closed far away is no matter of how far two are apart
            return None
        before = window.span.start - second.seconds - stretches[0].start + 1
        gap = max(before, stretches[0].end - window.span.end)
        return (tuple(sorted(near)), gap) if gap >= 0 else None


def _closed(obstacles: Sequence[rules.Obstacle]) -> dict[str, Timeline]:
    closed: dict[str, Timeline] = {}
    for one in obstacles:
        closed[one.rule] = closed.get(one.rule, Timeline()) | one.closed
    return closed


def _groups(pairs: Sequence[tuple[str, str]], near: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """The pairs as few groups of which any two are `near` each other: what is said of a group is solved faster."""
    nearby: dict[str, dict[str, None]] = {}
    for first, second in near:
        nearby.setdefault(first, {})[second] = None
        nearby.setdefault(second, {})[first] = None
    told: set[frozenset[str]] = set()
    for first, second in pairs:
        if frozenset((first, second)) in told:
            continue
        group = [first, second]
        for name in nearby[first]:
            if all(name in nearby[other] for other in group):
                group.append(name)
        told.update(map(frozenset, itertools.combinations(group, 2)))
        yield tuple(group)


def listed(names: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last
