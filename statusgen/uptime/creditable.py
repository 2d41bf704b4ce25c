"""With which of the counted seconds can a customer be credited? Each second once: payable, pending or void, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from statusgen.model import Agreement, Filed
from statusgen.policy import Clock, Policy, ReportScope, term
from statusgen.timeline import Span, Timeline
from statusgen.uptime.account import Account
from statusgen.uptime.charging import Charged, first_come, split, without
from statusgen.uptime.claims import Act, Asked, Done, Step
from statusgen.uptime.deadlines import claims_as_read, lasted, too_late
from statusgen.uptime.ground import Event, Reason


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


_SAVED: Final = (Fate.PAYABLE, Fate.PENDING, Fate.UNREPORTED)


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


@dataclass(frozen=True, slots=True)
class Creditable:
    """All counted seconds of a month as one customer can be credited with them."""

    parts: tuple[Charged[Lot], ...]
    """In order and apart; together they are what counted."""
    steps: tuple[Step, ...]

    @property
    def fates(self) -> frozenset[Fate]:
        """Those that there are."""
        return frozenset(lot.fate for _, lot in self.parts)


class Crediting:
    """A month before its customers: what is the same for all of them is looked up once."""

    def __init__(self, account: Account, now: int) -> None:
        self.account = account
        self._now = now
        terms = account.policy
        self._asked = Asked(terms, account.period, str(account.month), claims_as_read(terms), account.events, now)
        self.by_incident = self._asked.claim is not None and self._asked.claim.per_incident
        """Whether each failure is claimed by itself."""

    def of(self, agreement: Agreement) -> Creditable:
        """What becomes of the counted seconds of the month under an agreement.

        A second that one event makes payable is payable, whatever another one makes of it; what no event saves is void.
        """
        case = _Case(self, agreement)
        if case.is_uniform():
            parts = tuple((span, case.lot(reason.event.id)) for span, reason in self.account.counted)
            return Creditable(parts, tuple(case.steps()))
        held: list[Charged[Lot]] = []
        taken = Timeline()
        claims = list(case.saved())
        for fate in _SAVED:
            won = first_come([claim for claim in claims if claim[1].fate is fate], lambda lot: lot.rank)
            held += without(won, taken)
            taken |= Timeline(span for span, _ in won)
        held += case.lost(without(self.account.counted, taken))
        return Creditable(tuple(sorted(held, key=lambda part: part[0])), tuple(case.steps()))

    @cached_property
    def counted(self) -> Mapping[str, Timeline]:
        """The counted seconds of each event that has some, by its id."""
        stretches = self.account.downtime.by_event.items()
        found = {name: Timeline(one.span for one in of if one.reason.ground.counts) for name, of in sorted(stretches)}
        return {name: timeline for name, timeline in found.items() if timeline}

    @cached_property
    def unclaimed(self) -> Mapping[str, Step]:
        """Where each event stands for who has claimed nothing, where failures are claimed one by one."""
        steps = ((name, self._asked.unclaimed(self.account.events[name])) for name in self.counted if self.by_incident)
        return {name: step for name, step in steps if step is not None}

    @cached_property
    def month_unclaimed(self) -> Step | None:
        """Where the month stands for who has claimed nothing; None: it is not the month that is claimed."""
        return None if self.by_incident else self._asked.unclaimed(None)

    @cached_property
    def unreported(self) -> Mapping[str, Step]:
        """Where each event stands for who has reported nothing."""
        return {name: self.report_step(name, None) for name in self.account.events}

    @cached_property
    def still_reportable(self) -> bool:
        """Whether some problem of the month can still be reported."""
        return any(step.done is Done.OPEN for step in self.unreported.values())

    def claimed(self, agreement: Agreement, name: str | None) -> Step | None:
        """Where a customer's claim of an event stands, or that of the month; None: none is asked for."""
        unclaimed, event = (self.month_unclaimed, None) if name is None else (self.unclaimed[name], self.account.events[name])
        return None if unclaimed is None else self._asked.claimed(unclaimed, agreement, event)

    def report_step(self, name: str, filed: Filed | None) -> Step:
        """Where a customer's report of an event stands."""
        terms = self.account.policy
        before = _report_deadline(self.account.events[name], terms)
        clause = terms.eligibility.report_clause or terms.credits.clause
        if filed is not None:
            done = Done.LATE if before is not None and filed.at >= before else Done.IN_TIME
        else:
            done = Done.OPEN if before is None or self._now < before else Done.MISSED
        return Step(Act.REPORT, name, clause, done, filed, before)

    def heard(self, agreement: Agreement, name: str) -> Filed | None:
        """What the customer has reported of an event by now."""
        filed = agreement.reports.get(name)
        return filed if filed is not None and filed.at <= self._now else None


def _report_deadline(event: Event, terms: Policy) -> int | None:
    """The first instant at which a report earns nothing: where the clock starts at the report, when the outage is over."""
    eligibility, (_, end) = terms.eligibility, lasted(event)
    if end is None:
        return None
    if eligibility.clock is Clock.REPORT:
        return end
    return None if eligibility.report_within is None else too_late(term(eligibility.report_within), end, terms)


