"""The command line as people and CI meet it: real folders, real repositories, text and exit codes."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from statusgen.cli import app, clock, output
from statusgen.cli.exits import Exit
from statusgen.finding import StatusgenError

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [clever, clicksend]
"""
WINDOW = """
title: Database upgrade
components: [database]
impact: outage
start: 2026-12-05 21:00
end: 2026-12-06 01:00
notices: [{channel: email, at: 2026-11-21 09:00, acknowledged: 2026-11-21 10:00}]
"""
INCIDENT = "{title: Down, components: [api], impact: outage, cause: unknown, start: 2026-11-03 10:00, end: 2026-11-03 11:00}\n"
NOW = "2026-11-21T16:00:00Z"
LATE = "2026-12-01T12:00:00Z"


def write(folder, **files):
    """Files by their path, with `__` for `/`."""
    for name, text in files.items():
        file = folder / (name.replace("__", "/") + ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def page(tmp_path):
    """A project in a plain folder: one window, announced by whoever reads it first."""
    folder = tmp_path / "page"
    folder.mkdir()
    write(folder, statusgen=SETTINGS, windows__upgrade=WINDOW)
    return folder


def surroundings(**environment):
    """Nothing of the tester's own settings."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "LC_", "SOURCE_DATE", "NO_COLOR"))}
    return {**clean, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment}


def process(folder, *arguments, **environment):
    """Run it as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "statusgen", *arguments],
        cwd=folder,
        env=surroundings(**environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def statusgen(folder, *arguments, **environment):
    """Run it in this process, which is twenty times as fast: the same door, the same streams, the same environment."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(os, "environ", surroundings(**environment))
        patch.setattr(sys, "argv", ["statusgen", *arguments])
        patch.chdir(folder)
        code = app.run()
    texts = [stream.buffer.getvalue().decode() for stream in (out, err) if stream.flush() is None]
    return subprocess.CompletedProcess(arguments, code, *texts)


def git(folder, *arguments, at="2026-11-20T10:00:00-06:00"):
    """Run git in a folder, at an instant."""
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    name = ["-c", "user.name=Ana", "-c", "user.email=ana@acme.example"]
    subprocess.run(["git", *name, *arguments], cwd=folder, env={**os.environ, **dates}, check=True, capture_output=True)


def commit(folder, message, at="2026-11-20T10:00:00-06:00"):
    """All that stands in the folder."""
    git(folder, "add", "--all")
    git(folder, "commit", "-m", message, at=at)


@pytest.fixture
def repository(page):
    """The page in git: its window was announced on 20 November."""
    git(page, "init", "-b", "main")
    commit(page, "Announce the upgrade")
    return page


def golden(name, text):
    """Compare with the file under `golden/`."""
    assert (Path(__file__).parent / "golden" / name).read_text(encoding="utf-8") == text


def test_version_is_answered_before_anything_heavy():
    """Nothing but the package itself is imported for it."""
    code = "import sys; sys.argv = ['statusgen', '--version']; from statusgen.cli import main; main(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.startswith("statusgen 0.")
    assert not {"typer", "pendulum", "pydantic"} & set(told.split())


def test_version_is_an_option_like_others(page):
    """Beside others too."""
    assert process(page, "--version").stdout == process(page, "--version", "plan").stdout


def test_an_accepted_plan_ends_with_0(page):
    """What changes, every policy's word, by when to merge, one closing line."""
    told = process(page, "plan", "--at", NOW)

    golden("cli-accepted.txt", told.stdout)
    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)


def test_a_rejected_plan_ends_with_1(page):
    """With the way out."""
    told = process(page, "plan", "--at", LATE)

    golden("cli-rejected.txt", told.stdout)
    assert (Exit.REJECTED, "") == (told.returncode, told.stderr)


