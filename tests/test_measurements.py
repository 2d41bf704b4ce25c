"""What is measured: every mistake that a CSV file can hold, told at its place, and which values break which promise."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from accounting import pack, project
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen.civil import UTC, Month, instant
from statusgen.finding import Place, ProjectUnreadable
from statusgen.load import load
from statusgen.load.cells import rows
from statusgen.load.measurements import read_measurements
from statusgen.load.sheet import RULES, Context
from statusgen.load.shelf import Shelf
from statusgen.model import Measurement
from statusgen.policy import Metric
from statusgen.render import statement as render
from statusgen.statement import statement
from statusgen.yaml12.texts import MOST_BYTES

HOME = Path(__file__).parent.parent
MEXICO = "America/Mexico_City"
CONTEXT = Context(MEXICO, ("api",), {}, ("latency", "throughput", "packet_loss"))
FILE = "measurements/2026/november.csv"
HEADER = "metric,time,value"
ROW = "latency,2026-11-03 10:00,49.9"
HERE = "¦"
"""Marks in these texts where a finding, or a value, is to be placed."""


def at(text, zone=MEXICO):
    return instant(text, zone)


def marked(text):
    """A text without its marks, and the line and column of each of them."""
    places = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        for count, found in enumerate(re.finditer(HERE, line)):
            places.append((number, found.start() + 1 - count))
    return text.replace(HERE, ""), places


def read(text, context=CONTEXT):
    """What a file is read into, and what is told of it."""
    return read_measurements(FILE, text if isinstance(text, bytes) else text.encode(), context)


def placed(places):
    return [(one.place.line, one.place.column) for one in places]


def test_a_file_holds_a_value_a_row():
    """Columns in any order, times on the page's clock or with an offset, exact values, each with its place."""
    values, findings = read(
        "value,region,time,metric\n49.90, mx-north ,2026-11-03 10:00,latency\n-0.5,,2026-11-03T16:00:00Z,latency\n"
    )

    assert () == findings
    assert (
        Measurement(Place(FILE, 2, 1), "latency", at("2026-11-03 10:00"), Decimal("49.90"), "mx-north"),
        Measurement(Place(FILE, 3, 1), "latency", at("2026-11-03 10:00"), Decimal("-0.5"), ""),
    ) == values
    assert "49.90" == str(values[0].value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_files_of_any_editor_are_read(end, mark, last):
    """Any line end, with a byte order mark or without, blank lines, with a line end at the last line or not."""
    lines = [HEADER, "", f"latency,2026-11-03 10:00,{HERE}1", f"latency,2026-11-03 11:00,{HERE}2"]
    text, places = marked(mark + end.join(lines) + (end if last else ""))

    values, findings = read(text)

    assert (places, ()) == (placed(one for one in values), findings)


def test_cells_in_quotes_hold_commas_quotes_and_line_breaks():
    """And every place behind them is right, that of a mistake too."""
    text, places = marked(
        f'{HEADER},region\n"latency",2026-11-03 10:00,{HERE}1,"Mexico, ""north""\r\nand west"\n'
        f'latency,"2026-11-03 11:00",{HERE}"2",x\nlatency,2026-11-03 12:00,{HERE}3,"\n\n"\n'
    )

    values, findings = read(text)

    assert (places, ()) == (placed(values), findings)
    assert ['Mexico, "north" and west', "x", ""] == [one.region for one in values]

    text, places = marked(
        f'value,metric,time,region\n1,latency,2026-11-03 10:00,"a\nb"\n2,"latency",{HERE}"2026-11-03 25:00","a\nb"\n'
    )
    assert (places, ["not-a-time"]) == (placed(read(text)[1]), [one.rule for one in read(text)[1]])


MISTAKES = [
    ("¦", "empty-file", "Fill it in, or delete it."),
    ("¦\n\n,,\n", "empty-file", "Fill it in, or delete it."),
    (f"{HEADER}\n,,\n{ROW}\n,,,\nlatency,,,¦\n", "wrong-cells", "Write as many as there are columns."),
    (f"¦{HEADER}\n", "empty-file", "Fill it in, or delete it."),
    (f"¦{HEADER}\n\n\n", "empty-file", "Fill it in, or delete it."),
    (f"¦metric;time;value\n{ROW}\n", "csv-syntax", "Separate them by commas: `metric,time,value`."),
    (f"¦metric\ttime\tvalue\n{ROW}\n", "csv-syntax", "Separate them by commas: `metric,time,value`."),
    (f"metric,time,¦valeu,value\n{ROW},1\n", "unknown-column", "Did you mean `value`?"),
    (f"metric,time,value,¦host\n{ROW},1\n", "unknown-column", "Known: `metric`, `region`, `time`, `value`."),
    (f"metric,time,value,¦\n{ROW},1\n", "unknown-column", "Known: `metric`, `region`, `time`, `value`."),
    (f"metric,time,value,¦time\n{ROW},1\n", "duplicate-column", "Delete one of the two."),
    ("¦metric,region\nlatency,a\n", "missing-column missing-column", "Name it in the first line: `metric,time,value`."),
    (f"{HEADER}\nlatency,¦2026-11-03 10:00\n", "wrong-cells", "Write as many as there are columns."),
    (f"{HEADER}\n{ROW},¦9,8\n", "wrong-cells", "Write as many as there are columns."),
    (f"{HEADER}\nlatency,2026-11-03 10:00,1,¦000\n", "wrong-cells", "numbers have none."),
    (f"{HEADER}\n¦latncy,2026-11-03 10:00,1\n", "unknown-metric", "Did you mean `latency`?"),
    (f"{HEADER}\n¦,2026-11-03 10:00,1\n", "empty-value", "Write one, or delete the row."),
    (f"{HEADER}\nlatency,¦,1\n", "empty-value", "Write one, or delete the row."),
    (f"{HEADER}\nlatency,2026-11-03 10:00,¦  \n", "empty-value", "Write one, or delete the row."),
    (f"{HEADER}\nlatency,¦yesterday,1\n", "not-a-time", "Write `YYYY-MM-DD HH:MM`"),
    (f"{HEADER}\nlatency,¦2026-02-30 10:00,1\n", "not-a-time", "Write a date and an hour that exist."),
    (f"{HEADER}\nlatency,¦2022-04-03 02:30,1\n", "missing-time", "`2022-04-03 02:30-06:00` or `2022-04-03 02:30-05:00`"),
    (f"{HEADER}\nlatency,¦2022-10-30 01:30,1\n", "repeated-time", "`2022-10-30 01:30-05:00` is the first"),
    (f'{HEADER}\nlatency,2026-11-03 10:00,1\n¦"latency,2026-11-03 11:00,1\n{ROW}\n', "csv-syntax", "Close it, or delete it."),
    (f'{HEADER}\n¦"lat"ency,2026-11-03 10:00,1\n{ROW}\n', "csv-syntax", "a quote inside a cell is written twice"),
    (f'{HEADER}\n¦lat"ency",2026-11-03 10:00,1\n{ROW}\n', "csv-syntax", "Write the cell in quotes"),
    (f"{HEADER},region\n{ROW},¦{'x' * 201}\n", "too-long", "Shorten it."),
    (f"{HEADER}\nlatency,2026-11-03 10:00,49.9\x00\n", "control-character", "Delete it."),
    (f"{HEADER}\nlatency,2026-11-03 10:00,¦\x1b[31m49.9\n", "control-character", "Delete it."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rules", "hint"), MISTAKES)
def test_a_mistake_is_told_at_its_cell_with_a_way_out(text, rules, hint):
    """What is wrong, where, and what to write instead; a file with a finding yields nothing."""
    text, places = marked(text)

    values, findings = read(text)

    assert (rules.split(), ()) == ([one.rule for one in findings], values)
    assert set(places or placed(findings)) == set(placed(findings))
    assert hint in findings[-1].way_out


@pytest.mark.parametrize(
    "value",
    [
        "1e3",
        "1e999",
        "NaN",
        "nan",
        "inf",
        "-",
        ".5",
        "5.",
        "+5",
        "1_000",
        "49.9 ms",
        "0x10",
        "٣",
        "1.2.3",
        "1" * 19,
        "49,9",
        "1 000",
    ],
)
def test_a_number_is_digits_and_a_point(value):
    """Nothing that a program might round, and nothing of which the point might be the mark between thousands."""
    (finding,) = read(f'{HEADER}\nlatency,2026-11-03 10:00,"{value}"\n')[1]

    assert ("not-a-number", 2, 26) == (finding.rule, finding.place.line, finding.place.column)


def test_all_mistakes_are_told_at_once():
    """Of one row and of many, whatever else is wrong; of a broken row only that it is broken."""
    text, places = marked(
        f'{HEADER},region\n¦latncy,¦soon,¦many,x\n"latency",2026-11-03 10:00,¦x,"a\nb"\n'
        'latency,¦"un"closed,1,x\n¦throughptu,2026-11-03 10:00,1,\n'
    )
    rules = ["unknown-metric", "not-a-time", "not-a-number", "not-a-number", "csv-syntax", "unknown-metric"]

    assert (places, rules) == (placed(read(text)[1]), [one.rule for one in read(text)[1]])


def test_no_more_is_told_of_one_file_than_anyone_reads():
    """Of ten thousand rows with a mistake the first hundred."""
    assert 100 == len(read(HEADER + "\nlatency,then,1" * 10_000)[1])
    assert 100 == len(read(f"{HEADER}\n" + 'x"y,1,2\n' * 10_000)[1])


@pytest.mark.parametrize(
    ("body", "rule", "place"),
    [
        (f"{HEADER}\n{ROW}\nlatency,caf".encode() + b"\xe9", "not-utf-8", (3, 12)),
        (f"{HEADER}\n{ROW}".encode("utf-16"), "not-utf-8", (1, 1)),
        (b"x" * (MOST_BYTES + 1), "file-too-large", (1, 1)),
    ],
)
def test_bytes_that_are_no_text_are_told(body, rule, place):
    """As of every other file."""
    (finding,) = read(body)[1]

    assert (rule, place) == (finding.rule, (finding.place.line, finding.place.column))


def test_every_rule_of_measurements_is_shown_by_a_case():
    """No rule without a text that breaks it."""
    shown = {rule for _, rules, _ in MISTAKES for rule in rules.split()}
    own = {rule for rule, _ in RULES[[rule for rule, _ in RULES].index("csv-syntax") :]}

    assert {"not-a-number", "measured-twice"} == own - shown


@settings(max_examples=300)
@given(
    st.binary(max_size=200) | st.text('metricvalue,time"\n\r;1.5 -:', max_size=200).map(lambda text: f"{HEADER}\n{text}".encode())
)
def test_no_bytes_raise(body):
    """Whatever a file holds, it is values or it is told what is wrong."""
    values, findings = read(body)

    assert bool(values) == (not findings)


CELLS = st.text(st.sampled_from('ab,"\n\r '), max_size=6)


@settings(max_examples=300)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_by_the_rules_is_read_back(table, end):
    """Every cell in quotes, whatever it holds, as it stands in RFC 4180."""
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + end for row in table)
    told = []

    read_back = [[cell.text for cell in row] for row in rows(text, lambda *mistake: told.append(mistake))]

    written = [[cell.strip() for cell in row] for row in table]
    assert ([row for row in written if any(row)], []) == (read_back, told)


SETTINGS = f"""
page: {{name: Acme, url: https://status.acme.example/, time_zone: {MEXICO}}}
components: [{{id: api, name: API}}]
policies: [infopromo]
""".encode()


def loaded(settings=SETTINGS, **files):
    """A project with files in `measurements/`."""
    texts = {f"measurements/{name}.csv": text.encode() for name, text in files.items()}
    return load({"statusgen.yaml": settings, **texts}, now=at("2026-12-01 00:00"))


def test_a_project_holds_what_all_its_files_measured():
    """In the order of metric, time and region, whatever file it stands in."""
    found = loaded(
        b=f"{HEADER},region\nthroughput,2026-11-03 10:00,101,\nlatency,2026-11-03 10:00,2,s\nlatency,2026-11-03 10:00,1,n\n",
        a=f"{HEADER}\nlatency,2026-11-03 09:00,3\n",
    )

    assert () == found.findings
    assert [3, 1, 2, 101] == [one.value for one in found.project.measurements]


def test_what_is_measured_twice_would_count_twice():
    """Two exports that overlap, or one row pasted twice; the other place is told."""
    found = loaded(a=f"{HEADER}\n{ROW}\n{ROW}\n", b=f"{HEADER}\nlatency,2026-11-03 16:00 Z,50\n")

    assert [("measurements/a.csv", 3), ("measurements/b.csv", 2)] == [(one.place.file, one.place.line) for one in found.findings]
    assert {"measured-twice"} == {one.rule for one in found.findings}
    assert all("measurements/a.csv:2:26" in one.what for one in found.findings)
    assert 100 == len(loaded(a=HEADER + f"\n{ROW}" * 1000).findings)


def test_a_metric_is_one_that_a_policy_promises():
    """In any of its versions. Where a policy cannot be read, its metrics are not known, and nothing is said of them."""
    wrong = {"a": f"{HEADER}\njitter,2026-11-03 10:00,1\n"}
    (finding,) = loaded(**wrong).findings
    assert "Known: `latency`, `packet_loss`, `throughput`." == finding.way_out

    (finding,) = loaded(SETTINGS.replace(b"infopromo", b"clever"), **wrong).findings
    assert "No policy of this page promises any." == finding.way_out

    texts = {"statusgen.yaml": SETTINGS.replace(b"infopromo", b"infopromo, nobodys"), "measurements/a.csv": wrong["a"].encode()}
    assert ["unknown-policy"] == [one.rule for one in load(texts, now=0).findings]

    metric = "{id: jitter, clause: infopromo.metrics, unit: ms, below: 5}"
    later = f"extends: infopromo\nversions: [{{effective_from: 2027-01-01, metrics: [{metric}]}}]\n"
    texts = {"statusgen.yaml": SETTINGS, "measurements/a.csv": wrong["a"].encode(), "policies/infopromo.yaml": later.encode()}
    assert () == load(texts, now=0).findings


def test_measurements_are_looked_at_where_statusgen_yaml_cannot_be_read():
    """All findings are told at once; which metrics there are is not known then."""
    with pytest.raises(ProjectUnreadable) as unreadable:
        loaded(b"page: {}\n", a=f"{HEADER}\njitter,soon,1\n")

    assert "not-a-time" in {one.rule for one in unreadable.value.findings}
    assert "unknown-metric" not in {one.rule for one in unreadable.value.findings}


def test_what_was_read_is_taken_from_the_shelf(tmp_path):
    """Exact values and places come back as they were; another set of metrics is read anew."""
    texts = {"statusgen.yaml": SETTINGS, "measurements/a.csv": f"{HEADER}\nlatency,2026-11-03 10:00,49.90\n".encode()}
    first, second = Shelf(tmp_path / "shelf"), None
    fresh = load(texts, now=0, shelf=first)
    first.save()
    second = Shelf(tmp_path / "shelf")

    again = load(texts, now=0, shelf=second)

    assert (fresh, "49.90") == (again, str(again.project.measurements[0].value))
    texts["statusgen.yaml"] = SETTINGS.replace(b"infopromo", b"clever")
    assert ["unknown-metric"] == [one.rule for one in load(texts, now=0, shelf=second).findings]


def november(*values, policy="infopromo", settings=None):
    """The statement of November under a policy: values are (metric, time, value) or with a region."""
    found = [
        Measurement(Place("measurements/a.csv", number, 9), metric, at(time, UTC), Decimal(value), *region)
        for number, (metric, time, value, *region) in enumerate(values, 2)
    ]
    held = replace(project(pack(policy, settings)), measurements=tuple(found))
    return statement(held, {}, Month(2026, 11), at("2026-12-01 00:00", UTC))


@pytest.mark.parametrize(
    ("metric", "value", "kept"),
    [
        ("latency", "49.9", True),
        ("latency", "49.999999999999999999", True),
        ("latency", "50", False),
        ("latency", "50.0", False),
        ("latency", "50.1", False),
        ("throughput", "100.1", True),
        ("throughput", "100", True),
        ("throughput", "100.000", True),
        ("throughput", "99.999999999999999999", False),
        ("throughput", "99.9", False),
        ("packet_loss", "0", True),
        ("packet_loss", "0.09", True),
        ("packet_loss", "0.1", False),
        ("packet_loss", "0.10", False),
        ("packet_loss", "0.11", False),
    ],
)
def test_a_threshold_is_broken_from_its_right_side(metric, value, kept):
    """Latency of 50 ms and loss of 0.1 % are breaches, and throughput of 100 Mbps is none."""
    told = november((metric, "2026-11-03 10:00", value))
    of = {one.metric.id: one for one in told.kept[0].measured}

    assert (1, [] if kept else [Decimal(value)]) == (len(of[metric].values), [one.value for one in of[metric].breaches])


def metric_lines(told):
    """What people read of metrics, each in one line."""
    text = re.sub(r"\n {16}", " ", render.text([told], {}))
    return [line.removeprefix("  Metric        ") for line in text.splitlines() if line.startswith("  Metric")]


def test_a_statement_tells_how_each_metric_was_kept():
    """The worst value is told, and where it stands: the highest where a value stays below a bound, else the lowest."""
    told = november(
        ("latency", "2026-11-03 10:00", "49.9"),
        ("latency", "2026-11-03 11:00", "71"),
        ("latency", "2026-11-03 12:00", "50", "eu"),
        ("throughput", "2026-11-03 10:00", "99.5"),
        ("throughput", "2026-11-03 11:00", "80"),
        ("packet_loss", "2026-11-03 11:00", "0.05"),
    )

    assert [
        "Network latency below 50 ms: broken by 2 of 3 values, the worst 71 ms; measurements/a.csv:3:9 [infopromo.metrics]",
        "Data throughput at least 100 Mbps: broken by 2 of 2 values, the worst 80 Mbps; measurements/a.csv:6:9 [infopromo.metrics]",
        "Packet loss below 0.1 %: kept in 1 value [infopromo.metrics]",
    ] == metric_lines(told)
    (account,) = json.loads(render.json([told], {}))["months"][0]["policies"]
    latency = account["metrics"][0]
    assert ("latency", "50", None, 3, "ms", []) == tuple(
        latency[key] for key in ("metric", "below", "at_least", "values", "unit", "plans")
    )
    assert {
        "measured_at": "2026-11-03T12:00:00Z",
        "value": "50",
        "region": "eu",
        "file": "measurements/a.csv",
        "line": 4,
    } == latency["breaches"][1]


def test_only_the_month_is_looked_at():
    """Its first second is inside, that of the next one is not; what nobody measured is said to be that."""
    told = november(
        ("latency", "2026-11-01 00:00", "60"), ("latency", "2026-12-01 00:00", "70"), ("latency", "2026-10-31 23:59:59", "80")
    )

    assert ["60"] == [str(one.value) for one in told.kept[0].measured[0].breaches]
    assert "Data throughput at least 100 Mbps: not measured [infopromo.metrics]" in metric_lines(told)


def test_a_metric_of_some_plans_names_them():
    """To people and to programs."""
    promised = {
        "id": "throughput",
        "clause": "infopromo.metrics",
        "unit": "Mbps",
        "at_least": 500,
        "plans": ["premium", "enterprise"],
    }
    told = november(settings={"metrics": [promised]})

    assert ["throughput (premium, enterprise) at least 500 Mbps: not measured [infopromo.metrics]"] == metric_lines(told)
    (account,) = json.loads(render.json([told], {}))["months"][0]["policies"]
    assert ["premium", "enterprise"] == account["metrics"][0]["plans"]


def test_a_metric_without_a_threshold_promises_nothing():
    """It cannot be broken."""
    assert Metric("load", "a.b", "%").kept(Decimal(10) ** 9)
