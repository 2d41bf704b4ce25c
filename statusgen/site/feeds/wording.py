"""The texts of feeds, all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from statusgen.board import words
from statusgen.board.words import Row
from statusgen.language import Language, message
from statusgen.timeline import Span

DATES_LISTED: Final = 5
"""Of a series; the last one is told besides."""
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")


def plain(text: str) -> str:
    """What people wrote, in one line in which nothing looks like a tag: RSS does not say whether a title is text or HTML."""
    return _TAG.sub("‹", words.line(text))


def feed_title(page: str, component: str | None, language: Language) -> str:
    """`Acme Messaging: maintenance and incidents`."""
    if component is None:
        return language.say("%(page)s: maintenance and incidents", page=page)
    return language.say("%(page)s: maintenance and incidents of %(component)s", page=page, component=component)


def feed_description(page: str, component: str | None, language: Language) -> str:
    """What a subscriber will hear."""
    if component is None:
        return language.say("What %(page)s announces, changes, starts and completes, each told once.", page=page)
    text = message("What %(page)s announces, changes, starts and completes that touches %(component)s, each told once.")
    return language.say(text, page=page, component=component)


def piece_title(label: str, title: str) -> str:
    """`[Completed] Database upgrade`."""
    return f"[{label}] {title}"


def heading(label: str, when: str) -> str:
    """`Completed, Sun 6 Dec 2026, 00:30 UTC−06:00`."""
    return f"{label}, {when}"


def facts(row: Row, language: Language) -> str:
    """What kind of event it is, when and of what, as HTML."""
    values = {"kind": row.kind, "start": row.start.local, "components": row.affected, "impact": row.impact}
    if row.end is None:
        text = language.say("%(kind)s, %(start)s. %(components)s: %(impact)s.", **values)
    else:
        text = language.say("%(kind)s, %(start)s to %(end)s. %(components)s: %(impact)s.", end=row.end.local, **values)
    return f"<p>{escape(text)}</p>\n"


def dates(spans: Sequence[Span], zone: str, language: Language) -> str:
    """The dates of a series that were told at once, as HTML."""
    shown = [words.span_text(span, zone, language) for span in spans]
    left_out = len(shown) - DATES_LISTED - 1
    if left_out > 0:
        more = language.counted("%(count)s more, and the last:", "%(count)s more, and the last:", left_out)
        shown = [*shown[:DATES_LISTED], more, shown[-1]]
    items = "".join(f"<li>{escape(each)}</li>" for each in shown)
    of = language.counted("The same of %(count)s date of a series:", "The same of %(count)s dates of a series:", len(spans))
    return f"<p>{escape(of)}</p><ul>{items}</ul>\n"
