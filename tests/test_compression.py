"""Compressed twins: beside every file of text, the same bytes when unpacked, made once and gone when they are not wanted."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from test_publish import stamps

from statusgen.finding import PublishRefused
from statusgen.publish import MANIFEST, Published, compression, publish
from statusgen.publish.compression import LEAST, Packing, packings
from statusgen.site import Recipe

TEXT = b"<p>The database is being moved. It will be back at one.</p>\n" * 20
HOME = Path(__file__).parent.parent
AT = "2026-11-22T12:00:00Z"


def recipe(body, key=None):
    """A file by its bytes; another key makes the same bytes anew."""
    return Recipe(key or hashlib.sha256(body).hexdigest(), lambda: body)


def names(folder):
    """Every file but the manifest."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {MANIFEST}


def refusing(suffix=".gz", way="gzip 9"):
    """A packing that must not be asked."""

    def pack(body):
        raise AssertionError("compressed again")

    return (Packing(suffix, way, pack),)


def test_every_text_has_twins_of_the_same_bytes(tmp_path):
    """Pictures, small files and what hosts read themselves have none."""
    site = {
        "index.html": TEXT,
        "windows/a/index.html": TEXT,
        "calendar.ics": TEXT,
        "icon.png": TEXT,
        "_headers": TEXT,
        "robots.txt": TEXT[: LEAST - 1],
        "favicon.svg": TEXT[:LEAST],
    }

    done = publish({path: recipe(body) for path, body in site.items()}, tmp_path / "site", packings())

    texts = {"index.html", "windows/a/index.html", "calendar.ics", "favicon.svg"}
    assert Published(written=len(site) + 2 * len(texts), removed=0, kept=0) == done
    assert {*site, *(f"{path}{end}" for path in texts for end in (".gz", ".br"))} == names(tmp_path / "site")
    for path in texts:
        assert site[path] == gzip.decompress((tmp_path / "site" / f"{path}.gz").read_bytes())
        assert site[path] == brotli.decompress((tmp_path / "site" / f"{path}.br").read_bytes())
    assert names(tmp_path / "site") == set(json.loads((tmp_path / "site" / MANIFEST).read_bytes())["files"])


def test_a_twin_says_neither_when_nor_where_it_was_made():
    """The ten bytes of gzip's head: no name, no time, no system."""
    (packed,) = [one.pack(TEXT) for one in packings() if one.suffix == ".gz"]

    assert b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" == packed[:10]


