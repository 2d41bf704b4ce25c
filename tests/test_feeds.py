"""The feeds: valid by every rule of their formats, one item for each thing told, and nothing heard twice."""

import json
import re
from datetime import UTC, datetime
from unittest.mock import patch

import feedparser
import pytest
from feed_rules import RULES
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from site_project import CANCELLED, DONE, FAILED, MOVED, NOW, SLOW, UPGRADE, VERDICTS, ZONE, at, incident, project, window
from test_site import digests, hostile_site, site

from statusgen.board import board
from statusgen.board.heard import heard
from statusgen.language import ENGLISH
from statusgen.load import load
from statusgen.model import Actual, Announcement, Cancelled, Page, Status, Update
from statusgen.policy import Impact
from statusgen.site import Theme, recipes
from statusgen.site.feeds import feeds
from statusgen.site.feeds.channel import Channel
from statusgen.site.feeds.items import Desk, absolute
from statusgen.timeline import DAY, HOUR, MINUTE, Span

HOME = "https://status.acme.example/"
FEEDS = ("feed.xml", "feed.atom", "feed.json")
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds_of(files):
    """The feeds of a site, by path."""
    return {path: body for path, body in files.items() if path.rpartition("/")[2] in FEEDS}


class Made(dict):
    """Feeds that are made when they are asked for."""

    def __getitem__(self, path):
        return super().__getitem__(path).render()


def made(now, windows=(), incidents=(), **more):
    """The feeds of some events at a clock reading or an instant."""
    return Made(feeds(board(project(windows, incidents, **more), {}, at(now) if isinstance(now, str) else now)))


def told(body):
    """What a reader shows of an RSS feed: titles with the instants of their publication, newest first."""
    read = feedparser.parse(body)
    assert not read.bozo, read.get("bozo_exception")
    return [(item.title, int(datetime(*item.published_parsed[:6], tzinfo=UTC).timestamp())) for item in read.entries]


def titles(body):
    """Their titles alone."""
    return [title for title, _ in told(body)]


def complaints(files, now=NOW, home=HOME):
    """What the rules have against each feed."""
    found = {path: RULES[path.rpartition("/")[2]](body, home + path, now) for path, body in feeds_of(files).items()}
    return {path: said for path, said in found.items() if said}


@pytest.mark.parametrize(
    ("files", "home"),
    [
        (site, HOME),
        (hostile_site, HOME),
        (lambda: site(windows=(), incidents=()), HOME),
        (lambda: site(page=Page("Ünïcode & Sons", "http://localhost:8080/a/b/", ZONE)), "http://localhost:8080/a/b/"),
    ],
    ids=["plain", "hostile", "empty", "below-a-path"],
)
def test_every_feed_keeps_every_rule_of_its_format(files, home):
    """Three formats of the page and of each component, whatever people write and however little there is."""
    made_files = files()

    assert 9 == len(feeds_of(made_files))
    assert {} == complaints(made_files, home=home)


