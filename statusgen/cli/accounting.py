"""`statusgen uptime`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from statusgen import rules
from statusgen.civil import CivilError, Month
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import Opened, opened
from statusgen.cli.sampling import sampled
from statusgen.finding import StatusgenError, printable
from statusgen.model import Agreement, Evidence, Project
from statusgen.render import statement as render
from statusgen.render.statement import Commits
from statusgen.statement import Statement, statement
from statusgen.uptime.account import Account


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    months: str | None
    """`2026-11`, or `2026-01..2026-11`; None: the page's month."""
    policies: Sequence[str]
    """Only these; none: all."""
    customers: Sequence[str]
    """Only these, by the names of their files or their own; none: all."""
    readings: Sequence[str]
    """Other readings to tell of in any case: `V1`, `V1=lower_row`."""
    shape: str
    explain: bool
    samples: Sequence[Path] = ()
    """Files of what monitors saw."""
    samples_gap: str | None = None
    """The longest time that one sample speaks for: `90s`."""


def uptime(folder: Path | None, at: str | None, branch: str | None, wanted: Wanted) -> Exit:
    """Read, judge, account, tell. There is no figure where a file could not be read: it might be the one that counts."""
    here = opened(folder, at, branch)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    project = _asked_about(here.project, wanted)
    _check_readings(project, wanted.readings)
    months = _months(wanted.months, project, here.now)
    project, samples = sampled(project, months, wanted.samples, wanted.samples_gap, here.now)
    verdicts, closely = rules.verdicts(project, here.now), bool(wanted.customers or wanted.readings)
    statements = [statement(project, verdicts, month, here.now, samples=samples, closely=closely) for month in months]
    commits = commits_of(here, [account for one in statements for account in one.accounts])
    output.answer(_told(statements, wanted, commits, here.folder))
    return Exit.NOTHING if all(one.says_nothing for one in statements) else Exit.ACCEPTED


def _told(statements: Sequence[Statement], wanted: Wanted, commits: Commits, folder: Path) -> str:
    match wanted.shape:
        case "json":
            return render.json(statements, commits)
        case "csv":
            return render.csv(statements, commits)
        case "html":
            from statusgen import documents

            theme = documents.theme(folder)
            return documents.statements(statements, commits, theme, explain=wanted.explain, readings=wanted.readings)
        case _:
            return render.text(statements, commits, explain=wanted.explain, readings=wanted.readings)


def commits_of(here: Opened, accounts: Sequence[Account]) -> Commits:
    """The commits of the files behind the intervals, where git is the evidence."""
    if here.project.evidence is not Evidence.GIT:
        return {}
    files = {incident.origin.file for account in accounts for incident in account.incidents}
    files |= {window.origin.file for account in accounts for window in account.windows}
    return here.git.commits_of(files)


def _asked_about(project: Project, wanted: Wanted) -> Project:
    """The project with the policies and customers that are asked about; with customers, the policies of their agreements."""
    agreements = tuple(agreements_of(project, wanted.customers))
    held_to = tuple(wanted.policies) or (tuple(one.policy for one in agreements) if wanted.customers else ())
    known = [policy.id for policy in project.policies]
    unknown = [name for name in held_to if name not in known]
    if unknown:
        raise StatusgenError(f"this page has no policy {printable(unknown[0], quoted=True)}", f"Its policies: {', '.join(known)}.")
    policies = tuple(policy for policy in project.policies if not held_to or policy.id in held_to)
    return msgspec.structs.replace(project, policies=policies, agreements=agreements)


def agreements_of(project: Project, customers: Sequence[str]) -> Iterator[Agreement]:
    """The agreements of these files or customers; without any, all."""
    names = {name for agreement in project.agreements for name in (agreement.id, agreement.customer)}
    for customer in customers:
        if customer not in names:
            known = ", ".join(agreement.id for agreement in project.agreements) or "none is declared"
            raise StatusgenError(f"there is no agreement of {printable(customer, quoted=True)}", f"Agreements: {known}.")
    for agreement in project.agreements:
        if not customers or agreement.id in customers or agreement.customer in customers:
            yield agreement


def _check_readings(project: Project, wanted: Sequence[str]) -> None:
    versions = (version for policy in project.policies for version in policy.every_version)
    pairs = [pair for version in versions for pair in version.other_readings()]
    named = dict.fromkeys(f"{reading.id}={other.value}" for reading, other in pairs)
    known = {reading.id for reading, _ in pairs} | named.keys()
    for name in wanted:
        if name not in known:
            there = ", ".join(named) or "none"
            raise StatusgenError(f"there is no other reading {printable(name, quoted=True)}", f"Other readings: {there}.")


def _months(text: str | None, project: Project, now: int) -> list[Month]:
    if text is None:
        return [project.month(now)]
    first, several, last = text.partition("..")
    try:
        begin, end = Month.parse(first), Month.parse(last if several else first)
    except CivilError as error:
        raise StatusgenError(error.what, error.way_out) from None
    if end < begin:
        raise StatusgenError(f"{printable(text, quoted=True)} ends before it begins.", "Write the earlier month first.")
    months = [begin]
    while months[-1] < end:
        months.append(months[-1].plus(1))
    return months
