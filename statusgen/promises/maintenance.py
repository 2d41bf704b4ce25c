"""What is promised of maintenance, and what it is excused for."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.policy import (
    Acknowledgement,
    AppliesTo,
    EarlyFinish,
    Emergency,
    Excuses,
    MaintenanceHours,
    Notice,
    NoticeBasis,
    Overrun,
    Partial,
    Policy,
)
from statusgen.promises.sentence import Sentence, said
from statusgen.promises.words import elapsed, listed
from statusgen.rules.words import CHANNEL_WORDS

_HOURS_OF_A_DAY = 24


def maintenance(policy: Policy) -> Iterator[Sentence]:
    """Notice and how it is given, hours, what approval excuses, emergencies."""
    yield from _notice(policy)
    if policy.acknowledgement is not None:
        yield _acknowledgement(policy.acknowledgement)
    yield from _hours(policy)
    said_of = policy.maintenance
    if not said_of.regular:
        yield said("There is no regular maintenance.", said_of.regular_clause or said_of.exclusion_clause)
    yield from _excused(policy)
    counts = "counts as downtime" if said_of.emergency is Emergency.COUNT else "is not downtime"
    clause = said_of.emergency_clause or said_of.exclusion_clause
    yield said(f"Emergency maintenance may begin without notice, and {counts}.", clause)
    if said_of.restored_clause is not None:
        yield said("After emergency maintenance, customers are told that the service is restored.", said_of.restored_clause)


def _notice(policy: Policy) -> Iterator[Sentence]:
    notice = policy.notice
    if not notice.required:
        yield said("Maintenance need not be announced: it is enough that it was planned.", notice.clause)
        return
    what = "Maintenance" if notice.applies_to is AppliesTo.ALL else "Maintenance that customers notice"
    yield said(f"{what} is announced {_ahead(notice)}.", notice.clause)
    choice = "; any one of these will do" if len(notice.channels) > 1 and not notice.every_channel else ""
    ways = listed((CHANNEL_WORDS[channel] for channel in notice.channels), "and" if notice.every_channel else "or")
    yield said(f"Notice is given {ways}{choice}.", notice.clause)
    if notice.fallback is not None:
        second = CHANNEL_WORDS[notice.fallback]
        yield said(f"Where it is not confirmed, notice is given {second}, too.", notice.clause)


def _ahead(notice: Notice) -> str:
    if not notice.hours:
        return "before it starts, however shortly"
    days, least = f"{notice.hours // _HOURS_OF_A_DAY} days", "at least" if notice.inclusive else "more than"
    match notice.basis:
        case NoticeBasis.ELAPSED:
            exactly = "will do" if notice.inclusive else "will not do"
            return f"{least} {elapsed(notice.hours)} before it starts, in elapsed time; exactly {notice.hours} hours {exactly}"
        case NoticeBasis.WALL:
            return f"{least} {days} before it starts, by the same time of day"
        case NoticeBasis.DATE:
            return f"{least} {days} before the day on which it starts, at whatever time"


def _acknowledgement(asked: Acknowledgement) -> Sentence:
    silence = "maintenance is not excused without it" if asked.required_for_exclusion else "silence does not void the notice"
    return said(f"The customer is to confirm having received the notice; {silence}.", asked.clause)


def _hours(policy: Policy) -> Iterator[Sentence]:
    hours = policy.maintenance_hours
    if hours is None:
        yield said("Maintenance may fall on any hour of any day.", policy.notice.clause)
        return
    bound = "is done" if hours.binding else "should be done"
    week = ", ".join(map(str, hours.openings))
    yield said(f"Maintenance {bound} in these hours: {week}.", *(hours.clauses or (hours.clause,)))
    yield said(f"The hours are those of {policy.time_zone}.", hours.clause, implied=True)
    yield said(_outside(hours), hours.clause)
    if not hours.join:
        yield said("A window lies in the hours of one day: they do not join those of the next.", hours.clause)


def _outside(hours: MaintenanceHours) -> str:
    if not hours.binding:
        return "The hours are advice: maintenance outside of them is excused as well."
    if hours.partial is Partial.INSIDE:
        return "Of a window that lies partly outside of them, the part inside is excused."
    return "A window that lies partly outside of them is not excused at all."


def _excused(policy: Policy) -> Iterator[Sentence]:
    given = policy.maintenance
    if given.excuses is Excuses.NOTHING:
        yield said("All maintenance counts as downtime, however it was announced.", given.exclusion_clause)
        return
    yield said(_approved(policy), given.exclusion_clause, implied=given.requires_compliance)
    if given.excuses is Excuses.EVERYTHING:
        yield said("While it lasts, whatever fails on its components is excused, too.", given.exclusion_clause)
    else:
        yield said("Only what the work itself interrupts is excused, no failure beside it.", given.exclusion_clause)
    early = "actual end" if given.early_finish is EarlyFinish.CLIP else "announced end all the same"
    yield said(f"Maintenance that ends early is excused up to its {early}.", given.exclusion_clause)
    late = "counts as downtime" if given.overrun is Overrun.COUNT else "is excused, too"
    yield said(f"What runs past the announced end {late}.", given.exclusion_clause)


def _approved(policy: Policy) -> str:
    if not policy.maintenance.requires_compliance:
        return "Maintenance that was announced before it started is not downtime, be it announced as asked or not."
    asked = policy.acknowledgement
    conditions = ["was announced as asked" if policy.notice.required else "was planned"]
    conditions += ["was confirmed"] if asked is not None and asked.required_for_exclusion else []
    conditions += ["lies in the hours"] if policy.maintenance_hours is not None and policy.maintenance_hours.binding else []
    return f"Maintenance that {listed(conditions)} is not downtime; any other is."
