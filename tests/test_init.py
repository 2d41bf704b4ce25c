"""`statusgen init`: a project that works at once, made of answers that will do and asked again for those that will not."""

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from gitrepo import GitRepo
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import process, statusgen, surroundings
from test_workflows import checked, tool

from statusgen import __version__, scaffold
from statusgen.civil import instant
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.load.policies import packs
from statusgen.rules import check, verdicts

HOME = Path(__file__).parent.parent
ACME = ("--name", "Acme Messaging", "--url", "https://status.acme.example", "--component", "Messaging API")
NOW = "2026-11-28T12:00:00Z"
AT = instant("2026-11-28 12:00", "UTC")


def init(folder, *arguments, **environment):
    return statusgen(folder, "init", *arguments, "--at", NOW, **environment)


def everything(folder):
    """Path and bytes of each file, but for git's own."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path): (folder / path).read_bytes() for path in found if path.parts[0] != ".git"}


@pytest.mark.parametrize("options", [["--git"], ["--no-git"], ["--git", "--workflow"]], ids=["git", "plain", "workflow"])
def test_a_project_works_at_once(tmp_path, options):
    """Plan and build succeed in it; where git has no user, too."""
    told = process(tmp_path, "init", "status", *ACME, "--policy", "clever", *options, HOME=str(tmp_path))
    assert (0, "") == (told.returncode, told.stderr)
    folder = tmp_path / "status"

    plan = process(folder, "plan", HOME=str(tmp_path))
    assert 0 == plan.returncode, plan.stderr
    assert "1 window new." in plan.stdout
    build = process(folder, "build", HOME=str(tmp_path))
    assert 0 == build.returncode, build.stderr
    assert (folder / "site/index.html").is_file()
    assert ("--git" in options) == (folder / ".git").is_dir()
    assert ("--workflow" in options) == (folder / ".github/workflows/status.yml").is_file()


def test_what_it_says_is_what_there_is(tmp_path):
    """Every file with what it is for, and what to do next; the same bytes on any machine."""
    told = init(tmp_path, *ACME, "--zone", "America/Mexico_City", "--language", "en", "--language", "es", "--git")

    assert [] == [path for path in everything(tmp_path) if f"\n  {path} " not in told.stdout]
    assert "statusgen plan" in told.stdout
    assert (
        "# Whose page it is, what it is made of, and which promises it is held to.\n"
        "page:\n"
        "  name: Acme Messaging\n"
        "  url: https://status.acme.example/\n"
        "  time_zone: America/Mexico_City\n"
        "  languages: [en, es]\n"
        "\n"
        "components:\n"
        "  - {id: messaging-api, name: Messaging API}\n"
        "\n"
        "# What was promised to customers: a built-in policy (`statusgen policy show` lists them), or a file in `policies/`.\n"
        "policies: []\n"
    ) == (tmp_path / "statusgen.yaml").read_text()
    assert "start: 2026-12-12 22:00 # on the clock of America/Mexico_City\n" in (
        (tmp_path / "windows/2026-12-12-first-maintenance.yaml").read_text()
    )
    assert "ref: refs/heads/main\n" == (tmp_path / ".git/HEAD").read_text()


def test_what_is_committed_next_is_planned_and_published(tmp_path):
    """The branch is one that is found by itself, whatever the user's git calls its first one."""
    init(tmp_path, *ACME, "--git")
    repo = GitRepo.__new__(GitRepo)
    repo.path = tmp_path
    repo.commit("2026-11-28 13:00")

    told = statusgen(tmp_path, "plan", "--at", "2026-11-29T12:00:00Z")

    assert (0, "") == (told.returncode, told.stderr)
    assert "Accepted" in told.stdout


@pytest.mark.parametrize("policy", sorted(packs()))
def test_the_first_window_keeps_every_promise(policy):
    """Of every policy that is built in, whenever and wherever it is begun."""
    for zone in ("UTC", "Asia/Kolkata", "America/Mexico_City"):
        for day in ("2026-03-01 09:00", "2026-10-20 23:30", "2026-12-31 12:00"):
            now = instant(day, zone)
            answers = answered(policies=(policy,), time_zone=zone)
            project = load(scaffold.texts(answers, now), now=now).project
            told = check(project, (), verdicts(project, now), now)
            assert 1 == len(project.windows)
            assert [] == [one for one in told if one.severity is Severity.ERROR]


