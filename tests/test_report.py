"""What a report says: which period, what every day was, what was major, how promises were kept, how work was done."""

from pathlib import Path

import pytest
from accounting import accounted, pack
from judging import make_policy
from msgspec.structs import replace
from reported import LATER, books, made, policy_of

from statusgen import yaml12
from statusgen.civil import UTC, Month, Quarter, instant
from statusgen.policy import Every, Impact, ReportOwed
from statusgen.report import NothingDeclared, Section, Untold, Was, by_day, period, section_of
from statusgen.report import report as draw
from statusgen.report.days import days
from statusgen.report.events import first_priority, is_major
from statusgen.report.period import NoSuchPeriod, NothingPromised
from statusgen.uptime.support import Kept

CASES = sorted((Path(__file__).parent / "cases" / "uptime").rglob("*.yaml"))
NOVEMBER_22 = instant("2026-11-22 12:00", UTC)


def owing(*kinds, **more):
    """A contract that owes reports of these kinds."""
    return make_policy(reports=tuple(ReportOwed("gold.notice", kind) for kind in kinds), **more)


# --- which period


@pytest.mark.parametrize(
    ("policy", "text", "found"),
    [
        (owing(Every.MONTH), None, Month(2026, 10)),
        (owing(Every.MONTH), "2026-03", Month(2026, 3)),
        (owing(Every.MONTH), "2026-11", Month(2026, 11)),
        (owing(Every.QUARTER), None, Quarter(2026, 3)),
        (owing(Every.QUARTER), "2026-Q4", Quarter(2026, 4)),
        (owing(), None, Month(2026, 10)),
        (owing(), "2026-03", Month(2026, 3)),
        (owing(Every.QUARTER, Every.MONTH), None, Month(2026, 10)),
        (owing(Every.QUARTER, Every.MONTH), "2026-Q1", Quarter(2026, 1)),
    ],
)
def test_the_period_is_the_one_asked_for_else_the_last_that_is_over(policy, text, found):
    """Of the kind that the contract owes; by month where it owes none."""
    assert found == period(policy, text, NOVEMBER_22)


@pytest.mark.parametrize(
    ("policy", "text", "said", "way_out"),
    [
        (owing(Every.MONTH), "2026-Q3", "2026-Q3 is no month, and gold owes a report every month.", "Ask for a month: `2026-10`."),
        (owing(Every.QUARTER), "2026-10", "2026-10 is no quarter, and gold owes a report every quarter.", "a quarter: `2026-Q3`"),
        (owing(), "2026-Q3", "2026-Q3 is no month, and gold owes no report of any other kind.", "Ask for a month: `2026-10`."),
        (owing(), "2026-12", "2026-12 has not begun on the calendar of gold.", "The last one that is over is 2026-10."),
        (owing(), "october", "`october` is neither a month nor a quarter.", "Write `2026-11` or `2026-Q4`."),
        (owing(), "2026-13", "`2026-13` is neither a month nor a quarter.", "Write `2026-11` or `2026-Q4`."),
    ],
)
def test_a_period_that_is_none_is_told_with_the_way_out(policy, text, said, way_out):
    """The wrong kind, still to come, or no period at all."""
    with pytest.raises(NoSuchPeriod) as refusal:
        period(policy, text, NOVEMBER_22)

    assert said == refusal.value.message
    assert way_out in refusal.value.way_out


def test_before_the_contract_was_in_force_there_is_no_report():
    """Nothing was promised."""
    with pytest.raises(NothingPromised, match=r"gold is in force since 2026-11-15: nothing was promised in 2026-10\."):
        period(owing(effective_from="2026-11-15"), None, NOVEMBER_22)


def test_a_month_ends_on_the_policys_calendar():
    """At 18:00Z of the last day November is over in Perth, and not yet in Mexico City. At its first second a month has begun."""
    evening = instant("2026-11-30 18:00", UTC)

    assert Month(2026, 11) == period(owing(zone="Australia/Perth"), None, evening)
    assert Month(2026, 10) == period(owing(zone="America/Mexico_City"), None, evening)
    assert Month(2026, 12) == period(owing(), "2026-12", instant("2026-12-01 00:00", UTC))


def test_the_version_in_force_says_how_often():
    """A contract that owes quarterly reports from July on."""
    later = owing(Every.QUARTER, effective_from="2026-07-01")
    policy = replace(owing(Every.MONTH), versions=(later,))

    assert Month(2026, 6) == period(policy, "2026-06", NOVEMBER_22)
    assert Quarter(2026, 3) == period(policy, None, NOVEMBER_22)


