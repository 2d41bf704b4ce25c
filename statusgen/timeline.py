"""Half-open time and its set algebra, on whole seconds of UTC.

An instant is an `int`: seconds since 1970-01-01T00:00:00Z. `Span` is one stretch of time, `Timeline` a set of them.
Nothing here knows a zone, a calendar or a clock: `civil/` does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final, NamedTuple

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400

_BEGIN: Final = itemgetter(0)


class Span(NamedTuple):
    """[start, end): the start is inside, the end is not (as DTEND in RFC 5545)."""

    start: int
    """First second inside, UTC."""
    end: int
    """First second outside, UTC."""

    @property
    def seconds(self) -> int:
        """Elapsed time: never the difference of two clock readings."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one second."""
        (start, end), (begin, stop) = self, other
        return start < stop and begin < end and start < end and begin < stop  # an empty span shares nothing

    def covers(self, other: Span) -> bool:
        """Whether every second of `other` is inside."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, instant: int) -> bool:
        """Whether the instant is inside."""
        return self.start <= instant < self.end


class Timeline:
    """A set of seconds as sorted spans that neither overlap nor touch, so that equal sets are equal values."""

    __slots__ = ("spans",)

    spans: tuple[Span, ...]

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Merge at birth. Empty spans vanish; a span that ends before it starts is a `ValueError`."""
        self.spans = tuple(_merged(sorted(spans, key=_BEGIN)))  # by the start alone: half the time of comparing pairs

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timeline) and self.spans == other.spans

    def __hash__(self) -> int:
        return hash(self.spans)

    def __repr__(self) -> str:
        return f"Timeline({[tuple(span) for span in self.spans]})"

    @property
    def seconds(self) -> int:
        """How long it lasts in all; each second once."""
        return sum(end - start for start, end in self.spans)

    def __or__(self, other: Timeline) -> Timeline:
        """What is in either."""
        return Timeline((*self.spans, *other.spans))

    def __and__(self, other: Timeline) -> Timeline:
        """What is in both."""
        return _canonical(_shared(self.spans, other.spans))

    def __sub__(self, other: Timeline) -> Timeline:
        """What is in this one and not in the other."""
        return _canonical(_rest(self.spans, other.spans))

    def within(self, span: Span) -> Timeline:
        """The part inside one span; of an empty span, nothing."""
        if span.start >= span.end:
            return Timeline()
        first = bisect_right(self.spans, span.start, key=lambda own: own.end)
        last = bisect_left(self.spans, span.end, lo=first, key=lambda own: own.start)
        return _canonical(Span(max(start, span.start), min(end, span.end)) for start, end in self.spans[first:last])

    def covers(self, span: Span) -> bool:
        """Whether every second of the span is in the set."""
        return any(own.covers(span) for own in self.spans)


def _canonical(spans: Iterable[Span]) -> Timeline:
    """A timeline of spans that are sorted and apart already."""
    timeline = Timeline.__new__(Timeline)
    timeline.spans = tuple(spans)
    return timeline


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Sorted spans, joined where they overlap or touch."""
    held = start = end = None
    for span in spans:
        begins, ends = span
        if ends <= begins:
            if ends < begins:
                raise ValueError(f"a span ends ({ends}) before it starts ({begins})")
        elif end is None or begins > end:
            if held is not None:
                yield held
            held, start, end = Span._make(span), begins, ends
        elif ends > end:
            assert start is not None
            held, end = Span(start, ends), ends
    if held is not None:
        yield held


def _shared(ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> Iterator[Span]:
    i = j = 0
    while i < len(ours) and j < len(theirs):
        start, end = max(ours[i].start, theirs[j].start), min(ours[i].end, theirs[j].end)
        if start < end:
            yield Span(start, end)
        if ours[i].end < theirs[j].end:
            i += 1
        else:
            j += 1


def _rest(ours: tuple[Span, ...], cuts: tuple[Span, ...]) -> Iterator[Span]:
    j = 0
    for start, end in ours:
        while j < len(cuts) and cuts[j].end <= start:
            j += 1
        k = j
        while k < len(cuts) and cuts[k].start < end:
            if start < cuts[k].start:
                yield Span(start, cuts[k].start)
            start = cuts[k].end
            k += 1
        if start < end:
            yield Span(start, end)
