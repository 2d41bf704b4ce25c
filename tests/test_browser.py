"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from site_project import NOW, UPGRADE, VERDICTS, project
from test_site import hostile_site

from statusgen.board import board
from statusgen.publish import publish
from statusgen.site import Recipe, Theme, recipes

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PAGES = (
    "",
    f"windows/{UPGRADE.id}/",
    "windows/2026-11-07-cache/",
    "windows/2026-12-19-move/",
    "incidents/2026-11-03-sending-failed/",
    "history/",
    "history/2026-12/",
)
SCREENSHOTS = os.environ.get("SCREENSHOTS")
"""A folder in which to leave pictures of the pages for a person to look at."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The server says nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Two sites below sub-paths of one host on loopback: `calm/` and `hostile/`."""
    root = tmp_path_factory.mktemp("host")
    publish(recipes(board(project(), VERDICTS, NOW), Theme.of()), root / "calm")
    publish({path: Recipe("1", partial(bytes, body)) for path, body in hostile_site().items()}, root / "hostile")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM} (apt-get install chromium; or set CHROMIUM)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def opened(browser, url, width, scheme):
    """A page that has been looked at, what it complained about and what it asked other hosts for."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    wrong = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(url[:20]) else None)
    page.goto(url, wait_until="load")
    return page, wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_pages_are_calm(browser, address, width, scheme):
    """No complaint on the console, nothing asked of other hosts, no sideways scrolling, at any width, light and dark."""
    for path in PAGES:
        page, wrong = opened(browser, f"{address}calm/{path}", width, scheme)
        if SCREENSHOTS:
            page.screenshot(
                path=f"{SCREENSHOTS}/{path.strip('/').replace('/', '-') or 'index'}-{scheme}-{width}.png", full_page=True
            )
        assert [] == wrong, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


def test_hostile_pages_are_calm_too(browser, address):
    """Nothing of the attackers' runs, loads or sticks out."""
    for path in ("", "windows/a/", "windows/b/", "incidents/c/"):
        page, wrong = opened(browser, f"{address}hostile/{path}", 320, "light")
        assert [] == wrong, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.close()


def test_links_work_below_a_sub_path(browser, address):
    """From the front page to a window and back, with the keyboard alone: the first stop leads past the navigation."""
    page, wrong = opened(browser, f"{address}calm/", 1280, "light")
    page.keyboard.press("Tab")
    assert "Skip to content" == page.evaluate("document.activeElement.textContent")
    page.get_by_role("link", name="Database upgrade").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}calm/windows/{UPGRADE.id}/")
    page.get_by_role("link", name="Acme Messaging").click()
    page.wait_for_url(f"{address}calm/")
    assert [] == wrong


def luminance(color):
    """Relative luminance as WCAG defines it, of `rgb(r, g, b)`."""
    shares = [int(part) / 255 for part in color[4:-1].split(",")]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


SEEN = """[...document.querySelectorAll('.state')].map((word) => {
    const behind = (element) => {
        const color = getComputedStyle(element).backgroundColor;
        return color === 'rgba(0, 0, 0, 0)' ? behind(element.parentElement) : color;
    };
    return [getComputedStyle(word).color, behind(word)];
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(browser, address, scheme):
    """Every state word has a contrast of 4.5 to 1 or more with what is behind it."""
    for path in PAGES:
        page, _ = opened(browser, f"{address}calm/{path}", 1280, scheme)
        pairs = page.evaluate(SEEN)
        for pair in pairs:
            dark, light = sorted(map(luminance, pair))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (path, pair)
        page.close()
