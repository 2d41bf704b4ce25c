"""Which of the seconds that could count do, once they are looked at together: how many components, how long in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from statusgen.policy import Combine, Policy
from statusgen.timeline import Span, Timeline
from statusgen.uptime.ground import Ground, Stretch


def tallied(stretches: Sequence[Stretch], terms: Policy, components: Sequence[str]) -> Iterable[Stretch]:
    """The stretches, with what does not count for others' sake told as such."""
    scope, shortest = terms.scope, terms.measure.shortest
    if scope.combine is Combine.ALL:
        down = [_counted(stretches, component) for component in filter(terms.covers, components)]
        stretches = list(_limited(stretches, _common(down), Ground.PARTLY, scope.clause))
    if shortest is not None:
        long_enough = Timeline(span for span in _counted(stretches) if span.seconds >= shortest.seconds)
        stretches = list(_limited(stretches, long_enough, Ground.SHORT, shortest.clause))
    return stretches


def _counted(stretches: Iterable[Stretch], component: str | None = None) -> Timeline:
    return Timeline(one.span for one in stretches if one.reason.ground.counts and component in (None, one.component))


def _common(down: Sequence[Timeline]) -> Timeline:
    """What all share; of none, nothing."""
    common = down[0] if down else Timeline()
    for timeline in down[1:]:
        common &= timeline
    return common


def _limited(stretches: Iterable[Stretch], counted: Timeline, ground: Ground, clause: str) -> Iterator[Stretch]:
    """The stretches cut where they count no more, the rest of them with the ground and clause by which it does not."""
    for one in stretches:
        whole = Timeline([one.span])
        inside = counted.within(one.span) if one.reason.ground.counts else whole
        yield from (replace(one, span=span) for span in inside)
        lost = replace(one.reason, ground=ground, clause=clause)
        yield from (replace(one, span=Span(*span), reason=lost) for span in whole - inside)