BROKEN = [
    ("feed.atom", b"<id>urn:uuid:", b"<id>uuid:", "4.2.6: id"),
    ("feed.atom", b"  <updated>2026-12-06T03:02:00+00:00</updated>\n", b"", "4.1.1: 0 times updated"),
    ("feed.atom", b"<updated>2026-12-06T03:02:00+00:00", b"<updated>2026-12-06 03:02", "3.3: 2026-12-06 03:02"),
    ("feed.atom", b"<updated>2026-12-06T03:02:00+00:00", b"<updated>2026-12-06T03:01:00+00:00", "4.2.15: older"),
    ("feed.atom", b"<updated>2026-12-06T03:02:00+00:00", b"<updated>2026-12-06T05:02:00+00:00", "date: 2026-12-06T05:02:00"),
    ("feed.atom", b"<published>2026-11-20T", b"<published>2026-12-20T", "4.2.9: published after"),
    ("feed.atom", b"<author>", b"<contributor>", "4.1.1: no author"),
    ("feed.atom", b"<name>Acme Messaging</name>", b"<uri>x:y</uri>", "3.2: a person"),
    ("feed.atom", b'rel="self"', b'rel="next"', "4.1.1: no link to itself"),
    ("feed.atom", b'rel="self" type="application/atom+xml"', b'rel="alternate" type="text/html"', "4.1.1: two alternates"),
    ("feed.atom", b'<link href="https://status.acme.example/windows', b'<link href="/windows', "4.2.7: link to /windows"),
    ("feed.atom", b'<content type="html">', b'<content type="xhtml">', "4.1.3.1: type xhtml"),
    ("feed.atom", b"<content", b"<content><p/></content><content", "4.1.2: 2 times content"),
    ("feed.atom", b"&lt;p&gt;Started", b"<b>x</b>&lt;p&gt;Started", "4.1.3.3: markup"),
    ("feed.atom", b"&lt;p&gt;Started", b"&lt;script&gt;&lt;/script&gt;&lt;p&gt;Started", "content: <script>"),
    ("feed.atom", b"&lt;p&gt;Started", b"&lt;p onclick=''&gt;Started", "content: onclick="),
    ("feed.atom", b'<category term="Database"/>', b"<category/>", "4.2.2: category"),
    ("feed.atom", b'type="application/atom+xml"', b'type="atom"', "4.2.7.3: type atom"),
    ("feed.atom", b'xml:lang="en"', b'xml:lang="en_US"', "2: language en_US"),
    ("feed.atom", b"<title>[In progress]", b'<title type="markdown">[In progress]', "3.1.1: type markdown"),
    ("feed.atom", b"<title>[In progress] Database upgrade", b"<title>", "title: empty"),
    ("feed.atom", b"<published>", b"<created/><published>", "4.1.2: unknown"),
    ("feed.xml", b'version="2.0"', b'version="0.92"', "rss: not one channel"),
    ("feed.xml", b"    <link>https://status.acme.example/</link>\n", b"", "channel: 0 times link"),
    ("feed.xml", b'rel="self"', b'rel="next"', "channel: no link to itself"),
    ("feed.xml", b'<guid isPermaLink="false">', b"<guid>", "item: guid tag:"),
    ("feed.xml", b'<guid isPermaLink="false">tag:', b'<guid isPermaLink="false">', "item: guid"),
    ("feed.xml", b"<pubDate>Sun, 06 Dec 2026 03:02:00 +0000", b"<pubDate>Sun, 6 Dec 26 03:02 GMT", "date: Sun, 6 Dec 26"),
    (
        "feed.xml",
        b"<pubDate>Sun, 06 Dec 2026 03",
        b"<pubDate>Sun, 06 Dec 2026 13",
        "date: Sun, 06 Dec 2026 13:02:00 +0000 is to come",
    ),
    ("feed.xml", b"<lastBuildDate>Sun, 06", b"<lastBuildDate>Sat, 05", "lastBuildDate: older"),
    ("feed.xml", b"<title>[In progress]", b"<title>&lt;b&gt;[In progress]", "title: markup"),
    ("feed.xml", b"<title>[In progress]", "<title>\u202e[In progress]".encode(), "title: control"),
    ("feed.xml", b"&lt;p&gt;Started", b"&lt;a href='javascript:x'&gt;&lt;/a&gt;&lt;p&gt;Started", "content: link to javascript:x"),
    ("feed.xml", b"&lt;p&gt;Started", b"&lt;a href='../y'&gt;&lt;/a&gt;&lt;p&gt;Started", "content: link to ../y"),
    ("feed.xml", b"&lt;p&gt;Started", b"Started", "content: stray </p>"),
    ("feed.xml", b"<pubDate>", b"<date/><pubDate>", "item: unknown date"),
    ("feed.json", b"version/1.1", b"version/1", "feed: version"),
    ("feed.json", b'"feed_url"', b'"feed"', "feed: unknown feed"),
    ("feed.json", b'"id": "tag', b'"_id": "tag', "item: extension _id"),
    ("feed.json", b'"id": "tag', b'"uid": "tag', "item: no id"),
    ("feed.json", b'"_maintenance"', b'"maintenance"', "item: unknown maintenance"),
    ("feed.json", b'"content_html"', b'"summary"', "item: no content"),
    ("feed.json", b'"title": "[In progress] Database upgrade"', b'"title": 7', "item: title is no str"),
    ("feed.json", b'"date_published": "2026-12-06T03:02:00Z"', b'"date_published": "2026-12-06"', "item: date_published"),
    ("feed.json", b'"date_published": "2026-12-06T03', b'"date_published": "2026-12-06T13', "date: 2026-12-06T13:02:00Z"),
    ("feed.json", b'"url": "https://status.acme.example/windows', b'"url": "/windows', "item: url /windows"),
    ("feed.json", b'"language": "en"', b'"language": "en_US"', "feed: language"),
    ("feed.json", b'"name": "Acme Messaging"', b'"nick": "Acme"', "feed: author"),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), BROKEN, ids=[case[3] for case in BROKEN])
def test_a_rule_that_is_broken_is_told(path, old, new, expected):
    """Each rule is seen to fail once."""
    body = site()[path]
    assert old in body

    broken = body.replace(old, new, 1)
    if old == b"<author>":
        broken = broken.replace(b"</author>", b"</contributor>", 1)

    assert [said for said in RULES[path](broken, HOME + path, NOW) if said.startswith(expected)]


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom"])
def test_two_items_of_one_identity_are_told(path):
    """Readers drop the second."""
    root = etree.fromstring(site()[path])
    parent = root if path == "feed.atom" else root.find("channel")
    parent.append(etree.fromstring(etree.tostring(parent[-1])))

    assert [said for said in RULES[path](etree.tostring(root), HOME + path, NOW) if "twice" in said or "two entries" in said]


@pytest.mark.parametrize("files", [site, hostile_site], ids=["plain", "hostile"])
@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "components/api/feed.xml", "components/database/feed.atom"])
def test_a_reader_takes_them_without_a_complaint(files, path):
    """feedparser finds as many items as there are."""
    body = files()[path]
    read = feedparser.parse(body)

    assert not read.bozo
    assert len(re.findall(rb"<(?:item|entry)>", body)) == len(read.entries) > 0