def test_a_file_that_cannot_be_read_rejects(page):
    """All mistakes of a run at once, each at its place."""
    write(page, windows__broken="title: x\nstrat: 2026-12-05 21:00\n", incidents__broken="- a list\n")
    told = statusgen(page, "plan", "--at", NOW)

    assert Exit.REJECTED == told.returncode
    assert "windows/broken.yaml:2:1: error: Unknown key [unknown-key]" in told.stdout
    assert "incidents/broken.yaml:1:1: error: " in told.stdout


@pytest.mark.parametrize("arguments", [["plan"], ["build"], ["uptime"]])
def test_no_project_ends_with_2(tmp_path, arguments):
    """And says how to make or name one."""
    told = statusgen(tmp_path, *arguments)

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert "statusgen: there is no statusgen.yaml here or in a folder above\n" in told.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["paln"], ["plan", "--nope"], ["plan", "--format", "xml"], ["schema"], ["schema", "widow"], ["uptime", "oct"]]
)
def test_wrong_usage_ends_with_2(page, arguments):
    """No verdict was reached."""
    assert Exit.USAGE == statusgen(page, *arguments).returncode


def test_settings_that_cannot_be_read_end_with_2(page):
    """With every finding, for nothing else can be judged."""
    write(page, statusgen="page: [\n", windows__broken="strat: 1\n")
    told = process(page, "plan")

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert "statusgen.yaml:2:1: error: Not YAML [yaml-syntax]" in told.stderr
    assert told.stderr.endswith("statusgen: `statusgen.yaml` cannot be read\n  Mend what is told of it; nothing was judged.\n")


def test_no_window_ends_with_3(page):
    """Nothing read is not the same as every promise kept."""
    (page / "windows/upgrade.yaml").unlink()
    told = process(page, "plan", "--at", NOW)

    assert (Exit.NOTHING, "Nothing was read: there is no window in `windows/`.") == (
        told.returncode,
        told.stdout.splitlines()[-1],
    )


def test_an_accepted_plan_that_changes_something_ends_with_10_where_asked(repository):
    """And with 0 where nothing changes; a rejected one stays 1."""
    assert Exit.ACCEPTED == statusgen(repository, "plan", "--at", NOW, "--detailed-exitcode").returncode
    write(repository, windows__second=WINDOW.replace("12-05", "12-12").replace("12-06", "12-13"))
    assert Exit.CHANGES == statusgen(repository, "plan", "--at", NOW, "--detailed-exitcode").returncode
    assert Exit.ACCEPTED == statusgen(repository, "plan", "--at", NOW).returncode
    write(repository, windows__third=WINDOW.replace("12-05", "11-23").replace("12-06", "11-24"))
    assert Exit.REJECTED == statusgen(repository, "plan", "--at", NOW, "--detailed-exitcode").returncode


def test_a_mistake_of_our_own_ends_with_70(page, monkeypatch, capsys):
    """One line, how to report it, and a traceback only where it is asked for."""
    monkeypatch.chdir(page)
    monkeypatch.setattr("sys.argv", ["statusgen", "plan"])
    monkeypatch.setattr("statusgen.plan.plan", lambda *_: {}["nowhere"])
    monkeypatch.delenv("STATUSGEN_TRACEBACK", raising=False)
    assert Exit.INTERNAL == app.run()
    told = capsys.readouterr()
    assert ("", "statusgen: internal error: KeyError: 'nowhere'") == (told.out, told.err.splitlines()[0])
    assert "Traceback" not in told.err
    monkeypatch.setenv("STATUSGEN_TRACEBACK", "1")
    app.run()
    assert "Traceback" in capsys.readouterr().err


def test_plan_as_json(page):
    """For programs: the same decision, nothing else on stdout."""
    told = statusgen(page, "plan", "--at", LATE, "--format", "json")
    document = json.loads(told.stdout)

    assert (Exit.REJECTED, "rejected", LATE, 1) == (told.returncode, document["verdict"], document["at"], document["version"])
    assert ["notice-period"] == [finding["rule"] for finding in document["findings"]]


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Tokyo"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "7"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_the_same_bytes_on_any_machine(page, environment):
    """Zone, locale and hash seed of the machine change nothing."""
    write(page, statusgen=SETTINGS.replace("Acme,", "Colibrí ✓,"))
    plain, elsewhere = (process(page, "plan", "--at", NOW, **changes) for changes in ({}, environment))

    assert "Colibrí ✓" in plain.stdout
    assert plain.stdout == elsewhere.stdout


