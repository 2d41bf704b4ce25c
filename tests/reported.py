"""Reports and statements on a company that has a bit of everything in its books (`cases/report`)."""

from functools import cache
from pathlib import Path

from statusgen import rules
from statusgen.civil import UTC, Month, instant
from statusgen.load import load
from statusgen.monitors import Observed, Samples
from statusgen.report import period, report
from statusgen.sources import read_folder
from statusgen.statement import statement
from statusgen.timeline import Timeline

BOOKS = Path(__file__).parent / "cases" / "report"
AT = "2026-12-20 12:00"
LATER = "2027-01-20 12:00"


@cache
def books(at=AT, folder=BOOKS):
    """The project, the verdicts on its windows, and the instant."""
    now = instant(at, UTC)
    loaded = load(read_folder(folder), now=now)
    assert () == loaded.findings
    return loaded.project, rules.verdicts(loaded.project, now), now


def policy_of(project, policy):
    """One of the page's policies."""
    return next(one for one in project.policies if one.id == policy)


def made(policy, of=None, *, at=AT, customers=(), project=None):
    """The report of a policy on a period, for these agreements."""
    held, verdicts, now = books(at)
    held = project or held
    one = policy_of(held, policy)
    agreements = [agreement for agreement in held.agreements if agreement.id in customers]
    return report(held, verdicts, one, period(one, of, now), now, customers=agreements)


def told(*months, at=AT, closely=True):
    """The statements of months under all policies."""
    project, verdicts, now = books(at)
    return [statement(project, verdicts, Month.parse(month), now, closely=closely) for month in months]


def silence(project, whole, silent):
    """Monitors that look at every component all through a stretch of time, but for a part of it."""
    known = Timeline([whole]) - Timeline([silent])
    return Samples(whole, 90, {one.id: Observed(Timeline(), known, 1, 60) for one in project.components})
