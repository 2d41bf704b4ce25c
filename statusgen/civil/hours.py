"""Hours of the week on a wall clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from statusgen.civil.texts import DAY_NAMES
from statusgen.civil.zones import CivilError, offsets
from statusgen.timeline import DAY, MINUTE, Span, Timeline

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CLOCK: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


class Opening(Struct, frozen=True):
    """A stretch of the week on the wall clock: Friday 21:00 to 01:00 of the next day."""

    days: tuple[int, ...]
    """The weekdays on which it opens: Monday is 0."""
    opens: int
    """Minutes after midnight, 0 to 1439."""
    closes: int
    """Minutes after midnight, 1 to 1440; not after `opens` means: of the next day."""

    def __str__(self) -> str:
        return self.named([name[:3] for name in DAY_NAMES])

    def named(self, weekdays: Sequence[str]) -> str:
        """`Mon-Fri 21:00-01:00`, by the names of the days from Monday on."""
        names = [weekdays[day] for day in self.days]
        run = self.days == tuple(range(self.days[0], self.days[0] + len(self.days))) and len(self.days) > 2
        return f"{f'{names[0]}-{names[-1]}' if run else ', '.join(names)} {minutes_text(self.opens)}-{minutes_text(self.closes)}"


def minutes_text(minutes: int) -> str:
    """`21:00`; the end of the day is `24:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str) -> int:
    """Minutes after midnight of `21:00` or `24:00`; `CivilError` where it is no clock reading."""
    form = _CLOCK.fullmatch(text)
    minutes = int(form[1]) * 60 + int(form[2]) if form else DAY
    if minutes > 24 * 60:
        raise CivilError(f"`{text}` is not a time of day.", "Write `HH:MM` from `00:00` to `24:00`.")
    return minutes


def open_hours(openings: tuple[Opening, ...], span: Span, zone_name: str) -> Timeline:
    """The seconds of the span at which the zone's clock stands inside one of the weekly openings.

    Every instant is judged by what the clock shows at it: a repeated 23:00-24:00 is inside twice, and an hour that the
    clock skips does not break what joins around it, in zones that change at midnight (docs/decisions.md, 14).
    """
    open_spans: list[Span] = []
    for stretch, ahead in offsets(span, zone_name):
        shown = Span(stretch.start + ahead, stretch.end + ahead)
        open_spans += (Span(start - ahead, end - ahead) for start, end in _pattern(openings, shown).within(shown))
    return Timeline(open_spans)


def _pattern(openings: tuple[Opening, ...], shown: Span) -> Timeline:
    """The weekly openings laid over a stretch of clock readings (seconds since a 1970-01-01T00:00 of the clock)."""
    first, last = shown.start // DAY - 1, shown.end // DAY
    spans = []
    for day in range(first, last + 1):
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
        for opening in openings:
            if weekday in opening.days:
                closes = opening.closes + (0 if opening.closes > opening.opens else 24 * 60)
                spans.append(Span(day * DAY + opening.opens * MINUTE, day * DAY + closes * MINUTE))
    return Timeline(spans)
