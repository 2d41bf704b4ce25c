"""A report as a page: what `report.html` sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from statusgen import civil
from statusgen.board.words import line
from statusgen.civil import Month
from statusgen.documents import charts, paper, parts, sentences
from statusgen.documents.charts import Chart, credits_of
from statusgen.documents.deeds import (
    CalledOff,
    IncidentView,
    PromiseView,
    WorkView,
    called_off,
    incident_view,
    promise_view,
    work_view,
)
from statusgen.documents.months import MonthView, month_view
from statusgen.documents.paper import Clauses
from statusgen.documents.tiles import Tile, tiles
from statusgen.render.statement import words
from statusgen.render.statement.ledger import Commits
from statusgen.report import Report, Section, section_of
from statusgen.site.theme import Theme
from statusgen.uptime.account import Account


@dataclass(frozen=True, slots=True)
class Asked:
    """What the contract wants to read in a report, and where it stands in this one."""

    content: str
    anchor: str
    """Empty: nothing of it is declared, and the report says so."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A month of the last twelve."""

    name: str
    uptime: str
    met: tuple[str, ...]
    """Of each commitment whether it was met."""
    counted: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that `report.html` sets."""

    provider: str
    title: str
    customers: str
    """Whom it is for; nothing: for everybody."""
    facts: tuple[parts.Figure, ...]
    summary: str
    tiles: tuple[Tile, ...]
    asked: tuple[Asked, ...]
    months: tuple[MonthView, ...]
    year: Chart
    year_rows: tuple[YearRow, ...]
    promised: tuple[Markup, ...]
    """The commitments that the chart of the year is held against."""
    major: tuple[IncidentView, ...]
    bugs: tuple[IncidentView, ...]
    promises: tuple[PromiseView, ...]
    has_hours: bool
    """Whether there are maintenance hours to keep."""
    preventive: tuple[WorkView, ...]
    asked_of_work: tuple[Markup, ...]
    """What the contract asks of the work that is planned."""
    corrective: tuple[WorkView, ...]
    called_off: tuple[CalledOff, ...]
    readings: tuple[tuple[str, str], ...]
    clauses: tuple[parts.Listed, ...]


def html(report: Report, theme: Theme, commits: Commits) -> str:
    """The report as one self-contained page: no script, and nothing asked of anybody."""
    return theme.render(f"{paper.FOLDER}/report.html", it=page(report, commits))


def page(report: Report, commits: Commits) -> ReportPage:
    """What the template sets. The list of clauses is made last, when all that name them have been said."""
    clauses = Clauses((report.terms, *(kept.account.policy for kept in report.kept), report.policy, *report.policy.versions))
    planned = [work for work in report.works if not work.is_emergency]
    return ReportPage(
        provider=line(report.page.name),
        title=f"Service report for {sentences.period_name(report.period)}",
        customers=line(", ".join(agreement.customer for agreement in report.customers)),
        facts=parts.set_figures(_facts(report), clauses),
        summary=line(sentences.summary(report)),
        tiles=tiles(report, clauses),
        asked=tuple(_asked(report)),
        months=tuple(month_view(told, report, commits, clauses) for told in report.months),
        year=charts.of_year(report.year, report.plans),
        year_rows=tuple(_year_row(month, account, report) for month, account in report.year if account is not None),
        promised=tuple(clauses.said(said) for said in dict.fromkeys(_promised(report))),
        major=tuple(incident_view(incident, report, clauses) for incident in report.major),
        bugs=tuple(incident_view(incident, report, clauses) for incident in report.bugs),
        promises=tuple(promise_view(promise, report, clauses) for promise in report.promises),
        has_hours=any(work.terms.maintenance_hours is not None for work in report.works),
        preventive=tuple(work_view(work, report, clauses) for work in planned),
        asked_of_work=tuple(clauses.said(said) for said in dict.fromkeys(sentences.asked_of_work(work.terms) for work in planned)),
        corrective=tuple(work_view(work, report, clauses) for work in report.works if work.is_emergency),
        called_off=tuple(called_off(window, report) for window in report.called_off),
        readings=tuple((line(reading.id), line(reading.text)) for reading in report.terms.readings),
        clauses=parts.listed(clauses),
    )


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    terms = report.terms
    yield "Contract", f"{terms.title} ({terms.id})"
    if report.kept and (version := words.version(report.kept[0].account)):
        yield "", version
    yield "Period", civil.show_span(report.span, terms.time_zone)
    if report.provisional:
        yield "", "provisional: the period is not over"
    yield "Prepared", f"as of {civil.show(report.now, terms.time_zone)}"
    yield "Times", f"on the clock of {terms.time_zone}, with the offset from UTC"
    yield "Report", sentences.owed(report)


def _asked(report: Report) -> Iterator[Asked]:
    contents = dict.fromkeys(content for owed in report.owed for content in owed.contents)
    for content in contents:
        section = section_of(content)
        yield Asked(line(content), "" if section is None or not _has(section, report) else section.value)


def _has(section: Section, report: Report) -> bool:
    """Whether the report has that section: of metrics only where any are promised."""
    return section is not Section.METRICS or any(kept.measured for kept in report.kept)


def _year_row(month: Month, account: Account, report: Report) -> YearRow:
    met = [words.commitment(one, account.policy).partition(" [")[0] for one in credits_of(account, report.plans)]
    counted = civil.lasting(account.availability.counted_seconds)
    return YearRow(str(month), words.uptime(account.availability), tuple(map(line, met)), counted)


def _promised(report: Report) -> Iterator[str]:
    """The commitments of the period, with their clauses."""
    for kept in report.kept:
        for credit in credits_of(kept.account, report.plans):
            plan = credit.plan
            named = f"{plan.name or plan.id}: " if len(kept.account.policy.plans) > 1 else ""
            yield f"{named}{plan.commitment.normalize():f} %{'' if plan.guaranteed else ', a target'} [{plan.clause}]"
