"""The front page, component pages and policy pages by the reader's clock, in a real browser whose clock is set."""

import gzip
import json
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from http.server import ThreadingHTTPServer
from itertools import product
from pathlib import Path

import pytest
from site_project import DONE, FAILED, MOVED, SLOW, UPGRADE, VERDICTS, at, project, window
from test_browser import SCREENSHOTS, Quiet, browser  # noqa: F401  # the browser is a fixture

from statusgen.board import board
from statusgen.model import Component, Page
from statusgen.publish import publish
from statusgen.site import Theme, recipes

MADE = "2026-12-05 12:00"
PLANNED = window(UPGRADE.id, "2026-12-05 21:00", "2026-12-06 01:00", description=UPGRADE.description)
ACME = "https://acme.example/status/"
HOME = "America/Mexico_City"
REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A site that was made at noon, before the work of the evening, in English and in Spanish."""
    root = tmp_path_factory.mktemp("host")
    acme = project(
        windows=(DONE, PLANNED, MOVED),
        incidents=(FAILED,),
        page=Page("Acme Messaging", ACME, HOME, ("en", "es")),
        components=(
            Component("api", "Messaging API", "Core", "Sending and receiving", ("database",)),
            Component("database", "Database", "Core"),
            Component("portal", "Portal", "Customers"),
        ),
    )
    publish(recipes(board(acme, VERDICTS, at(MADE)), Theme.of()), root / "status")
    failing = project(windows=(PLANNED,), incidents=(SLOW,))
    publish(recipes(board(failing, VERDICTS, at("2026-12-05 20:30")), Theme.of()), root / "status" / "failing")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/status/"
        server.shutdown()


@pytest.fixture
def read(browser, address):  # noqa: F811  # the fixture
    """Opens a page at a clock reading of the page's zone, and holds it to be calm: no complaint, nothing asked of others."""
    contexts, wrong = [], []

    def read(path, now, *, width=1280, scheme="light", zone=HOME, runs=False, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id=zone, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None)
        if more.get("java_script_enabled", True):
            moment = datetime.fromtimestamp(at(now), UTC)
            page.clock.install(time=moment) if runs else page.clock.set_fixed_time(moment)
        page.goto(f"{address}{path}", wait_until="load")
        return page

    yield read
    for context in contexts:
        context.close()
    assert [] == wrong


def event(page, title="Database upgrade"):
    """The list an event stands in, its word and its countdown."""
    row = page.locator(".event", has_text=title)
    return (
        row.evaluate("row => row.parentElement.dataset.list"),
        row.locator(".state").inner_text(),
        row.locator(".count").inner_text(),
    )


CALM, WORK = "All systems operational", "Maintenance of Database"
UPGRADE_IN, FIRMWARE_IN = "Next: Database upgrade, in ", "Next: Firmware, storage & more, in "


@pytest.mark.parametrize(
    ("now", "headline", "told", "next_one", "stale"),
    [
        ("2026-12-03 20:00", CALM, ("coming", "Planned", "in 2 days"), f"{UPGRADE_IN}2 days.", False),
        ("2026-12-05 17:10", CALM, ("coming", "Planned", "in 3 hours"), f"{UPGRADE_IN}3 hours.", False),
        ("2026-12-05 20:23", CALM, ("coming", "Planned", "in 35 minutes"), f"{UPGRADE_IN}35 minutes.", False),
        ("2026-12-05 20:59:30", CALM, ("coming", "Planned", "in 1 minute"), f"{UPGRADE_IN}1 minute.", False),
        ("2026-12-05 21:00", WORK, ("current", "In progress", "ends in 4 hours"), f"{FIRMWARE_IN}8 days.", True),
        ("2026-12-06 00:59:59", WORK, ("current", "In progress", "ends in 1 minute"), f"{FIRMWARE_IN}7 days.", True),
        ("2026-12-06 01:00", CALM, ("past", "Completed", ""), f"{FIRMWARE_IN}7 days.", True),
    ],
)
def test_the_front_page_tells_what_holds_at_the_readers_time(read, now, headline, told, next_one, stale):
    """Headline, title, state words, order and countdowns; past the time it was made for it says that too."""
    page = read("", now)

    assert headline == page.locator("h1").inner_text()
    assert f"{headline} – Acme Messaging" == page.title()
    assert told == event(page)
    assert next_one == page.locator("[data-next]").inner_text()
    assert stale == page.locator(".stale").is_visible()
    assert not page.locator(".asof").first.is_visible()


