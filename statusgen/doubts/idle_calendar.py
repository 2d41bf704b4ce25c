"""idle-calendar: business hours and days are those of a calendar, and a calendar is there for them."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import BusinessDay, Support, TermUnit, term

ID, SUMMARY = "idle-calendar", "Business time that means nothing"


def check(subject: Subject) -> Iterator[Doubt]:
    """A calendar without business terms, business terms without a calendar, a reading of days that are nowhere."""
    support = subject.policy.support
    if support is None:
        return
    units = {term(target.within).unit for target in support.targets}
    business = units & {TermUnit.BUSINESS_HOUR, TermUnit.BUSINESS_DAY}
    calendar = support.calendar
    if calendar is None:
        yield from _terms_without(support)
    elif not business:
        what = "No target is in business hours or days."
        yield Doubt(("support", "calendar"), what, "Nothing is counted by this calendar.", "Leave it out.", calendar.clause)
    elif TermUnit.BUSINESS_DAY not in units and calendar.business_day is not BusinessDay.SAME_TIME:
        what = "No target is in business days."
        why = "How they are counted changes nothing."
        yield Doubt(("support", "calendar", "business_day"), what, why, "Leave it out.", calendar.clause)


def _terms_without(support: Support) -> Iterator[Doubt]:
    for number, target in enumerate(support.targets):
        if term(target.within).unit in (TermUnit.BUSINESS_HOUR, TermUnit.BUSINESS_DAY):
            what = f"`{target.within}`, and there is no calendar that says when it is open."
            why = "A business hour is any hour, and a business day any day."
            way_out = "Add `calendar:` with its `openings`, or count in hours."
            yield Doubt(("support", "targets", number, "within"), what, why, way_out, target.clause)
