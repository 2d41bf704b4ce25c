"""Search: what it loads says what stays true of every event, and the page works with the keyboard, and without a script."""

import gzip
import json
import threading
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from site_project import CANCELLED, FAILED, NOW, SLOW, UPGRADE, VERDICTS, ZONE, at, incident, project, window
from test_browser import Quiet, address, browser, opened  # noqa: F401  # fixtures
from test_site import digests, hostile_site, site

from statusgen.board import board
from statusgen.model import Page
from statusgen.publish import publish
from statusgen.site import Theme, recipes


def found(files, year):
    """What the file of a year holds."""
    return json.loads(files[f"search/{year}.json"])


def test_a_year_lists_the_events_that_begin_in_it():
    """The earliest first, each once, however many months it touches: kind, id, title, day, components, cancelled."""
    long = window("long", "2025-12-31 23:00", "2026-02-01 01:00", title="Long", components=("database", "api"), emergency="Now.")

    files = site(windows=(long, UPGRADE, CANCELLED))

    assert [[1, "long", "Long", "2025-12-31", [1, 0], 0]] == found(files, 2025)
    assert [
        [2, FAILED.id, "SMS sending failed", "2026-11-03", [0], 0],
        [2, SLOW.id, "Slow answers", "2026-12-05", [0], 0],
        [0, UPGRADE.id, "Database upgrade", "2026-12-05", [1], 0],
        [0, CANCELLED.id, "Move to the new site", "2026-12-19", [0, 1], 1],
    ] == found(files, 2026)
    assert {"search/2025.json", "search/2026.json"} == {path for path in files if path.endswith(".json") and "search" in path}


def test_the_day_is_that_of_the_page():
    """An hour before midnight in Mexico is the next day in UTC."""
    assert "2026-12-31" == found(site(windows=(window("x", "2026-12-31 23:00", "2027-01-01 02:00"),), incidents=()), 2026)[0][3]


def test_a_changed_event_changes_the_file_of_its_year_only():
    """What was loaded before need not be loaded again."""
    older = incident("2025-05-01-older", "2025-05-01 10:00", "2025-05-01 11:00")
    before = digests(incidents=(FAILED, SLOW, older))
    after = digests(incidents=(FAILED, older))

    assert before["search/2025.json"] == after["search/2025.json"]
    assert before["search/2026.json"] != after["search/2026.json"]
    assert before["search/index.html"] == after["search/index.html"]


def test_without_events_there_is_nothing_to_load():
    """And the page says so to the script."""
    files = site(windows=(), incidents=())

    assert b'data-years=""' in files["search/index.html"]
    assert ["search/index.html", "search/search.js"] == sorted(path for path in files if path.startswith("search/"))


def test_hostile_titles_are_plain_lines():
    """No control or bidirectional character, whatever was written."""
    for _, _, title, *_ in found(hostile_site(), 2026):
        assert title.isprintable()
    assert b"<script>alert" not in hostile_site()["search/index.html"]


def _work(day, hour, title):
    return window(f"{day}-{hour:02}-work", f"{day} {hour:02}:00", f"{day} {hour:02}:30", title=title)


def test_ten_thousand_events_are_a_small_load():
    """Under 20 bytes an event, compressed."""
    hours = [(month, day, hour) for month in range(1, 13) for day in range(1, 29) for hour in range(3, 15)]
    works = [_work(f"2026-{month:02}-{day:02}", hour, f"Upgrade {month * day} of the database") for month, day, hour in hours]

    body = recipes(board(project(windows=works, incidents=()), {}, NOW), Theme.of())["search/2026.json"].render()

    assert len(gzip.compress(body)) < 20 * len(works)


@pytest.fixture(scope="module")
def spanish(tmp_path_factory):
    """A site in two languages, in a folder."""
    page = Page("Acme Messaging", "https://status.acme.example/", ZONE, ("en", "es"))
    out = tmp_path_factory.mktemp("host") / "site"
    days = [f"2026-10-{1 + number % 28:02}" for number in range(70)]
    many = [incident(f"i{n:03}", f"{day} 10:00", f"{day} 11:00", title="Línea caída") for n, day in enumerate(days)]
    made = project(page=page, incidents=(FAILED, SLOW, *many))
    publish(recipes(board(made, VERDICTS, at("2026-12-05 22:00")), Theme.of()), out)
    return out


def results(page):
    """The titles that are shown, once something was said."""
    page.locator("#found:not(:empty)").wait_for()
    return page.locator("#results h3 a").all_text_contents()


def test_search_with_the_keyboard(browser, address):  # noqa: F811
    """Type, read how many there are, follow a result."""
    page, wrong = opened(browser, f"{address}calm/search/", 360, "light")
    page.locator("#query").focus()
    page.keyboard.type("DÁTABASE up")

    assert ["Database upgrade"] == results(page)
    assert "Found: 1" == page.locator("#found").text_content()
    assert page.url.endswith("/search/?q=D%C3%81TABASE%20up")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}calm/windows/{UPGRADE.id}/")
    assert [] == wrong


def test_an_address_can_ask(browser, address):  # noqa: F811
    """Reload, back and a link that was sent give the same results; Enter asks again and leads nowhere."""
    page, wrong = opened(browser, f"{address}calm/search/?q=2026-12-19", 1280, "dark")

    assert ["Move to the new site"] == results(page)
    assert "Cancelled" == page.locator("#results .state").text_content()
    page.locator("#query").fill("no such thing")
    page.locator("#query").press("Enter")
    page.get_by_text("Nothing was found.").wait_for()
    assert [] == wrong


@contextmanager
def served(folder):
    """That folder on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_many_results_come_in_parts_and_in_the_language_of_the_page(browser, spanish):  # noqa: F811
    """Fifty at first; the focus goes on where they end."""
    with served(spanish) as host:
        page, wrong = opened(browser, f"{host}/es/search/?q=linea", 360, "light")
        assert 50 == len(results(page))
        assert "Encontrados: 70" == page.locator("#found").text_content()
        assert page.locator("#results li").first.text_content().startswith("Línea caída28 oct 2026Incidente · Messaging API")
        page.get_by_role("button", name="Mostrar más").click()
        assert 70 == page.locator("#results li").count()
        assert page.evaluate("document.activeElement === document.querySelectorAll('#results a')[50]")
        assert page.locator("#more").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert [] == wrong


def test_opened_from_a_folder_the_page_leads_to_the_months(browser, spanish):  # noqa: F811
    """A browser loads nothing from `file:`; the page says so and links to what can be read."""
    page = browser.new_page()
    page.goto(f"file://{spanish}/search/index.html?q=upgrade")

    assert [] == results(page)
    assert "What is searched could not be loaded." == page.locator("#found").text_content()
    assert "../history/" == page.get_by_role("link", name="Everything by month").get_attribute("href")


def test_without_scripts_the_page_leads_to_the_months(browser, address):  # noqa: F811
    """No form that does nothing."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}calm/search/")

    assert page.locator("form").is_hidden()
    assert page.get_by_text("which does not run here").is_visible()
    assert page.get_by_role("link", name="Everything by month").is_visible()


def test_hostile_titles_stay_texts(browser, address):  # noqa: F811
    """They are set as text, never as HTML."""
    page, wrong = opened(browser, f"{address}hostile/search/?q=script", 320, "light")

    assert any("<script>alert(1)</script>" in title for title in results(page))
    assert [] == wrong
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