@pytest.mark.parametrize(("now", "database"), [("2026-12-05 20:59", "Operational"), ("2026-12-05 21:00", "Under maintenance")])
def test_components_tell_how_they_are_and_what_they_depend_on(read, now, database):
    """By the events that touch them; what they depend on only where it is not well."""
    page = read("", now)

    assert ["Operational", database, "Operational"] == page.locator("[data-component] .state").all_inner_texts()
    assert (database != "Operational") == page.get_by_text("depends on Database: under maintenance").is_visible()


def test_an_open_page_turns_by_itself(read):
    """And tells those who listen: once, politely, and only what has changed."""
    page = read("", "2026-12-05 20:59:50", runs=True)
    assert "" == page.locator("[data-told]").inner_text()

    page.clock.run_for(15_000)

    assert "Maintenance of Database" == page.locator("h1").inner_text()
    assert "status" == page.locator("[data-told]").get_attribute("role")
    assert "Maintenance of Database" == page.locator("[data-told]").text_content()
    assert ("current", "In progress", "ends in 3 hours") == event(page)
    assert not page.get_by_text("No maintenance is planned.").is_visible()


def test_sections_without_an_event_are_not_there(read):
    """Nothing goes on before the work, and when all is over nothing comes."""
    assert not read("", "2026-12-05 20:00").get_by_role("heading", name="What is going on").is_visible()
    later = read("", "2026-12-14 20:00")
    assert later.get_by_text("No maintenance is planned.").is_visible()
    assert not later.locator("[data-next]").is_visible()


@pytest.mark.parametrize(
    ("now", "days", "shapes"),
    [
        ("2026-12-05 12:00", 8, []),
        ("2026-12-05 21:00", 8, ["M776 14h6v10h-6z"]),
        ("2026-12-06 00:30", 9, ["M776 14h6v10h-6z", "M784 14h6v10h-6z"]),
        ("2026-12-08 12:00", 11, ["M776 14h6v10h-6z", "M784 14h6v10h-6z"]),
    ],
)
def test_bars_move_by_the_days_of_the_page(read, now, days, shapes):
    """The page last changed on 27 November: what has begun since is drawn, and of days for which it was not renewed nothing is."""
    bars = read("", now).locator("[data-bars=database]")
    known = min(days, 8)

    assert f"{8 * days} 0 720 32" == bars.get_attribute("viewBox")
    assert shapes == [shape.get_attribute("d") for shape in bars.locator(".later.maintenance").all()]
    assert bars.locator(".up").get_attribute("d").endswith(f"H{720 + 8 * known}")
    assert f"M{720 + 8 * known} 30.5H{720 + 8 * days}" == bars.locator(".after").get_attribute("d")


@pytest.mark.parametrize("now", ["2026-12-05 20:40", "2026-12-06 12:00", "2026-12-20 12:00"])
def test_nobody_knows_how_long_what_is_open_lasts(read, now):
    """The day on which the page was made is drawn as it was then; of those for which it was not renewed nothing is."""
    page = read("failing/", now)

    assert page.locator(".stale").is_visible() is (now > "2026-12-05 21:00")
    drawn = page.locator("[data-bars=api] .later")
    assert ["M712 23h6v9h-6z"] == [each.get_attribute("d") for each in drawn.all()]


def test_the_readers_clock_stands_beside_the_pages(read):
    """Only where it is another one, and only where it matters."""
    brussels = read("", "2026-12-05 20:00", zone="Europe/Brussels")
    assert "Sun, Dec 6, 4:00" in brussels.locator(".event", has_text="Database upgrade").locator(".yours").inner_text()
    assert 0 == brussels.locator("[data-list=past] .yours").count()
    assert 0 == read("", "2026-12-05 20:00").locator(".yours").count()


