"""A plan as text for people and as JSON for programs."""

from __future__ import annotations

import json as json_text
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from statusgen import civil
from statusgen.changes import Action
from statusgen.finding import Finding, Severity
from statusgen.model import Window
from statusgen.plan import Decision, Plan, Planned
from statusgen.render import findings
from statusgen.render.findings import visible
from statusgen.verdict import Outcome, Verdict

_SIGNS: Final = {
    Action.NEW: "+",
    Action.MOVED: "~",
    Action.CHANGED: "~",
    Action.RENAMED: "~",
    Action.CANCELLED: "-",
    Action.DELETED: "-",
}
_WEIGHTS: Final = {
    Outcome.APPROVED: Severity.NOTE,
    Outcome.CANCELLED: Severity.NOTE,
    Outcome.EMERGENCY: Severity.WARNING,
    Outcome.PENDING: Severity.WARNING,
    Outcome.REJECTED: Severity.ERROR,
}
DAYS_LISTED: Final = 3
_TOLD_ALREADY: Final = ("start", "end", "cancelled")

Judged = tuple[Verdict, str]
"""A verdict, and the day of the occurrence that it is of; empty of a window that stands alone."""


def text(plan: Plan, *, color: bool, everything: bool = False) -> str:
    """What changes, what is found, and one closing line.

    Left out unless `everything`: new windows that are past, and notes about windows this plan does not touch.
    """
    shown, told = touched(plan, everything=everything)
    parts = [f"Plan for {visible(plan.page)}, at {civil.show(plan.now, plan.time_zone)}\n"]
    refused = refusals(plan)
    parts += ["".join(map(_wrapped, _group(group, plan, refused, color=color))) for group in grouped(shown)]
    if len(shown) < len(plan.changes):
        parts.append(f"New and past already: {counted(len(plan.changes) - len(shown), 'window')}; --all lists them.\n")
    parts.append(findings.text(told, color=color))
    return "\n".join([*filter(None, parts), closing(plan, color=color)])


def touched(plan: Plan, *, everything: bool) -> tuple[list[Planned], list[Finding]]:
    """The changes and the findings that are shown: unless `everything`, no new windows that are past, and no notes on others."""
    shown = [planned for planned in plan.changes if everything or not _is_record(planned)]
    files = {planned.change.window.origin.file for planned in shown}
    told = [one for one in plan.findings if everything or one.severity is not Severity.NOTE or one.place.file in files]
    return shown, told


def grouped(shown: Iterable[Planned]) -> list[list[Planned]]:
    """The changes in their order, what happens to a series in one go together."""
    groups: dict[tuple[str, str], list[Planned]] = {}
    for planned in shown:
        groups.setdefault((planned.change.action, _told_as(planned.change.window)), []).append(planned)
    return list(groups.values())


def _told_as(window: Window) -> str:
    """What it is told with: its series, but for an occurrence of which its file says something by its day."""
    return window.id if window.series is None or window.origin.own else window.series


def name_of(group: Sequence[Planned]) -> str:
    """What some changes that belong together are told of: the window, or the series of several."""
    first = group[0].change.window
    return first.id if len(group) == 1 else _told_as(first)


def _wrapped(line: str) -> str:
    """A long title or list of components goes on below itself."""
    if len(line) <= findings.WIDTH:
        return f"{line}\n"
    return textwrap.fill(line, findings.WIDTH, subsequent_indent="      ", break_long_words=False, break_on_hyphens=False) + "\n"


def _is_record(planned: Planned) -> bool:
    return planned.over and planned.change.action is Action.NEW


Refusals = Mapping[str, Sequence[Finding]]
"""The errors of each file that are no policy's: those of the page's own rules."""


def refusals(plan: Plan) -> Refusals:
    """What refuses windows whatever their policies say."""
    by_file: dict[str, list[Finding]] = {}
    for finding in plan.findings:
        if finding.severity is Severity.ERROR and finding.policy is None:
            by_file.setdefault(finding.place.file, []).append(finding)
    return by_file


def broken(group: Sequence[Planned], refused: Refusals) -> str:
    """The rules of the page that refuse one of these windows; empty where none does."""
    told = refused.get(group[0].change.window.origin.file, ())
    ids = {None, *(planned.change.window.id for planned in group)} if told else ()
    return ", ".join(dict.fromkeys(finding.rule for finding in told if finding.window in ids))


