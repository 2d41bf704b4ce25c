"""The ways to subscribe: links that programs understand, addresses that are there, a code that scanners read."""

import re
import shutil
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from site_project import NOW, VERDICTS, ZONE, project
from test_browser import browser  # noqa: F401  # the fixture
from test_site import HOSTILE, site

from statusgen.board import board
from statusgen.language import language
from statusgen.model import Component, Maintnote, Page
from statusgen.site.subscribe import Panels

ROOT = "https://acme.example/status/"
PAGE = Page("Acme", ROOT, ZONE, ("en", "es"), maintnote=Maintnote("acme.example", "public"))


def panels(**more):
    """The ways to hear of Acme's maintenance."""
    return Panels(board(project(page=PAGE, **more), VERDICTS, NOW))


def links(panel):
    """Name to address of the programs that subscribe by a click."""
    return {link.name: link.url for link in panel.calendars}


def test_programs_get_the_address_in_the_form_that_each_wants():
    """Decoded, it is the calendar's own."""
    found = links(panels().whole())

    assert ["Apple Calendar", "Google Calendar", "Outlook.com", "Microsoft 365"] == list(found)
    apple, google, outlook, office = found.values()
    assert "webcal://acme.example/status/calendar.ics" == apple
    assert {"cid": ["webcal://acme.example/status/calendar.ics"]} == parse_qs(urlsplit(google).query)
    wanted = {"url": [f"{ROOT}calendar.ics"], "name": ["Acme"]}
    assert [wanted, wanted] == [parse_qs(urlsplit(link).query) for link in (outlook, office)]
    assert ["calendar.google.com", "outlook.live.com", "outlook.office.com"] == [
        urlsplit(each).hostname for each in (google, outlook, office)
    ]


def test_a_component_has_ways_of_its_own():
    """Its calendar, its feeds, its title."""
    panel = panels().of("api")

    assert f"{ROOT}components/api/calendar.ics" == panel.calendar
    assert "Subscribe to Messaging API" == panel.title
    assert "webcal://acme.example/status/components/api/calendar.ics" in links(panel).values()
    assert all(link.url.startswith("components/api/") for link in panel.feeds)


def test_a_language_has_ways_of_its_own():
    """Its calendars lie below its folder."""
    spanish = Panels(board(project(page=PAGE), VERDICTS, NOW), language("es"), "es/")

    assert f"{ROOT}es/calendar.ics" == spanish.whole().calendar
    assert f"{ROOT}es/components/api/calendar.ics" == spanish.of("api").calendar


def shown(path="subscribe/index.html", **more):
    """The page of all ways, of a site below a sub-path."""
    return site(page=PAGE, **more)[path].decode()


def test_every_address_on_the_page_is_that_of_a_file_of_the_site():
    """In both languages: what is subscribed to is there."""
    files = site(page=PAGE)
    for path in ("subscribe/index.html", "es/subscribe/index.html"):
        found = re.findall(r'<input type="url" readonly value="([^"]*)">', files[path].decode())
        assert 3 == len(found) == len(set(found))
        for address in found:
            assert address.startswith(ROOT)
            assert files[address.removeprefix(ROOT)].startswith(b"BEGIN:VCALENDAR")


def test_operators_find_their_notices_where_there_are_any():
    """Once, at the top of the site."""
    assert 1 == shown().count('href="../maintnote.ics"')
    assert 1 == shown("es/subscribe/index.html").count('href="../../maintnote.ics"')
    assert "maintnote" not in site()["subscribe/index.html"].decode()


def test_a_page_without_components_has_the_ways_to_hear_of_all():
    """And no heading over nothing."""
    page = shown(components=(), windows=(), incidents=())

    assert 1 == page.count("readonly")
    assert "Only one component" not in page


def test_hostile_names_are_harmless_in_links():
    """No quote, tag, control or bidirectional character of theirs is in an address."""
    page = Page(HOSTILE, ROOT, ZONE)
    files = site(page=page, components=(Component("api", HOSTILE), Component("database", HOSTILE)))
    found = re.findall(r'href="([^"]*)"', files["subscribe/index.html"].decode())

    assert all(link.isascii() and link.isprintable() and not set(link) & set("<>'\" ") for link in found)
    assert {"", "https", "webcal"} == {urlsplit(link).scheme for link in found}


def test_the_code_is_the_same_everywhere_and_needs_no_style():
    """Lines on whole coordinates, in the page itself."""
    panel = panels().whole()

    assert panel.code == panels().whole().code
    assert re.fullmatch(r'<svg viewBox="0 0 \d+ \d+" class="qr"><path stroke="#000" d="[Mmhv0-9. -]+"/></svg>', panel.code)
    assert not panels().whole(with_code=False).code
    assert len(panel.code) < 3000


def test_the_code_leads_to_the_ways_themselves():
    """On another device: a link that every telephone can open, while few know `webcal:`."""

    def of(address):
        return segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None)

    assert of(f"{ROOT}subscribe/#subscribe") == panels().whole().code
    assert of(f"{ROOT}components/api/#subscribe") == panels().of("api").code
    assert 'id="subscribe"' in shown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scanner_reads_the_code_from_the_page(browser, tmp_path, scheme):  # noqa: F811  # the fixture
    """As it is drawn, in light and dark."""
    if shutil.which("zbarimg") is None:
        pytest.skip("zbar is not installed (scripts/readers .venv/bin/python)")
    files = site(page=PAGE)
    (tmp_path / "subscribe").mkdir()
    (tmp_path / "style.css").write_bytes(files["style.css"])
    (tmp_path / "subscribe" / "index.html").write_bytes(files["subscribe/index.html"])
    page = browser.new_page(viewport={"width": 360, "height": 900}, color_scheme=scheme)
    page.goto((tmp_path / "subscribe" / "index.html").as_uri())
    page.locator(".scan").first.screenshot(path=tmp_path / "code.png")
    page.close()

    read = subprocess.run(["zbarimg", "--quiet", "--raw", tmp_path / "code.png"], capture_output=True, text=True, check=True)

    assert f"{ROOT}subscribe/#subscribe" == read.stdout.strip()
