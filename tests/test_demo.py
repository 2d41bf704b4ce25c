"""The demo teaches what it says it teaches: every case of the contracts, and one month worked out by hand."""

import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from statusgen import civil
from statusgen.civil import Month
from statusgen.course import State, state
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.model import Money
from statusgen.rules import check, verdicts
from statusgen.sources import read_folder
from statusgen.statement import statement

HOME = Path(__file__).parent.parent
AT = "2026-11-22T12:00:00Z"
NOW = civil.instant(AT, civil.UTC)
LOADED = load(read_folder(HOME), now=NOW)
VERDICTS = verdicts(LOADED.project, NOW)

BOTH_APPROVE = {"clever": "approved", "clicksend": "approved"}
CASES = {
    "2025-12-06-storage-move": {"clever": "approved"},  # Saturday into Sunday
    "2025-12-16-gateway-failover": BOTH_APPROVE,
    "2026-01-13-whatsapp-session-store": {"clever": "rejected"},  # late
    "2026-01-24-api-certificate": {"clever": "approved"},  # without impact: no e-mail is owed
    "2026-02-07-portal-release": {"clever": "rejected"},  # outside hours
    "2026-02-17-message-queue-upgrade": BOTH_APPROVE,  # 168 h and 48 h to the second
    "2026-02-25-carrier-link-check-2026-03-25": BOTH_APPROVE,  # in a series
    "2026-03-18-database-minor-version": {"clever": "approved"},  # overrun
    "2026-04-11-voice-platform": {"clever": "approved"},  # done early
    "2026-04-22-gateway-firmware": {"clever": "cancelled", "clicksend": "cancelled"},
    "2026-05-16-sms-router": BOTH_APPROVE,  # moved, with fresh notice
    "2026-05-28-number-lookup": {"clever": "rejected", "clicksend": "rejected"},  # moved, without
    "2026-06-13-sms-archive-split": BOTH_APPROVE,  # narrowed
    "2026-06-25-tls-library": {"clever": "emergency"},
    "2026-07-01-log-storage": {"clever": "rejected"},  # without impact, but outside hours
    "2026-07-31-invoice-engine": {"clever": "approved"},  # across a month's end
    "2026-08-20-madrid-carrier": BOTH_APPROVE,  # on a clock of its own
    "2026-09-08-whatsapp-webhooks": {"clever": "approved"},  # unacknowledged, then rung
    "2026-09-22-sms-numbering-plan": {"clever": "rejected", "clicksend": "approved"},  # the e-mail was forgotten
    "2026-10-07-sender-registry": {"clever": "approved", "clicksend": "rejected"},  # four days ahead
    "2026-10-17-gateway-hardware": BOTH_APPROVE,  # with an incident inside
    "2026-12-01-sms-template-engine": BOTH_APPROVE,
    "2026-12-05-database-upgrade": {"clever": "pending"},  # its e-mail is still owed
    "2026-12-15-voice-codecs": {"clever": "cancelled"},
    "2027-01-23-second-data-centre": BOTH_APPROVE,  # moved, long before
}


OCTOBER = 31 * 86_400
CREDITS = {  # percent of the fee, by month; a month that is not there gives nothing
    "clever": {"2026-07": 10, "2026-10": 5},
    "clicksend": {"2026-05": 5, "2026-07": 10, "2026-10": 5},
}


def account_of(month, policy):
    """What a policy makes of a month of the demo."""
    accounts = statement(LOADED.project, VERDICTS, Month.parse(month), NOW).accounts
    return next(account for account in accounts if account.policy.id == policy)


def statusgen(*arguments):
    """What a command on the demo prints."""
    command = [sys.executable, "-m", "statusgen", *arguments, "--project", HOME, "--at", AT]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_demo_is_read_without_a_finding():
    """Its files are examples: nothing in them may be wrong."""
    assert () == LOADED.findings


def test_the_demo_is_a_year_of_a_company():
    """At least twenty windows and ten incidents in twelve months, in more folders than one, and work to come."""
    windows, incidents = LOADED.project.windows, LOADED.project.incidents
    year = NOW - 365 * 86_400

    assert len([window for window in windows if window.series is None and year <= window.span.start < NOW]) >= 20
    assert len([incident for incident in incidents if year <= incident.start < NOW]) >= 10
    assert {"2025", "2026", "2027"} == {Path(window.origin.file).parts[1] for window in windows}
    assert {State.SCHEDULED, State.IN_PROGRESS, State.COMPLETED, State.CANCELLED} <= {state(window, NOW) for window in windows}


