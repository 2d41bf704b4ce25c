"""What merging would change for customers, what every policy says of it, and whether it may be merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from statusgen import rules
from statusgen.announced import standing
from statusgen.changes import Action, Change, changes, lost
from statusgen.finding import Finding, ProjectUnreadable, Severity, StatusgenError, told_in_order
from statusgen.model import Project, Window
from statusgen.policy import Channel, Policy
from statusgen.rules import Covering
from statusgen.rules.case import told_as_asked
from statusgen.verdict import Outcome, Verdict, Verdicts


class Decision(StrEnum):
    """What a plan comes to."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOTHING = "nothing"
    """No window was read: that is not the same as every promise kept."""
    NONE = "none"
    """No verdict was reached: nothing can be judged without settings, nor without the evidence of what was announced."""


class Ahead(Struct, frozen=True):
    """How long before a window customers know of it, against what one policy asks."""

    policy: str
    asked: int
    """Hours."""
    given: int | None
    """Seconds, by a channel that the policy takes; less than none: after the start. None: not told by such a channel yet."""


class Planned(Struct, frozen=True):
    """One change, and what comes of it."""

    change: Change
    known_since: int
    """Since when customers know of the window as it stands; the plan's instant: they hear of it by this change."""
    merge_by: int | None
    """The last instant at which merging, which announces it on the page, is in time for every policy; None: not by merging."""
    verdicts: tuple[Verdict, ...]
    """Of every policy that covers the window; none for a deleted one."""
    policies: tuple[Policy, ...]
    """Those policies, each as it is in force when the window starts."""
    over: bool
    """Whether the window has ended."""

    @property
    def notice(self) -> tuple[Ahead, ...]:
        """Under every policy that asks for notice of it."""
        judged = zip(self.policies, self.verdicts, strict=True)
        return tuple(_ahead(self.change.window, policy) for policy, verdict in judged if _asks(verdict))


class Refusal(Struct, frozen=True):
    """Why nothing could be judged."""

    what: str
    """Half a sentence: `this clone is shallow`."""
    way_out: str
    """In sentences."""


class Plan(Struct, frozen=True):
    """A document: it decides, and knows nothing of how it is printed."""

    page: str
    now: int
    time_zone: str
    """The page's."""
    windows: int
    """How many were read."""
    changes: tuple[Planned, ...]
    findings: tuple[Finding, ...]
    """All of them: of reading, of the policies, of the project and of what changes."""
    refusal: Refusal | None = None
    """None: it was judged."""

    @property
    def verdict(self) -> Decision:
        """Whether it may be merged. No one else decides it."""
        if self.refusal is not None:
            return Decision.NONE
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            return Decision.REJECTED
        return Decision.ACCEPTED if self.windows else Decision.NOTHING

    @property
    def merge_by(self) -> int | None:
        """The earliest instant by which it must be merged for every change to keep its notice."""
        return min((planned.merge_by for planned in self.changes if planned.merge_by is not None), default=None)

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)


def plan(project: Project, before: Project | None, renames: Mapping[str, str], reading: Sequence[Finding], now: int) -> Plan:
    """What `project` changes over `before` (None: everything is new), judged at an instant, with what reading had to tell."""
    judged = rules.verdicts(project, now)
    # What has mistakes in its file is not there, and not deleted either.
    broken = {finding.place.file for finding in reading if finding.severity is Severity.ERROR}
    found = changes(before, project, renames)
    differing = tuple(one for one in found if one.action is not Action.DELETED or one.window.origin.file not in broken)
    covering = Covering(project)
    gone = tuple(one for one in lost(before, project, renames) if one.origin.file not in broken)
    return Plan(
        project.page.name,
        now,
        project.page.time_zone,
        len(project.windows),
        tuple(_planned(change, covering, judged, now) for change in differing),
        told_in_order((*reading, *rules.check(project, differing, judged, now), *rules.check_losses(gone))),
    )


def unjudged(error: StatusgenError, now: int) -> Plan:
    """The plan where none can be made: why, and what reading had to tell of settings that cannot be read."""
    findings = error.findings if isinstance(error, ProjectUnreadable) else ()
    return Plan("", now, "UTC", 0, (), findings, Refusal(error.message, error.way_out))


def _planned(change: Change, covering: Covering, judged: Verdicts, now: int) -> Planned:
    window = change.window
    policies = () if change.action is Action.DELETED else covering.of(window)
    verdicts = tuple([judged[window.id, policy.id] for policy in policies])
    told = standing(window).told
    merge_by = _merge_by(policies, verdicts) if told >= now else None
    return Planned(change, told, merge_by, verdicts, policies, window.span.end <= now)


def _merge_by(policies: Sequence[Policy], verdicts: Sequence[Verdict]) -> int | None:
    """The first deadline of a policy whose notice the page gives; None: there is none."""
    by_page = [verdict for policy, verdict in zip(policies, verdicts, strict=True) if Channel.STATUS_PAGE in policy.notice.channels]
    return min((verdict.deadline for verdict in by_page if verdict.deadline is not None), default=None)


def _asks(verdict: Verdict) -> bool:
    return verdict.deadline is not None and verdict.outcome not in (Outcome.CANCELLED, Outcome.EMERGENCY)


def _ahead(window: Window, policy: Policy) -> Ahead:
    stands = standing(window)
    told = told_as_asked(window, policy.notice, stands)
    return Ahead(policy.id, policy.notice.hours, None if told is None else stands.last.span.start - told)
