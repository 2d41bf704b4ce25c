"""What must a customer do for a credit, by when, and was it done in time? The steps that a contract asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from statusgen.model import Agreement, Filed
from statusgen.policy import Claim, Policy
from statusgen.timeline import Span
from statusgen.uptime.deadlines import claim_deadline, claim_opens
from statusgen.uptime.ground import Event


class Act(StrEnum):
    """What a customer does."""

    REPORT = "report"
    CLAIM = "claim"


class Done(StrEnum):
    """Where a step stands."""

    IN_TIME = "in_time"
    OPEN = "open"
    """Not done, or not whole, and still possible."""
    TOO_EARLY = "too_early"
    """Done before it may be (C3), and still possible."""
    LATE = "late"
    MISSED = "missed"
    """Not done, or not whole, and too late."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a customer must do."""

    act: Act
    about: str
    """The month (`2026-11`), or the id of the event."""
    clause: str
    done: Done
    filed: Filed | None
    """What was done; None: nothing."""
    before: int | None
    """The first instant that is too late; None: it is never too late, or not known yet."""
    remind_by: int | None = None
    """The earliest deadline under any reading of the contract."""
    missing: tuple[str, ...] = ()
    """What must be in it and is not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The claims that a contract asks for in a month."""

    terms: Policy
    period: Span
    month: str
    as_read: tuple[Claim, ...]
    """As the contract is read, then as it could be; see `claims_as_read`."""
    now: int

    @property
    def claim(self) -> Claim | None:
        """None: it asks for none."""
        return self.as_read[0] if self.as_read else None

    def unclaimed(self, event: Event | None) -> Step | None:
        """Where the claim of an event, or, without one, of the month stands for who has made none; None: none is asked for."""
        if self.claim is None:
            return None
        about = self.month if event is None else event.id
        deadlines = [claim_deadline(each, self.period, event, self.terms) for each in self.as_read]
        remind_by = min((deadline for deadline in deadlines if deadline is not None), default=None)
        done = _done(None, (), None, deadlines[0], self.now)
        return Step(Act.CLAIM, about, self.claim.clause, done, None, deadlines[0], remind_by)

    def claimed(self, unclaimed: Step, agreement: Agreement, event: Event | None) -> Step:
        """Where it stands for a customer."""
        claim = self.claim
        assert claim is not None  # else nothing could be unclaimed
        made = _claims(agreement, claim, unclaimed.about, self.month, event)
        filed = next((one for one in made if one.at <= self.now), None)
        if filed is None:
            return unclaimed
        missing = tuple(field for field in claim.fields if field not in filed.fields)
        done = _done(filed, missing, claim_opens(claim, self.period), unclaimed.before, self.now)
        about, before, remind_by = unclaimed.about, unclaimed.before, unclaimed.remind_by
        return Step(Act.CLAIM, about, claim.clause, done, filed, before, remind_by, missing)


def _claims(agreement: Agreement, claim: Claim, about: str, month: str, event: Event | None) -> Iterator[Filed]:
    """What was filed about it: the claim itself, that of the month, and, where that is a claim (C3), the report."""
    yield from (agreement.claims[name] for name in dict.fromkeys((about, month)) if name in agreement.claims)
    if not claim.separate_from_report:
        reports = [agreement.reports[event.id]] if event is not None and event.id in agreement.reports else []
        yield from reports if event is not None else sorted(agreement.reports.values(), key=lambda report: report.at)


def _done(filed: Filed | None, missing: tuple[str, ...], opens: int | None, before: int | None, now: int) -> Done:
    still_possible = before is None or now < before
    if filed is None or missing:
        return Done.OPEN if still_possible else Done.MISSED
    if before is not None and filed.at >= before:
        return Done.LATE
    if opens is not None and filed.at < opens:
        return Done.TOO_EARLY if still_possible else Done.MISSED
    return Done.IN_TIME
