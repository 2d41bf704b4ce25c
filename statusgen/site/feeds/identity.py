"""What feeds call things, for ever: no title, folder, language or order is in a name, and no name is given twice."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit
from uuid import NAMESPACE_DNS, UUID, uuid5

from statusgen.board import Board
from statusgen.civil import rfc3339


def host(board: Board) -> str:
    """The host of the page: part of every identity that is unique in the world."""
    return _host(board.page.url)


@cache
def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


@cache
def _namespace(host: str) -> UUID:
    return uuid5(NAMESPACE_DNS, host)


def of_piece(board: Board, event: str, anchor: str, at: int) -> str:
    """Of one thing told at an instant, by RFC 4151: `tag:acme.example,2026-12-06:windows/upgrade/completed-20261206T003000Z`."""
    return f"tag:{host(board)},{rfc3339(at)[:10]}:{event}/{anchor}"


def of_whole(board: Board, name: str) -> str:
    """Of what has no date, an event (`windows/upgrade`) or a feed, always the same `urn:uuid:` (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid5(_namespace(host(board)), name)}"
