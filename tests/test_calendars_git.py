"""What calendars keep of a window while its file is edited, renamed and taken over, on real git repositories."""

import icalendar
import pytest
from gitrepo import GitRepo, utc

from statusgen.board import board
from statusgen.load import load
from statusgen.site.calendars import Calendars
from statusgen.sources import Repository, read_folder

SETTINGS = """\
page: {name: Acme, url: "https://status.acme.example/", time_zone: UTC}
components: [{id: api, name: API}]
"""
UPGRADE = """\
title: Upgrade
components: [api]
impact: outage
start: 2026-12-05 21:00
end: 2026-12-06 01:00
"""
OTHER = "title: Something else entirely\ncomponents: [api]\nimpact: none\nstart: 2026-12-20 02:00\nduration: 30m\n"
WEEKLY = f"{UPGRADE}repeat: {{rule: FREQ=WEEKLY;COUNT=2}}\n"


@pytest.fixture
def repo(tmp_path):
    made = GitRepo(tmp_path / "repo")
    made.commit("2026-11-20 10:00", {"statusgen.yaml": SETTINGS, "windows/upgrade.yaml": UPGRADE})
    return made


def seen(repo, now="2026-12-01 00:00"):
    """Of every event in the calendar: identity, sequence and last part of the address, by start."""
    texts = read_folder(repo.path)
    repository = Repository.around(repo.path)
    loaded = load(texts, now=utc(now), history=lambda: repository.history("main", texts))
    assert () == loaded.findings
    body = dict(Calendars(board(loaded.project, {}, utc(now))).recipes())["calendar.ics"].render()
    return [
        (str(event["UID"]).partition("@")[0], event["SEQUENCE"], event["URL"].split("/")[-2])
        for event in icalendar.Calendar.from_ical(body).events
    ]


def test_every_revision_that_customers_can_read_grows_the_sequence(repo):
    """A title too, which no announcement tells; a comment does not."""
    assert [("upgrade", 0, "upgrade")] == seen(repo)
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": UPGRADE.replace("Upgrade", "Great upgrade")})
    assert [("upgrade", 1, "upgrade")] == seen(repo)
    repo.commit("2026-11-22 10:00", {"windows/upgrade.yaml": "# remark\n" + UPGRADE.replace("Upgrade", "Great upgrade")})
    assert [("upgrade", 1, "upgrade")] == seen(repo)


def test_what_is_taken_back_is_a_change_too(repo):
    """The sequence of a window whose update was removed is the greater for it."""
    updates = (
        "updates: [{at: 2026-11-21 09:00, status: scheduled, text: Wrong.}, {at: 2026-11-21 09:30, status: scheduled, text: No.}]\n"
    )
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": UPGRADE + updates})
    assert [("upgrade", 1, "upgrade")] == seen(repo)
    repo.commit("2026-11-22 10:00", {"windows/upgrade.yaml": UPGRADE})
    assert [("upgrade", 2, "upgrade")] == seen(repo)


def test_what_came_due_before_an_edit_stays_counted(repo):
    """An update dated ahead, then removed: told when it was due, taken back by the commit."""
    ahead = "updates: [{at: 2026-11-25 09:00, status: scheduled, text: Soon.}]\n"
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": UPGRADE + ahead})
    assert [1, 2] == [seen(repo, now)[0][1] for now in ("2026-11-25 08:59", "2026-11-25 09:00")]
    repo.commit("2026-11-26 10:00", {"windows/upgrade.yaml": UPGRADE})
    assert [("upgrade", 3, "upgrade")] == seen(repo)


def test_a_change_that_is_not_committed_counts_from_now_on(repo):
    """Where it changes what is announced, as a plan takes it."""
    repo.write({"windows/upgrade.yaml": UPGRADE.replace("21:00", "22:00")})

    assert [("upgrade", 1, "upgrade")] == seen(repo)


def test_a_renamed_file_keeps_its_identity(repo):
    """Its address is another, which is a change; calendars find the event that they have."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": None, "windows/2026/database-upgrade.yaml": UPGRADE})
    assert [("upgrade", 1, "database-upgrade")] == seen(repo)
    repo.commit("2026-11-22 10:00", {"windows/2026/database-upgrade.yaml": None, "windows/db.yaml": UPGRADE})
    assert [("upgrade", 2, "db")] == seen(repo)


def test_a_file_that_moves_between_folders_is_not_renamed(repo):
    """Its name is its identity."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": None, "windows/2026/upgrade.yaml": UPGRADE})

    assert [("upgrade", 0, "upgrade")] == seen(repo)


def test_a_later_file_of_the_old_name_is_another_event(repo):
    """The name is taken in subscribers' calendars, so the newcomer has one with the instant of its announcement."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": None, "windows/db.yaml": UPGRADE})
    repo.commit("2026-11-22 10:00", {"windows/upgrade.yaml": OTHER})

    assert [("upgrade", 1, "db"), (f"upgrade.{utc('2026-11-22 10:00')}", 0, "upgrade")] == seen(repo)


def test_a_window_that_becomes_a_series_is_its_first_occurrence(repo):
    """The event that subscribers have goes on, at another address; the others are new."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": WEEKLY})

    assert [("upgrade", 1, "upgrade-2026-12-05"), ("upgrade-2026-12-12", 0, "upgrade-2026-12-12")] == seen(repo)


def test_an_occurrence_that_was_left_out_and_comes_back_has_changed_twice(repo):
    """Its file said for a while that it would not take place."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": WEEKLY})
    repo.commit(
        "2026-11-22 10:00",
        {"windows/upgrade.yaml": WEEKLY.replace("}\n", ", except: [2026-12-12]}\n")},
    )
    assert ["upgrade"] == [uid for uid, _, _ in seen(repo)]
    repo.commit("2026-11-23 10:00", {"windows/upgrade.yaml": WEEKLY})

    assert [("upgrade", 1, "upgrade-2026-12-05"), ("upgrade-2026-12-12", 2, "upgrade-2026-12-12")] == seen(repo)


def test_occurrences_of_a_renamed_file_keep_theirs(repo):
    """Each by the day that stands in its name."""
    repo.commit("2026-11-21 10:00", {"windows/patch.yaml": WEEKLY, "windows/upgrade.yaml": None})
    repo.commit("2026-11-22 10:00", {"windows/patch.yaml": None, "windows/patches.yaml": WEEKLY})

    assert "patch-2026-12-12" in [uid for uid, _, address in seen(repo) if address == "patches-2026-12-12"]


def test_a_file_that_gets_its_first_name_back_is_who_it_was(repo):
    """The name in between is none that subscribers' programs ever knew it by."""
    repo.commit("2026-11-21 10:00", {"windows/upgrade.yaml": None, "windows/db.yaml": UPGRADE})
    repo.commit("2026-11-22 10:00", {"windows/db.yaml": None, "windows/upgrade.yaml": UPGRADE})

    assert [("upgrade", 2, "upgrade")] == seen(repo)
