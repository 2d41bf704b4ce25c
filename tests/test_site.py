"""The site of a small project: golden files, links, feeds and calendars as their readers take them, and hostile text."""

import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import feedparser
import icalendar
import pytest
from lxml import etree
from site_project import NOW, SLOW, UPGRADE, VERDICTS, ZONE, at, incident, project, window

from statusgen.board import board
from statusgen.civil import utc
from statusgen.finding import ThemeBroken
from statusgen.model import Announcement, Cancelled, Component, Page, Status, Update
from statusgen.policy import Impact
from statusgen.site import Theme, recipes
from statusgen.site.calendars import sequence
from statusgen.site.theme import _read, _shipped
from statusgen.timeline import Span

HERE = Path(__file__).parent
BIDI = "\u202egnp.exe\u2066"
HOSTILE = (
    f"<script>alert(1)</script>\"'>]]>&amp; [x](javascript:alert(1)) \x00\x07\x1b[31m\r\nX-EVIL:1\r\n{BIDI}\ufffe😀 {{{{ 7*7 }}}} "
)


def site(now=NOW, theme=None, verdicts=VERDICTS, **more):
    """Every file of the site, by path."""
    return {path: recipe.render() for path, recipe in recipes(board(project(**more), verdicts, now), theme or Theme.of()).items()}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("index.html", "index.html"),
        (f"windows/{UPGRADE.id}/index.html", "window.html"),
        ("windows/2026-11-07-cache/index.html", "window-late.html"),
        ("incidents/2026-11-03-sending-failed/index.html", "incident.html"),
        ("history/2026-12/index.html", "month.html"),
        ("feed.xml", "feed.xml"),
        ("calendar.ics", "calendar.ics"),
        ("api/v1/exclusions.json", "exclusions.json"),
    ],
)
def test_files_are_as_they_were_looked_at(path, name, request):
    """Each kind of file is byte for byte the one that a person has read."""
    assert (HERE / "golden" / "site" / name).read_bytes() == site()[path]


class Links(HTMLParser):
    """What a page links to, and what in it can be linked to; its open tags, to see that each is closed."""

    VOID = frozenset({"meta", "link", "br", "hr", "img"})

    def __init__(self, page):
        super().__init__()
        self.links, self.ids, self.tags, self.open = [], [], [], []
        self.feed(page.decode())
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name != "style"
            if name in ("href", "src") and ("rel", "canonical") not in attrs:
                self.links.append(value)
            if name == "id":
                self.ids.append(value)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()


def pages(files):
    """The pages for people, parsed."""
    return {path: Links(body) for path, body in files.items() if path.endswith(".html")}


def test_every_link_leads_somewhere_below_any_sub_path():
    """All links are relative, to a file or an anchor that is there; only the 404 page, served at any depth, starts at the host."""
    files = site()
    found = pages(files)
    for path, page in found.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if path == "404.html":
                assert link.startswith(("/", "#"))
                continue
            if link.startswith("https://acme.example"):
                continue
            assert not link.startswith("/")
            address, _, anchor = unquote(link).partition("#")
            target = normpath(join(dirname(path), address)) if address else path
            target = "index.html" if target == "." else join(target, "index.html") if address.endswith("/") else target
            assert target in files, (path, link)
            assert not anchor or anchor in found[target].ids, (path, link)


def test_a_page_has_one_heading_that_says_the_state_and_a_way_past_the_navigation():
    """And needs no script."""
    for path, page in pages(site()).items():
        assert 1 == page.tags.count("h1"), path
        assert "script" not in page.tags
        assert "content" in page.ids
        assert "#content" in page.links
    assert b"<h1>Degraded performance of Messaging API</h1>" in site()["index.html"]


def test_the_404_page_links_below_the_sub_path_of_the_site():
    """A page at https://acme.example/status/ has its own root."""
    files = site(page=Page("Acme", "https://acme.example/status/", ZONE))

    assert b'href="/status/style.css"' in files["404.html"]
    assert b'href="../../style.css"' in files[f"windows/{UPGRADE.id}/index.html"]


def test_an_empty_project_has_a_whole_site():
    """No event, and still every file is there and valid."""
    files = site(windows=(), incidents=(), components=(), policies=())

    assert b"All systems operational" in files["index.html"]
    assert [] == feedparser.parse(files["feed.xml"]).entries
    assert [] == icalendar.Calendar.from_ical(files["calendar.ics"]).events
    assert {"version": 1, "exclusions": []} == json.loads(files["api/v1/exclusions.json"])


def test_agreements_never_leak():
    """No file holds a word of what was agreed with a customer."""
    for path, body in site().items():
        assert b"globex" not in body.lower(), path
        assert b"AUD" not in body


