"""What was agreed with customers stays at home: no byte of it in what is published, kept or planned."""

import re
import subprocess
import sys

import pytest
from test_cli import INCIDENT, SETTINGS, WINDOW, surroundings, write

NOW = "2026-11-22T12:00:00Z"
AGREEMENT = """
customer: Zanzibar Widgets
policy: clicksend
fee: 7351.93 CHF
fees: {invoice: 8642.97 CHF}
exchange: {USD: 0.8765}
since: 2026-01-13 04:17
until: 2027-03-14 05:16
holidays: [2026-12-19]
country: LI
reports: {down: {at: 2026-11-03 10:13:37, channel: carrier-pigeon, fields: {account_id: ZW-424242}}}
claims: {2026-10: 2026-11-17 06:54:32, 2026-11: {at: 2026-11-20 08:07:06, fields: {incident_timeline: Nothing went out at all.}}}
"""
SECRETS = (
    *("Zanzibar", "zanzibar", "7351", "735193", "8642.97", "864297", "0.8765", "carrier-pigeon", "ZW-424242", "Nothing went out"),
    *(
        "10:13",
        "16:13:37",
        "1793722417",
        "04:17",
        "05:16",
        "06:54",
        "12:54:32",
        "08:07",
        "14:07:06",
        "2026-12-19",
        "CHF",
        "00:13:37",
        "22:07:06",
    ),
)
"""Names, amounts and texts of the agreement, and its times on the clocks of page and policy, in UTC and in seconds since 1970."""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A project with a customer, and what every command that publishes or keeps something makes of it."""
    folder = tmp_path_factory.mktemp("page")
    more = {f"incidents__old-{number:03}": INCIDENT for number in range(250)}  # enough to be kept for the next time
    write(folder, statusgen=SETTINGS, windows__upgrade=WINDOW, incidents__down=INCIDENT, agreements__zanzibar=AGREEMENT, **more)
    return folder


def run(page, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "statusgen", *arguments, "--at", NOW],
        cwd=page,
        env=surroundings(XDG_CACHE_HOME=str(page / "cache")),
        capture_output=True,
        check=False,
    )


def found_in(body):
    """The secrets in some bytes."""
    return [secret for secret in SECRETS if secret.encode() in body]


def test_the_statement_of_a_customer_holds_the_secrets(page):
    """So that the other tests look for what is there."""
    told = run(page, "uptime", "2026-11", "--customer", "zanzibar", "--explain").stdout

    assert {"Zanzibar", "00:13:37", "22:07:06", "CHF"} <= set(found_in(told))


def test_nothing_of_an_agreement_is_published(page):
    """Neither in pages, feed, calendar, files for programs nor in the manifest, nor in a file's name."""
    assert 0 == run(page, "build", "--out", "public").returncode
    files = [file for file in (page / "public").rglob("*") if file.is_file()]

    assert 255 < len(files)
    assert {} == {file.name: found_in(file.read_bytes()) for file in files if found_in(file.read_bytes())}
    assert [] == [file for file in files if re.search("zanzibar", str(file.relative_to(page)))]


def test_nothing_of_an_agreement_is_kept_in_the_cache(page):
    """Though what was read of the other files is."""
    run(page, "build", "--out", "public")
    kept = [file for file in (page / "cache").rglob("*") if file.is_file()]

    assert kept
    assert [] == [secret for file in kept for secret in found_in(file.read_bytes())]


@pytest.mark.parametrize("arguments", [("plan", "--all"), ("plan", "--format", "json"), ("build", "--out", "public")], ids=" ".join)
def test_nothing_of_an_agreement_is_told_where_everyone_reads_it(page, arguments):
    """A plan's answer stands in public logs."""
    told = run(page, *arguments)

    assert [] == found_in(told.stdout + told.stderr)


def test_a_change_of_an_agreement_rewrites_no_file(page):
    """Not even a digest depends on it."""
    run(page, "build", "--out", "public")
    before = {file: file.read_bytes() for file in (page / "public").rglob("*") if file.is_file()}
    try:
        write(page, agreements__zanzibar=AGREEMENT.replace("7351.93", "1.00"))
        assert b"public: 0 written, 0 removed" in run(page, "build", "--out", "public").stdout
    finally:
        write(page, agreements__zanzibar=AGREEMENT)
    assert before == {file: file.read_bytes() for file in (page / "public").rglob("*") if file.is_file()}
