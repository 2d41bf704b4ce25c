"""Which incidents were major, which were bugs, and how was each promise of an answer in time kept?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from statusgen.model import Incident
from statusgen.policy import Impact, Policy, Target
from statusgen.uptime.account import Account
from statusgen.uptime.support import Answer, Kept

FIRST = "p1"
"""The priority that is first under every policy; what else it is called, the promises of that priority say."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that is promised in time, and how often it was kept."""

    target: Target
    answers: tuple[Answer, ...]
    """Of the incidents that it speaks of."""

    def count(self, kept: Kept) -> int:
        """How many stand so."""
        return sum(answer.kept is kept for answer in self.answers)

    @property
    def worst(self) -> Answer | None:
        """The one that was missed by most, or met with least to spare; one of which nothing is recorded is worst of all."""
        settled = [answer for answer in self.answers if answer.kept in (Kept.MET, Kept.MISSED)]
        unrecorded = next((answer for answer in settled if answer.margin_seconds is None), None)
        return unrecorded or min(settled, key=lambda answer: answer.margin_seconds or 0, default=None)


def incidents(accounts: Iterable[Account]) -> tuple[Incident, ...]:
    """Every incident that touched the months, in the order of start and id; each once."""
    found = {incident.id: incident for account in accounts for incident in account.incidents}
    return tuple(sorted(found.values(), key=lambda incident: (incident.start, incident.id)))


def is_major(incident: Incident, policy: Policy) -> bool:
    """Whether it was an outage, or of the first priority."""
    terms = policy.in_force(incident.start) or policy
    outage = incident.impact is Impact.OUTAGE or incident.impact in terms.scope.impacts
    return outage or (incident.priority or "").casefold() in first_priority(terms)


def first_priority(terms: Policy) -> frozenset[str]:
    """The names of the first priority, such as `p1`, `l1` and `critical`: those that promises give it."""
    targets = () if terms.support is None else terms.support.targets
    named = (frozenset(name.casefold() for name in target.priorities) for target in targets)
    return frozenset({FIRST}).union(*(names for names in named if FIRST in names))


def promises(versions: Sequence[Policy], answers: Sequence[Answer], plans: Sequence[str]) -> tuple[Promise, ...]:
    """Every promise of an answer under these versions of a policy, to some of its plans (none: to all), with the answers to it."""
    targets = dict.fromkeys(_targets(versions, plans)) | dict.fromkeys(answer.target for answer in answers)
    return tuple(Promise(target, tuple(answer for answer in answers if answer.target == target)) for target in targets)


def _targets(versions: Sequence[Policy], plans: Sequence[str]) -> Iterator[Target]:
    for terms in versions:
        for target in () if terms.support is None else terms.support.targets:
            if not plans or not target.plans or set(plans) & set(target.plans):
                yield target
