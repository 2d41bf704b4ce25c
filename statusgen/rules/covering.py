"""Which policies cover a window."""

from __future__ import annotations

from bisect import bisect_right

from statusgen.model import Project, Window
from statusgen.policy import Policy


class Covering:
    """The policies of a project by what they cover, looked up once for all windows that share the answer."""

    def __init__(self, project: Project) -> None:
        self._project = project
        begins = (one.begins for policy in project.policies for one in policy.every_version)
        self._turns = sorted(turn for turn in begins if turn is not None)
        self._known: dict[tuple[tuple[str, ...], int], tuple[Policy, ...]] = {}

    def of(self, window: Window) -> tuple[Policy, ...]:
        """Those that cover at least one of its components, each as it is in force when it starts."""
        start = window.span.start
        key = window.components, bisect_right(self._turns, start)  # the same versions are in force
        policies = self._known.get(key)
        if policies is None:
            policies = self._known[key] = self._project.policies_of(window.components, start)
        return policies