def items(body):
    """The feed as a reader takes it, without any complaint."""
    read = feedparser.parse(body)
    assert not read.bozo, read.get("bozo_exception")
    return read.entries


def test_the_feed_has_one_item_for_everything_told():
    """Newest first, each with an identity for life, dated when it was published."""
    read = items(site()["feed.xml"])

    assert len({item.id for item in read}) == len(read)
    assert sorted((item.published_parsed for item in read), reverse=True) == [item.published_parsed for item in read]
    assert max(item.published_parsed for item in read) <= utc(NOW).timetuple()[:9]
    assert [item.title for item in read][:4] == [
        "[In progress] Database upgrade",
        "[Open] Slow answers",
        "[Cancelled] Move to the new site",
        "[Moved] Firmware, storage & more",
    ]


def test_the_feed_is_as_old_as_its_newest_item():
    """No build time in it, and each link is an anchor of a page that is there."""
    files = site()
    feed = etree.fromstring(files["feed.xml"])
    found = pages(files)

    assert ["Sun, 06 Dec 2026 03:02:00 +0000"] == feed.xpath("/rss/channel/lastBuildDate/text()")
    assert ["false"] * len(feed.xpath("//item")) == feed.xpath("//item/guid/@isPermaLink")
    for link in feed.xpath("//item/link/text()"):
        path, _, anchor = unquote(link.removeprefix("https://status.acme.example/")).partition("#")
        assert anchor in found[f"{path}index.html"].ids, link


def test_a_reader_hears_of_each_change_once():
    """Through the life of a window, every rebuild adds the items of what was told since, and changes no identity."""
    told = (
        Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, "Started."),
        Update(at("2026-12-06 00:50"), Status.COMPLETED, "Done."),
    )
    span, later = Span(at("2026-12-04 21:00"), at("2026-12-05 01:00")), Span(at("2026-12-05 21:00"), at("2026-12-06 01:00"))
    announced = (
        Announcement(at("2026-11-20 10:00"), span, ("database",), Impact.OUTAGE),
        Announcement(at("2026-11-21 10:00"), later, ("database",), Impact.OUTAGE),
    )
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", announcements=announced, updates=told)
    seen, heard = set(), []
    for now in (
        "2026-11-20 10:00",
        "2026-11-20 11:00",
        "2026-11-21 10:00",
        "2026-12-05 22:00",
        "2026-12-05 23:00",
        "2026-12-07 00:00",
    ):
        new = [item for item in items(site(at(now), windows=(work,), incidents=())["feed.xml"]) if item.id not in seen]
        seen |= {item.id for item in new}
        heard += [item.title.partition("]")[0][1:] for item in new]

    assert ["Announced", "Moved", "In progress", "Completed"] == heard


def test_an_update_of_the_same_instant_tells_the_announcement():
    """One notification, not two."""
    update = (Update(at("2026-11-20 10:00"), Status.SCHEDULED, "We plan this."),)
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", updates=update)

    assert ["[Planned] Database upgrade"] == [item.title for item in items(site(windows=(work,), incidents=())["feed.xml"])]


def test_the_feed_holds_the_newest_items_of_many_events():
    """Fifty, whatever event they are of."""
    many = [
        incident(f"i{day:02}-{hour:02}", f"2026-11-{day:02} {hour:02}:00", f"2026-11-{day:02} {hour:02}:30")
        for day in range(1, 29)
        for hour in (1, 5, 9)
    ]

    read = items(site(windows=(), incidents=many)["feed.xml"])

    newest = sorted((moment for each in many for moment in (each.start, each.end)), reverse=True)[:50]
    assert [utc(moment).timetuple()[:6] for moment in newest] == [tuple(item.published_parsed)[:6] for item in read]


def events(body):
    """The calendar's events by identity, read by the library."""
    read = icalendar.Calendar.from_ical(body)
    assert all(not event.errors for event in read.walk())
    return {str(event["UID"]): event for event in read.events}


def test_the_calendar_says_what_the_page_says():
    """In UTC, with an identity for life, blocking nobody's day."""
    upgrade = events(site()["calendar.ics"])[f"{UPGRADE.id}@status.acme.example"]

    assert (utc(UPGRADE.span.start), utc(UPGRADE.span.end)) == (upgrade.start, upgrade.end)
    assert ("Database upgrade", "CONFIRMED", "TRANSPARENT") == tuple(str(upgrade[name]) for name in ("SUMMARY", "STATUS", "TRANSP"))
    assert utc(at("2026-12-05 21:02")) == upgrade.DTSTAMP == upgrade.LAST_MODIFIED
    assert "METHOD" not in icalendar.Calendar.from_ical(site()["calendar.ics"])


