"""With which of the counted seconds can a customer be credited? Each second once: payable, pending or void, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from statusgen.model import Agreement, Filed
from statusgen.policy import Clock, ReportScope, term
from statusgen.timeline import Span, Timeline
from statusgen.uptime.account import Account
from statusgen.uptime.charging import Charged, first_come, without
from statusgen.uptime.claims import Act, Done, Step, claim_step
from statusgen.uptime.deadlines import lasted, too_late
from statusgen.uptime.ground import Event


class Fate(StrEnum):
    """What becomes of a counted second, from best to worst."""

    PAYABLE = "payable"
    """Everything that the contract asks for was done in time."""
    PENDING = "pending"
    """A claim is still to be made, and can be."""
    UNREPORTED = "unreported"
    """It earns nothing yet, and would if the customer reported it, which can still be done."""
    VOID = "void"
    """Something was not done in time, or the second lies outside of the agreement."""


class Why(StrEnum):
    """Why a second is not, or not yet, payable."""

    CLEAR = "clear"
    NOT_AGREED = "not_agreed"
    """The agreement was not in force."""
    BEFORE_REPORT = "before_report"
    NOT_REPORTED = "not_reported"
    REPORTED_LATE = "reported_late"
    NOTHING_REPORTED = "nothing_reported"
    """No problem of the month was reported."""
    NOT_CLAIMED = "not_claimed"
    CLAIMED_LATE = "claimed_late"
    CLAIMED_EARLY = "claimed_early"
    CLAIM_INCOMPLETE = "claim_incomplete"


@dataclass(frozen=True, slots=True)
class Lot:
    """What becomes of seconds of one event, and why."""

    fate: Fate
    why: Why
    event: str
    clause: str | None

    @property
    def rank(self) -> tuple[str, ...]:
        """For choosing between events that hold a second alike."""
        return (self.event, self.why)


@dataclass(frozen=True)
class Creditable:
    """All counted seconds of a month as one customer can be credited with them."""

    parts: tuple[Charged[Lot], ...]
    """In order and apart; together they are what counted."""
    steps: tuple[Step, ...]

    def of(self, *fates: Fate) -> Timeline:
        """The seconds of some fates."""
        return Timeline(span for span, lot in self.parts if lot.fate in fates)

    @cached_property
    def events(self) -> frozenset[str]:
        """The events that earn something."""
        return frozenset(lot.event for _, lot in self.parts if lot.fate in (Fate.PAYABLE, Fate.PENDING))


def creditable(agreement: Agreement, account: Account, now: int) -> Creditable:
    """What becomes of the counted seconds of a month under an agreement."""
    case = _Case(agreement, account, now)
    claims = [claim for event in account.downtime.by_event for claim in case.fates(event)]
    parts: list[Charged[Lot]] = []
    taken = Timeline()
    for fate in Fate:  # a second that one event makes payable is payable, whatever another one makes of it
        held = first_come([claim for claim in claims if claim[1].fate is fate], lambda lot: lot.rank)
        parts += without(held, taken)
        taken |= Timeline(span for span, _ in held)
    return Creditable(tuple(sorted(parts, key=lambda part: part[0])), tuple(case.steps()))


class _Case:
    """One agreement before one account."""

    def __init__(self, agreement: Agreement, account: Account, now: int) -> None:
        self.agreement = agreement
        self.account = account
        self.now = now
        self.terms = account.policy
        self.events = account.events
        self.reports = {name: self._report_step(name) for name in sorted(self.events)} if self._must_report else {}
        self.of_month = None if self._per_incident else self._claim(None)
        self.of_events = {name: self._claim(self.events[name]) for name in self._earning} if self._per_incident else {}

    @property
    def _must_report(self) -> bool:
        """Whether a report is asked for: as such, or because the clock starts with it."""
        return self.terms.eligibility.report_required or self.terms.eligibility.clock is Clock.REPORT

    @property
    def _one_opens_all(self) -> bool:
        """Whether the report of any problem opens the whole month (E3)."""
        return self._must_report and self.terms.eligibility.report_scope is ReportScope.PERIOD

    @property
    def _per_incident(self) -> bool:
        return self.terms.claim is not None and self.terms.claim.per_incident

    @property
    def _earning(self) -> list[str]:
        """The events with counted seconds, in order."""
        stretches = self.account.downtime.by_event.items()
        return sorted(name for name, of in stretches if any(one.reason.ground.counts for one in of))

    def _claim(self, event: Event | None) -> Step | None:
        return claim_step(self.agreement, self.account, event, self.now)

    def steps(self) -> Iterator[Step]:
        """What the contract asks the customer to do, in the order in which it is done."""
        opened = [step for step in self.reports.values() if self._one_opens_all and step.done is Done.IN_TIME]
        yield from opened or (self.reports[name] for name in self._earning if self._must_report)
        yield from (step for step in (self.of_month, *self.of_events.values()) if step is not None)

    def _report_step(self, name: str) -> Step:
        filed, before = self._report(name), self._report_deadline(self.events[name])
        clause = self.terms.eligibility.report_clause or self.terms.credits.clause
        if filed is not None:
            done = Done.LATE if before is not None and filed.at >= before else Done.IN_TIME
        else:
            done = Done.OPEN if before is None or self.now < before else Done.MISSED
        return Step(Act.REPORT, name, clause, done, filed, before)

    def _report(self, name: str) -> Filed | None:
        filed = self.agreement.reports.get(name)
        return filed if filed is not None and filed.at <= self.now else None

    def _report_deadline(self, event: Event) -> int | None:
        """The first instant at which a report earns nothing: where the clock starts at the report, when the outage is over."""
        eligibility, (_, end) = self.terms.eligibility, lasted(event)
        if end is None:
            return None
        if eligibility.clock is Clock.REPORT:
            return end
        return None if eligibility.report_within is None else too_late(term(eligibility.report_within), end, self.terms)

    def fates(self, name: str) -> Iterator[Charged[Lot]]:
        """What becomes of the counted seconds of an event."""
        counted = Timeline(one.span for one in self.account.downtime.by_event[name] if one.reason.ground.counts)
        agreed = counted.within(self._life)
        yield from ((span, Lot(Fate.VOID, Why.NOT_AGREED, name, None)) for span in counted - agreed)
        for part, lot in self._reported(name, agreed):
            yield from ((span, lot) for span in part)

    @property
    def _life(self) -> Span:
        """The agreement's time within what is known of the month."""
        known, agreement = self.account.known, self.agreement
        start = known.start if agreement.since is None else max(agreement.since, known.start)
        return Span(start, known.end if agreement.until is None else min(agreement.until, known.end))

    def _reported(self, name: str, counted: Timeline) -> Iterator[tuple[Timeline, Lot]]:
        """The seconds by what the customer's reports make of them."""
        eligibility = self.terms.eligibility
        clause = eligibility.report_clause
        if self._one_opens_all:
            done = {step.done for step in self.reports.values()}
            if Done.IN_TIME not in done:
                why = Why.REPORTED_LATE if Done.LATE in done and Done.OPEN not in done else Why.NOTHING_REPORTED
                yield counted, Lot(Fate.UNREPORTED if Done.OPEN in done else Fate.VOID, why, name, clause)
                return
        elif self._must_report:
            step = self.reports[name]
            if step.filed is None or step.done is Done.LATE:
                why = Why.NOT_REPORTED if step.filed is None else Why.REPORTED_LATE
                # What went by unreported is lost where the clock starts at the report, though the rest may still be saved.
                open_still = step.done is Done.OPEN and eligibility.clock is not Clock.REPORT
                yield counted, Lot(Fate.UNREPORTED if open_still else Fate.VOID, why, name, clause)
                return
        if eligibility.clock is Clock.REPORT:
            filed, end = self._report(name), self.account.known.end
            after = Timeline() if filed is None else counted.within(Span(filed.at, max(filed.at, end)))
            why = Why.NOT_REPORTED if filed is None else Why.BEFORE_REPORT
            yield counted - after, Lot(Fate.VOID, why, name, eligibility.clock_clause)
            counted = after
        yield counted, self._claimed(name)

    def _claimed(self, name: str) -> Lot:
        step = self.of_events.get(name, self.of_month)
        clause = None if step is None else step.clause
        if step is None or step.done is Done.IN_TIME:
            return Lot(Fate.PAYABLE, Why.CLEAR, name, clause)
        fate = Fate.PENDING if step.done in (Done.OPEN, Done.TOO_EARLY) else Fate.VOID
        return Lot(fate, _why(step), name, clause)


def _why(step: Step) -> Why:
    if step.missing:
        return Why.CLAIM_INCOMPLETE
    if step.filed is None:
        return Why.NOT_CLAIMED
    return Why.CLAIMED_LATE if step.done is Done.LATE else Why.CLAIMED_EARLY
