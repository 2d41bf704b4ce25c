"""The pages of events and of the history: what they tell, that it is valid HTML, and that nobody's text does harm in them."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from lxml import html
from site_project import CANCELLED, GOLD, LATE, MOVED, NOW, UPGRADE, ZONE, at, incident, project, verdict, window
from test_languages import every_kind, renamed
from test_site import HOSTILE, site

from statusgen.board import board
from statusgen.civil import instant
from statusgen.model import Actual, Announcement, Cancelled, Component, Page, Status, Update
from statusgen.policy import Clause
from statusgen.site import Theme, recipes
from statusgen.timeline import Span
from statusgen.verdict import Outcome

HERE = Path(__file__).parent


def read(files, path):
    """A page, parsed."""
    return html.fromstring(files[f"{path}index.html"].decode())


def facts(page):
    """What the list of facts says: name -> text."""
    rows = page.xpath("//dl[@class='facts']/div")
    return {row.xpath("string(dt)"): " ".join(row.xpath("string(dd)").split()) for row in rows}


def test_a_window_tells_when_in_the_zone_of_the_page_and_in_utc():
    """With the offset at every time, the zone by its name, and instants that a script can read."""
    page = read(site(), f"windows/{UPGRADE.id}/")

    assert facts(page)["Planned"] == (
        "Sat 5 Dec 2026, 21:00 – Sun 6 Dec 2026, 01:00 UTC−06:00 America/Mexico_City · Sun 6 Dec 2026, 03:00–07:00 UTC"
        " Add to your calendar"
    )
    assert ["2026-12-06T03:00:00Z", "2026-12-06T07:00:00Z"] == page.xpath("//*[@class='when']/time/@datetime")
    assert "Announced 15 days 11 hours ahead." == facts(page)["Notice"]
    assert "4 hours" == facts(page)["Lasting"]
    assert "Outage expected" == facts(page)["Impact"]


def test_a_page_in_utc_tells_it_once():
    """Nothing is said twice."""
    made = site(page=Page("Acme", "https://acme.example/", "UTC"))

    assert "Sun 6 Dec 2026, 03:00–07:00 UTC UTC Add to your calendar" == facts(read(made, f"windows/{UPGRADE.id}/"))["Planned"]
    assert facts(read(made, "incidents/2026-11-03-sending-failed/"))["When"].endswith("16:04–16:51 UTC UTC")


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        ("2027-03-28", "3 hours (4 hours by the clock, which is set forward by 1 hour meanwhile)"),
        ("2027-10-31", "5 hours (4 hours by the clock, which is set back by 1 hour meanwhile)"),
        ("2027-06-06", "4 hours"),
    ],
)
def test_how_long_it_is_on_the_clock_and_in_truth(night, expected):
    """Across both changes of the clock."""
    brussels = "Europe/Brussels"
    span = Span(instant(f"{night} 01:00", brussels), instant(f"{night} 05:00", brussels))
    told = (Announcement(NOW, span, ("database",), UPGRADE.impact),)
    work = window("x", "2027-01-01 00:00", "2027-01-01 01:00", announcements=told)
    made = site(windows=(renamed(work, span=span),), page=Page("Acme", "https://acme.example/", brussels))

    assert expected == facts(read(made, "windows/x/"))["Lasting"]


def test_moved_work_tells_what_was_announced_first():
    """And, below, each announcement with its time."""
    page = read(site(), f"windows/{MOVED.id}/")

    assert facts(page)["Planned"].endswith("First announced for Sat 12 Dec 2026, 21:00–23:00 UTC−06:00 Add to your calendar")
    told = [" ".join(each.xpath("string()").split()) for each in page.xpath("//section[@aria-labelledby='announced']//li")]
    moved, announced = told
    assert moved == (
        "Moved Fri 27 Nov 2026, 09:00 UTC−06:00 Moved from Sat 12 Dec 2026, 21:00–23:00 UTC−06:00 "
        "to Sun 13 Dec 2026, 21:00–23:00 UTC−06:00."
    )
    assert announced == (
        "Announced Wed 25 Nov 2026, 09:00 UTC−06:00 Planned for Sat 12 Dec 2026, 21:00–23:00 UTC−06:00: "
        "Database, no impact expected."
    )


def test_cancelled_work_keeps_its_page():
    """It says so on top, with the reason, also long after."""
    for now in (NOW, at("2028-01-01 00:00")):
        page = read(site(now), f"windows/{CANCELLED.id}/")
        assert "Move to the new site Cancelled" == " ".join(page.xpath("string(//h1)").split())
        assert "Vendor delay." in page.xpath("string(//*[@class='remark'])")


def test_a_verdict_leads_to_the_policy_and_to_its_clauses():
    """Each promise that is broken or that excuses, in the words of the contract."""
    page = read(site(), "windows/2026-11-07-cache/")

    assert ["../../policies/gold/", "../../policies/gold/#clause-gold.notice"] == page.xpath("//ul[@class='judgements']//a/@href")
    assert "A promise is broken: any interruption is counted as downtime. Notice too short." == page.xpath(
        "string(//ul[@class='judgements']//h3/following-sibling::p)"
    )
    assert "Customers hear of maintenance two days ahead." == page.xpath("string(//blockquote/p)")


def test_what_is_to_come_can_be_put_into_a_calendar():
    """The window's own calendar lies beside its page; what is over or called off has no place there."""
    files = site(page=Page("Acme", "https://acme.example/", ZONE, ("en", "es")))

    for below in ("", "es/"):
        for work, there in ((UPGRADE, True), (MOVED, True), (CANCELLED, False)):
            links = read(files, f"{below}windows/{work.id}/").xpath("//dl[@class='facts']//a[@class='add']/@href")
            assert (["calendar.ics"] if there else []) == links
            assert not there or f"{below}windows/{work.id}/calendar.ics" in files