def test_without_scripts_every_word_stays_true(read):
    """It says as of when it tells how things are, and never that something goes on."""
    page = read("", "2030-01-01 00:00", java_script_enabled=False)
    text = page.locator("body").inner_text()

    assert "As of Fri 27 Nov 2026, 09:00 UTC−06:00. The next change is planned for Sat 5 Dec 2026, 21:00 UTC−06:00." in text
    assert text.count("as of Fri 27 Nov 2026, 09:00 UTC−06:00") == 2
    for word in ("In progress", "ends in", "in 3 hours", "on your clock", "may be out of date"):
        assert word not in text
    assert ("coming", "Planned", "") == event(page)


def test_a_component_page_turns_too(read):
    """Its own state, and that of what it depends on, whose events it does not list."""
    page = read("components/database/", "2026-12-05 22:00")
    assert ["Under maintenance", "Operational"] == page.locator("[data-component] .state").all_inner_texts()
    assert ("current", "In progress", "ends in 3 hours") == event(page)
    api = read("components/api/", "2026-12-05 22:00")
    assert ["Operational", "Under maintenance"] == api.locator("[data-component] .state").all_inner_texts()
    assert api.locator(".stale").is_visible()


def test_a_window_page_turns_too(read):
    """Its word, and how long it will last."""
    page = read(f"windows/{UPGRADE.id}/", "2026-12-05 22:00")
    assert "In progress" == page.locator("h1 .state").inner_text()
    assert "ends in 3 hours" == page.locator(".count").inner_text()
    assert page.locator(".stale").is_visible()


def test_it_speaks_the_language_of_the_page(read):
    """Spanish words, Spanish numbers."""
    page = read("es/", "2026-12-05 17:10")
    assert "Próximo: Database upgrade, dentro de 3 horas." == page.locator("[data-next]").inner_text()


