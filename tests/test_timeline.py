"""Half-open time and its algebra: laws, and another library's answers."""

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen.timeline import Span, Timeline

seconds = st.integers(-50, 50)
spans = st.tuples(seconds, seconds).map(lambda pair: Span(min(pair), max(pair)))
timelines = st.lists(spans, max_size=8).map(Timeline)


def oracle(spans) -> portion.Interval:
    """The same set as the `portion` library has it."""
    whole = portion.empty()
    for start, end in spans:
        whole |= portion.closedopen(start, end)
    return whole


def members(timeline: Timeline) -> set[int]:
    """Every second inside, one by one."""
    return {second for start, end in timeline for second in range(start, end)}


@given(st.lists(spans, max_size=8))
def test_a_timeline_is_the_union_of_its_spans(given_spans):
    """Sorted, apart, not touching, whatever order and overlap they came in."""
    timeline = Timeline(given_spans)

    assert oracle(given_spans) == oracle(timeline)
    assert all(start < end for start, end in timeline)
    assert all(before.end < after.start for before, after in zip(timeline.spans, timeline.spans[1:], strict=False))
    assert Timeline(reversed(given_spans)) == timeline
    assert hash(Timeline(reversed(given_spans))) == hash(timeline)


@given(timelines, timelines)
def test_the_algebra_agrees_with_another_library(a, b):
    """Union, intersection and difference, in canonical form."""
    assert (oracle(a) | oracle(b), oracle(a) & oracle(b), oracle(a) - oracle(b)) == (oracle(a | b), oracle(a & b), oracle(a - b))
    assert [a | b, a & b, a - b] == [Timeline((a | b).spans), Timeline((a & b).spans), Timeline((a - b).spans)]


@given(timelines, timelines)
def test_a_cut_loses_nothing(a, b):
    """What is cut away and what is kept make the whole again, and share no second."""
    assert a == (a - b) | (a & b)
    assert a.seconds == (a - b).seconds + (a & b).seconds
    assert not (a - b) & (a & b)


@given(timelines)
def test_each_second_is_counted_once(a):
    """However the time was declared."""
    assert len(members(a)) == a.seconds
    assert bool(members(a)) == bool(a)


@given(timelines, spans)
def test_covers_and_within_ask_every_second(a, span):
    """And a span is covered when none of its seconds is missing."""
    inside = set(range(span.start, span.end))

    assert members(a) & inside == members(a.within(span))
    if inside:
        assert inside.issubset(members(a)) == a.covers(span)


@given(spans, spans)
def test_spans_by_their_seconds(a, b):
    """Overlap and holding ask whole seconds."""
    ours, theirs = set(range(*a)), set(range(*b))

    assert bool(ours & theirs) == a.overlaps(b)
    assert (b.start in ours) == a.holds(b.start)
    assert len(ours) == a.seconds
    if theirs:
        assert theirs.issubset(ours) == a.covers(b)


def test_spans_that_touch_are_one():
    """Saturday 24:00 is Sunday 00:00."""
    assert (Span(1, 5),) == Timeline([(3, 5), (1, 3)]).spans


def test_a_span_that_ends_before_it_starts_is_refused():
    """It is a mistake of ours; users' are findings long before."""
    with pytest.raises(ValueError, match="ends"):
        Timeline([(5, 4)])


def test_a_timeline_is_no_list_of_spans():
    """Equal to nothing but a timeline, and shown as what it holds."""
    assert Timeline([(1, 2)]) != ((1, 2),)
    assert "Timeline([(1, 2)])" == repr(Timeline([(1, 2)]))