def _group(group: list[Planned], plan: Plan, refused: Refusals, *, color: bool) -> Iterator[str]:
    """One change, or what a series changes in one go."""
    first, last = group[0], group[-1]
    window = first.change.window
    yield f"{_SIGNS[first.change.action]} {first.change.action} {visible(name_of(group))}: {visible(window.title)}"
    if len(group) > 1:
        yield f"    {len(group)} times, the first:"
    yield from _times(first)
    if len(group) > 1:
        yield f"    the last: {civil.show_span(last.change.window.span, window.time_zone)}"
    yield from _announcement(first, plan)
    by_policy: dict[str, list[Judged]] = {}
    for planned in group:
        for verdict in planned.verdicts:
            by_policy.setdefault(verdict.policy, []).append((verdict, planned.change.window.day))
    if not by_policy and first.change.action is not Action.DELETED and window.cancelled is None:
        yield "    no policy covers it"
    width = max(map(len, by_policy), default=0)
    for policy, judged in by_policy.items():
        yield f"    {policy:{width}}  {_outcomes(judged, color=color)}"
    if rules := broken(group, refused):
        yield f"    {findings.painted('refused by this page', Severity.ERROR, color=color)}: {rules}"


def _times(planned: Planned) -> Iterator[str]:
    window, before = planned.change.window, planned.change.before
    if before is not None and before.span != window.span:
        yield f"    was {civil.show_span(before.span, window.time_zone)}"
        yield f"    now {civil.show_span(window.span, window.time_zone)}"
    else:
        yield f"    {civil.show_span(window.span, window.time_zone)}"
    yield f"    {civil.lasting(window.span.seconds)}, impact {window.impact.replace('_', ' ')}: {', '.join(window.components)}"
    others = [name for name in planned.change.fields if name not in _TOLD_ALREADY]
    if before is not None and before.id != window.id:
        yield f"    was called {visible(before.id)}"
    if others:
        yield f"    other than before: {', '.join(others)}"
    if window.cancelled is not None:
        yield f"    reason: {visible(window.cancelled.reason)}"


def _announcement(planned: Planned, plan: Plan) -> Iterator[str]:
    zone = planned.change.window.time_zone
    if planned.change.action is Action.DELETED or planned.change.window.cancelled is not None:
        return
    if planned.known_since < plan.now:
        yield f"    known since {civil.show(planned.known_since, zone)}"
    elif planned.merge_by is None:
        yield "    announced by merging"
    elif planned.merge_by < plan.now:
        yield f"    announced by merging; had to be merged by {civil.show(planned.merge_by, zone)}"
    else:
        yield f"    announced by merging; merge by {civil.show(planned.merge_by, zone)}"


def _outcomes(judged: Sequence[Judged], *, color: bool) -> str:
    """What the verdicts of one policy come to: of a series how often, and on which days it is none to be had."""
    told = []
    for outcome, count in Counter(verdict.outcome for verdict, _ in judged).items():
        same = [(verdict, day) for verdict, day in judged if verdict.outcome is outcome]
        rules = dict.fromkeys(finding.rule for verdict, _ in same for finding in verdict.findings)
        word = findings.painted(outcome.value, _WEIGHTS[outcome], color=color)
        times = f" {count} of {len(judged)}" if len(judged) > 1 else ""
        days = f" ({_days([day for _, day in same])})" if count < len(judged) and _WEIGHTS[outcome] is not Severity.NOTE else ""
        told.append(f"{word}{times}{': ' if rules else ''}{', '.join(rules)}{days}")
    return "; ".join(told)


def _days(days: Sequence[str]) -> str:
    more = len(days) - DAYS_LISTED
    return ", ".join(days[:DAYS_LISTED]) + (f" and {more} more" if more > 0 else "")


def closing(plan: Plan, *, color: bool) -> str:
    """By when to merge, and what the plan comes to."""
    merge = plan.merge_by
    reminder = "" if merge is None or merge < plan.now else f"Merge by {civil.show(merge, plan.time_zone)} to keep every notice.\n"
    return f"{reminder}{_decided(plan, color=color)}\n"


def unjudged(plan: Plan) -> str:
    """What is said where nothing was judged; empty where something was."""
    if plan.refusal is not None:
        return f"No verdict: {plan.refusal.what}."
    return "Nothing was read: there is no window in `windows/`." if plan.verdict is Decision.NOTHING else ""