def test_affected_components_are_linked():
    """By their names."""
    page = read(site(), f"windows/{CANCELLED.id}/")

    assert ["../../components/api/", "../../components/database/"] == page.xpath("//dl[@class='facts']//a/@href")
    assert "Messaging API, Database" == facts(page)["Affected"]


def test_a_month_tells_its_counts_and_its_neighbours():
    """Above and below the list; the neighbours are months with events, however far away."""
    early = window("early", "2026-08-05 21:00", "2026-08-05 22:00")
    page = read(site(windows=(early, *project().windows)), "history/2026-11/")

    assert "Maintenance: 1. Incidents: 1. The latest first." == page.xpath("string(//p[@class='lead'])")
    assert [["December 2026 (4) →", "← August 2026 (1)"]] * 2 == [
        each.xpath("a/text()") for each in page.xpath("//nav[starts-with(@class, 'months')]")
    ]
    assert 2 == len(set(page.xpath("//nav[starts-with(@class, 'months')]/@aria-label")))


def test_the_only_month_has_no_neighbours():
    """And no navigation that leads nowhere."""
    page = read(site(windows=(UPGRADE,), incidents=()), "history/2026-12/")

    assert [] == page.xpath("//nav[starts-with(@class, 'months')]")


def test_the_history_counts_each_month():
    """By years, the newest first."""
    page = read(site(), "history/")

    assert ["2026"] == page.xpath("//h2/text()")
    assert ["4 events", "2 events"] == page.xpath("//ul[@class='month-list']//span/text()")
    assert ["December 2026", "November 2026"] == page.xpath("//ul[@class='month-list']//a/text()")


LONG = "x" * 10_000
TEXTS = {
    "all": HOSTILE,
    "long": LONG,
    "end": "]]></script><img src=x onerror=alert(1)>",
    "header": "a\r\nSet-Cookie: x",
    "bidi": "\u202etxt\u2066",
    "scheme": "javascript:alert(1)",
    "template": "{{ it }}",
}
THEME = Theme.of()


