"""One file while it is read: where everything in it stands, what it says of time, and what is wrong with it."""

from __future__ import annotations

import copy
import datetime as dt
import difflib
import re
from collections.abc import Collection, Mapping, Set
from typing import Final

from msgspec import Struct

from statusgen import yaml12
from statusgen.civil import CivilError, day, day_start, duration, instant, zone
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.look import brand, templates
from statusgen.model import stem
from statusgen.timeline import Span

RULES: Final = (
    *yaml12.RULES,
    ("missing-file", "File missing"),
    ("not-read", "Not read"),
    ("bad-id", "Name that cannot be an address"),
    ("duplicate-id", "Two files of one name"),
    ("unknown-key", "Unknown key"),
    ("missing-key", "Key missing"),
    ("empty-value", "Value missing"),
    ("wrong-type", "Value of the wrong kind"),
    ("bad-text", "Text of the wrong form"),
    ("too-long", "Text too long"),
    ("unknown-value", "Unknown word"),
    ("unknown-component", "Unknown component"),
    ("unknown-policy", "Unknown policy"),
    ("unknown-plan", "Unknown plan"),
    ("unknown-clause", "Unknown clause"),
    ("extends-cycle", "Policy that extends itself"),
    ("unsound-policy", "Policy that cannot be computed"),
    ("unknown-incident", "Unknown incident"),
    ("unknown-zone", "Unknown time zone"),
    ("duplicate-component", "Component named twice"),
    ("dependency-cycle", "Components that depend on each other"),
    ("not-a-time", "Not a time"),
    ("missing-time", "Time that does not exist"),
    ("repeated-time", "Time that happens twice"),
    ("not-a-duration", "Not a duration"),
    ("end-not-after-start", "End not after start"),
    ("end-and-duration", "Not one of end and duration"),
    ("acknowledged-too-early", "Acknowledged before it was sent"),
    ("times-out-of-order", "Times out of order"),
    ("bad-repeat", "Repetition that cannot be laid out"),
    ("bad-freeze", "Freeze that cannot be laid out"),
    ("bad-calendar", "Not a calendar"),
    ("bad-limit", "Limit that cannot be kept"),
    ("bad-money", "Not an amount of money"),
    ("bad-link", "Not a web address"),
    brand.LOGO_RULE,
    brand.ICON_RULE,
    templates.RULE,
    ("bad-color", "Not a colour"),
    ("out-of-bounds", "Number out of bounds"),
    ("duplicate-request", "Two requests of one name"),
    ("unknown-request", "Unknown request"),
    ("unknown-crew", "Unknown crew"),
    ("order-cycle", "Requests that wait for each other"),
    ("no-room", "Less room than the work takes"),
    ("traffic-incomplete", "Hours without traffic"),
    ("csv-syntax", "Not CSV"),
    ("unknown-column", "Unknown column"),
    ("missing-column", "Column missing"),
    ("duplicate-column", "Column given twice"),
    ("wrong-cells", "Wrong number of cells"),
    ("unknown-metric", "Unknown metric"),
    ("not-a-number", "Not a number"),
    ("measured-twice", "Measured twice"),
)
"""Every rule of reading, in the order of the handbook: (id, summary). All but `not-read` are errors."""

SUMMARIES: Final = dict(RULES)

STAND_IN: Final = "\0"
"""Stands for a name that is missing or wrong, so that the rest of the file is looked at too. No file can hold it."""

MOST_FINDINGS: Final = 100
"""As many are told of one file; who has mended them runs again."""

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Context(Struct, frozen=True):
    """All that the reading of a file depends on beside its own text."""

    time_zone: str
    components: tuple[str, ...] | None
    """Ids; None: any will do, as in an older revision, whose components may be gone."""
    plans: Mapping[str, tuple[str, ...]] | None
    """The plans of each policy by its id; None: any will do."""
    metrics: tuple[str, ...] | None = None
    """The ids of the metrics that the page's policies promise; None: any will do."""


