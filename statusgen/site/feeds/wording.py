"""The texts of feeds, all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from statusgen.board import words
from statusgen.board.words import Row
from statusgen.timeline import Span

DATES_LISTED: Final = 5
"""Of a series; the last one is told besides."""
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")


def plain(text: str) -> str:
    """What people wrote, in one line in which nothing looks like a tag: RSS does not say whether a title is text or HTML."""
    return _TAG.sub("‹", words.line(text))


def feed_title(page: str, component: str | None) -> str:
    """`Acme Messaging: maintenance and incidents`."""
    return f"{page}: maintenance and incidents" if component is None else f"{page}: maintenance and incidents of {component}"


def feed_description(page: str, component: str | None) -> str:
    """What a subscriber will hear."""
    of = "" if component is None else f" that touches {component}"
    return f"What {page} announces, changes, starts and completes{of}, each told once."


def piece_title(label: str, title: str) -> str:
    """`[Completed] Database upgrade`."""
    return f"[{label}] {title}"


def heading(label: str, when: str) -> str:
    """`Completed, Sun 2026-12-06 00:30 -06:00`."""
    return f"{label}, {when}"


def facts(row: Row) -> str:
    """What kind of event it is, when and of what, as HTML."""
    until = f" to {row.end.local}" if row.end else ""
    return f"<p>{escape(f'{row.kind}, {row.start.local}{until}. {row.affected}: {row.impact}.')}</p>\n"


def dates(spans: Sequence[Span], zone: str) -> str:
    """The dates of a series that were told at once, as HTML."""
    shown = [words.span_text(span, zone) for span in spans]
    left_out = len(shown) - DATES_LISTED - 1
    listed = shown if left_out < 1 else [*shown[:DATES_LISTED], f"{left_out} more, and the last:", shown[-1]]
    items = "".join(f"<li>{escape(each)}</li>" for each in listed)
    return f"<p>The same of {len(shown)} dates of a series:</p><ul>{items}</ul>\n"