def test_hostile_titles_arrive_as_the_text_they_are():
    """No tag that a careless reader could run, and not a letter lost: only the first bracket of a tag is another one."""
    files = hostile_site()

    for title in (*titles(files["feed.xml"]), *(item["title"] for item in json.loads(files["feed.json"])["items"])):
        assert not re.search(r"<[a-z/!?]", title, re.IGNORECASE)
    assert any("‹script>alert(1)‹/script>" in item["title"] for item in json.loads(files["feed.json"])["items"])
    assert any("x" * 10_000 in item["title"] for item in json.loads(files["feed.json"])["items"])


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../other/", f"{HOME}windows/other/"),
        ("#updates", f"{HOME}windows/x/#updates"),
        ("/logo?a=1&amp;b=2", f"{HOME}logo?a=1&amp;b=2"),
        ("//other.example/x", "https://other.example/x"),
        ("https://acme.example/plan", "https://acme.example/plan"),
        ("mailto:a@acme.example", "mailto:a@acme.example"),
        ("//[", f"{HOME}windows/x/"),
    ],
)
def test_links_lead_where_they_lead_on_the_page(href, expected):
    """A feed is read far from the page that its links are relative to."""
    assert f'<p><a href="{expected}" rel="nofollow">x</a></p>' == absolute(
        f'<p><a href="{href}" rel="nofollow">x</a></p>', f"{HOME}windows/x/"
    )


# --- What is told


def test_in_rss_and_json_everything_told_is_an_item():
    """The same items, of the same identities and dates, newest first."""
    files = site()
    in_rss = [(item.id, item.title, item.link, item.published) for item in feedparser.parse(files["feed.xml"]).entries]
    in_json = json.loads(files["feed.json"])["items"]

    assert [entry[:3] for entry in in_rss] == [(item["id"], item["title"], item["url"]) for item in in_json]
    assert sorted((item["date_published"] for item in in_json), reverse=True) == [item["date_published"] for item in in_json]


def test_in_atom_an_event_is_an_entry():
    """Its title says what was told last, its content all of it, newest first; it was published when it was told of first."""
    entries = {entry.link: entry for entry in feedparser.parse(site()["feed.atom"]).entries}
    moved = entries[f"{HOME}windows/{MOVED.id}/"]

    assert {f"{HOME}windows/{each.id}/" for each in (UPGRADE, MOVED, CANCELLED, DONE)} | {
        f"{HOME}incidents/{each.id}/" for each in (FAILED, SLOW)
    } == set(entries)
    assert ("[Moved] Firmware, storage & more", "2026-11-25T15:00:00+00:00", "2026-11-27T15:00:00+00:00") == (
        moved.title,
        moved.published,
        moved.updated,
    )
    assert ["Moved, ", "Announced, "] == re.findall(r"<h3>(\w+, )", moved.content[0].value)


def test_json_tells_programs_the_event_as_it_is_now():
    """Whatever the item is of: nobody acts on times that have been moved since."""
    items = {item["id"].rpartition(":")[2]: item["_maintenance"] for item in json.loads(site()["feed.json"])["items"]}
    first = items[f"windows/{MOVED.id}/announced-20261125T150000Z"]
    failed = items[f"incidents/{FAILED.id}/investigating-20261103T161200Z"]
    begun = items[f"windows/{UPGRADE.id}/in_progress-20261206T030200Z"]

    assert ("announced", "maintenance", "scheduled", "2026-12-14T03:00:00Z") == tuple(
        first[key] for key in ("update", "kind", "state", "starts_at")
    )
    assert ("incident", "resolved", ["api"], "2026-11-03T16:51:00Z") == tuple(
        failed[key] for key in ("kind", "state", "components", "ends_at")
    )
    assert ("2026-12-06T03:02:00Z", None) == (begun["actual_starts_at"], begun["actual_ends_at"])


def test_a_component_has_feeds_of_what_touches_it():
    """Items have the same identities as in the page's, so that who reads both knows them again."""
    files = site()
    of_page = {item.id: item.title for item in feedparser.parse(files["feed.xml"]).entries}
    of_api = {item.id: item.title for item in feedparser.parse(files["components/api/feed.xml"]).entries}

    assert of_api.items() < of_page.items()
    assert {title.partition("] ")[2] for title in of_api.values()} == {"Slow answers", "Move to the new site", "SMS sending failed"}
    assert f"{HOME}components/api/feed.xml" in files["components/api/feed.xml"].decode()


def test_feeds_of_one_page_have_identities_of_their_own():
    """But the formats of one feed are one feed."""
    identities = {path: etree.fromstring(body).findtext(f"{ATOM}id") for path, body in site().items() if path.endswith(".atom")}

    assert 3 == len(identities) == len(set(identities.values()))


