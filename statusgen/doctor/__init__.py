"""Whether all is in place around a project: machine, clock, git, page, policies, workflow. One subject, one file.

Nothing here judges windows, which is for `plan`; nothing changes anything, and nothing asks the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from statusgen.doctor import history, machine, page, workflow
from statusgen.doctor.remark import Level, Remark, Report, told_as
from statusgen.finding import ProjectMissing, StatusgenError
from statusgen.sources import Repository, find_project, read_folder

__all__ = ["Level", "Remark", "Report", "examine"]


def examine(start: Path, branch: str | None, cache: Path, now: int) -> Report:
    """All remarks on the project of a folder, or of the nearest above, at an instant; outside of one, those on the machine.

    `branch` is the main branch, where it is named; `cache` the folder of the user's caches.
    """
    remarks = list(machine.remarks(cache, now))
    try:
        home = find_project(start)
    except ProjectMissing as missing:
        return Report(None, (*remarks, told_as(missing, "project")))
    return Report(home, (*remarks, *_project(home, branch, now)))


def _project(home: Path, branch: str | None, now: int) -> Iterator[Remark]:
    try:
        texts = read_folder(home)
        yield Remark(Level.OK, "project", f"{home}, {len(texts)} files.")
        settings, told = page.settings(texts)
        yield from told
        if settings is not None:
            yield from page.remarks(settings, texts, now)
    except StatusgenError as refusal:
        yield told_as(refusal, "project")
        return
    try:
        repository = Repository.around(home)
    except StatusgenError as refusal:
        yield told_as(refusal, "git")
        return
    named = branch or (None if settings is None else settings.branch)
    yield from history.remarks(home, repository, None if settings is None else settings.evidence, named, now)
    if repository is not None:
        yield from workflow.remarks(home)
