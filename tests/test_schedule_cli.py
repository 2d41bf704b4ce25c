"""`statusgen schedule` as a team meets it: real repositories, files, text and exit codes."""

import json
import shutil
import subprocess
import sys

import pytest
from gitrepo import GitRepo
from test_cli import process, statusgen

from statusgen.cli.files import write_new
from statusgen.finding import StatusgenError

NOW = "2026-12-01T18:00:00Z"
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [clever]
"""
REQUESTS = """
within: {from: 2026-12-07, to: 2026-12-20}
crews: [dba]
requests:
  - {id: check, title: "Check: all backups", components: [database], impact: none, duration: 1h, crew: dba}
  - id: upgrade
    title: Database upgrade
    components: [api, database]
    impact: outage
    duration: 2h
    after: [check]
    crew: dba
    description: |
      We move on.

      *Sending is paused.*
"""
TIGHT = """
within: {from: 2026-12-07 21:00, to: 2026-12-07 23:00}
crews: [dba]
requests:
  - {id: a, title: A, components: [api], impact: outage, duration: 90m, crew: dba, priority: urgent}
  - {id: b, title: B, components: [database], impact: outage, duration: 1h, crew: dba}
  - {id: c, title: C, components: [database], impact: none, duration: 15m, after: [b]}
"""


def names(folder):
    """What lies in a folder."""
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def page(tmp_path):
    """A project in a plain folder, and what is asked for."""
    (tmp_path / "statusgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "requests.yaml").write_text(REQUESTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def without_solver(tmp_path_factory):
    """A folder of modules in which OR-tools cannot be imported."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "ortools").mkdir()
    (folder / "ortools" / "__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    return str(folder)


def test_a_team_schedules_writes_plans_merges_and_schedules_again(tmp_path):
    """In a git repository, by the command line alone. What is placed `plan` accepts, and the next run leaves it alone."""
    repo = GitRepo(tmp_path / "page")
    repo.commit("2026-11-30 09:00", {"statusgen.yaml": SETTINGS, "requests.yaml": REQUESTS})
    repo.branch("december")

    written = process(repo.path, "schedule", "requests.yaml", "--write", "--at", NOW)

    assert (0, "") == (written.returncode, written.stderr)
    assert written.stdout.endswith("2 of 2 requests placed, 2 files written into windows/.\n")
    assert (
        'title: "Check: all backups"\ncomponents: [database]\nimpact: none\nstart: 2026-12-07 21:00\nduration: 1h\n'
        == (repo.path / "windows/check.yaml").read_text()
    )
    assert (
        "title: Database upgrade\ncomponents: [api, database]\nimpact: outage\nstart: 2026-12-07 22:00\nduration: 2h\n"
        "description: |\n  We move on.\n\n  *Sending is paused.*\n" == (repo.path / "windows/upgrade.yaml").read_text()
    )
    repo.commit("2026-12-01 18:30")
    plan = process(repo.path, "plan", "--base", "main", "--at", "2026-12-01T18:40:00Z")
    assert (0, True) == (plan.returncode, plan.stdout.endswith("Accepted: 1 warning. 2 windows new.\n")), plan.stdout
    repo.switch("main")
    repo.merge("2026-12-01 18:50", "december")

    again = process(repo.path, "schedule", "requests.yaml", "--write", "--at", "2026-12-03T18:00:00Z")

    assert (0, "") == (again.returncode, again.stderr)
    assert "Declared already, and left as they are:\n  Mon 2026-12-07 21:00–22:00 -06:00" in again.stdout
    assert 1 == len({line.index("windows/") for line in again.stdout.splitlines() if "windows/" in line})
    assert again.stdout.endswith("Every request has its window already; nothing is left to place.\n")
    assert "" == repo.git("status", "--porcelain")


def test_nothing_is_written_unless_it_is_asked_for(page):
    """It says so, and how."""
    done = statusgen(page, "schedule", "requests.yaml", "--at", NOW)

    assert 0 == done.returncode
    assert done.stdout.endswith("2 of 2 requests placed. Nothing was written: `--write` writes the windows.\n")
    assert ["requests.yaml", "statusgen.yaml"] == names(page)


def test_the_answer_does_not_depend_on_the_machine(page):
    """Zone, locale, hash seed and folder: the same bytes."""
    one = process(page, "schedule", "requests.yaml", "--format", "json", "--at", NOW, PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    other = process(page, "schedule", "requests.yaml", "--format", "json", "--at", NOW, PYTHONHASHSEED="2", LC_ALL="C", TZ="UTC")

    assert 0 == one.returncode == other.returncode
    assert one.stdout == other.stdout


def test_without_the_solver_it_places_one_after_the_other_and_says_so(page, without_solver):
    """And keeps all that is asked."""
    done = process(page, "schedule", "requests.yaml", "--at", NOW, PYTHONPATH=without_solver)
    told = process(page, "schedule", "requests.yaml", "--at", NOW, "--format", "json", PYTHONPATH=without_solver)

    assert (0, 0) == (done.returncode, told.returncode), done.stderr
    assert "\nOne after the other: `pip install 'statusgen[schedule]'` looks at all of them at once.\n" in done.stdout
    assert ("greedy", False) == tuple(json.loads(told.stdout)[key] for key in ("method", "proved"))
    assert ["check", "upgrade"] == [slot["id"] for slot in json.loads(told.stdout)["slots"]]


def test_what_has_no_time_is_told_with_its_reason(page, without_solver):
    """With the solver what collides, without it what is in the way; what waits for it in both. The exit code is 1."""
    (page / "requests.yaml").write_text(TIGHT, encoding="utf-8")

    solved = statusgen(page, "schedule", "requests.yaml", "--at", NOW)
    greedy = process(page, "schedule", "requests.yaml", "--at", NOW, PYTHONPATH=without_solver)

    assert (1, 1) == (solved.returncode, greedy.returncode)
    assert "    It cannot be placed together with `a`: the crew `dba` does one thing at a time.\n" in solved.stdout
    assert "collides" not in greedy.stdout
    for done in (solved, greedy):
        assert "  b: 1 hour from Mon 2026-12-07 21:00 -06:00 to Mon 2026-12-07 23:00 -06:00\n" in done.stdout
        assert "    [crew] The crew `dba` is at work on `a` (" in done.stdout
        assert "    It comes after `b`, which has no time.\n" in done.stdout
        assert "\n1 of 3 requests placed. Nothing was written" in done.stdout


def test_what_finds_a_time_is_written_though_something_does_not(page):
    """The exit code says that it is not all."""
    (page / "requests.yaml").write_text(TIGHT, encoding="utf-8")

    done = statusgen(page, "schedule", "requests.yaml", "--write", "--at", NOW)

    assert (1, ["a.yaml"]) == (done.returncode, names(page / "windows"))
    assert done.stdout.endswith("\n1 of 3 requests placed, 1 file written into windows/.\n")


def test_programs_are_told_the_same(page):
    """Every key of the handbook, with exact costs."""
    (page / "requests.yaml").write_text(TIGHT, encoding="utf-8")
    (page / "windows").mkdir()
    shutil.copy(page / "requests.yaml", page / "more.yaml")
    (page / "windows" / "a.yaml").write_text(
        "{title: A, components: [api], impact: outage, start: 2026-12-07 21:00, duration: 90m}", encoding="utf-8"
    )

    told = json.loads(statusgen(page, "schedule", "more.yaml", "--format", "json", "--at", NOW).stdout)

    assert (1, "Acme", "2026-12-01T18:00:00Z", "more.yaml", "cp-sat", 172_800_000) == tuple(
        told[key] for key in ("version", "page", "at", "file", "method", "units_an_hour")
    )
    assert [{"id": "a", "file": "windows/a.yaml", "starts_at": "2026-12-08T03:00:00Z", "ends_at": "2026-12-08T04:30:00Z"}] == told[
        "declared"
    ]
    assert ["b", "c"] == [one["id"] for one in told["unplaced"]]
    assert (["crew"], [], ["b"]) == (
        [one["rule"] for one in told["unplaced"][0]["obstacles"] if one["rule"] == "crew"],
        told["unplaced"][0]["collides_with"],
        told["unplaced"][1]["waits_for"],
    )
    assert {"left_out": 4, "cost": {"whole": 0, "impact": 0, "lateness": 0}} == told["greedy"]


def test_a_slot_for_programs_has_all_that_a_window_needs(page):
    """Instants in UTC, costs in units."""
    told = json.loads(statusgen(page, "schedule", "requests.yaml", "--format", "json", "--at", NOW).stdout)

    assert {
        "id": "upgrade",
        "file": "windows/upgrade.yaml",
        "starts_at": "2026-12-08T04:00:00Z",
        "ends_at": "2026-12-08T06:00:00Z",
        "time_zone": "America/Mexico_City",
        "title": "Database upgrade",
        "components": ["api", "database"],
        "impact": "outage",
        "priority": "normal",
        "crew": "dba",
        "cost": {"whole": 707_040_000, "impact": 691_200_000, "lateness": 15_840_000},
    } == told["slots"][1]


def test_mistakes_in_the_requests_are_told_and_nothing_is_placed(page):
    """All of them, with their places."""
    (page / "requests.yaml").write_text(REQUESTS.replace("[check]", "[chekc]").replace("1h", "1x"), encoding="utf-8")

    done = statusgen(page, "schedule", "requests.yaml", "--write", "--at", NOW)

    assert (1, "") == (done.returncode, done.stdout)
    assert "requests.yaml:5:94: error: Not a duration [not-a-duration]" in done.stderr
    assert "requests.yaml:11:13: error: Unknown request [unknown-request]" in done.stderr
    assert not (page / "windows").exists()


def test_traffic_is_read_beside_the_requests_wherever_those_are(page):
    """Its mistakes name it as the requests do."""
    (page / "plans").mkdir()
    (page / "plans" / "requests.yaml").write_text(f"traffic: week.csv\n{REQUESTS}", encoding="utf-8")
    (page / "plans" / "week.csv").write_text("hour,traffic\n1,x\n", encoding="utf-8")

    done = statusgen(page, "schedule", "plans/requests.yaml", "--at", NOW)

    assert 1 == done.returncode
    assert "plans/week.csv:2:3: error: Not a number [not-a-number]" in done.stderr


@pytest.mark.parametrize(("name", "reason"), [("nowhere.yaml", "No such file or directory"), (".", "Is a directory")])
def test_a_file_of_requests_that_cannot_be_read_is_wrong_usage(page, name, reason):
    """No schedule was reached."""
    done = statusgen(page, "schedule", name, "--at", NOW)

    assert (2, "", f"statusgen: {name} cannot be read: {reason}\n  Name the file of requests.\n") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


def test_a_name_that_was_used_long_ago_is_told(page):
    """And so is that of a series: neither is the window of the request."""
    (page / "windows").mkdir()
    old = "{title: A, components: [api], impact: none, start: 2026-03-01 21:00, duration: 1h, announced: 2026-02-01 10:00}"
    (page / "windows" / "check.yaml").write_text(old, encoding="utf-8")
    series = (
        "{title: A, components: [api], impact: none, start: 2026-12-05 21:00, duration: 1h, repeat: {rule: FREQ=DAILY;COUNT=2}}"
    )
    (page / "windows" / "upgrade.yaml").write_text(series, encoding="utf-8")

    done = statusgen(page, "schedule", "requests.yaml", "--at", NOW)

    assert (1, "") == (done.returncode, done.stdout)
    assert "  `check` is the name of other maintenance: windows/check.yaml.\n" in done.stderr
    assert "  `upgrade` is the name of other maintenance: windows/upgrade.yaml.\n" in done.stderr


def test_a_project_with_mistakes_is_not_scheduled(page):
    """A window that cannot be read may stand in the way of any other."""
    (page / "windows").mkdir()
    (page / "windows" / "w.yaml").write_text("title: A\n", encoding="utf-8")

    done = statusgen(page, "schedule", "requests.yaml", "--at", NOW)

    assert (1, "") == (done.returncode, done.stdout)
    assert "windows/w.yaml:1:1: error: Key missing [missing-key]" in done.stderr


def test_all_windows_are_written_or_none(page):
    """Where something is in the way of one of them, no file is left, and nothing is replaced."""
    (page / "windows" / "upgrade.yaml").mkdir(parents=True)

    done = statusgen(page, "schedule", "requests.yaml", "--write", "--at", NOW)

    assert (2, ["upgrade.yaml"]) == (done.returncode, names(page / "windows"))
    assert "windows/upgrade.yaml cannot be written: it is there already\n  Nothing was written." in done.stderr


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path):
    """Neither what was written nor what could not be."""
    with pytest.raises(StatusgenError, match="cannot be written"):
        write_new(tmp_path, {"windows/a.yaml": b"a", "windows/a.yaml/b.yaml": b"b"})

    assert [] == list((tmp_path / "windows").iterdir())


def test_where_files_are_the_evidence_the_windows_say_when_they_were_announced(page):
    """Now, which is when they were scheduled: a window without evidence would be announced anew every day."""
    (page / "statusgen.yaml").write_text(f"{SETTINGS}announcements: declared\n", encoding="utf-8")

    statusgen(page, "schedule", "requests.yaml", "--write", "--at", NOW)

    assert "announced: 2026-12-01 12:00\n" in (page / "windows/upgrade.yaml").read_text()
    assert 0 == statusgen(page, "plan", "--base", "none", "--at", "2026-12-05T12:00:00Z").returncode


def test_the_solver_is_not_imported_for_other_commands():
    """It takes a second."""
    code = "import sys; from statusgen.cli import app, scheduling, planning; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert [] == [name for name in done.stdout.split() if name.startswith(("ortools", "numpy", "pandas"))]
