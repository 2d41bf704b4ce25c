"""An iCalendar file (RFC 5545) in `freezes/` → the stretches of its events. Nothing in it raises: what cannot be read is told.

icalendar reads the lines and their values, dateutil lays rules out. What recurs keeps the clock of its own zone; days without
a clock, and times without a zone, are those of the page.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from statusgen.civil import UTC, CivilError, clock, day_start, first_shown, zone
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.sheet import MOST_FINDINGS, SUMMARIES
from statusgen.model import Frozen
from statusgen.timeline import DAY, Span
from statusgen.yaml12 import Document
from statusgen.yaml12.texts import text_of

if TYPE_CHECKING:
    from icalendar import Component

MOST_EVENTS: Final = 2000
MOST_RULES: Final = 100
"""Laying one out may take a third of a second."""
MOST_STRETCHES: Final = 10_000
DEEPEST: Final = 5
LONGEST: Final = 366
"""Days that an event may last."""

_FIRST, _LAST = 1970, 2199
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FOUR_CENTURIES: Final = dt.timedelta(146_097)
_READ: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE")
_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS: Final = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
)
"""What a rule may be made of that lays out days. Of an interval of 0 dateutil never sees the end."""
_WAY: Final = "Export it anew as iCalendar (RFC 5545), or mend it by hand."


class _Line(NamedTuple):
    """A line as it is meant, with what was folded below it."""

    number: int
    """Counted from 1."""
    text: str


class _Unreadable(Exception):
    """What is wrong with a calendar, or with a property of one of its events."""

    def __init__(self, at: int | str, what: str, way_out: str = _WAY, rule: str = "bad-calendar") -> None:
        super().__init__(what)
        self.at, self.what, self.way_out, self.rule = at, what, way_out, rule


def read_calendar(path: str, body: bytes, time_zone: str, span: Span) -> tuple[tuple[Frozen, ...], tuple[Finding, ...]]:
    """What the events of a calendar cover of a span, in the order of time; nothing where there are findings."""
    document = Document(path)
    text = text_of(document, body)
    findings, stretches = document.findings, []
    if text is not None:
        lines = _unfolded(text)
        try:
            laid_out = _Layout(_events(lines, body), time_zone, span)
            stretches = sorted(laid_out.stretches(), key=lambda one: (one.span, one.name))
            findings += [_finding(path, *told) for told in laid_out.wrong]
        except _Unreadable as error:
            findings.append(_finding(path, int(error.at), error))
    told = told_in_order(findings)[:MOST_FINDINGS]
    return ((), told) if told else (tuple(stretches), ())


def _finding(path: str, line: int, error: _Unreadable) -> Finding:
    summary = SUMMARIES[error.rule]
    return Finding(Place(path, line), error.rule, Severity.ERROR, summary, error.what, way_out=error.way_out)


def _unfolded(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = _Line(lines[-1].number, lines[-1].text + line[1:])
        elif line:
            lines.append(_Line(number, line))
    return lines


class _Event(NamedTuple):
    """An event as icalendar reads it, and the line on which each of its properties stands."""

    read: Component
    lines: Mapping[str, int]
    """With `BEGIN`, where it begins."""


def _events(lines: Sequence[_Line], body: bytes) -> list[_Event]:
    places = _places(lines)
    if len(places) > MOST_EVENTS:
        raise _Unreadable(places[MOST_EVENTS]["BEGIN"], f"There are more than {MOST_EVENTS:,} events.", "Keep those to come.")
    if len(rules := [where["RRULE"] for where in places if "RRULE" in where]) > MOST_RULES:
        raise _Unreadable(rules[MOST_RULES], f"More than {MOST_RULES} events come again.", "Make several calendars of it.")
    from icalendar import Calendar
    from icalendar.parser import Contentline

    for number, text in lines:
        try:
            Contentline(text).parts()  # type: ignore[no-untyped-call]  # icalendar types its upper rooms only
        except ValueError:
            raise _Unreadable(number, f"{printable(text, quoted=True)} is no line of a calendar.") from None
    try:
        read = Calendar.from_ical(body)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _Unreadable(1, f"The calendar cannot be read: {printable(str(error), longest=160)}") from None
    found = [part for part in read.subcomponents if part.name == "VEVENT"]
    return [_Event(event, where) for event, where in zip(found, places, strict=True)]


def _places(lines: Sequence[_Line]) -> list[dict[str, int]]:
    """Of each event of a calendar: the line on which each of its properties first stands."""
    open_parts: list[str] = []
    places: list[dict[str, int]] = []
    closed = False
    for number, text in lines:
        name, _, value = text.partition(":")
        name, value = name.partition(";")[0].strip().upper(), value.strip().upper()
        if closed or (not open_parts and (name, value) != ("BEGIN", "VCALENDAR")):
            what = "Something stands behind the calendar." if closed else "A calendar begins with `BEGIN:VCALENDAR`; this does not."
            raise _Unreadable(number, what)
        if name == "BEGIN":
            open_parts.append(value)
            if len(open_parts) > DEEPEST:
                raise _Unreadable(number, "The parts of a calendar do not lie that deep in each other.")
            if open_parts == ["VCALENDAR", "VEVENT"]:
                places.append({name: number})
        elif name == "END":
            if open_parts.pop() != value:
                raise _Unreadable(number, f"`END:{printable(value)}` ends what did not begin last.")
            closed = not open_parts
        elif open_parts == ["VCALENDAR", "VEVENT"]:
            places[-1].setdefault(name, number)
    if not closed:
        raise _Unreadable(lines[-1].number if lines else 1, "The calendar has no end." if lines else "There is nothing here.")
    return places


class _Clock(NamedTuple):
    """What an event's times are read by: a zone of ours by its name, or one that the calendar brings."""

    name: str | None
    brought: dt.tzinfo | None = None

    def instant(self, reading: dt.datetime) -> int:
        """The instant of a clock reading."""
        if self.name is not None:
            return first_shown(reading, self.name)
        return calendar.timegm(reading.replace(tzinfo=self.brought).utctimetuple())

    def shown(self, at: dt.datetime) -> dt.datetime:
        """What the clock shows at an aware time."""
        if self.name is not None:
            return clock(calendar.timegm(at.utctimetuple()), self.name)
        return at.astimezone(self.brought).replace(tzinfo=None)


