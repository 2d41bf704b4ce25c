"""The gate as text for people, as JSON for programs, and as the flat object that Terraform's external data source reads."""

from __future__ import annotations

import json as json_text
from typing import Final

from statusgen import civil
from statusgen.model import Project
from statusgen.render.findings import folded, visible
from statusgen.slots.gate import Gate

VERSION: Final = 1
NOTHING_AHEAD: Final = "Nothing closes it in the next 90 days."


def text(gate: Gate, project: Project) -> str:
    """The state, why, and when that changes."""
    zone = project.page.time_zone
    turn = f" until {civil.show(gate.changes, zone)}" if gate.changes is not None else ""
    first = f"{_state(gate)}{turn}: {', '.join(gate.wish.components)}"
    reasons = gate.reasons or (NOTHING_AHEAD,)
    then = "  Then: " if gate.is_open and gate.reasons and gate.window is None else "  "
    return folded((first, *(f"{then}{visible(reason)}" for reason in reasons)))


def json(gate: Gate, project: Project) -> str:
    """The gate for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page": name, "at", "components": [id], "state": "open" | "closed", "reasons": [sentence]: what closes it or,
    where it is open, what will next, "next_change_at": instant or null, "window": id of the declared window that was asked about,
    or null}`. Keys that end in `_at` are instants in UTC.
    """
    shape = {
        "version": VERSION,
        "page": project.page.name,
        "at": civil.rfc3339(gate.now),
        "components": list(gate.wish.components),
        "state": _state(gate),
        "reasons": list(gate.reasons),
        "next_change_at": _instant(gate),
        "window": gate.window.id if gate.window else None,
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def terraform(gate: Gate) -> str:
    """`{"state", "reason", "at", "next_change_at"}`: texts only, as the protocol asks, and an empty one where there is nothing."""
    shape = {
        "state": _state(gate),
        "reason": " ".join(gate.reasons),
        "at": civil.rfc3339(gate.now),
        "next_change_at": _instant(gate) or "",
    }
    return json_text.dumps(shape, ensure_ascii=False) + "\n"


def _state(gate: Gate) -> str:
    return "open" if gate.is_open else "closed"


def _instant(gate: Gate) -> str | None:
    return None if gate.changes is None else civil.rfc3339(gate.changes)
