"""`statusgen doctor`: what a project stands on, each thing seen right and wrong once, and never a traceback."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from gitrepo import GitRepo
from test_cli import statusgen, write

from statusgen import doctor
from statusgen.civil import instant
from statusgen.doctor import Level, machine
from statusgen.doctor.workflow import _remarks as of_workflow
from statusgen.render import doctor as render

HOME = Path(__file__).parent.parent
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}]
policies: [clever]
"""
WINDOW = "{title: Upgrade, components: [api], impact: none, start: 2026-12-05 21:00, end: 2026-12-05 23:00}\n"
NOW = "2026-11-21T16:00:00Z"
OURS = (HOME / ".github/workflows/status.yml").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    """One in a repository, with a workflow: all is in place."""
    repo = GitRepo(tmp_path)
    repo.commit(
        "2026-11-20 10:00",
        {
            "statusgen.yaml": SETTINGS,
            "windows/upgrade.yaml": WINDOW,
            ".github/workflows/status.yml": OURS,
            ".github/actions/statusgen/action.yml": (HOME / ".github/actions/statusgen/action.yml").read_bytes(),
        },
    )
    return repo


def told(folder, *arguments, code=0, **environment):
    """Subject -> level and text of each remark that is more than fine."""
    done = statusgen(folder, "doctor", "--format", "json", "--at", NOW, *arguments, **environment)
    assert (code, "") == (done.returncode, done.stderr), done.stdout
    return [(one["subject"], one["level"], f"{one['what']} {one['way_out']}") for one in json.loads(done.stdout)["remarks"]]


def wrong(folder, *arguments, code=0, **environment):
    """Likewise; without what is fine, and without notes on what may be installed."""
    remarks = told(folder, *arguments, code=code, **environment)
    return [one for one in remarks if one[1] != "ok" and one[0] not in machine.EXTRAS]


def test_where_all_is_in_place_it_says_so(project):
    """One line a subject; every subject that the handbook tells, and none besides."""
    assert [] == wrong(project.path)
    done = statusgen(project.path, "doctor", "--at", NOW)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.endswith("\n\nAll is in place.\n")
    assert "evidence  The history of main tells when windows were announced: 1 commit." in done.stdout
    assert "America/Mexico_City, where it is Sat 2026-11-21 10:00 -06:00." in str(told(project.path))
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_every_subject_is_in_the_handbook(project):
    """By its word."""
    page = (HOME / "docs/doctor.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \|", page, re.MULTILINE)
    named = {word for row in rows for word in re.findall(r"`([a-z]+)`", row)}
    code = "".join(path.read_text(encoding="utf-8") for path in (HOME / "statusgen/doctor").glob("*.py"))
    used = set(re.findall(r'(?:Level\.\w+, |told_as\(\w+, |^ +)"([a-z]+)"', code, re.MULTILINE)) | machine.EXTRAS.keys()

    assert named == used | {level.value for level in Level}


def test_the_handbook_shows_the_shape_for_programs(project):
    """Its keys are those that are written."""
    page = (HOME / "docs/doctor.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    made = json.loads(statusgen(project.path, "doctor", "--format", "json", "--at", NOW).stdout)

    assert shown.keys() == made.keys()
    assert (1, str(project.path)) == (made["version"], made["project"])
    assert shown["counts"].keys() == made["counts"].keys()
    assert shown["remarks"][0].keys() == made["remarks"][0].keys()


def test_outside_of_a_project_the_machine_is_looked_at(tmp_path):
    """And it says that there is none, with the way to one."""
    assert [("project", "error")] == [one[:2] for one in wrong(tmp_path, code=2)]
    assert "statusgen init" in wrong(tmp_path, code=2)[0][2]
    assert ("git", "ok") in [one[:2] for one in told(tmp_path, code=2)]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """Not taken for the project above."""
    assert "There is no folder" in wrong(tmp_path, "--project", "stauts", code=2)[0][2]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (SETTINGS.replace("https:", "http:"), [("url", "warning", "not encrypted")]),
        (SETTINGS.replace("https://status.acme.example/", "http://localhost:8421/"), [("url", "warning", "this machine")]),
        (SETTINGS.replace("example/", "example"), [("url", "note", "ends without a slash")]),
        (SETTINGS.replace("[clever]", "[]"), [("policies", "warning", "held to no policy")]),
        (SETTINGS.replace("clever", "clevr"), [("policies", "error", "Did you mean `clever`")]),
        (SETTINGS.replace("America/Mexico_City", "America/Mexico"), [("project", "error", "statusgen.yaml:2:")]),
        ("page: [\n", [("project", "error", "statusgen.yaml:")]),
        ("", [("project", "error", "statusgen.yaml:1:1")]),
    ],
)
def test_what_the_settings_say_is_looked_at(project, settings, expected):
    """Each with its place, where it is a mistake."""
    write(project.path, statusgen=settings)

    found = wrong(project.path, code=int(expected[0][1] == "error"))

    assert [one[:2] for one in expected] == [one[:2] for one in found]
    assert [] == [text for (*_, text), (*_, said) in zip(expected, found, strict=True) if text not in said]


