"""`statusgen uptime` as account managers ask it: customers, ranges, readings, the ledger, and files for spreadsheets."""

import csv
import io
import json
from pathlib import Path

import pytest
from gitrepo import GitRepo
from test_cli import Exit, statusgen, write

GOLDEN = Path(__file__).parent / "golden"
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: UTC}
announcements: declared
components: [{id: api, name: API}, {id: web, name: Web}]
policies: [clicksend, ecerium, klink]
"""
FILES = {
    "incidents__sending": "title: Sending failed\ncomponents: [api]\nimpact: outage\ncause: provider_failure\n"
    "start: 2026-11-03 10:00\nend: 2026-11-03 11:00\npriority: P1\nreported: 2026-11-03 10:02\nresponded: 2026-11-03 10:30\n",
    "incidents__carrier": "title: '=Carrier down'\ncomponents: [api]\nimpact: outage\ncause: messaging_provider\n"
    "start: 2026-11-05 10:00\nend: 2026-11-05 10:30\n",
    "incidents__before": "title: Down\ncomponents: [web]\nimpact: outage\nstart: 2026-10-03 10:00\nend: 2026-10-03 10:20\n",
    "windows__late": "title: Work\ncomponents: [web]\nimpact: outage\nannounced: 2026-11-09 21:00\n"
    "start: 2026-11-10 21:00\nend: 2026-11-10 22:00\n",
    "windows__announced": "title: Work\ncomponents: [web]\nimpact: outage\nannounced: 2026-11-01 21:00\n"
    "start: 2026-11-17 21:00\nend: 2026-11-17 22:00\nnotices: [{channel: email, at: 2026-11-02 09:00}]\n",
    "agreements__globex": "customer: Globex\npolicy: clicksend\nfee: 900.00 AUD\nexchange: {USD: 1.5}\n"
    "reports: {sending: 2026-11-03 10:20}\nclaims: {2026-11: 2026-12-04 09:00}\n",
    "agreements__initech": "customer: Initech\npolicy: klink\nplan: enterprise\nfee: 1000.00 EUR\n"
    "claims: {2026-11: {at: 2026-12-05 09:00, channel: email, fields: {company_name: Initech, account_id: I-1}}}\n",
    "agreements__hooli": "customer: Hooli\npolicy: ecerium\nfee: 100.00 EUR\n",
}
AT = ("--at", "2026-12-08T12:00:00Z")


@pytest.fixture
def page(tmp_path):
    """A page with three customers under three contracts."""
    write(tmp_path, statusgen=SETTINGS, **FILES)
    return tmp_path


def uptime(page, *arguments):
    done = statusgen(page, "uptime", *arguments, *AT)
    assert (Exit.ACCEPTED, "") == (done.returncode, done.stderr)
    return done.stdout


def rows(text):
    """The rows of a CSV, by the names of its columns."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("uptime-explain.txt", ("2026-11", "--customer", "globex", "--explain")),
        ("uptime-range.txt", ("2026-10..2026-11", "--policy", "klink")),
        ("uptime-ledger.csv", ("2026-11", "--format", "csv")),
        ("uptime-unreported.txt", ("2026-11", "--customer", "Hooli")),
    ],
)
def test_what_an_account_manager_reads(page, name, arguments):
    """To the character; every line of it in 100 columns."""
    told = uptime(page, *arguments)

    assert (GOLDEN / name).read_text(encoding="utf-8") == told
    assert name.endswith(".csv") or max(map(len, told.splitlines())) <= 100


def test_a_customer_is_found_by_file_and_by_name(page):
    """Only this one, and only their policy."""
    by_file, by_name = (uptime(page, "2026-11", "--customer", name, "--format", "json") for name in ("globex", "Globex"))
    (month,) = json.loads(by_file)["months"]

    assert by_file == by_name
    assert (["globex"], ["clicksend"]) == (
        [one["agreement"] for one in month["agreements"]],
        [one["policy"] for one in month["policies"]],
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--customer", "glob"), "there is no agreement of `glob`\n  Agreements: globex, hooli, initech."),
        (("--reading", "C99"), "there is no other reading `C99`\n  Other readings: C1=announced, "),
        (("2026-12..2026-11",), "`2026-12..2026-11` ends before it begins.\n  Write the earlier month first."),
        (("2026-11..",), "`` is not a month.\n  Write a year and a month: `2026-11`."),
        (("november",), "`november` is not a month.\n  Write a year and a month: `2026-11`."),
    ],
    ids=" ".join,
)
def test_what_cannot_be_asked_says_the_way_out(page, arguments, said):
    """And gives no figure."""
    done = statusgen(page, "uptime", *arguments, *AT)

    assert (Exit.USAGE, "") == (done.returncode, done.stdout)
    assert f"statusgen: {said}" in done.stderr


