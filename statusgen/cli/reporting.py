"""`statusgen report`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from statusgen import documents, rules
from statusgen import report as room
from statusgen.cli import output
from statusgen.cli.accounting import agreements_of, commits_of
from statusgen.cli.exits import Exit
from statusgen.cli.files import write
from statusgen.cli.reading import opened
from statusgen.cli.sampling import sampled
from statusgen.documents import sentences
from statusgen.finding import StatusgenError, printable
from statusgen.model import Agreement, Project
from statusgen.policy import Policy

STDOUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    policy: str
    period: str | None
    """`2026-11` or `2026-Q4`; None: the last one that is over."""
    customer: str | None
    """Whom it is for, by the name of the agreement's file or their own; None: for everybody."""
    out: str | None
    """A file, or `-`; None: one in the current folder whose name says what it is."""
    pdf: bool
    samples: Sequence[Path] = ()
    """Files of what monitors saw."""
    samples_gap: str | None = None
    """The longest time that one sample speaks for: `90s`."""


def report(folder: Path | None, at: str | None, branch: str | None, wanted: Wanted) -> Exit:
    """Read, judge, account, set, write. There is no report where a file could not be read: it might be the one that counts."""
    here = opened(folder, at, branch)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    policy = _policy(here.project, wanted.policy)
    customers = _customers(here.project, policy, wanted.customer)
    of = room.period(policy, wanted.period, here.now)
    project, samples = sampled(here.project, of.months, wanted.samples, wanted.samples_gap, here.now)
    verdicts = rules.verdicts(project, here.now)
    try:
        made = room.report(project, verdicts, policy, of, here.now, customers=customers, samples=samples)
    except room.NothingDeclared as nothing:
        output.complain(nothing)
        return Exit.NOTHING
    commits = commits_of(here, [kept.account for kept in made.kept]) if customers else {}
    page = documents.report(made, documents.theme(here.folder), commits)
    _write(documents.pdf(page) if wanted.pdf else page.encode(), made, wanted)
    return Exit.ACCEPTED


def _write(body: bytes, made: room.Report, wanted: Wanted) -> None:
    about = f"{sentences.headline(made)}\n"
    if wanted.out == STDOUT:
        output.answer_bytes(body)
        output.aside(about)
        return
    target = Path(wanted.out or _name(made, pdf=wanted.pdf))
    write(target, body, over=None if wanted.out else documents.is_ours)
    output.answer(f"{target}: {about}")


def _name(made: room.Report, *, pdf: bool) -> str:
    """`report-clever-2026-11.html`; one for a customer has another name, so that neither takes the place of the other."""
    parts = ["report", made.policy.id, str(made.period), *(agreement.id for agreement in made.customers)]
    return f"{'-'.join(parts)}.{'pdf' if pdf else 'html'}"


def _policy(project: Project, name: str) -> Policy:
    for policy in project.policies:
        if policy.id == name:
            return policy
    known = ", ".join(policy.id for policy in project.policies) or "none"
    raise StatusgenError(f"this page has no policy {printable(name, quoted=True)}", f"Its policies: {known}.")


def _customers(project: Project, policy: Policy, name: str | None) -> tuple[Agreement, ...]:
    if name is None:
        return ()
    agreements = tuple(agreements_of(project, [name]))
    found = tuple(agreement for agreement in agreements if agreement.policy == policy.id)
    if not found:
        theirs = ", ".join(dict.fromkeys(agreement.policy for agreement in agreements))
        raise StatusgenError(
            f"the agreement of {printable(name, quoted=True)} is not under {policy.id}", f"Ask for a report on {theirs}."
        )
    return found