def answered(**other):
    usual = {
        "name": "Acme", "url": "https://status.acme.example/", "time_zone": "UTC",
        "components": scaffold.components(["API"]), "policies": (), "languages": ("en",),
    }  # fmt: skip
    return scaffold.Answers(**usual | other)


def test_policies_that_leave_no_time_are_told(monkeypatch):
    """Before anything is written: a week's notice cannot be given in two days."""
    monkeypatch.setattr("statusgen.scaffold.first._AHEAD", range(1, 3))

    with pytest.raises(scaffold.WrongAnswer, match="leave no two hours") as told:
        scaffold.texts(answered(policies=("clicksend",)), AT)
    assert "`--policy none`" in told.value.way_out


LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=100)
@given(name=LINES, parts=st.lists(LINES, min_size=1, max_size=4, unique_by=str.strip))
def test_any_name_is_read_back_as_it_was_given(name, parts):
    """Quotes, colons, emoji, words that mean something in YAML: what is shown is what was answered."""
    answers = answered(name=scaffold.page_name(name), components=scaffold.components([f"  {part}" for part in parts]))

    read = load(scaffold.texts(answers, AT), now=AT)

    assert ((), name.strip()) == (read.findings, read.project.page.name)
    assert answers.components == read.project.components
    assert len(parts) == len({component.id for component in read.project.components})


@pytest.mark.parametrize(
    "name",
    [
        "true",
        "Null",
        "~",
        "12",
        "1e3",
        "- a",
        "a: b",
        "#1",
        "'",
        '"',
        "\\",
        "{a}",
        "[b]",
        "*c",
        "&d",
        "!e",
        "👩‍💻",
        "no",
        "a #b",
        "@x",
    ],
)
def test_words_that_mean_something_in_yaml_are_quoted(name):
    """And read as they were written."""
    read = load(scaffold.texts(answered(name=name), AT), now=AT)

    assert name == read.project.page.name


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Messaging API", "São Paulo – édge"], ["messaging-api", "sao-paulo-edge"]),
        (["データベース", "API", "資料"], ["component-1", "api", "component-3"]),
        (["API", "A.P.I"], ["api", "a-p-i"]),
        (["My API", "My-API!", "my api"], ["my-api", "my-api-2", "my-api-3"]),
        (["db=Database", "Databases", "DB"], ["db", "databases", "db-2"]),
        (["x=y=z", "Not an id = name"], ["x", "not-an-id-name"]),
    ],
)
def test_ids_follow_from_names(names, ids):
    """Letters that no id has are told apart by number; an id of one's own comes before the name."""
    assert ids == [component.id for component in scaffold.components(names)]


@pytest.mark.parametrize(
    ("option", "value", "what", "way_out"),
    [
        ("--name", " ", "Nothing is not a name", "Acme"),
        ("--name", "two\nlines", r"`two\\nlines` is more than a line", "Acme"),
        ("--name", "x" * 201, "has 201 letters", "200"),
        ("--url", "status.acme.example", "is not the address of a page", "`https://status.acme.example/`"),
        ("--url", "javascript:alert(1)", "is not the address of a page", "`https://status.acme.example/`"),
        ("--url", "https://x.example/?a=b", "is not the address", "https:"),
        ("--zone", "America/Mexico", "`America/Mexico` is no time zone", "America/Mexico_City"),
        ("--zone", "CET\x1b[31m", r"`CET\\x1b\[31m` is no time zone", "IANA"),
        ("--component", "Messaging API", "is named twice", "once"),
        ("--component", "api=", "Nothing is not the name of a component", "customers"),
        ("--policy", "clevr", "`clevr` is no built-in policy", "`clever`"),
        ("--language", "eo", "does not speak `eo`", "`es`"),
    ],
)
def test_a_wrong_answer_is_wrong_usage_with_a_way_out(tmp_path, option, value, what, way_out):
    """And nothing is written."""
    told = init(tmp_path, *ACME, option, value)

    assert (2, "") == (told.returncode, told.stdout)
    assert re.search(what, told.stderr)
    assert way_out in told.stderr
    assert {} == everything(tmp_path)


