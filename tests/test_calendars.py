"""The calendars of a small project: what is in which, what others read in them, and hostile text."""

import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
from calendar_readers import READERS, by_circuit_maintenance_parser, by_ical_js, by_icalendar, by_libical
from site_project import CANCELLED, DONE, MOVED, NOW, UPGRADE, VERDICTS, ZONE, at, project, window
from test_site import HOSTILE, site

from statusgen.board import board
from statusgen.civil import utc
from statusgen.course import State
from statusgen.finding import ProjectUnreadable
from statusgen.load import load
from statusgen.model import Actual, Announcement, Cancelled, Component, Maintnote, Page, Status, Update
from statusgen.policy import Impact
from statusgen.site import calendars
from statusgen.site.calendars.vevent import sequence
from statusgen.timeline import Span

HERE = Path(__file__).parent
HOST = "status.acme.example"
NOTICES = Page("Acme Messaging", f"https://{HOST}/", ZONE, maintnote=Maintnote("acme.example", "public", "noc@acme.example"))


def made(now=NOW, **more):
    """Every calendar of the project, by path."""
    found = calendars.Calendars(board(project(**more), VERDICTS, now))
    return {path: recipe.render() for path, recipe in found.recipes()}


def events(body):
    """The calendar's events by identity, read by the library."""
    read = icalendar.Calendar.from_ical(body)
    assert all(not event.errors for event in read.walk())
    return {str(event["UID"]): event for event in read.events}


def ids(body):
    """The windows in a calendar, in its order."""
    return [uid.removesuffix(f"@{HOST}") for uid in events(body)]


def test_there_is_a_calendar_of_the_page_of_each_component_and_of_each_current_window():
    """Each with what belongs into it, by start."""
    assert {path: ids(body) for path, body in made().items()} == {
        "calendar.ics": [DONE.id, UPGRADE.id, MOVED.id, CANCELLED.id],
        "components/api/calendar.ics": [CANCELLED.id],
        "components/database/calendar.ics": [DONE.id, UPGRADE.id, MOVED.id, CANCELLED.id],
        **{f"windows/{each.id}/calendar.ics": [each.id] for each in (DONE, UPGRADE, MOVED, CANCELLED)},
    }


def test_a_calendar_says_what_the_page_says():
    """In UTC, with an identity for life, blocking nobody's day."""
    upgrade = events(made()["calendar.ics"])[f"{UPGRADE.id}@{HOST}"]

    assert (utc(UPGRADE.span.start), utc(UPGRADE.span.end)) == (upgrade.start, upgrade.end)
    assert ("Database upgrade", "CONFIRMED", "TRANSPARENT") == tuple(str(upgrade[name]) for name in ("SUMMARY", "STATUS", "TRANSP"))
    assert utc(at("2026-12-05 21:02")) == upgrade.DTSTAMP == upgrade.LAST_MODIFIED
    assert ["Database"] == upgrade.categories
    assert f"https://{HOST}/windows/{UPGRADE.id}/" == upgrade["URL"]
    assert str(upgrade["DESCRIPTION"]).split("\n\n") == [
        "Maintenance. Database: outage expected.",
        "We move to the *new* major version.",
        "See [the plan](https://acme.example/plan).",
        "In progress: Started.",
        f"https://{HOST}/windows/{UPGRADE.id}/",
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("calendar.ics", "Acme Messaging: maintenance"),
        ("components/api/calendar.ics", "Acme Messaging: maintenance of Messaging API"),
        (f"windows/{UPGRADE.id}/calendar.ics", "Acme Messaging: Database upgrade"),
    ],
)
def test_a_calendar_tells_its_name_and_how_often_to_look(path, name):
    """In the words of RFC 7986 and in those that clients understood before; without METHOD, which would make it a message."""
    calendar = icalendar.Calendar.from_ical(made()[path])

    assert name == calendar["NAME"]
    assert f"X-WR-CALNAME:{name}".encode() in made()[path].replace(b"\r\n ", b"")
    assert ("DURATION", "PT1H") == (calendar["REFRESH-INTERVAL"].params["VALUE"], calendar["REFRESH-INTERVAL"].to_ical().decode())
    assert "PT1H" == calendar["X-PUBLISHED-TTL"]
    assert ("URI", f"https://{HOST}/{path}") == (calendar["SOURCE"].params["VALUE"], calendar["SOURCE"])
    assert f"{path.removesuffix('.ics')}@{HOST}" == calendar["UID"]
    assert not {"METHOD", "X-WR-TIMEZONE"} & calendar.keys()