def test_every_language_has_feeds_of_its_own():
    """In its words, leading to its pages, with the same identities: a language that is added is no news to who has another."""
    alone = Made(feeds(board(project(), VERDICTS, NOW)))
    both = site(page=Page("Acme Messaging", HOME, ZONE, ("en", "es")))
    english, spanish = (json.loads(both[f"{below}feed.json"]) for below in ("", "es/"))

    assert all(both[path] == alone[path] for path in alone)
    assert ("es", f"{HOME}es/", f"{HOME}es/feed.json") == (spanish["language"], spanish["home_page_url"], spanish["feed_url"])
    assert [item["id"] for item in english["items"]] == [item["id"] for item in spanish["items"]]
    assert all(item["url"].startswith(f"{HOME}es/") for item in spanish["items"])
    assert "[Reprogramado] Firmware, storage & more" in [item["title"] for item in spanish["items"]]
    assert 'xml:lang="es"' in both["es/components/api/feed.atom"].decode()
    assert {} == complaints(both)


def test_the_order_of_languages_is_no_news():
    """Another language at the top says the same of the same things."""
    swapped = site(page=Page("Acme Messaging", HOME, ZONE, ("es", "en")))
    bodies = {"before": site()["feed.atom"], **{path: swapped[path] for path in ("feed.atom", "en/feed.atom")}}
    read = {path: etree.fromstring(body) for path, body in bodies.items()}
    ids = {path: [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] for path, feed in read.items()}

    assert "Acme Messaging: mantenimientos e incidentes" == read["feed.atom"].findtext(f"{ATOM}title")
    assert ids["before"] == ids["feed.atom"] == ids["en/feed.atom"]


WORKED = ("2026-12-05 21:00", "2026-12-06 01:00")


def course(now, **more):
    """What was told by an instant of work without updates."""
    work = window("x", *WORKED, **more)
    page = Page("Acme", HOME, ZONE, reminders=())
    return [title.partition("]")[0][1:] for title in titles(made(now, (work,), page=page)["feed.xml"])]


@pytest.mark.parametrize(
    ("now", "actual", "expected"),
    [
        ("2026-12-05 21:01", Actual(at("2026-12-05 21:02")), ["Announced"]),
        ("2026-12-05 21:02", Actual(at("2026-12-05 21:02")), ["In progress", "Announced"]),
        ("2026-12-06 00:59", Actual(at("2026-12-05 21:02")), ["In progress", "Announced"]),
        ("2026-12-06 01:00", Actual(at("2026-12-05 21:02")), ["Overrun", "In progress", "Announced"]),
        (
            "2026-12-06 02:00",
            Actual(at("2026-12-05 21:02"), at("2026-12-06 01:30")),
            ["Completed", "Overrun", "In progress", "Announced"],
        ),
        ("2026-12-06 02:00", Actual(at("2026-12-05 21:02"), at("2026-12-06 01:00")), ["Completed", "In progress", "Announced"]),
        ("2026-12-06 02:00", Actual(end=at("2026-12-06 01:30")), ["Completed", "Announced"]),
        ("2026-12-06 02:00", Actual(start=at("2026-12-06 01:10")), ["In progress", "Announced"]),
        ("2026-12-06 02:00", None, ["Announced"]),
    ],
)
def test_what_only_times_tell_is_told(now, actual, expected):
    """That work began, went on past its end and was done, from the instant on at which it was so; a plan alone tells nothing."""
    assert expected == course(now, actual=actual)


def test_what_an_update_says_times_do_not_say_again():
    """One notification for each."""
    said = tuple(
        Update(at(when), status, "Text.")
        for when, status in (("2026-12-05 21:05", Status.IN_PROGRESS), ("2026-12-06 01:20", Status.COMPLETED))
    )

    assert ["Completed", "Overrun", "In progress", "Announced"] == course(
        "2026-12-06 02:00", actual=Actual(at("2026-12-05 21:02"), at("2026-12-06 01:19")), updates=said
    )


def test_done_work_says_how_long_it_took():
    """Where nobody wrote a word."""
    work = window("x", *WORKED, actual=Actual(at("2026-12-05 21:00"), at("2026-12-06 01:30")))

    assert b"30 minutes later than planned" in made("2026-12-06 02:00", (work,))["feed.xml"]


def test_a_cancellation_is_told_once():
    """Where an update tells it, by the update; in git when it could be read, not when it was dated."""
    span = Span(at(WORKED[0]), at(WORKED[1]))
    git = (
        Announcement(at("2026-11-20 10:00"), span, ("database",), Impact.OUTAGE, "a1"),
        Announcement(at("2026-12-01 12:30"), Span(span.start, span.start), ("database",), Impact.OUTAGE, "b2"),
    )
    off = Cancelled(at("2026-12-01 12:00"), "Vendor delay.")
    said = (Update(at("2026-12-01 12:20"), Status.CANCELLED, "It is off."),)

    assert ("[Cancelled] Database upgrade", at("2026-12-01 12:30")) == told(
        made("2026-12-02 00:00", (window("x", *WORKED, announcements=git, declared=(), cancelled=off),))["feed.xml"]
    )[0]
    assert ["Announced"] == course("2026-12-01 12:10", announcements=git, declared=(), cancelled=off)
    assert ["Cancelled", "Announced"] == course("2026-12-02 00:00", announcements=git, cancelled=off, updates=said)
    assert ["Cancelled", "Announced"] == course("2026-12-02 00:00", cancelled=off)