def test_without_a_terminal_what_is_missing_is_told_at_once(tmp_path):
    """All of it."""
    told = subprocess.run(
        [sys.executable, "-m", "statusgen", "init"],
        cwd=tmp_path, env=surroundings(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 2 == told.returncode
    assert "`--name` and `--url` and `--component` are missing" in told.stderr
    assert {} == everything(tmp_path)


@pytest.mark.parametrize(
    ("there", "named"),
    [
        (["statusgen.yaml"], "statusgen.yaml is there already"),
        (
            ["windows/2026-12-12-first-maintenance.yaml", ".github/workflows/status.yml"],
            "first-maintenance.yaml, .github/workflows/status.yml are",
        ),
    ],
)
def test_nothing_is_overwritten(tmp_path, there, named):
    """What is there stays, and nothing is added to it."""
    for path in there:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("mine")

    told = init(tmp_path, *ACME, "--no-git", "--workflow")

    assert 2 == told.returncode
    assert named in told.stderr
    assert dict.fromkeys(there, b"mine") == everything(tmp_path)


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path):
    """What it names would be written outside of the folder."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page/statusgen.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    assert 2 == init(tmp_path / "page", *ACME, "--no-git").returncode
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_a_readme_of_ones_own_is_left(tmp_path):
    """Repositories are often made with one."""
    (tmp_path / "README.md").write_text("mine")

    told = init(tmp_path, *ACME, "--no-git")

    assert 0 == told.returncode
    assert "mine" == (tmp_path / "README.md").read_text()
    assert re.search(r"README\.md +is there already, and left as it is", told.stdout)


def test_a_folder_that_cannot_be_written_is_left_as_it_was(tmp_path):
    """All files or none."""
    (tmp_path / "windows").write_text("a file")

    told = init(tmp_path, *ACME, "--no-git")

    assert 2 == told.returncode
    assert "windows cannot be written: " in told.stderr
    assert {"windows": b"a file"} == everything(tmp_path)


def test_a_file_is_no_folder(tmp_path):
    """Though it has the name."""
    (tmp_path / "status").write_text("a file")

    told = init(tmp_path, "status", *ACME, "--no-git")

    assert 2 == told.returncode
    assert "status is no folder" in told.stderr


def test_without_git_none_is_begun(tmp_path):
    """Nor is it missed."""
    told = init(tmp_path, *ACME, PATH=str(tmp_path / "nothing"))

    assert 0 == told.returncode, told.stderr
    assert "git add" not in told.stdout
    assert not (tmp_path / ".git").exists()


def test_in_a_repository_its_own_branch_is_the_main_one(tmp_path):
    """A branch that is not found by itself is named in the settings and in the workflow."""
    repo = GitRepo(tmp_path)
    repo.git("symbolic-ref", "HEAD", "refs/heads/it's trunk".replace(" ", "-"))
    repo.commit("2026-11-01 10:00", {"LICENSE": "x"})

    told = init(tmp_path, *ACME, "--workflow")

    assert 0 == told.returncode, told.stderr
    assert (tmp_path / "statusgen.yaml").read_text().endswith('branch: "it\'s-trunk"\n')
    workflow = yaml.safe_load((tmp_path / ".github/workflows/status.yml").read_text())
    assert ["it's-trunk"] == workflow[True]["push"]["branches"]  # `on` is true in YAML 1.1
    assert "github.ref == 'refs/heads/it''s-trunk'" in workflow["jobs"]["build"]["if"]
    assert 0 == statusgen(tmp_path, "plan", "--at", NOW).returncode


@pytest.mark.parametrize(
    ("commits", "branch", "named"),
    [(0, "main", False), (0, "trunk", True), (1, "master", False), (1, "trunk", True)],
)
def test_the_workflow_publishes_the_main_branch(tmp_path, commits, branch, named):
    """As it is called here; the settings name it where it would not be found."""
    repo = GitRepo(tmp_path)
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    for _ in range(commits):
        repo.commit("2026-11-01 10:00", {"LICENSE": "x"})

    assert 0 == init(tmp_path, *ACME, "--workflow").returncode

    assert named == ("branch: trunk" in (tmp_path / "statusgen.yaml").read_text())
    assert f"branches: [{branch}]" in (tmp_path / ".github/workflows/status.yml").read_text()
    repo.commit("2026-11-28 13:00")
    assert 0 == statusgen(tmp_path, "plan", "--at", "2026-11-29T12:00:00Z").returncode


def test_the_branch_of_a_clone_is_what_its_origin_calls_it(tmp_path):
    """Whatever is checked out."""
    origin = GitRepo(tmp_path / "origin")
    origin.git("symbolic-ref", "HEAD", "refs/heads/production")
    origin.commit("2026-11-01 10:00", {"LICENSE": "x"})
    clone = origin.clone(tmp_path / "clone")
    clone.git("switch", "--quiet", "--create", "begin")

    assert 0 == init(clone.path, *ACME, "--workflow").returncode

    assert "branches: [production]" in (clone.path / ".github/workflows/status.yml").read_text()
    assert "branch:" not in (clone.path / "statusgen.yaml").read_text()


def test_a_commit_that_is_on_no_branch_names_none(tmp_path):
    """As in a checkout of CI."""
    repo = GitRepo(tmp_path)
    repo.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    repo.commit("2026-11-01 10:00", {"LICENSE": "x"})
    repo.git("switch", "--quiet", "--detach")

    assert 0 == init(tmp_path, *ACME).returncode
    assert "branch:" not in (tmp_path / "statusgen.yaml").read_text()


def test_a_workflow_is_for_a_repository_of_the_pages_own(tmp_path):
    """In a folder of another one it would not be found."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-01 10:00", {"LICENSE": "x"})

    told = init(tmp_path, "status", *ACME, "--workflow")

    assert 2 == told.returncode
    assert "lies in" in told.stderr
    assert 0 == init(tmp_path, "status", *ACME).returncode
    assert not (tmp_path / "status/.git").exists()