def hostile(text):
    """A project in which every field that people write is that text, in two languages."""
    impact, soon = UPGRADE.impact, Span(NOW, NOW + 60)
    told = (Announcement(NOW - 99, soon, ("a",), impact), Announcement(NOW - 60, MOVED.span, ("a", "b"), impact))
    updates = (Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, text), Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, text))
    more = {"title": text, "description": text, "updates": updates, "components": ("a", "b")}
    works = (
        window("w1", "2026-12-13 21:00", "2026-12-13 23:00", **{**more, "announcements": told}),
        window("w2", "2026-12-05 21:00", "2026-12-06 01:00", **more, emergency=text, actual=Actual(start=NOW - 60)),
        window("w3", "2026-12-15 21:00", "2026-12-16 01:00", **more, cancelled=Cancelled(NOW - 60, text)),
    )
    clauses = (Clause("gold.notice", text, text), Clause("gold.excluded", text, text))
    policy = renamed(GOLD, title=text, provider=text, clauses=clauses)
    made = project(
        windows=works,
        incidents=(incident("i1", "2026-12-05 20:10", **more), incident("i2", "2026-11-05 20:10", "2026-11-05 21:00", **more)),
        page=Page(text, "https://status.acme.example/", ZONE, ("en", "es")),
        components=(Component("a", text, text, text, ("b",)), Component("b", text)),
        policies=(policy,),
    )
    verdicts = {("w1", "gold"): verdict("w1", Outcome.REJECTED, (LATE,)), ("w2", "gold"): verdict("w2")}
    return {path: recipe.render() for path, recipe in recipes(board(made, verdicts, NOW), THEME).items()}


@pytest.fixture(scope="module")
def plain():
    """The pages of that project with a harmless word: path -> the elements there are."""
    pages = {path: html.fromstring(body) for path, body in hostile("plain").items() if path.endswith(".html")}
    return {path: tags(page) for path, page in pages.items()}


def tags(page):
    """The names of all elements."""
    return {each.tag for each in page.iter() if isinstance(each.tag, str)}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_texts_do_no_harm_in_any_field(text, plain):
    """No element, handler, address or direction of theirs is on any page; what is shown is what they wrote."""
    of_markdown = {"p", "h1", "em", "code", "a", "strong", "blockquote", "li", "ul", "ol", "br"}
    for path, body in hostile(text).items():
        if path.endswith(".html"):
            page = html.fromstring(body.decode())
            assert tags(page) <= plain[path] | of_markdown, path
            assert not [name for each in page.iter() for name in each.attrib if name.startswith("on") or name == "style"], path
            links = page.xpath("//@href | //@src")
            assert not [link for link in links if re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE)], path
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe]", body.decode()), path


@pytest.fixture(scope="module")
def vnu():
    """The checker of HTML that the W3C runs, if it is there."""
    jar = Path(os.environ.get("VNU_JAR", HERE.parent / ".venv/npm/node_modules/vnu-jar/build/dist/vnu.jar"))
    if not jar.exists():
        pytest.skip("vnu is not installed (scripts/vnu .venv/npm; it takes Java)")
    return jar


def test_every_kind_of_page_is_valid_html(vnu, tmp_path):
    """In both languages, in every state, with plain and with hostile texts, the page of an old address too."""
    kinds = every_kind()
    verdicts = kinds.pop("verdicts")
    kinds["windows"] = (renamed(kinds["windows"][0], formerly=("old",)), *kinds["windows"][1:])
    made = recipes(board(project(**kinds), verdicts, NOW), THEME)
    bodies = {f"plain-{path}": recipe.render() for path, recipe in made.items()}
    bodies |= {f"hostile-{path}": body for path, body in hostile(f"{HOSTILE}{LONG}").items()}
    for path, body in bodies.items():
        if path.endswith(".html"):
            (tmp_path / path.replace("/", "-")).write_bytes(body)

    told = subprocess.run(
        ["java", "-jar", vnu, "--stdout", "--format", "text", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    wrong = [line for line in told.stdout.splitlines() if line.startswith(("Error", "Warning"))]
    # What `self` is, a file does not know; and data in a page is no script, whatever the checker says of policies.
    of_files = ("appears to be written in", "violates Content Security Policy")
    assert [] == [line for line in wrong if not any(each in line for each in of_files)]
    assert told.stdout
