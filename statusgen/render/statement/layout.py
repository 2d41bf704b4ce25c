"""Text in at most 100 columns: labels on the left, what they say beside them."""

from __future__ import annotations

import textwrap
from typing import Final

from statusgen.render.findings import WIDTH, visible

LABEL: Final = 14


def wrapped(said: str, indent: int, hanging: int = 2) -> list[str]:
    """A sentence in lines, the later ones set in."""
    return textwrap.wrap(
        visible(said), WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + hanging), break_on_hyphens=False
    )


def entry(label: str, said: str, indent: int = 2) -> list[str]:
    """A label and what it says, in a column of its own."""
    beside = f"{label:{LABEL}}" if len(label) < LABEL else f"{label}: "
    return wrapped(f"{beside}{said}", indent, LABEL)
