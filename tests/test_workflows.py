"""What runs with a token is pinned, and allowed no more than it needs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOME = Path(__file__).parent.parent
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
WRITES = {("status.yml", "publish"): {"pages", "id-token"}}


def read(workflow):
    return yaml.safe_load(workflow.read_text(encoding="utf-8"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_and_names_its_version(workflow):
    """A tag can be moved; a commit cannot."""
    uses = [line.strip().removeprefix("- ") for line in workflow.read_text(encoding="utf-8").splitlines() if "uses:" in line]

    assert [] == [line for line in uses if not PINNED.fullmatch(line)]


def test_every_version_of_an_action_has_one_commit():
    """The same action and version is pinned to the same commit everywhere."""
    pins = {}
    for workflow in WORKFLOWS:
        for action, commit, version in re.findall(r"uses: (\S+)@(\S+) # (\S+)", workflow.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add((commit, version))

    assert dict.fromkeys(pins, 1) == {action: len(commits) for action, commits in pins.items()}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_nothing_and_each_job_only_what_it_says(workflow):
    """Nothing is granted on top; a job reads, and only the one that publishes writes."""
    declared = read(workflow)

    assert {} == declared["permissions"]
    for name, job in declared["jobs"].items():
        assert "permissions" in job, name
        writing = {scope for scope, grant in job["permissions"].items() if grant != "read"}
        assert WRITES.get((workflow.name, name), set()) == writing


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_brings_the_history_and_keeps_no_credentials(workflow):
    """A shallow clone has lost the evidence; a token left in .git/config is there for all that runs after."""
    steps = [step for job in read(workflow)["jobs"].values() for step in job["steps"]]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]

    assert [{"persist-credentials": False, "fetch-depth": 0}] * len(checkouts) == checkouts


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_is_pasted_into_a_shell(workflow):
    """What comes from outside reaches a script as an environment variable, never as its text."""
    steps = [step for job in read(workflow)["jobs"].values() for step in job["steps"]]

    assert [] == [step["run"] for step in steps if "${{" in step.get("run", "")]


def test_zizmor_finds_nothing():
    """The workflows pass the auditor, without the network."""
    beside = Path(sys.executable).with_name("zizmor")
    zizmor = beside if beside.exists() else shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed")

    done = subprocess.run([zizmor, "--offline", "--quiet", HOME / ".github"], capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout
