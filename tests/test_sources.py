"""Texts from folders, and the history of windows from real git repositories."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from gitrepo import GitRepo, utc

from statusgen.finding import HistoryUnavailable, ProjectMissing, StatusgenError
from statusgen.sources import LIMIT, Before, PassedOver, Repository, find_project, read_folder, survey
from statusgen.sources.git import CutShort, Git
from statusgen.sources.repository import _fields
from statusgen.yaml12.texts import MOST_BYTES

A, B, C = "title: A\nstart: 2026-12-05 21:00\n", "title: B\nstart: 2026-12-06 21:00\n", "title: C\n"
LONG = "".join(f"line {number} of a description that stays\n" for number in range(20))
WINDOW = "windows/a.yaml"


@pytest.fixture
def repo(tmp_path):
    return GitRepo(tmp_path / "repo")


def around(path) -> Repository:
    repository = Repository.around(path)
    assert repository is not None
    return repository


def history(path, ref=None):
    """What the main branch told: path -> [(when, text), ...]."""
    repository = around(path)
    told = repository.history(repository.main(ref), read_folder(path))
    return {path: [(revision.at, revision.body.decode()) for revision in revisions] for path, revisions in told.items()}


def before(path, commit=None) -> Before:
    repository = around(path)
    return repository.texts_at(repository.base(repository.main(None), commit), read_folder(path))


# --- the folder


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def test_the_nearest_project_upward_is_found(tmp_path):
    """Standing in a sub-folder is standing in the project."""
    write(tmp_path, "statusgen.yaml", "windows/2026/a.yaml")

    assert tmp_path == find_project(tmp_path / "windows" / "2026")


def test_a_folder_that_is_not_there_is_in_no_project(tmp_path):
    """Else a misspelt name would have the project above judged in its place."""
    (tmp_path / "statusgen.yaml").write_text("page: {}\n")

    with pytest.raises(ProjectMissing, match=r"there is no folder .*stauts"):
        find_project(tmp_path / "stauts")


def test_no_project_is_told_with_a_way_out(tmp_path):
    """Without a statusgen.yaml upward there is no project."""
    with pytest.raises(ProjectMissing) as refusal:
        find_project(tmp_path)

    assert "--project" in refusal.value.way_out
    assert "statusgen init" in refusal.value.way_out


@pytest.mark.parametrize("name", ["windows", "incidents", "policies", "agreements", "measurements"])
def test_a_file_where_a_folder_belongs_is_told(tmp_path, name):
    """Whoever wrote it meant something: nothing is passed over in silence."""
    write(tmp_path, "statusgen.yaml", name)

    with pytest.raises(StatusgenError) as refusal:
        read_folder(tmp_path)

    assert f"{name} is no folder" == refusal.value.message


def test_what_statusgen_reads(tmp_path):
    """Its settings, the YAML files of its folders and the CSV files of measurements, at any depth, sorted; nothing else."""
    read = [
        "agreements/g.yaml", "incidents/i.yml", "measurements/2026/m.csv", "measurements/n.csv", "policies/p.yaml",
        "statusgen.yaml", "windows/2026/a.yaml", "windows/b.yaml",
    ]  # fmt: skip
    skipped = [
        "windows/a.csv", "measurements/m.yaml", "measurements/.m.csv", "measurements/m.csv~", "m.csv",
        "README.yaml", "site/x.yaml", "windows/.b.yaml", "windows/.git/c.yaml", "windows/b.yaml~", "windows/.b.yaml.swp",
        "windows/c.txt", "windows/#b.yaml#", "windowses/a.yaml",
    ]  # fmt: skip
    write(tmp_path, *reversed(read), *skipped)

    assert {path: path.encode() for path in read} == read_folder(tmp_path)
    assert read == list(read_folder(tmp_path))


def test_an_empty_folder_has_no_texts(tmp_path):
    """Missing folders are no mistake."""
    assert {} == read_folder(tmp_path)


def test_what_is_cut_off_is_too_large_to_be_read():
    """Two rooms that do not know each other have one limit: were it smaller here, a file would be read without its end."""
    assert MOST_BYTES == LIMIT


@pytest.mark.parametrize(
    ("size", "read"),
    [
        (0, 0),
        (16_383, 16_383),
        (16_384, 16_384),
        (16_385, 16_385),
        (LIMIT, LIMIT),
        (LIMIT + 1, LIMIT + 1),
        (LIMIT + 5_000, LIMIT + 1),
    ],
)
def test_a_large_file_is_read_one_byte_past_the_limit(tmp_path, size, read):
    """So that load can tell that it is too large, and memory stays small."""
    write(tmp_path, WINDOW)
    (tmp_path / WINDOW).write_bytes(b"x" * size)

    assert {WINDOW: b"x" * read} == read_folder(tmp_path)


def test_links_stay_inside_the_project(tmp_path):
    """A link within the project is followed, one out of it is not, and one to nowhere is not there."""
    project = tmp_path / "project"
    write(tmp_path, "secret.yaml", "elsewhere/x.yaml", "project/statusgen.yaml", "project/shared/a.yaml", "project/windows/b.yaml")
    links = {"a": "../shared/a.yaml", "out": "../../secret.yaml", "gone": "nothing.yaml", "device": "/dev/zero"}
    for name, target in links.items():
        (project / f"windows/{name}.yaml").symlink_to(target)
    (project / "incidents").symlink_to("../elsewhere")

    assert ["statusgen.yaml", "windows/a.yaml", "windows/b.yaml"] == list(read_folder(project))


def test_what_somebody_may_think_is_read_is_passed_over_aloud(tmp_path):
    """Names that differ by a letter, links that lead nowhere; not what is hidden, a README or an editor's backup."""
    project = tmp_path / "project"
    names = ["x.YAML", "x.Yml", "x.json", "2026/x.txt"]
    silent = [".x.txt", ".git/x.txt", "README.md", "2026/README.md", "x.yaml~", "#x.yaml#", "x.yaml"]
    write(tmp_path, "elsewhere/a.yaml", "project/statusgen.yaml", *(f"project/windows/{name}" for name in (*names, *silent)))
    write(tmp_path, *(f"project/measurements/{name}" for name in ("x.yaml", "y.CSV", "README.md", "z.csv")))
    (project / "incidents").symlink_to("../elsewhere")
    (project / "policies").symlink_to("nothing")
    for name, target in {
        "out.yaml": "/dev/zero",
        "more": "../../elsewhere",
        "text.txt": "x.json",
        "again": ".",
        ".out": "/",
    }.items():
        (project / "windows" / name).symlink_to(target)
    os.mkfifo(project / "windows/pipe.yaml")

    links = ["incidents", "policies", "windows/more", "windows/out.yaml"]
    others = [
        *(f"windows/{name}" for name in names),
        "windows/pipe.yaml",
        "windows/text.txt",
        "measurements/x.yaml",
        "measurements/y.CSV",
    ]
    told = [*(PassedOver(path, leads_nowhere=True) for path in links), *(PassedOver(path, leads_nowhere=False) for path in others)]
    assert tuple(sorted(told)) == survey(project).passed_over
    assert ["measurements/z.csv", "statusgen.yaml", "windows/x.yaml"] == list(survey(project).texts)


