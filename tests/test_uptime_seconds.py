"""A second calculation, with one byte for every second of a month: nothing of it is shared with the first but the question."""

import datetime as dt
import itertools
from fractions import Fraction
from zoneinfo import ZoneInfo

import drawn
from accounting import COMPONENTS, agreement, pack, project
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen.model import Filed
from statusgen.policy import Basis, Cause, Combine, EarlyFinish, Excuses, Impact, Overrun, RoundingMode, Unit
from statusgen.statement import statement
from statusgen.uptime.ledger import Entry, ledger
from statusgen.verdict import Outcome, Verdict

TABLE = ((95, 100), (96, 75), (97, 50), (98, 25), (99, 10), (100, 5))
"""ClickSend's Rebate Schedule, from its page: below so many percent of uptime, so many of the fee."""
CLICKSEND = replace(pack("clicksend"), readings=())
COUNTS = {Cause.PROVIDER_FAILURE, Cause.UNKNOWN}
UNITS = {Unit.MINUTE: 60, Unit.HALF_HOUR: 1800, Unit.HOUR: 3600}


def midnight(year, month, zone):
    """The first second of a month on a zone's clock."""
    return int(dt.datetime(year, month, 1, tzinfo=ZoneInfo(zone)).timestamp())


def bounds(month, zone):
    """Where a month begins and where the next one does."""
    following = (month.year, month.number + 1) if month.number < 12 else (month.year + 1, 1)
    return midnight(month.year, month.number, zone), midnight(*following, zone)


class Seconds:
    """A stretch of time, a byte for each second of it; sets of seconds are integers whose bytes are 0 or 1."""

    def __init__(self, first, last):
        self.first, self.last = first, last

    def of(self, *spans):
        taken = bytearray(self.last - self.first)
        for start, end in spans:
            begin, stop = max(start, self.first) - self.first, max(min(end, self.last), self.first) - self.first
            if begin < stop:
                taken[begin:stop] = b"\1" * (stop - begin)
        return int.from_bytes(taken, "little")


def as_it_ran(window):
    return window.span if window.actual is None else (window.actual.start, window.actual.end)


def excuse(window, maintenance):
    """From the announced start to the announced end; to the actual end where that is earlier, or, as some say, later."""
    (start, end), ended = window.span, as_it_ran(window)[1]
    if maintenance.early_finish is EarlyFinish.CLIP:
        end = min(end, ended)
    if maintenance.overrun is Overrun.EXCLUDE:
        end = max(end, ended)
    return start, max(start, end)


def by_seconds(policy, seconds, incidents, windows):
    """The seconds that count, and those in which something was down."""
    maintenance = policy.maintenance
    down, counted = 0, []
    for component in COMPONENTS:
        here = [one for one in incidents if component in one.components and one.impact is Impact.OUTAGE]
        work = [(window, approved) for window, approved in windows if component in window.components]
        excused = seconds.of(*(excuse(window, maintenance) for window, approved in work if approved))
        failed = seconds.of(*((one.start, one.end) for one in here if one.cause in COUNTS))
        down |= seconds.of(*((one.start, one.end) for one in here))
        counts = failed & ~excused if maintenance.excuses is Excuses.EVERYTHING else failed
        for window, approved in work:
            if window.impact is Impact.OUTAGE:
                own = seconds.of(as_it_ran(window))
                down |= own
                if maintenance.excuses is Excuses.EVERYTHING:
                    counts |= own & ~excused
                else:
                    counts |= own & ~(seconds.of(excuse(window, maintenance)) if approved else 0)
        counted.append(counts)
    one, other = counted
    return (one & other if policy.scope.combine is Combine.ALL else one | other), down