def _decided(plan: Plan, *, color: bool) -> str:
    if said := unjudged(plan):
        return said
    word, found = decided(plan)
    painted = findings.painted(word, Severity.ERROR if plan.verdict is Decision.REJECTED else Severity.NOTE, color=color)
    return f"{painted}{found}. {changed(plan)}"


def decided(plan: Plan) -> tuple[str, str]:
    """`Rejected` or `Accepted`, and what was found: `: 4 errors, 1 warning`."""
    weighed = [counted(plan.count(severity), severity.value) for severity in (Severity.ERROR, Severity.WARNING)]
    found = ", ".join(filter(None, weighed))
    word = {Decision.REJECTED: "Rejected", Decision.ACCEPTED: "Accepted"}[plan.verdict]
    return word, f": {found}" if found else ""


def changed(plan: Plan) -> str:
    """`1 window new, 2 moved.`: one sentence."""
    counts = Counter(planned.change.action for planned in plan.changes)
    told = [(counts[action], action.value) for action in Action if counts[action]]
    if not told:
        return f"Nothing changes for customers; {counted(plan.windows, 'window') or 'no window'} read."
    (count, action), *others = told
    return ", ".join([f"{counted(count, 'window')} {action}", *(f"{count} {action}" for count, action in others)]) + "."


def counted(count: int, word: str) -> str:
    """`2 windows`; nothing where there is none."""
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def json(plan: Plan) -> str:
    """The plan for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page": name, "at": RFC 3339, "verdict": "accepted" | "rejected" | "nothing" | "none", "refusal":
    {"what", "way_out"}: why there is none, or null, "merge_by_at": instant or null, "windows": how many were read, "counts":
    {"errors", "warnings", "notes"}, "changes": [{"action", "fields", "window", "before", "known_since_at", "merge_by_at",
    "verdicts": [{"policy", "outcome", "deadline_at", "excuses", "clause", "rules"}]}], "findings": [{"file", "line", "column",
    "rule", "severity", "summary", "what", "why", "way_out", "policy", "clause"}]}`. Keys that end in `_at` are instants in UTC.
    """
    shape = {
        "version": 1,
        "page": plan.page,
        "at": civil.rfc3339(plan.now),
        "verdict": plan.verdict.value,
        "refusal": None if plan.refusal is None else {"what": plan.refusal.what, "way_out": plan.refusal.way_out},
        "merge_by_at": _instant(plan.merge_by),
        "windows": plan.windows,
        "counts": {f"{severity}s": plan.count(severity) for severity in Severity},
        "changes": [_change_v1(planned) for planned in plan.changes],
        "findings": [findings.json(finding) for finding in plan.findings],
    }
    # Laid out by msgspec: json.dumps with an indent takes three times as long. Names of files need not be UTF-8.
    written = json_text.dumps(shape, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return msgspec.json.format(written, indent=2).decode("utf-8", "surrogatepass") + "\n"


def _change_v1(planned: Planned) -> dict[str, object]:
    change = planned.change
    return {
        "action": change.action.value,
        "fields": list(change.fields),
        "window": _window_v1(change.window),
        "before": _window_v1(change.before) if change.before else None,
        "known_since_at": civil.rfc3339(planned.known_since),
        "merge_by_at": _instant(planned.merge_by),
        "verdicts": [_verdict_v1(verdict) for verdict in planned.verdicts],
    }


def _window_v1(window: Window) -> dict[str, object]:
    return {
        "id": window.id,
        "file": window.origin.file,
        "title": window.title,
        "components": list(window.components),
        "impact": window.impact.value,
        "starts_at": civil.rfc3339(window.span.start),
        "ends_at": civil.rfc3339(window.span.end),
        "time_zone": window.time_zone,
        "series": window.series,
        "emergency": window.emergency,
        "cancelled_at": _instant(window.cancelled.at if window.cancelled else None),
    }


def _verdict_v1(verdict: Verdict) -> dict[str, object]:
    return {
        "policy": verdict.policy,
        "outcome": verdict.outcome.value,
        "deadline_at": _instant(verdict.deadline),
        "excuses": verdict.excuses,
        "clause": verdict.clause,
        "rules": list(dict.fromkeys(finding.rule for finding in verdict.findings)),
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else civil.rfc3339(at)