class _Series(NamedTuple):
    """What an event says of time."""

    event: _Event
    clock: _Clock
    start: dt.datetime
    """As its clock shows it; of a day, its midnight."""
    days: int | None
    """How many days it takes; None: it is of times."""
    seconds: int
    """How long it lasts where it is of times."""

    def span(self, reading: dt.datetime) -> Span:
        """The occurrence that begins as the clock shows a reading."""
        if self.days is None:
            start = self.clock.instant(reading)
            return Span(start, start + self.seconds)
        zone_name = self.clock.name or UTC
        return Span(day_start(reading.date(), zone_name), day_start(reading.date() + dt.timedelta(self.days), zone_name))


class _Change(NamedTuple):
    """What an event says of an occurrence of another, or of that one and all that follow."""

    revision: int
    becomes: _Series | None
    """None: it is called off."""
    later: dt.timedelta
    """How much later it starts than the occurrence would, by its clock; less than none: earlier."""

    def span(self, was: Span) -> tuple[Span, _Event] | None:
        """When an occurrence takes place that follows, moved as the first was, and as long; None: it is called off."""
        if self.becomes is None:
            return None
        shown = self.becomes.clock.shown(_EPOCH + dt.timedelta(seconds=was.start))
        return self.becomes.span(shown + self.later), self.becomes.event


_Changes = dict[tuple[str, int], _Change]
"""By the UID, and by when the occurrence would start."""