@pytest.mark.parametrize("at", ["2026-11-21 10:00", "2026-11-21T10:00:00-06:00", "2026-11-21 17:00 +01:00", NOW])
def test_at_names_an_instant(page, at):
    """With an offset, or on the page's clock."""
    assert "at Sat 2026-11-21 10:00 -06:00\n" in statusgen(page, "plan", "--at", at).stdout.splitlines(keepends=True)[0]


@pytest.mark.parametrize("at", ["tomorrow", "2026-13-01 10:00", "2022-10-30 01:30", ""])
def test_at_that_names_none_is_wrong_usage(page, at):
    """A time that happens twice is none either."""
    told = statusgen(page, "plan", "--at", at)

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert told.stderr.startswith("statusgen: --at: ")


def test_source_date_epoch_is_now(page):
    """Where `--at` does not say otherwise (reproducible-builds.org)."""
    assert "at Sat 2026-11-21 10:00 -06:00" in statusgen(page, "plan", SOURCE_DATE_EPOCH="1795276800").stdout
    assert "at Sat 2026-11-21 10:00 -06:00" in statusgen(page, "plan", "--at", NOW, SOURCE_DATE_EPOCH="1").stdout
    assert Exit.USAGE == statusgen(page, "plan", SOURCE_DATE_EPOCH="soon").returncode


def test_without_either_it_is_now(monkeypatch):
    """Read once, in whole seconds."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("time.time", lambda: 1795276800.9)

    assert 1795276800 == clock.instant(None, lambda: "UTC")


def test_a_reader_that_leaves_early_is_no_error(page):
    """`statusgen plan | head -1` is quiet, and the verdict stands."""
    for number in range(300):
        write(page, **{f"windows__w{number}": WINDOW})
    reader, writer = os.pipe()
    os.close(reader)
    try:
        told = subprocess.run(
            [sys.executable, "-m", "statusgen", "plan", "--at", LATE], cwd=page, stdout=writer, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writer)

    assert (Exit.REJECTED, b"") == (told.returncode, told.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_and_is_not_ours(page):
    """The answer could not be given: no verdict was reached, and there is nothing to report to statusgen's authors."""
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "statusgen", "plan", "--at", NOW], cwd=page, stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert Exit.USAGE == told.returncode
    assert told.stderr.startswith(b"statusgen: the answer cannot be written: No space left on device\n")


def test_an_answer_that_nobody_wants_is_no_error(page):
    """`statusgen plan >&-` is asked for its exit code."""
    command = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "statusgen", "plan", "--at", LATE]
    told = subprocess.run(command, cwd=page, capture_output=True, check=False)

    assert (Exit.REJECTED, b"") == (told.returncode, told.stderr)


def test_names_that_paint_terminals_do_nothing(page):
    """What files are called is shown, not obeyed."""
    (page / "windows/a\x1b[31m.yaml").write_text(WINDOW, encoding="utf-8")
    (page / os.fsdecode(b"windows/\xff.yaml")).write_text(WINDOW, encoding="utf-8")
    for arguments in (["plan"], ["plan", "--format", "json"], ["build"]):
        told = statusgen(page, *arguments, "--at", NOW)

        assert Exit.REJECTED == told.returncode
        assert "\x1b" not in told.stdout + told.stderr


def test_plan_asks_for_no_heavy_room():
    """What only sites and calendars need is not imported for a plan."""
    code = "import sys; from statusgen.cli import app, planning; print(*sys.modules)"
    modules = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())

    assert set() == modules & {"jinja2", "icalendar", "feedgen", "lxml", "nh3", "markdown_it", "rich"}