def test_a_cancelled_window_stays():
    """Marked as such, with the reason, so that who holds it hears of it."""
    cancelled = events(made()["calendar.ics"])[f"2026-12-19-move@{HOST}"]

    assert ("Cancelled: Move to the new site", "CANCELLED", 1) == (cancelled["SUMMARY"], cancelled["STATUS"], cancelled["SEQUENCE"])
    assert "Vendor delay." in cancelled["DESCRIPTION"]


@pytest.mark.parametrize(("turn", "there"), [("2027-02-04 00:59", True), ("2027-02-04 01:00", False)])
def test_calendars_hold_sixty_days_of_the_past(turn, there):
    """From the last change of the page on: between two changes no calendar changes."""
    later = window("z", turn, "2027-02-04 09:00", announced="2026-12-01 10:00")
    over = window("y", "2026-12-05 21:00", "2026-12-06 01:00")
    files = made(at("2027-02-04 08:00"), windows=(over, later))

    assert (["y", "z"] if there else ["z"]) == ids(files["calendar.ics"])
    assert there == ("windows/y/calendar.ics" in files)


def test_work_that_nobody_said_to_be_finished_stays():
    """It goes on until somebody does."""
    later = window("z", "2027-03-04 01:00", "2027-03-04 09:00", announced="2026-12-01 10:00")

    assert [UPGRADE.id, "z"] == ids(made(at("2027-03-05 08:00"), windows=(UPGRADE, later))["calendar.ics"])


def test_calendars_do_not_change_between_two_changes_of_the_page():
    """Years later the last event is still there, and no byte is another."""
    assert made(at("2027-01-01 00:00")) == made(at("2031-01-01 00:00"))


def test_work_that_ran_late_is_recent_from_its_true_end_on():
    """And keeps its announced times."""
    late = window("late", "2026-12-05 21:00", "2026-12-06 01:00", actual=Actual(end=at("2026-12-30 00:00")))
    turn = window("z", "2027-02-20 01:00", "2027-02-20 09:00", announced="2026-12-01 10:00")

    body = made(at("2027-02-20 02:00"), windows=(late, turn))["calendar.ics"]

    assert ["late", "z"] == ids(body)
    assert utc(late.span.end) == events(body)[f"late@{HOST}"].end


def test_an_event_is_made_once_for_all_calendars(monkeypatch):
    """Four windows stand in thirteen places."""
    seen = []
    monkeypatch.setattr(calendars, "vevent", lambda entry, _: seen.append(entry.id) or b"")
    made()

    assert sorted(seen) == sorted(each.id for each in (DONE, UPGRADE, MOVED, CANCELLED))


def test_an_event_is_the_same_in_every_calendar():
    """Byte for byte."""
    files = made()
    alone = files[f"windows/{MOVED.id}/calendar.ics"]
    event = alone[alone.index(b"BEGIN:VEVENT") : alone.index(b"END:VCALENDAR")]

    assert event in files["calendar.ics"]
    assert event in files["components/database/calendar.ics"]


def digests(**more):
    """The keys of all calendars."""
    return {path: recipe.digest for path, recipe in calendars.Calendars(board(project(**more), VERDICTS, NOW)).recipes()}