def test_a_loop_of_links_ends_and_no_folder_is_read_twice(tmp_path):
    """Every file is read once, under its own path."""
    write(tmp_path, "windows/z/a.yaml", "more/b.yaml")
    for link, target in {"windows/z/up": "..", "windows/again": "z", "windows/y": "../more", "more/back": "../windows"}.items():
        (tmp_path / link).symlink_to(target)

    assert ["windows/y/b.yaml", "windows/z/a.yaml"] == list(read_folder(tmp_path))


def test_what_is_no_file_is_not_read(tmp_path):
    """A named pipe would keep the run waiting for ever; a folder may be called `x.yaml`."""
    write(tmp_path, "windows/x.yaml/a.yaml")
    os.mkfifo(tmp_path / "windows/pipe.yaml")

    assert ["windows/x.yaml/a.yaml"] == list(read_folder(tmp_path))


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    """One line and a way out, no traceback."""
    write(tmp_path, "statusgen.yaml")
    monkeypatch.setattr(os, "open", _refuse)

    with pytest.raises(StatusgenError, match=r"statusgen\.yaml cannot be read: Permission denied"):
        read_folder(tmp_path)


def test_a_folder_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    """Its windows would be missed."""
    monkeypatch.setattr(os, "scandir", _refuse)

    with pytest.raises(StatusgenError, match="agreements cannot be read: Permission denied"):
        read_folder(tmp_path)


def test_a_disk_that_fails_is_told(tmp_path, monkeypatch):
    """In the midst of a file too."""
    write(tmp_path, WINDOW)
    monkeypatch.setattr(os, "read", _refuse)

    with pytest.raises(StatusgenError, match=r"windows/a\.yaml cannot be read: Permission denied"):
        read_folder(tmp_path)


def _refuse(*arguments):
    raise PermissionError(13, "Permission denied")


def test_a_file_that_vanishes_was_never_there(tmp_path, monkeypatch):
    """An editor that saves by renaming does not end the run."""
    write(tmp_path, WINDOW)
    monkeypatch.setattr(os, "open", _vanished)

    assert {} == read_folder(tmp_path)


def _vanished(*arguments):
    raise FileNotFoundError(2, "No such file")


# --- the history


def test_outside_a_repository_there_is_no_history(tmp_path):
    """No git, no evidence from git."""
    assert None is Repository.around(tmp_path)


