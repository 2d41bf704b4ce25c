"""Laws of the calendars: a sequence never falls, what is built is read back as it was declared, no line is too long."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import icalendar
from calendar_readers import by_icalendar
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from site_project import NOW, at, project, window

from statusgen.board import board, words
from statusgen.load import load
from statusgen.model import Cancelled, Maintnote, Status, Update
from statusgen.site.calendars import Calendars
from statusgen.site.calendars.lines import LONGEST, escaped, line
from statusgen.sources import Revision
from statusgen.timeline import DAY, HOUR

SETTINGS = {
    "page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": "America/Mexico_City"},
    "components": [{"id": "api", "name": "API"}, {"id": "database", "name": "Database"}],
    "maintnote": {"provider": "acme.example", "account": "public"},
}
START = at("2026-12-05 21:00")


def encoded(value):
    """JSON is YAML."""
    return json.dumps(value).encode()


def calendars_of(texts, now, history=None):
    """Every calendar of a project's texts, by path."""
    loaded = load({"statusgen.yaml": encoded(SETTINGS), **texts}, now=now, history=history)
    assume(not loaded.findings)
    return {path: recipe.render() for path, recipe in Calendars(board(loaded.project, {}, now)).recipes()}


def utc_text(instant):
    """As a file may say it."""
    return dt.datetime.fromtimestamp(instant, dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ")


hours = st.integers(-240, 480).map(lambda hour: START + hour * HOUR)
edits = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Upgrade", "Great upgrade"]),
        "components": st.sampled_from([["api"], ["api", "database"]]),
        "impact": st.sampled_from(["none", "outage"]),
        "start": st.sampled_from([START, START + HOUR, START + DAY]),
        "description": st.sampled_from(["", "Sending is paused."]),
        "updates": st.lists(st.tuples(hours, st.sampled_from(["Started.", "Late.", "Done."])), max_size=3),
        "cancelled": st.none() | hours,
        "actual": st.none() | hours,
        "name": st.sampled_from(["upgrade", "upgrade", "great-upgrade"]),
    }
)


def file_of(edit):
    """The file as an edit leaves it."""
    called_off = edit["cancelled"] is not None
    return encoded(
        {
            "title": edit["title"],
            "components": edit["components"],
            "impact": edit["impact"],
            "start": utc_text(edit["start"]),
            "duration": "2h",
            "description": edit["description"],
            "updates": [{"at": utc_text(at), "status": "in_progress", "text": text} for at, text in edit["updates"]],
            **({"cancelled": {"at": utc_text(edit["cancelled"]), "reason": "Delay."}} if called_off else {}),
            **({"actual": {"start": utc_text(edit["actual"])}} if edit["actual"] is not None and not called_off else {}),
        }
    )


def seen_at(now, revisions):
    """What a subscriber has of the one window at an instant: its event in the calendar and in that of notices."""
    path = revisions[-1].path
    files = calendars_of({path: revisions[-1].body}, now, lambda: {path: tuple(revisions)})
    (event,) = icalendar.Calendar.from_ical(files["calendar.ics"]).events
    (notice,) = icalendar.Calendar.from_ical(files["maintnote.ics"]).events
    return event, notice


