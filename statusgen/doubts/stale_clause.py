"""stale-clause: who changes a setting changes what is promised, and findings go on to cite the sentence of the contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, to_builtins

from statusgen.doubts.doubt import Doubt, Path, Subject
from statusgen.load.policy_checks import named_clauses
from statusgen.policy import Policy
from statusgen.promises import Sentence, Topic, chapters

ID, SUMMARY = "stale-clause", "Clause that says what is no longer set"

_SECTIONS: Final[Mapping[Topic, tuple[str, ...]]] = {
    Topic.PLANS: ("plans", "scope", "measure"),
    Topic.DOWNTIME: ("excluded_causes", "scope", "measure"),
    Topic.MEASURE: ("measure", "eligibility"),
    Topic.MAINTENANCE: ("notice", "acknowledgement", "maintenance_hours", "maintenance"),
    Topic.CREDITS: ("credits", "plans"),
    Topic.CUSTOMER: ("claim", "eligibility"),
    Topic.SUPPORT: ("support", "plans"),
    Topic.INCIDENTS: ("reliability",),
    Topic.METRICS: ("metrics", "plans"),
    Topic.REPORTS: ("reports", "plans"),
    Topic.DETAILS: ("details",),
}


def check(subject: Subject) -> Iterator[Doubt]:
    """The promise in words is another than before, and every clause that it cites still says the same.

    Other readings that are taken change no clause, and what a project fills in (components, zones, addresses) stands in none.
    """
    policy, before = subject.policy, subject.before
    if before is None:
        return
    told = {sentence.text for one in chapters(before) for sentence in one.sentences}
    for chapter in chapters(policy):
        of_clauses: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
        for sentence in chapter.sentences:
            if sentence.text not in told and not sentence.implied and _still_says(sentence, policy, before):
                of_clauses[sentence.clauses].append(sentence)
        for clauses, changed in of_clauses.items():
            yield _doubt(_changed(chapter.topic, clauses, policy, before), clauses, changed, policy)


def _still_says(sentence: Sentence, policy: Policy, before: Policy) -> bool:
    return all(policy.clause(clause) in before.clauses for clause in sentence.clauses)


def _changed(topic: Topic, clauses: tuple[str, ...], policy: Policy, before: Policy) -> Path:
    """The section that is different, one that names the clauses where there are several, and its first key that is."""
    sections = [name for name in _SECTIONS[topic] if getattr(policy, name) != getattr(before, name)]
    name = next((name for name in sections if _names(policy, name) & set(clauses)), sections[0])
    here, there = getattr(policy, name), getattr(before, name)
    if not isinstance(here, Struct) or not isinstance(there, Struct):
        return (name,)
    return (name, next(key for key in here.__struct_fields__ if getattr(here, key) != getattr(there, key)))


def _names(policy: Policy, section: str) -> set[str]:
    return {clause for _, clause in named_clauses({section: to_builtins(getattr(policy, section))})}


def _doubt(path: Path, clauses: tuple[str, ...], changed: list[Sentence], policy: Policy) -> Doubt:
    more = f" And {len(changed) - 1} more like it." if len(changed) > 1 else ""
    said = policy.clause(clauses[0])
    return Doubt(
        path,
        f"Promised is now: {changed[0].text}{more} And `{said.id}` still says: {said.text}",
        "Findings, statements and the page cite the clause.",
        f"Say it anew under `clauses:`, as `{said.id}`; or add a clause and name it in the section.",
        said.id,
    )
