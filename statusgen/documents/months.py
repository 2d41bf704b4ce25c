"""A month of a report, ready to be set: its figures, its days, its intervals, its metrics, and what a customer is owed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from statusgen import civil
from statusgen.board.words import line, month_name
from statusgen.documents import charts, parts
from statusgen.documents.charts import Chart, credits_of
from statusgen.documents.paper import Clauses
from statusgen.documents.sentences import UNTOLD
from statusgen.render.statement import figures, promised
from statusgen.render.statement.ledger import Commits
from statusgen.report import Day, DayMeasured, MonthTold, Report, Was, by_day
from statusgen.timeline import Span
from statusgen.uptime.account import Account
from statusgen.uptime.performance import Measured

KINDS: Final = {
    Was.COUNTED: "Down, counted",
    Was.NOT_COUNTED: "Down, not counted",
    Was.MAINTENANCE: "Approved maintenance",
    Was.UNKNOWN: "Unknown",
    Was.UP: "Up",
    Was.OUTSIDE: "Still to come, or nothing promised",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of the legend: a kind of time, and how much of it there was."""

    kind: str
    name: str
    lasting: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that was not up throughout."""

    name: str
    counted: str
    not_counted: str
    maintenance: str
    unknown: str


@dataclass(frozen=True, slots=True)
class MetricDay:
    """A day on which a metric was measured."""

    name: str
    values: str
    broken: str
    lowest: str
    highest: str


@dataclass(frozen=True, slots=True)
class MetricView:
    """How a metric was kept in a month."""

    name: str
    said: Markup
    chart: Chart | None
    """None: it was not measured."""
    days: tuple[MetricDay, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """All that is set of a month."""

    name: str
    anchor: str
    untold: str
    """Why nothing is said of it; empty where something is."""
    figures: tuple[parts.Figure, ...] = ()
    chart: Chart | None = None
    legend: tuple[Kind, ...] = ()
    days: tuple[DayRow, ...] = ()
    others: str = ""
    """What is to be said of the days that the table leaves out."""
    knows_all: bool = True
    """Whether nothing was unknown."""
    intervals: tuple[parts.Intervals, ...] = ()
    excused: tuple[tuple[Markup, str], ...] = ()
    metrics: tuple[MetricView, ...] = ()
    rereadings: tuple[parts.Reread, ...] = ()
    owed: tuple[parts.OwedTo, ...] = ()


def month_view(told: MonthTold, report: Report, commits: Commits, clauses: Clauses) -> MonthView:
    """A month of the report."""
    name, anchor = month_name(told.month), str(told.month)
    if told.kept is None:
        return MonthView(name, anchor, "" if told.untold is None else UNTOLD[told.untold])
    kept, account = told.kept, told.kept.account
    rows = tuple(_day_rows(told.days, account.policy.time_zone))
    return MonthView(
        name=name,
        anchor=anchor,
        untold="",
        figures=parts.set_figures(_figures(account, report), clauses),
        chart=charts.of_days(told.days),
        legend=tuple(_legend(told.days)),
        days=rows,
        others=_others(told.days, rows),
        knows_all=not account.unknown,
        intervals=parts.intervals(account, clauses, civil.show_short),
        excused=parts.excused(account, clauses),
        metrics=tuple(_metric(one, account, clauses) for one in kept.measured if _is_of(one, report)),
        rereadings=parts.rereadings(kept, ()),
        owed=tuple(parts.owed_to(due, account, commits, clauses, civil.show_short) for due in told.due),
    )


def _figures(account: Account, report: Report) -> Iterator[figures.Figure]:
    """With what concerns the customer's plan only; a single month has the period of the whole report."""
    own = replace(account, credits=tuple(credits_of(account, report.plans)))
    single = len(report.months) == 1
    return (figure for figure in figures.of_account(own, report.now) if not (single and figure[0] == "Period"))


def _is_of(one: Measured, report: Report) -> bool:
    return not report.plans or not one.metric.plans or bool(report.plans & set(one.metric.plans))


def _legend(days: Sequence[Day]) -> Iterator[Kind]:
    for was, name in KINDS.items():
        seconds = sum(day.seconds(was) for day in days)
        if seconds or was is Was.UP:
            yield Kind(was.value, name, civil.lasting(seconds))


def _day_rows(days: Sequence[Day], zone: str) -> Iterator[DayRow]:
    for day in days:
        cells = {was: day.seconds(was) for was in (Was.COUNTED, Was.NOT_COUNTED, Was.MAINTENANCE, Was.UNKNOWN)}
        if any(cells.values()):
            yield DayRow(
                name=_name(day.span, zone),
                counted=_lasting(cells[Was.COUNTED]),
                not_counted=_lasting(cells[Was.NOT_COUNTED]),
                maintenance=_maintenance(day),
                unknown=_lasting(cells[Was.UNKNOWN]),
            )


def _name(day: Span, zone: str) -> str:
    """`Wed 2026-10-14`."""
    return civil.show(day.start, zone)[: len("Wed 2026-10-14")]


def _lasting(seconds: int) -> str:
    return civil.lasting(seconds) if seconds else ""


def _maintenance(day: Day) -> str:
    seconds = day.seconds(Was.MAINTENANCE)
    if not day.excused_seconds:
        return _lasting(seconds)
    down = "all of it" if day.excused_seconds == seconds else f"{civil.lasting(day.excused_seconds)} of it"
    return f"{civil.lasting(seconds)}, {down} down"


def _others(days: Sequence[Day], rows: Sequence[DayRow]) -> str:
    """Of the days that are known throughout and not in the table."""
    count = sum(day.seconds(Was.UP) == day.span.seconds for day in days)
    if not count:
        return ""
    return f"{'On the other' if rows else 'On'} {count} day{'' if count == 1 else 's'} the service was up throughout."


def _metric(one: Measured, account: Account, clauses: Clauses) -> MetricView:
    month = [date for date, _ in civil.days(account.period, account.policy.time_zone)]
    days = by_day(one, account)
    return MetricView(
        name=line(promised.threshold(one.metric)),
        said=clauses.said(promised.metric(one)),
        chart=charts.of_metric(one.metric, days, month) if days else None,
        days=tuple(_metric_day(day, one.metric.unit, account.policy.time_zone) for day in days if day.broken),
    )


def _metric_day(day: DayMeasured, unit: str, zone: str) -> MetricDay:
    return MetricDay(
        name=_name(day.span, zone),
        values=f"{day.values:,}",
        broken=f"{day.broken:,}",
        lowest=line(f"{day.lowest} {unit}"),
        highest=line(f"{day.highest} {unit}"),
    )