@pytest.mark.parametrize("size", [LEAST, 70_000, 2_000_000])
def test_large_texts_are_packed_whole(size):
    """The window grows with them."""
    body = (TEXT * (size // len(TEXT) + 1))[:size]
    for packing, unpack in zip(packings(), (gzip.decompress, brotli.decompress), strict=True):
        assert body == unpack(packing.pack(body))


def test_what_is_unchanged_is_not_compressed_again(tmp_path):
    """Not even where a file is rendered anew and comes out as it was."""
    out = tmp_path / "site"
    publish({"index.html": recipe(TEXT), "a.txt": recipe(TEXT)}, out, packings()[:1])
    before = stamps(out)

    assert Published(0, 0, 4) == publish({"index.html": recipe(TEXT), "a.txt": recipe(TEXT)}, out, refusing())
    assert before == stamps(out)
    assert Published(0, 0, 4) == publish({"index.html": recipe(TEXT, "k2"), "a.txt": recipe(TEXT)}, out, refusing())
    inodes = {Path(path).name: stamp for path, stamp in before.items() if Path(path).suffix in (".html", ".gz", ".txt")}
    assert inodes == {Path(path).name: stamp for path, stamp in stamps(out).items() if Path(path).name in inodes}


def test_what_changes_is_compressed_with_it(tmp_path):
    """One file and its twin; the other's stays."""
    out = tmp_path / "site"
    publish({"index.html": recipe(TEXT), "a.txt": recipe(TEXT)}, out, packings()[:1])

    assert Published(2, 0, 2) == publish({"index.html": recipe(TEXT * 2), "a.txt": recipe(TEXT)}, out, packings()[:1])
    assert TEXT * 2 == gzip.decompress((out / "index.html.gz").read_bytes())


def test_twins_come_and_go_with_the_wish(tmp_path):
    """A file that is there already gets them too; without the wish they are removed, and a small file loses its own."""
    out = tmp_path / "site"
    publish({"index.html": recipe(TEXT)}, out)

    assert Published(2, 0, 1) == publish({"index.html": recipe(TEXT)}, out, packings())
    assert Published(0, 1, 2) == publish({"index.html": recipe(TEXT)}, out, packings()[:1])
    assert Published(0, 1, 1) == publish({"index.html": recipe(TEXT)}, out)
    publish({"index.html": recipe(TEXT)}, out, packings())
    assert Published(1, 2, 0) == publish({"index.html": recipe(b"short")}, out, packings())
    assert {"index.html"} == names(out)
    publish({"index.html": recipe(TEXT)}, out, packings())
    assert Published(1, 3, 0) == publish({"b.html": recipe(b"short")}, out, packings())


def test_a_lost_or_broken_twin_is_made_again(tmp_path):
    """And one that was packed in another way."""
    out = tmp_path / "site"
    publish({"index.html": recipe(TEXT)}, out, packings()[:1])

    (out / "index.html.gz").unlink()
    assert Published(1, 0, 1) == publish({"index.html": recipe(TEXT)}, out, packings()[:1])
    (out / "index.html.gz").write_bytes(b"")
    assert Published(1, 0, 1) == publish({"index.html": recipe(TEXT)}, out, packings()[:1])
    other = (Packing(".gz", "gzip 1", lambda body: gzip.compress(body, 1, mtime=0)),)
    assert Published(1, 0, 1) == publish({"index.html": recipe(TEXT)}, out, other)


def test_a_twin_that_somebody_else_put_there_stops_the_build(tmp_path):
    """As any file of theirs does."""
    out = tmp_path / "site"
    publish({"index.html": recipe(TEXT)}, out)
    (out / "index.html.gz").write_bytes(b"theirs")

    with pytest.raises(PublishRefused, match=r"index\.html\.gz was not written by statusgen"):
        publish({"index.html": recipe(TEXT)}, out, packings())


def built(out, *options, **environment):
    """The demo, built by the command."""
    return subprocess.run(
        [sys.executable, "-m", "statusgen", "build", "--project", str(HOME), "--out", str(out), "--at", AT, *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_demo_is_compressed_by_the_command(tmp_path):
    """`--compress` writes both; a second build writes nothing, and one without the option removes them."""
    out = tmp_path / "site"
    first = built(out, "--compress").stdout
    written = len(names(out))
    assert f"{out}: {written} written, 0 removed, 0 unchanged\n" == first
    assert {".gz", ".br"} <= {Path(name).suffix for name in names(out)}
    assert f"{out}: 0 written, 0 removed, {written} unchanged\n" == built(out, "--compress").stdout
    built(out)
    assert not {".gz", ".br"} & {Path(name).suffix for name in names(out)}


def test_without_brotli_there_is_gzip_and_a_word_about_it(tmp_path):
    """It stops nothing."""
    (tmp_path / "brotli.py").write_text("raise ImportError\n")
    done = built(tmp_path / "site", "--compress", PYTHONPATH=str(tmp_path))

    assert "statusgen: brotli is not installed, so that only .gz is written\n  pip install 'statusgen[compress]'\n" in done.stderr
    assert {".gz"} == {Path(name).suffix for name in names(tmp_path / "site")} & {".gz", ".br"}


@pytest.mark.parametrize(
    ("mask", "environment"),
    [
        (0o077, {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (0, {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "4294967295"}),
    ],
)
def test_a_site_is_the_same_bytes_wherever_it_is_built(tmp_path, mask, environment):
    """Another folder, zone, language, hash seed, mask and user's cache: every file of the demo, its twins and the manifest."""
    built(tmp_path / "here", "--compress", TZ="UTC", PYTHONHASHSEED="0")
    home = tmp_path / "Another place, ñandú"
    home.mkdir()
    shutil.copy(HOME / "statusgen.yaml", home)
    for folder in ("assets", "windows", "incidents", "policies", "agreements"):
        shutil.copytree(HOME / folder, home / folder)
    subprocess.run(
        [sys.executable, "-m", "statusgen", "build", "--at", AT, "--compress"],
        cwd=home / "windows",
        env={**os.environ, **environment, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)},
        umask=mask,
        capture_output=True,
        check=True,
    )

    def bodies(folder):
        return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    assert bodies(tmp_path / "here") == bodies(home / "site")


def test_no_twin_is_made_of_what_is_packed_already():
    """Nor of what has no twin by its kind."""
    assert [] == list(compression.twins("icon.png", 10_000, packings()))
    assert [] == list(compression.twins("index.html.gz", 10_000, packings()))
