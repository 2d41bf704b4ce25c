"""What every document of Statuspage shares: the page, its identity, and how an instant is written."""

from __future__ import annotations

from hashlib import blake2b

from statusgen.board import Board, words
from statusgen.civil import rfc3339

Json = dict[str, object]


def page(board: Board, updated: int) -> Json:
    """Whose page it is."""
    shown = board.page
    return {
        "id": page_id(board),
        "name": words.line(shown.name),
        "url": shown.url,
        "time_zone": shown.time_zone,
        "updated_at": instant(updated),
    }


def page_id(board: Board) -> str:
    """Twelve characters, as theirs are, for as long as the page keeps its address."""
    return short_id(board.page.url)


def short_id(text: str) -> str:
    """An identity of what has none."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def instant(at: int) -> str:
    """ISO 8601 in UTC with milliseconds, as pages whose clock is UTC write it."""
    return f"{rfc3339(at)[:-1]}.000Z"
