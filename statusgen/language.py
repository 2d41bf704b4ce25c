"""Languages: what is said to readers, in theirs. English stands in the code, every other language in a catalogue of its own.

A text is marked where it stands: `language.say("Announced")` says it, `message("Announced")` only marks it for later. Catalogues
are gettext's, and what they say of dates is in them too: names of days and months, and the order in which they are told. So no
library's idea of a date reaches a page, and the same catalogue gives the same bytes for ever (docs/decisions.md).
"""

from __future__ import annotations

import datetime as dt
import gettext
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from statusgen.timeline import DAY, HOUR, MINUTE

DOMAIN: Final = "statusgen"
CATALOGUES: Final = Path(__file__).with_name("locale")


def message(text: str) -> str:
    """The text itself, marked for the catalogues; who shows it says it in the reader's language."""
    return text


WEEKDAYS: Final = message("Mon Tue Wed Thu Fri Sat Sun")
SHORT_MONTHS: Final = message("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
MONTHS: Final = message("January February March April May June July August September October November December")


class Language:
    """One language: texts, counts, durations and days as it says them."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations, digest: str) -> None:
        self.code = code
        """Of BCP 47, as `lang` wants it: `es`."""
        self.catalogue = catalogue
        self.digest = digest
        """Of all that it says."""
        self._weekdays = self.say(WEEKDAYS).split()
        self._short_months = self.say(SHORT_MONTHS).split()
        self._months = self.say(MONTHS).split()
        self._clock = self.say("%(day)s, %(time)s")
        # As many days and lengths as a large page has; each is said thousands of times.
        self._day = lru_cache(maxsize=1 << 13)(self._day_text)
        self._clock_on = lru_cache(maxsize=1 << 13)(self._clock_text)
        self._lasting = lru_cache(maxsize=1 << 13)(self._lasting_text)

    @property
    def name(self) -> str:
        """In itself: `Español`."""
        return self.say("English")

    def say(self, text: str, **values: object) -> str:
        """A text of ours, with its values at their `%(names)s`."""
        said = self.catalogue.gettext(text)
        return said % values if values else said

    def counted(self, one: str, many: str, count: int, **values: object) -> str:
        """The form for a count, which is `%(count)s` in it."""
        return self.catalogue.ngettext(one, many, count) % {"count": count, **values}

    def lasting(self, seconds: int) -> str:
        """Elapsed time, exact to the second: `6 days 23 hours`."""
        return self._lasting(seconds)

    def _lasting_text(self, seconds: int) -> str:
        days, hours = seconds // DAY, seconds % DAY // HOUR
        minutes, rest = seconds % HOUR // MINUTE, seconds % MINUTE
        parts = (
            self.counted("%(count)s day", "%(count)s days", days) if days else "",
            self.counted("%(count)s hour", "%(count)s hours", hours) if hours else "",
            self.counted("%(count)s minute", "%(count)s minutes", minutes) if minutes else "",
            self.counted("%(count)s second", "%(count)s seconds", rest) if rest or not seconds else "",
        )
        return " ".join(part for part in parts if part)

    @property
    def weekdays(self) -> list[str]:
        """From Monday on, in short: `Mon`."""
        return self._weekdays

    def day(self, day: dt.date) -> str:
        """`Sat 5 Dec 2026`."""
        return self._day(day)

    def _day_text(self, day: dt.date) -> str:
        return self.say(
            "%(weekday)s %(day)s %(month)s %(year)s",
            weekday=self._weekdays[day.weekday()],
            day=day.day,
            month=self._short_months[day.month - 1],
            year=day.year,
        )

    def clock(self, day: dt.date, time: str) -> str:
        """`Sat 5 Dec 2026, 21:00`."""
        return self._clock_on(day) % time

    def _clock_text(self, day: dt.date) -> str:
        return self._clock % {"day": self._day(day).replace("%", "%%"), "time": "%s"}

    def month(self, year: int, number: int) -> str:
        """`December 2026`, as it begins a heading."""
        return capital(self.say("%(month)s %(year)s", month=self._months[number - 1], year=year))


def capital(text: str) -> str:
    """With its first letter as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


ENGLISH: Final = Language("en", gettext.NullTranslations(), "en")


def languages() -> tuple[str, ...]:
    """The codes of all that can be spoken: English, and every language that has a catalogue."""
    return (ENGLISH.code, *sorted(path.parts[-3] for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


@lru_cache(maxsize=64)
def language(code: str) -> Language:
    """The language of a code that `languages` lists."""
    if code == ENGLISH.code:
        return ENGLISH
    file = CATALOGUES.joinpath(code, "LC_MESSAGES", f"{DOMAIN}.mo")
    with file.open("rb") as opened:
        catalogue: Any = gettext.GNUTranslations(opened)
    return Language(code, catalogue, blake2b(file.read_bytes(), digest_size=16).hexdigest())
