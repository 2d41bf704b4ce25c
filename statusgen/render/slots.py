"""Free slots as text for people and as JSON for programs."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator
from typing import Final

from statusgen import civil
from statusgen.model import Project
from statusgen.render import findings
from statusgen.render.findings import visible
from statusgen.rules import words
from statusgen.slots import Margin, Obstacle, Slot, Suggestion
from statusgen.timeline import MINUTE, Span

VERSION: Final = 1
_TOLD_BY_THE_MARGINS: Final = ("notice-channel",)


def text(made: Suggestion, project: Project) -> str:
    """The slots, and why not earlier; where there is none, what closes the time and how long the longest stretch is."""
    zone = project.page.time_zone
    work = f"{civil.lasting(made.wish.seconds)} of work on {_components(made)}, impact {made.wish.impact.replace('_', ' ')}"
    if not made.slots:
        looked = Span(made.within.start, made.within.end - 1 + made.wish.seconds)
        lines = [f"No slot for {work}, from {civil.show_span(looked, zone)}.", _longest(made.longest)]
        return findings.folded([*lines, "", "Closed by", *_obstacles(made, zone)])
    told = [f"Slots for {work}, at {civil.show(made.now, zone)}"]
    for slot in made.slots:
        told += ["", *_slot(slot, made.now, zone)]
    if made.obstacles:
        told += ["", "Not earlier", *_obstacles(made, zone)]
    return findings.folded(told)


def _longest(seconds: int) -> str:
    return f"The longest that there is time for is {civil.lasting(seconds)}." if seconds else "Not even a second is open."


def _components(made: Suggestion) -> str:
    return ", ".join(made.wish.components)


def _slot(slot: Slot, now: int, zone: str) -> Iterator[str]:
    yield civil.show_span(slot.span, zone)
    if slot.latest > slot.span.start:
        yield f"    may start until {civil.show(slot.latest, zone)}"
    width = max((len(margin.policy.id) for margin in slot.margins), default=0)
    for margin in slot.margins:
        yield f"    {margin.policy.id:{width}}  {_notice(margin, now, zone)}"
    if not slot.margins:
        yield "    no policy covers it"
    if slot.merge_by is not None:
        yield f"    merge by {civil.show(slot.merge_by, zone)}"
    for finding in slot.findings:
        if finding.rule not in _TOLD_BY_THE_MARGINS:
            yield f"    {finding.severity}: {visible(finding.summary)} [{finding.rule}]"


def _notice(margin: Margin, now: int, zone: str) -> str:
    if margin.deadline is None:
        return "asks no notice"
    spare = margin.deadline - now
    rounded = civil.lasting(spare - spare % MINUTE)
    return f"notice {words.channels(margin.policy)} until {civil.show(margin.deadline, zone)}, {rounded} to spare"


def _obstacles(made: Suggestion, zone: str) -> Iterator[str]:
    """One line each: when it closes the time, the rule, and why."""
    for one in made.obstacles:
        yield f"  {one.rule}, {_when(one, made.within, zone)}: {visible(one.reason)}"


def _when(obstacle: Obstacle, within: Span, zone: str) -> str:
    """Until when; of what closes more than one stretch, how many they are."""
    first, *_, last = (*obstacle.closed.spans[:1], *obstacle.closed.spans)
    if first == within:
        return "throughout"
    until = "to the end" if last.end == within.end else f"until {civil.show(last.end, zone)}"
    return until if first == last else f"{len(obstacle.closed.spans)} times, the last {until}"


def json(made: Suggestion, project: Project) -> str:
    """The slots for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page": name, "at", "components": [id], "impact", "duration_seconds", "from_at", "until_at": the starts that
    were looked at, "slots": [{"starts_at", "ends_at", "latest_start_at", "merge_by_at": instant or null, "notice": [{"policy",
    "channels", "deadline_at": null where none is asked, "margin_seconds"}], "findings": [...as in a plan]}], "not_earlier":
    [{"rule", "policy": id or null, "clause": of the policy, or the key of `statusgen.yaml`, or null, "reason", "closed":
    [{"from_at", "until_at"}]}], "longest_seconds": null where there are slots}`. Keys that end in `_at` are instants in UTC.
    """
    shape = {
        "version": VERSION,
        "page": project.page.name,
        "at": civil.rfc3339(made.now),
        "components": list(made.wish.components),
        "impact": made.wish.impact.value,
        "duration_seconds": made.wish.seconds,
        **_span_v1(made.within),
        "slots": [_slot_v1(slot, made.now) for slot in made.slots],
        "not_earlier": [
            {
                "rule": one.rule,
                "policy": one.policy,
                "clause": one.clause,
                "reason": one.reason,
                "closed": [_span_v1(span) for span in one.closed],
            }
            for one in made.obstacles
        ],
        "longest_seconds": None if made.slots else made.longest,
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def _span_v1(span: Span) -> dict[str, str]:
    return {"from_at": civil.rfc3339(span.start), "until_at": civil.rfc3339(span.end)}


def _slot_v1(slot: Slot, now: int) -> dict[str, object]:
    return {
        "starts_at": civil.rfc3339(slot.span.start),
        "ends_at": civil.rfc3339(slot.span.end),
        "latest_start_at": civil.rfc3339(slot.latest),
        "merge_by_at": None if slot.merge_by is None else civil.rfc3339(slot.merge_by),
        "notice": [_margin_v1(margin, now) for margin in slot.margins],
        "findings": [findings.json(finding) for finding in slot.findings],
    }


def _margin_v1(margin: Margin, now: int) -> dict[str, object]:
    return {
        "policy": margin.policy.id,
        "channels": [channel.value for channel in margin.policy.notice.channels],
        "deadline_at": None if margin.deadline is None else civil.rfc3339(margin.deadline),
        "margin_seconds": None if margin.deadline is None else margin.deadline - now,
    }