def test_a_changed_window_changes_only_the_calendars_that_hold_it():
    """The calendars of other windows and components keep their keys."""
    changed = window(MOVED.id, "2026-12-13 21:00", "2026-12-13 23:00", title="Another title")
    before, after = digests(), digests(windows=(DONE, UPGRADE, changed, CANCELLED))

    assert {path for path in after if before[path] != after[path]} == {
        "calendar.ics",
        "components/database/calendar.ics",
        f"windows/{MOVED.id}/calendar.ics",
    }


def test_a_calendar_without_events_is_valid_and_there():
    """RFC 5545 section 3.4 asks for one component at least; who subscribes before the first event must find something."""
    files = made(windows=())

    assert {"calendar.ics", "components/api/calendar.ics", "components/database/calendar.ics"} == files.keys()
    for body in files.values():
        assert [] == icalendar.Calendar.from_ical(body).events
        assert 1 == len(icalendar.Calendar.from_ical(body).timezones)
        assert [] == by_libical(body)[0]


def test_occurrences_of_a_series_are_events_of_their_own():
    """No rule, no exception: each has its identity, as clients go wrong where a rule changes."""
    series = [
        window(f"patch-2026-12-{day:02}", f"2026-12-{day:02} 21:00", f"2026-12-{day:02} 23:00", series="patch") for day in (6, 13)
    ]
    body = made(windows=series)["calendar.ics"]

    assert ["patch-2026-12-06", "patch-2026-12-13"] == ids(body)
    assert b"RRULE" not in body
    assert b"RECURRENCE-ID" not in body


def test_a_renamed_window_keeps_its_identity():
    """Where git shows that its file had another name, calendars know it by that; its address is the new one."""
    renamed = window("new", "2026-12-13 21:00", "2026-12-13 23:00", known_as="old")
    event = events(made(windows=(renamed,), page=NOTICES)["maintnote.ics"])[f"old@{HOST}"]

    assert f"https://{HOST}/windows/new/" == event["URL"]
    assert "old" == event["X-MAINTNOTE-MAINTENANCE-ID"]


def test_a_former_name_that_the_file_declares_is_an_identity_too():
    """Where git is not the evidence, or saw no rename; of several names the first."""
    renamed = window("new", "2026-12-13 21:00", "2026-12-13 23:00", formerly=("old", "older"))

    assert ["old"] == ids(made(windows=(renamed,))["calendar.ics"])


def test_a_window_that_is_ahead_can_be_added_to_a_calendar_from_its_page():
    """One that is over or cancelled cannot; in every language the link leads to the file beside the page."""
    files = site(page=Page("Acme", f"https://{HOST}/", ZONE, ("en", "es")))

    for below in ("", "es/"):
        shown = {
            each.id
            for each in (DONE, UPGRADE, MOVED, CANCELLED)
            if b' href="calendar.ics">' in files[f"{below}windows/{each.id}/index.html"]
        }
        assert {UPGRADE.id, MOVED.id} == shown
        assert {f"{below}windows/{each}/calendar.ics" for each in shown} <= files.keys()


def test_calendars_speak_the_languages_of_the_page():
    """Their own words; what people wrote stays as it is. Identities and sequences are the same."""
    files = site(page=Page("Acme", f"https://{HOST}/", ZONE, ("en", "es")))
    english, spanish = by_icalendar(files["calendar.ics"]), by_icalendar(files["es/calendar.ics"])

    assert ("Acme: maintenance", "Acme: mantenimiento") == (english[1], spanish[1])
    assert [each[:5] for each in english[0]] == [each[:5] for each in spanish[0]]
    assert "Cancelado: Move to the new site" == spanish[0][-1].summary
    assert f"https://{HOST}/es/windows/{CANCELLED.id}/" == spanish[0][-1].description.split("\n\n")[-1]
    assert "es/maintnote.ics" not in files


