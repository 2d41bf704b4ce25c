"""`freezes:` of `statusgen.yaml` → the dated times without changes: given by dates, by public holidays, or by calendars.

What comes again is laid out for the years that matter to work to come: from the year before this one on, eleven years.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from statusgen.civil import HolidaysUnavailable, clock, day_end, day_start, named_holidays
from statusgen.finding import Finding, Place, Severity, printable
from statusgen.load.sheet import SUMMARIES, Sheet, did_you_mean
from statusgen.load.shelf import Shelf
from statusgen.model import Freeze, Frozen, Origin
from statusgen.sources import FREEZES, Texts
from statusgen.timeline import Span

if TYPE_CHECKING:
    from statusgen.load.forms import FreezeForm

YEARS_AHEAD: Final = 10
MOST_DAYS: Final = 31
_KEPT: Final = msgspec.msgpack.Decoder(tuple[Freeze, ...])
_KINDS: Final = {"from": "from", "until": "from", "country": "country", "calendar": "calendar"}
_OF_HOLIDAYS: Final = ("subdivision", "only")
_WIDENING: Final = ("days_before", "days_after")
_WAYS: Final = "Write `from: 2026-12-18` and `until: 2027-01-02`, or `country: MX`, or `calendar: freezes/retail.ics`."


class Source(msgspec.Struct, frozen=True, array_like=True):
    """A freeze as it is declared: what it takes to lay it out."""

    reason: str
    place: Place
    origin: Origin
    """Where the keys stand of which the laying out may have something to tell."""
    components: tuple[str, ...] = ()
    span: Span | None = None
    country: str | None = None
    subdivision: str | None = None
    only: tuple[str, ...] = ()
    calendar: str | None = None
    days_before: int = 0
    days_after: int = 0


def read_freezes(forms: list[FreezeForm], ids: Iterable[str], sheet: Sheet) -> tuple[Source, ...]:
    """The freezes of the project's file; what is wrong with one is told, and no project comes of it."""
    known = tuple(ids)
    read = (_source(form, known, sheet, index) for index, form in enumerate(forms))
    return tuple(source for source in read if source is not None)


def _source(form: FreezeForm, known: tuple[str, ...], sheet: Sheet, index: int) -> Source | None:
    here = ("freezes", index)
    for number, name in enumerate(form.components or ()):
        sheet.known("unknown-component", name, known, *here, "components", number)
    told = len(sheet.findings)
    _check_keys(form, sheet, index)
    span = None
    if form.from_ is not None and form.until is not None:
        start = sheet.edge(form.from_, *here, "from", days=0)
        span = sheet.span(start, sheet.edge(form.until, *here, "until", days=1), *here, "until")
    if len(sheet.findings) > told:
        return None
    return Source(
        reason=form.reason,
        place=sheet.document.place(here),
        origin=_origin(form, sheet, *here),
        components=tuple(dict.fromkeys(form.components or ())),
        span=span,
        country=form.country,
        subdivision=form.subdivision,
        only=tuple(form.only or ()),
        calendar=form.calendar,
        days_before=form.days_before,
        days_after=form.days_after,
    )


def _check_keys(form: FreezeForm, sheet: Sheet, index: int) -> None:
    """A freeze is of one kind, and has what belongs to it."""
    here = ("freezes", index)
    given = sheet.document.value["freezes"][index].keys()
    kinds = list(dict.fromkeys(_KINDS[key] for key in _KINDS if key in given))
    if len(kinds) != 1:
        what = "Nothing says when this freeze is." if not kinds else f"`{kinds[0]}` and `{kinds[1]}` are two freezes."
        sheet.tell("bad-freeze", *here, what=what, way_out="Make an entry of each." if kinds else _WAYS)
        return
    if kinds == ["from"] and not {"from", "until"} <= given:
        missing = "until" if "from" in given else "from"
        sheet.tell("bad-freeze", *here, what=f"`{missing}` is missing.", way_out=f"Add `{missing}: 2027-01-02`; a day is included.")
    for key in _OF_HOLIDAYS:
        if key in given and kinds != ["country"]:
            sheet.tell("bad-freeze", *here, key, what=f"`{key}` speaks of public holidays.", way_out="Name their `country:`, too.")
    for key in _WIDENING:
        days = getattr(form, key)
        if key in given and kinds == ["from"]:
            what = f"`{key}` belongs to holidays and calendars."
            sheet.tell("bad-freeze", *here, key, what=what, way_out="Write other days in `from` and `until`.")
        elif not 0 <= days <= MOST_DAYS:
            what = f"{days} days are not from 0 to {MOST_DAYS}."
            sheet.tell("bad-freeze", *here, key, what=what, way_out="Write fewer days, or give the dates.")


def _origin(form: FreezeForm, sheet: Sheet, *here: str | int) -> Origin:
    keys = {key: sheet.document.mark((*here, key)) for key in ("country", "subdivision", "calendar") if getattr(form, key)}
    keys |= {f"only.{number}": sheet.document.mark((*here, "only", number)) for number in range(len(form.only or ()))}
    return Origin(sheet.file, keys)


