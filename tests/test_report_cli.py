"""`statusgen report` and `statusgen uptime --format html` as people meet them: files, text, exit codes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from papers import Page
from reported import BOOKS
from test_cli import process, statusgen

from statusgen.cli.exits import Exit
from statusgen.documents.paper import is_ours

AT = "2026-12-20T12:00:00Z"
ASKED = ("--project", str(BOOKS), "--at", AT)


def report(folder, *arguments):
    """Run in this process, on the books."""
    return statusgen(folder, "report", *arguments, *ASKED)


def test_a_report_is_a_file_in_the_current_folder(tmp_path):
    """The last month that is over; it is named after what it is, and that is told."""
    told = process(tmp_path, "report", "clever", *ASKED)

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert "report-clever-2026-11.html: November 2026 under clever; owed every month [clever.report]\n" == told.stdout
    assert ["report-clever-2026-11.html"] == [file.name for file in tmp_path.iterdir()]
    assert "Service report for November 2026" in Page((tmp_path / "report-clever-2026-11.html").read_text(encoding="utf-8")).text


def test_a_quarter_is_reported_on_where_the_contract_owes_that(tmp_path):
    """A customer's has a name of its own, so that neither takes the place of the other."""
    public = report(tmp_path, "klink", "2026-Q4")
    private = report(tmp_path, "klink", "2026-Q4", "--customer", "Globex")

    name = "October to December 2026 under klink"
    owed = "owed every quarter to enterprise [klink.reports]"
    assert f"report-klink-2026-Q4.html: {name}, provisional; {owed}\n" == public.stdout
    assert f"report-klink-2026-Q4-globex.html: {name}, confidential, for Globex, provisional; {owed}\n" == private.stdout
    assert "Confidential" not in Page((tmp_path / "report-klink-2026-Q4.html").read_text(encoding="utf-8")).text


def test_a_policy_that_owes_none_is_reported_on_all_the_same(tmp_path):
    """By month, and the output says so."""
    told = report(tmp_path, "infopromo", "2026-10")

    assert "none is owed by the contract: this one is given all the same\n" in told.stdout
    assert (
        "none is owed by the contract: this one is given all the same"
        in Page((tmp_path / "report-infopromo-2026-10.html").read_text(encoding="utf-8")).text
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("gold",), Exit.USAGE, "this page has no policy `gold`\n  Its policies: clever, infopromo, klink.\n"),
        (("clever", "2026-Q4"), Exit.USAGE, "2026-Q4 is no month, and clever owes a report every month.\n  Ask for a month: "),
        (("klink", "2026-10"), Exit.USAGE, "2026-10 is no quarter, and klink owes a report every quarter.\n"),
        (("clever", "2027-03"), Exit.USAGE, "2027-03 has not begun on the calendar of clever.\n  The last one that is over is"),
        (("clever", "soon"), Exit.USAGE, "`soon` is neither a month nor a quarter.\n  Write `2026-11` or `2026-Q4`.\n"),
        (("clever", "2025-01"), Exit.NOTHING, "nothing is declared before Fri 2026-10-02 02:00 -06:00: of 2025-01 there is"),
        (("clever", "--customer", "globex"), Exit.USAGE, "agreement of `globex` is not under clever\n  Ask for a report on klink."),
        (("klink", "--customer", "umbrella"), Exit.USAGE, "no agreement of `umbrella`\n  Agreements: globex, hooli, initech.\n"),
        ((), Exit.USAGE, "Missing argument 'POLICY'"),
    ],
)  # fmt: skip
def test_what_cannot_be_reported_on_is_told_with_the_way_out(tmp_path, arguments, code, said):
    """And no file is left."""
    told = report(tmp_path, *arguments)

    assert (code, "") == (told.returncode, told.stdout)
    assert said in told.stderr
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_cannot_be_read_stops_a_report(tmp_path):
    """It might be the one that counts."""
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "statusgen.yaml").write_bytes((BOOKS / "statusgen.yaml").read_bytes())
    (folder / "incidents").mkdir()
    (folder / "incidents/a.yaml").write_text("title: x\n", encoding="utf-8")

    told = statusgen(folder, "report", "clever", "2026-10", "--at", AT)

    assert (Exit.REJECTED, "") == (told.returncode, told.stdout)
    assert "incidents/a.yaml:1:1: error: Key missing" in told.stderr