@pytest.mark.parametrize("now", ["2026-11-20 10:00", "2026-11-21 10:00"])
def test_what_nobody_can_date_is_not_told(now):
    """Without git and without `announced:` work is announced whenever the page is built; what happens to it is told."""
    undated = (Announcement(at(now), Span(at(WORKED[0]), at(WORKED[1])), ("database",), Impact.OUTAGE),)
    updates = (Update(at("2026-11-19 10:00"), Status.SCHEDULED, "We plan this."),)

    assert [] == course(now, announcements=undated, declared=())
    assert ["Planned"] == course(now, announcements=undated, declared=(), updates=updates)
    assert ["Announced"] == course(now, announcements=undated, declared=undated)


def test_undated_work_does_not_hide_what_is_dated():
    """However much of it there is."""
    now = at("2026-11-20 10:00")
    works = [
        window(
            f"x{n}",
            *WORKED,
            announcements=(Announcement(now, Span(at(WORKED[0]), at(WORKED[1])), ("api",), Impact.NONE),),
            declared=(),
        )
        for n in range(300)
    ]

    assert ["[Resolved] SMS sending failed", "[Investigating] SMS sending failed"] == titles(
        made(now, works, (FAILED,))["feed.xml"]
    )


# --- Series


def occurrence(day, *announcements):
    """A night of a series, announced or moved at some instants."""
    start, end = f"2026-12-{day:02} 21:00", f"2026-12-{day:02} 23:00"
    tellings = tuple(
        Announcement(at(when), Span(at(start) - early, at(end) - early), ("database",), Impact.OUTAGE, "c")
        for when, early in announcements
    )
    return window(f"care-2026-12-{day:02}", start, end, title="Care", announcements=tellings, series="care")


def test_a_series_is_announced_once():
    """And so is what is added to it, what is moved in it, and that it is called off: for readers of items and of entries."""
    first = [occurrence(day, ("2026-11-20 10:00", 0)) for day in range(1, 31, 2)]
    added = [*first, *(occurrence(day, ("2026-11-22 10:00", 0)) for day in range(2, 31, 2))]
    moved = [
        occurrence(d, ("2026-11-20 10:00" if d % 2 else "2026-11-22 10:00", HOUR), ("2026-11-24 10:00", 0)) for d in range(1, 31)
    ]
    off = Cancelled(at("2026-11-25 10:00"), "No staff.")

    seen, updated, heard_of, entries = set(), {}, [], []
    for now, works in (
        ("2026-11-20 11:00", first),
        ("2026-11-22 11:00", added),
        ("2026-11-24 11:00", moved),
        ("2026-11-25 11:00", [window_off(work, off) for work in moved]),
    ):
        bodies = made(now, works, page=Page("Acme", HOME, ZONE, reminders=()))
        new = [item for item in feedparser.parse(bodies["feed.xml"]).entries if item.id not in seen]
        heard_of.append([item.title for item in new])
        seen |= {item.id for item in new}
        read = feedparser.parse(bodies["feed.atom"]).entries
        entries.append([entry.title for entry in read if updated.get(entry.id) != entry.updated])
        updated |= {entry.id: entry.updated for entry in read}
        assert b"windows/care/" not in b"".join(re.findall(rb"<link>(.*?)</link>", bodies["feed.xml"]))

    assert [["[Announced] Care"], ["[Announced] Care"], ["[Moved] Care"], ["[Cancelled] Care"]] == heard_of == entries
    assert 1 == len(updated)


def window_off(work, cancelled):
    """The occurrence in a file that was cancelled."""
    none = Announcement(cancelled.at, Span(work.span.start, work.span.start), work.components, work.impact, "d")
    return window(
        work.id,
        work_time(work.span.start),
        work_time(work.span.end),
        title=work.title,
        series=work.series,
        announcements=(*work.announcements, none),
        cancelled=cancelled,
    )


def work_time(instant):
    """An instant as it is written down."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%d %H:%M} +00:00"


def test_the_item_of_a_series_lists_its_dates():
    """The first ones and the last."""
    series = [occurrence(day, ("2026-11-20 10:00", 0)) for day in range(1, 31)]
    body = made("2026-11-20 11:00", series)["feed.xml"].decode()

    assert "The same of 30 dates of a series:" in body
    assert "&lt;li&gt;24 more, and the last:&lt;/li&gt;&lt;li&gt;Wed 30 Dec 2026, 21:00–23:00 UTC−06:00&lt;/li&gt;" in body
    assert f"{HOME}windows/care-2026-12-01/#announced-20261120T160000Z" in body


def test_a_window_that_becomes_a_series_is_not_told_again():
    """What was told of the file is known by the file's name."""
    single = window("care", "2026-12-01 21:00", "2026-12-01 23:00", announced="2026-11-20 10:00")
    series = [occurrence(1, ("2026-11-20 10:00", 0)), occurrence(8, ("2026-11-22 10:00", 0))]

    before = {item.id for item in feedparser.parse(made("2026-11-20 11:00", (single,))["feed.xml"]).entries}
    after = {item.id: item.title for item in feedparser.parse(made("2026-11-22 11:00", series)["feed.xml"]).entries}

    assert ["[Announced] Care"] == [title for identity, title in after.items() if identity not in before]


