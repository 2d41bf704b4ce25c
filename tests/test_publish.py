"""A site is written as a whole or not at all, by real processes that are really killed."""

import json
import os
import signal
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from statusgen import crew
from statusgen.finding import PublishRefused
from statusgen.publish import MANIFEST, Published, exchange, publish
from statusgen.publish.staging import staged
from statusgen.site import Recipe


def made(**texts):
    """Recipes whose digest is the text: `a__b=...` is the file `a/b`."""
    return {name.replace("__", "/"): Recipe(text, text.encode) for name, text in texts.items()}


def files(folder):
    """Path to text of every file but the manifest."""
    found = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in found}


def stamps(folder):
    """What tells whether a file or folder was touched."""
    return {str(each): (each.stat().st_ino, each.stat().st_mtime_ns) for each in (folder, *folder.rglob("*"))}


@pytest.fixture
def out(tmp_path):
    """Where the site goes; afterwards nothing but the site may be beside it."""
    yield tmp_path / "site"
    assert {"site"} >= {each.name for each in tmp_path.iterdir()}


def test_the_first_build_writes_everything(out):
    """Into a folder that need not be there."""
    assert Published(written=2, removed=0, kept=0) == publish(made(index="one", a__b__c="deep"), out)
    assert {"index": "one", "a/b/c": "deep"} == files(out)


@pytest.mark.parametrize("before", [{}, {"a__b": "old", "b__b": "old", "c__b": "old", "d__b": "old"}])
def test_what_a_child_began_is_made_again(out, monkeypatch, before):
    """It came to grief after some of its files: they are written anew here, and what was there before is as it was till then."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    publish(made(**before), out)
    held = [out.parent / f"{at}" for at, _ in enumerate(before)]
    for link, name in zip(held, before, strict=True):
        os.link(out / name.replace("__", "/"), link)
    here = os.getpid()

    def last():
        if os.getpid() != here:
            os._exit(9)
        return b"new"

    recipes = {f"{name}/b": Recipe("new", bytes) for name in "abc"} | {"d/b": Recipe("new", last)}
    publish(recipes, out)

    assert {"a/b": "", "b/b": "", "c/b": "", "d/b": "new"} == files(out)
    for link in held:
        assert link.read_text(encoding="utf-8") == "old"
        link.unlink()


def test_an_empty_folder_is_filled(out):
    """It may exist already."""
    out.mkdir()

    publish(made(index="one"), out)

    assert {"index": "one"} == files(out)


def test_an_unchanged_site_is_not_touched(out):
    """No file, no folder, not even the manifest; and nothing is rendered."""
    publish(made(index="one", a__b="two"), out)
    before = stamps(out)

    def never():
        raise AssertionError("rendered")

    same = {path: Recipe(recipe.digest, never) for path, recipe in made(index="one", a__b="two").items()}
    assert Published(written=0, removed=0, kept=2) == publish(same, out)
    assert before == stamps(out)


def test_only_what_changed_is_written(out):
    """A file that stays keeps its inode and time, one whose bytes come out the same too; what is gone is removed."""
    publish(made(stays="1", changes="1", goes__away="1", same="1"), out)
    before = stamps(out)

    recipes = {**made(stays="1", changes="2", new="2"), "same": Recipe("another digest", "1".encode)}
    assert Published(written=2, removed=1, kept=2) == publish(recipes, out)

    after = stamps(out)
    assert {"stays": "1", "changes": "2", "new": "2", "same": "1"} == files(out)
    assert {str(out / "stays"), str(out / "same")} == {path for path in before if before[path] == after.get(path)}
    assert 1 == (out / "stays").stat().st_nlink


def test_no_empty_folder_is_left(out):
    """With the last file of a folder the folder goes, and those above it that hold nothing else."""
    publish(made(a__b__c__index="one", a__other="two", d="three"), out)

    publish(made(a__other="two", d="three"), out)
    assert {"a", "d", MANIFEST} == {path.name for path in out.iterdir()}
    assert ["other"] == [path.name for path in (out / "a").iterdir()]
    publish(made(d="three"), out)
    assert {"d", MANIFEST} == {path.name for path in out.iterdir()}


@pytest.mark.parametrize("damage", [None, "longer", ""], ids=["gone", "longer", "empty"])
def test_what_was_damaged_is_mended(out, damage):
    """A file that is gone, or no longer as long as it was written, is written again."""
    publish(made(a="one", b="two"), out)
    (out / "a").unlink()
    if damage is not None:
        (out / "a").write_text(damage)

    assert Published(written=1, removed=0, kept=1) == publish(made(a="one", b="two"), out)
    assert {"a": "one", "b": "two"} == files(out)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b'{"version": 99, "files": {}}', b'{"version": 1, "files": {"a": 7}}', b"\xff"],
    ids=["empty", "cut", "newer", "wrong", "binary"],
)
def test_an_unreadable_manifest_is_ignored(out, manifest):
    """Everything is written anew."""
    publish(made(a="one"), out)
    (out / MANIFEST).write_bytes(manifest)

    assert Published(written=1, removed=0, kept=0) == publish(made(a="one"), out)


def test_without_hard_links_files_are_copied(out, monkeypatch):
    """Times are kept all the same."""
    publish(made(a="one", b="two"), out)
    before = (out / "a").stat().st_mtime_ns
    monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(PermissionError(1, "no links here")))

    publish(made(a="one", b="three"), out)

    assert {"a": "one", "b": "three"} == files(out)
    assert before == (out / "a").stat().st_mtime_ns


def test_the_mode_of_the_site_stays(out):
    """Who may read it is the user's choice."""
    publish(made(a="one"), out)
    out.chmod(0o750)

    publish(made(a="two"), out)

    assert 0o750 == out.stat().st_mode & 0o777