def test_a_report_of_ours_is_written_anew(tmp_path):
    """The same command, the same bytes; nothing else is left in the folder."""
    report(tmp_path, "clever", "2026-10")
    file = tmp_path / "report-clever-2026-10.html"
    first = file.read_bytes()
    file.write_bytes(first + b"<!-- older -->")

    assert Exit.ACCEPTED == report(tmp_path, "clever", "2026-10").returncode
    assert first == file.read_bytes()
    assert [file] == list(tmp_path.iterdir())


@pytest.mark.parametrize("body", ["My own notes on clever.", "", "<!doctype html><p>statusgen"])
def test_what_is_none_of_ours_is_never_overwritten(tmp_path, body):
    """Unless it is named."""
    file = tmp_path / "report-clever-2026-10.html"
    file.write_text(body, encoding="utf-8")

    told = report(tmp_path, "clever", "2026-10")

    assert (Exit.USAGE, body) == (told.returncode, file.read_text(encoding="utf-8"))
    assert (
        "statusgen: report-clever-2026-10.html is there, and is none of ours\n"
        "  Move it away, or name it: `--out report-clever-2026-10.html`.\n"
    ) == told.stderr
    assert Exit.ACCEPTED == report(tmp_path, "clever", "2026-10", "--out", file.name).returncode
    assert is_ours(file.read_bytes())


def test_a_folder_in_its_place_is_told(tmp_path):
    """Named or not."""
    (tmp_path / "report-clever-2026-10.html").mkdir()

    assert "is there, and is none of ours" in report(tmp_path, "clever", "2026-10").stderr
    told = report(tmp_path, "clever", "2026-10", "--out", "report-clever-2026-10.html")
    assert (Exit.USAGE, True) == (told.returncode, "report-clever-2026-10.html cannot be written: Is a directory" in told.stderr)
    assert ["report-clever-2026-10.html"] == [file.name for file in tmp_path.iterdir()]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """With the way out."""
    told = report(tmp_path, "clever", "2026-10", "--out", "elsewhere/report.html")

    assert Exit.USAGE == told.returncode
    assert (
        "elsewhere/report.html cannot be written: No such file or directory\n  Name a file in a folder that is there" in told.stderr
    )


def test_a_dash_is_stdout(tmp_path):
    """The page alone; what it is, is told beside it."""
    told = process(tmp_path, "report", "clever", "2026-10", "--out", "-", *ASKED)
    report(tmp_path, "clever", "2026-10")

    assert told.stdout == (tmp_path / "report-clever-2026-10.html").read_text(encoding="utf-8")
    assert "October 2026 under clever; owed every month [clever.report]\n" == told.stderr