# --- Reminders


def reminded(now, *works, reminders=(7 * DAY, 2 * DAY, HOUR)):
    """The reminders in the feeds at an instant: when each fell due."""
    bodies = made(now, works or (window("x", *WORKED),), page=Page("Acme", HOME, ZONE, reminders=reminders))
    in_json = [item for item in json.loads(bodies["feed.json"])["items"] if item["_maintenance"]["update"] == "reminder"]
    in_rss = [when for title, when in told(bodies["feed.xml"]) if title.startswith("[Reminder] ")]
    assert {item["id"] for item in in_json} <= {entry.id for entry in feedparser.parse(bodies["feed.atom"]).entries}
    assert [item["date_published"] for item in in_json] == [
        f"{datetime.fromtimestamp(when, UTC):%Y-%m-%dT%H:%M:%SZ}" for when in in_rss
    ]
    return in_rss


START = at(WORKED[0])


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        (START - 7 * DAY - 1, []),
        (START - 7 * DAY, [7 * DAY]),
        (START - 2 * DAY - 1, [7 * DAY]),
        (START - 2 * DAY, [2 * DAY, 7 * DAY]),
        (START - 1, [HOUR, 2 * DAY, 7 * DAY]),
        (START, []),
    ],
)
def test_reminders_come_when_they_are_due_and_go_when_the_work_begins(now, ahead):
    """Dated as they fell due, in every format."""
    assert [START - seconds for seconds in ahead] == reminded(now)


@pytest.mark.parametrize(
    ("reminders", "ahead"),
    [((), []), ((3 * DAY,), [3 * DAY]), ((30 * DAY, 90 * MINUTE), [90 * MINUTE])],
    ids=["none", "one", "late"],
)
def test_reminders_are_as_configured(reminders, ahead):
    """Also none; and what fell due before the announcement is told by the announcement."""
    assert [START - seconds for seconds in ahead] == reminded(START - HOUR, reminders=reminders)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", (7 * DAY, 2 * DAY, HOUR)),
        ("feeds: {reminders: []}", ()),
        ("feeds: {reminders: [30m, 2d, 48h, PT3H]}", (2 * DAY, 3 * HOUR, 30 * MINUTE)),
    ],
    ids=["default", "none", "own"],
)
def test_reminders_are_read(written, expected):
    """The longest first, each once, however it is written."""
    text = f"page: {{name: A, url: '{HOME}', time_zone: UTC}}\ncomponents: [{{id: a, name: A}}]\n{written}\n"

    assert expected == load({"statusgen.yaml": text.encode()}, now=0).project.page.reminders


def test_nobody_is_reminded_of_cancelled_or_unannounced_work():
    """Nor of the plan that was changed: the new one reminds anew."""
    span = Span(START, at(WORKED[1]))
    moved = (
        Announcement(at("2026-11-20 10:00"), Span(START - 3 * DAY, START - 3 * DAY + HOUR), ("database",), Impact.OUTAGE),
        Announcement(START - 4 * DAY, span, ("database",), Impact.OUTAGE),
    )

    assert [] == reminded(START - HOUR, window("x", *WORKED, cancelled=Cancelled(START - 8 * DAY, "Delay.")))
    assert [] == reminded(START - HOUR, window("x", *WORKED, announcements=(Announcement(START, span, ("api",), Impact.NONE),)))
    assert [START - 2 * DAY] == reminded(START - DAY, window("x", *WORKED, announcements=moved))
    assert [] == reminded(START - 2 * DAY - 1, window("x", *WORKED, announcements=moved))
    assert [] == reminded(START - 4 * DAY - 1, window("x", *WORKED, announcements=moved))


def test_a_reminder_tells_how_long_ahead_and_of_when():
    """In words that stay true."""
    body = made(START - 2 * DAY, (window("x", *WORKED),))["feed.xml"].decode()

    assert "2 days ahead: planned for Sat 5 Dec 2026, 21:00 – Sun 6 Dec 2026, 01:00 UTC−06:00." in body
    assert f"{HOME}windows/x/#reminder-20261204T030000Z" in body


def test_every_link_leads_to_a_place_on_a_page():
    """Of announcements, updates and reminders; a reader follows those of reminders later, too."""
    works = (window("x", *WORKED), window("y", "2026-11-28 21:00", "2026-11-28 22:00"))
    links = {item["url"] for item in json.loads(made(START - HOUR, works)["feed.json"])["items"]}

    assert {"reminder", "announced"} == {link.partition("#")[2].partition("-")[0] for link in links}
    for now in (START - HOUR, START + DAY):
        pages = recipes(board(project(works, ()), {}, now), Theme.of())
        for link in links:
            path, _, anchor = link.removeprefix(HOME).partition("#")
            assert f'id="{anchor}"' in pages[f"{path}index.html"].render().decode(), link


