"""YAML 1.2 as it looks to people, with line and column of every key and value.

`21:00`, `no`, `on` and dates are text; `99.90` is an exact `Decimal`. What a file may not do (twice the same key, tags, bombs
of aliases) is a finding; nothing in a file raises.
"""

from __future__ import annotations

from statusgen.yaml12.document import RULES, Document

__all__ = ["RULES", "Document", "read"]


def read(file: str, body: bytes) -> Document:
    """The one document of a file."""
    from statusgen.yaml12.parser import parsed  # with libyaml, which is needed only where a file is really read

    return parsed(file, body)
