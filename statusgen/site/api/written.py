"""JSON as every file for programs has it: by line, so that a change of one value is a change of one line."""

from __future__ import annotations

import msgspec

import statusgen
from statusgen.board.entries import digest_of


def written(document: object) -> bytes:
    """The bytes of a document."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def key(*depends: object) -> str:
    """The digest of a file that depends on some values, and on how this release writes them."""
    return digest_of((statusgen.__version__, depends))
