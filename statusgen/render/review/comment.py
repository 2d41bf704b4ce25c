"""A plan as one comment on a pull request: the verdict first, then what changes, what is wrong, what subscribers will see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from statusgen import civil
from statusgen.changes import Action
from statusgen.finding import Finding, Severity
from statusgen.plan import Ahead, Decision, Plan, Planned
from statusgen.render import findings
from statusgen.render.plan import broken, changed, counted, decided, grouped, name_of, refusals, touched, unjudged
from statusgen.render.review import subscribers
from statusgen.render.review.gfm import block, code, fitting, plain, sentences
from statusgen.subscribers import Seen
from statusgen.timeline import HOUR, MINUTE, Span
from statusgen.verdict import Outcome, Verdict

MARK: Final = "<!-- statusgen plan -->"
"""The first line, by which whoever posts the comment finds the one it posted before."""
MOST: Final = 60_000
"""Bytes. GitHub takes 65,536 characters."""
_SHARES: Final = {"changes": 20_000, "findings": 20_000, "fixes": 8_000}
"""Bytes that a part may take, so that each has room; the last takes what is left."""

_SIGNS: Final = {
    Outcome.REJECTED: "❌",
    Outcome.PENDING: "⏳",
    Outcome.EMERGENCY: "⚠️",
    Outcome.APPROVED: "✅",
    Outcome.CANCELLED: "➖",
}
"""The worst first."""
_WEIGHTS: Final = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}
_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What could be done about a file."""

    what: tuple[str, ...]
    """In sentences."""
    diff: Sequence[str]


def markdown(
    plan: Plan, suggested: Sequence[Suggested] = (), seen: Seen | None = None, *, below: str = "", everything: bool = False
) -> str:
    """The comment, in GitHub's Markdown, short enough for GitHub. `below`: the project's folder in the repository, with `/`.

    `suggested`: what would answer findings; `seen`: what subscribers will see. Nothing that people wrote is markup in it, names
    nobody and leads nowhere.
    """
    shown, told = touched(plan, everything=everything)
    parts = [f"{MARK}\n{_verdict(plan)}\n", *_changes(plan, shown, seen), *_findings(told, below), *_fixes(suggested)]
    if seen is not None:
        room = MOST - sum(len(part.encode()) + 1 for part in parts)
        parts += subscribers.told(seen, plan.time_zone, room)
    return "\n".join(parts)


def _verdict(plan: Plan) -> str:
    if said := unjudged(plan):
        way_out = f"\n\n{sentences(plan.refusal.way_out)}" if plan.refusal is not None else ""
        return f"### ⚠️ {sentences(said)}{way_out}"
    word, found = decided(plan)
    sign = _SIGNS[Outcome.REJECTED if plan.verdict is Decision.REJECTED else Outcome.APPROVED]
    merge = plan.merge_by
    if merge is None or merge < plan.now or plan.verdict is Decision.REJECTED:
        return f"### {sign} {word}{found}."
    return f"### {sign} {word}{found}. Merge by {civil.show(merge, plan.time_zone)} to keep every notice."


def _changes(plan: Plan, shown: Sequence[Planned], seen: Seen | None) -> Iterator[str]:
    if shown:
        zone = civil.show(plan.now, plan.time_zone)
        yield f"{changed(plan)} Judged {zone}; times are on the clock of {plan.time_zone}.\n"
        head = ("Change", "Window", "When", "Policies", "Notice given / asked", "Merge by")
        refused = refusals(plan)
        rows = [_row(_cells(group, plan, broken(group, refused))) for group in grouped(shown)]
        kept = fitting(rows, _SHARES["changes"])
        yield "\n".join((_row(head), _row(("---",) * len(head)), *rows[:kept], ""))
        if kept < len(rows):
            yield f"{counted(len(rows) - kept, 'row')} of this table are left out; `statusgen plan` prints all.\n"
    elif seen is not None and (seen.items or seen.entries) and not plan.changes:
        yield "No window changes; what subscribers will see does.\n"
    elif plan.windows:
        yield f"{changed(plan)}\n"
    if len(shown) < len(plan.changes):
        yield f"New and past already: {counted(len(plan.changes) - len(shown), 'window')}.\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(group: Sequence[Planned], plan: Plan, refused_by: str) -> Iterator[str]:
    first = group[0]
    window = first.change.window
    yield f"**{first.change.action}**"
    impact = window.impact.replace("_", " ")
    yield _lines(
        f"<b>{plain(window.title)}</b>", code(name_of(group)), f"{plain(', '.join(window.components))}: {impact}", *_others(first)
    )
    yield _lines(*_times(group, plan.time_zone))
    by_policy: dict[str, list[Verdict]] = {}
    for planned in group:
        for verdict in planned.verdicts:
            by_policy.setdefault(verdict.policy, []).append(verdict)
    covered = by_policy or first.change.action is Action.DELETED or window.cancelled is not None
    judged = [f"{_worst(verdicts)} {code(policy)} {_outcomes(verdicts)}" for policy, verdicts in by_policy.items()]
    page = [f"{_SIGNS[Outcome.REJECTED]} refused by this page: {refused_by}"] if refused_by else []
    yield _lines(*page, *(judged if covered else ["no policy covers it"]))
    yield _lines(*_notice(group))
    yield _merge_by(group, plan)


def _lines(*lines: str) -> str:
    return "<br>".join(lines) or _NONE


