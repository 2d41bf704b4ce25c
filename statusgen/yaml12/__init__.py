"""YAML 1.2 as it looks to people, with line and column of every key and value.

`21:00`, `no`, `on` and dates are text; `99.90` is an exact `Decimal`. What a file may not do (twice the same key, tags, bombs
of aliases) is a finding; nothing in a file raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusgen.yaml12.document import RULES, Document, Mark

if TYPE_CHECKING:
    from statusgen.yaml12.mappings import Mapping
    from statusgen.yaml12.spans import Written

__all__ = ["RULES", "Document", "Mark", "mapping", "read", "written"]


def read(file: str, body: bytes) -> Document:
    """The one document of a file."""
    from statusgen.yaml12.parser import parsed  # with libyaml, which is needed only where a file is really read

    return parsed(file, body)


def written(body: bytes, at: Mark) -> Written | None:
    """How the scalar is written that begins at a line and column of a file; None where none does."""
    from statusgen.yaml12 import spans

    return spans.written(body, at)


def mapping(body: bytes, path: Sequence[str]) -> Mapping | None:
    """How the mapping is written that a path of keys leads to in a file; None where there is none."""
    from statusgen.yaml12 import mappings

    return mappings.mapping(body, path)
