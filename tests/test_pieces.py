"""Pieces of files that outlast a build: made once, never for what they were not made of."""

from pathlib import Path

import pytest
from site_project import NOW, VERDICTS, project

from statusgen.board import board
from statusgen.cli import building, reading
from statusgen.cli.exits import Exit
from statusgen.load.shelf import Shelf
from statusgen.model import Page
from statusgen.site import Theme, prepare, recipes, subscribe
from statusgen.site.pieces import LEAST, Pieces

DEMO = Path(__file__).parent.parent


@pytest.fixture
def shelf_file(tmp_path):
    """Where pieces last."""
    return tmp_path / "cache" / "acme.pieces.msgpack"


def made(pieces, digests, depends="page"):
    """The pieces of some digests, and the names of those that were made when they were asked for."""
    asked = []

    def make(name):
        return lambda: asked.append(name) or f"{depends} {digests[name]}".encode()

    keys = pieces.keys(depends, digests)
    pieces.order({keys[name]: make(name) for name in digests})
    pieces.prepare()
    asked.clear()
    return {name: pieces.get(keys[name]) for name in digests}, asked


def test_what_is_kept_is_not_made_again(shelf_file):
    """By no later build."""
    first, _ = made(Pieces(Shelf(shelf_file)), {"a": "1", "b": "2"})
    again, asked = made(Pieces(Shelf(shelf_file)), {"a": "1", "b": "2"})

    assert {"a": b"page 1", "b": b"page 2"} == first == again
    assert [] == asked


@pytest.mark.parametrize(("digest", "depends"), [("2", "page"), ("1", "another page")], ids=["of its own", "of all"])
def test_a_piece_of_something_else_is_another(shelf_file, digest, depends):
    """Whatever it depends on is in its key."""
    made(Pieces(Shelf(shelf_file)), {"a": "1"})

    assert {"a": f"{depends} {digest}".encode()} == made(Pieces(Shelf(shelf_file)), {"a": digest}, depends)[0]


def test_many_are_made_on_all_cores(shelf_file):
    """Each is what it would be alone."""
    digests = {str(number): str(number) for number in range(3 * LEAST)}

    assert {name: f"page {name}".encode() for name in digests} == made(Pieces(Shelf(shelf_file)), digests)[0]


def test_without_a_shelf_a_piece_is_made_once_where_it_is_asked_for():
    """For all files that hold it, be it an empty one."""
    pieces, calls = Pieces(), []
    pieces.order({b"key": lambda: calls.append(1) or b""})
    pieces.prepare()
    assert [] == calls
    for _ in range(2):
        assert b"" == pieces.get(b"key")

    assert [1] == calls


def test_what_depends_on_no_event_is_made_before_any_is_looked_at(tmp_path, shelf_file, monkeypatch):
    """Templates and codes of every language: a site that is laid out then finds them kept."""
    page = Page("Acme", "https://acme.example/", "UTC", ("en", "es"))
    prepare(project(page=page), Theme.of(compiled=tmp_path / "templates"), Pieces(Shelf(shelf_file)))
    drawn, compiled = [], []
    monkeypatch.setattr(subscribe, "_code", lambda address: drawn.append(address) or b"")
    monkeypatch.setattr(Theme, "_compile", lambda *_: compiled.append(1) or b"")

    shown = board(project(page=page), VERDICTS, NOW)
    recipes(shown, Theme.of(compiled=tmp_path / "templates"), Pieces(Shelf(shelf_file)))
    assert ([], []) == (drawn, compiled)


def test_a_build_makes_the_same_site_whatever_another_process_does_meanwhile(tmp_path, monkeypatch, capsys):
    """Of a project that is large enough, and of one that is not; nothing kept, and all kept."""
    sites = []
    for number, least in enumerate((10**6, 1, 1)):
        monkeypatch.setattr(building, "WORTH_A_PROCESS", least)
        monkeypatch.setattr(reading, "WORTH_KEEPING", least)
        out = tmp_path / str(number)
        assert Exit.ACCEPTED == building.build(DEMO, "2026-11-22T12:00:00Z", None, out, compress=False)
        sites.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})

    assert sites[0] == sites[1] == sites[2]
    assert 3 == capsys.readouterr().out.count("0 removed")
