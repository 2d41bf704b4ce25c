"""The pictures of a page: how large they are, which stand where, and what is told of those that cannot."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_project import NOW, VERDICTS, ZONE, project

from statusgen.board import board
from statusgen.finding import Place
from statusgen.look.faults import faults
from statusgen.look.pictures import picture
from statusgen.model import Look, Page
from statusgen.site import Theme, recipes

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"/>'
WIDE = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"/>'


def png(width, height):
    """The beginning of a picture: as much of it as anybody looks at here."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\x00\x00\x00"


@pytest.mark.parametrize(
    ("said", "sides"),
    [
        ("<svg viewBox='0 0 120 40'>", (120, 40)),
        ("<?xml version='1.0'?>\n<!-- drawn -->\n<svg\n width = '30px' height='10.5' viewBox='0 0 1 1'>", (30, 10)),
        ('<svg viewBox="-1,-1, 64.5 32">', (64, 32)),
        ("<svg width='100%' height='100%' viewBox='0 0 8 4'>", (8, 4)),
        ("<svg width='3em' height='2em'>", None),
        ("<svg viewBox='0 0 0 4'>", None),
        ("<svg viewBox='0 0 4'>", None),
        ("<svg data-width='3' data-height='4'>", None),
        ("<svg>", None),
    ],
)
def test_a_drawing_tells_its_sides(said, sides):
    """By its lengths in pixels, else by what it shows; of a drawing only the ratio counts."""
    assert sides == picture("logo.svg", said.encode()).sides


@pytest.mark.parametrize("name", ["logo.png", "logo.webp", "logo.svg"])
@given(body=st.binary(max_size=60))
def test_no_picture_breaks_anything(name, body):
    """Whatever bytes it has: it is none, or its sides are numbers, or not known."""
    for beginning in (
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"RIFF\x00\x00\x00\x00WEBPVP8L",
        b"<svg ",
    ):
        found = picture(name, beginning + body)
        assert found is None or found.sides is None or all(side > 0 for side in found.sides)


@pytest.mark.parametrize(("form", "options"), [("PNG", {}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("WEBP", {"exif": b"x"})])
@pytest.mark.parametrize("sides", [(1, 1), (300, 7), (1025, 513)])
def test_pictures_of_others_tell_their_sides(form, options, sides):
    """As Pillow writes them: PNG, and the three kinds of WebP."""
    images = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    written = io.BytesIO()
    images.new("RGB", sides, "#0e7a62").save(written, form, **options)

    assert sides == picture(f"logo.{form.lower()}", written.getvalue()).sides


def branded(home, files, look):
    """The site of a project with files of its own."""
    for name, body in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(body)
    page = Page("Acme", "https://acme.example/status/", ZONE, look=look)
    made = recipes(board(project(page=page), VERDICTS, NOW), Theme.of(home))
    return {path: recipe.render() for path, recipe in made.items()}


@pytest.mark.parametrize(
    ("logo", "files", "in_tabs", "on_home_screens"),
    [
        ("a.svg", {"a.svg": SQUARE}, "logo.svg", None),
        ("a.png", {"a.png": png(256, 256)}, "logo.png", "logo.png"),
        ("a.png", {"a.png": png(64, 64)}, "logo.png", None),
        ("a.png", {"a.png": png(256, 200)}, "logo.png", None),
        ("a.svg", {"a.svg": WIDE}, "favicon.svg", "icon.png"),
        ("a.webp", {"a.webp": b"RIFF....WEBPVP8X...............\x00"}, "favicon.svg", "icon.png"),
        ("a.svg", {"a.svg": SQUARE, "templates/favicon.svg": WIDE}, "favicon.svg", None),
        ("a.svg", {"a.svg": SQUARE, "templates/icon.png": png(512, 512)}, "logo.svg", "icon.png"),
        (None, {"templates/icon.png": png(512, 512)}, "favicon.svg", "icon.png"),
        (None, {}, "favicon.svg", "icon.png"),
    ],
)
def test_which_picture_stands_where(tmp_path, logo, files, in_tabs, on_home_screens):
    """Icons of a project's own come first, then a logo that is about as wide as high, then ours; the manifest says the same."""
    made = branded(tmp_path, files, Look(logo=logo))
    read = made["index.html"].decode()

    assert f'<link rel="icon" href="{in_tabs}"' in read
    assert (f'<link rel="apple-touch-icon" href="{on_home_screens}">' in read) == (on_home_screens is not None)
    icons = [icon["src"] for icon in json.loads(made["manifest.webmanifest"])["icons"]]
    assert list(dict.fromkeys(filter(None, (in_tabs, on_home_screens)))) == icons
    assert {path for path in made if path in ("favicon.svg", "icon.png")} == {*icons} - {"logo.svg", "logo.png"}


def test_a_logo_has_its_place_before_it_is_there(tmp_path):
    """Pages tell how wide it will be, so that nothing moves when it comes."""
    assert (
        b'<img src="logo.svg" alt="" width="180" height="36">'
        in branded(tmp_path, {"a.svg": WIDE}, Look(logo="a.svg"))["index.html"]
    )


def test_a_page_has_another_key_where_its_logo_has_another_ratio(tmp_path):
    """It stands in the head of each."""
    page = Page("Acme", "https://acme.example/status/", ZONE, look=Look(logo="a.svg"))

    def keys(body):
        (tmp_path / "a.svg").write_bytes(body)
        return {
            path: recipe.digest for path, recipe in recipes(board(project(page=page), VERDICTS, NOW), Theme.of(tmp_path)).items()
        }

    wide, square = keys(WIDE), keys(SQUARE)
    assert wide["index.html"] != square["index.html"]
    assert wide["feed.xml"] == square["feed.xml"]


@pytest.mark.parametrize(("accent", "expected"), [("#0e7a62", "#0e7a62"), (None, None)])
def test_the_frame_around_the_page_has_its_accent(tmp_path, accent, expected):
    """Where a browser shows it without bars of its own."""
    made = branded(tmp_path, {}, Look(accent=accent))

    assert expected == json.loads(made["manifest.webmanifest"]).get("theme_color")


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    """Logo, icon and every template of the project's own, each with its place; what is as ours is not looked at."""
    (tmp_path / "templates").mkdir()
    for name, body in {
        "icon.png": png(20, 20),
        "month.html": b"{% if %}",
        "theme.css": b"\n\xff",
        "index.html": (Theme.of().shipped["index.html"]).encode(),
        "notes.txt": b"{% if %}",
    }.items():
        (tmp_path / "templates" / name).write_bytes(body)

    told = list(faults(tmp_path, Look(logo="a.svg", logo_place=Place("statusgen.yaml", 3, 9))))

    assert [
        ("statusgen.yaml:3:9", "bad-logo", "There is no file `a.svg` in the project."),
        ("templates/icon.png:1:1", "bad-icon", "It is 20 by 20 pixels."),
        ("templates/month.html:1:1", "broken-template", "Expected an expression, got 'end of statement block'."),
        ("templates/theme.css:2:1", "broken-template", "It is not UTF-8."),
    ] == [(str(one.place), one.rule, one.what) for one in told]
    assert all(one.way_out for one in told)
