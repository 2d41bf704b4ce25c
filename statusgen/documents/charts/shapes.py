"""The shapes of a chart, on whole coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEFT: Final = 72
"""What stands left of a chart: its scale."""
TOP: Final = 18
DAY_WIDTH: Final = 20
DAYS: Final = 31
WIDTH: Final = LEFT + DAYS * DAY_WIDTH + 4


@dataclass(frozen=True, slots=True)
class Label:
    """A short text."""

    x: int
    y: int
    text: str
    minor: bool = False
    """Whether it is left out where there is little room."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape at its corner, or a symbol at its middle."""

    kind: str
    """`counted`, `met`: what it stands for. The templates know its shape."""
    x: int
    y: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the chart."""

    kind: str
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All shapes of one chart, in the order in which they are drawn."""

    width: int
    height: int
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    scale: tuple[Label, ...]
    """Left of the chart."""
    labels: tuple[Label, ...]
    """Below it."""


def column(number: int) -> int:
    """Where the column of a day begins; each is 16 wide."""
    return LEFT + number * DAY_WIDTH + 2
