"""The audit: records, what they come to, and what was found on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from statusgen import rules
from statusgen.announced import standing
from statusgen.audit.records import Record, record
from statusgen.audit.summary import Summary, Under, summary, under
from statusgen.chronicle import Chronicle
from statusgen.finding import Finding, Severity, told_in_order
from statusgen.model import Project
from statusgen.policy import Channel, Policy

_IMPOSSIBLE: Final = frozenset({"not-a-time", "missing-time", "repeated-time", "end-not-after-start", "times-out-of-order"})


@dataclass(frozen=True, slots=True)
class Source:
    """What was looked through."""

    files: int
    """Files that declare events."""
    unreadable: int
    """How many of them cannot be read."""
    commits: int | None
    """How many commits of the main branch; None: it is the files that say when customers were told."""
    is_ours: bool
    """Whether it is a project of ours. What another page does not record is not asked of it: see `_by_the_page`."""
    untold: int = 0
    """How many files of the work tree are not as the main branch had them, and are audited as that did."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A name that is no component's, however often it stands there."""

    first: Finding
    count: int


@dataclass(frozen=True, slots=True)
class Audit:
    """How a history kept its promises, at an instant."""

    page: str
    time_zone: str
    now: int
    since: int | None
    """Only what began then or later; None: all there is."""
    source: Source
    records: tuple[Record, ...]
    """In the order of start and id."""
    called_off: int
    """How many were cancelled, or taken off the page before they began."""
    to_come: int
    summary: Summary
    under: tuple[Under, ...]
    """One a policy; none was chosen: nothing is judged."""
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What cannot be read as what it is."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def impossible(self) -> int:
        """How many files tell a time that cannot be."""
        return len({finding.place.file for finding in self.errors if finding.rule in _IMPOSSIBLE})

    @property
    def undeclared(self) -> int:
        """How many do not say when they were announced, where the files are to say it: they count as told now."""
        by_files = self.source.is_ours and self.source.commits is None
        return sum(not one.window.declared and one.window.emergency is None for one in self.records) if by_files else 0

    @property
    def unknown(self) -> tuple[Unread, ...]:
        """The names that are no component's, by how often they stand there."""
        named: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.rule == "unknown-component" and finding.severity is Severity.WARNING:
                named.setdefault(finding.what, []).append(finding)
        return tuple(sorted((Unread(told[0], len(told)) for told in named.values()), key=lambda one: (-one.count, one.first.order)))


def audit(
    project: Project,
    chronicles: Sequence[Chronicle],
    policies: tuple[Policy, ...],
    source: Source,
    findings: Sequence[Finding],
    *,
    since: int | None,
    now: int,
) -> Audit:
    """Hold the chronicles of a page against policies.

    Of the findings, warnings are told where they are about a maintenance that is counted, and errors in any case.
    """
    windows = tuple(chronicle.window for chronicle in chronicles)
    judging = policies if source.is_ours else tuple(map(_by_the_page, policies))
    verdicts = rules.verdicts(msgspec.structs.replace(project, windows=windows, policies=judging), now)
    names = Counter(finding.place.file for finding in findings if finding.rule == "unknown-component")
    asked = [one for one in chronicles if since is None or standing(one.window).last.span.start >= since]
    found = [record(one, judging, verdicts, 0 if one.gone else names[one.window.origin.file], now) for one in asked]
    records = tuple(sorted((one for one in found if one is not None), key=_order))
    not_run = [one for one, recorded in zip(asked, found, strict=True) if recorded is None]
    to_come = sum(one.window.cancelled is None and one.gone is None for one in not_run)
    files = {one.window.origin.file for one in records}
    told = (one for one in findings if one.severity is Severity.ERROR or one.place.file in files)
    return Audit(
        page=project.page.name,
        time_zone=project.page.time_zone,
        now=now,
        since=since,
        source=source,
        records=records,
        called_off=len(not_run) - to_come,
        to_come=to_come,
        summary=summary(records),
        under=tuple(under(policy, records, now) for policy in policies),
        findings=told_in_order(told),
    )


def _by_the_page(policy: Policy) -> Policy:
    """A policy that asks only for what any page's history shows: notice on the page, whatever the components are called there.

    Other channels and confirmations leave no trace in it, and its components have no ids of ours.
    """
    replace = msgspec.structs.replace
    return replace(
        policy,
        scope=replace(policy.scope, components=()),
        notice=replace(policy.notice, channels=(Channel.STATUS_PAGE,), every_channel=False),
        acknowledgement=None,
        versions=tuple(map(_by_the_page, policy.versions)),
    )


def _order(one: Record) -> tuple[int, str]:
    return one.told.last.span.start, one.window.id