class Terminal:
    """A stream that says whether it is one."""

    def __init__(self, terminal):
        self.isatty = lambda: terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False)],
)
def test_colour_only_on_a_terminal_that_wants_it(monkeypatch, terminal, environment, expected):
    """no-color.org."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)

    assert expected == output.colored(Terminal(terminal))


# git is the evidence


def test_the_main_branch_says_when_it_was_announced(repository):
    """What is merged is known since then, and a plan without changes says so."""
    told = statusgen(repository, "plan", "--at", LATE)

    assert (Exit.ACCEPTED, "Accepted. Nothing changes for customers; 1 window read.") == (
        told.returncode,
        told.stdout.splitlines()[-1],
    )
    shown = statusgen(repository, "plan", "--base", "none", "--at", LATE).stdout
    assert "    known since Fri 2026-11-20 10:00 -06:00\n" in shown


def test_a_branch_that_moves_a_window_announces_it_anew(repository):
    """Compared with where it left the main branch, from a folder below, too."""
    git(repository, "checkout", "-b", "move")
    write(repository, windows__upgrade=WINDOW.replace("12-05", "12-06").replace("12-06 01", "12-07 00"))
    commit(repository, "Move it", at="2026-12-01T10:00:00Z")
    told = statusgen(repository / "windows", "plan", "--at", LATE)

    golden("cli-moved.txt", told.stdout)
    assert Exit.REJECTED == told.returncode


def test_a_deleted_window_is_rejected_a_cancelled_one_is_not(repository):
    """Calendars must hear of it."""
    text = (repository / "windows/upgrade.yaml").read_text(encoding="utf-8")
    (repository / "windows/upgrade.yaml").unlink()
    write(repository, windows__second=WINDOW.replace("12-05", "12-12").replace("12-06", "12-13"))
    assert "error: Announced window deleted [deleted-window]" in statusgen(repository, "plan", "--at", NOW).stdout
    write(repository, windows__upgrade=f"{text}cancelled: {{at: 2026-11-21 10:00, reason: Delay.}}\n")
    told = statusgen(repository, "plan", "--at", NOW)
    assert (Exit.ACCEPTED, True) == (told.returncode, "- cancelled upgrade: Database upgrade\n" in told.stdout)


def test_a_deleted_incident_is_told_and_a_renamed_one_is_not(repository):
    """By git, which sees the rename, or by the file that says what it was called."""
    incident = "title: Down\ncomponents: [api]\nimpact: outage\ncause: provider_failure\nstart: 2026-11-03 10:00\n"
    write(repository, incidents__down=incident)
    commit(repository, "Tell of an incident", at="2026-11-03T17:00:00Z")
    (repository / "incidents/down.yaml").unlink()
    git(repository, "checkout", "-b", "change")
    write(repository, **{"incidents__sms-down": incident})
    assert "deleted-incident" not in statusgen(repository, "plan", "--at", NOW).stdout

    other = "title: Nothing of what was\ncomponents: [database]\nimpact: degraded\ncause: third_party\nstart: 2026-11-04 10:00\n"
    write(repository, **{"incidents__sms-down": other})
    told = statusgen(repository, "plan", "--at", NOW)
    assert "incidents/down.yaml:1:1: error: Incident deleted [deleted-incident]" in told.stdout
    assert Exit.REJECTED == told.returncode

    write(repository, **{"incidents__sms-down": f"{other}formerly: [down]\n"})
    assert "deleted-incident" not in statusgen(repository, "plan", "--at", NOW).stdout


def test_a_base_that_had_no_page_makes_everything_new(repository):
    """The commit before the project was there."""
    git(repository, "checkout", "--orphan", "empty")
    git(repository, "rm", "-r", "--cached", ".")
    git(repository, "commit", "--allow-empty", "-m", "Nothing yet")
    git(repository, "checkout", "-f", "main")
    told = statusgen(repository, "plan", "--base", "empty", "--at", NOW)

    assert told.stdout.endswith("1 window new.\n")


def test_an_unknown_revision_ends_with_2(repository):
    """No verdict was reached."""
    told = statusgen(repository, "plan", "--base", "nowhere")

    assert (Exit.USAGE, "statusgen: git knows no commit `nowhere`") == (told.returncode, told.stderr.splitlines()[0])


def test_base_outside_git_ends_with_2(page):
    """There is nothing to compare with."""
    told = statusgen(page, "plan", "--base", "main")

    assert (Exit.USAGE, "statusgen: this project is in no git work tree") == (told.returncode, told.stderr.splitlines()[0])


@pytest.mark.parametrize("arguments", [["plan"], ["build"], ["uptime"]])
def test_a_shallow_clone_ends_with_2(repository, tmp_path, arguments):
    """It says how to fetch the rest."""
    write(repository, windows__second=WINDOW)
    commit(repository, "Announce another")
    git(tmp_path, "clone", "--depth", "1", repository.as_uri(), "shallow")
    told = statusgen(tmp_path / "shallow", *arguments)

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert "git fetch --unshallow" in told.stderr


def test_a_shallow_clone_is_enough_where_files_are_the_evidence(repository, tmp_path):
    """Only what a plan is compared with may be missing, and it says so; nothing else is asked of git."""
    write(repository, statusgen=f"{SETTINGS}announcements: declared\n")
    commit(repository, "Declare the announcements")
    git(tmp_path, "clone", "--depth", "1", repository.as_uri(), "shallow")
    shallow = tmp_path / "shallow"

    told = statusgen(shallow, "plan", "--at", NOW)
    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert "the commit at which this branch left the main one may not be in it" in told.stderr
    assert "announced" not in told.stderr
    assert "git fetch --unshallow" in told.stderr
    assert "`--base none`" in told.stderr
    for arguments in (["plan", "--base", "none"], ["plan", "--base", "HEAD"], ["build"], ["uptime"]):
        assert Exit.ACCEPTED == statusgen(shallow, *arguments, "--at", NOW).returncode


def test_git_missing_ends_with_2_where_it_is_the_evidence(repository):
    """Where the files are the evidence and nothing is compared, it is not missed."""
    assert Exit.USAGE == statusgen(repository, "plan", PATH="").returncode
    write(repository, statusgen=f"{SETTINGS}announcements: declared\n")
    assert Exit.USAGE == statusgen(repository, "plan", PATH="").returncode
    assert Exit.ACCEPTED == statusgen(repository, "plan", "--base", "none", "--at", NOW, PATH="").returncode


# build and uptime


def test_build_publishes_a_broken_promise_and_says_so(page):
    """Customers must hear of the work; it is not approved."""
    told = process(page, "build", "--at", LATE)

    assert Exit.ACCEPTED == told.returncode
    assert "windows/upgrade.yaml:5:8: warning: Notice too short [notice-period]" in told.stderr
    assert (page / "site/index.html").is_file()
    assert "Database upgrade" in (page / "site/windows/upgrade/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"month.html": "{% if %}"}, "templates/month.html:1:1: error: Template that does not render [broken-template]"),
        (
            {"window.html": "\n{{ it.title.none }}"},
            "templates/window.html:2:1: error: Template that does not render [broken-template]",
        ),
        ({"icon.png": "none"}, "templates/icon.png:1:1: error: Not an icon for home screens [bad-icon]"),
        ({}, "statusgen.yaml:2:26: error: Not a picture of the project [bad-logo]"),
    ],
)
def test_plan_tells_what_would_stop_a_build(page, files, told):
    """Before it is merged, in the same words: a template that does not render, a picture that is none. Nothing is written."""
    assert Exit.ACCEPTED == process(page, "plan", "--at", NOW).returncode
    (page / "templates").mkdir()
    for name, text in files.items():
        (page / "templates" / name).write_text(text, encoding="utf-8")
    if not files:
        write(page, statusgen=SETTINGS.replace("name: Acme,", "name: Acme, logo: none.svg,"))

    plan, build = process(page, "plan", "--at", NOW), process(page, "build", "--at", NOW)

    assert (Exit.REJECTED, Exit.REJECTED) == (plan.returncode, build.returncode)
    assert told in plan.stdout
    assert told in build.stderr
    assert not (page / "site").exists()


def test_plan_accepts_templates_of_ones_own(page):
    """That render."""
    (page / "templates").mkdir()
    (page / "templates" / "404.html").write_text("<h1>Nothing here</h1>", encoding="utf-8")

    assert Exit.ACCEPTED == process(page, "plan", "--at", NOW).returncode


def test_build_twice_writes_once(page):
    """An unchanged project rewrites no file; the folder may be named."""
    out = str(page / "public")
    first, second = (statusgen(page, "build", "--at", NOW, "--out", out).stdout for _ in range(2))

    assert " 0 unchanged\n" in first
    assert ": 0 written, 0 removed, " in second


def test_build_stops_at_a_file_that_cannot_be_read(page):
    """And writes nothing."""
    write(page, windows__broken="strat: 1\n")
    told = statusgen(page, "build", "--at", NOW)

    assert (Exit.REJECTED, "", False) == (told.returncode, told.stdout, (page / "site").exists())
    assert "windows/broken.yaml:1:1: error: " in told.stderr


def test_uptime_accounts_for_a_month(page):
    """The page's month where none is named; for people and for programs."""
    write(page, incidents__down=INCIDENT)
    text, document = statusgen(page, "uptime", "--at", LATE), statusgen(page, "uptime", "2026-11", "--at", LATE, "--format", "json")

    assert (Exit.ACCEPTED, Exit.ACCEPTED) == (text.returncode, document.returncode)
    assert "2026-12" in text.stdout
    assert "2026-11" == json.loads(document.stdout)["months"][0]["month"]