class Sheet:
    """One file while it is read. Findings gather in `findings`; a file with any is not part of the project."""

    def __init__(self, file: str, body: bytes, context: Context) -> None:
        self.file = file
        self.context = context
        self.document = yaml12.read(file, body)
        self.findings: list[Finding] = self.document.findings
        self.time_zone = context.time_zone
        self.given: Set[str] = frozenset()
        """The top-level keys that are there and fit, as far as a form was filled."""
        for key, depth, mark in self.document.empty:
            if (key, depth) != ("emergency", 1):
                what = f"{printable(key, quoted=True)} has no value." if key else "There is no value here."
                self.tell_at(Place(file, *mark), "empty-value", what, way_out="Write one, or remove the key.")

    def part(self, value: object, *path: str | int) -> Sheet:
        """What stands at a path as a sheet of its own, with the value that it makes; what is told of it is told of this one."""
        part = copy.copy(self)
        part.document = self.document.part(*path)
        part.document.value = value
        return part

    @property
    def id(self) -> str:
        """The file's stem, checked to be fit for an address."""
        file_id = stem(self.file)
        if not _ID.fullmatch(file_id):
            what = f"{printable(file_id, quoted=True)} becomes part of an address and cannot be one."
            way_out = "Use up to 100 small letters, digits and hyphens: `2026-12-05-database-upgrade.yaml`."
            self.tell_at(Place(self.file), "bad-id", what, way_out=way_out)
        return file_id

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings in order."""
        return told_in_order(self.findings)[:MOST_FINDINGS]

    def tell(self, rule: str, *path: str | int, what: str, why: str = "", way_out: str = "") -> None:
        """Add a finding at the value of a path of keys and indices."""
        self.tell_at(self.document.place(path), rule, what, why, way_out)

    def tell_at(self, place: Place, rule: str, what: str, why: str = "", way_out: str = "", instead: str | None = None) -> None:
        """Add a finding at a place, with the word that is meant there where one is near."""
        self.findings.append(Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, why, way_out, instead=instead))

    def tell_word(self, place: Place, rule: str, what: str, word: str, known: Collection[str]) -> None:
        """Add a finding of a word that is none of those that are known, with the nearest of them."""
        # Looking for the nearest name takes a while; no one reads it of the two hundredth mistake.
        few = len(self.findings) < MOST_FINDINGS
        self.tell_at(place, rule, what, "", did_you_mean(word, known) if few else "", nearest(word, known) if few else None)

    def use_zone(self, name: str | None) -> None:
        """Read the times that follow on the clock of a zone of the file's own."""
        if name is not None:
            self.time_zone = (
                name if self.zone(name, "time_zone") else "UTC"
            )  # where every time exists: no finding follows from this one

    def zone(self, name: str, *path: str | int) -> bool:
        """Whether there is a zone of that name; a finding says so where not."""
        try:
            zone(name)
        except CivilError as error:
            self._tell_civil(error, error.rule, *path)
            return False
        return True

    def day(self, text: str, *path: str | int) -> bool:
        """Whether a text is a day of the calendar, such as `2026-12-25`; a finding says so where not."""
        try:
            day(text)
        except CivilError as error:
            self._tell_civil(error, error.rule, *path)
            return False
        return True

    def time(self, text: str | None, *path: str | int) -> int | None:
        """The instant of a text; None where there is none, or a finding says that it is none."""
        if text is None:
            return None
        try:
            return instant(text, self.time_zone)
        except CivilError as error:
            self._tell_civil(error, error.rule, *path)
            return None

    def edge(self, text: str | None, *path: str | int, days: int) -> int | None:
        """A time, or the start of a day, or of so many days later; None likewise."""
        if text is None or not _DATE.fullmatch(text):
            return self.time(text, *path)
        try:
            day = dt.date.fromisoformat(text) + dt.timedelta(days)
        except (ValueError, OverflowError):
            return self.time(f"{text} 00:00", *path)
        at = self.time(f"{day} 00:00 Z", *path)  # tells a year that is out of bounds
        return None if at is None else day_start(day, self.time_zone)

    def duration(self, text: str | None, *path: str | int) -> int | None:
        """The seconds of a duration; None likewise."""
        if text is None:
            return None
        try:
            return duration(text)
        except CivilError as error:
            self._tell_civil(error, "not-a-duration", *path)
            return None

    def _tell_civil(self, error: CivilError, rule: str, *path: str | int) -> None:
        self.tell(rule, *path, what=printable(error.what, longest=240), way_out=error.way_out)

    def span(self, start: int | None, end: int | None, *path: str | int) -> Span | None:
        """From start to end; None where one is missing, or a finding at the path says that the end is not later."""
        if start is None or end is None:
            return None
        if end <= start:
            self.tell("end-not-after-start", *path, what="The end is not after the start.", way_out="Give a later end.")
            return None
        return Span(start, end)

    def known(self, rule: str, name: str, known: Collection[str] | None, *path: str | int) -> bool:
        """Whether a name is known; a finding with the nearest one says so where not."""
        if known is None or name in known or name == STAND_IN:
            return True
        what = f"{printable(name, quoted=True)} is not known."
        self.tell_word(self.document.place(path), rule, what, name, known)
        return False

    def components(self, names: list[str], *path: str | int) -> tuple[str, ...]:
        """Ids of components, each known and named once."""
        for index, name in enumerate(names):
            if self.known("unknown-component", name, self.context.components, *path, index) and name in names[:index]:
                what = f"{printable(name, quoted=True)} is named twice."
                self.tell("duplicate-component", *path, index, what=what, way_out="Name it once.")
        return tuple(names)


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that is meant, where one is near enough."""
    return next(iter(difflib.get_close_matches(name[:100], sorted(known), n=1)), None)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The nearest known name, else all of them."""
    near = nearest(name, known)
    if near is not None:
        return f"Did you mean `{near}`?"
    names = ", ".join(f"`{one}`" for one in sorted(known)[:30])
    return f"Known: {names}." if names else "There is none yet."
