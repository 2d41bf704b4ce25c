"""Reports and statements in a real browser: calm, legible and usable by everybody, at any width, light, dark and printed."""

import io

import pytest
from audited import audit_page
from papers import page
from reported import told
from test_browser import SCREENSHOTS, browser, luminance  # noqa: F401  # the browser is a fixture
from test_documents import hostile_pages

from statusgen import documents

WIDTHS = (320, 360, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Documents as files: a month, a quarter for a customer, metrics, an audit, a statement, and hostile ones."""
    folder = tmp_path_factory.mktemp("documents")
    texts = {
        "month": page("clever", "2026-10"),
        "quarter": page("klink", "2026-Q4", customers=["globex"]),
        "metrics": page("infopromo", "2026-10"),
        "audit": audit_page(),
        "statement": documents.statements(told("2026-10"), {}, documents.theme(), explain=True),
        **{f"hostile-{name}": text for name, text in hostile_pages()},
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in texts}


@pytest.fixture
def opened(browser):  # noqa: F811  # the fixture
    """Opens a document: the page, what it complained about and what it asked for beside itself."""
    found = []

    def open_page(address, width=1280, scheme="light", **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        tab = context.new_page()
        wrong = []
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda request: wrong.append(request.url) if request.url != address else None)
        tab.goto(address, wait_until="load")
        found.append(context)
        return tab, wrong

    yield open_page
    for context in found:
        context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_documents_are_calm(opened, files, width, scheme):
    """No complaint, nothing asked of anybody, no sideways scrolling."""
    for name, address in files.items():
        if name.startswith("hostile"):
            continue
        tab, wrong = opened(address, width, scheme)
        if SCREENSHOTS:
            tab.screenshot(path=f"{SCREENSHOTS}/document-{name}-{scheme}-{width}.png", full_page=True)
        assert [] == wrong, name
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name


def test_hostile_documents_are_calm_too(opened, files):
    """Nothing of the attackers' runs, loads or sticks out."""
    for name, address in files.items():
        if name.startswith("hostile"):
            tab, wrong = opened(address, 320)
            assert [] == wrong, name
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_documents_need_no_script(opened, files):
    """With scripts switched off they are the same: they have none."""
    heights = []
    for switched_on in (True, False):
        tab, _ = opened(files["quarter"], java_script_enabled=switched_on)
        heights.append(tab.locator("body").bounding_box())
    assert heights[0] == heights[1]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(opened, files, width, scheme):
    """WCAG 2.2 A and AA and its best practices: contrast, headings, names, tables, landmarks."""
    playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    axe = playwright.Axe()
    for name in ("quarter", "metrics", "statement"):
        tab, _ = opened(files[name], width, scheme)
        found = axe.run(tab)
        assert 0 == found.violations_count, f"{name}: {found.generate_report()}"


SHOWN = """[...document.querySelectorAll('svg.chart text')].map(text => [text.getBoundingClientRect(), text.textContent])
    .filter(([box]) => box.width).map(([box, text]) => [box.left, box.right, box.top, box.bottom, text])"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_labels_of_charts_can_be_read(opened, files, width):
    """Ten pixels high or more; those for which there is no room are left out, and none lies over another."""
    for name in ("month", "quarter", "metrics"):
        tab, _ = opened(files[name], width)
        boxes = tab.evaluate(SHOWN)
        assert len(boxes) > 10, name
        for number, (left, right, top, bottom, text) in enumerate(boxes):
            assert bottom - top >= 10, (name, text)
            for other_left, other_right, other_top, other_bottom, other in boxes[number + 1 :]:
                beside = right <= other_left + 1 or other_right <= left + 1
                assert beside or bottom <= other_top + 2 or other_bottom <= top + 2, (name, text, other)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shapes_stand_out(opened, files, scheme):
    """What was down, and what was maintained, has a contrast of 3 to 1 with the paper and with the time when all was well."""
    tab, _ = opened(files["month"], 1280, scheme)
    colors = tab.evaluate(
        """Object.fromEntries(['counted', 'maintenance', 'not_counted', 'up'].map(kind => {
            const style = getComputedStyle(document.querySelector(`svg.chart .${kind}`));
            return [kind, kind === 'not_counted' ? style.stroke : style.fill];
        }))"""
    )
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    for kind in ("counted", "maintenance", "not_counted"):
        for behind in (paper, colors["up"]):
            dark, light = sorted((luminance(colors[kind]), luminance(behind)))
            assert (light + 0.05) / (dark + 0.05) >= 3, (kind, behind)


def test_a_reader_with_a_keyboard_gets_past_the_head(opened, files):
    """The first stop leads to the content, and a clause to its text."""
    tab, _ = opened(files["month"])
    tab.keyboard.press("Tab")
    assert "Skip to content" == tab.evaluate("document.activeElement.textContent")
    tab.get_by_role("link", name="clever.availability", exact=True).first.click()
    assert tab.url.endswith("#clause-clever.availability")


def test_printed_it_is_a4_and_light(opened, files):
    """Whatever the reader's scheme; headings of tables are repeated, and no row is torn apart."""
    reading = pytest.importorskip("pypdf", reason="pypdf is not installed")
    tab, _ = opened(files["quarter"], 1280, "dark")
    sheets = reading.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True, print_background=True))).pages

    assert {(594, 841)} | {(595, 841)} >= {(int(sheet.mediabox.width), int(sheet.mediabox.height)) for sheet in sheets}
    tab.emulate_media(media="print", color_scheme="dark")
    assert "rgb(255, 255, 255)" == tab.evaluate("getComputedStyle(document.body).backgroundColor")
    style = "getComputedStyle(document.querySelector('table.rows {}')).{}"
    assert "table-header-group" == tab.evaluate(style.format("thead", "display"))
    assert "avoid" == tab.evaluate(style.format("tbody tr", "breakInside"))
    assert "none" == tab.evaluate("getComputedStyle(document.querySelector('.skip')).display")