def lay_out(
    sources: Sequence[Source], texts: Texts, zone: str, now: int, shelf: Shelf
) -> tuple[tuple[Freeze, ...], tuple[Finding, ...]]:
    """The freezes at an instant, and what is wrong with them or with their calendars. What was laid out before is on the shelf."""
    named = {source.calendar for source in sources}
    unnamed = tuple(_unnamed(path) for path in texts if path.startswith(f"{FREEZES}/") and path not in named)
    layout = _Layout(texts, zone, now)
    calendars = {path: texts[path] for path in sorted(texts.keys() & named)}
    asked = (sources, zone, layout.year, _version() if any(source.country for source in sources) else "", calendars)
    key = shelf.keys(b"freezes", {FREEZES: msgspec.msgpack.encode(asked)})[FREEZES]
    if (kept := shelf.get(key)) is not None:
        return _KEPT.decode(kept), unnamed
    freezes = tuple(layout.freeze(source) for source in sources)
    if sources and not layout.findings:
        shelf.put(key, msgspec.msgpack.encode(freezes))
    return freezes, (*layout.findings, *unnamed)


def _unnamed(path: str) -> Finding:
    """A calendar that lies there, and that no freeze names."""
    what, way_out = "No freeze names this calendar.", f"Name it in statusgen.yaml: `calendar: {printable(path)}`."
    return Finding(Place(path), "not-read", Severity.WARNING, SUMMARIES["not-read"], what, way_out=way_out)


def _version() -> str:
    """What the library of holidays knows differs between its versions."""
    from importlib import metadata

    try:
        return metadata.version("holidays")
    except metadata.PackageNotFoundError:
        return ""


class _Layout:
    """The freezes of a project on the clock of its page."""

    def __init__(self, texts: Texts, zone: str, now: int) -> None:
        self.texts, self.zone = texts, zone
        self.year = clock(now, zone).year
        self.findings: list[Finding] = []
        self.calendars: dict[str, tuple[Frozen, ...]] = {}

    @property
    def years(self) -> range:
        return range(self.year - 1, self.year + YEARS_AHEAD)

    @property
    def span(self) -> Span:
        return Span(day_start(dt.date(self.years.start, 1, 1), self.zone), day_start(dt.date(self.years.stop, 1, 1), self.zone))

    def freeze(self, source: Source) -> Freeze:
        if source.span is not None:
            stretches: Iterable[Frozen] = (Frozen(source.span),)
        elif source.country is not None:
            stretches = self._of_holidays(source, source.country)
        else:
            stretches = self._of_calendar(source, source.calendar or "")
        widened = sorted((self._widened(one, source) for one in stretches), key=lambda one: (one.span, one.name))
        return Freeze(source.reason, source.place, tuple(widened), source.components)

    def _widened(self, one: Frozen, source: Source) -> Frozen:
        start, end = one.span
        if source.days_before:
            start = day_end(start, -source.days_before - 1, self.zone)
        if source.days_after:
            end = day_end(end - 1, source.days_after, self.zone)
        return Frozen(Span(start, end), one.name)

    def _of_holidays(self, source: Source, country: str) -> Iterator[Frozen]:
        wanted = {name.casefold() for name in source.only}
        met: set[str] = set()
        for day, names in self._holidays(source, country):
            met.update(names)
            if not wanted or not wanted.isdisjoint(map(str.casefold, names)):
                span = Span(day_start(day, self.zone), day_start(day + dt.timedelta(1), self.zone))
                yield Frozen(span, ", ".join(names))
        known = {name.casefold() for name in met}
        for number, name in enumerate(source.only):
            if met and name.casefold() not in known:
                what = f"{printable(name, quoted=True)} is no public holiday of {source.country} in these years."
                self._tell(source, f"only.{number}", what, did_you_mean(name, met))

    def _holidays(self, source: Source, country: str) -> Iterator[tuple[dt.date, tuple[str, ...]]]:
        """By year, as far as they are known; this year and the next must be."""
        for year in self.years:
            try:
                yield from sorted(named_holidays(country, source.subdivision, year).items())
            except HolidaysUnavailable as error:
                if self.year <= year <= self.year + 1:
                    what = f"{error.message[0].upper()}{error.message[1:]}."
                    way_out = "Install `statusgen[holidays]` and use the codes of ISO 3166; or give the days by `from` and `until`."
                    key = "country" if source.subdivision is None else "subdivision"
                    self._tell(source, key, what, way_out)
                    return

    def _of_calendar(self, source: Source, path: str) -> tuple[Frozen, ...]:
        there = [name for name in self.texts if name.startswith(f"{FREEZES}/")]
        if path not in there:
            what = f"{printable(path, quoted=True)} is no calendar of this project."
            put = (
                "Put the calendar there."
                if path.startswith(f"{FREEZES}/")
                else "Put it into `freezes/`, and name it so: `freezes/retail.ics`."
            )
            way_out = did_you_mean(path, there) if there else put
            self._tell(source, "calendar", what, way_out)
            return ()
        if path not in self.calendars:
            from statusgen.load.calendars import read_calendar

            self.calendars[path], told = read_calendar(path, self.texts[path], self.zone, self.span)
            self.findings += told
        return self.calendars[path]

    def _tell(self, source: Source, key: str, what: str, way_out: str) -> None:
        summary = SUMMARIES["bad-freeze"]
        self.findings.append(Finding(source.origin.at(key), "bad-freeze", Severity.ERROR, summary, what, way_out=way_out))
