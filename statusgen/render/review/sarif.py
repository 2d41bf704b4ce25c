"""A plan's findings as SARIF 2.1.0 (OASIS), which code scanning reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

import statusgen
from statusgen.finding import Finding, Place
from statusgen.fixes import Edit, Fix
from statusgen.plan import Plan, Refusal
from statusgen.render.plan import touched
from statusgen.render.review.annotations import message, no_verdict

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT: Final = "%SRCROOT%"

_Shape = dict[str, object]


def sarif(plan: Plan, fixes: Sequence[Fix] = (), *, below: str = "", everything: bool = False) -> str:
    """One result a finding, with what would answer it. `below`: the project's folder in the repository, whose top files are
    named from.
    """
    told = touched(plan, everything=everything)[1]
    rules = {finding.rule: finding.summary for finding in sorted(told, key=lambda finding: finding.rule)}
    driver = {"name": "statusgen", "semanticVersion": statusgen.__version__, "rules": [_rule(*rule) for rule in rules.items()]}
    run: _Shape = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(told, fixes, list(rules), below)),
    }
    if plan.refusal is not None:
        run["invocations"] = [_refused(plan.refusal)]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _refused(refusal: Refusal) -> _Shape:
    told = {"level": "error", "message": {"text": no_verdict(refusal)}, "descriptor": {"id": "no-verdict"}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [told]}


def _rule(rule: str, summary: str) -> _Shape:
    help_text = f"{summary}. What the rule asks, and why, stands in statusgen's handbook under its name, `{rule}`."
    return {"id": rule, "shortDescription": {"text": summary}, "help": {"text": help_text}}


def _results(told: Sequence[Finding], fixes: Sequence[Fix], rules: Sequence[str], below: str) -> Iterator[_Shape]:
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for finding in told:
        same = (f"{below}{finding.place.file}", finding.rule, finding.policy)
        seen[same] += 1
        answers = [_fix(fix, below) for fix in fixes if (finding.place, finding.rule) in fix.answers]
        yield {
            "ruleId": finding.rule,
            "ruleIndex": rules.index(finding.rule),
            "level": finding.severity.value,
            "message": {"text": message(finding)},
            "locations": [{"physicalLocation": _location(finding.place, below)}],
            "partialFingerprints": {"statusgen/v1": _fingerprint(*same, seen[same])},
            "properties": {"policy": finding.policy, "clause": finding.clause},
        } | ({"fixes": answers} if answers else {})


def _fix(fix: Fix, below: str) -> _Shape:
    replacements = [{"deletedRegion": _region(edit), "insertedContent": {"text": edit.new}} for edit in fix.edits]
    changes = [{"artifactLocation": _artifact(fix.file, below), "replacements": replacements}]
    return {"description": {"text": fix.what}, "artifactChanges": changes}


def _region(edit: Edit) -> _Shape:
    begin, until = edit.place, edit.until
    return {"startLine": begin.line, "startColumn": begin.column, "endLine": until.line, "endColumn": until.column}


def _location(place: Place, below: str) -> _Shape:
    return {"artifactLocation": _artifact(place.file, below), "region": {"startLine": place.line, "startColumn": place.column}}


def _artifact(file: str, below: str) -> _Shape:
    return {"uri": quote(f"{below}{file}", errors="surrogateescape"), "uriBaseId": ROOT}


def _fingerprint(*parts: object) -> str:
    """The same finding, wherever in its file it stands now and whatever the clock makes of its words."""
    return hashlib.sha256("\0".join(map(str, parts)).encode(errors="surrogateescape")).hexdigest()[:32]
