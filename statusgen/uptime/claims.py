"""What must a customer do for a credit, by when, and was it done in time? The steps that a contract asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from statusgen.model import Agreement, Filed
from statusgen.policy import Claim
from statusgen.uptime.account import Account
from statusgen.uptime.deadlines import claim_deadline, claim_opens, lasted, remind_by
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


def claim_step(agreement: Agreement, account: Account, event: Event | None, now: int) -> Step | None:
    """The claim of an event, or, without one, of the month; None where the contract asks for none.

    What was filed more than once stands as the best of it does.
    """
    claim = account.policy.claim
    if claim is None or not claim.required:
        return None
    filed: list[Filed | None] = [one for one in _claims(agreement, claim, account, event) if one.at <= now]
    steps = (_step(claim, account, event, one, now) for one in filed or [None])
    return min(steps, key=lambda step: list(Done).index(step.done))


def _step(claim: Claim, account: Account, event: Event | None, filed: Filed | None, now: int) -> Step:
    terms, period = account.policy, account.period
    before = claim_deadline(claim, period, event, terms)
    missing = () if filed is None else tuple(field for field in claim.fields if field not in filed.fields)
    done = _done(filed, missing, claim_opens(claim, period), before, now)
    about = str(account.month) if event is None else event.id
    return Step(Act.CLAIM, about, claim.clause, done, filed, before, remind_by(terms, period, event), missing)


def _claims(agreement: Agreement, claim: Claim, account: Account, event: Event | None) -> Iterator[Filed]:
    """What was filed about it: by its name, or the month's, and, where that is a claim (C3), as a report.

    The month is claimed by the name of any of its events, too. Where each failure is claimed by itself, the month's claim
    speaks of those that had begun when it was made.
    """
    month = agreement.claims.get(str(account.month))
    if month is not None and (event is None or month.at >= lasted(event)[0]):
        yield month
    names = account.events if event is None else (event.id,)
    for filed in (agreement.claims, *(() if claim.separate_from_report else (agreement.reports,))):
        yield from sorted((filed[name] for name in names if name in filed), key=lambda one: one.at)


def _done(filed: Filed | None, missing: tuple[str, ...], opens: int | None, before: int | None, now: int) -> Done:
    still_possible = before is None or now < before
    if filed is None or missing:
        return Done.OPEN if still_possible else Done.MISSED
    if before is not None and filed.at >= before:
        return Done.LATE
    if opens is not None and filed.at < opens:
        return Done.TOO_EARLY if still_possible else Done.MISSED
    return Done.IN_TIME