def test_each_revision_counts_from_its_committer_time(repo):
    """A new file and its changes, oldest first, with the commits that made them."""
    first = repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {"README": "something else"})
    second = repo.commit("2026-11-03 10:00", {WINDOW: B})
    repository = around(repo.path)

    told = repository.history("main", read_folder(repo.path))

    assert [
        (utc("2026-11-01 10:00"), first, A.encode(), WINDOW, False),
        (utc("2026-11-03 10:00"), second, B.encode(), WINDOW, False),
    ] == list(told[WINDOW])


def test_a_merge_publishes_at_its_own_time(repo):
    """Not when the branch's commits were made: customers saw nothing of them."""
    repo.commit("2026-11-01 10:00", {"statusgen.yaml": ""})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: A})
    repo.commit("2026-11-03 10:00", {WINDOW: B})
    repo.switch("main")
    repo.commit("2026-11-04 10:00", {"README": ""})
    repo.merge("2026-11-05 10:00", "change")

    assert {WINDOW: [(utc("2026-11-05 10:00"), B)]} == history(repo.path)


def test_a_squash_publishes_at_its_own_time(repo):
    """A squash is a commit like any other."""
    repo.commit("2026-11-01 10:00", {"statusgen.yaml": ""})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: A})
    repo.commit("2026-11-03 10:00", {WINDOW: B})
    repo.switch("main")
    repo.git("merge", "--squash", "--quiet", "change")
    repo.commit("2026-11-05 10:00")

    assert {WINDOW: [(utc("2026-11-05 10:00"), B)]} == history(repo.path)


def test_a_rebase_publishes_each_commit_at_its_new_time(repo):
    """Rebased commits keep their author time; the committer time is when they were put on the main branch."""
    repo.commit("2026-11-01 10:00", {"statusgen.yaml": ""})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: A})
    repo.switch("main")
    repo.commit("2026-11-04 10:00", {"README": ""})
    repo.switch("change")
    repo.git("rebase", "--quiet", "main", at="2026-11-05 10:00")
    repo.switch("main")
    repo.git("merge", "--quiet", "--ff-only", "change")

    assert {WINDOW: [(utc("2026-11-05 10:00"), A)]} == history(repo.path)


def test_a_fast_forward_keeps_each_commit(repo):
    """Git knows no other time for them."""
    repo.commit("2026-11-01 10:00", {"statusgen.yaml": ""})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: A})
    repo.commit("2026-11-03 10:00", {WINDOW: B})
    repo.switch("main")
    repo.git("merge", "--quiet", "--ff-only", "change")

    assert {WINDOW: [(utc("2026-11-02 10:00"), A), (utc("2026-11-03 10:00"), B)]} == history(repo.path)


def test_what_is_on_a_branch_is_not_announced(repo):
    """Only the main branch is published."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: B, "windows/b.yaml": C})

    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(repo.path)


def test_no_commit_counts_as_earlier_than_those_under_it(repo):
    """A clock that is behind, or a date kept on purpose, gains no notice; not even over a commit without windows."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-20 10:00", {"README": ""})
    repo.commit("2026-11-05 10:00", {WINDOW: B})
    repo.commit("2026-11-21 10:00", {WINDOW: C})

    assert {WINDOW: [(utc("2026-11-01 10:00"), A), (utc("2026-11-20 10:00"), B), (utc("2026-11-21 10:00"), C)]} == history(
        repo.path
    )


def test_a_commit_put_in_another_s_place_proves_nothing(repo):
    """`git replace` shows its user another past; customers were told in the real one."""
    commit = repo.commit("2026-11-05 10:00", {WINDOW: A})
    earlier = repo.git("commit-tree", "HEAD^{tree}", "-m", "change", at="2026-11-01 10:00")
    repo.git("replace", commit, earlier)

    assert {WINDOW: [(utc("2026-11-05 10:00"), A)]} == history(repo.path)


def test_a_revert_is_a_revision(repo):
    """What was told in between was told."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {WINDOW: B})
    repo.git("revert", "--no-edit", "HEAD", at="2026-11-03 10:00")

    times = [(utc("2026-11-01 10:00"), A), (utc("2026-11-02 10:00"), B), (utc("2026-11-03 10:00"), A)]
    assert {WINDOW: times} == history(repo.path)


@pytest.mark.parametrize("new", ["windows/b.yaml", "windows/2026/a.yaml", "windows/2026/12/b.yml"])
def test_a_rename_keeps_the_history(repo, new):
    """Through sub-folders, changes of id and of both, with an edit on the way."""
    repo.commit("2026-11-01 10:00", {WINDOW: A + LONG})
    repo.commit("2026-11-02 10:00", {WINDOW: None, new: A + LONG})
    repo.commit("2026-11-03 10:00", {new: None, "windows/c.yaml": B + LONG})

    times = [(utc("2026-11-01 10:00"), A + LONG), (utc("2026-11-02 10:00"), A + LONG), (utc("2026-11-03 10:00"), B + LONG)]
    assert {"windows/c.yaml": times} == history(repo.path)


def test_a_file_moved_between_folders_keeps_its_history_however_much_was_rewritten(repo):
    """Its name is its id; git sees no likeness."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {WINDOW: None, "windows/2026/a.yaml": LONG})

    assert {"windows/2026/a.yaml": [(utc("2026-11-01 10:00"), A), (utc("2026-11-02 10:00"), LONG)]} == history(repo.path)
    assert {"windows/2026/a.yaml": WINDOW} == before(repo.path, "HEAD~1").renames