def test_uptime_of_one_policy(page):
    """Others are not told."""
    write(page, incidents__down=INCIDENT)
    told = statusgen(page, "uptime", "2026-11", "--policy", "clever", "--at", LATE)

    assert "clever." in told.stdout
    assert "clicksend." not in told.stdout
    unknown = statusgen(page, "uptime", "2026-11", "--policy", "gold", "--at", LATE)
    assert (Exit.USAGE, "statusgen: this page has no policy `gold`") == (unknown.returncode, unknown.stderr.splitlines()[0])


def test_uptime_gives_no_figure_where_a_file_cannot_be_read(page):
    """It might be the one that counts."""
    write(page, incidents__down="strat: 1\n")
    told = statusgen(page, "uptime", "--at", NOW)

    assert (Exit.REJECTED, "") == (told.returncode, told.stdout)


def test_uptime_of_a_month_to_come_ends_with_2(page):
    """There is nothing to account for."""
    assert Exit.USAGE == statusgen(page, "uptime", "2027-01", "--at", NOW).returncode


def test_uptime_of_nothing_ends_with_3(page):
    """No window and no incident is not the same as no downtime."""
    (page / "windows/upgrade.yaml").unlink()

    assert Exit.NOTHING == statusgen(page, "uptime", "--at", NOW).returncode


