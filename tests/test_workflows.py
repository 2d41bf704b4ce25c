"""What runs with a token is pinned, and allowed no more than it needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOME = Path(__file__).parent.parent
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
ACTION = HOME / ".github" / "actions" / "statusgen" / "action.yml"
PINNED = re.compile(r"uses: (?:[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/actions/statusgen)")
WRITES = {("status.yml", "publish"): {"pages", "id-token"}, ("status.yml", "plan"): {"pull-requests"}}


def read(workflow):
    return yaml.safe_load(workflow.read_text(encoding="utf-8"))


def steps(file):
    """Those of all jobs of a workflow, or of an action."""
    declared = read(file)
    return declared["runs"]["steps"] if file == ACTION else [step for job in declared["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_and_names_its_version(workflow):
    """A tag can be moved; a commit cannot. Our own is as the commit has it that is checked out."""
    uses = [line.strip().removeprefix("- ") for line in workflow.read_text(encoding="utf-8").splitlines() if "uses:" in line]

    assert [] == [line for line in uses if not PINNED.fullmatch(line)]


def test_every_version_of_an_action_has_one_commit():
    """The same action and version is pinned to the same commit everywhere."""
    pins = {}
    for workflow in (*WORKFLOWS, ACTION):
        for action, commit, version in re.findall(r"uses: (\S+)@(\S+) # (\S+)", workflow.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add((commit, version))

    assert dict.fromkeys(pins, 1) == {action: len(commits) for action, commits in pins.items()}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_nothing_and_each_job_only_what_it_says(workflow):
    """Nothing is granted on top; a job reads, and only those write that publish the page or comment on a pull request."""
    declared = read(workflow)

    assert {} == declared["permissions"]
    for name, job in declared["jobs"].items():
        assert "permissions" in job, name
        writing = {scope for scope, grant in job["permissions"].items() if grant != "read"}
        assert WRITES.get((workflow.name, name), set()) == writing


def without_ref(checkout):
    """What a checkout asks for; it may name the branch that the workflow runs on, and no other."""
    assert checkout.get("ref", "${{ github.ref }}") == "${{ github.ref }}"
    return {key: value for key, value in checkout.items() if key != "ref"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_brings_the_history_and_keeps_no_credentials(workflow):
    """A shallow clone has lost the evidence; a token left in .git/config is there for all that runs after."""
    checkouts = [step["with"] for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]

    assert [] == [with_ for with_ in checkouts if {"persist-credentials": False, "fetch-depth": 0} != without_ref(with_)]


@pytest.mark.parametrize("workflow", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_no_expression_is_pasted_into_a_shell(workflow):
    """What comes from outside reaches a script as an environment variable, never as its text."""
    assert [] == [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")]


def test_only_the_step_that_comments_has_the_token():
    """The plan is made of what a pull request brings, and runs without it."""
    assert ["comment"] == [step.get("id") for step in steps(ACTION) if "token" in str(step.get("env")).lower()]


SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: UTC}
components: [{id: api, name: API}]
announcements: declared
"""
WINDOW = """
title: Upgrade
components: [api]
impact: none
start: 2026-12-05 21:00
end: 2026-12-05 23:00
announced: 2026-12-01 09:00
"""
NOW = "2026-12-05T20:30:00Z"


@pytest.fixture
def decided(tmp_path):
    """What the step that waits decides, and how long it slept: at half past eight, of a page published as of an instant."""
    if not all(map(shutil.which, ("bash", "jq", "date"))):
        pytest.skip("bash, jq and GNU date are not all here")
    (tmp_path / "windows").mkdir()
    (tmp_path / "statusgen.yaml").write_text(SETTINGS, encoding="utf-8")
    tools, asked = tmp_path / "bin", tmp_path / "asked"
    tools.mkdir()
    commands = {
        "statusgen": f'exec {sys.executable} -m statusgen "$@"',
        "curl": 'test -z "$SITE" && exit 22; echo "${@: -1}" >> asked; echo "$SITE"',
        "sleep": 'echo "slept $1" >> asked',
        "date": f'[ "$*" = +%s ] && set -- --date={NOW} +%s; exec {shutil.which("date")} "$@"',
    }
    for name, body in commands.items():
        (tools / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    (step,) = (step for step in read(HOME / ".github/workflows/status.yml")["jobs"]["turn"]["steps"] if step.get("id") == "turn")

    def run(site, window=WINDOW):
        if window is not None:
            (tmp_path / "windows/upgrade.yaml").write_text(window, encoding="utf-8")
        environment = {
            **{key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}, **step["env"], "SITE": site,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "GITHUB_OUTPUT": str(tmp_path / "output"),
        }  # fmt: skip
        asked.unlink(missing_ok=True)
        (tmp_path / "output").unlink(missing_ok=True)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]  # as `shell: bash` runs it
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert 0 == done.returncode, done.stderr
        said = asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []
        return (tmp_path / "output").read_text(encoding="utf-8").strip(), said

    return run


ADDRESS = "https://status.acme.example/api/v1/site.json"


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ('{"valid_from": "2026-12-05T20:00:00Z"}', ("publish=true", [ADDRESS, "slept 1800"])),  # since the last reminder
        ('{"valid_from": "2026-12-04T00:00:00Z"}', ("publish=true", [ADDRESS])),
        ('{"valid_from": "2026-12-05T21:00:00Z"}', ("publish=false", [ADDRESS])),
        ('{"valid_from": null}', ("publish=true", [ADDRESS])),
        ('{"valid_from": "$(reboot)"}', ("publish=true", [ADDRESS])),
        ("<html>no such page</html>", ("publish=true", [ADDRESS])),
        ("", ("publish=true", [])),
    ],
    ids=["soon", "overdue", "later", "nothing yet", "no instant", "no JSON", "not published"],
)
def test_the_page_is_published_when_it_changes_and_only_then(decided, site, expected):
    """It waits for a change that is near, makes up for one that is past, and leaves the page alone else; in doubt it builds."""
    assert expected == decided(site)


def test_a_page_that_never_changes_by_itself_is_left_alone(decided):
    """Where the last event is gone, what is merged publishes that."""
    assert "publish=false" == decided('{"valid_from": "2026-12-05T00:00:00Z"}', None)[0]


def test_a_project_that_cannot_be_read_is_built_so_that_somebody_hears_of_it(decided):
    """The build fails and says why."""
    assert "publish=true" == decided('{"valid_from": "2026-12-05T21:00:00Z"}', "titel: x\n")[0]


def tool(name):
    """A program of the tools for development."""
    beside = Path(sys.executable).with_name(name)
    found = beside if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_zizmor_finds_nothing():
    """The workflows and the action pass the auditor, without the network."""
    done = subprocess.run([tool("zizmor"), "--offline", HOME / ".github"], capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout
    audited = set(re.findall(r"completed \S*(\.github/\S+)", done.stderr))
    assert {str(path.relative_to(HOME)) for path in (*WORKFLOWS, ACTION)} <= audited


def checked(kind, file):
    """What SchemaStore's schema says of a file."""
    command = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{kind}", file]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("kind", "file"),
    [*(("github-workflows", path) for path in WORKFLOWS), ("github-actions", ACTION)],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_github_reads_has_the_shape_that_github_expects(tmp_path, kind, file):
    """By the schemas that editors use; a key that does not exist is told."""
    assert 0 == checked(kind, file).returncode

    wrong = tmp_path / file.name
    wrong.write_text(file.read_text(encoding="utf-8").replace("steps:", "stops:"), encoding="utf-8")
    assert 1 == checked(kind, wrong).returncode
