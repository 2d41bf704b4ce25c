"""Windows at work at once on components that have to do with each other: one sweep for every rule that asks about such."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from statusgen import civil
from statusgen.model import Project, Window
from statusgen.rules.obstacle import Wish, meeting, others
from statusgen.timeline import Span, Timeline

UNKNOWN_END: Final = 1 << 40
"""The end of work that runs late: nobody knows when it will be over."""

Related = Mapping[str, Collection[str]]
"""By component: those that it has to do with."""


class Meeting(NamedTuple):
    """Two windows at work at once."""

    window: Window
    """The one that starts later."""
    other: Window
    pairs: tuple[tuple[str, str], ...]
    """A component of the window, and what it has to do with in the other."""


def to_come(project: Project, now: int) -> Iterator[Window]:
    """The windows that are at work or to come, by their start."""
    still = (window for window in project.windows if window.cancelled is None and now < window.span.end)
    return iter(sorted(still, key=lambda window: (window.span, window.id)))


def meetings(windows: Iterable[Window], related: Related) -> Iterator[Meeting]:
    """Each window, given by their start, with those before it that are still at work on what its components have to do with.

    Of windows on the very same components, which overlap anyway, only the one that lasts longest is looked at. What both work
    on is for `overlap` to tell.
    """
    at_work: dict[str, dict[tuple[str, ...], Window]] = {}
    for window in windows:
        met: dict[str, tuple[Window, list[tuple[str, str]]]] = {}
        for component, needed in _pairs(window.components, related):
            for other in at_work.get(needed, {}).values():
                if window.span.start < other.span.end and component not in other.components:
                    met.setdefault(other.id, (other, []))[1].append((component, needed))
        yield from (Meeting(window, other, tuple(pairs)) for other, pairs in met.values())
        for component in window.components:
            alike = at_work.setdefault(component, {})
            longest = alike.setdefault(window.components, window)
            if longest.span.end < window.span.end:
                alike[window.components] = window


def closed(project: Project, related: Related, wish: Wish, within: Span, now: int) -> Iterator[tuple[Meeting, Timeline]]:
    """Each window that the wish would meet so, as if it came later, and the starts that this forbids."""
    wanted = list(_pairs(wish.components, related))
    reach = Span(max(within.start, now), within.end + wish.seconds)
    for other in others(project, wish, reach) if wanted else ():
        if other.cancelled is None:
            known = other.components
            pairs = tuple((mine, its) for mine, its in wanted if its in known and mine not in known)
            if pairs:
                yield Meeting(other, other, pairs), meeting([other.span], wish, within)


def _pairs(components: Collection[str], related: Related) -> Iterator[tuple[str, str]]:
    """What the components have to do with beyond themselves."""
    return ((mine, its) for mine in components for its in related.get(mine, ()) if its not in components)


def times(window: Window, zone: str) -> str:
    """`Sat 2026-12-05 21:00 -06:00 to Sun ...`, on the clock of a zone."""
    if window.span.end == UNKNOWN_END:
        return f"since {civil.show(window.span.start, zone)} and longer than was planned"
    return civil.show_span(window.span, zone)