@pytest.mark.parametrize("now", ["2026-12-05 20:23", "2026-12-05 22:00", "2026-12-06 02:00"])
def test_pages_are_calm_at_any_time(read, now):
    """No sideways scrolling before, during and after a window, on a telephone and on a wide screen, light and dark."""
    for path in ("", "components/api/", "policies/gold/", f"windows/{UPGRADE.id}/"):
        page = read(path, now)
        for width, scheme in product((320, 360, 1280, 1920), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if SCREENSHOTS:
                name = f"clock-{now[8:13].replace(' ', '-')}h-{path.strip('/').replace('/', '-') or 'index'}-{scheme}-{width}.png"
                page.screenshot(path=f"{SCREENSHOTS}/{name}", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.mark.parametrize(("width", "scheme", "now"), [(360, "dark", "2026-12-05 22:00"), (1280, "light", "2026-12-06 02:00")])
def test_axe_finds_nothing(read, width, scheme, now):
    """WCAG 2.2 A and AA and its best practices: contrast, headings, names, targets, landmarks."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    for path in ("", "components/api/", "policies/gold/", f"windows/{UPGRADE.id}/", "history/", "404.html"):
        found = axe.run(read(path, now, width=width, scheme=scheme))
        assert 0 == found.violations_count, f"{path}: {found.generate_report()}"


def test_a_keyboard_is_enough(read):
    """Past the navigation, to a component, to its promise, each with a focus that can be seen."""
    page = read("", "2026-12-05 20:00")
    page.keyboard.press("Tab")
    assert "Skip to content" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "Messaging API" == page.evaluate("document.activeElement.textContent")
    assert "3px" == page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    page.keyboard.press("Enter")
    page.wait_for_url("**/components/api/")
    page.get_by_role("link", name="Gold support").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/policies/gold/")


def test_printed_it_is_dark_on_white(read):
    """Whatever the reader's scheme, without what only a screen needs."""
    page = read("", "2026-12-05 22:00", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert not page.get_by_role("navigation", name="Site").is_visible()


def test_paper_says_whose_it_is_and_as_of_when(read):
    """Its address, and the instant at which it was printed: there is no other clock on it."""
    page = read("", "2026-12-05 12:00", zone="Europe/Madrid")
    assert not page.locator(".paper").is_visible()
    page.clock.set_fixed_time(datetime.fromtimestamp(at("2026-12-05 22:00"), UTC))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    address, read_at = page.locator(".paper").inner_text().splitlines()
    assert (ACME, True) == (address, read_at.startswith("As of Sunday, December 6, 2026 at 5:00:00")), read_at
    assert WORK == page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize(
    "path", ["", f"windows/{UPGRADE.id}/", "components/database/", "policies/gold/", "history/2026-12/", "search/"]
)
def test_nothing_is_on_paper_that_is_of_no_use_there(read, path):
    """No countdown, nobody's own clock, nothing to click; all is as wide as a sheet of A4, and no letter is lost."""
    page = read(path, "2026-12-05 12:00", zone="Europe/Madrid", width=680)
    words = page.locator("main h1").inner_text()
    page.emulate_media(media="print")

    for useless in (".count", ".yours", ".next", "button", "input", "nav", ".add", ".more"):
        assert 0 == page.locator(useless).locator("visible=true").count(), useless
    assert words == page.locator("main h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_the_script_is_small():
    """Less than four kilobytes on the way, and it makes no code of texts."""
    text = (REPOSITORY / "templates" / "clock.js").read_bytes()
    assert len(gzip.compress(text, 9)) < 4096
    assert not any(word in text for word in (b"eval(", b"innerHTML", b"Function(", b"import(", b"fetch("))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo in this repository, as `make demo` publishes it."""
    out = tmp_path_factory.mktemp("demo") / "site"
    told = subprocess.run(
        [sys.executable, "-m", "statusgen", "build", "--project", REPOSITORY, "--at", "2026-11-22T12:00:00Z", "--out", out],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == told.returncode, told.stderr
    return out


def test_the_front_page_of_the_demo_is_light(browser, demo):  # noqa: F811  # the fixture
    """With all that it loads: less than 20 KB on the way, in six requests at most."""
    asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(demo))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url.split("/", 3)[3] or "index.html"))
        page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="networkidle")
        page.close()
        server.shutdown()

    assert {"index.html", "style.css", "clock.js", "logo.svg"} <= set(asked)
    assert len(asked) <= 6
    assert sum(len(gzip.compress((demo / file).read_bytes(), 9)) for file in set(asked)) < 20_000


def test_every_kind_of_page_is_valid_html(demo):
    """By the checker of the W3C, without an error or a warning; only a folder is no origin that a page's policy could let load."""
    jar = Path(os.environ.get("VNU_JAR", REPOSITORY / ".venv/npm/node_modules/vnu-jar/build/dist/vnu.jar"))
    if not jar.exists():
        pytest.skip("vnu is not installed (scripts/vnu .venv/npm; it takes Java)")
    files = [demo / "index.html", demo / "404.html", *sorted(demo.glob("history/**/index.html"))[:3]]
    files += [
        file
        for kind in ("components", "policies", "windows", "incidents")
        for file in sorted(demo.glob(f"{kind}/*/index.html"))[-6:]
    ]

    told = subprocess.run(
        ["java", "-jar", jar, "--stdout", "--format", "text", *files], capture_output=True, text=True, check=False
    )

    wrong = [line for line in told.stdout.splitlines() if line.startswith(("Error", "Warning"))]
    assert ([], 0) == ([line for line in wrong if not line.startswith("Warning: Resource violates")], told.returncode)


def test_windows_tell_search_engines_their_event(demo):
    """As schema.org has it: when, and whether it was moved or called off."""
    told = {}
    for file in demo.glob("windows/*/index.html"):
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', file.read_text(encoding="utf-8"))
        told[file.parent.name] = json.loads(text)

    upgrade, moved = told["2026-12-05-database-upgrade"], told["2027-01-23-second-data-centre"]
    assert ("Event", "2026-12-06T03:00:00Z", "2026-12-06T07:00:00Z") == tuple(
        upgrade[key] for key in ("@type", "startDate", "endDate")
    )
    assert "https://schema.org/EventScheduled" == upgrade["eventStatus"]
    assert "https://schema.org/EventCancelled" == told["2026-12-15-voice-codecs"]["eventStatus"]
    assert "https://schema.org/EventRescheduled" == moved["eventStatus"]
    assert moved["previousStartDate"] != moved["startDate"]
