"""The gate as text for people, as JSON for programs, and as the flat object that Terraform's external data source reads."""

from __future__ import annotations

import json as json_text
from typing import Final

from statusgen import civil
from statusgen.model import Project
from statusgen.render import findings
from statusgen.render.findings import visible
from statusgen.slots.gate import Gate, Reason

VERSION: Final = 1
NOTHING_AHEAD: Final = "Nothing closes it in the next 90 days."
NEVER_OPEN: Final = "It does not open in the next 90 days."


def text(gate: Gate, project: Project) -> str:
    """The state, why, and when that changes."""
    zone = project.page.time_zone
    turn = f" until {civil.show(gate.changes, zone)}" if gate.changes is not None else ""
    lines = [f"{_state(gate)}{turn}: {', '.join(gate.wish.components)}"]
    lines += [f"  {_why(gate, reason, zone)}{visible(reason.sentence)}" for reason in gate.because]
    lines += [f"  {NOTHING_AHEAD}"] if not gate.because else []
    if not gate.is_open and gate.changes is None and gate.window is None:
        lines.append(f"  Nobody knows when it opens: {gate.unknown}." if gate.unknown else f"  {NEVER_OPEN}")
    return findings.folded(lines)


def _why(gate: Gate, reason: Reason, zone: str) -> str:
    """`Then maintenance-hours: `, or `maintenance-hours, until Thu 2026-12-10 21:00 -06:00: ` where the gate opens later."""
    if reason.rule is None:
        return ""
    if gate.is_open:
        return f"Then {reason.rule}: "
    ends = "" if reason.until in (None, gate.changes) else f", until {civil.show(reason.until, zone)}"
    return f"{reason.rule}{ends}: "


def json(gate: Gate, project: Project) -> str:
    """The gate for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page": name, "at", "components": [id], "state": "open" | "closed", "reasons": [sentence]: what closes it or,
    where it is open, what will next, "because": [{"rule", "policy": id or null, "clause": of the policy, or the key of
    `statusgen.yaml`, or null, "reason": the sentence, "until_at": instant or null}]: the same reasons, "next_change_at": instant or
    null, "window": id of the declared window that was asked about, or null}`. Keys that end in `_at` are instants in UTC.
    """
    shape = {
        "version": VERSION,
        "page": project.page.name,
        "at": civil.rfc3339(gate.now),
        "components": list(gate.wish.components),
        "state": _state(gate),
        "reasons": list(gate.reasons),
        "because": [_reason_v1(reason) for reason in gate.because],
        "next_change_at": _instant(gate.changes),
        "window": gate.window.id if gate.window else None,
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def terraform(gate: Gate) -> str:
    """`{"state", "reason", "at", "next_change_at"}`: texts only, as the protocol asks, and an empty one where there is nothing."""
    shape = {
        "state": _state(gate),
        "reason": " ".join(gate.reasons),
        "at": civil.rfc3339(gate.now),
        "next_change_at": _instant(gate.changes) or "",
    }
    return json_text.dumps(shape, ensure_ascii=False) + "\n"


def _state(gate: Gate) -> str:
    return "open" if gate.is_open else "closed"


def _reason_v1(reason: Reason) -> dict[str, str | None]:
    return {
        "rule": reason.rule,
        "policy": reason.policy,
        "clause": reason.clause,
        "reason": reason.sentence,
        "until_at": _instant(reason.until),
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else civil.rfc3339(at)
