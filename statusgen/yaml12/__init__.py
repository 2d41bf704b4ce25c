"""YAML 1.2 as it looks to people, with line and column of every key and value.

`21:00`, `no`, `on` and dates are text; `99.90` is an exact `Decimal`. What a file may not do (twice the same key, tags, bombs
of aliases) is a finding; nothing in a file raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusgen.yaml12.document import RULES, Document, Mark
from statusgen.yaml12.lines import NotPlain, plain
from statusgen.yaml12.texts import is_text

if TYPE_CHECKING:
    from statusgen.yaml12.mappings import Mapping
    from statusgen.yaml12.spans import Written

__all__ = ["RULES", "Document", "Mark", "mapping", "read", "written"]


def read(file: str, body: bytes) -> Document:
    """The one document of a file."""
    document = Document(file)
    if is_text(document, body) and not _is_plain(document, body):
        from statusgen.yaml12.parser import parse  # with libyaml, which hardly a project needs

        parse(document, body)
    return document


def _is_plain(document: Document, body: bytes) -> bool:
    """Whether a file is plain; what it holds is in the document then."""
    try:
        document.value, document.root = plain(body.decode())
    except NotPlain:
        return False
    return True


def written(body: bytes, at: Mark) -> Written | None:
    """How the scalar is written that begins at a line and column of a file; None where none does."""
    from statusgen.yaml12 import spans

    return spans.written(body, at)


def mapping(body: bytes, path: Sequence[str]) -> Mapping | None:
    """How the mapping is written that a path of keys leads to in a file; None where there is none."""
    from statusgen.yaml12 import mappings

    return mappings.mapping(body, path)