def test_of_a_time_before_anything_was_declared_there_is_no_report():
    """It claims nothing."""
    with pytest.raises(NothingDeclared, match=r"nothing is declared before Fri 2026-10-02 .*: of 2026-09 there is nothing"):
        made("clever", "2026-09")


def test_a_quarter_tells_which_of_its_months_it_says_nothing_of():
    """Months to come, and months that were over before anything was declared."""
    project, verdicts, _ = books()
    early = instant("2026-11-20 12:00", UTC)
    now = made("klink", "2026-Q4", project=project)
    assert [None, None, None] == [month.untold for month in now.months]
    assert now.provisional

    klink = policy_of(project, "klink")
    then = draw(project, verdicts, klink, Quarter(2026, 4), early)
    assert [None, None, Untold.TO_COME] == [month.untold for month in then.months]
    starts = replace(klink, effective_from="2026-11-01", versions=())
    held = replace(project, policies=(starts,))
    later = draw(held, verdicts, starts, Quarter(2026, 4), early)
    assert [Untold.NOT_PROMISED, None, Untold.TO_COME] == [month.untold for month in later.months]
    only_november = replace(
        project,
        windows=tuple(window for window in project.windows if window.id == "2026-11-14-storage"),
        incidents=tuple(incident for incident in project.incidents if incident.id == "2026-11-30-night"),
    )
    last = draw(only_november, verdicts, klink, Quarter(2026, 4), instant(LATER, UTC))
    assert [Untold.UNDECLARED, None, None] == [month.untold for month in last.months]


def test_a_report_that_is_owed_says_so():
    """With its clause and what it tells; other contracts owe none."""
    assert [("klink.reports", Every.QUARTER, ("enterprise",))] == [
        (one.clause, one.every, one.plans) for one in made("klink", "2026-Q4").owed
    ]
    assert () == made("infopromo", "2026-10").owed


# --- what every day was


def accounts():
    """Every account of the cases of uptime, and of the books, with what was excused in it."""
    for case in CASES:
        for account in accounted(yaml12.read(case.name, case.read_bytes()).value).accounts:
            yield case.stem, account
    for policy in ("clever", "infopromo"):
        for kept in made(policy, "2026-10").kept:
            yield policy, kept.account


def test_the_days_add_up_to_the_month():
    """Each second of it is one thing, and what counted and what did not are the figures of the statement."""
    for name, account in accounts():
        found = days(account, ())
        assert [account.period.start, *(day.span.end for day in found)] == [
            *(day.span.start for day in found),
            account.period.end,
        ], name
        for day in found:
            assert day.span.seconds == sum(day.seconds(was) for was in Was)
            assert [day.span.start, *(span.end for span, _ in day.parts)] == [*(span.start for span, _ in day.parts), day.span.end]
        sums = {was: sum(day.seconds(was) for day in found) for was in Was}
        assert account.availability.counted_seconds == sums[Was.COUNTED], name
        assert account.left_out_seconds == sums[Was.NOT_COUNTED] + sum(day.excused_seconds for day in found), name
        assert account.period.seconds - account.known.seconds == sums[Was.OUTSIDE], name


def test_a_day_shows_approved_work_whether_it_interrupted_or_not():
    """Of the night of 11 October three hours were announced; 25 minutes more were an overrun."""
    (month,) = made("clever", "2026-10").months
    of = {day.date.day: day for day in month.days}

    assert (25 * 60, 0, 3 * 3600) == tuple(
        of[10].seconds(was) + of[11].seconds(was) for was in (Was.COUNTED, Was.NOT_COUNTED, Was.MAINTENANCE)
    )
    assert 3 * 3600 == of[10].excused_seconds + of[11].excused_seconds
    (month,) = made("infopromo", "2026-10").months
    log_disk = month.days[19]
    assert (3600, 0) == (log_disk.seconds(Was.MAINTENANCE), log_disk.excused_seconds)


# --- the year


def test_the_year_looks_back_on_twelve_months():
    """Of those before anything was declared nothing is said."""
    year = made("clever", "2026-11").year

    assert [Month(2025, 12).plus(number) for number in range(12)] == [month for month, _ in year]
    assert [Month(2026, 10), Month(2026, 11)] == [month for month, account in year if account is not None]


# --- incidents and answers


def test_outages_and_the_first_priority_are_major():
    """Whatever the contract calls that priority; the rest are bugs."""
    report = made("klink", "2026-Q4")

    assert ["2026-10-05-calls-drop", "2026-10-12-carrier", "2026-11-30-night"] == [one.id for one in report.major]
    assert ["2026-10-19-slow-dashboard"] == [one.id for one in report.bugs]
    slow = report.bugs[0]
    for name in ("P1", "p1", "Critical", "L1"):
        assert is_major(replace(slow, priority=name), pack("klink"))
    assert not is_major(replace(slow, priority="high"), pack("klink"))
    assert is_major(replace(slow, priority=None, impact=Impact.OUTAGE), pack("klink"))


