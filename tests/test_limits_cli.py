"""Freezes and limits at the door: plan, suggest and gate say the same, in a folder and over two commits."""

import pytest
from test_cli import commit, git, process, statusgen, write

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: Europe/Brussels}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [infopromo]
freezes:
  - {reason: Sale, calendar: freezes/sale.ics}
"""
WINDOW = """
title: Certificate
components: [api]
impact: none
start: 2026-12-24 10:00
duration: 1h
"""
SALE = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Acme//EN\n"
    "BEGIN:VEVENT\nUID:1\nSUMMARY:Sale\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\nEND:VCALENDAR\n"
)
AT = ("--at", "2026-12-20 09:00")
GATE = ("gate", "--component", "api", "--duration", "1h")


@pytest.fixture
def page(tmp_path):
    """A page in git with a freeze on 24 December by a calendar, and a window in it."""
    write(tmp_path, statusgen=SETTINGS, windows__certificate=WINDOW)
    (tmp_path / "freezes").mkdir()
    (tmp_path / "freezes" / "sale.ics").write_text(SALE.format(day="20261224"), encoding="utf-8")
    git(tmp_path, "init", "-b", "main")
    commit(tmp_path, "Announce the certificate")
    return tmp_path


def test_plan_rejects_work_in_a_freeze_until_it_is_waived(page):
    """By a process of its own, as CI does; the note tells the reason."""
    rejected = process(page, "plan", *AT)

    assert 1 == rejected.returncode
    assert "windows/certificate.yaml:5:8: error: Work in a freeze [freeze]" in rejected.stdout
    assert "Sale" in rejected.stdout

    write(page, windows__certificate=f"{WINDOW}waivers: [{{rule: freeze, reason: The bank demands it., until: 2026-12-24}}]\n")
    waived = process(page, "plan", *AT)

    assert 0 == waived.returncode
    assert "windows/certificate.yaml:5:8: note: Work in a freeze [freeze]" in process(page, "plan", "--all", *AT).stdout
    assert "error" not in waived.stdout


def test_suggest_and_gate_heed_the_freeze(page):
    """What suggest offers lies outside, and the gate is closed on that day."""
    start = ("--after", "2026-12-24 00:00", "--count", "1")

    offered = statusgen(page, "suggest", "--component", "database", "--duration", "1h", *start, *AT)

    assert "Fri 2026-12-25" in offered.stdout
    assert "Sale is a freeze (statusgen.yaml:6)." in " ".join(offered.stdout.split())
    assert (1, 0) == tuple(statusgen(page, *GATE, "--at", at).returncode for at in ("2026-12-24 09:00", "2026-12-25 09:00"))
    assert 0 == statusgen(page, *GATE, "--at", "2026-12-23 09:00").returncode


def test_a_rule_that_weighs_nothing_closes_nothing(page):
    """Off: neither plan nor suggest nor gate speaks of it."""
    write(page, statusgen=f"{SETTINGS}rules: {{freeze: off}}\n")

    assert 0 == statusgen(page, *GATE, "--at", "2026-12-24 12:00").returncode
    assert "freeze" not in statusgen(page, "plan", *AT).stdout


def test_a_calendar_that_changes_is_read_anew_whatever_was_kept(page):
    """The freeze moves with the file in `freezes/`, and back with the commit before; what is told twice is told alike."""
    for _ in range(2):
        assert 1 == statusgen(page, "plan", *AT).returncode
    (page / "freezes" / "sale.ics").write_text(SALE.format(day="20261223"), encoding="utf-8")
    for _ in range(2):
        assert 0 == statusgen(page, "plan", *AT).returncode
        assert 1 == statusgen(page, *GATE, "--at", "2026-12-23 12:00").returncode
    assert "Nothing changes for customers" in statusgen(page, "plan", "--base", "main", *AT).stdout


def test_links_out_of_the_project_are_no_calendars(page, tmp_path_factory):
    """The link is told, and so is the freeze that names it."""
    outside = tmp_path_factory.mktemp("outside") / "sale.ics"
    outside.write_text(SALE.format(day="20261224"), encoding="utf-8")
    (page / "freezes" / "sale.ics").unlink()
    (page / "freezes" / "sale.ics").symlink_to(outside)

    told = statusgen(page, "plan", *AT)

    assert 1 == told.returncode
    assert "freezes/sale.ics:1:1: warning: Not read [not-read]" in told.stdout
    assert "error: Freeze that cannot be laid out [bad-freeze]" in told.stdout
