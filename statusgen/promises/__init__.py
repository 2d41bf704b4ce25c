"""What does a policy promise, in words? Sentences made from its settings, so that whatever is set otherwise is told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from statusgen.language import ENGLISH, Language
from statusgen.policy import Clause, Policy, Reading
from statusgen.promises.customer import customer
from statusgen.promises.downtime import downtime, plans
from statusgen.promises.maintenance import maintenance
from statusgen.promises.measuring import measure
from statusgen.promises.performance import details, incidents, metrics, reports
from statusgen.promises.remedies import remedies
from statusgen.promises.sentence import HEADINGS, Chapter, Sentence, Topic
from statusgen.promises.support import support

__all__ = ["HEADINGS", "Chapter", "Promise", "Sentence", "Topic", "Version", "chapters", "promise"]

_CHAPTERS: Final[Mapping[Topic, Callable[[Policy, Language], Iterable[Sentence]]]] = {
    Topic.PLANS: plans,
    Topic.DOWNTIME: downtime,
    Topic.MEASURE: measure,
    Topic.MAINTENANCE: maintenance,
    Topic.CREDITS: remedies,
    Topic.CUSTOMER: customer,
    Topic.SUPPORT: support,
    Topic.INCIDENTS: incidents,
    Topic.METRICS: metrics,
    Topic.REPORTS: reports,
    Topic.DETAILS: details,
}


@dataclass(frozen=True, slots=True)
class Version:
    """What a contract was from some day on."""

    effective_from: str | None
    """`2027-01-01`; None: it always was."""
    in_force: bool
    """Whether it is the one that the promise tells."""
    new: tuple[Sentence, ...]
    """What the version before did not say; nothing of the first."""
    gone: tuple[Sentence, ...]
    """What it said, and this one does not."""


@dataclass(frozen=True, slots=True)
class Promise:
    """All that a policy promises and asks for, at an instant."""

    policy: Policy
    """The version that is told."""
    in_force: bool
    """False: nothing is promised yet, and what is told is the first version."""
    chapters: tuple[Chapter, ...]
    """Those that have something to tell, in order."""
    versions: tuple[Version, ...]
    """Oldest first; one at least."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How sentences are read that could be read otherwise."""
        return self.policy.readings

    @property
    def recorded(self) -> tuple[Clause, ...]:
        """Clauses of which nothing is computed, and something is written down."""
        return tuple(clause for clause in self.policy.clauses if clause.recorded)

    @property
    def beyond(self) -> tuple[Clause, ...]:
        """Clauses of which nothing can be."""
        return tuple(clause for clause in self.policy.clauses if clause.beyond)


def promise(policy: Policy, at: int, language: Language = ENGLISH) -> Promise:
    """The promise by the version in force at an instant, or, before there is any, by the first."""
    in_force = policy.in_force(at)
    told = policy if in_force is None else in_force
    return Promise(
        policy=told,
        in_force=in_force is not None,
        chapters=chapters(told, language),
        versions=tuple(_versions(policy, told, language)),
    )


def chapters(policy: Policy, language: Language = ENGLISH) -> tuple[Chapter, ...]:
    """All that one version says; what it is silent on has no chapter."""
    told = (Chapter(topic, tuple(tell(policy, language))) for topic, tell in _CHAPTERS.items())
    return tuple(chapter for chapter in told if chapter.sentences)


def _versions(policy: Policy, told: Policy, language: Language) -> Iterator[Version]:
    yield Version(policy.effective_from, policy is told, (), ())
    for before, after in pairwise(policy.every_version):
        old, new = _sentences(before, language), _sentences(after, language)
        yield Version(
            after.effective_from,
            after is told,
            tuple(sentence for sentence in new if sentence not in old),
            tuple(sentence for sentence in old if sentence not in new),
        )


def _sentences(policy: Policy, language: Language) -> tuple[Sentence, ...]:
    return tuple(sentence for chapter in chapters(policy, language) for sentence in chapter.sentences)