def test_a_cancelled_window_stays_in_the_calendar():
    """Marked as such, so that who holds it hears of it."""
    cancelled = events(site()["calendar.ics"])["2026-12-19-move@status.acme.example"]

    assert ("Cancelled: Move to the new site", "CANCELLED", 1) == (cancelled["SUMMARY"], cancelled["STATUS"], cancelled["SEQUENCE"])


@pytest.mark.parametrize(("now", "there"), [("2027-02-04 00:59", True), ("2027-02-04 01:00", False)])
def test_the_calendar_holds_sixty_days_of_the_past(now, there):
    """And all that is to come."""
    assert there == (f"{UPGRADE.id}@status.acme.example" in events(site(at(now))["calendar.ics"]))


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


def test_lines_of_the_calendar_are_folded_between_characters():
    """No line is longer than 75 bytes, and each is UTF-8 by itself, wherever an emoji falls."""
    for shift in range(4):
        work = window("x", "2026-12-05 21:00", "2026-12-06 01:00", title="a" * shift + "😀" * 60)
        body = site(windows=(work,))["calendar.ics"]
        assert all(len(line) <= 75 and line.decode() for line in body.removesuffix(b"\r\n").split(b"\r\n"))
        assert "a" * shift + "😀" * 60 == events(body)["x@status.acme.example"]["SUMMARY"]


def read_by_node(body, tmp_path):
    """The events as ical.js reads them: [[uid, start, end, summary], ...]."""
    module = Path(os.environ.get("ICAL_JS", HERE.parent / ".venv" / "npm" / "node_modules")) / "ical.js"
    if not module.is_dir():
        pytest.skip("ical.js is not installed (scripts/ical-js .venv/npm)")
    (tmp_path / "calendar.ics").write_bytes(body)
    script = """
      const main = require(process.argv[1] + '/package.json');
      import(process.argv[1] + '/' + (main.module || main.main)).then(({default: ICAL}) => {
        const text = require('fs').readFileSync(process.argv[2], 'utf8');
        const all = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(v => new ICAL.Event(v));
        console.log(JSON.stringify(all.map(e => [e.uid, e.startDate.toUnixTime(), e.endDate.toUnixTime(), e.summary])));
      });
    """
    answer = subprocess.run(
        ["node", "-e", script, str(module), str(tmp_path / "calendar.ics")], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_a_second_reader_of_calendars_agrees(tmp_path, hostile):
    """ical.js finds the same events, times and titles as icalendar does."""
    body = hostile_site()["calendar.ics"] if hostile else site()["calendar.ics"]

    expected = sorted([uid, int(e.start.timestamp()), int(e.end.timestamp()), str(e["SUMMARY"])] for uid, e in events(body).items())
    assert expected == sorted(read_by_node(body, tmp_path))


def hostile_site():
    """Every text that people write is an attack, or ten thousand characters long."""
    updates = (
        Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, HOSTILE),
        Update(at("2026-12-05 21:03"), Status.VERIFYING, "😀" * 10_000),
    )
    works = [
        window(
            "a", "2026-12-05 21:00", "2026-12-06 01:00", title=HOSTILE, description=HOSTILE * 3, updates=updates, emergency=HOSTILE
        ),
        window(
            "b", "2026-12-08 21:00", "2026-12-09 01:00", title="x" * 10_000, cancelled=Cancelled(at("2026-12-01 00:00"), HOSTILE)
        ),
    ]
    return site(
        windows=works,
        incidents=(incident("c", "2026-12-05 20:10", title=HOSTILE, description=HOSTILE, updates=updates),),
        verdicts={},
        page=Page(HOSTILE, "https://status.acme.example/", ZONE),
        components=(Component("api", HOSTILE, HOSTILE, HOSTILE, ("database",)), Component("database", HOSTILE)),
    )


def test_hostile_text_is_harmless_in_every_file():
    """No tag, script, link, control or bidirectional character of theirs arrives; everything is still well formed."""
    files = hostile_site()
    for path, page in pages(files).items():
        assert set(page.tags).isdisjoint({"script", "img", "iframe", "object"}), path
        assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:"))]
    for path, body in files.items():
        text = "" if path == "icon.png" else body.decode()
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe]", text), path
    assert b"{{ 7*7 }}" in files["windows/a/index.html"]