def _others(planned: Planned) -> Iterator[str]:
    change, before = planned.change, planned.change.before
    if before is not None and before.id != change.window.id:
        yield f"was called {code(before.id)}"
    others = [name.replace("_", " ") for name in change.fields if name not in ("start", "end", "cancelled")]
    if others:
        yield f"changed: {', '.join(others)}"
    if change.window.emergency:
        yield f"emergency: {plain(change.window.emergency)}"
    if change.window.cancelled is not None:
        yield f"reason: {plain(change.window.cancelled.reason)}"


def _times(group: Sequence[Planned], zone: str) -> Iterator[str]:
    change, last = group[0].change, group[-1].change
    if change.before is not None and change.before.span != change.window.span:
        yield f"was {_span(change.before.span, zone)}"
        yield f"now {_span(change.window.span, zone)}"
    else:
        yield _span(change.window.span, zone)
    yield civil.lasting(change.window.span.seconds)
    if len(group) > 1:
        yield f"{len(group)} times, the last {_span(last.window.span, zone)}"


def _span(span: Span, zone: str) -> str:
    return civil.show_short(span, zone)


def _worst(verdicts: Sequence[Verdict]) -> str:
    found = {verdict.outcome for verdict in verdicts}
    return next(sign for outcome, sign in _SIGNS.items() if outcome in found)


def _outcomes(verdicts: Sequence[Verdict]) -> str:
    told = []
    for outcome in dict.fromkeys(verdict.outcome for verdict in verdicts):
        same = [verdict for verdict in verdicts if verdict.outcome is outcome]
        rules = dict.fromkeys(finding.rule for verdict in same for finding in verdict.findings)
        times = f" {len(same)} of {len(verdicts)}" if len(verdicts) > 1 else ""
        told.append(f"{outcome.value}{times}{': ' if rules else ''}{', '.join(rules)}")
    return "; ".join(told)


def _notice(group: Sequence[Planned]) -> Iterator[str]:
    """Of a series the least that is given."""
    least: dict[str, Ahead] = {}
    for ahead in (ahead for planned in group for ahead in planned.notice):
        known = least.get(ahead.policy)
        if known is None or _ahead(ahead) < _ahead(known):
            least[ahead.policy] = ahead
    for policy, ahead in least.items():
        yield f"{code(policy)} {_given(ahead)} / {ahead.asked} h"


def _ahead(ahead: Ahead) -> int:
    return -1 if ahead.given is None else ahead.given


def _given(ahead: Ahead) -> str:
    """Whole hours, and not one too many: what is short by a second looks short."""
    if ahead.given is None or ahead.given <= 0:
        return "none"
    return f"{ahead.given // HOUR} h" if ahead.given >= HOUR else f"{ahead.given // MINUTE} min"


def _merge_by(group: Sequence[Planned], plan: Plan) -> str:
    deadline = min((planned.merge_by for planned in group if planned.merge_by is not None), default=None)
    if deadline is None or group[0].change.window.cancelled is not None:
        return _NONE
    shown = civil.show(deadline, plan.time_zone)
    return f"{shown}, which is past" if deadline < plan.now else shown


def _findings(told: Sequence[Finding], below: str) -> Iterator[str]:
    """Errors and warnings, then what is only worth knowing, folded in."""
    weighty = [finding for finding in told if finding.severity is not Severity.NOTE]
    notes = [finding for finding in told if finding.severity is Severity.NOTE]
    if weighty:
        yield "#### Findings\n"
        yield from _listed(sorted(weighty, key=lambda one: one.severity is Severity.WARNING), below, _SHARES["findings"])
    if notes:
        yield f"<details><summary>{counted(len(notes), 'note')}</summary>\n"
        yield from _listed(notes, below, _SHARES["findings"] // 4)
        yield "</details>\n"


def _fixes(suggested: Sequence[Suggested]) -> Iterator[str]:
    if suggested:
        yield "#### Suggested fixes\n\n`statusgen plan --fix` writes them.\n"
        parts = [f"{_lines(*map(sentences, one.what))}\n\n{block('diff', one.diff)}\n" for one in suggested]
        kept = fitting(parts, _SHARES["fixes"])
        yield from parts[:kept]
        if kept < len(parts):
            yield f"{counted(len(parts) - kept, 'file')} more.\n"


def _listed(told: Iterable[Finding], below: str, most: int) -> Iterator[str]:
    items = [_item(same, below) for same in findings.told(told)]
    kept = fitting(items, most)
    yield "".join(f"{item}\n" for item in items[:kept])
    if kept < len(items):
        yield f"{counted(len(items) - kept, 'finding')} more; `statusgen plan` prints all.\n"


def _item(same: Sequence[Finding], below: str) -> str:
    finding = same[0]
    clause = f" ({code(finding.clause)})" if finding.clause else ""
    parts = [
        f"- {_WEIGHTS[finding.severity]} <b>{plain(finding.summary)}</b> {code(finding.rule)}, {code(f'{below}{finding.place}')}",
        sentences(finding.what),
        f"<i>Why:</i> {sentences(finding.why)}{clause}" if finding.why else "",
        f"<i>Way out:</i> {sentences(finding.way_out)}" if finding.way_out else "",
        f"And {len(same) - 1} more like it here." if len(same) > 1 else "",
    ]
    return _lines(*filter(None, parts))
