"""`statusgen uptime`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from statusgen import rules
from statusgen.civil import CivilError, Month
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import opened
from statusgen.finding import StatusgenError, printable
from statusgen.model import Project
from statusgen.render import statement as render
from statusgen.statement import statement


def uptime(
    folder: Path | None, at: str | None, branch: str | None, month: str | None, policies: Sequence[str], *, as_json: bool
) -> Exit:
    """Read, judge, account, tell. There is no figure where a file could not be read: it might be the one that counts."""
    here = opened(folder, at, branch)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    project = _held_to(here.project, policies)
    account = statement(project, rules.verdicts(project, here.now), _month(month, project, here.now), here.now)
    output.answer(render.json(account) if as_json else render.text(account))
    return Exit.NOTHING if account.says_nothing else Exit.ACCEPTED


def _held_to(project: Project, policies: Sequence[str]) -> Project:
    known = [policy.id for policy in project.policies]
    unknown = [name for name in policies if name not in known]
    if unknown:
        raise StatusgenError(f"this page has no policy {printable(unknown[0], quoted=True)}", f"Its policies: {', '.join(known)}.")
    return msgspec.structs.replace(project, policies=tuple(p for p in project.policies if not policies or p.id in policies))


def _month(text: str | None, project: Project, now: int) -> Month:
    if text is None:
        return project.month(now)
    try:
        return Month.parse(text)
    except CivilError as error:
        raise StatusgenError(error.what, error.way_out) from None