def test_the_page_turns_with_every_reminder():
    """So that it is built again in time for it; with the month it does anyway."""
    work = window("x", *WORKED)
    nexts, now = [], at("2026-11-20 10:00")
    while now < work.span.end:
        now = board(project((work,), (), policies=()), {}, now).valid_until
        nexts.append(now)

    assert [START - 7 * DAY, at("2026-12-01 00:00"), START - 2 * DAY, START - HOUR, START, work.span.end] == nexts


def test_reminders_remake_the_feeds_of_what_is_near_only():
    """Nothing else changes when one falls due but pages that name the next change."""
    before, after = digests(START - 2 * DAY - 1), digests(START - 2 * DAY)
    changed = {path for path in after if after[path] != before[path]}

    assert {*FEEDS, *(f"components/database/{name}" for name in FEEDS)} == {path for path in changed if "feed." in path}
    assert not {path for path in changed if path.startswith(("windows/", "incidents/", "history/"))}


def test_more_reminders_are_not_told_of_what_has_begun():
    """Who asks for further ones hears of no work of the past."""
    works = [
        window(f"x{day}", f"2026-11-{day} 21:00", f"2026-11-{day} 22:00", announced="2026-11-01 10:00") for day in range(10, 20)
    ]

    assert [] == reminded("2026-11-25 10:00", *works, reminders=(DAY, HOUR, MINUTE))


# --- What stays and what goes


def test_a_feed_goes_back_ninety_days_from_its_newest_item():
    """Not from now: as long as nothing is told, nothing in it changes."""
    old = incident("old", "2026-08-01 10:00", "2026-08-01 11:00")
    older = incident("older", "2026-08-01 09:00", "2026-08-01 09:30")
    newest = incident("newest", "2026-10-30 10:30", None)
    bodies = [made(now, (), (old, older, newest))["feed.xml"] for now in ("2026-10-30 12:00", "2027-10-30 12:00")]

    assert ["[Open] SMS sending failed", "[Resolved] SMS sending failed"] == titles(bodies[0])
    assert bodies[0] == bodies[1]


def test_corrected_titles_are_no_news():
    """However many are corrected by one commit, what was told last stays in the feed."""
    works = [
        window(f"x{n}", "2026-10-01 21:00", "2026-10-01 23:00", announced="2026-09-20 10:00", revisions=(at("2026-11-28 10:00"),))
        for n in range(100)
    ]

    assert ["[Resolved] SMS sending failed", "[Investigating] SMS sending failed"] == titles(
        made("2026-12-01 00:00", works, (FAILED,))["feed.xml"]
    )[:2]