def test_a_reading_that_changes_nothing_is_told_where_it_is_asked_for(page):
    """By its name and value, or all of it."""
    for wanted in ("C4=each", "C4"):
        assert "C4=each: Each incident is rounded by itself.\n      changes no figure" in uptime(
            page, "2026-11", "--reading", wanted
        )
    assert "C4=each" not in uptime(page, "2026-11")


def test_the_ledger_ends_in_the_figures_of_the_statement(page):
    """Counted and not counted, for each policy and each customer."""
    ledger = rows(uptime(page, "2026-11", "--format", "csv"))
    (month,) = json.loads(uptime(page, "2026-11", "--format", "json"))["months"]
    owner = {one["agreement"]: one["policy"] for one in month["agreements"]}

    last = {(row["policy"], row["agreement"]): row for row in ledger}
    sums = {key: (int(row["counted_seconds_so_far"]), int(row["not_counted_seconds_so_far"])) for key, row in last.items()}
    figures = {one["policy"]: (one["counted_seconds"], one["not_counted_seconds"]) for one in month["policies"]}
    assert figures == {policy: totals for (policy, agreement), totals in sums.items() if not agreement}
    assert {(owner[name], name): figures[owner[name]] for name in owner} == {key: sums[key] for key in sums if key[1]}


def test_a_text_that_a_spreadsheet_would_compute_is_none(page):
    """A title that begins like a formula gets a quote before it."""
    titles = {row["title"] for row in rows(uptime(page, "2026-11", "--format", "csv"))}

    assert {"Sending failed", "Work", "'=Carrier down"} == titles


def test_unknown_time_is_a_row_of_its_own(page):
    """With nobody's name on it."""
    (page / "samples.csv").write_text("component,time,up\napi,2026-11-01T00:00:00Z,true\nweb,2026-11-01T00:00:00Z,true\n")
    told = statusgen(page, "uptime", "2026-11", "--policy", "klink", "--samples", "samples.csv", "--format", "csv", *AT).stdout
    unknown = [row for row in rows(told) if row["entry"] == "unknown" and not row["agreement"]]

    assert {("", "", "")} == {(row["event"], row["ground"], row["file"]) for row in unknown}
    assert unknown[-1]["unknown_seconds_so_far"] == str(sum(int(row["seconds"]) for row in unknown))


def test_where_git_is_the_evidence_the_ledger_names_the_commits(tmp_path):
    """That which gave each file its content; a file that is changed since has none."""
    repository = GitRepo(tmp_path / "page")
    texts = {f"{name.replace('__', '/')}.yaml": text.replace("announced: 2026-11-09 21:00\n", "") for name, text in FILES.items()}
    settings = SETTINGS.replace("announcements: declared\n", "")
    first = repository.commit("2026-11-01 10:00", {"statusgen.yaml": settings, **texts})
    moved = texts["incidents/sending.yaml"].replace("10:00\nend", "10:05\nend")
    second = repository.commit("2026-11-06 10:00", {"incidents/sending.yaml": moved})
    repository.write({"incidents/carrier.yaml": texts["incidents/carrier.yaml"] + "description: Changed since.\n"})

    told = statusgen(repository.path, "uptime", "2026-11", "--policy", "clicksend", "--format", "csv", *AT)
    found = {row["event"]: row["file_commit"] for row in rows(told.stdout) if not row["agreement"]}
    text = statusgen(repository.path, "uptime", "2026-11", "--policy", "clicksend", "--explain", *AT).stdout

    assert {"sending": second, "carrier": "", "late": first, "announced": first} == found
    assert f"incidents/sending.yaml:5:8 in commit {second[:12]}" in " ".join(text.split())