def test_a_link_to_the_site_stays_a_link(tmp_path):
    """The folder it leads to is replaced, the link is not."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    publish(made(a="one"), tmp_path / "link")
    publish(made(a="two"), tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert {"a": "two"} == files(tmp_path / "real")
    assert {"real", "link"} == {each.name for each in tmp_path.iterdir()}


def refused(recipes, out):
    """Why the site is not written."""
    with pytest.raises(PublishRefused) as refusal:
        publish(recipes, out)
    assert refusal.value.way_out
    return refusal.value.message


def test_nobodys_data_is_replaced(tmp_path):
    """Not a folder with files of others, not a project, not a file, not a mount point; all stays as it was."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("miaow")
    (tmp_path / "project" / "site").mkdir(parents=True)
    (tmp_path / "project" / "statusgen.yaml").write_text("page: {}")

    assert refused(made(a="1"), tmp_path / "photos").endswith("holds files that no build of statusgen wrote")
    assert refused(made(a="1"), tmp_path).endswith("holds files that no build of statusgen wrote")
    assert refused(made(a="1"), tmp_path / "project").endswith("holds the project itself")
    assert refused(made(a="1"), tmp_path / "photos" / "cat.jpg").endswith("is a file")
    assert refused(made(a="1"), Path("/proc")).endswith("cannot be replaced in one step")
    assert {"photos/cat.jpg": "miaow", "project/statusgen.yaml": "page: {}"} == files(tmp_path)


@pytest.mark.parametrize("stranger", ["CNAME", "a/notes.txt"])
def test_a_file_put_into_the_site_is_not_lost(out, stranger):
    """It would go with the old tree, so the build names it and writes nothing."""
    publish(made(a__b="one"), out)
    (out / stranger).write_text("mine")

    assert refused(made(a__b="two"), out) == f"{out / stranger} was not written by statusgen"
    assert {"a/b": "one", stranger: "mine"} == files(out)


@pytest.mark.parametrize(
    "path", ["../a", "/a", "a//b", "a/./b", "", "a/", "a\\b", "a\nb", MANIFEST, pytest.param("x" * 256, id="long")]
)
def test_a_path_that_leaves_the_site_is_refused(out, path):
    """Or that no file can have."""
    assert refused({path: Recipe("1", b"".join)}, out)


def test_a_file_cannot_be_a_folder_too(out):
    """Two ids that get in each other's way are told."""
    assert "Files of the site lie below `a`, which is a file of it" == refused(made(a="1", a__b="2"), out)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """As one line, with the system's own words."""
    (tmp_path / "file").write_text("x")

    assert f"{tmp_path / 'file' / 'site'} cannot be written: File exists" == refused(made(a="1"), tmp_path / "file" / "site")