def test_the_name_goes_before_the_likeness(repo):
    """A new file like the old one does not take the history of the one that only moved."""
    repo.commit("2026-11-01 10:00", {WINDOW: A + LONG})
    repo.commit("2026-11-02 10:00", {WINDOW: None, "windows/2026/a.yaml": C, "windows/b.yaml": A + LONG})

    moved, other = [(utc("2026-11-01 10:00"), A + LONG), (utc("2026-11-02 10:00"), C)], [(utc("2026-11-02 10:00"), A + LONG)]
    assert {"windows/2026/a.yaml": moved, "windows/b.yaml": other} == history(repo.path)
    assert {"windows/2026/a.yaml": WINDOW} == before(repo.path, "HEAD~1").renames


def test_two_files_that_change_places_keep_their_names(repo):
    """An id is what customers know a window by."""
    repo.commit("2026-11-01 10:00", {WINDOW: A, "windows/b.yaml": B})
    repo.commit("2026-11-02 10:00", {WINDOW: B, "windows/b.yaml": A})

    first, second = utc("2026-11-01 10:00"), utc("2026-11-02 10:00")
    assert {WINDOW: [(first, A), (second, B)], "windows/b.yaml": [(first, B), (second, A)]} == history(repo.path)


def test_a_file_that_was_deleted_and_comes_again_starts_anew(repo):
    """While it was gone customers were told of nothing."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {WINDOW: None})
    repo.commit("2026-11-03 10:00", {WINDOW: A})

    assert {WINDOW: [(utc("2026-11-03 10:00"), A)]} == history(repo.path)


def test_a_link_has_no_history(repo):
    """Git keeps where it leads, not what was told; as a file again it starts anew."""
    repo.commit("2026-11-01 10:00", {WINDOW: A, "windows/b.yaml": B})
    (repo.path / WINDOW).unlink()
    (repo.path / WINDOW).symlink_to("b.yaml")
    repo.commit("2026-11-02 10:00")
    assert ["windows/b.yaml"] == list(history(repo.path))
    assert ["windows/b.yaml"] == list(before(repo.path).texts)

    repo.commit("2026-11-03 10:00", {WINDOW: None})
    repo.commit("2026-11-04 10:00", {WINDOW: C})

    assert [(utc("2026-11-04 10:00"), C)] == history(repo.path)[WINDOW]


@pytest.mark.parametrize("add", [True, False], ids=["added", "not added"])
def test_a_rename_that_is_not_merged_yet_keeps_the_history(repo, add):
    """What a branch renames was announced under its old name."""
    repo.commit("2026-11-01 10:00", {WINDOW: A + LONG})
    repo.branch("change")
    repo.write({WINDOW: None, "windows/b.yaml": A + LONG})
    if add:
        repo.commit("2026-11-02 10:00")

    assert [(utc("2026-11-01 10:00"), A + LONG)] == history(repo.path)["windows/b.yaml"]
    assert {"windows/b.yaml": WINDOW} == before(repo.path).renames


def test_a_name_that_main_has_too_keeps_the_history_of_main(repo):
    """What was announced under that name is told there, whatever this branch made of its own files."""
    repo.commit("2026-11-01 10:00", {WINDOW: A + LONG})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {WINDOW: None, "windows/b.yaml": A + LONG, "windows/new.yaml": C})
    repo.switch("main")
    repo.commit("2026-11-03 10:00", {"windows/b.yaml": B})
    repo.switch("change")

    assert {WINDOW: [(utc("2026-11-01 10:00"), A + LONG)], "windows/b.yaml": [(utc("2026-11-03 10:00"), B)]} == history(repo.path)


def test_a_branch_behind_main_is_compared_with_where_it_left(repo):
    """What the main branch got since is no change of this branch, and no source of its renames."""
    repo.commit("2026-11-01 10:00", {"statusgen.yaml": ""})
    repo.branch("change")
    repo.commit("2026-11-02 10:00", {"windows/b.yaml": A})
    repo.switch("main")
    repo.commit("2026-11-03 10:00", {WINDOW: A})
    repo.switch("change")

    assert {WINDOW: [(utc("2026-11-03 10:00"), A)]} == history(repo.path)
    assert Before({"statusgen.yaml": b""}, {}) == before(repo.path)


STRANGE = [
    "windows/a b.yaml",
    "windows/\"quoted\" 'a'.yaml",
    "windows/new\nline.yaml",
    "windows/tab\t:100644.yaml",
    "windows/día.yaml",
    os.fsdecode(b"windows/latin-\xe9.yaml"),
    "windows/-rf.yaml",
    "windows/:(glob)**.yaml",
]


@pytest.mark.parametrize("path", STRANGE, ids=ascii)
def test_any_name_of_a_file_is_followed(repo, path):
    """Blanks, quotes, newlines, other encodings, what git could take for an option or a pattern."""
    repo.commit("2026-11-01 10:00", {path: A + LONG})
    repo.commit("2026-11-02 10:00", {path: B + LONG})

    assert {path: [(utc("2026-11-01 10:00"), A + LONG), (utc("2026-11-02 10:00"), B + LONG)]} == history(repo.path)
    assert {path: (A + LONG).encode()} == before(repo.path, "HEAD~1").texts

    repo.write({path: None, "windows/plain.yaml": B + LONG})
    assert {"windows/plain.yaml": path} == before(repo.path).renames


def test_a_project_in_a_sub_folder_knows_its_own_paths(repo):
    """Another project in the same repository is another's."""
    repo.commit("2026-11-01 10:00", {"status page/windows/a.yaml": A, "windows/a.yaml": B, "other/windows/a.yaml": C})
    repo.commit("2026-11-02 10:00", {"status page/windows/a.yaml": None, "status page/windows/b.yaml": A})

    project = repo.path / "status page"
    assert {"windows/b.yaml": [(utc("2026-11-01 10:00"), A), (utc("2026-11-02 10:00"), A)]} == history(project)
    assert Before({"windows/a.yaml": A.encode()}, {"windows/b.yaml": "windows/a.yaml"}) == before(project, "HEAD~1")