def test_policies_are_told_with_their_versions(project):
    """Where each comes from, which is in force, which one comes."""
    write(
        project.path,
        statusgen=SETTINGS.replace("[clever]", "[clever, klink, later]"),
        policies__klink="extends: klink\nversions:\n  - {effective_from: 2026-06-01, notice: {hours: 96}}\n"
        "  - {effective_from: 2027-01-01, notice: {hours: 120}}\n",
        policies__later="extends: clever\neffective_from: 2027-03-01\n",
    )

    assert [
        "`clever`: built in. ",
        "`klink`: policies/klink.yaml, extends `klink`; in force since 2026-06-01; another version from 2027-01-01. ",
        "`later`: policies/later.yaml, extends `clever`; in force from 2027-03-01. ",
    ] == [text for subject, _, text in told(project.path) if subject == "policies"]


def test_a_shallow_clone_has_lost_the_evidence(project, tmp_path_factory):
    """An error where git is the evidence, and a warning where the files are."""
    project.commit("2026-11-20 11:00", {"x": "y"})
    clone = project.clone(tmp_path_factory.mktemp("shallow") / "clone", "--depth", "1")

    assert [("history", "error")] == [one[:2] for one in wrong(clone.path, code=1)]
    write(clone.path, statusgen=SETTINGS + "announcements: declared\n")
    assert [("history", "warning")] == [one[:2] for one in wrong(clone.path)]


def test_the_main_branch_is_looked_for(project):
    """By its name, where one is given: on the command line or in the settings."""
    project.git("branch", "--move", "trunk")

    assert [("branch", "error")] == [one[:2] for one in wrong(project.path, code=1)]
    assert [] == wrong(project.path, "--branch", "trunk")
    project.commit("2026-11-20 11:00", {"statusgen.yaml": SETTINGS + "branch: trunk\n"})
    assert [] == wrong(project.path)


def test_a_commit_of_the_future_is_told(project):
    """With when it is; two minutes are the clocks' own."""
    project.commit("2026-11-21 16:02", {"x": "1"})
    assert [] == wrong(project.path)
    project.commit("2026-11-21 18:30", {"x": "2"})

    ((subject, level, text),) = wrong(project.path)

    assert ("time", "warning") == (subject, level)
    assert "1 of the main branch's commits is dated ahead, up to 2026-11-21T18:30:00Z; it is 2026-11-21T16:00:00Z." in text


def test_windows_that_are_not_committed_are_told(project):
    """Changed ones and new ones; by name, up to three."""
    write(project.path, **{f"windows__new_{number}": WINDOW for number in range(3)}, windows__upgrade=WINDOW + "\n")

    ((subject, level, text),) = wrong(project.path)

    assert ("windows", "note") == (subject, level)
    assert "Not committed: new_0.yaml, new_1.yaml, new_2.yaml and 1 more." in text


def test_before_the_first_commit_nothing_is_wrong(tmp_path):
    """A project that has just begun."""
    GitRepo(tmp_path).write({"statusgen.yaml": SETTINGS, "windows/upgrade.yaml": WINDOW})

    assert [("windows", "note"), ("workflow", "note")] == [one[:2] for one in wrong(tmp_path)]
    assert "nothing is committed yet" in str(told(tmp_path))


def test_without_a_repository_the_files_are_the_evidence(tmp_path):
    """A warning, unless that is what was meant."""
    write(tmp_path, statusgen=SETTINGS)
    assert [("evidence", "warning")] == [one[:2] for one in wrong(tmp_path)]

    write(tmp_path, statusgen=SETTINGS + "announcements: declared\n")
    assert [] == wrong(tmp_path)


def test_without_git_it_says_so(project, tmp_path_factory):
    """On the machine a warning; for a project that lies in a repository an error."""
    nothing = str(tmp_path_factory.mktemp("nothing"))

    assert [("git", "warning"), ("git", "error")] == [one[:2] for one in wrong(project.path, code=1, PATH=nothing)]


@pytest.mark.parametrize(
    ("says", "level", "what"),
    [
        ("git version 2.30.9", "error", "git version 2.30.9 is too old"),
        ("git version 2.31.0.windows.1", "ok", "git version 2.31.0.windows.1."),
        ("gti?", "warning", "does not say which version"),
    ],
)
def test_the_version_of_git_is_looked_at(tmp_path, says, level, what):
    """Older ones cannot show what a merge brought."""
    (tmp_path / "git").write_text(f"#!/bin/sh\necho '{says}'\n")
    (tmp_path / "git").chmod(0o755)
    (tmp_path / "page").mkdir()
    write(tmp_path / "page", statusgen=SETTINGS)

    remarks = told(tmp_path / "page", code=int(level == "error"), PATH=str(tmp_path))

    assert [(level, True)] == [(found, what in text) for subject, found, text in remarks if subject == "git"]