class _Layout:
    """The events of a calendar over a span."""

    def __init__(self, events: Sequence[_Event], time_zone: str, span: Span) -> None:
        self.page, self.within = _Clock(time_zone), span
        self.until = clock(span.end, UTC) + dt.timedelta(2)
        self.wrong: list[tuple[int, _Unreadable]] = []
        self.events = events
        self.series: list[tuple[str, _Series]] = []
        self.single: _Changes = {}
        self.following: _Changes = {}

    def stretches(self) -> Iterator[Frozen]:
        """Each occurrence once: of two that say when one takes place, the later revision."""
        for event in self.events:
            try:
                self._sort(event)
            except _Unreadable as error:
                self.wrong.append((event.lines.get(str(error.at), event.lines["BEGIN"]), error))
        self.until += max((dt.timedelta(), *(-change.later for change in self.following.values())))  # those come earlier
        found = 0
        for uid, one in self.series:
            try:
                for span, event in self._as_changed(uid, one):
                    found += span.overlaps(self.within)
                    if found > MOST_STRETCHES:
                        raise _Unreadable("RRULE", f"The calendar holds more than {MOST_STRETCHES:,} occurrences.", "Keep fewer.")
                    if span.overlaps(self.within):
                        yield Frozen(span, _summary(event))
            except _Unreadable as error:
                self.wrong.append((one.event.lines.get(str(error.at), one.event.lines["BEGIN"]), error))
        for change in self.single.values():
            moved = change.becomes
            if moved is not None and (span := moved.span(moved.start)).overlaps(self.within):
                yield Frozen(span, _summary(moved.event))

    def _as_changed(self, uid: str, one: _Series) -> Iterator[tuple[Span, _Event]]:
        """The occurrences of a series of which nothing is said alone, and the event that tells of each."""
        changes = sorted((at, change) for (of, at), change in self.following.items() if of == uid)
        for span in self._occurrences(one):
            if (uid, span.start) in self.single:
                continue
            change = next((change for at, change in reversed(changes) if at <= span.start), None)
            told = (span, one.event) if change is None else change.span(span)
            if told is not None:
                yield told

    def _sort(self, event: _Event) -> None:
        """An event is a series, perhaps of one, or says what becomes of one occurrence of another, or of all that follow."""
        for name, _ in event.read.errors:
            if name in _READ:
                raise _refused(name)
        uid, cancelled = str(event.read.get("UID", "")), str(event.read.get("STATUS", "")).upper() == "CANCELLED"
        one = self._series(event)
        instead = _single(event, "RECURRENCE-ID")
        if instead is None:
            self.series += [] if cancelled else [(uid, one)]
            return
        at = self._instant(instead.dt, one.clock, "RECURRENCE-ID")
        later = one.start - one.clock.shown(_EPOCH + dt.timedelta(seconds=at))
        change = _Change(int(event.read.get("SEQUENCE", 0)), None if cancelled else one, later)
        for changes in (self.single, self.following) if _is_of_all(instead, later) else (self.single,):
            if change.revision >= changes.get((uid, at), change).revision:
                changes[uid, at] = change

    def _series(self, event: _Event) -> _Series:
        begins = _single(event, "DTSTART")
        if begins is None:
            raise _Unreadable("BEGIN", "The event has no `DTSTART`.")
        own = self._clock(begins, "DTSTART")
        start = _reading(begins.dt, "DTSTART")
        ends, lasts = _single(event, "DTEND"), _single(event, "DURATION", dt.timedelta)
        if not isinstance(begins.dt, dt.datetime):
            days = 1 if ends is None and lasts is None else _days(start, ends, lasts)
            _check_length(days - 1, days, "DTEND" if lasts is None else "DURATION")
            return _Series(event, own, start, days, 0)
        seconds = 0
        if ends is not None:
            if not isinstance(ends.dt, dt.datetime):
                raise _Unreadable("DTEND", "The event starts at a time, and ends on a day.")
            seconds = self._instant(ends.dt, own, "DTEND") - self._instant(begins.dt, own, "DTSTART")
        elif lasts is not None:
            seconds = _seconds(lasts.dt)
        _check_length(seconds, -(-seconds // DAY), "DTEND" if lasts is None else "DURATION")
        return _Series(event, own, start, None, seconds)

    def _clock(self, value: Any, name: str) -> _Clock:
        """The clock that a value is read by."""
        if not isinstance(value.dt, dt.datetime):
            return self.page
        if value.dt.tzinfo is None:
            if (unknown := value.params.get("TZID")) is not None:
                what = f"{printable(str(unknown), quoted=True)} is no time zone, and the calendar does not bring it."
                raise _Unreadable(name, what, "Use an IANA name such as `Europe/Brussels`.", "unknown-zone")
            return self.page
        known = getattr(value.dt.tzinfo, "key", None)
        try:
            zone(str(known))
        except CivilError:
            return _Clock(None, value.dt.tzinfo)
        return _Clock(str(known))

    def _instant(self, value: dt.date, own: _Clock, name: str) -> int:
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            known = getattr(value.tzinfo, "key", None)
            if known is None or known != own.name:
                _reading(value, name)
                return calendar.timegm(value.utctimetuple())
        reading = _reading(value, name)
        return own.instant(reading) if isinstance(value, dt.datetime) else day_start(reading.date(), own.name or UTC)

    def _occurrences(self, one: _Series) -> Iterator[Span]:
        """Every occurrence up to the end of the span, in no order, each once."""
        if one.days is None and not one.seconds:
            return
        left_out = {self._instant(day, one.clock, "EXDATE") for day, _ in _listed(one.event, "EXDATE")}
        # "The DTSTART property defines the first instance in the recurrence set" (RFC 5545, 3.8.5.3), whatever the rule says.
        readings = {one.start, *(reading for rule in _all(one.event, "RRULE") for reading in self._laid_out(rule, one))}
        spans = {(span := one.span(reading)).start: span for reading in sorted(readings)}
        for begins, lasts in _listed(one.event, "RDATE"):
            start = self._instant(begins, one.clock, "RDATE")
            span = one.span(_reading(begins, "RDATE")) if one.days is not None else Span(start, start + one.seconds)
            if lasts is not None:
                end = start + _seconds(lasts) if isinstance(lasts, dt.timedelta) else self._instant(lasts, one.clock, "RDATE")
                _check_length(end - start, -(-(end - start) // DAY), "RDATE")
                span = Span(start, end)
            spans[start] = span
        yield from (span for start, span in spans.items() if start not in left_out)

    def _laid_out(self, rule: Any, one: _Series) -> Iterator[dt.datetime]:
        """The clock readings at which a rule lets occurrences begin, as far as the span goes."""
        from dateutil.rrule import rrule, rrulestr

        parts = dict(part.split("=", 1) for part in rule.to_ical().decode().split(";"))
        if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _PARTS or not 0 < int(parts.get("INTERVAL", 1)) < 10_000:
            what = "A freeze comes again every so many days, weeks, months or years, at one time of day."
            raise _Unreadable("RRULE", what, "Write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, without BYHOUR and the like.")
        last, count = self._last(rule, one), int(parts.pop("COUNT", 0))
        parts.pop("UNTIL", None)
        if one.start > last:
            return
        # For the next day of a rule that never comes about dateutil looks until the year 9999; see `load/repeat.py`.
        shift = _FOUR_CENTURIES * ((dt.MAXYEAR - last.year - 1) // 400)
        try:
            laid_out = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=one.start + shift)
            assert isinstance(laid_out, rrule)  # one rule, never a set of them
            for number, reading in enumerate(laid_out.replace(until=last + shift), 1):
                if count and number > count:
                    return
                yield reading - shift
        except (ValueError, IndexError):
            raise _Unreadable("RRULE", "The rule asks for days that there cannot be.") from None

    def _last(self, rule: Any, one: _Series) -> dt.datetime:
        until = next(iter(rule.get("UNTIL", ())), None)
        if until is None:
            return self.until
        if not isinstance(until, dt.datetime):
            return min(self.until, dt.datetime.combine(until, dt.time.max))
        if until.tzinfo is None:
            return min(self.until, until)
        return self.until if until.year > _LAST else min(self.until, one.clock.shown(until))


def _check_length(least: int, days: int, name: str) -> None:
    """Whether an event ends as it should: not before its start, and before it covers all the years there are."""
    if least < 0:
        raise _Unreadable(name, "The event does not end after its start.", "Give a later end.", "end-not-after-start")
    if days > LONGEST:
        raise _Unreadable(name, f"The event lasts longer than {LONGEST} days.", "Give such a freeze by `from` and `until`.")


def _seconds(lasting: dt.timedelta) -> int:
    return lasting.days * DAY + lasting.seconds


def _reading(value: dt.date, name: str) -> dt.datetime:
    """What a clock shows, without its zone; of a day, midnight."""
    if not _FIRST <= value.year <= _LAST:
        raise _Unreadable(name, f"The year must be from {_FIRST} to {_LAST}.", "Correct it.", "not-a-time")
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0)
    return dt.datetime(value.year, value.month, value.day)


def _days(start: dt.datetime, ends: Any, lasts: Any) -> int:
    """How many days an event of days takes."""
    if ends is None:
        return int(lasts.dt.days)
    if isinstance(ends.dt, dt.datetime):
        raise _Unreadable("DTEND", "The event starts on a day, and ends at a time.")
    return (_reading(ends.dt, "DTEND") - start).days


def _all(event: _Event, name: str) -> list[Any]:
    """Every value of a property."""
    value = event.read.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _single(event: _Event, name: str, kind: type = dt.date) -> Any:
    """The value of a property that may be there once: a day or a time, or a duration."""
    values = _all(event, name)
    if len(values) > 1:
        raise _Unreadable(name, f"`{name}` stands here twice.")
    if values and not isinstance(values[0].dt, kind):
        raise _refused(name)
    return next(iter(values), None)


def _is_of_all(instead: Any, later: dt.timedelta) -> bool:
    """Whether what is said of an occurrence is said of all that follow too (RFC 5545, 3.2.13)."""
    extent = instead.params.get("RANGE")
    if extent is None:
        return False
    if str(extent).upper() != "THISANDFUTURE":
        what = f"An occurrence can be changed alone, or with `THISANDFUTURE`; here it is {printable(str(extent), quoted=True)}."
        raise _Unreadable("RECURRENCE-ID", what, "Write RANGE=THISANDFUTURE, or leave `RANGE` out.")
    if abs(later) > dt.timedelta(LONGEST):
        what = f"All that follow are moved by more than {LONGEST} days."
        raise _Unreadable("RECURRENCE-ID", what, "End the series before it, and begin another one.")
    return True


def _listed(event: _Event, name: str) -> Iterator[tuple[dt.date, dt.date | dt.timedelta | None]]:
    """Every day or time of a property that lists them, with its end or how long it lasts where it says that."""
    for value in _all(event, name):
        for one in value.dts:
            begins, lasts = one.dt if isinstance(one.dt, tuple) else (one.dt, None)
            if not isinstance(begins, dt.date):
                raise _refused(name)
            yield begins, lasts


def _refused(name: str) -> _Unreadable:
    return _Unreadable(name, f"`{name}` has a value that it cannot have.")


def _summary(event: _Event) -> str:
    return printable(" ".join(str(event.read.get("SUMMARY", "")).split()))