def test_a_work_tree_beside_the_repository(repo, tmp_path):
    """There `.git` is a file that leads to the repository."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    other = repo.worktree(tmp_path / "other", "-b", "change")

    assert (other.path / ".git").is_file()
    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(other.path)


def test_a_repository_kept_elsewhere(tmp_path):
    """As a submodule's, whose `.git` is a file too."""
    repo = GitRepo(tmp_path / "module", f"--separate-git-dir={tmp_path / 'kept'}")
    repo.commit("2026-11-01 10:00", {WINDOW: A})

    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(repo.path)


def test_sha256_repositories(tmp_path):
    """The id of a content is counted as the repository counts it."""
    repo = GitRepo(tmp_path / "repo", "--object-format=sha256")
    assert Before({}, {}) == before(repo.path)
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {WINDOW: B})

    assert {WINDOW: [(utc("2026-11-01 10:00"), A), (utc("2026-11-02 10:00"), B)]} == history(repo.path)
    assert {WINDOW: A.encode()} == before(repo.path, "HEAD~1").texts
    texts = read_folder(repo.path)
    assert texts[WINDOW] is around(repo.path).texts_at("HEAD", texts).texts[WINDOW]


SETTINGS = [
    "color.ui always",
    "core.abbrev 5",
    "core.quotePath true",
    "diff.external false",
    "diff.noprefix true",
    "diff.orderFile /nowhere",
    "diff.relative false",
    "diff.renameLimit 1",
    "diff.renames false",
    "format.pretty fuller",
    "log.date relative",
    "log.decorate full",
    "log.diffMerges off",
    "log.follow true",
    "log.showRoot false",
    "log.showSignature true",
]
ENVIRONMENT = {"GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_TRACE": "1", "GIT_WORK_TREE": "/", "LC_ALL": "de_DE"}


def test_a_user_s_settings_change_no_answer(repo, monkeypatch):
    """Neither configuration nor environment, as in a hook, turns git to other answers."""
    old, new = {WINDOW: A + LONG, "windows/c.yaml": C + LONG * 3}, {"windows/d.yaml": A + LONG * 3, "windows/é.yaml": B + LONG}
    repo.commit("2026-11-01 10:00", old)
    repo.commit("2026-11-02 10:00", dict.fromkeys(old) | new)
    for setting in SETTINGS:
        repo.git("config", *setting.split())
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)

    first, second = utc("2026-11-01 10:00"), utc("2026-11-02 10:00")
    times = {
        "windows/d.yaml": [(first, C + LONG * 3), (second, A + LONG * 3)],
        "windows/é.yaml": [(first, A + LONG), (second, B + LONG)],
    }
    assert times == history(repo.path)
    assert {"windows/d.yaml": "windows/c.yaml", "windows/é.yaml": WINDOW} == before(repo.path, "HEAD~1").renames