@pytest.mark.parametrize(
    ("version", "day", "level"),
    [
        ("2025.3", "2026-05-31 12:00", "ok"),
        ("2025.3", "2026-06-01 12:00", "warning"),
        ("2026.1", "2026-12-31 12:00", "ok"),
        ("0.unknown", "2026-12-31 12:00", "ok"),
    ],
)
def test_time_zones_that_are_out_of_date_are_told(version, day, level):
    """Half a year after the year that they are of."""
    assert level == machine._zones(version, instant(day, "UTC")).level


def test_an_extra_that_is_missing_says_what_it_is_for():
    """And how to have it."""
    remark = machine._extra("pdf", "no-such-distribution", "reports as PDF")

    assert (Level.NOTE, "no-such-distribution is not installed: it is for reports as PDF.") == (remark.level, remark.what)
    assert "statusgen[pdf]" in remark.way_out


def test_every_extra_for_users_is_looked_at():
    """Those of pyproject.toml, but for developers' ones, each by what it brings."""
    extras = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    names = {extra: {re.match(r"[\w-]+", one)[0] for one in brought} for extra, brought in extras.items()}

    assert names.keys() - {"dev", "docs", "bench", "spark"} == machine.EXTRAS.keys()
    assert [] == [extra for extra, (distribution, _) in machine.EXTRAS.items() if distribution not in names[extra]]


def test_a_cache_that_cannot_be_written_is_told(project, tmp_path_factory):
    """A file stands in its way."""
    place = tmp_path_factory.mktemp("cache") / "file"
    place.write_text("")

    assert [("cache", "warning")] == [one[:2] for one in wrong(project.path, XDG_CACHE_HOME=str(place))]


@pytest.mark.parametrize(
    ("text", "replacement", "level", "said"),
    [
        ("fetch-depth: 0", "fetch-depth: 1", Level.ERROR, "Give it `fetch-depth: 0`"),
        ("persist-credentials: false", "persist-credentials: true", Level.WARNING, "persist-credentials"),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6", Level.WARNING, "`actions/checkout@v6` can be moved"),
        ("$/.github/actions/statusgen", "$/.github/actions/sttausgen", Level.ERROR, "is not in this repository"),
        ("$/.github/actions/statusgen", "docker://statusgen", Level.OK, "may do no more than it says"),
        ("pull_request:", "pull_request_target:", Level.WARNING, "`pull_request_target`"),
        ("permissions:", "permissoins:", Level.WARNING, "job `plan` does not say what it may do"),
        ("jobs:", "jbos:", Level.WARNING, "cannot be read as a workflow"),
        ("name: Status page", "name: [", Level.WARNING, "cannot be read as a workflow"),
        ("        with:\n          persist-credentials: false\n", "        wiht:\n          x: y\n", Level.ERROR, "fetch-depth"),
    ],
)
def test_a_workflow_is_looked_at(text, replacement, level, said):
    """Each thing that is wrong with it, once."""
    assert text in OURS

    remarks = list(of_workflow("status.yml", OURS.replace(text, replacement).encode(), HOME))

    assert 1 == [said in f"{remark.what} {remark.way_out}" for remark in remarks].count(True)
    assert level in [remark.level for remark in remarks]


@pytest.mark.parametrize(
    "body", ["", "[]", "x", "jobs: {a: [], b: {steps: x}, c: {steps: [x, {uses: 1}, {run: x}]}}", "\xff\xfe", "a: &a [*a]"]
)
def test_no_workflow_breaks_it(body):
    """Whatever it holds."""
    assert list(of_workflow("odd.yml", body.encode("latin-1"), HOME))


def test_workflows_that_do_not_run_statusgen_are_left_alone(project):
    """They are somebody else's."""
    project.git("rm", "--quiet", "--cached", ".github/workflows/status.yml")
    (project.path / ".github/workflows/status.yml").write_text("jobs: {test: {steps: [{uses: actions/checkout@v1}]}}")

    assert [("workflow", "note")] == [one[:2] for one in wrong(project.path)]


def test_a_file_in_the_place_of_workflows_is_none(project):
    """It is as if there were none."""
    project.git("rm", "--quiet", "-r", ".github")
    (project.path / ".github").mkdir(exist_ok=True)
    (project.path / ".github/workflows").write_text("")

    assert [("workflow", "note")] == [one[:2] for one in wrong(project.path)]


def test_a_project_that_may_not_be_read_is_told(project):
    """In place of a folder there is a file."""
    project.git("rm", "--quiet", "-r", "windows")
    (project.path / "windows").write_text("")

    assert "Windows is no folder" in wrong(project.path, code=1)[0][2]


def test_the_text_counts_what_is_to_be_mended():
    """In the last line."""
    remarks = [
        doctor.Remark(level, "git", "So it is.", "Do this.") for level in (Level.ERROR, Level.WARNING, Level.WARNING, Level.NOTE)
    ]

    text = render.text(doctor.Report(None, tuple(remarks)), color=True)

    assert text.endswith("\n\nTo mend: 1 error, 2 warnings.\n")
    assert "\x1b[1;31merror  \x1b[0m  git  So it is.\n              Way out: Do this.\n" in text
