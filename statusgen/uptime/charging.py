"""Who is charged with a second that several claim? Whoever came first, so that every second is counted once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from statusgen.timeline import Span, Timeline

Holder = TypeVar("Holder")
Charged = tuple[Span, Holder]
"""A stretch and who it is charged to."""


def first_come(claims: Iterable[Charged[Holder]], rank: Callable[[Holder], tuple[str, ...]]) -> list[Charged[Holder]]:
    """The claims cut so that no two share a second: the earlier start holds it, of equal ones the lower rank."""
    held: list[Charged[Holder]] = []
    free = 0
    for span, holder in sorted(claims, key=lambda claim: (claim[0].start, rank(claim[1]), claim[0].end)):
        start = max(span.start, free) if held else span.start
        if start < span.end:
            held.append((Span(start, span.end), holder))
            free = span.end
    return held


def without(charged: Iterable[Charged[Holder]], taken: Timeline) -> Iterator[Charged[Holder]]:
    """Charged stretches, in order and apart, less what is taken."""
    cuts, first = taken.spans, 0
    for (start, end), holder in charged:
        while first < len(cuts) and cuts[first].end <= start:
            first += 1
        cut = first
        while cut < len(cuts) and cuts[cut].start < end:
            if start < cuts[cut].start:
                yield Span(start, cuts[cut].start), holder
            start = cuts[cut].end
            cut += 1
        if start < end:
            yield Span(start, end), holder


def split(span: Span, held: Sequence[Charged[Holder]]) -> Iterator[tuple[Span, Holder | None]]:
    """A span cut at the stretches that are held, which are in order and apart; None: nobody holds that part."""
    start, position = span.start, bisect_right(held, span.start, key=lambda stretch: stretch[0].end)
    while position < len(held) and held[position][0].start < span.end:
        stretch, holder = held[position]
        if start < stretch.start:
            yield Span(start, stretch.start), None
        yield Span(max(start, stretch.start), min(span.end, stretch.end)), holder
        start, position = stretch.end, position + 1
    if start < span.end:
        yield Span(start, span.end), None