def test_what_was_called_otherwise_is_known_by_its_first_name():
    """Its address is another, its items are not; of a series and of an incident too."""
    work = window("new", *WORKED, known_as="old")
    declared = window("new", *WORKED, formerly=("old", "newer"))
    series = window("new-2026-12-05", *WORKED, series="new", known_as="old-2026-12-05")
    failed = incident("new", "2026-11-20 10:00", formerly=("old",))
    items = [
        json.loads(made("2026-11-20 11:00", *both)["feed.json"])["items"][0]
        for both in (((work,),), ((declared,),), ((series,),), ((), (failed,)))
    ]

    assert [*["windows/old/announced-20261120T160000Z"] * 3, "incidents/old/open-20261120T160000Z"] == [
        item["id"].rpartition(":")[2] for item in items
    ]
    assert f"{HOME}windows/new-2026-12-05/#announced-20261120T160000Z" == items[2]["url"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_holds_fifty(path):
    """Items, or entries; and stays far below what readers take."""
    many = [
        incident(f"i{day:02}-{hour:02}", f"2026-11-{day:02} {hour:02}:00", f"2026-11-{day:02} {hour:02}:30")
        for day in range(1, 29)
        for hour in (1, 5, 9)
    ]
    body = made("2026-12-01 00:00", (), many)[path]
    count = len(json.loads(body)["items"]) if path == "feed.json" else len(feedparser.parse(body).entries)

    assert 50 == count
    assert len(body) < 100_000


INSTANTS = st.integers(0, 40).map(lambda n: START + n * DAY)


@st.composite
def events(draw):
    """Some windows and incidents, told of at days of six weeks; some of the windows are of one series."""
    works, failures = [], []
    for number in range(draw(st.integers(0, 6))):
        times = sorted(draw(st.sets(INSTANTS, min_size=1, max_size=4)))
        begins = draw(INSTANTS)
        span = Span(begins, begins + 2 * HOUR)
        tellings = tuple(
            Announcement(when, Span(begins - n * HOUR, begins - n * HOUR + 2 * HOUR), ("database",), Impact.NONE, "c")
            for n, when in reversed(list(enumerate(reversed(times))))
        )
        series = draw(st.sampled_from([None, "care"]))
        day = f"{datetime.fromtimestamp(begins, UTC):%Y-%m-%d}"
        name = f"w{number}" if series is None else f"care-{day}"
        if name in {work.id for work in works}:
            continue
        said = draw(st.lists(INSTANTS, max_size=2)) if series is None else []
        starts = draw(st.none() | st.just(begins + MINUTE)) if series is None else None
        ends = draw(st.none() | st.just(begins + 3 * HOUR)) if series is None else None
        works.append(
            window(
                name,
                work_time(span.start),
                work_time(span.end),
                announcements=tellings,
                updates=tuple(Update(when, Status.VERIFYING, "Text.") for when in said),
                actual=None if starts is None else Actual(starts, ends),
                series=series,
            )
        )
    for number in range(draw(st.integers(0, 4))):
        begins = draw(INSTANTS)
        said = [begins + n * DAY for n in draw(st.lists(st.integers(0, 3), max_size=2))]
        ended = draw(st.none() | st.just(begins + HOUR))
        failures.append(
            incident(
                f"i{number}",
                work_time(begins),
                None if ended is None else work_time(ended),
                updates=tuple(Update(when, Status.MONITORING, "Text.") for when in said),
            )
        )
    return works, failures


@given(events(), st.integers(0, 42), st.sampled_from([None, "api", "database"]))
def test_the_newest_of_all_that_was_told_is_in_the_feed(both, day, component):
    """What is cheap to know of events suffices to choose them: looking at every event would give the same feed."""
    works, failures = both
    here = board(project(works, failures), {}, START + day * DAY)
    of_all = [entry for entry in (*here.windows, *here.incidents) if component is None or component in entry.components]
    with patch("statusgen.site.feeds.issue.ITEMS", 4), patch("statusgen.site.feeds.channel.ITEMS", 4):
        expected = Channel("", "", "", "", "", "", "", Desk(here, ENGLISH, "").items_of(of_all), ()).items
        path = "feed.json" if component is None else f"components/{component}/feed.json"
        found = json.loads(feeds(here)[path].render())["items"]

    assert [item.id for item in expected] == [item["id"] for item in found if item["_maintenance"]["update"] != "reminder"]


@given(events())
@settings(max_examples=30)
def test_what_has_left_a_feed_never_comes_back(both):
    """A reader that remembers no more than what it saw last hears nothing twice, and hears nothing of the future."""
    works, failures = both
    with patch("statusgen.site.feeds.issue.ITEMS", 4), patch("statusgen.site.feeds.channel.ITEMS", 4):
        seen, last = set(), set()
        for day in range(42):
            now = START + day * DAY
            body = made(now, works, failures)["feed.json"]
            assert not [item for item in json.loads(body)["items"] if item["date_published"] > work_time_json(now)]
            current = {item["id"] for item in json.loads(body)["items"]}
            assert not (current - last) & seen
            seen, last = seen | current, current


def work_time_json(instant):
    """An instant as JSON Feed writes it."""
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"


@given(events())
@settings(max_examples=30)
def test_an_entry_of_atom_is_never_older_than_it_was(both):
    """Published stays, updated grows: else a reader would miss what is told next."""
    works, failures = both
    published, updated = {}, {}
    for day in range(42):
        feed = etree.fromstring(made(START + day * DAY, works, failures)["feed.atom"])
        for entry in feed.iter(f"{ATOM}entry"):
            identity, first, last = (entry.findtext(f"{ATOM}{name}") for name in ("id", "published", "updated"))
            assert published.setdefault(identity, first) == first
            assert updated.get(identity, "") <= last
            updated[identity] = last


@given(events(), st.integers(0, 42))
def test_the_last_that_was_heard_is_known_without_looking(both, day):
    """And who has nothing to tell says so."""
    works, failures = both
    here = board(project(works, failures), {}, START + day * DAY)
    for entry in (*here.windows, *here.incidents):
        pieces = [piece.at for piece in heard(entry, here.names, ZONE)]
        last = entry.heard
        assert not pieces if last is None else max(pieces) == last


@given(events(), st.integers(0, 41))
@settings(max_examples=50)
def test_the_same_digest_stands_for_the_same_feed(both, day):
    """From one instant to the next: only a feed of another digest may be another."""
    works, failures = both
    recipes = [feeds(board(project(works, failures), {}, START + (day + n) * DAY)) for n in (0, 1)]
    for path in recipes[0]:
        if recipes[0][path].digest == recipes[1][path].digest:
            assert recipes[0][path].render() == recipes[1][path].render()


def test_every_page_names_the_feeds():
    """With titles that tell them apart, for readers that look for them, and one to be seen."""
    page = site()[f"windows/{UPGRADE.id}/index.html"].decode()
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">', page)
    by_type = {kind: href for kind, _, href in links}

    assert len({title for _, title, _ in links}) == len(links)
    assert ("../../feed.xml", "../../feed.atom", "../../feed.json") == tuple(
        by_type[f"application/{kind}"] for kind in ("rss+xml", "atom+xml", "feed+json")
    )
    assert '<a href="../../feed.xml">' in page
