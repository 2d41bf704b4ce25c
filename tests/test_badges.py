"""Badges: how a component is in words, in a drawing of the right width, and as shields.io asks for it."""

import json
from pathlib import Path

import pytest
from lxml import etree
from site_project import NOW, VERDICTS, at, incident, project
from test_site import HOSTILE

from statusgen.board import Health, board
from statusgen.model import Component, Page
from statusgen.policy import Impact
from statusgen.site import Theme, badges, recipes

SVG = "{http://www.w3.org/2000/svg}"


def made(now="2026-12-05 22:00", **more):
    """Every badge of the small project, by name."""
    shown = board(project(**more), VERDICTS, at(now))
    return {path.removeprefix("badges/"): recipe.render() for path, recipe in badges.files(shown)}


def drawn(body):
    """The title, the two texts with their widths, and the width of an SVG."""
    root = etree.fromstring(body)
    texts = [(each.text, int(each.get("x")), int(each.get("textLength"))) for each in root.iter(f"{SVG}text")]
    return root.find(f"{SVG}title").text, texts, int(root.get("width"))


@pytest.mark.parametrize(
    ("impact", "words"),
    [
        (Impact.NONE, "operational"),
        (Impact.DEGRADED, "degraded"),
        (Impact.PARTIAL_OUTAGE, "partial outage"),
        (Impact.OUTAGE, "outage"),
    ],
)
def test_a_badge_tells_the_state_in_words(impact, words):
    """In its title, which screen readers read, in what is drawn, and to shields.io."""
    files = made(windows=(), incidents=(incident("x", "2026-12-05 20:10", impact=impact),))

    title, ((label, *_), (message, *_)), _ = drawn(files["components/api.svg"])
    assert (f"Messaging API: {words}", "Messaging API", words) == (title, label, message)
    assert words == json.loads(files["components/api.json"])["message"]
    assert f"Acme Messaging: {words}" == drawn(files["page.svg"])[0]


def test_work_is_told_as_such():
    """And nothing else of the page is."""
    files = made(incidents=())

    assert {"page.svg", "page.json", *(f"components/{c}.{kind}" for c in ("api", "database") for kind in ("svg", "json"))} == set(
        files
    )
    assert "Database: under maintenance" == drawn(files["components/database.svg"])[0]
    assert "Messaging API: operational" == drawn(files["components/api.svg"])[0]


def test_shields_are_told_an_outage_as_an_error():
    """So that they show it whatever colour an embedding page asks for."""
    down = made(windows=(), incidents=(incident("x", "2026-12-05 20:10"),))

    told = json.loads(down["components/api.json"])
    assert {"schemaVersion", "label", "message", "color", "labelColor", "isError"} == set(told)
    assert (1, "Messaging API", "outage", True) == tuple(told[key] for key in ("schemaVersion", "label", "message", "isError"))
    assert "isError" not in json.loads(down["components/database.json"])


@pytest.mark.parametrize("health", Health)
def test_white_words_can_be_read_on_every_colour(health):
    """A contrast of 4.5 to 1 and more (WCAG 2.2, 1.4.3)."""
    for color in (badges.COLORS[health], badges.LABEL_COLOR):
        parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]

        assert 4.5 <= 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("i", 4), ("mmm", 33), ("API", 19), ("outage", 40), ("e\u0301", 8), ("名前", 26), ("😀", 13)],
)
def test_a_text_is_as_wide_as_its_letters(text, width):
    """Without a font: narrow, wide and East Asian letters, and marks that take no room."""
    assert width == badges.width(text)


@pytest.mark.parametrize(
    ("languages", "path", "words"),
    [
        (("en", "es"), "badges/components/database", "operational"),
        (("en", "es"), "es/badges/components/database", "en operación"),
        (("es",), "badges/components/database", "en operación"),
    ],
)
def test_badges_speak_the_languages_of_the_page(languages, path, words):
    """The first at the top, each further one below its code; the JSON says the same."""
    page = Page("Acme", "https://acme.example/", "UTC", languages)
    made = recipes(board(project(windows=(), incidents=(), page=page), {}, NOW), Theme.of())

    assert f"Database: {words}</title>" in made[f"{path}.svg"].render().decode()
    assert words == json.loads(made[f"{path}.json"].render())["message"]


def test_the_two_texts_stand_beside_each_other_inside_the_badge():
    """Six pixels from every edge."""
    _, ((_, x, label), (_, other, message)), whole = drawn(badges.svg("Messaging API", "outage", "#000000"))

    assert (6, 6 + label + 12, whole) == (x, other, other + message + 6)


def test_a_long_name_is_cut_in_the_drawing_only():
    """At forty characters; the title has all of it."""
    title, ((label, *_), _), whole = drawn(badges.svg("x" * 10_000, "outage", "#000000"))

    assert ("x" * 39 + "…", f"{'x' * 10_000}: outage") == (label, title)
    assert whole < 400


def test_hostile_names_are_words():
    """Well formed, without a tag or an entity of theirs."""
    files = made(components=(Component("api", HOSTILE), Component("database", HOSTILE)), page=project().page)

    root = etree.fromstring(files["components/api.svg"])
    assert {f"{SVG}{name}" for name in ("svg", "title", "rect", "path", "g", "text")} == {each.tag for each in root.iter()}
    assert root.find(f"{SVG}title").text.startswith("<script>alert(1)</script>")
    assert json.loads(files["components/api.json"])["label"].startswith("<script>")
    assert b"\x1b" not in files["components/api.svg"]


def test_the_handbook_names_every_kind():
    """By its path."""
    handbook = (Path(__file__).parent.parent / "docs/api.md").read_text(encoding="utf-8")

    assert all(f"`badges/{path}`" in handbook for path in ("page.svg", "components/ID.svg"))
