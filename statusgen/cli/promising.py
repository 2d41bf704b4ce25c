"""`statusgen policy show` and `statusgen policy check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from statusgen import doubts
from statusgen.civil import UTC
from statusgen.cli import clock, output
from statusgen.cli.exits import Exit
from statusgen.finding import Finding, ProjectMissing, Severity, StatusgenError, printable, told_in_order
from statusgen.load import not_read
from statusgen.load.policies import FOLDER, Declared, Library, packs, unknown_policies
from statusgen.load.project import Settings, read_settings
from statusgen.load.sheet import did_you_mean
from statusgen.promises import promise
from statusgen.render import policies as render
from statusgen.render import promise as paper
from statusgen.render.policies import Listed
from statusgen.sources import find_project, survey


@dataclass(frozen=True, slots=True)
class Reach:
    """The policies within reach of a folder."""

    settings: Settings | None
    """None: there is no project."""
    library: Library
    unread: tuple[Finding, ...] = ()
    """What lies beside the files, and is not read."""

    @property
    def wanted(self) -> list[str]:
        """The ids that the page names and that are there, each once."""
        named = () if self.settings is None else self.settings.wanted
        return [policy_id for policy_id in dict.fromkeys(name for name, _ in named) if policy_id in self.library.ids]

    @property
    def all(self) -> list[str]:
        """The ids of the page's policies and of its own files; outside of a project, of the packs."""
        return sorted(packs()) if self.settings is None else list(dict.fromkeys((*self.wanted, *self.library.own)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading has to tell of policies."""
        wanted = () if self.settings is None else self.settings.wanted
        return (*self.library.findings, *unknown_policies(wanted, self.library.ids), *self.unread)

    def known(self, policy_id: str) -> str:
        """An id that there is; `StatusgenError` with the nearest one where there is none."""
        if policy_id not in self.library.ids:
            way_out = did_you_mean(policy_id, self.library.ids)
            raise StatusgenError(f"there is no policy {printable(policy_id, quoted=True)}", way_out)
        return policy_id


def reach_of(folder: Path | None) -> Reach:
    """The packs alone outside of a project; a folder that is named must hold one."""
    try:
        home = find_project(folder or Path.cwd())
    except ProjectMissing:
        if folder is not None:
            raise
        return Reach(None, Library({}, None))
    texts, passed_over = survey(home)
    settings = read_settings(texts)
    unread = not_read(one for one in passed_over if f"{one.path}/".startswith(FOLDER))
    return Reach(settings, Library(texts, [component.id for component in settings.components]), unread)


def show(folder: Path | None, at: str | None, policy_id: str | None, *, as_json: bool) -> Exit:
    """One promise in words; without an id, which policies there are. What cannot be read is told, and is no promise."""
    reach = reach_of(folder)
    now = clock.instant(at, lambda: UTC if reach.settings is None else reach.settings.page.time_zone)
    if policy_id is None:
        return _list(reach, as_json=as_json)
    found = reach.library.declared(reach.known(policy_id))
    if found is None:
        output.tell(reach.library.findings_of(policy_id))
        return Exit.REJECTED
    told = (paper.json if as_json else paper.text)(promise(found.policy, now), found.document.file, _extends(found))
    output.answer(told)
    return Exit.ACCEPTED


def _extends(found: Declared) -> str | None:
    return None if found.extends is None else found.extends.policy.id


def _list(reach: Reach, *, as_json: bool) -> Exit:
    page = None if reach.settings is None else reach.settings.page.name
    held = [_listed(policy_id, reach.library, wanted=True) for policy_id in reach.wanted]
    held += [_listed(policy_id, reach.library, wanted=False) for policy_id in reach.library.own if policy_id not in reach.wanted]
    shipped = [_listed(policy_id, Library({}, None), wanted=False) for policy_id in sorted(packs())]
    output.tell(reach.findings)
    output.answer((render.listing_json if as_json else render.listing)(page, held, shipped))
    return _code(reach.findings)


def _listed(policy_id: str, library: Library, *, wanted: bool) -> Listed:
    found = library.declared(policy_id)
    if found is None:
        return Listed(policy_id, None, library.file(policy_id), None, wanted)
    return Listed(policy_id, found.policy.title, found.document.file, _extends(found), wanted)


def check(folder: Path | None, ids: Sequence[str], *, as_json: bool) -> Exit:
    """What is wrong with policies, and what is doubted about those that can be read: of all that are there, or of some."""
    reach = reach_of(folder)
    asked = [reach.known(policy_id) for policy_id in ids] or reach.all
    told = list(reach.findings if not ids else (one for policy_id in ids for one in reach.library.findings_of(policy_id)))
    for found in map(reach.library.declared, asked):
        told += () if found is None else doubts.check(found)
    ordered, color = told_in_order(told), output.colored(sys.stdout)
    output.answer(render.checked_json(asked, ordered) if as_json else render.checked(asked, ordered, color=color))
    return _code(told) if asked or told else Exit.NOTHING


def _code(told: Sequence[Finding]) -> Exit:
    return Exit.REJECTED if any(one.severity is Severity.ERROR for one in told) else Exit.ACCEPTED