SIGNER = """#!/bin/sh
case "$*" in
*--verify*) echo "gpg: Good signature from Ada" >&2 ;;
*)
    cat >/dev/null
    echo "[GNUPG:] SIG_CREATED " >&2
    printf -- "-----BEGIN PGP SIGNATURE-----\\n\\nA\\n-----END PGP SIGNATURE-----\\n"
    ;;
esac
"""


def test_a_signature_that_is_shown_is_not_taken_for_history(repo, tmp_path):
    """`log.showSignature` puts the signer's words in the midst of the log."""
    signer = tmp_path / "signer"
    signer.write_text(SIGNER)
    signer.chmod(0o755)
    for setting in (f"gpg.program {signer}", "commit.gpgSign true", "log.showSignature true"):
        repo.git("config", *setting.split())
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    assert "Good signature" in repo.git("log")

    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(repo.path)


def test_a_content_of_the_past_is_cut_at_the_limit_too(repo):
    """A huge old revision does no harm, and those after it are read right."""
    repo.commit("2026-11-01 10:00", {WINDOW: "x" * (3 * LIMIT)})
    repo.commit("2026-11-02 10:00", {WINDOW: A})
    repo.commit("2026-11-03 10:00", {WINDOW: B})

    assert [LIMIT + 1, len(A), len(B)] == [len(text) for _, text in history(repo.path)[WINDOW]]


def test_a_revision_equal_to_the_file_is_the_very_same_text(repo):
    """So that nobody reads it a second time."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    texts = read_folder(repo.path)
    repository = around(repo.path)

    assert texts[WINDOW] is repository.history("main", texts)[WINDOW][0].body
    assert texts[WINDOW] is repository.texts_at("HEAD", texts).texts[WINDOW]


# --- the main branch


def test_origin_s_main_branch_goes_first(repo, tmp_path):
    """What was pushed is what is published; in CI there is nothing but origin's refs, and no branch is checked out."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    clone = repo.clone(tmp_path / "clone")
    clone.commit("2026-11-02 10:00", {WINDOW: B})
    assert "refs/remotes/origin/HEAD" == around(clone.path).main(None)
    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(clone.path)

    clone.git("switch", "--quiet", "--detach")
    clone.git("branch", "--quiet", "-D", "main")
    clone.git("remote", "set-head", "origin", "--delete")

    assert "refs/remotes/origin/main" == around(clone.path).main(None)
    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(clone.path)
    assert {WINDOW: A.encode()} == before(clone.path).texts


def test_master_is_a_main_branch_too(repo):
    """Where there is no `main`."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.git("branch", "--move", "master")

    assert "refs/heads/master" == around(repo.path).main(None)


def test_a_tag_named_main_is_not_taken_for_the_branch(repo):
    """Git itself would take the tag."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.git("tag", "main")
    repo.commit("2026-11-02 10:00", {WINDOW: B})

    assert 2 == len(history(repo.path)[WINDOW])


def test_another_branch_can_be_named(repo, tmp_path):
    """Here, or only at origin."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.branch("live")
    repo.commit("2026-11-02 10:00", {WINDOW: B})
    repo.switch("main")
    clone = repo.clone(tmp_path / "clone")

    assert 2 == len(history(repo.path, "live")[WINDOW])
    assert "origin/live" == around(clone.path).main("live")
    assert 2 == len(history(clone.path, "live")[WINDOW])


@pytest.mark.parametrize(("named", "tried"), [(None, "origin/main, origin/master, main, master"), ("live", "live, origin/live")])
def test_no_main_branch_tells_which_were_tried(repo, named, tried):
    """And how to name one."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.git("branch", "--move", "trunk")

    with pytest.raises(HistoryUnavailable) as refusal:
        around(repo.path).main(named)

    assert tried in refusal.value.message
    assert "--branch" in refusal.value.way_out


def test_before_the_first_commit_nothing_was_told(repo):
    """Not an error: everything is new."""
    repo.write({WINDOW: A})

    assert {} == history(repo.path)
    assert Before({}, {}) == before(repo.path)


# --- a project at a commit


def test_a_project_at_a_commit(repo):
    """Whatever was changed, added, deleted or renamed since, committed or not, ignored or not."""
    old = {
        "statusgen.yaml": "a",
        WINDOW: A,
        "windows/b.yaml": B + LONG,
        "windows/c.yaml": C,
        "incidents/i.yaml": "i",
        "measurements/m.csv": "m",
        "README": "r",
        "measurements/m.yaml": "r",
        "incidents/i.csv": "r",
    }
    repo.commit("2026-11-01 10:00", old)
    repo.branch("change")
    repo.commit(
        "2026-11-02 10:00", {"statusgen.yaml": "b", "windows/b.yaml": None, "windows/2026/d.yaml": B + LONG, ".gitignore": "e.yaml"}
    )
    repo.write({WINDOW: C, "windows/c.yaml": None, "windows/e.yaml": "e", "policies/p.yaml": "p"})

    told = before(repo.path)

    assert {path: text.encode() for path, text in old.items() if text != "r"} == told.texts
    assert {"windows/2026/d.yaml": "windows/b.yaml"} == told.renames


