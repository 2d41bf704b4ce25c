"""What was read before is not read again, and never out of date."""

import os

import pytest

from statusgen.load import files, load
from statusgen.load.shelf import Shelf

PROJECT = b"""page: {name: Acme, url: "https://status.acme.example/", time_zone: UTC}
components: [{id: api, name: API}]
policies: [clicksend]
"""
WINDOW = b"""title: Upgrade
components: [api]
impact: outage
start: 2026-12-05 21:00
duration: 4h
announced: 2026-11-01 10:00
"""
TEXTS = {"statusgen.yaml": PROJECT, "windows/upgrade.yaml": WINDOW}
NOW = 1_764_000_000


@pytest.fixture
def shelf_file(tmp_path):
    """Where a shelf lasts."""
    return tmp_path / "cache" / "acme.msgpack"


def fill(shelf_file, texts):
    """Read a project with a shelf and keep it."""
    shelf = Shelf(shelf_file)
    loaded = load(texts, now=NOW, shelf=shelf)
    shelf.save()
    return loaded


def readings(monkeypatch):
    """The paths of windows that are really read from now on."""
    read = []
    kind = files.WINDOWS

    def counted(path, body, context):
        read.append(path)
        return kind.read(path, body, context)

    monkeypatch.setattr("statusgen.load.WINDOWS", files.Kind(counted, kind.decode))
    return read


def test_what_is_on_the_shelf_is_not_read_again(shelf_file, monkeypatch):
    """A second run reads nothing, and gives the same."""
    first = fill(shelf_file, TEXTS)
    read = readings(monkeypatch)

    assert first == fill(shelf_file, TEXTS)
    assert [] == read


@pytest.mark.parametrize(
    "changed",
    [
        TEXTS | {"windows/upgrade.yaml": WINDOW.replace(b"4h", b"5h")},
        TEXTS | {"statusgen.yaml": PROJECT.replace(b"UTC", b"Europe/Brussels")},
        TEXTS | {"statusgen.yaml": PROJECT.replace(b"id: api", b"id: sms")},
        {"statusgen.yaml": PROJECT, "windows/renamed.yaml": WINDOW},
    ],
    ids=["text", "zone", "components", "path"],
)
def test_whatever_a_reading_depends_on_makes_it_new(shelf_file, changed):
    """A shelf never answers for another text, setting or name."""
    fill(shelf_file, TEXTS)

    assert load(changed, now=NOW) == fill(shelf_file, changed)


def test_another_version_of_the_program_reads_anew(shelf_file, monkeypatch):
    """What this program makes of a file is not what the next one does."""
    fill(shelf_file, TEXTS)
    monkeypatch.setattr("statusgen.load.shelf.program", lambda: b"another")
    read = readings(monkeypatch)

    fill(shelf_file, TEXTS)

    assert ["windows/upgrade.yaml"] == read


def test_findings_are_told_every_time(shelf_file):
    """A file that is wrong is never taken for one that was read."""
    wrong = TEXTS | {"windows/upgrade.yaml": WINDOW + b"sart: 1\n"}

    assert [["unknown-key"]] * 2 == [[found.rule for found in fill(shelf_file, wrong).findings] for _ in range(2)]


@pytest.mark.parametrize("body", [b"", b"\x81", b"not msgpack", os.urandom(999), b"\x80"])
def test_a_shelf_that_cannot_be_read_is_empty(shelf_file, body):
    """Whatever happened to it, the project is read all the same."""
    shelf_file.parent.mkdir()
    shelf_file.write_bytes(body)

    assert load(TEXTS, now=NOW) == fill(shelf_file, TEXTS)


def test_a_shelf_that_cannot_be_written_is_no_matter(tmp_path):
    """A home without room costs time, nothing else."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")

    assert load(TEXTS, now=NOW) == fill(in_the_way / "acme.msgpack", TEXTS)


def test_what_nobody_asks_for_leaves_the_shelf(shelf_file):
    """It does not grow with the years."""
    fill(shelf_file, TEXTS)
    size = shelf_file.stat().st_size

    for hour in range(1, 9):
        fill(shelf_file, TEXTS | {"windows/upgrade.yaml": WINDOW.replace(b"4h", b"%dh" % hour)})

    assert size == shelf_file.stat().st_size
    assert [shelf_file] == list(shelf_file.parent.iterdir())


def test_agreements_are_never_kept(shelf_file):
    """They are private."""
    fill(shelf_file, TEXTS | {"agreements/globex.yaml": b"customer: Globex\npolicy: clicksend\nfee: 900.00 AUD\n"})

    assert b"Globex" not in shelf_file.read_bytes()


def test_thousands_of_files_read_by_several_processes_are_the_same(monkeypatch):
    """Order and values do not show who read them."""
    texts = {"statusgen.yaml": PROJECT} | {f"windows/w{number}.yaml": WINDOW for number in range(40)}
    texts["windows/w7.yaml"] += b"sart: 1\n"
    alone = load(texts, now=NOW)
    monkeypatch.setattr(files, "LEAST", 10)
    monkeypatch.setattr("statusgen.crew._cores", lambda: 4)

    assert alone == load(texts, now=NOW)