class _Case:
    """One agreement before one month."""

    def __init__(self, month: Crediting, agreement: Agreement) -> None:
        self._month = month
        self._agreement = agreement
        self._asks = month.account.policy.eligibility
        known = month.account.known
        start = known.start if agreement.since is None else max(agreement.since, known.start)
        self._life = Span(start, known.end if agreement.until is None else min(agreement.until, known.end))
        self._of_month = month.claimed(agreement, None)
        self._claims = {name: month.claimed(agreement, name) for name in month.counted} if month.by_incident else {}
        self._must_report = self._asks.report_required or self._asks.clock is Clock.REPORT
        self._one_opens_all = self._must_report and self._asks.report_scope is ReportScope.PERIOD
        self._nothing_heard = self._silence() if self._one_opens_all else None
        self._lots: dict[str, Lot] = {}

    def _silence(self) -> Lot | None:
        """What becomes of a month of which one problem had to be reported and none was (E3); None: one was."""
        heard = ((name, self._month.heard(self._agreement, name)) for name in self._agreement.reports)
        events = self._month.account.events
        done = [self._month.report_step(name, filed).done for name, filed in heard if filed is not None and name in events]
        if Done.IN_TIME in done:
            return None
        fate = Fate.UNREPORTED if self._month.still_reportable else Fate.VOID
        why = Why.REPORTED_LATE if done and fate is Fate.VOID else Why.NOTHING_REPORTED
        return Lot(fate, why, "", self._asks.report_clause)

    def is_uniform(self) -> bool:
        """Whether all seconds have one fate, so that nothing must be weighed."""
        if self._asks.clock is Clock.REPORT or not self._life.covers(self._month.account.known):
            return False
        return len({self.lot(name).fate for name in self._month.counted}) <= 1

    def saved(self) -> Iterator[Charged[Lot]]:
        """The seconds of each event that are not lost: payable, pending, or to be reported still."""
        for name, counted in self._month.counted.items():
            lot = self.lot(name)
            if lot.fate is not Fate.VOID:
                since = self._heard_since(name)
                saved = counted if since.covers(self._month.account.known) else counted.within(since)
                yield from ((span, lot) for span in saved)

    def lost(self, rest: Iterable[Charged[Reason]]) -> Iterator[Charged[Lot]]:
        """What nothing saves: outside of the agreement, before the report, or as a whole."""
        for span, reason in rest:
            name = reason.event.id
            if self._life.covers(span):
                yield span, self._lost(name, span)
                continue
            for part, inside in split(span, [(self._life, True)] if self._life.seconds > 0 else []):
                yield part, self._lost(name, part) if inside else Lot(Fate.VOID, Why.NOT_AGREED, name, None)

    def _lost(self, name: str, part: Span) -> Lot:
        lot = self.lot(name)
        if lot.fate is Fate.VOID:
            return lot
        assert part.end <= self._heard_since(name).start  # else it had been saved
        return Lot(Fate.VOID, Why.BEFORE_REPORT, name, self._asks.clock_clause)

    def _heard_since(self, name: str) -> Span:
        """The agreement's time, from the report on where the clock starts then."""
        filed = self._month.heard(self._agreement, name) if self._asks.clock is Clock.REPORT else None
        start = self._life.start if filed is None else max(self._life.start, filed.at)
        return Span(start, max(start, self._life.end))

    def lot(self, name: str) -> Lot:
        """What becomes of an event's seconds, from its report on."""
        if name not in self._lots:
            self._lots[name] = self._lot(name)
        return self._lots[name]

    def _lot(self, name: str) -> Lot:
        if self._nothing_heard is not None:
            return replace(self._nothing_heard, event=name)
        if self._must_report and not self._one_opens_all:
            step = self._report_step(name)
            if step.filed is None or step.done is Done.LATE:
                why = Why.NOT_REPORTED if step.filed is None else Why.REPORTED_LATE
                # What went by unreported is lost where the clock starts at the report, though the rest may still be saved.
                open_still = step.done is Done.OPEN and self._asks.clock is not Clock.REPORT
                return Lot(Fate.UNREPORTED if open_still else Fate.VOID, why, name, self._asks.report_clause)
        if self._asks.clock is Clock.REPORT and self._month.heard(self._agreement, name) is None:
            return Lot(Fate.VOID, Why.NOT_REPORTED, name, self._asks.clock_clause)
        return _lot_of_claim(self._claims.get(name, self._of_month), name)

    def _report_step(self, name: str) -> Step:
        filed = self._month.heard(self._agreement, name)
        return self._month.unreported[name] if filed is None else self._month.report_step(name, filed)

    def steps(self) -> Iterator[Step]:
        """What the contract asks the customer to do, in the order in which it is done."""
        if self._must_report:
            yield from self._reports()
        yield from (step for step in (self._of_month, *self._claims.values()) if step is not None)

    def _reports(self) -> Iterator[Step]:
        """The report of every event that earns something; where one opens the month, those that did."""
        heard = [name for name in sorted(self._agreement.reports) if name in self._month.account.events]
        opened = [step for name in heard if self._one_opens_all and (step := self._report_step(name)).done is Done.IN_TIME]
        yield from opened or map(self._report_step, self._month.counted)


def _lot_of_claim(step: Step | None, name: str) -> Lot:
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