def test_no_flag_of_the_index_hides_a_change(repo):
    """Contents are compared, not what git believes of the work tree."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.git("update-index", "--assume-unchanged", WINDOW)
    repo.write({WINDOW: B})

    assert {WINDOW: A.encode()} == before(repo.path).texts


def test_a_commit_to_compare_with_can_be_named(repo):
    """As any revision that git understands."""
    first = repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {WINDOW: B})
    repository = around(repo.path)

    assert first == repository.base("main", "HEAD~1") == repository.base("main", first[:10])


@pytest.mark.parametrize("named", ["nothing", "--all", "--since=yesterday", "HEAD:README", "", "a\x1b[31m", "a\0b", "HEAD~99"])
def test_an_unknown_revision_is_told(repo, named):
    """By its name, and without a traceback."""
    repo.commit("2026-11-01 10:00", {"README": ""})

    with pytest.raises(HistoryUnavailable, match="git knows no commit") as refusal:
        around(repo.path).base("main", named)
    with pytest.raises(HistoryUnavailable, match="git knows no commit"):
        around(repo.path).history(named, {})

    assert refusal.value.message.isprintable()


def test_branches_without_a_common_commit(repo):
    """There is nothing to compare with."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit("2026-11-02 10:00", {"windows/b.yaml": B})

    with pytest.raises(HistoryUnavailable, match="no commit in common"):
        around(repo.path).base("main", None)
    assert {WINDOW: [(utc("2026-11-01 10:00"), A)]} == history(repo.path)


# --- where git cannot tell


def test_a_shallow_clone_says_how_to_fetch_the_rest(repo, tmp_path):
    """Its oldest commit would seem to announce everything."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    repo.commit("2026-11-02 10:00", {"README": ""})
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    repository = around(clone.path)

    with pytest.raises(HistoryUnavailable, match="shallow") as refusal:
        repository.history("main", {})
    with pytest.raises(HistoryUnavailable, match="shallow"):
        repository.base("main", None)

    assert all(way in refusal.value.way_out for way in ("git fetch --unshallow", "fetch-depth: 0"))
    for asked in (lambda: repository.main("published"), lambda: repository.base("main", "v1")):
        with pytest.raises(HistoryUnavailable, match="this clone is shallow, and the") as refusal:
            asked()
        assert "fetch-depth: 0" in refusal.value.way_out
    assert {WINDOW: A.encode()} == repository.texts_at(repository.base("main", "HEAD"), {}).texts


def test_git_missing_matters_only_inside_a_repository(repo, tmp_path, monkeypatch):
    """Elsewhere nobody asks it."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    (tmp_path / "plain").mkdir()

    assert None is Repository.around(tmp_path / "plain")
    with pytest.raises(HistoryUnavailable, match="git cannot be run") as refusal:
        Repository.around(repo.path)

    assert "announcements: declared" in refusal.value.way_out


def test_a_repository_of_another_user_is_told_in_git_s_words(repo, tmp_path, monkeypatch):
    """With the line by which its owner trusts it."""
    words = "fatal: detected dubious ownership in repository at '/srv/status'\nTo add an exception for this directory, call:\n"
    tell = f"{words}\n\tgit config --global --add safe.directory /srv/status\n"
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f"#!{sys.executable}\nimport sys\nsys.stderr.write({tell!r})\nsys.exit(128)\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))

    with pytest.raises(HistoryUnavailable, match="dubious ownership") as refusal:
        Repository.around(repo.path)

    assert "`git config --global --add safe.directory /srv/status`" in refusal.value.way_out


def test_a_folder_named_git_that_is_no_repository(tmp_path):
    """Git looks on upward, and so do we: there is none."""
    (tmp_path / ".git").mkdir()

    assert None is Repository.around(tmp_path)


def test_a_git_file_that_leads_nowhere_is_told(tmp_path):
    """As where a work tree was copied without its repository."""
    (tmp_path / ".git").write_text("gitdir: /nowhere/kept\n")

    with pytest.raises(HistoryUnavailable, match="not a git repository: /nowhere/kept"):
        Repository.around(tmp_path)


def test_inside_the_repository_s_own_folder_there_is_no_project(repo):
    """`.git` is no work tree."""
    assert None is Repository.around(repo.path / ".git")


