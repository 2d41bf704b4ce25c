"""A promise in words: as text for people, as JSON for programs."""

from __future__ import annotations

import json as json_text
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from statusgen.policy import Clause, OtherReading, Reading
from statusgen.promises import HEADINGS, Promise, Sentence, Version
from statusgen.render.findings import WIDTH, visible

Shape = dict[str, object]


def text(promise: Promise, file: str, extends: str | None) -> str:
    """The promise in at most 100 columns, each sentence with its clauses; `file` declares the policy."""
    parts = [list(_head(promise, file, extends))]
    parts += [[HEADINGS[chapter.topic], *_lines(chapter.sentences)] for chapter in promise.chapters]
    parts.append(["Versions", *_versions(promise)])
    if promise.readings:
        parts.append(["Readings", *(line for reading in promise.readings for line in _reading(reading))])
    if promise.recorded:
        parts.append(["Recorded, and not computed", *(_line for one in promise.recorded for _line in _recorded(one))])
    if promise.beyond:
        parts.append(["Beyond computation", *(_line for one in promise.beyond for _line in _wrapped(_with(one, one.beyond)))])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(promise: Promise, file: str, extends: str | None) -> Iterator[str]:
    policy = promise.policy
    yield from _wrapped(f"{policy.id}: {policy.title}", 0)
    yield from _wrapped(f"Promised by {policy.provider}. Source: {policy.source}.")
    yield from _wrapped(f"Declared in {file}{f', which extends {extends}' if extends else ''}.")
    if not promise.in_force:
        yield from _wrapped(f"Not in force before {policy.effective_from}.")


def _wrapped(said: str, indent: int = 2) -> list[str]:
    begin, then = " " * indent, " " * (indent + 2)
    return textwrap.wrap(visible(said), WIDTH, initial_indent=begin, subsequent_indent=then, break_on_hyphens=False)


def _lines(sentences: Iterable[Sentence], sign: str = "") -> Iterator[str]:
    for sentence in sentences:
        yield from _wrapped(f"{sign}{sentence.text} [{', '.join(sentence.clauses)}]", 4 if sign else 2)


def _versions(promise: Promise) -> Iterator[str]:
    if len(promise.versions) == 1 and promise.policy.effective_from is None:
        yield from _wrapped("There is one; no day is given from which it is in force.")
        return
    for version in promise.versions:
        since = f"From {version.effective_from} on" if version.effective_from else "At first"
        told = ", told here" if version.in_force and len(promise.versions) > 1 else ""
        yield from _wrapped(f"{since}{told}{':' if version.new or version.gone else '.'}")
        yield from _lines(version.new, "+ ")
        yield from _lines(version.gone, "- ")


def _reading(reading: Reading) -> Iterator[str]:
    clause = f" [{reading.clause}]" if reading.clause else ""
    yield from _wrapped(f"{reading.id}: {reading.text}{clause}")
    for other in reading.others:
        yield from _wrapped(_otherwise(other), 6)


def _otherwise(other: OtherReading) -> str:
    return f"or {other.value}: {other.text}{f' Not to be computed: {other.beyond}' if other.beyond else ''}"


def _with(clause: Clause, more: str) -> str:
    return f"{clause.text} {more} [{clause.id}]"


def _recorded(clause: Clause) -> list[str]:
    return _wrapped(_with(clause, f"Written down as {clause.recorded.rstrip('.')}."))


def json(promise: Promise, file: str, extends: str | None) -> str:
    """The promise for programs. Keys are only added; a change of meaning changes `version`. docs/policies.md tells them."""
    policy = promise.policy
    shape = {
        "version": 1,
        "policy": policy.id,
        "title": policy.title,
        "provider": policy.provider,
        "source": policy.source,
        "time_zone": policy.time_zone,
        "file": file,
        "extends": extends,
        "effective_from": policy.effective_from,
        "in_force": promise.in_force,
        "chapters": [
            {"topic": one.topic.value, "heading": HEADINGS[one.topic], "sentences": _sentences(one.sentences)}
            for one in promise.chapters
        ],
        "versions": [_version(version) for version in promise.versions],
        "readings": [_reading_shape(reading) for reading in promise.readings],
        "clauses": [_clause(clause) for clause in policy.clauses],
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def _sentences(sentences: Sequence[Sentence]) -> list[Shape]:
    return [{"text": one.text, "clauses": list(one.clauses)} for one in sentences]


def _version(version: Version) -> Shape:
    return {
        "effective_from": version.effective_from,
        "in_force": version.in_force,
        "new": _sentences(version.new),
        "gone": _sentences(version.gone),
    }


def _reading_shape(reading: Reading) -> Shape:
    others = [{"value": one.value, "text": one.text, "beyond": one.beyond or None} for one in reading.others]
    return {"id": reading.id, "value": reading.value or None, "text": reading.text, "clause": reading.clause, "others": others}


def _clause(clause: Clause) -> Shape:
    return {
        "id": clause.id,
        "text": clause.text,
        "reference": clause.reference,
        "recorded": clause.recorded or None,
        "beyond": clause.beyond or None,
    }