def test_the_sequence_grows_with_everything_told():
    """Announced, moved, cancelled, and planned again: it never falls."""
    span = Span(at("2026-12-05 21:00"), at("2026-12-06 01:00"))
    first = Announcement(1, span, ("api",), Impact.NONE)
    moved = Announcement(2, Span(span.start + 60, span.end), ("api",), Impact.NONE)
    none = Announcement(3, Span(span.start, span.start), ("api",), Impact.NONE)
    again = Announcement(4, span, ("api",), Impact.NONE)
    told = [
        window("x", "2026-12-05 21:00", "2026-12-06 01:00", announcements=announcements, cancelled=cancelled)
        for announcements, cancelled in (
            ((first,), None),
            ((first, moved), None),
            ((first, moved, none), Cancelled(3, "Delay.")),
            ((first, moved, none, again), None),
        )
    ]

    assert [0, 1, 2, 3] == [sequence(each, 10) for each in told]
    assert 1 == sequence(
        window("x", "2026-12-05 21:00", "2026-12-06 01:00", announcements=(first,), cancelled=Cancelled(3, "Delay.")), 10
    )


def test_the_sequence_counts_revisions_where_git_shows_them():
    """And what the last of them has dated ahead, once that is due."""
    span = Span(100, 200)
    first = Announcement(10, span, ("api",), Impact.NONE)
    dated = (Update(15, Status.SCHEDULED, "Said late."), Update(110, Status.IN_PROGRESS, "Started."))
    work = window(
        "x", "2026-12-05 21:00", "2026-12-06 01:00", announcements=(first,), updates=dated, revisions=(10, 20, 30), cancelled=None
    )

    assert [0, 0, 1, 2, 2, 3] == [sequence(work, now) for now in (5, 19, 20, 30, 109, 110)]


def test_lines_are_folded_between_characters():
    """No line is longer than 75 octets, and each is UTF-8 by itself, wherever an emoji falls."""
    for shift in range(4):
        work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", title="a" * shift + "😀" * 60)
        body = made(windows=(work,))["calendar.ics"]
        assert all(len(line) <= 75 and line.decode() for line in body.removesuffix(b"\r\n").split(b"\r\n"))
        assert "a" * shift + "😀" * 60 == events(body)[f"x@{HOST}"]["SUMMARY"]


def hostile():
    """Every text that people write is an attack, or ten thousand characters long."""
    updates = (Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, HOSTILE),)
    return {
        "windows": (
            window(
                "a",
                "2026-12-05 21:00",
                "2026-12-06 01:00",
                title=HOSTILE,
                description=HOSTILE * 3,
                updates=updates,
                emergency=HOSTILE,
            ),
            window(
                "b",
                "2026-12-08 21:00",
                "2026-12-09 01:00",
                title="x" * 10_000,
                cancelled=Cancelled(at("2026-12-01 00:00"), HOSTILE),
            ),
            window("c", "2026-12-09 21:00", "2026-12-10 01:00", title="\\n;,:\"^'\t" * 40, description="\r\nEND:VEVENT\r\n"),
            window("d", "2026-12-09 21:00", "2026-12-10 01:00", title="😀" * 10_000, description="e\u0301" * 500),
        ),
        "components": (Component("api", HOSTILE, HOSTILE, HOSTILE, ("database",)), Component("database", HOSTILE)),
        "page": Page(HOSTILE, f"https://{HOST}/", ZONE, maintnote=Maintnote(HOSTILE, HOSTILE, "a&b?c%@acme.example")),
    }


def everything(case):
    """All calendars of the demo of this file, or of the hostile one."""
    return made(page=NOTICES) if case == "plain" else made(**hostile())


@pytest.mark.parametrize("case", ["plain", "hostile"])
@pytest.mark.parametrize("reader", [by_ical_js, by_libical], ids=["ical.js", "libical"])
def test_other_readers_agree(reader, case):
    """Of every calendar: the same events, times, sequences, states and texts as icalendar reads, and the same name."""
    for path, body in everything(case).items():
        assert by_icalendar(body) == reader(body), path


