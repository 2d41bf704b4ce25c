"""What is promised of maintenance, and what it is excused for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from statusgen.language import Language, message
from statusgen.policy import (
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
from statusgen.promises.words import days, elapsed, hours, listed, week
from statusgen.rules.words import CHANNEL_WORDS

_HOURS_OF_A_DAY: Final = 24
_EVER_SO_SHORTLY: Final = {
    AppliesTo.ALL: message("Maintenance is announced before it starts, however shortly."),
    AppliesTo.INTERRUPTION: message("Maintenance that customers notice is announced before it starts, however shortly."),
}
_AHEAD: Final = {
    (AppliesTo.ALL, NoticeBasis.ELAPSED, True): message(
        "Maintenance is announced at least %(time)s before it starts, in elapsed time; exactly %(hours)s will do."
    ),
    (AppliesTo.ALL, NoticeBasis.ELAPSED, False): message(
        "Maintenance is announced more than %(time)s before it starts, in elapsed time; exactly %(hours)s will not do."
    ),
    (AppliesTo.ALL, NoticeBasis.WALL, True): message(
        "Maintenance is announced at least %(days)s before it starts, by the same time of day."
    ),
    (AppliesTo.ALL, NoticeBasis.WALL, False): message(
        "Maintenance is announced more than %(days)s before it starts, by the same time of day."
    ),
    (AppliesTo.ALL, NoticeBasis.DATE, True): message(
        "Maintenance is announced at least %(days)s before the day on which it starts, at whatever time."
    ),
    (AppliesTo.ALL, NoticeBasis.DATE, False): message(
        "Maintenance is announced more than %(days)s before the day on which it starts, at whatever time."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.ELAPSED, True): message(
        "Maintenance that customers notice is announced at least %(time)s before it starts, in elapsed time; "
        "exactly %(hours)s will do."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.ELAPSED, False): message(
        "Maintenance that customers notice is announced more than %(time)s before it starts, in elapsed time; "
        "exactly %(hours)s will not do."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.WALL, True): message(
        "Maintenance that customers notice is announced at least %(days)s before it starts, by the same time of day."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.WALL, False): message(
        "Maintenance that customers notice is announced more than %(days)s before it starts, by the same time of day."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.DATE, True): message(
        "Maintenance that customers notice is announced at least %(days)s before the day on which it starts, at whatever time."
    ),
    (AppliesTo.INTERRUPTION, NoticeBasis.DATE, False): message(
        "Maintenance that customers notice is announced more than %(days)s before the day on which it starts, at whatever time."
    ),
}
"""By what is announced, how the time is counted, and whether exactly as much will do."""
_SILENCE: Final = {
    True: message("The customer is to confirm having received the notice; maintenance is not excused without it."),
    False: message("The customer is to confirm having received the notice; silence does not void the notice."),
}
_BOUND: Final = {
    True: message("Maintenance is done in these hours: %(week)s."),
    False: message("Maintenance should be done in these hours: %(week)s."),
}
_EMERGENCY: Final = {
    Emergency.COUNT: message("Emergency maintenance may begin without notice, and counts as downtime."),
    Emergency.EXCLUDE: message("Emergency maintenance may begin without notice, and is not downtime."),
}
_FAILS_BESIDE: Final = {
    True: message("While it lasts, whatever fails on its components is excused, too."),
    False: message("Only what the work itself interrupts is excused, no failure beside it."),
}
_EARLY: Final = {
    EarlyFinish.CLIP: message("Maintenance that ends early is excused up to its actual end."),
    EarlyFinish.FULL: message("Maintenance that ends early is excused up to its announced end all the same."),
}
_LATE: Final = {
    Overrun.COUNT: message("What runs past the announced end counts as downtime."),
    Overrun.EXCLUDE: message("What runs past the announced end is excused, too."),
}


def maintenance(policy: Policy, language: Language) -> Iterator[Sentence]:
    """Notice and how it is given, hours, what approval excuses, emergencies."""
    yield from _notice(policy.notice, language)
    if policy.acknowledgement is not None:
        asked = policy.acknowledgement
        yield said(language.say(_SILENCE[asked.required_for_exclusion]), asked.clause)
    yield from _hours(policy, language)
    given = policy.maintenance
    if not given.regular:
        yield said(language.say("There is no regular maintenance."), given.regular_clause or given.exclusion_clause)
    yield from _excused(policy, language)
    yield said(language.say(_EMERGENCY[given.emergency]), given.emergency_clause or given.exclusion_clause)
    if given.restored_clause is not None:
        restored = language.say("After emergency maintenance, customers are told that the service is restored.")
        yield said(restored, given.restored_clause)


def _notice(notice: Notice, language: Language) -> Iterator[Sentence]:
    if not notice.required:
        yield said(language.say("Maintenance need not be announced: it is enough that it was planned."), notice.clause)
        return
    yield said(_ahead(notice, language), notice.clause)
    given = message("Notice is given %(ways)s.")
    if len(notice.channels) > 1 and not notice.every_channel:
        given = message("Notice is given %(ways)s; any one of these will do.")
    ways = [language.say(CHANNEL_WORDS[channel]) for channel in notice.channels]
    yield said(language.say(given, ways=listed(ways, "and" if notice.every_channel else "or", language)), notice.clause)
    if notice.fallback is not None:
        second = language.say(CHANNEL_WORDS[notice.fallback])
        yield said(language.say("Where it is not confirmed, notice is given %(way)s, too.", way=second), notice.clause)


def _ahead(notice: Notice, language: Language) -> str:
    if not notice.hours:
        return language.say(_EVER_SO_SHORTLY[notice.applies_to])
    text = _AHEAD[notice.applies_to, notice.basis, notice.inclusive]
    if notice.basis is NoticeBasis.ELAPSED:
        return language.say(text, time=elapsed(notice.hours, language), hours=hours(notice.hours, language))
    return language.say(text, days=days(notice.hours // _HOURS_OF_A_DAY, language))


def _hours(policy: Policy, language: Language) -> Iterator[Sentence]:
    given = policy.maintenance_hours
    if given is None:
        yield said(language.say("Maintenance may fall on any hour of any day."), policy.notice.clause)
        return
    done = language.say(_BOUND[given.binding], week=week(given.openings, language))
    yield said(done, *(given.clauses or (given.clause,)))
    yield said(language.say("The hours are those of %(zone)s.", zone=policy.time_zone), given.clause, implied=True)
    yield said(_outside(given, language), given.clause)
    if not given.join:
        yield said(language.say("A window lies in the hours of one day: they do not join those of the next."), given.clause)


def _outside(given: MaintenanceHours, language: Language) -> str:
    if not given.binding:
        return language.say("The hours are advice: maintenance outside of them is excused as well.")
    if given.partial is Partial.INSIDE:
        return language.say("Of a window that lies partly outside of them, the part inside is excused.")
    return language.say("A window that lies partly outside of them is not excused at all.")


def _excused(policy: Policy, language: Language) -> Iterator[Sentence]:
    given = policy.maintenance
    if given.excuses is Excuses.NOTHING:
        yield said(language.say("All maintenance counts as downtime, however it was announced."), given.exclusion_clause)
        return
    yield said(_approved(policy, language), given.exclusion_clause, implied=given.requires_compliance)
    yield said(language.say(_FAILS_BESIDE[given.excuses is Excuses.EVERYTHING]), given.exclusion_clause)
    yield said(language.say(_EARLY[given.early_finish]), given.exclusion_clause)
    yield said(language.say(_LATE[given.overrun]), given.exclusion_clause)


def _approved(policy: Policy, language: Language) -> str:
    if not policy.maintenance.requires_compliance:
        return language.say("Maintenance that was announced before it started is not downtime, be it announced as asked or not.")
    asked = policy.acknowledgement
    conditions = [language.say("was announced as asked") if policy.notice.required else language.say("was planned")]
    if asked is not None and asked.required_for_exclusion:
        conditions.append(language.say("was confirmed"))
    if policy.maintenance_hours is not None and policy.maintenance_hours.binding:
        conditions.append(language.say("lies in the hours"))
    text = message("Maintenance that %(conditions)s is not downtime; any other is.")
    return language.say(text, conditions=listed(conditions, "and", language))