def rounded(seconds, rounding):
    """To the nearest unit, or as the mode says: by looking at the two multiples around it."""
    if rounding is None:
        return seconds
    unit = UNITS[rounding.unit]
    low = seconds - seconds % unit
    high = low if low == seconds else low + unit
    match rounding.mode:
        case RoundingMode.UP:
            return high
        case RoundingMode.DOWN:
            return low
        case RoundingMode.HALF_UP:
            return high if high - seconds <= seconds - low else low
        case RoundingMode.HALF_EVEN:
            if high - seconds == seconds - low:
                return next(each for each in (low, high) if each % (2 * unit) == 0)
            return high if high - seconds < seconds - low else low


def rebate(uptime):
    """The worst row that applies."""
    return next((Fraction(percent, 100) for below, percent in TABLE if uptime < Fraction(below, 100)), Fraction(0))


def stated(policy, month, now, incidents, windows, agreements=()):
    """The statement, with approvals as given."""
    held = project(policy, incidents=incidents, windows=[window for window, _ in windows], agreements=agreements)
    given_out = {True: Outcome.APPROVED, False: Outcome.REJECTED}
    verdicts = {(w.id, policy.id): Verdict(w.id, policy.id, given_out[yes], excuses=yes) for w, yes in windows}
    return statement(held, verdicts, month, now)


@st.composite
def cases(draw):
    """A month of some zone with what happened in it, maybe looked at before it was over."""
    zone, month = draw(drawn.months)
    start, end = bounds(month, zone)
    period = drawn.Span(start, end)
    now = draw(st.one_of(st.just(end), st.just(end + 40 * drawn.DAY), st.integers(start, end + 2)))
    happened = [replace(one, end=min(one.end, now)) for one in draw(drawn.incidents(period)) if one.start < now]
    worked = [(window, approved) for window, approved in draw(drawn.windows(period)) if as_it_ran(window)[1] <= now]
    return draw(drawn.policies(zone)), month, now, happened, worked


@settings(max_examples=100)
@given(cases())
def test_a_month_agrees_with_its_seconds(case):
    """Counted, left out, base, uptime and credit, across clock changes in Brussels, Perth, Mexico City and UTC."""
    policy, month, now, incidents, windows = case
    start, end = bounds(month, policy.time_zone)
    counted, down = by_seconds(policy, Seconds(start, min(end, now)), incidents, windows)

    (account,) = stated(policy, month, now, incidents, windows).accounts

    basis = {Basis.ACTUAL: end - start, Basis.FIXED: 2_592_000, Basis.NOMINAL: month.days * 86_400}[policy.measure.basis]
    if policy.measure.excluded_leaves_basis:
        excuses = [excuse(window, policy.maintenance) for window, approved in windows if approved]
        known = [one for one in excuses if max(one[0], start) < min(one[1], end, now)]
        basis = max(basis - Seconds(start, end).of(*known).bit_count(), 0)
    seconds = rounded(counted.bit_count(), policy.measure.rounding)
    uptime = 1 - Fraction(seconds, basis) if basis else Fraction(1)
    found = account.availability
    assert (start, end) == account.period
    assert (counted.bit_count(), (down & ~counted).bit_count()) == (found.counted_seconds, account.left_out_seconds)
    assert (seconds, basis, uptime) == (found.measured_seconds, found.basis_seconds, found.uptime)
    assert rebate(uptime) == account.credits[0].share


@st.composite
def customers(draw):
    """A month under ClickSend's contract as it stands, and a customer who reported some of it and complained or not."""
    month = draw(st.sampled_from(drawn.MONTHS["Australia/Perth"]))
    start, end = bounds(month, "Australia/Perth")
    period = drawn.Span(start, end)
    happened, worked = draw(drawn.incidents(period)), draw(drawn.windows(period))
    began = {one.id: (one.start, one.end) for one in happened} | {window.id: as_it_ran(window) for window, _ in worked}
    reported = {name: draw(st.none() | st.integers(start - 60, end + 60)) for name, (start, end) in began.items()}
    reports = {name: at for name, at in reported.items() if at is not None}
    since, until = (draw(st.one_of(st.none(), st.none(), drawn.instants(period))) for _ in range(2))
    if since is not None and until is not None:
        since, until = min(since, until), max(since, until) + 1
    late = bounds(month.plus(1), "Australia/Perth")[1]
    complained = draw(st.none() | st.sampled_from([end - 9, late - 1, late]))
    return month, happened, worked, reports, since, until, complained