def test_a_pipe_can_be_named(tmp_path):
    """It is written to, not replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        try:
            told = report(tmp_path, "clever", "2026-10", "--out", str(pipe))
            body, _ = reader.communicate(timeout=30)
        finally:
            reader.kill()

    assert (Exit.ACCEPTED, True, True) == (told.returncode, is_ours(body), pipe.is_fifo())


def test_nothing_of_an_agreement_is_told_without_asking(tmp_path):
    """Not in the file, not on the terminal."""
    told = report(tmp_path, "klink", "2026-Q4")
    body = (tmp_path / "report-klink-2026-Q4.html").read_text(encoding="utf-8")

    for secret in ("Globex", "globex", "Hooli", "4,000.00"):
        assert secret not in body + told.stdout + told.stderr


def test_a_customers_ledger_names_the_commits_where_git_is_the_evidence(tmp_path):
    """The trail from a second to a revision, as in the statement."""
    from test_cli import commit, git

    folder = tmp_path / "page"
    for file in BOOKS.rglob("*.*"):
        target = folder / file.relative_to(BOOKS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes().replace(b"announcements: declared\n", b""))
    git(folder, "init", "-b", "main")
    commit(folder, "Everything", at="2026-10-01T10:00:00+00:00")

    statusgen(folder, "report", "klink", "2026-Q4", "--customer", "globex", "--at", AT, "--out", "../report.html")

    assert re.search(r"incidents/2026-10-05-calls-drop\.yaml:5:8 in commit [0-9a-f]{12}", (tmp_path / "report.html").read_text())


def test_a_template_that_does_not_render_is_told(tmp_path):
    """By its line; no file is left."""
    folder = tmp_path / "page"
    for file in BOOKS.rglob("*.*"):
        target = folder / file.relative_to(BOOKS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (folder / "templates/documents").mkdir(parents=True)
    (folder / "templates/documents/report.html").write_text("{{ it.", encoding="utf-8")

    told = statusgen(folder, "report", "clever", "2026-10", "--at", AT)

    assert Exit.USAGE == told.returncode
    assert "statusgen: templates/documents/report.html:1:1: " in told.stderr


# --- the statement as a page


def test_a_statement_can_be_had_as_a_page(tmp_path):
    """To stdout, of one month or several, with the options of the text."""
    told = process(tmp_path, "uptime", "2026-10..2026-11", "--customer", "globex", "--explain", "--format", "html", *ASKED)

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    text = Page(told.stdout).text
    assert "Statement for 2026-10 to 2026-11" in text
    assert "Confidential It tells what customers are owed." in text
    assert "Globex: klink, Enterprise; agreements/globex.yaml:1:11" in text
    assert "Ledger" in text
    assert "Hooli" not in text
    assert not is_ours(told.stdout.encode())


def test_a_statement_of_nothing_is_a_page_too(tmp_path):
    """It claims nothing, and ends with 3 as the text does."""
    told = statusgen(tmp_path, "uptime", "2020-01", "--format", "html", *ASKED)

    assert Exit.NOTHING == told.returncode
    assert "Nothing is declared before Fri 2026-10-02 02:00 -06:00: there is nothing to account for." in Page(told.stdout).text


def test_other_commands_start_without_what_sets_documents(tmp_path):
    """Neither Jinja2 nor WeasyPrint is imported for a plan or a statement as text."""
    program = (
        "import sys; from statusgen.cli import app; sys.argv = ['statusgen', *sys.argv[1:]]; app.run();"
        "print(sorted({'jinja2', 'weasyprint', 'markupsafe'} & sys.modules.keys()))"
    )
    for command in (["plan", "--base", "none"], ["uptime", "2026-10"]):
        told = subprocess.run([sys.executable, "-c", program, *command, *ASKED], capture_output=True, text=True, check=True)
        assert "[]" == told.stdout.splitlines()[-1]


def test_the_parts_of_a_report_are_written_nowhere_but_in_its_file(tmp_path):
    """The project's folder stays as it was."""
    before = sorted(BOOKS.rglob("*"))
    report(tmp_path, "clever", "2026-10")

    assert before == sorted(BOOKS.rglob("*"))
    assert Path("report-clever-2026-10.html") not in [file.relative_to(BOOKS) for file in before]


def test_what_monitors_saw_is_reported_on(tmp_path):
    """An outage that only samples show is downtime of the month; where no monitor spoke, the report says so."""
    rows = (
        f"{one},2026-10-02T{hour:02}:{minute:02}:00Z,{one != 'api' or hour != 7}"
        for one in ("api", "dashboard")
        for hour in range(6, 9)
        for minute in range(60)
    )
    (tmp_path / "samples.csv").write_text("component,time,up\n" + "\n".join(rows), encoding="utf-8")

    report(tmp_path, "clever", "2026-10", "--samples", "samples.csv")
    told = Page((tmp_path / "report-clever-2026-10.html").read_text(encoding="utf-8")).text

    assert (
        "Fri 2026-10-02 01:00–02:00 -06:00 | 1 hour | incident samples-api-20261002t070000z: Down, as monitors saw it (api)" in told
    )
    assert "Unknown: 30 days 13 hours 23 minutes 30 seconds" in told
