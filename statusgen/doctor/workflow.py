"""The workflows for GitHub that run statusgen: whether they see the history, and hold no more leave than they need."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from statusgen import yaml12
from statusgen.doctor.remark import Level, Remark
from statusgen.finding import printable
from statusgen.sources.git import Git

FOLDER: Final = Path(".github/workflows")

_COMMIT: Final = re.compile(r"@[0-9a-f]{40}$")
_MENTIONS: Final = re.compile(rb"statusgen (plan|build)|/statusgen(@|\s|$)", re.MULTILINE)


def remarks(home: Path) -> Iterator[Remark]:
    """Of the workflows of the repository that a project lies in."""
    top = Path(os.fsdecode(Git(home).run("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    found = [(path, body) for path, body in _workflows(top) if _MENTIONS.search(body)]
    if not found:
        yield Remark(
            Level.NOTE,
            "workflow",
            f"No workflow in {FOLDER} runs statusgen: pull requests are judged elsewhere, or not at all.",
            "`statusgen init --workflow` writes one beside a new project; docs/pull-requests.md tells what is in it.",
        )
    for path, body in found:
        yield from _remarks(f"{FOLDER}/{path.name}", body, top)


def _workflows(top: Path) -> Iterator[tuple[Path, bytes]]:
    try:
        for path in sorted((top / FOLDER).iterdir()):
            if path.suffix in (".yml", ".yaml") and path.is_file():
                yield path, path.read_bytes()
    except OSError:
        return


def _remarks(file: str, body: bytes, top: Path) -> Iterator[Remark]:
    document = yaml12.read(file, body)
    jobs = document.value.get("jobs") if isinstance(document.value, dict) else None
    if document.findings or not isinstance(jobs, dict):
        yield Remark(Level.WARNING, "workflow", f"{printable(file)} cannot be read as a workflow.", "Its log on GitHub says why.")
        return
    wrong = [*_triggers(document.value), *_permissions(document.value, jobs)]
    wrong += [remark for job in jobs.values() for step in _steps(job) for remark in _step(step, top)]
    for level, what, way_out in dict.fromkeys(wrong):
        yield Remark(level, "workflow", f"{printable(file)}: {what}", way_out)
    if not wrong:
        yield Remark(Level.OK, "workflow", f"{printable(file)} sees the whole history, and may do no more than it says.")


_Wrong = tuple[Level, str, str]


def _triggers(workflow: dict[str, Any]) -> Iterator[_Wrong]:
    if "pull_request_target" in str(workflow.get("on")):
        yield (
            Level.WARNING,
            "it runs on `pull_request_target`, whose token may write, on what a stranger proposes.",
            "Use `pull_request`.",
        )


def _permissions(workflow: dict[str, Any], jobs: dict[str, Any]) -> Iterator[_Wrong]:
    """Without any the repository's setting decides, which may be leave to do everything."""
    for name, job in jobs.items():
        if "permissions" not in workflow and not (isinstance(job, dict) and "permissions" in job):
            yield Level.WARNING, f"job `{printable(name)}` does not say what it may do.", "Add `permissions: {contents: read}`."


def _steps(job: object) -> Iterator[dict[str, Any]]:
    steps = job.get("steps") if isinstance(job, dict) else None
    if isinstance(steps, list):
        yield from (step for step in steps if isinstance(step, dict))


def _step(step: dict[str, Any], top: Path) -> Iterator[_Wrong]:
    uses = step.get("uses")
    if not isinstance(uses, str):
        return
    if uses.startswith(("./", "$/")):
        if not any((top / uses[2:] / name).is_file() for name in ("action.yml", "action.yaml", "Dockerfile")):
            yield Level.ERROR, f"`{printable(uses)}` is not in this repository.", "Add it: `statusgen init --workflow` writes ours."
    elif not uses.startswith("docker:") and not _COMMIT.search(uses):
        yield Level.WARNING, f"`{printable(uses)}` can be moved to other code.", "Pin it by commit: `@` and forty digits."
    if uses.startswith("actions/checkout@"):
        given = step.get("with")
        options = given if isinstance(given, dict) else {}
        if str(options.get("fetch-depth")) != "0":
            yield Level.ERROR, "a checkout brings no history: there is no verdict without it.", "Give it `fetch-depth: 0`."
        if options.get("persist-credentials") is not False:
            yield (
                Level.WARNING,
                "a checkout leaves its token in .git/config, for all that runs after.",
                "Give it `persist-credentials: false`.",
            )