def told(event):
    """What a reader sees of an event."""
    return [line for line in event.to_ical().splitlines() if not line.startswith((b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED"))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 90), edits), min_size=1, max_size=4), st.lists(hours, max_size=3))
def test_a_sequence_never_falls_whatever_is_edited(history, looks):
    """Moved, cancelled, called back, renamed, updates added and taken back: each change that is seen has a greater sequence,
    a later stamp and the same identity, in both kinds of calendar, whenever they are built."""
    when = START - 240 * HOUR
    revisions = []
    for wait, edit in history:
        when += wait * HOUR
        revisions.append(Revision(when, f"c{when}", file_of(edit), f"windows/{edit['name']}.yaml"))
    dated = [instant for _, edit in history for instant, _ in edit["updates"]]
    instants = sorted({revision.at for revision in revisions} | set(looks) | set(dated) | {START, START + 2 * HOUR})
    before = None
    for now in instants:
        known = [revision for revision in revisions if revision.at <= now]
        if not known:
            continue
        seen = seen_at(now, known)
        for old, new in zip(before or (), seen, strict=False):
            assert old["UID"] == new["UID"]
            assert old["SEQUENCE"] <= new["SEQUENCE"]
            assert old.DTSTAMP <= new.DTSTAMP
            assert told(old) == told(new) or old["SEQUENCE"] < new["SEQUENCE"]
        before = seen


ZONES = ("America/Mexico_City", "Europe/Brussels", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "Asia/Kolkata", "UTC")
near_changes = st.sampled_from(["2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2026-03-08", "2026-11-01", "2026-12-31"])


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    near_changes,
    st.integers(-1, 1),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 3000),
    st.none() | st.sampled_from(ZONES),
)
def test_what_is_built_is_read_back_as_it_was_declared(zone, day, shift, minute, lasts, own):
    """On the clock of the file's zone, across the changes of clocks, in every calendar that holds it."""
    clock = dt.datetime.fromisoformat(day) + dt.timedelta(days=shift, minutes=minute)
    end = clock + dt.timedelta(minutes=lasts)
    declared = {
        "title": "A",
        "components": ["api"],
        "impact": "none",
        "start": f"{clock:%Y-%m-%d %H:%M}",
        "end": f"{end:%Y-%m-%d %H:%M}",
    }
    page = {"statusgen.yaml": encoded({**SETTINGS, "page": {**SETTINGS["page"], "time_zone": zone}})}
    texts = {**page, "windows/a.yaml": encoded({**declared, **({"time_zone": own} if own else {})})}

    files = calendars_of(texts, at("2026-01-01 00:00"))

    holding = {path for path, body in files.items() if b"VEVENT" in body}
    assert {"calendar.ics", "maintnote.ics", "components/api/calendar.ics", "windows/a/calendar.ics"} == holding
    for path in holding:
        (event,) = icalendar.Calendar.from_ical(files[path]).events
        for shown, written in ((event.start, clock), (event.end, end)):
            assert dt.UTC == shown.tzinfo or shown.utcoffset() == dt.timedelta(0)
            assert written == shown.astimezone(ZoneInfo(own or zone)).replace(tzinfo=None)


anything = st.text(max_size=300) | st.text(alphabet='a\\,;:"\r\n\t 😀é\u202e\u2028\x00', max_size=300)


@settings(max_examples=150, deadline=None)
@given(anything, anything, anything, anything)
@example("😀" * 5000, "x" * 10_000, "\\" * 200, "\r\nX-EVIL:1\r\nBEGIN:VEVENT\r\n")
def test_every_text_comes_back_and_no_line_is_too_long(title, description, reason, name):
    """Lines end in CRLF, hold at most 75 octets, and each is UTF-8; what is read is what was written, without what misleads."""
    work = window(
        "x",
        "2026-12-05 21:00",
        "2026-12-06 01:00",
        title=title,
        description=description,
        updates=(Update(at("2026-12-01 00:00"), Status.SCHEDULED, reason),),
        cancelled=Cancelled(at("2026-12-01 00:00"), reason),
    )
    page = project().page
    page = type(page)(name, page.url, page.time_zone, maintnote=Maintnote("acme.example", "public"))
    cleaned = [part.strip() for part in (words.clean(reason), words.clean(description), f"Planned: {words.clean(reason)}")]
    for _, recipe in Calendars(board(project(windows=(work,), page=page), {}, NOW)).recipes():
        body = recipe.render()
        lines = body.split(b"\r\n")
        assert b"" == lines.pop()
        assert all(line.decode() and len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
        for event in by_icalendar(body)[0]:
            assert f"Cancelled: {words.line(title)}" == event.summary
            assert all(part in event.description for part in cleaned)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("ab^\\;,\n é😀日") | st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=400)
)
@example("a" * 73 + "\\N" + "^" * 80)
def test_lines_are_as_icalendar_writes_them(words):
    """Escaped and folded byte for byte as the library does both, but for `\\N`, of which it makes a line break, and for lines that
    are just short enough."""
    value = escaped(words)

    assert icalendar.vText(words.replace("\\N", "\\M")).to_ical().decode() == value.replace("\\N", "\\M")
    if len(value) + len("X:") != LONGEST:
        assert icalendar.parser.Contentline(f"X:{value}").to_ical() + b"\r\n" == line("X", value)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab^\\;,\n Nné"), max_size=100))
@example(r"Disk D:\New")
def test_a_text_is_read_back_as_it_was_escaped(words):
    """Backslashes too, whatever follows them."""
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + line("SUMMARY", escaped(words)) + b"END:VEVENT\r\n")

    assert words == str(event["SUMMARY"])