@pytest.mark.parametrize("window", CASES)
def test_a_window_of_the_demo_is_judged_as_its_description_says(window):
    """What the operations team wrote about it is what the policies say of it."""
    said = {policy: verdict.outcome.value for (judged, policy), verdict in VERDICTS.items() if judged == window}

    assert CASES[window] == said


def test_past_mistakes_are_notes_and_the_plan_is_accepted():
    """What is to come keeps every promise; what is past is told and rejects nothing."""
    found = check(LOADED.project, (), VERDICTS, NOW)
    told = {(finding.rule, finding.severity) for finding in found}

    assert set() == {finding for finding in found if finding.severity is Severity.ERROR}
    for rule in ("notice-period", "notice-channel", "maintenance-hours", "unannounced-move"):
        assert (rule, Severity.NOTE) in told
    assert ("notice-channel", Severity.WARNING) in told
    done = statusgen("plan")
    assert 0 == done.returncode, done.stdout


def test_october_under_clever_is_what_the_handbook_works_out_by_hand():
    """2,850 s of SMS and 1,200 s of portal before midnight count; registry, the gateways' window and outside causes do not."""
    account = account_of("2026-10", "clever")

    assert 2_850 + 1_200 == account.availability.counted_seconds
    assert 1_800 + 2_100 + 16_200 + 3_300 == account.left_out_seconds
    assert 1 - Fraction(4_050, OCTOBER) == account.availability.uptime
    assert [(False, Fraction(5, 100))] == [(credit.met, credit.share) for credit in account.credits]


def test_october_under_clicksend_is_what_the_handbook_works_out_by_hand():
    """The registry's 1,800 s and the failure's 2,850 s are 77.5 minutes, and half a minute goes up."""
    account = account_of("2026-10", "clicksend")

    assert 1_800 + 2_850 == account.availability.counted_seconds
    assert 78 * 60 == account.availability.measured_seconds
    assert 1 - Fraction(78, 43_200) == account.availability.uptime
    assert [(False, Fraction(5, 100))] == [(credit.met, credit.share) for credit in account.credits]


def test_what_the_customers_of_october_are_owed():
    """Almendro reported the failure after eight minutes, 39.5 before its end: 5 % of 900 USD. Girasol: 5 % of 48,000 MXN."""
    owed = {one.agreement.customer: one for one in statement(LOADED.project, VERDICTS, Month(2026, 10), NOW).entitlements}

    assert 2_370 == owed["Grupo Almendro"].availability.counted_seconds
    assert Money(45_00, "USD") == owed["Grupo Almendro"].amount
    assert Money(2_400_00, "MXN") == owed["Farmacias Girasol"].amount


@pytest.mark.parametrize("policy", CREDITS)
def test_the_months_of_the_year_reach_the_tiers(policy):
    """One night of July makes 10 % under each policy; other months pay less, and most pay nothing."""
    months = [Month(2025, 12).plus(number) for number in range(11)]
    shares = {str(month): account_of(str(month), policy).credits[0].share for month in months}

    assert CREDITS[policy] == {month: share * 100 for month, share in shares.items() if share}


def test_the_demo_runs_from_one_script(tmp_path):
    """`make demo`: plan, site with all that the handbook names, statement, report, and a rejected move whose evidence is git."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    done = subprocess.run(
        [HOME / "scripts" / "demo", AT, tmp_path / "site", tmp_path / "reports" / "october.html"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "unannounced-move" in done.stdout.partition("28 November")[2]
    promised = re.findall(
        r"^\| (`[^|]+`) \|",
        (HOME / "docs" / "site.md").read_text(encoding="utf-8").partition("|---|")[2].partition("\n\n")[0],
        re.MULTILINE,
    )
    paths = [
        path for row in promised for path in re.findall("`([^`]+)`", row) if path not in ("maintnote.ics", "components/ID/feed.xml")
    ]
    assert len(paths) > 15
    assert [] == [path for path in paths if not (tmp_path / "site" / path).exists()]
    assert "Service report for October 2026" in (tmp_path / "reports" / "october.html").read_text(encoding="utf-8")