def test_a_file_that_is_not_read_is_told_and_stops_nothing(page):
    """With the way out; a link that leads nowhere likewise."""
    (page / "windows/Other.YAML").write_text(WINDOW, encoding="utf-8")
    (page / "incidents").symlink_to("nothing")
    told = statusgen(page, "plan", "--at", NOW)

    assert Exit.ACCEPTED == told.returncode
    assert "incidents:1:1: warning: Not read [not-read]\n  This link leads out of the project, or nowhere.\n" in told.stdout
    assert "windows/Other.YAML:1:1: warning: Not read [not-read]\n  Only files whose names end in `.yaml`" in told.stdout
    assert "Accepted: 2 warnings. 1 window new." in told.stdout


def test_a_mistake_in_what_was_measured_rejects(page):
    """There is no figure where a file could not be read; mended, its values are told."""
    write(page, statusgen=SETTINGS.replace("clicksend", "infopromo"), incidents__down=INCIDENT)
    (page / "measurements").mkdir()
    file = page / "measurements/november.csv"
    file.write_text("metric,time,value\nlatency,2026-11-03 10:00,1e2\n", encoding="utf-8")

    for command in ("plan", "uptime"):
        told = statusgen(page, command, "--at", NOW)
        assert Exit.REJECTED == told.returncode
        assert (
            "measurements/november.csv:2:26: error: Not a number [not-a-number]\n  `1e2` is not a number.\n"
            in told.stdout + told.stderr
        )
    file.write_text("metric,time,value\nlatency,2026-11-03 10:00,100\n", encoding="utf-8")
    told = statusgen(page, "uptime", "--at", NOW)
    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert "Network latency below 50 ms: broken by 1 of 1 value, the worst 100 ms;" in told.stdout


