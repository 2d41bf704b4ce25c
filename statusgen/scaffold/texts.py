"""Answers → the files of a project, each the bytes that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from statusgen import __version__
from statusgen.scaffold.answers import Answers
from statusgen.scaffold.first import first_window
from statusgen.scaffold.quoting import quoted
from statusgen.sources import SETTINGS, Texts

WORKFLOW: Final = ".github/workflows/status.yml"
ACTION: Final = ".github/actions/statusgen/action.yml"


def texts(answers: Answers, now: int, *, branch: str | None = None, workflow: str | None = None) -> Texts:
    """Path → content of the project that follows from the answers, given at an instant.

    `branch` is the main branch, where it is not found by itself; with a workflow, the branch that it publishes.
    """
    settings = _settings(answers, branch).encode()
    made = {SETTINGS: settings, **first_window(settings, answers, now)}
    made |= {".gitignore": b"/site/\n/report-*\n", "README.md": _readme(answers).encode()}
    if workflow is not None:
        made |= {WORKFLOW: _workflow(workflow), ACTION: _shipped("action.yml")}
    return made


def _settings(answers: Answers, branch: str | None) -> str:
    return "\n".join(_setting_lines(answers, branch)) + "\n"


def _setting_lines(answers: Answers, branch: str | None) -> Iterator[str]:
    yield "# Whose page it is, what it is made of, and which promises it is held to."
    yield "page:"
    yield f"  name: {quoted(answers.name)}"
    yield f"  url: {answers.url}"
    yield f"  time_zone: {answers.time_zone}"
    if answers.languages != ("en",):
        yield f"  languages: [{', '.join(map(quoted, answers.languages))}]"
    yield ""
    yield "components:"
    for component in answers.components:
        yield f"  - {{id: {quoted(component.id)}, name: {quoted(component.name)}}}"
    yield ""
    if answers.policies:
        yield f"policies: [{', '.join(map(quoted, answers.policies))}]"
    else:
        yield "# What was promised to customers: a built-in policy (`statusgen policy show` lists them), or a file in `policies/`."
        yield "policies: []"
    if branch is not None:
        yield ""
        yield "# The branch that is published: its history tells when windows were announced."
        yield f"branch: {quoted(branch)}"


def _readme(answers: Answers) -> str:
    name = re.sub(r"([\\`*_\[\]<>&])", r"\\\1", answers.name)  # so that Markdown shows it as it is
    return (
        f"# {name}: status page\n\n"
        "Maintenance is declared in `windows/`, as files: `statusgen plan` tells whether they keep every promise, "
        "and `statusgen build` makes the page.\n"
    )


def _workflow(branch: str) -> bytes:
    """The workflow for a page in a repository of its own, on its main branch."""
    body = _shipped("status.yml").decode().replace("VERSION", __version__)
    if branch != "main":
        ref = f"refs/heads/{branch}".replace("'", "''")
        body = body.replace("branches: [main]", f"branches: [{quoted(branch)}]").replace("refs/heads/main", ref)
    return body.encode()


def _shipped(name: str) -> bytes:
    return files("statusgen.scaffold").joinpath(name).read_bytes()