def test_an_object_that_git_has_lost_is_told(repo):
    """A damaged repository proves nothing."""
    repo.commit("2026-11-01 10:00", {WINDOW: A})
    lost = repo.git("rev-parse", f"HEAD:{WINDOW}")
    repo.commit("2026-11-02 10:00", {WINDOW: B})
    (repo.path / ".git/objects" / lost[:2] / lost[2:]).unlink()

    with pytest.raises(HistoryUnavailable, match="cannot show an object"):
        history(repo.path)


def test_nothing_is_written_to_the_repository(repo):
    """Asking changes no byte of it, not even the index, which git would like to refresh."""
    repo.commit("2026-11-01 10:00", {WINDOW: A + LONG, "windows/c.yaml": C})
    repo.write({WINDOW: None, "windows/b.yaml": A + LONG})
    repo.git("add", "--all")
    os.utime(repo.path / "windows/c.yaml", (1, 1))

    def files():
        return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in sorted(repo.path.rglob("*")) if file.is_file()}

    as_it_was = files()
    history(repo.path)
    before(repo.path)

    assert as_it_was == files()


def test_git_tells_the_history_while_its_reader_is_busy(repo, monkeypatch):
    """What it was asked for ahead, and where the main branch was found, is not asked for again, and is the same."""
    repo.commit("2026-11-20 10:00", {WINDOW: A})
    repo.commit("2026-11-25 10:00", {WINDOW: B})
    texts, told = read_folder(repo.path), history(repo.path)
    repository, asked = around(repo.path), []
    done = Git._done
    monkeypatch.setattr(Git, "_done", lambda git, arguments: asked.append(arguments[0]) or done(git, arguments))

    with repository.telling(None):
        asked.clear()
        ahead = repository.history(repository.main(None), texts)

    assert told == {path: [(one.at, one.body.decode()) for one in revisions] for path, revisions in ahead.items()}
    assert not {"log", "rev-parse"} & set(asked)
    assert ahead == repository.history(repository.main(None), texts)
    assert "log" in asked


def test_what_git_told_of_another_branch_is_passed_over(repo):
    """The history is that of the branch that is asked for."""
    repo.commit("2026-11-20 10:00", {WINDOW: A})
    repo.git("branch", "published")
    repo.commit("2026-11-25 10:00", {WINDOW: B})
    repository, texts = around(repo.path), read_folder(repo.path)

    with repository.telling(None):
        assert [A.encode()] == [one.body for one in repository.history(repository.main("published"), texts)[WINDOW]]


def test_what_git_cannot_tell_ahead_is_told_when_it_is_asked_for(repo, monkeypatch):
    """A failure is told once, by who needs the answer; without a commit nothing is asked."""
    with around(repo.path).telling(None):
        assert {} == history(repo.path)
    repo.commit("2026-11-20 10:00", {WINDOW: A})
    texts, told, repository = read_folder(repo.path), history(repo.path), around(repo.path)
    begun = Git.begun
    monkeypatch.setattr(Git, "begun", lambda git, *arguments: begun(git, arguments[0], "--no-such-option"))

    with repository.telling(None):
        assert told.keys() == repository.history(repository.main(None), texts).keys()
    with repository.telling("no-such-branch"), pytest.raises(HistoryUnavailable, match="no-such-branch"):
        repository.main("no-such-branch")


def test_git_tells_nothing_ahead_where_it_cannot(repo, monkeypatch):
    """As where there are no more processes or pipes: it is asked when the answer is wanted."""
    repo.commit("2026-11-20 10:00")
    repository = around(repo.path)

    def refused(*_arguments):
        raise OSError

    monkeypatch.setattr(Git, "begun", refused)

    with repository.telling(None):
        assert {} == repository.history(repository.main(None), {})


def test_what_git_told_ahead_in_part_is_asked_for_once_more(repo, monkeypatch):
    """Half a history would announce half of the windows."""
    repo.commit("2026-11-20 10:00", {WINDOW: A})
    repo.commit("2026-11-25 10:00", {WINDOW: B})
    texts, told, repository = read_folder(repo.path), history(repo.path), around(repo.path)

    @contextmanager
    def ended(git, *arguments):
        def parts():
            yield git.run(*arguments)[:150]
            raise CutShort

        yield parts()

    monkeypatch.setattr(Git, "begun", ended)

    with repository.telling(None):
        ahead = repository.history(repository.main(None), texts)

    assert told == {path: [(one.at, one.body.decode()) for one in revisions] for path, revisions in ahead.items()}


@pytest.mark.parametrize("size", [1, 2, 7, 10**6])
def test_an_answer_is_the_same_in_whatever_parts_it_comes(size):
    """Names are cut anywhere, also in the middle of a letter."""
    told = "a\0\0año\0".encode() + b"\xff\0end"

    assert ["a", "", "año", "\udcff", "end"] == [*_fields(told[at : at + size] for at in range(0, len(told), size))]


def test_the_support_of_these_tests_finds_git():
    """Every test above stands on it."""
    assert subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.startswith("git version")
