"""odd-exclusion: a cause is excluded once, under a condition that it can have; the provider's own failures are not."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.doubts.doubt import Doubt, Subject
from statusgen.policy import Cause

ID, SUMMARY = "odd-exclusion", "Exclusion that makes no sense"


def check(subject: Subject) -> Iterator[Doubt]:
    """Twice, `unless_preventable` of what is no attack, or of what every promise is about."""
    policy, seen = subject.policy, set[Cause]()
    for number, excluded in enumerate(policy.excluded_causes):
        path, cause = ("excluded_causes", number), excluded.cause
        if cause in seen:
            what = f"`{cause}` is excluded twice."
            yield Doubt((*path, "cause"), what, "The first that fits is the one that is cited.", "Keep one.", excluded.clause)
        elif cause in (Cause.PROVIDER_FAILURE, Cause.UNKNOWN):
            what = f"`{cause}` is excluded: {'what' if cause is Cause.UNKNOWN else 'that is what'} any promise of uptime is about."
            why = "An incident is of an unknown cause until somebody writes another, and what nobody knows counts."
            why = why if cause is Cause.UNKNOWN else "What is left is downtime by others."
            yield Doubt((*path, "cause"), what, why, "Exclude the causes that the contract names.", excluded.clause)
        if excluded.unless_preventable and cause is not Cause.CYBERATTACK:
            what = f"`unless_preventable` asks of attacks whether they could have been prevented; `{cause}` is none."
            why = "Incidents of other causes are not flagged so."
            yield Doubt((*path, "unless_preventable"), what, why, "Leave the condition out.", excluded.clause)
        seen.add(cause)
    yield from _exempt(subject)


def _exempt(subject: Subject) -> Iterator[Doubt]:
    support = subject.policy.support
    exemption = None if support is None else support.exemption
    if exemption is not None:
        for number, cause in enumerate(exemption.causes):
            if cause in exemption.causes[:number]:
                path = ("support", "exemption", "causes", number)
                yield Doubt(path, f"`{cause}` is exempt twice.", "Once is enough.", "Keep one.", exemption.clause)
