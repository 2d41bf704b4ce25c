"""One SLA made executable: what it demands of a window, what it counts as downtime, what it gives back.

These are values: `packs/*.yaml` and a project's `policies/*.yaml` are read into them by `load/`, rules and `uptime/` ask them.
Field names are those of the files. Every section names the clause of the contract that it makes executable, and the
default of every field is how a contract is read that is silent on it (docs/decisions.md, 15). `C1` or `E3` in the rooms above
is the reading of that id, as the packs tell it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from statusgen.civil import day_start
from statusgen.policy.changing import Tree, merged
from statusgen.policy.claims import Claim, ClaimFrom, ClaimOpens, Clock, Eligibility, ReportScope
from statusgen.policy.clauses import Clause, OtherReading, Reading
from statusgen.policy.maintenance import (
    Acknowledgement,
    AppliesTo,
    EarlyFinish,
    Emergency,
    Excuses,
    Maintenance,
    MaintenanceHours,
    Notice,
    NoticeBasis,
    Overrun,
    Partial,
)
from statusgen.policy.measure import (
    Basis,
    Combine,
    ExcludedCause,
    Granularity,
    Measure,
    PartialMinutes,
    Rounding,
    RoundingMode,
    RoundingScope,
    Scope,
    Shortest,
    Start,
    Unit,
)
from statusgen.policy.remedies import (
    Cap,
    CapPer,
    Credits,
    FeeBase,
    Minimum,
    Plan,
    Step,
    StepBase,
    StepRounding,
    Tier,
    Trigger,
    percent_of,
)
from statusgen.policy.support import (
    BusinessDay,
    Calendar,
    Details,
    Every,
    Exemption,
    Metric,
    Milestone,
    Reliability,
    ReportOwed,
    Support,
    Target,
)
from statusgen.policy.terms import WAY_OUT, Term, TermUnit, term
from statusgen.policy.words import Cause, Channel, Impact
from statusgen.timeline import Span

__all__ = [
    "WAY_OUT",
    "Acknowledgement",
    "AppliesTo",
    "Basis",
    "BusinessDay",
    "Calendar",
    "Cap",
    "CapPer",
    "Cause",
    "Channel",
    "Claim",
    "ClaimFrom",
    "ClaimOpens",
    "Clause",
    "Clock",
    "Combine",
    "Credits",
    "Details",
    "EarlyFinish",
    "Eligibility",
    "Emergency",
    "Every",
    "ExcludedCause",
    "Excuses",
    "Exemption",
    "FeeBase",
    "Granularity",
    "Impact",
    "Maintenance",
    "MaintenanceHours",
    "Measure",
    "Metric",
    "Milestone",
    "Minimum",
    "Notice",
    "NoticeBasis",
    "OtherReading",
    "Overrun",
    "Partial",
    "PartialMinutes",
    "Plan",
    "Policy",
    "Reading",
    "Reliability",
    "ReportOwed",
    "ReportScope",
    "Rounding",
    "RoundingMode",
    "RoundingScope",
    "Scope",
    "Shortest",
    "Start",
    "Step",
    "StepBase",
    "StepRounding",
    "Support",
    "Target",
    "Term",
    "TermUnit",
    "Tier",
    "Tree",
    "Trigger",
    "Unit",
    "merged",
    "percent_of",
    "term",
]


class Policy(Struct, frozen=True):
    """One SLA made executable."""

    id: str
    title: str
    """What people call it."""
    provider: str
    """Who promises it."""
    source: str
    """The document that the clauses are taken from."""
    time_zone: str
    """The zone of its months and maintenance hours, an IANA name."""
    clauses: tuple[Clause, ...]
    """Every sentence of the contract that demands something."""
    scope: Scope
    notice: Notice
    maintenance: Maintenance
    measure: Measure
    plans: tuple[Plan, ...]
    """What each plan promises; one at least."""
    credits: Credits
    acknowledgement: Acknowledgement | None = None
    maintenance_hours: MaintenanceHours | None = None
    excluded_causes: tuple[ExcludedCause, ...] = ()
    """Causes whose incidents are not downtime; whatever is not named counts."""
    eligibility: Eligibility = Eligibility()
    claim: Claim | None = None
    support: Support | None = None
    reliability: Reliability | None = None
    metrics: tuple[Metric, ...] = ()
    """Figures that are measured and promised."""
    reports: tuple[ReportOwed, ...] = ()
    """Reports that are owed regularly."""
    details: Details | None = None
    readings: tuple[Reading, ...] = ()
    """The readings in play where the contract's text allows more than one."""
    effective_from: str | None = None
    """The day from whose start, on its own clock, it is in force: `2027-01-01`. None: it always was."""
    versions: tuple[Policy, ...] = ()
    """What it became later, oldest first: whole policies, each with the day from which it is in force."""

    def covers(self, component: str) -> bool:
        """Whether the promise is about this component."""
        return not self.scope.components or component in self.scope.components

    def ever_covers(self, component: str) -> bool:
        """Whether the promise of any version is about this component."""
        return self.covers(component) or any(version.covers(component) for version in self.versions)

    def clause(self, clause_id: str) -> Clause:
        """The clause of an id; load has made sure that every id a section names is there."""
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def excludes(self, cause: Cause, *, preventable: bool) -> ExcludedCause | None:
        """Why an incident of this cause is not downtime; None: it counts."""
        for excluded in self.excluded_causes:
            if excluded.cause is cause and not (preventable and excluded.unless_preventable):
                return excluded
        return None

    @property
    def begins(self) -> int | None:
        """The instant from which this version is in force."""
        return None if self.effective_from is None else _begins(self.effective_from, self.time_zone)

    def in_force(self, at: int) -> Policy | None:
        """The version in force at an instant; None where nothing had been promised yet."""
        found = None
        for version in self.every_version:
            begins = version.begins
            if begins is None or begins <= at:
                found = version
        return found

    def plan(self, plan_id: str | None) -> Plan | None:
        """The plan of an id; without one the only plan, where there is but one."""
        if plan_id is None:
            return self.plans[0] if len(self.plans) == 1 else None
        return next((plan for plan in self.plans if plan.id == plan_id), None)

    def read_otherwise(self, settings: Mapping[str, Any]) -> Policy:
        """The policy with the settings of another reading merged over its own, and those of versions that can be read so too."""
        tree: Tree = msgspec.to_builtins(msgspec.structs.replace(self, versions=()), builtin_types=(Decimal,))
        versions = (one.read_otherwise(settings) if one.can_be_read_by(settings) else one for one in self.versions)
        return msgspec.structs.replace(msgspec.convert(merged(tree, settings), Policy), versions=tuple(versions))

    def read_as(self, reading: str, value: str) -> Policy:
        """Every version in which another reading of this name is open, read so, by the settings that it has there."""
        own = [other.settings for one, other in self.other_readings() if (one.id, other.value) == (reading, value)]
        read = self.read_otherwise(own[0]) if own else self
        return msgspec.structs.replace(read, versions=tuple(one.read_as(reading, value) for one in self.versions))

    def sections_of(self, reading: str, value: str) -> frozenset[str]:
        """The sections that a reading changes in any version."""
        named = (other for version in self.every_version for one, other in version.other_readings() if one.id == reading)
        return frozenset(section for other in named if other.value == value for section in other.settings)

    def during(self, span: Span) -> Iterator[Policy]:
        """The versions that are in force at some time of a span, oldest first."""
        turns = (one for one in self.every_version if one.begins is not None and span.start < one.begins < span.end)
        first = self.in_force(span.start)
        yield from (*([] if first is None else [first]), *turns)

    @property
    def every_version(self) -> tuple[Policy, ...]:
        """The first, and what it became."""
        return (self, *self.versions)

    def can_be_read_by(self, settings: Mapping[str, Any]) -> bool:
        """Whether another reading of these settings is open: a later contract may have settled it."""
        return any(other.settings == settings for _, other in self.other_readings())

    def other_readings(self) -> Iterator[tuple[Reading, OtherReading]]:
        """Every reading that was not chosen and can be computed, with the one that was."""
        return ((reading, other) for reading in self.readings for other in reading.others if other.settings)


@lru_cache(maxsize=256)
def _begins(day: str, zone: str) -> int:
    return day_start(dt.date.fromisoformat(day), zone)
