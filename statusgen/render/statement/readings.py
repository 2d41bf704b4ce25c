"""What other readings of a contract come to, beside the one that was chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from statusgen import civil
from statusgen.render.statement import owing, promised, words
from statusgen.render.statement.layout import wrapped
from statusgen.statement import Kept, Rereading
from statusgen.uptime.account import Account
from statusgen.uptime.agreement import Entitlement, Owed
from statusgen.uptime.availability import shown
from statusgen.uptime.support import Answer

Side = tuple[str, str, str]
"""What is compared, as the contract is read, and under another reading."""


def rereading_lines(kept: Kept, wanted: Collection[str]) -> Iterator[str]:
    """The readings under which a figure would be another; those that are wanted (`V1`, `V1=lower_row`) in any case."""
    told = False
    for one in kept.rereadings:
        changed = list(differences(kept, one))
        asked = one.reading.id in wanted or f"{one.reading.id}={one.other.value}" in wanted
        if changed or asked:
            if not told:
                yield "  Other readings"
                told = True
            yield from wrapped(f"{one.reading.id}={one.other.value}: {one.other.text}", 4)
            for line in changed or [words.UNCHANGED]:
                yield from wrapped(line, 6)


def differences(kept: Kept, again: Rereading) -> Iterator[str]:
    """What is different under another reading: `credit 10 % instead of 5 %`."""
    if again.account is None:
        yield again.untold or "nothing was promised in this month"
        return
    sides = list(_figures(kept.account, again.account))
    sides += _answers(kept.answers, again.answers)
    sides += (side for as_read, other in again.owed for side in _owed(as_read, other))
    yield from (f"{what} {there} instead of {here}" for what, here, there in sides if here != there)
    for as_read, other in again.owed:
        if other.amount_unknown and not as_read.amount_unknown:
            yield f"{other.agreement.customer}: {other.amount_unknown}"


def _answers(here: Sequence[Answer], there: Sequence[Answer]) -> Iterator[Side]:
    again = {_promised(other): other for other in there}
    for one in here:
        other = again.get(_promised(one))
        if other is None:  # a month that is counted otherwise has other incidents
            continue
        what = f"{one.incident.id}: {promised.MILESTONES[one.target.milestone]} within {one.target.within}"
        yield what, one.kept.value.replace("_", " "), other.kept.value.replace("_", " ")


def _promised(one: Answer) -> tuple[object, ...]:
    """What an answer is to, whatever a reading makes of the time that it may take."""
    target = one.target
    return one.incident.id, target.milestone, target.priorities, target.symptoms, target.plans


def _owed(here: Entitlement, there: Entitlement) -> Iterator[Side]:
    name = here.agreement.customer
    both_known = here.amount is not None and there.amount is not None
    for label in ("payable", "pending", "unreported", "void"):
        one, other = getattr(here, label), getattr(there, label)
        yield f"{name}: {label}", _worth(one, in_money=both_known), _worth(other, in_money=both_known)


def _worth(owed: Owed, *, in_money: bool) -> str:
    return owing.money(owed.money) if in_money and owed.money else f"{shown(owed.share)} %"


def _figures(here: Account, there: Account) -> Iterator[Side]:
    """The figures of two accounts side by side: (what, of one, of the other)."""
    yield "uptime", words.uptime(here.availability), words.uptime(there.availability)
    yield "counted", _lasting(here), _lasting(there)
    several = len(here.credits) > 1
    for one, other in zip(here.credits, there.credits, strict=True):
        name = f"{one.plan.name or one.plan.id}: " if several else ""
        yield f"{name}commitment", words.MET[one.met], words.MET[other.met]
        yield f"{name}credit", f"{shown(one.share)} %", f"{shown(other.share)} %"


def _lasting(account: Account) -> str:
    return civil.lasting(account.availability.counted_seconds)
