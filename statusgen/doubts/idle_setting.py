"""idle-setting: what is set is asked for somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.policy import Basis, EarlyFinish, Excuses, Overrun, Partial, PartialMinutes, Policy, Trigger

ID, SUMMARY = "idle-setting", "Setting that changes nothing"

_WAY_OUT = "Leave it out, or set what it depends on."

_Idle = tuple[Path, str, str | None]


def check(subject: Subject) -> Iterator[Doubt]:
    """Settings that depend on another one, which is not so."""
    for look in (_measure, _maintenance, _credits, _claim, _support):
        for path, what, clause in look(subject.policy):
            yield Doubt(path, what, "Whatever is set here, nothing comes of it.", _WAY_OUT, clause)


def _measure(policy: Policy) -> Iterator[_Idle]:
    given = policy.measure
    if given.minutes is not None and given.basis is not Basis.FIXED:
        yield (
            ("measure", "minutes"),
            f"The month is measured by its `{given.basis}` length, and not by {given.minutes} minutes.",
            given.clause,
        )
    dropped = given.shortest is not None and given.shortest.partial_minutes is PartialMinutes.DROP
    if given.rounding is not None and dropped:
        what = "Stretches are counted in whole minutes already, so that nothing is left to round."
        yield ("measure", "rounding"), what, given.rounding.clause


def _maintenance(policy: Policy) -> Iterator[_Idle]:
    given, hours = policy.maintenance, policy.maintenance_hours
    if given.regular and given.regular_clause is not None:
        what = "The clause says that there is no regular maintenance, and `regular` says that there is."
        yield ("maintenance", "regular_clause"), what, given.regular_clause
    if given.excuses is Excuses.NOTHING:
        settings = {"early_finish": given.early_finish is EarlyFinish.FULL, "overrun": given.overrun is Overrun.EXCLUDE}
        settings |= {"requires_compliance": not given.requires_compliance}
        for key in (key for key, is_set in settings.items() if is_set):
            yield ("maintenance", key), "No maintenance is excused, as it ran or otherwise.", given.exclusion_clause
    if hours is not None and not hours.binding and hours.partial is Partial.INSIDE:
        what = "Hours that are advice excuse what lies outside of them, too."
        yield ("maintenance_hours", "partial"), what, hours.clause


def _credits(policy: Policy) -> Iterator[_Idle]:
    given = policy.credits
    if given.trigger is Trigger.TABLE and given.flat is not None:
        what = "A flat credit is due below the promised uptime: there is no table to be below of."
        yield ("credits", "trigger"), what, given.clause


def _claim(policy: Policy) -> Iterator[_Idle]:
    claim = policy.claim
    if claim is not None and not claim.required:
        settings = {"within": claim.within, "channels": claim.channels, "address": claim.address, "fields": claim.fields}
        for key in (key for key, value in settings.items() if value):
            yield ("claim", key), f"`{key}` is of a claim, and none is required.", claim.clause


def _support(policy: Policy) -> Iterator[_Idle]:
    support = policy.support
    if support is None or support.exemption is None:
        return
    promised = {target.milestone for target in support.targets}
    for number, milestone in enumerate(support.exemption.milestones):
        if milestone not in promised:
            what = f"No target promises that anything is `{milestone}`, so that nothing can be exempt from it."
            yield ("support", "exemption", "milestones", number), what, support.exemption.clause
