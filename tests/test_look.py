"""The look that a project gives its page: accent colour, logo, links, `theme.css` and blocks of templates."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_project import NOW, VERDICTS, ZONE, project
from test_site import own_theme, pages, site

from statusgen.board import board
from statusgen.finding import Place, ThemeBroken
from statusgen.look import templates
from statusgen.model import Link, Look, Page
from statusgen.site import Theme, recipes
from statusgen.site.colors import BLACK, TEXT, WHITE, contrast, parsed, readable, written
from statusgen.site.styles import DARK, LIGHT, accent

COLORS = st.tuples(*[st.integers(0, 255)] * 3)
GREY = (119, 119, 119)
PNG = b"\x89PNG\r\n\x1a\n...."


def dressed(look, **more):
    """Every file of the site in a look."""
    return site(page=Page("Acme", "https://acme.example/status/", ZONE, look=look), **more)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(WHITE, BLACK, 21000), (WHITE, WHITE, 1000), (GREY, WHITE, 4478), ((118, 118, 118), WHITE, 4542), ((255, 0, 0), WHITE, 3998)],
)
def test_contrast_is_wcags(one, other, expected):
    """Known pairs, in thousandths; the order does not matter."""
    assert expected == int(contrast(one, other) * 1000)
    assert contrast(one, other) == contrast(other, one)


@given(COLORS, st.sampled_from([LIGHT, DARK, WHITE, BLACK]))
def test_an_accent_can_always_be_read(color, paper):
    """Whatever colour it is; and one that can be read stays as it is."""
    found = readable(color, paper)

    assert contrast(found, paper) >= TEXT
    assert found == color or contrast(color, paper) < TEXT


@given(COLORS)
def test_colors_are_written_as_they_are_read(color):
    """In six digits; three are each digit twice."""
    assert color == parsed(written(color))
    assert (17, 34, 255) == parsed("#12f") == parsed("#1122FF")


def test_the_accent_follows_the_style_sheet_in_it():
    """Yellow is too light on paper and right at night; without an accent nothing is added."""
    files = dressed(Look(accent="#ffdd00"))
    shipped = Theme.of().sources["style.css"].encode()

    light, dark = re.findall(rb"--accent: (#\w+)", files["style.css"][len(shipped) :])[:2]
    assert files["style.css"].startswith(shipped)
    assert b"#ffdd00" == dark != light
    assert shipped == dressed(Look())["style.css"]
    assert "" == accent(Look())


def test_papers_are_those_of_the_style_sheet():
    """Which accents are held against."""
    raised = re.findall(r"--raised: (#\w+)", Theme.of().sources["style.css"])

    assert [LIGHT, DARK] == [parsed(color) for color in raised[:2]]


def test_every_page_leads_where_the_project_says():
    """Its links stand in the navigation, as text."""
    files = dressed(Look(links=(Link("Help & <more>", "https://acme.example/?a=1&b=2"),)))

    for path, page in pages(files).items():
        assert "https://acme.example/?a=1&b=2" in page.links, path
    assert b"Help &amp; &lt;more&gt;" in files["index.html"]


def with_logo(tmp_path, body, name="logo.svg"):
    """The site of a project with a file as its logo, made in its folder."""
    if body is not None:
        (tmp_path / name).write_bytes(body)
    look = Look(logo=name, logo_place=Place("statusgen.yaml", 5, 9))
    page = Page("Acme", "https://acme.example/status/", ZONE, look=look)
    made = recipes(board(project(page=page), VERDICTS, NOW), Theme.of(tmp_path))
    return {path: recipe.render() for path, recipe in made.items()}


@pytest.mark.parametrize(
    ("name", "body", "path"),
    [
        ("logo.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg"),
        ("A.PNG", PNG, "logo.png"),
        ("a.webp", b"RIFF....WEBPVP8 ", "logo.webp"),
    ],
)
def test_a_logo_is_copied_to_the_site(tmp_path, name, body, path):
    """Under a name of its own, and stands at the head of every page."""
    files = with_logo(tmp_path, body, name)

    assert body == files[path]
    assert f'<img src="../../{path}" alt="" height="36">'.encode() in files["policies/gold/index.html"]
    assert f'<img src="/status/{path}"'.encode() in files["404.html"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, "statusgen.yaml:5:9: There is no file `logo.svg` in the project."),
        (b"<html>", "statusgen.yaml:5:9: `logo.svg` is not what its name says."),
        (b"<svg " + b"x" * 300_000, "statusgen.yaml:5:9: `logo.svg` is larger than 256 KB."),
    ],
)
def test_a_logo_that_is_none_is_told_with_its_place(tmp_path, body, expected):
    """Not there, no picture, too large."""
    with pytest.raises(ThemeBroken) as broken:
        with_logo(tmp_path, body)

    assert expected == broken.value.message


@pytest.mark.parametrize(("name", "body"), [("logo.png", b"<svg>"), ("logo.webp", PNG)])
def test_a_logo_is_what_its_name_says(tmp_path, name, body):
    """A host tells browsers its kind by its name."""
    with pytest.raises(ThemeBroken):
        with_logo(tmp_path, body, name)


def test_a_logo_may_not_lead_out_of_the_project(tmp_path):
    """Not by a link either."""
    (tmp_path / "home").mkdir()
    (tmp_path / "secret.svg").write_bytes(b"<svg>")
    (tmp_path / "home" / "logo.svg").symlink_to(tmp_path / "secret.svg")

    with pytest.raises(ThemeBroken):
        with_logo(tmp_path / "home", None)


def test_theme_css_follows_the_style_sheet(tmp_path):
    """After the accent colour, in one file; templates stay ours."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.css").write_text(":root { --accent: red; }\n")
    theme = Theme.of(tmp_path)

    files = dressed(Look(accent="#123456"), theme=theme)

    assert files["style.css"].endswith(b"\n:root { --accent: red; }\n")
    assert "theme.css" not in files
    assert theme.digest == Theme.of().digest


def test_a_template_may_replace_one_block(tmp_path):
    """It extends ours, which is there under `theme/`; all else stays as it is."""
    theme = own_theme(
        tmp_path,
        frame='{% extends "theme/frame.html" %}{% block footer %}<footer>{{ super() | length > 9 }} Ours</footer>{% endblock %}',
        index='{% extends "theme/index.html" %}{% block past %}{% endblock %}',
    )

    files = site(theme=theme)

    assert b"<footer>True Ours</footer>" in files["index.html"]
    assert b"What happened" not in files["index.html"]
    assert b"What is coming" in files["index.html"]
    assert b"What happened" in files["components/api/index.html"]


def test_every_block_of_the_handbook_is_there():
    """And every block that is there is in the handbook."""
    told = (
        (templates.shipped().parent / "docs" / "theming.md")
        .read_text(encoding="utf-8")
        .partition("## Blocks")[2]
        .partition("\n## ")[0]
    )
    rows = {name: set(re.findall(r"`(\w+)`", blocks)) for name, blocks in re.findall(r"\| `(\w+\.html)` \| (.+?) \|", told)}
    there = {name: set(re.findall(r"{% block (\w+) %}", text)) for name, text in templates.texts(templates.shipped()).items()}

    assert {name: blocks for name, blocks in there.items() if blocks} == rows