def test_the_shipped_workflow_is_ours():
    """But for where statusgen comes from, and the action is the same to the byte. `REWRITE_SHIPPED=1` writes them anew."""
    ours = (HOME / ".github/workflows/status.yml").read_text()
    ours = ours.replace(
        "install: |\n            --constraint=constraints.txt\n            --editable=.\n", "install: statusgen==VERSION\n"
    )
    ours = ours.replace("--constraint constraints.txt --editable .", "statusgen==VERSION")
    shipped = {"status.yml": ours.encode(), "action.yml": (HOME / scaffold.ACTION).read_bytes()}

    for name, body in shipped.items():
        if os.environ.get("REWRITE_SHIPPED") == "1":
            (HOME / "statusgen/scaffold" / name).write_bytes(body)
        assert body == files("statusgen.scaffold").joinpath(name).read_bytes()


def test_what_is_shipped_passes_the_auditor_and_the_schemas(tmp_path):
    """As it stands in a project."""
    init(tmp_path, *ACME, "--git", "--workflow")

    done = subprocess.run([tool("zizmor"), "--offline", tmp_path], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout
    assert {scaffold.WORKFLOW, scaffold.ACTION} == set(re.findall(r"completed \S*?/(\.github/\S+)", done.stderr))
    assert 0 == checked("github-workflows", tmp_path / scaffold.WORKFLOW).returncode
    assert 0 == checked("github-actions", tmp_path / scaffold.ACTION).returncode
    assert 4 == (tmp_path / scaffold.WORKFLOW).read_text().count(f"statusgen=={__version__}") + 1


def _hear():
    """^C comes from the terminal, and is not ignored, as in what a shell runs in the background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """Somebody at a terminal."""

    def __init__(self, folder, *arguments, **environment):
        self.master, slave = pty.openpty()
        command = [sys.executable, "-m", "statusgen", "init", *arguments, "--at", NOW]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings(**environment),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_hear,
        )
        os.close(slave)
        self.shown = ""

    def answers(self, question, answer):
        """Wait for a question, and answer it."""
        while question not in self.shown:
            assert select.select([self.master], [], [], 60)[0], self.shown
            self.shown += os.read(self.master, 4096).decode()
        self.shown = self.shown.partition(question)[2]
        os.write(self.master, answer.encode())

    def end(self, again=""):
        """The exit code, and what was shown last. A key that may have come just before the program listened is pressed `again`."""
        for _ in range(120):
            if not select.select([self.master], [], [], 5)[0]:
                os.write(self.master, again.encode())
                continue
            try:
                read = os.read(self.master, 4096).decode()
            except OSError:
                break
            if not read:
                break
            self.shown += read
        os.close(self.master)
        return self.process.wait(timeout=60), self.shown.replace("\r\n", "\n")


def test_a_terminal_is_asked_until_an_answer_will_do(tmp_path):
    """Each wrong answer is told with its way out; an empty one takes what is offered."""
    asked = Terminal(tmp_path, TZ="America/Mexico_City")
    for question, answer in [
        ("Name of the page: ", "\x07\n"),
        ("is more than a line of text.", ""),
        ("Name of the page: ", 'Acme: the "best"\n'),
        ("Address of the page: ", "status.acme.example\n"),
        ("`https://status.acme.example/`", ""),
        ("Address of the page: ", "https://status.acme.example\n"),
        ("Time zone [America/Mexico_City]: ", "Europe/Brusels\n"),
        ("Did you mean `Europe/Brussels`?", ""),
        ("Time zone [America/Mexico_City]: ", "Europe/Brussels\n"),
        ("with commas: ", ",\n"),
        ("No component is named.", ""),
        ("with commas: ", "API, Datenbank für alles,\n"),
        ("klink) [none]: ", "none\n"),
        ("Languages [en]: ", "\n"),
        ("git [Y/n]: ", "perhaps\n"),
        ("invalid input", ""),
        ("git [Y/n]: ", "n\n"),
        ("publishes [y/N]: ", "\n"),
    ]:
        asked.answers(question, answer)
    code, shown = asked.end()

    assert 0 == code, shown
    read = load({path: body for path, body in everything(tmp_path).items() if path.endswith(".yaml")}, now=AT)
    assert ('Acme: the "best"', "Europe/Brussels") == (read.project.page.name, read.project.page.time_zone)
    assert ["api", "datenbank-fur-alles"] == [component.id for component in read.project.components]
    assert not (tmp_path / ".git").exists()


@pytest.mark.parametrize("key", ["\x04", "\x03"], ids=["end of input", "interrupt"])
def test_who_leaves_leaves_nothing_behind(tmp_path, key):
    """Without a traceback."""
    asked = Terminal(tmp_path, "--name", "Acme")
    asked.answers("Address of the page: ", key)
    code, shown = asked.end(again=key)

    assert 2 == code, shown
    assert "nothing was written" in shown
    assert "Traceback" not in shown
    assert {} == everything(tmp_path)


@pytest.mark.parametrize("zone", ["", "Nowhere/Atall", ":Europe/Brussels"])
def test_a_machine_that_does_not_say_its_zone_is_offered_another(tmp_path, zone, monkeypatch):
    """One that exists."""
    from statusgen.cli import starting

    monkeypatch.setenv("TZ", zone)
    monkeypatch.setattr(starting, "LOCALTIME", tmp_path / "nothing")

    assert "UTC" == starting.local_zone()


@pytest.mark.parametrize(("named", "offered"), [("Asia/Tokyo", "Asia/Tokyo"), ("Etc/UTC", "UTC")])
def test_a_zone_of_the_machine_is_offered(tmp_path, monkeypatch, named, offered):
    """By the link that tells it."""
    from statusgen.cli import starting

    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "zoneinfo" / named).parent.mkdir(parents=True)
    (tmp_path / "zoneinfo" / named).write_text("")
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / named)
    monkeypatch.setattr(starting, "LOCALTIME", tmp_path / "localtime")

    assert offered == starting.local_zone()