def test_hostile_text_stays_text():
    """No property of theirs, no character that misleads, no line too long; and not one event more."""
    for path, body in everything("hostile").items():
        raw = body.removesuffix(b"\r\n").split(b"\r\n")
        assert all(len(line) <= 75 for line in raw), path
        lines = body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
        assert not any(line.startswith("X-EVIL") for line in lines)
        assert all(line.isprintable() for line in lines), path
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(events(body))
        assert {"a", "b", "c", "d"} >= {uid.partition("@")[0] for uid in events(body)}


@pytest.mark.parametrize(
    "broken",
    [
        b"METHOD:PUBLISH",  # asks for an ORGANIZER
        b"REFRESH-INTERVAL;VALUE=DURATION:soon",
    ],
)
def test_libical_would_complain(broken):
    """The check is one that can fail."""
    body = made()["calendar.ics"].replace(b"X-PUBLISHED-TTL:PT1H", broken)
    with pytest.raises(AssertionError):
        by_libical(body)


def notices(now=NOW, **more):
    """The notices of the project, as network operators' tools read them, by maintenance."""
    read = by_circuit_maintenance_parser(made(now, page=NOTICES, **more)["maintnote.ics"])
    return {each["maintenance_id"]: each for each in read}


def test_without_its_settings_there_are_no_notices():
    """And no calendar has a property of the standard."""
    assert not any(b"MAINTNOTE" in body or "maintnote" in path for path, body in made().items())


def test_notices_are_read_by_the_parser_of_network_operators():
    """Who, what, when, how and whether; the same identity and times as in the other calendars."""
    read = notices()

    assert [DONE.id, UPGRADE.id, MOVED.id, CANCELLED.id] == list(read)
    assert read[CANCELLED.id] == {
        "account": "public",
        "circuits": [{"circuit_id": "api", "impact": "DEGRADED"}, {"circuit_id": "database", "impact": "DEGRADED"}],
        "end": CANCELLED.span.end,
        "maintenance_id": CANCELLED.id,
        "organizer": "mailto:noc@acme.example",
        "provider": "acme.example",
        "sequence": 3,
        "stamp": at("2026-12-01 12:00"),
        "start": CANCELLED.span.start,
        "status": "CANCELLED",
        "summary": "Cancelled: Move to the new site",
        "uid": f"{CANCELLED.id}@{HOST}",
    }
    assert ["COMPLETED", "IN-PROCESS", "CONFIRMED", "CANCELLED"] == [each["status"] for each in read.values()]
    assert ["DEGRADED", "OUTAGE", "NO-IMPACT", "DEGRADED"] == [each["circuits"][0]["impact"] for each in read.values()]


def test_hostile_notices_are_read_whole():
    """The parser refuses a file as a whole where one event is wrong."""
    body = everything("hostile")["maintnote.ics"]

    assert ["a", "b", "c", "d"] == [each["maintenance_id"] for each in by_circuit_maintenance_parser(body)]


def test_notices_are_as_they_were_looked_at():
    """Byte for byte the file that a person has read."""
    assert (HERE / "golden" / "site" / "maintnote.ics").read_bytes() == made(page=NOTICES)["maintnote.ics"]


def test_the_page_stands_for_an_organizer_who_is_not_named():
    """The standard asks for one."""
    page = Page("Acme", f"https://{HOST}/", ZONE, maintnote=Maintnote("acme.example", "public"))

    assert f"https://{HOST}/" == events(made(page=page)["maintnote.ics"])[f"{DONE.id}@{HOST}"]["ORGANIZER"]