def test_only_csv_is_read_of_what_was_measured(page):
    """What lies beside it is told."""
    (page / "measurements").mkdir()
    (page / "measurements/november.xlsx").write_text("x", encoding="utf-8")

    assert (
        "  Only files whose names end in `.csv`, in small letters, are read here.\n" in statusgen(page, "plan", "--at", NOW).stdout
    )


@pytest.mark.parametrize("shape", ["text", "json"])
def test_uptime_of_a_month_before_anything_was_declared_ends_with_3(page, shape):
    """It claims nothing: neither uptime nor a promise kept."""
    told = statusgen(page, "uptime", "2020-01", "--at", NOW, "--format", shape)

    assert (Exit.NOTHING, "") == (told.returncode, told.stderr)
    assert "Nothing is declared before " in told.stdout or '"policies": [],' in told.stdout
    assert "met" not in told.stdout


@pytest.mark.parametrize("kind", ["project", "window", "incident", "policy", "agreement"])
def test_schema_of_every_kind(tmp_path, kind):
    """As JSON, for editors."""
    told = statusgen(tmp_path, "schema", kind)

    assert Exit.ACCEPTED == told.returncode
    assert "object" == json.loads(told.stdout)["type"]


def test_complaints_without_a_way_out_are_one_line(capsys):
    """Nothing is invented."""
    output.complain(StatusgenError("It rained\x1b."))

    assert "statusgen: It rained\\x1b.\n" == capsys.readouterr().err


def test_build_keeps_quiet_about_the_past(page):
    """What cannot be mended is on the page, and for `plan --all`."""
    assert "" == statusgen(page, "build", "--at", "2026-12-07T00:00:00Z").stderr


def test_streams_that_are_no_files_are_left_alone(monkeypatch):
    """Whoever embeds us says how they are written."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    output.speak_utf8()

    assert isinstance(sys.stdout, io.StringIO)


def test_the_handbook_has_every_exit_code():
    """And no other."""
    handbook = (Path(__file__).parent.parent / "docs/commands.md").read_text(encoding="utf-8")
    table = handbook.partition("## Exit codes")[2]

    assert [code.value for code in Exit] == [int(line.split("|")[1]) for line in table.splitlines() if line[2:3].isdigit()]


def test_plan_as_a_comment(repository):
    """Where the project lies below the repository's top, its files are named from there."""
    write(repository, windows__upgrade=WINDOW.replace("12-05", "12-02").replace("12-06", "12-03"))
    (repository / "status").mkdir()
    for name in ("statusgen.yaml", "windows"):
        (repository / name).rename(repository / "status" / name)
    told = process(repository / "status", "plan", "--at", LATE, "--format", "markdown", "--base", "none")

    assert (Exit.REJECTED, "") == (told.returncode, told.stderr)
    assert told.stdout.startswith("<!-- statusgen plan -->\n### ❌ Rejected: ")
    assert "<code>status/windows/upgrade.yaml:" in told.stdout
