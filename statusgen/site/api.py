"""Files for programs. Keys may be added and are never renamed; `version` counts the changes that break a reader."""

from __future__ import annotations

import msgspec

from statusgen.board import Board, WindowEntry
from statusgen.board.entries import digest_of
from statusgen.civil import rfc3339
from statusgen.site.recipe import Recipe
from statusgen.uptime.exclusions import Exclusion

VERSION = 1


def exclusions(board: Board) -> Recipe:
    """`api/v1/exclusions.json`: the time that contracts do not count because of approved windows.

    {"version": 1, "exclusions": [{"policy", "component", "starts_at", "ends_at", "window", "commit", "clause"}]} in the order
    of policy, start, component and window. Times are RFC 3339 in UTC, the end is the first second that counts again; policy,
    component, window and clause are ids; `commit` announced the times, null: they are declared in the window's file.
    """
    earning = [entry for entry in board.windows if entry.earned]
    return Recipe(digest_of((VERSION, [entry.earned for entry in earning])), lambda: _json({"exclusions": _listed(earning)}))


def _listed(earning: list[WindowEntry]) -> list[dict[str, str | None]]:
    found = (exclusion for entry in earning for exclusion in entry.detail.exclusions)
    return [_shown(one) for one in sorted(found, key=lambda one: (one.policy, one.span, one.component, one.window))]


def _shown(exclusion: Exclusion) -> dict[str, str | None]:
    return {
        "policy": exclusion.policy,
        "component": exclusion.component,
        "starts_at": rfc3339(exclusion.span.start),
        "ends_at": rfc3339(exclusion.span.end),
        "window": exclusion.window,
        "commit": exclusion.commit,
        "clause": exclusion.clause,
    }


def _json(document: dict[str, object]) -> bytes:
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **document}), indent=1) + b"\n"
