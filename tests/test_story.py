"""The story of a page, lived in a real repository and built at each step by the command line: what every subscriber hears.

Each subscriber knows what real ones know: an RSS reader guids, of the last time only or of all times; an Atom reader ids and when
they were updated; a reader of JSON Feed ids; a calendar uids and their sequence. At each step each of them has exactly one
notification for each change, none lost and none twice.
"""

import json
import os
import re
import subprocess
import sys

import feedparser
import icalendar
from feed_rules import RULES
from gitrepo import GitRepo, utc

HOME = "https://status.acme.example/"
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
"""
IN_TWO_LANGUAGES = SETTINGS.replace("Mexico_City}", "Mexico_City, languages: [en, es]}")
UPGRADE = """
title: Database upgrade
components: [database]
impact: outage
start: 2026-12-04 21:00
duration: 4h
"""
MOVED = UPGRADE.replace("12-04", "12-05")
BEGUN = f"{MOVED}actual: {{start: 2026-12-05 21:02}}\n"
TOLD = f"{BEGUN}updates: [{{at: 2026-12-05 22:30, status: in_progress, text: Half of it is done.}}]\n"
DONE = f"{MOVED}actual: {{start: 2026-12-05 21:02, end: 2026-12-06 02:10}}\n" + TOLD.removeprefix(BEGUN).replace(
    "}]", "}, {at: 2026-12-06 02:10, status: completed, text: All is well.}]"
)
FIRMWARE = "{title: Firmware, components: [api], impact: none, start: 2026-12-20 21:00, duration: 1h}\n"
OFF = FIRMWARE.replace("duration: 1h", "duration: 1h, cancelled: {at: 2026-12-02 06:00, reason: Vendor delay.}")
SERIES = """
title: Portal care
components: [api]
impact: none
start: 2027-01-03 05:00
duration: 30m
repeat: {rule: FREQ=WEEKLY;BYDAY=SU, until: 2027-03-28}
"""
FAILED = "{title: Sending failed, components: [api], impact: outage, start: 2026-12-01 10:04}\n"
SEEN = FAILED.replace("}\n", ", updates: [{at: 2026-12-01 10:12, status: investigating, text: We are looking.}]}\n")
MENDED = SEEN.replace("start:", "end: 2026-12-01 10:51, start:")
SLOW = "{{title: Slow {n}, components: [api], impact: degraded, start: 2027-05-{day:02} 10:00, end: 2027-05-{day:02} 11:00}}\n"

STORY = [
    # At (UTC); what is committed; what those hear who are told of each change; what calendars change.
    ("2026-11-20 16:00", {"windows/upgrade.yaml": UPGRADE}, ["[Announced] Database upgrade"], ["upgrade"]),
    ("2026-11-21 16:00", {}, [], []),
    ("2026-11-22 16:00", {"windows/upgrade.yaml": MOVED}, ["[Moved] Database upgrade"], ["upgrade"]),
    ("2026-11-22 17:00", {"windows/upgrade.yaml": f"# Moved for the auditors.\n{MOVED}"}, [], []),
    ("2026-11-29 02:59", {}, [], []),
    ("2026-11-29 03:00", {}, ["[Reminder] Database upgrade"], []),
    ("2026-12-01 16:06", {"incidents/failed.yaml": FAILED}, ["[Open] Sending failed"], []),
    ("2026-12-01 16:12", {"incidents/failed.yaml": SEEN}, ["[Investigating] Sending failed"], []),
    ("2026-12-01 16:55", {"incidents/failed.yaml": MENDED}, ["[Resolved] Sending failed"], []),
    ("2026-12-01 18:00", {"incidents/failed.yaml": None, "incidents/2026-12-01-sending.yaml": MENDED}, [], []),
    ("2026-12-01 20:00", {"windows/firmware.yaml": FIRMWARE}, ["[Announced] Firmware"], ["firmware"]),
    ("2026-12-02 12:30", {"windows/firmware.yaml": OFF}, ["[Cancelled] Firmware"], ["firmware"]),
    ("2026-12-02 13:00", {"windows/upgrade.yaml": None, "windows/2026/upgrade.yaml": MOVED}, [], []),
    ("2026-12-03 12:00", {"statusgen.yaml": IN_TWO_LANGUAGES}, [], []),
    ("2026-12-04 04:00", {}, ["[Reminder] Database upgrade"], []),
    ("2026-12-06 02:30", {}, ["[Reminder] Database upgrade"], []),
    ("2026-12-06 03:00", {}, [], []),
    ("2026-12-06 03:05", {"windows/2026/upgrade.yaml": BEGUN}, ["[In progress] Database upgrade"], ["upgrade"]),
    ("2026-12-06 04:30", {"windows/2026/upgrade.yaml": TOLD}, ["[In progress] Database upgrade"], ["upgrade"]),
    ("2026-12-06 06:59", {}, [], []),
    ("2026-12-06 07:00", {}, ["[Overrun] Database upgrade"], []),
    ("2026-12-06 08:15", {"windows/2026/upgrade.yaml": DONE}, ["[Completed] Database upgrade"], ["upgrade"]),
    (
        "2026-12-07 12:00",
        {"windows/2026/upgrade.yaml": None, "windows/postgres-18.yaml": DONE},
        [],
        ["upgrade"],
    ),  # its address is new
    ("2026-12-10 12:00", {"windows/care.yaml": SERIES}, ["[Announced] Portal care"], ["care"]),
    ("2026-12-21 12:00", {}, [], []),
    ("2026-12-27 11:00", {}, ["[Reminder] Portal care"], []),
    (
        "2027-06-01 12:00",
        {f"incidents/slow-{n:02}.yaml": SLOW.format(n=n, day=n) for n in range(1, 25)},
        [f"[{what}] Slow {n}" for n in range(1, 25) for what in ("Open", "Resolved")],
        [],
    ),
    ("2027-06-02 12:00", {}, [], []),
    ("2027-06-03 12:00", {f"incidents/slow-{n:02}.yaml": None for n in range(20, 25)}, [], []),
]

NOTHING_CHANGES = (
    "2026-11-21 16:00",
    "2026-11-22 17:00",
    "2026-11-29 02:59",
    "2026-12-02 13:00",
    "2026-12-06 06:59",
    "2027-06-02 12:00",
)
"""Not a byte: no time that the page tells of has come, and what changed in the files no customer reads."""


class Guids:
    """An RSS reader, or one of JSON Feed: it shows an item of a guid that it does not know."""

    def __init__(self, path, *, forgetful=False):
        self.path, self.forgetful, self.known = path, forgetful, set()

    def look(self, site):
        """The titles of what is new."""
        if self.path.endswith(".json"):
            items = [(item["id"], item["title"]) for item in json.loads((site / self.path).read_bytes())["items"]]
        else:
            items = [(entry.id, entry.title) for entry in feedparser.parse((site / self.path).read_bytes()).entries]
        new = [title for identity, title in items if identity not in self.known]
        self.known = {identity for identity, _ in items} | (set() if self.forgetful else self.known)
        return new

    def hopes_for(self, news):
        """All of it."""
        return news


class Entries:
    """An Atom reader: it shows an entry that it does not know, or that was updated since."""

    def __init__(self, path):
        self.path, self.known = path, {}

    def look(self, site):
        """The titles of what is new."""
        entries = feedparser.parse((site / self.path).read_bytes()).entries
        new = [entry.title for entry in entries if self.known.get(entry.id, "") < entry.updated]
        assert all(self.known.get(entry.id, "") <= entry.updated for entry in entries)
        self.known |= {entry.id: entry.updated for entry in entries}
        return new

    def hopes_for(self, news):
        """What was told last of each event."""
        return list({title.partition("] ")[2]: title for title in news}.values())


class Calendar:
    """A calendar client: it takes an event over when its sequence has grown, and tells its owner."""

    def __init__(self, *, by_file=True):
        self.by_file, self.known = by_file, {}

    def look(self, site):
        """The names of the events that are new or changed, or of their files."""
        read = icalendar.Calendar.from_ical((site / "calendar.ics").read_bytes()).events
        events = {str(event["UID"]): (event["SEQUENCE"], event.to_ical()) for event in read}
        new = []
        for uid, (sequence, text) in events.items():
            before, text_before = self.known.get(uid, (-1, b""))
            assert sequence > before or (sequence, text) == (before, text_before), f"{uid} changed and did not say so"
            if sequence > before:
                name = uid.partition("@")[0]
                new.append(re.sub(r"-\d{4}-\d\d-\d\d$", "", name) if self.by_file else name)
        self.known |= events
        return sorted(set(new))


def test_every_subscriber_hears_of_every_change_once(tmp_path):
    """Through a year of the page: announced, moved, begun, overrun, done, cancelled, failed, repeated, renamed, translated."""
    repository, site = GitRepo(tmp_path / "page"), tmp_path / "site"
    readers = [Guids("feed.xml"), Guids("feed.xml", forgetful=True), Guids("feed.json"), Entries("feed.atom")]
    spanish = [Guids("es/feed.xml"), Entries("es/feed.atom")]
    of_parts = {
        name: [Guids(f"components/{name}/feed.xml"), Entries(f"components/{name}/feed.atom")] for name in ("api", "database")
    }
    calendar = Calendar()
    for at, files, news, dates in STORY:
        repository.commit(at, {"statusgen.yaml": SETTINGS, **files} if at == STORY[0][0] else files) if files else None
        written = build(repository, at, site)

        told_at = f"at {at}"
        assert (written == 0) == (at in NOTHING_CHANGES), told_at
        for reader in readers:
            assert sorted(reader.hopes_for(news)) == sorted(reader.look(site)), (told_at, reader.path)
        for name, its_readers in of_parts.items():
            of_it = [title for title in news if ("Database" in title) == (name == "database")]
            for reader in its_readers:
                assert sorted(reader.hopes_for(of_it)) == sorted(reader.look(site)), (told_at, reader.path)
        if (site / "es").is_dir():
            for reader in spanish:
                heard = [title.partition("] ")[2] for title in reader.look(site)]
                if at != "2026-12-03 12:00":  # when they subscribed
                    assert sorted(each.partition("] ")[2] for each in reader.hopes_for(news)) == sorted(heard), (
                        told_at,
                        reader.path,
                    )
        assert sorted(dates) == calendar.look(site), told_at
        assert {} == complaints(site, utc(at)), told_at


CARE = """
title: Portal care
components: [api]
impact: none
start: 2027-01-03 05:00
duration: 30m
repeat: {rule: FREQ=WEEKLY;BYDAY=SU, until: 2027-02-07}
occurrences:
"""
EARLIER = CARE.replace("05:00", "04:00")
LONGER = EARLIER.replace("02-07", "02-21")
ON_MONDAY = "  2027-01-10: {start: 2027-01-11 05:00}\n"
NOT_THEN = f"{ON_MONDAY}  2027-01-17: {{cancelled: {{at: 2026-12-13 06:00, reason: Inventory.}}}}\n"
RUNNING = f"{NOT_THEN}  2027-01-03: {{actual: {{start: 2027-01-03 04:02}}}}\n"
ALL_WELL = (
    f"{NOT_THEN}  2027-01-03:\n    actual: {{start: 2027-01-03 04:02, end: 2027-01-03 04:20}}\n"
    "    updates: [{at: 2027-01-03 04:20, status: completed, text: All is well.}]\n"
)
SATURDAYS = LONGER.replace("=SU", "=SA") + ALL_WELL.replace("17: {", "17: {start: 2027-01-17 05:00, ").replace(
    "03:\n", "03:\n    start: 2027-01-03 04:00\n"
)
SUNDAYS_OFF = "".join(
    f"  2027-{day}: {{start: 2027-{day} 04:00, cancelled: {{at: 2027-01-25 06:00, reason: On Saturdays from now on.}}}}\n"
    for day in ("01-31", "02-07", "02-14", "02-21")
)
SUNDAYS = [f"2027-{day}" for day in ("01-03", "01-10", "01-17", "01-24", "01-31", "02-07")]
OF_A_SERIES = [
    # At (UTC); the file; what those hear who are told of each change; the days whose events calendars change.
    ("2026-12-10 12:00", CARE.partition("occurrences")[0], ["Announced"], SUNDAYS),
    ("2026-12-11 12:00", CARE + "  2027-01-10: {start: 2027-01-10 05:00}\n", [], []),
    ("2026-12-12 12:00", CARE + ON_MONDAY, ["Moved"], ["2027-01-10"]),
    ("2026-12-13 12:30", CARE + NOT_THEN, ["Cancelled"], ["2027-01-17"]),
    ("2026-12-14 12:00", EARLIER + NOT_THEN, ["Moved"], [day for day in SUNDAYS if day not in ("2027-01-10", "2027-01-17")]),
    ("2027-01-03 10:05", EARLIER + RUNNING, ["In progress"], ["2027-01-03"]),
    ("2027-01-03 10:40", EARLIER + ALL_WELL, ["Completed"], ["2027-01-03"]),
    ("2027-01-12 12:00", LONGER + ALL_WELL, ["Announced"], ["2027-02-14", "2027-02-21"]),
    (
        "2027-01-20 12:00",
        LONGER.replace("04:00", "03:00") + ALL_WELL,
        ["Moved"],
        ["2027-01-24", *SUNDAYS[4:], "2027-02-14", "2027-02-21"],
    ),
    ("2027-01-20 18:00", LONGER + ALL_WELL, ["Moved"], ["2027-01-24", *SUNDAYS[4:], "2027-02-14", "2027-02-21"]),
    (
        "2027-01-25 12:30",
        SATURDAYS + SUNDAYS_OFF,
        ["Announced", "Cancelled"],
        ["2027-01-30", "2027-02-06", "2027-02-13", "2027-02-20", *SUNDAYS[4:], "2027-02-14", "2027-02-21"],
    ),
    ("2027-03-01 12:00", None, [], []),
]


def test_every_subscriber_hears_of_every_change_of_a_series_once(tmp_path):
    """Announced, one moved, one called off, another clock time, one as it went, longer, and at last on another weekday."""
    repository, site = GitRepo(tmp_path / "page"), tmp_path / "site"
    readers = [Guids("feed.xml"), Guids("feed.xml", forgetful=True), Guids("feed.json"), Guids("components/api/feed.xml")]
    of_events, calendar = Entries("feed.atom"), Calendar(by_file=False)
    for at, text, news, days in OF_A_SERIES:
        files = {"statusgen.yaml": f"{SETTINGS}feeds: {{reminders: []}}\n", "windows/care.yaml": text}
        repository.commit(at, files) if text else None
        build(repository, at, site)

        told_at = f"at {at}"
        for reader in readers:
            assert sorted(f"[{each}] Portal care" for each in news) == sorted(reader.look(site)), (told_at, reader.path)
        assert len(of_events.look(site)) == bool(news), told_at
        assert sorted(f"care-{day}" for day in days) == calendar.look(site), told_at
        assert {} == complaints(site, utc(at)), told_at


def complaints(site, now):
    """What the rules have against each feed."""
    found = {}
    for file in sorted(site.rglob("feed.*")):
        path = file.relative_to(site).as_posix()
        found[path] = RULES[file.name](file.read_bytes(), HOME + path, now)
    return {path: said for path, said in found.items() if said}


def build(repository, at, site):
    """Build the site as it is at an instant; what is written of it."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "LC_", "SOURCE_DATE"))}
    done = subprocess.run(
        [sys.executable, "-m", "statusgen", "build", "--at", f"{at.replace(' ', 'T')}:00Z", "--out", str(site)],
        cwd=repository.path,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(re.search(r": (\d+) written", done.stdout)[1])
