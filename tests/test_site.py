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
from statusgen.look import templates
from statusgen.model import Announcement, Cancelled, Component, Page, Status, Update
from statusgen.policy import Impact
from statusgen.site import Theme, recipes
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
        ("components/database/index.html", "component.html"),
        ("policies/gold/index.html", "policy.html"),
        ("feed.xml", "feed.xml"),
        ("feed.atom", "feed.atom"),
        ("feed.json", "feed.json"),
        ("components/api/feed.xml", "feed-api.xml"),
        ("calendar.ics", "calendar.ics"),
        ("api/v1/exclusions.json", "exclusions.json"),
        ("api/v1/site.json", "site.json"),
        ("api/v1/windows.json", "windows.json"),
        ("api/v1/incidents.json", "incidents.json"),
        ("api/v1/components.json", "components.json"),
        ("api/v1/schemas/components.json", "components.schema.json"),
        ("api/v2/summary.json", "summary.json"),
        ("badges/page.svg", "badge.svg"),
        ("badges/components/database.json", "badge.json"),
    ],
)
def test_files_are_as_they_were_looked_at(path, name, request):
    """Each kind of file is byte for byte the one that a person has read."""
    assert (HERE / "golden" / "site" / name).read_bytes() == site()[path]


PROGRAMS = (
    "webcal://status.acme.example/",
    "https://calendar.google.com/calendar/r?cid=webcal",
    "https://outlook.live.com/calendar/0/addfromweb?url=https",
    "https://outlook.office.com/calendar/0/addfromweb?url=https",
)
"""What subscribes to a calendar by a click; tests/test_subscribe.py looks at the rest of these links."""


class Links(HTMLParser):
    """What a page links to, and what in it can be linked to; its open tags, to see that each is closed."""

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __init__(self, page):
        super().__init__()
        self.links, self.ids, self.tags, self.open, self.scripts = [], [], [], [], []
        self.feed(page.decode())
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs))
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
            if link.startswith(("https://acme.example", *PROGRAMS)):
                continue
            assert not link.startswith("/")
            address, _, anchor = unquote(link).partition("#")
            target = normpath(join(dirname(path), address)) if address else path
            target = "index.html" if target == "." else join(target, "index.html") if address.endswith("/") else target
            assert target in files, (path, link)
            assert not anchor or anchor in found[target].ids, (path, link)


def test_a_page_has_one_heading_that_says_the_state_and_a_way_past_the_navigation():
    """And one script that keeps it true, as a file of its own; beside it there is only data."""
    for path, page in pages(site()).items():
        assert 1 == page.tags.count("h1"), path
        clock, *data = page.scripts
        assert clock["src"].endswith("clock.js")
        allowed = (
            [{"src": "../search/search.js", "defer": None}] if path == "search/index.html" else [{"type": "application/ld+json"}]
        )
        assert all(script in allowed for script in data)
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
        assert set(page.tags).isdisjoint({"img", "iframe", "object"}), path
        assert page.tags.count("script") == (2 if path.startswith(("windows/", "search/")) else 1), path
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
    assert {"a@status.acme.example", "b@status.acme.example"} == {
        str(event["UID"]) for event in icalendar.Calendar.from_ical(files["calendar.ics"]).events
    }


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
    """Its page, its month, the front page and those of its components, the feeds and calendars of the page and of its component,
    and what programs read of what is current; nothing else."""
    before = digests()
    changed = window(
        UPGRADE.id, "2026-12-05 21:00", "2026-12-06 01:00", title="Another title", updates=UPGRADE.updates, actual=UPGRADE.actual
    )
    after = digests(windows=(*(w for w in project().windows if w.id != UPGRADE.id), changed))

    assert {path for path in after if after[path] != before[path]} == {
        f"windows/{UPGRADE.id}/index.html",
        "history/2026-12/index.html",
        "components/api/index.html",
        "components/database/index.html",
        "index.html",
        "search/2026.json",
        *(f"{folder}feed.{ending}" for folder in ("", "components/database/") for ending in ("xml", "atom", "json")),
        "calendar.ics",
        f"windows/{UPGRADE.id}/calendar.ics",
        "components/database/calendar.ics",
        "api/v1/windows.json",
        "api/v2/summary.json",
        "api/v2/scheduled-maintenances.json",
        "api/v2/scheduled-maintenances/active.json",
    }


def test_a_changed_policy_or_component_changes_every_page():
    """`statusgen.yaml` and the policies are part of every key."""
    before, after = digests(), digests(digest="d2")
    of_the_site = (".nojekyll", "_headers", "icon.png", "manifest.webmanifest", "robots.txt", "sitemap.xml")
    by_content = ("api/v1/", "badges/", "style.css", "clock.js", "favicon.svg", "search/search.js", *of_the_site)

    assert {path for path in after if path.startswith(by_content)} == {path for path in after if after[path] == before[path]}


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
        ("<p>\n{% if %}", "templates/incident.html:2:1: Expected an expression, got 'end of statement block'."),
        ("<p>\n\n{{ it.rowe }}", "templates/incident.html:3:1: 'IncidentPage object' has no attribute 'rowe'."),
        ("{{ ''.__class__.__mro__ }}", "templates/incident.html:1:1: Access to attribute '__class__' of 'str' object is unsafe."),
        ("\n{{ 1 // 0 }}", "templates/incident.html:2:1: ZeroDivisionError: integer division or modulo by zero."),
        ("{% include 'none.html' %}", "templates/incident.html:1:1: There is no template `none.html`."),
        (b"<p>\n\xff", "templates/incident.html:2:1: It is not UTF-8."),
    ],
)
def test_a_broken_template_is_told_by_its_line(tmp_path, template, expected):
    """Whatever is wrong with it."""
    with pytest.raises(ThemeBroken) as broken:
        site(theme=own_theme(tmp_path, incident=template))

    assert expected == broken.value.message.replace("'statusgen.site.events.IncidentPage object'", "'IncidentPage object'")


def test_the_repository_and_a_project_that_is_it_have_one_theme():
    """This repository's `templates/` is the theme itself."""
    assert Theme.of().digest == Theme.of(HERE.parent).digest
    assert set(templates.texts(templates.shipped())) >= {"frame.html", "index.html", "style.css"}