def test_a_contract_without_support_knows_p1():
    """And nothing else."""
    assert frozenset({"p1"}) == first_priority(make_policy())
    assert frozenset({"p1", "l1", "urgent"}) == first_priority(pack("clicksend"))


def test_every_promise_of_an_answer_is_told_with_its_worst():
    """Missed by most, or met with least to spare; of no such incident there is none."""
    of = {
        (promise.target.milestone.value, promise.target.priorities[:1]): promise for promise in made("clever", "2026-10").promises
    }

    received = of["acknowledged", ()]
    assert (1, 2, 0) == tuple(received.count(kept) for kept in (Kept.MET, Kept.MISSED, Kept.EXEMPT))
    assert ("2026-10-19-slow-dashboard", -420) == (received.worst.incident.id, received.worst.margin_seconds)
    assert ("2026-10-05-calls-drop", 1) == (of["resolved", ("P1",)].worst.incident.id, of["resolved", ("P1",)].count(Kept.MISSED))
    assert (None, 1) == (of["resolved", ("P2",)].worst, of["resolved", ("P2",)].count(Kept.EXEMPT))


def test_an_answer_of_which_nothing_is_recorded_is_worst_of_all():
    """Nobody knows how late it will be."""
    response = [promise for promise in made("klink", "2026-Q4").promises if "P3" in promise.target.priorities]

    assert [None, None] == [promise.worst.margin_seconds for promise in response if promise.worst]


def test_a_customer_is_told_what_their_plan_promises():
    """By the clock of their own reports; other plans are left out."""
    report = made("klink", "2026-Q4", customers=["globex"])

    assert {("enterprise",)} == {promise.target.plans for promise in report.promises}
    assert frozenset({"enterprise"}) == report.plans
    assert 8 == len(made("klink", "2026-Q4").promises)


# --- work


def test_work_is_told_with_its_notice_its_hours_and_what_became_of_it():
    """As the policy's rules judge it."""
    of = {work.window.id: work for work in made("clever", "2026-10").works}

    assert [
        ("2026-10-10-router", True, True, 1500, 10800, True),
        ("2026-10-15-late-patch", False, True, 1800, 0, False),
        ("2026-10-20-log-disk", None, False, 0, 0, False),
        ("2026-10-22-tls", None, None, 720, 0, False),
    ] == [
        (one.window.id, one.notice_kept, one.hours_kept, one.counted_seconds, one.excused_seconds, one.forgone is None)
        for one in of.values()
    ]
    assert [1500, 0, 0, 0] == [one.overrun_seconds for one in of.values()]
    assert [False, False, False, True] == [one.is_emergency for one in of.values()]
    assert ["2026-10-25-called-off"] == [one.id for one in made("clever", "2026-10").called_off]


def test_work_on_what_a_policy_does_not_cover_is_none_of_its():
    """A contract that speaks of the API only."""
    project, verdicts, now = books()
    narrow = pack("infopromo", {"scope": {"components": ["api"]}})
    told = draw(replace(project, policies=(narrow,)), verdicts, narrow, Month(2026, 10), now)

    assert {"2026-10-10-router", "2026-10-15-late-patch", "2026-10-22-tls"} == {work.window.id for work in told.works}


def test_a_window_across_a_months_end_is_told_once_in_a_quarter():
    """With its seconds of both months."""
    report = made("klink", "2026-Q4")

    assert len({work.window.id for work in report.works}) == len(report.works)
    assert len({incident.id for incident in report.major}) == len(report.major)


# --- metrics


def test_what_was_measured_is_told_day_by_day():
    """How far it ranged, and how many values broke the promise."""
    (kept,) = made("infopromo", "2026-10").kept
    latency = next(one for one in kept.measured if one.metric.id == "latency")
    told = by_day(latency, kept.account)

    assert (30, 3) == (len(told), sum(day.broken for day in told))
    fifth = told[4]
    assert ("2026-10-05", 2, 2, "55.5", "55.5") == (
        fifth.date.isoformat(),
        fifth.values,
        fifth.broken,
        str(fifth.lowest),
        str(fifth.highest),
    )


# --- contents


def test_everything_that_a_pack_wants_in_its_reports_is_in_one():
    """Whatever it calls it."""
    owed = [one for policy in ("clever", "clicksend", "ecerium", "infopromo", "klink") for one in pack(policy).reports]

    assert 2 == len(owed)
    assert [] == [content for one in owed for content in one.contents if section_of(content) is None]
    assert Section.MAINTENANCE is section_of("  MAINTENANCE ")
    assert section_of("Backup tests") is None