@settings(max_examples=60)
@given(customers())
def test_a_customer_is_credited_with_the_seconds_after_their_reports(case):
    """Each counted second once: from the report of an outage that was not over, inside the agreement, and complained of in time."""
    month, incidents, windows, reports, since, until, complained = case
    policy, (start, end) = CLICKSEND, bounds(month, "Australia/Perth")
    seconds = Seconds(start, end)
    claims = {} if complained is None else {str(month): Filed(complained)}
    agreed = replace(
        agreement({"fee": "90000 USD"}, policy),
        reports={name: Filed(at) for name, at in reports.items()},
        claims=claims,
        since=since,
        until=until,
    )
    now = end + 100 * drawn.DAY

    made = stated(policy, month, now, incidents, windows, [agreed])
    (owed,) = made.entitlements

    counted, _ = by_seconds(policy, seconds, incidents, windows)
    lived = seconds.of((start if since is None else since, end if until is None else until))
    lasted = {one.id: (one.start, one.end) for one in incidents} | {window.id: as_it_ran(window) for window, _ in windows}
    saved = 0
    for name, at in reports.items():
        own_incidents = [one for one in incidents if one.id == name]
        own, _ = by_seconds(policy, seconds, own_incidents, [(w if w.id == name else quiet(w), yes) for w, yes in windows])
        saved |= own & seconds.of((at, max(at, end))) & lived if at < lasted[name][1] else 0
    payable = saved if complained is not None and complained < bounds(month.plus(1), "Australia/Perth")[1] else 0
    kept = {"payable": 0, "pending": 0, "unreported": 0, "void": 0}
    for span, lot in owed.creditable.parts:
        kept[lot.fate] += span.seconds
    assert (payable.bit_count(), (counted & ~payable).bit_count()) == (kept["payable"], kept["void"])
    assert counted.bit_count() == sum(kept.values())
    measured = (payable.bit_count() + 30) // 60 * 60
    if lived and (since is None or since < end) and (until is None or until > start):
        share = rebate(1 - Fraction(measured, 2_592_000))
        assert min(share * 90_000, 12_500) == owed.payable.money.units


def quiet(window):
    """The same window with no work in it: it excuses, and is nothing itself."""
    return replace(window, impact=Impact.NONE)


@settings(max_examples=60)
@given(customers())
def test_the_ledger_ends_in_the_figures_of_the_statement(case):
    """Every interval in order, no second twice, and running totals that are the account's, with a customer and without."""
    month, incidents, windows, reports, since, until, _ = case
    policy, (_, end) = CLICKSEND, bounds(month, "Australia/Perth")
    reported = {name: Filed(at) for name, at in reports.items()}
    agreed = replace(agreement({"fee": "90000 USD"}, policy), reports=reported, since=since, until=until)
    made = stated(policy, month, end, incidents, windows, [agreed])
    (account,), (owed,) = made.accounts, made.entitlements

    for creditable in (None, owed.creditable):
        rows = ledger(account, creditable)

        assert all(one.span.end <= two.span.start for one, two in itertools.pairwise(rows))
        sums = {entry: sum(row.span.seconds for row in rows if row.entry is entry) for entry in Entry}
        assert account.availability.counted_seconds == sums[Entry.COUNTED]
        assert account.left_out_seconds == sums[Entry.NOT_COUNTED]
        assert rows == () or (sums[Entry.COUNTED], sums[Entry.NOT_COUNTED]) == (
            rows[-1].counted_seconds,
            rows[-1].not_counted_seconds,
        )
        assert creditable is None or all((row.lot is not None) is (row.entry is Entry.COUNTED) for row in rows)
