"""Was everything done in time about an incident? Each thing that a contract promises, met or missed, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from statusgen.civil import Desk
from statusgen.model import Agreement, Incident
from statusgen.policy import BusinessDay, Milestone, Policy, Support, Target, term
from statusgen.uptime.account import Account
from statusgen.uptime.deadlines import answer_deadline


class Kept(StrEnum):
    """Where a promise of support stands."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    """Not done yet, and still in time."""
    EXEMPT = "exempt"
    """The contract has no such time for incidents of this cause."""
    NOT_REPORTED = "not_reported"
    """Nobody is recorded to have reported it, so no clock started."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing promised about one incident."""

    incident: Incident
    target: Target
    since: int | None
    """When its clock started."""
    before: int | None
    """The first instant that is too late."""
    done: int | None
    kept: Kept
    clause: str

    @property
    def margin_seconds(self) -> int | None:
        """How long before the deadline it was done, to the second; below zero, how late. None where it is not done."""
        return None if self.before is None or self.done is None else self.before - 1 - self.done


class Promised:
    """What a contract promised about the incidents that began in a month, to everyone and to each customer."""

    def __init__(self, account: Account, now: int) -> None:
        begun = (incident for incident in account.incidents if incident.start >= account.known.start)
        self._account = account
        self._now = now
        self._incidents = tuple(sorted(begun, key=lambda incident: (incident.start, incident.id)))
        self._by_plan: dict[str | None, Mapping[str, tuple[Answer, ...]]] = {}

    @cached_property
    def to_anyone(self) -> tuple[Answer, ...]:
        """What any plan promised, in the order of the incidents' start and of the promises."""
        return tuple(answer for of in self._to(None).values() for answer in of)

    def to(self, own: Agreement) -> tuple[Answer, ...]:
        """What was promised to one customer: by their plan, and by the clock of their own reports and holidays."""
        usual, closed = self._to(own.plan), bool(own.holidays or own.country)
        again = self._incidents if closed else [incident for incident in self._incidents if incident.id in own.reports]
        made = {**usual, **{incident.id: tuple(_answers(incident, self._account, own, self._now)) for incident in again}}
        return tuple(answer for of in made.values() for answer in of)

    def _to(self, plan: str | None) -> Mapping[str, tuple[Answer, ...]]:
        """By incident, what was promised to who has a plan, reported nothing and keeps the usual holidays."""
        if plan not in self._by_plan:
            if plan is None:
                of = {incident.id: tuple(_answers(incident, self._account, None, self._now)) for incident in self._incidents}
            else:
                of = {name: tuple(one for one in every if _is_for(one.target, plan)) for name, every in self._to(None).items()}
            self._by_plan[plan] = of
        return self._by_plan[plan]


def _answers(incident: Incident, account: Account, own: Agreement | None, now: int) -> Iterator[Answer]:
    terms = account.terms_at(incident.start)
    support = None if terms is None else terms.support
    if terms is None or support is None:
        return
    filed = own.reports.get(incident.id) if own else None
    reported = incident.reported if filed is None or filed.at > now else filed.at
    for target in _targets(support, incident, own.plan if own else None):
        yield _answer(incident, target, support, _desk(terms, own), reported, now)


def _is_for(target: Target, plan: str | None) -> bool:
    """Whether a promise is made to who has a plan."""
    return plan is None or not target.plans or plan in target.plans


def _targets(support: Support, incident: Incident, plan: str | None) -> Iterable[Target]:
    """The promises that speak of an incident: by what customers saw, where a promise names that, else by its priority."""
    fitting = [target for target in support.targets if _is_for(target, plan)]
    by_symptom = [target for target in fitting if incident.symptom in target.symptoms]
    taken = {target.milestone for target in by_symptom}
    priority = (incident.priority or "").casefold()
    by_priority = [
        target
        for target in fitting
        if not target.symptoms
        and target.milestone not in taken
        and (not target.priorities or priority in {name.casefold() for name in target.priorities})
    ]
    return [target for target in support.targets if target in by_symptom or target in by_priority]


def _answer(incident: Incident, target: Target, support: Support, desk: Desk | None, reported: int | None, now: int) -> Answer:
    exemption = support.exemption
    if exemption is not None and target.milestone in exemption.milestones and incident.cause in exemption.causes:
        return Answer(incident, target, None, None, None, Kept.EXEMPT, exemption.clause)
    # What is broken can be mended without anybody's word; nobody can be answered who has said nothing.
    since = incident.start if reported is None and target.milestone is Milestone.RESOLUTION else reported
    if since is None or since > now:
        return Answer(incident, target, None, None, None, Kept.NOT_REPORTED, target.clause)
    reading = BusinessDay.SAME_TIME if support.calendar is None else support.calendar.business_day
    before = answer_deadline(term(target.within), since, desk, reading)
    at = done_at(incident, target.milestone)
    done = at if at is not None and at <= now else None
    late = (now if done is None else done) >= before
    kept = Kept.MISSED if late else Kept.OPEN if done is None else Kept.MET
    return Answer(incident, target, since, before, done, kept, target.clause)


def done_at(incident: Incident, milestone: Milestone) -> int | None:
    """When something was done about an incident; its end resolves it where nothing else is said."""
    match milestone:
        case Milestone.ACKNOWLEDGEMENT:
            return incident.acknowledged
        case Milestone.ACTION:
            return incident.acted
        case Milestone.RESPONSE:
            return incident.responded
        case Milestone.RESOLUTION:
            return incident.end if incident.resolved is None else incident.resolved


def _desk(terms: Policy, own: Agreement | None) -> Desk | None:
    """The support desk, for one customer or for all; None: it is always open."""
    calendar = None if terms.support is None else terms.support.calendar
    if calendar is None:
        return None
    days = calendar if own is None or own.country is None else own
    return Desk(
        calendar.openings,
        calendar.time_zone or terms.time_zone,
        frozenset((*calendar.holidays, *(own.holidays if own else ()))),
        days.country,
        days.subdivision,
    )