def test_hostile_feeds_and_calendars_stay_valid():
    """Titles are plain text to readers, and no property is smuggled in."""
    files = hostile_site()
    feed = etree.fromstring(files["feed.xml"])
    for content in feed.xpath("//item/description/text()"):
        assert "<script" not in content
        assert 'href="javascript' not in content
    assert items(files["feed.xml"])
    lines = files["calendar.ics"].replace(b"\r\n ", b"").split(b"\r\n")
    assert not [line for line in lines if line.startswith(b"X-EVIL")]
    assert {"a@status.acme.example", "b@status.acme.example"} == set(events(files["calendar.ics"]))


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C"}, {"PYTHONHASHSEED": "2", "TZ": "UTC", "LANG": "es_MX.UTF-8"}],
)
def test_the_bytes_do_not_depend_on_the_machine(environment):
    """Not on hash seed, zone or language: two machines make one site."""
    program = "import hashlib, test_site;print(hashlib.sha256(repr(sorted(test_site.site().items())).encode()).hexdigest())"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        cwd=HERE,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert hashlib.sha256(repr(sorted(site().items())).encode()).hexdigest() == answer.stdout.strip()


def digests(now=NOW, **more):
    """Key of every file."""
    return {path: recipe.digest for path, recipe in recipes(board(project(**more), VERDICTS, now), Theme.of()).items()}


def test_a_digest_stands_for_the_bytes():
    """At every instant around the events: the same digest, the same bytes, and a file that differs has another."""
    by_digest = {}
    for now in (
        "2026-11-01 00:00",
        "2026-12-05 20:59",
        "2026-12-05 21:00",
        "2026-12-05 22:00",
        "2026-12-05 23:30",
        "2026-12-06 01:00",
        "2027-05-01 00:00",
    ):
        for path, recipe in recipes(board(project(), VERDICTS, at(now)), Theme.of()).items():
            body = by_digest.setdefault((path, recipe.digest), recipe.render())
            assert body == recipe.render(), (path, now)


def test_one_changed_event_changes_what_shows_it():
    """Its page, its month, the front page, feed and calendar; nothing else."""
    before = digests()
    changed = window(
        UPGRADE.id, "2026-12-05 21:00", "2026-12-06 01:00", title="Another title", updates=UPGRADE.updates, actual=UPGRADE.actual
    )
    after = digests(windows=(*(w for w in project().windows if w.id != UPGRADE.id), changed))

    assert {path for path in after if after[path] != before[path]} == {
        f"windows/{UPGRADE.id}/index.html",
        "history/2026-12/index.html",
        "index.html",
        "feed.xml",
        "calendar.ics",
    }


def test_a_changed_policy_or_component_changes_every_page():
    """`statusgen.yaml` and the policies are part of every key."""
    before, after = digests(), digests(digest="d2")

    same = {path for path in after if after[path] == before[path]}
    of_the_site = {".nojekyll", "_headers", "icon.png", "manifest.webmanifest", "robots.txt", "sitemap.xml"}
    assert {"style.css", "favicon.svg", "api/v1/exclusions.json"} | of_the_site == same


def own_theme(tmp_path, **files):
    """The theme of a project with its own templates."""
    (tmp_path / "templates").mkdir()
    for name, text in files.items():
        (tmp_path / "templates" / f"{name}.html").write_bytes(text if isinstance(text, bytes) else text.encode())
    return Theme.of(tmp_path)


def test_a_project_overrides_single_templates(tmp_path):
    """The others stay; the keys of pages change, that of the style sheet does not."""
    theme = own_theme(tmp_path, incident="<h1>Ours: {{ it.row.title }}</h1>")

    files = site(theme=theme)

    assert b"<h1>Ours: Slow answers</h1>" in files[f"incidents/{SLOW.id}/index.html"]
    assert site()["index.html"] == files["index.html"]
    assert theme.digest != Theme.of().digest


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>\n{% if %}", "templates/incident.html:2: Expected an expression, got 'end of statement block'"),
        ("<p>\n\n{{ it.rowe }}", "templates/incident.html:3: 'IncidentPage object' has no attribute 'rowe'"),
        ("{{ ''.__class__.__mro__ }}", "templates/incident.html:1: access to attribute '__class__' of 'str' object is unsafe."),
        ("\n{{ 1 // 0 }}", "templates/incident.html:2: ZeroDivisionError: integer division or modulo by zero"),
        ("{% include 'none.html' %}", "templates/incident.html:1: none.html"),
        (b"<p>\n\xff", "templates/incident.html:2 is not UTF-8"),
    ],
)
def test_a_broken_template_is_told_by_its_line(tmp_path, template, expected):
    """Whatever is wrong with it."""
    with pytest.raises(ThemeBroken) as broken:
        site(theme=own_theme(tmp_path, incident=template))

    assert expected == broken.value.message.replace("'statusgen.site.pages.IncidentPage object'", "'IncidentPage object'")


def test_the_repository_and_a_project_that_is_it_have_one_theme():
    """This repository's `templates/` is the theme itself."""
    assert Theme.of().digest == Theme.of(HERE.parent).digest
    assert set(_read(_shipped())) >= {"frame.html", "index.html", "style.css"}
