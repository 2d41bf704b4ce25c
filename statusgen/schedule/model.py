"""The requests as a model of CP-SAT: a yes or no for each start of each request. The only room that knows OR-tools."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from statusgen import civil
from statusgen.model import Limits
from statusgen.policy import Impact
from statusgen.requests import Request
from statusgen.schedule.apart import Apart
from statusgen.schedule.ground import Ground, Placed
from statusgen.timeline import Span, Timeline

TIME: Final = 1.0
"""Of the solver's own clock, which counts what it does, so that the same question ends at the same answer on any machine: from five
to ten seconds."""
_LARGEST: Final = 1 << 50
"""Sums of costs stay below it: the solver counts in 64 bits."""

_Literals = Mapping[int, cp_model.IntVar]
"""By their places in the model: what is compared there would become a part of it."""


@dataclass(frozen=True)
class Task:
    """A request with the starts that it may be given, in order."""

    request: Request
    starts: Sequence[int]


@dataclass(frozen=True)
class Answer:
    """What the solver came to."""

    placed: Mapping[str, int]
    proved: bool
    """Whether it has shown that nothing better can be made of these starts."""


class Model:
    """The starts, and what they may not be together."""

    def __init__(self, ground: Ground, tasks: Sequence[Task], apart: Sequence[Apart], time: float) -> None:
        self._ground = ground
        self._tasks = {task.request.id: task for task in tasks}
        self._model = cp_model.CpModel()
        self._starts = {task.request.id: [self._model.new_bool_var("") for _ in task.starts] for task in tasks}
        self._is_placed = {name: self._model.new_bool_var("") for name in self._tasks}
        self._reasons: list[tuple[cp_model.IntVar, str]] = []
        self.time = time
        """How much of the solver's clock is left, for all that is asked."""
        self._exact = True
        for name, starts in self._starts.items():
            self._model.add_exactly_one([*starts, ~self._is_placed[name]])
        for one in apart:
            self._apart(one)
        for name, first in [(task.request.id, first) for task in tasks for first in task.request.after]:
            if first in self._tasks:
                self._order(first, name)
        if ground.wanted.a_night is not None:
            self._nights(ground.wanted.a_night)

    def keep(self, limits: Limits) -> None:
        """What the page allows itself, also of windows that are nothing to each other.

        Outages at the same time are counted each: of a month too little may be used, so that nothing is proved of what is best.
        """
        if limits.at_once is not None:
            self._at_once(limits.at_once)
        if limits.downtime is not None:
            self._exact = False
            self._months(limits.downtime)

    def forbid(self, others: Placed, name: str, closed: Span) -> None:
        """While others start where they do, a request does not start in a stretch of time."""
        task = self._tasks[name]
        first, last = bisect_left(task.starts, closed.start), bisect_left(task.starts, closed.end)
        chosen = [self._starts[other][bisect_left(self._tasks[other].starts, start)] for other, start in others.items()]
        self._model.add(sum(chosen) + sum(self._starts[name][first:last]) <= len(chosen))

    def best(self, hint: Placed) -> Answer | None:
        """As many requests as can be, by their weights, at the least cost; None: the time was not enough for any answer."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # it takes nothing and gives nothing
        for asked, _ in self._reasons:
            self._model.add_bool_and(asked)
        costs = {
            name: [self._ground.costs.of(task.request, start).whole for start in task.starts] for name, task in self._tasks.items()
        }
        unit = 1 + sum(max(some, default=0) for some in costs.values()) // _LARGEST
        rough = {name: [cost // unit for cost in some] for name, some in costs.items()}
        left_out = 1 + sum(max(some, default=0) for some in rough.values())
        terms = [cp_model.LinearExpr.weighted_sum(self._starts[name], rough[name]) for name in self._tasks]
        terms += [~self._is_placed[name] * (left_out * task.request.priority.weight) for name, task in self._tasks.items()]
        self._model.minimize(sum(terms))
        for name, task in self._tasks.items():
            self._model.add_hint(self._is_placed[name], name in hint)
            for start, chosen in zip(task.starts, self._starts[name], strict=True):
                self._model.add_hint(chosen, hint.get(name) == start)
        solver, status = self._solved()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        placed = {
            name: start
            for name, task in self._tasks.items()
            for start, chosen in zip(task.starts, self._starts[name], strict=True)
            if solver.boolean_value(chosen)
        }
        return Answer(placed, status == cp_model.OPTIMAL and self._exact)

    def _reason(self, said: str) -> cp_model.IntVar:
        """Yes: it is asked."""
        asked = self._model.new_bool_var("")
        self._reasons.append((asked, said))
        return asked

    def _apart(self, apart: Apart) -> None:
        """At each start of one of them, at most one is at work, or has been so short a time ago."""
        members = [self._tasks[name] for name in apart.requests if name in self._tasks]
        asked = self._reason(apart.reason)
        for at in sorted({start for task in members for start in task.starts}):
            together: list[cp_model.IntVar] = []
            for task in members:
                first = bisect_right(task.starts, at - task.request.seconds - apart.seconds)
                together += self._starts[task.request.id][first : bisect_right(task.starts, at)]
            if len(together) > 1:
                self._model.add_at_most_one(together).only_enforce_if(asked)

    def _order(self, first: str, then: str) -> None:
        asked = self._reason(f"`{then}` comes after `{first}`")
        self._model.add_bool_or(~self._is_placed[then], self._is_placed[first]).only_enforce_if(asked)
        seconds = self._tasks[first].request.seconds
        self._model.add(self._start(then) >= self._start(first) + seconds).only_enforce_if(asked, self._is_placed[then])

    def _start(self, name: str) -> cp_model.LinearExprT:
        begin = self._ground.wanted.within.start
        return cp_model.LinearExpr.weighted_sum(self._starts[name], [start - begin for start in self._tasks[name].starts])

    def _nights(self, most: int) -> None:
        nights: dict[Span, list[cp_model.IntVar]] = {}
        for name, task in self._tasks.items():
            for start, chosen in zip(task.starts, self._starts[name], strict=True):
                nights.setdefault(self._ground.night(start), []).append(chosen)
        asked = self._reason(f"at most {most} a night")
        for night, starts in nights.items():
            left = max(most - self._ground.nights_taken[night], 0)
            self._model.add(sum(starts) <= left).only_enforce_if(asked)

    def _at_once(self, most: int) -> None:
        """At each start, no more are at work than the page allows itself, those that are declared among them."""
        busy = [window.span for window in self._ground.project.windows if window.could_wait]
        for at in sorted({start for task in self._tasks.values() for start in task.starts}):
            together: list[cp_model.IntVar] = []
            for name, task in self._tasks.items():
                first = bisect_right(task.starts, at - task.request.seconds)
                together += self._starts[name][first : bisect_right(task.starts, at)]
            left = most - sum(span.holds(at) for span in busy)
            if len(together) > left:
                self._model.add(sum(together) <= max(left, 0))

    def _months(self, budget: int) -> None:
        """No month holds more outage than the page allows itself."""
        ground = self._ground
        outages = [task for task in self._tasks.values() if task.request.impact is Impact.OUTAGE]
        declared = Timeline(
            window.span for window in ground.project.windows if window.could_wait and window.impact is Impact.OUTAGE
        )
        for month in civil.months(ground.wanted.within, ground.zone):
            span = month.span(ground.zone)
            seconds = [_shared(span, start, task.request.seconds) for task in outages for start in task.starts]
            chosen = [one for task in outages for one in self._starts[task.request.id]]
            left = budget - declared.within(span).seconds
            self._model.add(cp_model.LinearExpr.weighted_sum(chosen, seconds) <= max(left, 0))

    def collision(self, wanted: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Which of the requests, and which of what is asked of them, cannot be had together: as few as can be told.

        None: they can, or the time was not enough to tell.
        """
        asked = {self._is_placed[name].index: self._is_placed[name] for name in wanted} | {
            one.index: one for one, _ in self._reasons
        }
        core = self._core(asked)
        for index in core or ():
            core = core if core is None or index not in core else self._core(_without(core, index)) or core
        if core is None:
            return None
        names = tuple(name for name in wanted if self._is_placed[name].index in core)
        return names, tuple(reason for one, reason in self._reasons if one.index in core)

    def _core(self, assumed: _Literals) -> _Literals | None:
        """Of what is assumed, a part that cannot be; None: all of it can be, or nobody knows."""
        self._model.clear_assumptions()
        self._model.add_assumptions(assumed.values())
        solver, status = self._solved()
        if status != cp_model.INFEASIBLE:
            return None
        core = set(solver.sufficient_assumptions_for_infeasibility())
        return {index: literal for index, literal in assumed.items() if index in core}

    def _solved(self) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = _solver(max(self.time, 0.0))
        status = solver.solve(self._model)
        self.time -= solver.response_proto.deterministic_time
        return solver, status


def _shared(span: Span, start: int, seconds: int) -> int:
    return max(min(span.end, start + seconds) - max(span.start, start), 0)


def _without(assumed: _Literals, index: int) -> _Literals:
    return {other: literal for other, literal in assumed.items() if other != index}


def _solver(time: float) -> cp_model.CpSolver:
    """One that takes the same steps on any machine: one worker, one seed, a clock of its own."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = time
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0  # of these models both find little, and take most of the time
    solver.parameters.symmetry_level = 0
    return solver
