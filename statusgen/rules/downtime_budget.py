"""downtime-budget: a month holds no more planned outage than the page allows itself, in all or of what a policy covers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from statusgen import civil
from statusgen.civil import Month
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Project, Window
from statusgen.policy import Impact, Policy
from statusgen.rules.obstacle import Obstacle, Wish, others
from statusgen.timeline import Span, Timeline

ID, SUMMARY = "downtime-budget", message("More planned outage than a month may hold")


def check(project: Project, now: int) -> Iterator[Finding]:
    """Of each window to come that adds to a month which holds more than it may with it: each second once, by the start.

    What the month has had counts. Emergencies are not planned, and do not count.
    """
    for budget in _budgets(project):
        months: dict[Month, Span] = {}
        planned: dict[Month, int] = {}
        reached = 0
        for window in sorted(_outages(project.windows, budget, now), key=lambda window: (window.span, window.id)):
            for month in civil.months(window.span, budget.zone):
                span = months.setdefault(month, month.span(budget.zone))
                added = min(window.span.end, span.end) - max(window.span.start, span.start, reached)
                planned[month] = planned.get(month, 0) + max(added, 0)
                if added > 0 and planned[month] > budget.seconds and now < window.span.start:
                    yield _finding(window, month, planned[month], budget)
            reached = max(reached, window.span.end)


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:
    """Of an outage: the starts with which a month would hold more than it may."""
    if wish.impact is not Impact.OUTAGE or within.start >= within.end:
        return
    for budget in _budgets(project):
        if not budget.holds(wish.components):
            continue
        for month in civil.months(Span(within.start, within.end + wish.seconds), budget.zone):
            span = month.span(budget.zone)
            planned = _outages(others(project, wish, span), budget, now)
            taken = Timeline(window.span for window in planned).within(span)
            closed = _too_much(span, taken, wish.seconds, budget.seconds).within(within)
            if closed:
                policy = None if budget.policy is None else budget.policy.id
                yield Obstacle(ID, _reason(month, taken.seconds, wish, budget), closed, policy=policy, clause=budget.key)


class _Budget(NamedTuple):
    """How much outage a month may hold, on which calendar, and of what."""

    seconds: int
    zone: str
    key: str
    """Where it is declared in `statusgen.yaml`."""
    policy: Policy | None = None
    """Of what it covers, in any of its versions; None: of all."""

    @property
    def what(self) -> str:
        """Of what it is, for a sentence."""
        return "" if self.policy is None else f" under {self.policy.title}"

    def holds(self, components: tuple[str, ...]) -> bool:
        """Whether an outage of these components counts."""
        return self.policy is None or any(map(self.policy.ever_covers, components))


def _budgets(project: Project) -> Iterator[_Budget]:
    limits = project.limits
    if limits.downtime is not None:
        yield _Budget(limits.downtime, project.page.time_zone, "limits.downtime")
    for policy in project.policies:
        if (seconds := limits.downtime_by_policy.get(policy.id)) is not None:
            yield _Budget(seconds, policy.time_zone, f"limits.downtime_by_policy.{policy.id}", policy)


def _reason(month: Month, taken: int, wish: Wish, budget: _Budget) -> str:
    may_hold = f"{month} may hold {civil.lasting(budget.seconds)} of planned outage{budget.what} (`{budget.key}`)"
    if not taken:
        return f"{may_hold}; it has none yet, and this takes {civil.lasting(wish.seconds)}."
    left = budget.seconds - taken
    return f"{may_hold}; it has {civil.lasting(taken)} already, which leaves {civil.lasting(left) if left > 0 else 'none'}."


@lru_cache(maxsize=256)
def _too_much(month: Span, taken: Timeline, seconds: int, budget: int) -> Timeline:
    """The starts from which a stretch of so many seconds adds more to what is taken of a month than it may hold."""
    return Timeline(_adding(Timeline([month]) - taken, seconds, max(budget - taken.seconds, 0)))


def _adding(free: Timeline, seconds: int, most: int) -> Iterator[Span]:
    """The starts from which a stretch of so many seconds holds more than `most` of what is free."""
    before = [0, *accumulate(span.seconds for span in free)]
    starts = [span.start for span in free]

    def up_to(at: int) -> int:
        """How many free seconds lie before an instant."""
        index = bisect_right(starts, at)
        return before[index] - max(free.spans[index - 1].end - at, 0) if index else 0

    # Between these instants, what a stretch holds grows by one a second, shrinks by one, or stays as it is.
    turns = sorted({edge - ahead for span in free for edge in span for ahead in (0, seconds)})
    for start, end in pairwise(turns):
        held, next_held = (up_to(at + seconds) - up_to(at) for at in (start, start + 1))
        match next_held - held:
            case 0:
                yield Span(start, end if held > most else start)
            case 1:
                yield Span(min(start + max(most + 1 - held, 0), end), end)
            case _:
                yield Span(start, max(min(start + held - most, end), start))


def _outages(windows: Iterable[Window], budget: _Budget, now: int) -> Iterator[Window]:
    """What is planned as an outage from the beginning of this month on, and counts."""
    since = Month.of(now, budget.zone).span(budget.zone).start
    planned = (window for window in windows if window.could_wait and window.impact is Impact.OUTAGE)
    return (window for window in planned if since < window.span.end and budget.holds(window.components))


def _finding(window: Window, month: Month, planned: int, budget: _Budget) -> Finding:
    return Finding(
        place=window.origin.at("impact"),
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"With `{window.id}`, {month} has {civil.lasting(planned)} of planned outage{budget.what}.",
        why=f"A month may hold {civil.lasting(budget.seconds)}: `{budget.key}` of statusgen.yaml.",
        way_out="Move it into another month, "
        f"make it shorter by {civil.lasting(planned - budget.seconds)}, or plan it without an outage.",
        window=window.id,
    )
