"""A plan as JUnit's XML, which GitLab, Jenkins and others read: a suite a file, a case for each window and policy;
valid by the schema that Jenkins publishes (junit-10.xsd).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from statusgen import civil
from statusgen.changes import Action
from statusgen.finding import Finding, Severity
from statusgen.plan import Plan, Planned, Refusal
from statusgen.render.findings import visible
from statusgen.render.plan import touched
from statusgen.render.review.annotations import message, no_verdict
from statusgen.sources import SETTINGS
from statusgen.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class _Case:
    file: str
    of: str
    """The window, or the rule where it is about none."""
    name: str
    """The policy, or the place."""
    told: Sequence[Finding] = ()
    skipped: str = ""
    refusal: Refusal | None = None
    """Why it could not be judged."""

    @property
    def fails(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.told)


def junit(plan: Plan, *, below: str = "", everything: bool = False) -> str:
    """The document; an error fails its case, a warning is written to its output, cancelled work is skipped."""
    shown, told = touched(plan, everything=everything)
    cases = [case for planned in shown for case in _judged(planned, below)]
    covered = {finding for case in cases for finding in case.told}
    cases += [_by_itself(finding, below) for finding in told if finding not in covered]
    if plan.refusal is not None:
        cases.append(_Case(f"{below}{SETTINGS}", "no-verdict", "statusgen plan", refusal=plan.refusal))
    suites: dict[str, list[_Case]] = {}
    for case in cases:
        suites.setdefault(case.file, []).append(case)
    lines = [line for file, within in suites.items() for line in _suite(file, within, plan)]
    head = f'<testsuites name="statusgen plan" {_counts(cases)} time="0">'
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</testsuites>", ""))


def _judged(planned: Planned, below: str) -> Iterator[_Case]:
    window = planned.change.window
    file = f"{below}{window.origin.file}"
    for verdict in planned.verdicts:
        yield _Case(file, window.id, verdict.policy, verdict.findings, _skipped(verdict))
    if not planned.verdicts and planned.change.action is not Action.DELETED:
        yield _Case(file, window.id, planned.change.action.value, skipped="no policy judges it")


def _skipped(verdict: Verdict) -> str:
    return "cancelled" if verdict.outcome is Outcome.CANCELLED else ""


def _by_itself(finding: Finding, below: str) -> _Case:
    return _Case(f"{below}{finding.place.file}", finding.rule, f"{below}{finding.place}", (finding,))


def _suite(file: str, cases: Sequence[_Case], plan: Plan) -> Iterator[str]:
    at = civil.rfc3339(plan.now).removesuffix("Z")  # some readers know no zone
    skipped = sum(bool(case.skipped) for case in cases)
    yield f'  <testsuite name="{_line(file)}" {_counts(cases)} skipped="{skipped}" time="0" timestamp="{at}" file="{_line(file)}">'
    for case in cases:
        attributes = f'classname="{_line(case.of)}" name="{_line(case.name)}" time="0"'  # of a file the schema knows nothing here
        inside = list(_outcome(case))
        yield f"    <testcase {attributes}{'>' if inside else '/>'}"
        if inside:
            yield from inside
            yield "    </testcase>"
    yield "  </testsuite>"


def _counts(cases: Sequence[_Case]) -> str:
    failures, errors = sum(case.fails for case in cases), sum(case.refusal is not None for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="{errors}"'


def _outcome(case: _Case) -> Iterator[str]:
    if case.refusal is not None:
        yield f'      <error message="{_line(case.refusal.what)}" type="no-verdict">{_line(no_verdict(case.refusal))}</error>'
    if case.skipped:
        yield f'      <skipped message="{case.skipped}">{case.skipped}</skipped>'  # some read the one, some the other
    errors = [finding for finding in case.told if finding.severity is Severity.ERROR]
    if errors:
        summaries = "; ".join(dict.fromkeys(finding.summary for finding in errors))
        said = _text("\n".join(map(_said, errors)))
        yield f'      <failure message="{_line(summaries)}" type="{_line(errors[0].rule)}">{said}</failure>'
    others = [finding for finding in case.told if finding.severity is not Severity.ERROR]
    if others:
        yield f"      <system-out>{_text(chr(10).join(map(_said, others)))}</system-out>"


def _said(finding: Finding) -> str:
    return f"{finding.place}: {finding.severity}: {finding.summary} [{finding.rule}]\n{message(finding)}"


def _line(said: str) -> str:
    """For an attribute: only what XML may hold, on one line."""
    return escape(visible(said))


def _text(said: str) -> str:
    return "\n".join(map(_line, said.split("\n")))
