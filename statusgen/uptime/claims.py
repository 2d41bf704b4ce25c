"""What must a customer do for a credit, by when, and was it done in time? The steps that a contract asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from statusgen.model import Agreement, Filed
from statusgen.policy import Claim, Policy
from statusgen.timeline import Span
from statusgen.uptime.deadlines import claim_deadline, claim_opens, lasted
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


_BEST_FIRST: Final = {done: rank for rank, done in enumerate(Done)}


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
    events: Mapping[str, Event]
    """All that touched the month, by id."""
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
        """Where it stands for a customer. What was filed more than once stands as the best of it does."""
        steps = [self._filed(unclaimed, one) for one in self._claims(agreement, event) if one.at <= self.now]
        return min(steps, key=lambda step: _BEST_FIRST[step.done], default=unclaimed)

    def _filed(self, unclaimed: Step, filed: Filed) -> Step:
        claim = self.claim
        assert claim is not None  # else nothing could be unclaimed
        missing = tuple(field for field in claim.fields if field not in filed.fields)
        done = _done(filed, missing, claim_opens(claim, self.period), unclaimed.before, self.now)
        about, before, remind_by = unclaimed.about, unclaimed.before, unclaimed.remind_by
        return Step(Act.CLAIM, about, claim.clause, done, filed, before, remind_by, missing)

    def _claims(self, agreement: Agreement, event: Event | None) -> Iterator[Filed]:
        """What was filed about it: by its name, or the month's, and, where that is a claim (C3), as a report.

        The month is claimed by the name of any of its events, too. Where each failure is claimed by itself, the month's
        claim speaks of those that had begun when it was made.
        """
        month = agreement.claims.get(self.month)
        if month is not None and (event is None or month.at >= lasted(event)[0]):
            yield month
        reports_too = self.claim is not None and not self.claim.separate_from_report
        for filed in (agreement.claims, agreement.reports) if reports_too else (agreement.claims,):
            if event is not None:
                yield from [filed[event.id]] if event.id in filed else []
            else:
                yield from sorted((one for name, one in filed.items() if name in self.events), key=lambda one: one.at)


def _done(filed: Filed | None, missing: tuple[str, ...], opens: int | None, before: int | None, now: int) -> Done:
    still_possible = before is None or now < before
    if filed is None or missing:
        return Done.OPEN if still_possible else Done.MISSED
    if before is not None and filed.at >= before:
        return Done.LATE
    if opens is not None and filed.at < opens:
        return Done.TOO_EARLY if still_possible else Done.MISSED
    return Done.IN_TIME