def test_a_page_that_does_not_render_leaves_the_old_site(out):
    """And no litter."""
    publish(made(a="one"), out)

    with pytest.raises(ZeroDivisionError):
        publish({"a": Recipe("two", lambda: bytes(1 // 0)), "b": Recipe("1", lambda: b"1")}, out)

    assert {"a": "one"} == files(out)


def test_two_builds_do_not_write_one_site(out, monkeypatch):
    """The second is refused while the first is at work, however long it waits."""
    monkeypatch.setattr("statusgen.publish.staging.PATIENCE", 2)
    publish(made(a="one"), out)
    with staged(out):
        assert f"another build is writing {out}" == refused(made(a="two"), out)

    assert Published(1, 0, 0) == publish(made(a="two"), out)


def test_a_build_waits_for_one_that_is_about_to_end(out):
    """Whoever stops a build and starts it again need not know that its guard is still clearing up."""
    publish(made(a="one"), out)
    other = os.fork()
    if other == 0:
        with staged(out):
            time.sleep(0.2)
        os._exit(0)
    while not (out.parent / ".site.statusgen").exists():
        pass

    assert Published(1, 0, 0) == publish(made(a="two"), out)
    os.waitpid(other, 0)


def test_builds_at_once_leave_a_whole_site(out, monkeypatch):
    """Each waits for the other's guard to let go of both folders, so that none takes a file from another's hands."""
    monkeypatch.setattr("statusgen.publish.staging.PATIENCE", 1200)
    publish(large("first"), out)
    builders = []
    for name in ("one", "two"):
        builder = os.fork()
        if builder == 0:
            for turn in range(12):
                publish(large(f"{name}-{turn}"), out)
            os._exit(0)
        builders.append(builder)

    assert [0, 0] == [os.waitpid(builder, 0)[1] for builder in builders]
    assert 1 == len(versions(out))
    assert set() == litter(out)


def test_what_a_power_cut_left_is_cleared_away(out):
    """A staging folder that no process holds is nobody's."""
    (out.parent / ".site.statusgen" / "windows").mkdir(parents=True)
    (out.parent / ".site.statusgen" / "windows" / "x").write_text("half")

    publish(made(a="one"), out)

    assert {"a": "one"} == files(out)


def test_without_exchange_the_names_change_in_two_steps(out, monkeypatch):
    """On a file system that cannot exchange two names."""
    publish(made(a="one"), out)
    monkeypatch.setattr(exchange, "_exchanged", lambda *_: False)

    publish(made(a="two"), out)

    assert {"a": "two"} == files(out)


@pytest.mark.parametrize("site_there", [False, True])
def test_a_power_cut_between_the_two_steps_is_mended(out, site_there):
    """The old site comes back, unless the new one has its name already."""
    publish(made(a="one"), out)
    out.rename(out.parent / ".site.statusgen-old")
    if site_there:
        publish_elsewhere = out.parent / "new"
        publish(made(a="two"), publish_elsewhere)
        publish_elsewhere.rename(out)

    text = "two" if site_there else "one"
    assert Published(0, 0, 1) == publish(made(a=text), out)
    assert {"a": text} == files(out)


def large(version):
    """Sixty files of a version, each a while in the making, and sixty that are the same in all."""

    def slow(text):
        time.sleep(0.0003)
        return text.encode()

    own = {f"windows/{n}/index.html": Recipe(f"{version} {n}", partial(slow, f"{version} {n}")) for n in range(60)}
    return own | {f"same/{n}": Recipe("same", lambda: b"same") for n in range(60)}


def lasts(version, out):
    """How long a build takes in a process of its own, from the first moment to the last."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        publish(large(version), out)
        os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - began


def killed(version, out, delay, *, whole_group=False):
    """Let a process in a group of its own build, and kill it after so many seconds."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        publish(large(version), out)
        os._exit(0)
    with suppress(PermissionError, ProcessLookupError):
        os.setpgid(child, child)
    time.sleep(delay)
    (os.killpg if whole_group else os.kill)(child, signal.SIGKILL)
    os.waitpid(child, 0)


def versions(out):
    """The versions that the site's changing files are of: one, where the site is whole."""
    found = files(out)
    assert 120 == len(found)
    return {text.split()[0] for path, text in found.items() if path.startswith("windows")}


def litter(out, patience=10):
    """What lies beside the site once the guard has had its time."""
    end = time.monotonic() + patience
    while (left := {each.name for each in out.parent.iterdir()} - {"site"}) and time.monotonic() < end:
        time.sleep(0.01)
    return left


@pytest.mark.parametrize("whole_group", [False, True], ids=["process", "group"])
def test_a_killed_build_leaves_the_old_site_or_the_new(tmp_path, whole_group):
    """SIGKILL at any moment: never a mixture, and no litter; the next build finds nothing in its way."""
    out = tmp_path / "site"
    publish(large("old"), out)
    whole = lasts("timed", out)
    ends = set()
    for step in range(48):
        if step >= 24 and ends == {"old", "new"}:
            break  # a busy machine may take longer now than it did when it was timed
        publish(large("old"), out)
        killed("new", out, whole * step / 18, whole_group=whole_group)
        assert versions(out) in ({"old"}, {"new"})
        assert set() == litter(out)
        ends |= versions(out)
    assert {"old", "new"} == ends  # the kills fell before and after the exchange


def test_a_reader_finds_a_site_at_every_instant(out):
    """While one site takes the other's place there is no moment without one."""
    publish(made(a="0"), out)
    reader = os.fork()
    if reader == 0:
        while (out / "a").exists():
            pass
        os._exit(1)
    for turn in range(1, 60):
        publish(made(a=str(turn)), out)
    ended, status = os.waitpid(reader, os.WNOHANG)
    if not ended:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)

    assert (0, 0) == (ended, status)


def test_a_killed_first_build_leaves_nothing_or_the_site(tmp_path):
    """There is no half of a first site either."""
    for step in range(12):
        out = tmp_path / str(step) / "site"
        out.parent.mkdir()
        killed("new", out, step * 0.01)
        assert set() == litter(out)
        assert not out.exists() or {"new"} == versions(out)


def test_the_manifest_says_what_was_written(out):
    """Path to digest, content and size; the same bytes for the same site."""
    publish(made(b="two", a="one"), out)

    manifest = json.loads((out / MANIFEST).read_bytes())
    assert (1, ["a", "b"]) == (manifest["version"], list(manifest["files"]))
    assert ["one", 3] == [manifest["files"]["a"][0], manifest["files"]["a"][2]]