def settings(text):
    """What is wrong with `maintnote:`, or the settings."""
    page = '{name: Acme, url: "https://acme.example/", time_zone: UTC}'
    body = f"page: {page}\ncomponents: [{{id: api, name: API}}]\nmaintnote: {text}\n".encode()
    try:
        return load({"statusgen.yaml": body}, now=NOW).project.page.maintnote
    except ProjectUnreadable as error:
        return [f"{each.place.line}:{each.place.column} {each.rule}: {each.what} {each.way_out}" for each in error.findings]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("{provider: acme.example, account: public}", Maintnote("acme.example", "public")),
        (
            "{provider: Acme, account: Größe 1, organizer: n+o'c@acme.example}",
            Maintnote("Acme", "Größe 1", "n+o'c@acme.example"),
        ),
        ("{provider: acme.example}", ["3:12 missing-key: `account` is missing. Add `account: …`."]),
        ("{provider: '', account: x}", ["3:23 empty-value: There is nothing here. Write at least one."]),
        (
            '{provider: "ac\\u202eme", account: x}',
            ["3:23 bad-text: `ac\\u202eme` has characters that cannot be seen. Write it with letters, digits and spaces."],
        ),
        (
            '{provider: x, account: "a\\tb"}',
            ["3:35 bad-text: `a\\tb` has characters that cannot be seen. Write it with letters, digits and spaces."],
        ),
        (
            "{provider: x, account: y, organizer: mailto:noc@acme.example}",
            [
                (
                    "3:49 bad-text: `mailto:noc@acme.example` is no e-mail address. "
                    "Write it in full, and nothing else: `noc@acme.example`."
                )
            ],
        ),
        (
            "{provider: x, acount: y}",
            [
                "3:12 missing-key: `account` is missing. Add `account: …`.",
                "3:26 unknown-key: There is no key `acount` here. Did you mean `account`?",
            ],
        ),
    ],
)
def test_settings_of_notices_are_checked(text, answer):
    """Each mistake with its place, what is wrong and the way out."""
    assert answer == settings(text)


def test_every_impact_and_state_has_its_word():
    """Of the standard's own: others are refused, or count as an outage."""
    assert set(Impact) == set(calendars.maintnote.IMPACTS)
    assert set(State) == set(calendars.maintnote.STATUSES)
    assert set(calendars.maintnote.IMPACTS.values()) <= {"NO-IMPACT", "REDUCED-REDUNDANCY", "DEGRADED", "OUTAGE"}
    assert set(calendars.maintnote.STATUSES.values()) <= {"TENTATIVE", "CONFIRMED", "CANCELLED", "IN-PROCESS", "COMPLETED"}


def test_the_sequence_of_a_notice_grows_with_its_status_too():
    """Planned, begun and over by the clock alone; and less than with anything that is told."""
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", actual=None)
    again = window(
        "x", "2026-12-05 21:00", "2026-12-06 01:00", updates=(Update(at("2026-12-07 00:00"), Status.COMPLETED, "Done."),)
    )
    clock = [
        made(at(now), page=NOTICES, windows=(each,))
        for now, each in (
            ("2026-12-01 00:00", work),
            ("2026-12-05 21:00", work),
            ("2026-12-06 01:00", work),
            ("2026-12-07 00:00", again),
        )
    ]

    assert [0, 1, 2, 5] == [events(each["maintnote.ics"])[f"x@{HOST}"]["SEQUENCE"] for each in clock]
    assert [0, 0, 0, 1] == [events(each["calendar.ics"])[f"x@{HOST}"]["SEQUENCE"] for each in clock]


def test_calendars_are_the_same_under_every_hash_seed():
    """In an interpreter of its own each time."""
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import test_calendars as t; "
        "print(hashlib.sha256(repr(t.everything('hostile')).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script, str(HERE)],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Kolkata"))
    }

    assert 1 == len(told)


def test_all_readers_are_listed():
    """The laws ask each of them."""
    assert ["icalendar", "ical.js", "libical"] == list(READERS)
