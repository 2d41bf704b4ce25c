"""Charts: whole coordinates, each kind a shape of its own, and lengths that do not lie."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from accounting import accounted
from msgspec.structs import replace
from papers import page
from reported import made

from statusgen.civil import Month
from statusgen.documents import charts
from statusgen.documents.charts.days import HEIGHT, LEAST
from statusgen.documents.charts.shapes import TOP
from statusgen.documents.charts.year import HEIGHT as YEAR_HEIGHT
from statusgen.policy import Metric
from statusgen.report import DayMeasured
from statusgen.report.days import days
from statusgen.timeline import DAY, Span, Timeline
from statusgen.uptime.account import Account


def account(policy="clever", month="2026-11", settings=None, **more) -> Account:
    """One policy's month, of a few lines."""
    (found,) = accounted({"policy": policy, "month": month, "settings": settings, **more}).accounts
    return found


def marks(chart, kind):
    return [(mark.x, mark.y, mark.width, mark.height) for mark in chart.marks if mark.kind == kind]


def test_a_day_is_a_column_and_an_hour_its_part():
    """From midnight above to midnight below: noon is half-way, six hours are a quarter."""
    down = [{"start": "2026-11-03 12:00", "for": "6h"}]
    chart = charts.of_days(days(account(incidents=down), ()))

    assert [(114, TOP + HEIGHT // 2, 16, HEIGHT // 4)] == marks(chart, "counted")
    assert [(114, TOP, 16, HEIGHT // 2), (114, TOP + HEIGHT * 3 // 4, 16, HEIGHT // 4)] == [
        one for one in marks(chart, "up") if one[0] == 114
    ]
    assert 30 == len({x for x, *_ in marks(chart, "up")})


@pytest.mark.parametrize("clock", ["00:00:00", "12:00:00", "23:59:59"])
def test_a_second_can_be_seen(clock):
    """It is as high as the least, inside its column, and has a flag below."""
    chart = charts.of_days(days(account(incidents=[{"start": f"2026-11-03 {clock}", "for": "1s"}]), ()))

    ((_, y, _, height),) = marks(chart, "counted")
    assert (LEAST, True) == (height, TOP <= y <= TOP + HEIGHT - LEAST)
    assert 1 == len(marks(chart, "flag"))


def test_a_day_with_a_change_of_the_clock_fills_its_column():
    """23 hours or 25, it goes from edge to edge."""
    for month, day in (("2026-03", 29), ("2026-10", 25)):
        chart = charts.of_days(days(account(month=month, settings={"time_zone": "Europe/Brussels"}), ()))
        columns = marks(chart, "up")
        assert {(TOP, HEIGHT)} == {(y, height) for _, y, _, height in columns}
        assert (14 + 20 * day + 40, TOP, 16, HEIGHT) in columns


def test_what_is_unknown_or_still_to_come_is_drawn_as_that():
    """Never as up."""
    known = account(now="2026-11-15 00:00")
    silent = replace_unknown(known, Span(known.period.start, known.period.start + DAY // 2))
    chart = charts.of_days(days(silent, ()))

    assert [(74, TOP, 16, HEIGHT // 2)] == marks(chart, "unknown")
    assert 16 == len(marks(chart, "outside"))
    assert 14 == len({x for x, *_ in marks(chart, "up")})


def replace_unknown(known, span):
    """The account of a page whose monitor was silent."""
    from dataclasses import replace as exchanged

    return exchanged(known, unknown=Timeline([span]))


def year_of(*uptimes_down, policy="klink", settings=None):
    """Twelve months that end with months of so many hours down; None: nothing is said of it."""
    given = [None] * (12 - len(uptimes_down)) + list(uptimes_down)
    months = [Month(2025, 12).plus(number) for number in range(12)]
    return [
        (month, None if hours is None else account(policy, str(month), settings, incidents=_down(month, hours)))
        for month, hours in zip(months, given, strict=True)
    ]


def _down(month, hours):
    return [{"start": f"{month}-02 00:00", "for": f"{hours}h"}] if hours else []


def test_a_month_hangs_as_far_down_as_it_was_down():
    """From the line of 100 %: twice the downtime is twice the length."""
    chart = charts.of_year(year_of(6, 0, 12), {"enterprise"})
    lengths = [height for _, _, _, height in marks(chart, "stem")]

    assert 0 == lengths[1]
    assert abs(lengths[2] - 2 * lengths[0]) <= 1  # September is as long as November
    assert all(0 <= length < YEAR_HEIGHT for length in lengths)
    assert [1, 2] == [len(marks(chart, kind)) for kind in ("met", "missed")]


def test_the_line_of_a_commitment_tells_what_is_met():
    """What was missed lies below it, what was met does not."""
    chart = charts.of_year(year_of(0, 6), {"enterprise"})
    (promised,) = (line.y for line in chart.lines if line.kind == "promise")

    assert all(y <= promised for _, y, _, _ in marks(chart, "met"))
    assert all(y > promised for _, y, _, _ in marks(chart, "missed"))


def test_a_year_without_a_second_down_is_a_line_of_marks():
    """Under a promise of 100 %, too."""
    chart = charts.of_year(year_of(0, 0, policy="clicksend"), ())

    assert {(TOP, 0)} == {(y, height) for _, y, _, height in marks(chart, "stem")}
    assert "100" == chart.scale[0].text
    assert [TOP] == [line.y for line in chart.lines if line.kind == "promise"]


def test_a_month_of_nothing_but_downtime_stays_on_the_chart():
    """As far as uptime goes; the scale has few lines whatever it spans."""
    chart = charts.of_year(year_of(28 * 24), {"enterprise"})

    assert all(line.y <= TOP + YEAR_HEIGHT for line in chart.lines)
    assert len([line for line in chart.lines if line.kind == "grid"]) <= 6
    assert ["–"] * 11 == [label.text for label in chart.labels if label.text == "–"]


def test_a_target_that_nothing_guarantees_is_missed_only_where_it_is_all_there_is():
    """Starter aims at 99.5 % and Enterprise is promised 99.9 %: at 99.86 % the target is met and the promise is not."""
    ((_, hour),) = year_of(1)[-1:]

    assert (True, False) == (charts.missed(hour, ()), charts.missed(hour, {"starter"}))
    ((_, days_down),) = year_of(48)[-1:]
    assert charts.missed(days_down, {"growth"})


def test_where_the_unknown_decides_it_is_neither():
    """A square, neither dot nor diamond."""
    known = account("klink", incidents=[])
    from dataclasses import replace as exchanged

    undecided = exchanged(known, credits=tuple(exchanged(credit, met=None) for credit in known.credits))
    chart = charts.of_year([*year_of()[:-1], (Month(2026, 11), undecided)], {"enterprise"})

    assert [1, 0, 0] == [len(marks(chart, kind)) for kind in ("open", "met", "missed")]


LATENCY = Metric("latency", "a.b", "ms", below=Decimal(50))


def measured(*values, broken=0):
    """One day's values."""
    numbers = [Decimal(value) for value in values]
    return DayMeasured(dt.date(2026, 11, 3), Span(0, DAY), len(values), broken, min(numbers), max(numbers))


NOVEMBER = [dt.date(2026, 11, day) for day in range(1, 31)]


def test_the_worst_value_of_a_day_is_marked_where_it_lies_against_the_threshold():
    """The highest where values stay below a bound, else the lowest; a breach is a diamond."""
    chart = charts.of_metric(LATENCY, [measured("30", "71", broken=1)], NOVEMBER)
    (bound,) = (line.y for line in chart.lines if line.kind == "promise")
    ((x, y, _, _),) = marks(chart, "missed")

    assert (122, True) == (x, y < bound)
    throughput = Metric("throughput", "a.b", "Mbps", at_least=Decimal(100))
    chart = charts.of_metric(throughput, [measured("100", "140")], NOVEMBER)
    (bound,) = (line.y for line in chart.lines if line.kind == "promise")
    assert [bound] == [y for _, y, _, _ in marks(chart, "met")]


def test_values_that_are_all_alike_make_a_chart_too():
    """Without a threshold, and with one."""
    for metric in (LATENCY, replace(LATENCY, below=Decimal("30.00")), replace(LATENCY, below=None)):
        chart = charts.of_metric(metric, [measured("30", "30")], NOVEMBER)
        assert all(TOP <= mark.y <= chart.height for mark in chart.marks)
        assert 1 <= len(chart.scale) <= 2


def test_coordinates_are_whole_numbers():
    """So that every machine draws the same."""
    for policy, of in (("clever", "2026-10"), ("infopromo", "2026-10"), ("klink", "2026-Q4")):
        drawn = re.findall(r"<svg.*?</svg>", page(policy, of), re.DOTALL)
        assert drawn
        numbers = re.findall(r' (?:x|y|cx|cy|width|height)="([^"]*)"', " ".join(drawn))
        assert [] == [number for number in numbers if not re.fullmatch(r"-?\d+", number)]


def test_every_kind_has_a_shape_of_its_own():
    """Told apart without colour: a block, a narrow bar, a frame, a dotted frame; a dot, a diamond, a square."""
    text = page("clever", "2026-10") + page("infopromo", "2026-10")
    shapes = {
        kind: re.search(rf'<(\w+) class="{kind}"([^>]*)>', text)
        for kind in ("counted", "maintenance", "not_counted", "met", "missed")
    }

    assert all(shapes.values())
    assert len({(found[1], re.sub(r'(x|y|cx|cy|height|fill|stroke|d)="[^"]*"', "", found[2])) for found in shapes.values()}) == 5


def test_a_share_is_shown_without_zeros_at_its_end():
    """Whole, half or exact."""
    assert ["100", "99.9", "99.899961"] == [
        charts.plain(Fraction(*share)) for share in ((1, 1), (999, 1000), (99_899_961, 100_000_000))
    ]


def test_the_days_of_the_books_are_drawn_whole():
    """A column of 192 for every day that is known."""
    (month,) = made("clever", "2026-10").months
    chart = charts.of_days(month.days)

    assert 31 == len({mark.x for mark in chart.marks if mark.kind == "up"})
