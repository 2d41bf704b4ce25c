"""The next turn of a page, as text and as JSON: when a rebuild changes anything, and what turns then."""

from __future__ import annotations

import json as stdlib_json
from typing import Final

from statusgen import civil
from statusgen.board import Board, Entry

VERSION: Final = 1
NOTHING: Final = "Nothing is declared: the page never changes by itself.\n"


def text(board: Board) -> str:
    """One line: the instant, what the page's clock shows then, and the events that turn."""
    if board.valid_until is None:
        return NOTHING
    what = ", ".join(_events(board)) or "the page itself"
    return f"{civil.rfc3339(board.valid_until)}  {civil.show(board.valid_until, board.page.time_zone)}  {what}\n"


def json(board: Board) -> str:
    """{"version": 1, "page", "at", "next_at", "events"}: the page's address; instants in RFC 3339 and UTC, `next_at` null where
    nothing is declared; the paths of the events that turn then, none where the page itself does.
    """
    following = None if board.valid_until is None else civil.rfc3339(board.valid_until)
    made = {
        "version": VERSION,
        "page": board.page.url,
        "at": civil.rfc3339(board.now),
        "next_at": following,
        "events": _events(board),
    }
    return stdlib_json.dumps(made, indent=2) + "\n"


def _events(board: Board) -> list[str]:
    """In the order of their paths."""
    entries: tuple[Entry, ...] = (*board.windows, *board.incidents)
    return sorted(entry.path.rstrip("/") for entry in entries if board.valid_until is not None and entry.until == board.valid_until)
