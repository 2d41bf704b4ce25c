"""Audits of real repositories by the command: notice through merges, squashes and rebases, ends, closings, what is gone."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest
from gitrepo import GitRepo, utc
from papers import Page
from test_cli import process, statusgen
from test_site import HOSTILE

from statusgen.chronicle import Chronicle, Said
from statusgen.cli.exits import Exit
from statusgen.finding import HistoryUnavailable, StatusgenError
from statusgen.render.audit.words import brief
from statusgen.sources import Repository, unpacked
from statusgen.sources import stream as stream_room

GOLDEN = Path(__file__).parent / "golden"
AT = "2026-06-01T00:00:00Z"
SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: UTC}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [clicksend]
"""
WINDOW = """title: Database upgrade
components: [database]
impact: outage
start: 2026-03-20 10:00
end: 2026-03-20 12:00
"""
EVENT = """---
title: Database upgrade
date: 2026-03-20T10:00:00Z
resolved: false
resolvedWhen: 2026-03-20T12:00:00Z
severity: down
affected: [Database]
---
"""
CONFIG = "title: Acme\nparams:\n  systems: [{name: API}, {name: Database}]\n"
KINDS = {
    "ours": ({"statusgen.yaml": SETTINGS}, "windows/upgrade.yaml", WINDOW, ()),
    "cstate": ({"config.yml": CONFIG}, "content/issues/upgrade.md", EVENT, ("--cstate", ".", "--policy", "clicksend")),
}


class Team:
    """A page of either kind, and its only event."""

    def __init__(self, folder, kind):
        self.settings, self.path, self.text, self.options = KINDS[kind]
        self.repo = GitRepo(folder / "team")
        self.repo.commit("2026-03-01 00:00", {**self.settings, "README.md": "Acme"})

    def event(self, **changes):
        """The event's file, with texts in it replaced."""
        text = self.text
        for old, new in changes.items():
            text = text.replace(*{"start": ("03-20 10", new), "date": ("03-20T10", new)}.get(old, (old, new)))
        return {self.path: text}

    def audit(self, *more, at=AT):
        done = statusgen(self.repo.path, "audit", *self.options, "--at", at, "--format", "json", *more)
        assert "" == done.stderr
        return json.loads(done.stdout)

    def only(self):
        (one,) = self.audit()["maintenances"]
        return one


@pytest.fixture(params=KINDS)
def team(request, tmp_path):
    return Team(tmp_path, request.param)


def hours(one):
    """Notice in hours."""
    assert 0 == one["notice_seconds"] % 3600
    return one["notice_seconds"] // 3600


def test_notice_runs_from_the_merge(team):
    """What lay on a branch was told to nobody."""
    team.repo.branch("work")
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.switch("main")
    team.repo.merge("2026-03-10 10:00", "work")

    assert 240 == hours(team.only())
    assert team.repo.git("rev-parse", "HEAD") == team.only()["commit"]


def test_notice_runs_from_the_squash(team):
    """Whatever the dates of the commits that went into it."""
    team.repo.branch("work")
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.switch("main")
    team.repo.git("merge", "--quiet", "--squash", "work")
    team.repo.commit("2026-03-15 10:00")

    assert 120 == hours(team.only())


@pytest.mark.parametrize(("old_dates", "notice"), [((), 72), (("--committer-date-is-author-date",), 96)])
def test_notice_runs_from_the_rebase(team, old_dates, notice):
    """A rebased commit that keeps its old date counts from the commit under it: it cannot have been there before."""
    team.repo.branch("work")
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.switch("main")
    team.repo.commit("2026-03-16 10:00", {"README.md": "Other"})
    team.repo.switch("work")
    team.repo.git("rebase", "--quiet", *old_dates, "main", at="2026-03-17 10:00")
    team.repo.switch("main")
    team.repo.git("merge", "--quiet", "--ff-only", "work")

    assert notice == hours(team.only())


def test_a_move_needs_its_own_notice(team):
    """Notice runs from when the times were told that it had."""
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.commit("2026-03-18 10:00", team.event(**{"03-20": "03-21"}))
    one = team.only()

    assert 72 == hours(one)
    assert "2026-03-21T10:00:00Z" == one["starts_at"]
    assert ("rejected", False, False, ["unannounced-move"]) == (
        *(one["policies"][0][key] for key in ("outcome", "kept", "notice_kept")),
        one["policies"][0]["rules"],
    )


def test_a_renamed_file_keeps_its_notice(team):
    """The history goes on under the new name."""
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.git("mv", team.path, team.path.replace("upgrade", "database-upgrade"))
    team.repo.commit("2026-03-19 10:00")

    assert ("database-upgrade", 432) == (team.only()["id"], hours(team.only()))


def test_what_was_taken_away_after_it_began_counts(team):
    """Under an id that says which revision; deleting the past does not mend it."""
    commit = team.repo.commit("2026-03-19 10:00", team.event())
    team.repo.commit("2026-04-01 00:00", {team.path: None})
    told = team.audit()
    (one,) = told["maintenances"]

    assert (f"upgrade@{commit[:12]}", "2026-04-01T00:00:00Z", 24) == (one["id"], one["gone_at"], hours(one))
    assert (1, 0, 1) == (told["summary"]["gone"], told["files"], told["policies"][0]["notice"]["of"])
    assert 1 == len(team.audit(at="2026-03-25T00:00:00Z")["maintenances"])


def test_what_was_taken_away_before_it_began_was_called_off(team):
    """It did not happen."""
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.commit("2026-03-19 10:00", {team.path: None})
    done = statusgen(team.repo.path, "audit", *team.options, "--at", AT)

    assert (Exit.NOTHING, "") == (done.returncode, done.stderr)
    assert "1 called off" in done.stdout
    assert "Nothing was read: no maintenance has begun." in done.stdout


def test_what_is_to_come_is_not_counted(team):
    """Not even where its notice is too short already."""
    team.repo.commit("2026-03-02 10:00", team.event())
    told = team.audit(at="2026-03-20T09:59:59Z")

    assert (1, []) == (told["to_come"], told["maintenances"])
    assert 1 == len(team.audit(at="2026-03-20T10:00:00Z")["maintenances"])


@pytest.mark.parametrize(
    ("since", "count"), [("2026-03-20", 1), ("2026-03-20T10:00:00Z", 1), ("2026-03-20 10:00:01", 0), ("2026-03-21", 0)]
)
def test_since_counts_what_began_then_or_later(team, since, count):
    """A day begins with its first instant on the page's clock."""
    team.repo.commit("2026-03-02 10:00", team.event())

    assert count == len(team.audit("--since", since)["maintenances"])


def test_a_copy_of_a_name_does_not_hide_what_is_gone(team):
    """Two events that had one name after the other are two."""
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.commit("2026-04-01 00:00", {team.path: None})
    team.repo.commit("2026-04-02 00:00", team.event(**{"03-20": "04-20"}))

    assert ["2026-03-20T10:00:00Z", "2026-04-20T10:00:00Z"] == [one["starts_at"] for one in team.audit()["maintenances"]]


def test_only_the_main_branch_tells(team):
    """Another branch can be named, and one that is not there is an error."""
    team.repo.branch("work")
    team.repo.commit("2026-03-02 10:00", team.event())
    assert [] == team.audit()["maintenances"]
    assert 432 == hours(team.audit("--branch", "work")["maintenances"][0])
    assert Exit.USAGE == statusgen(team.repo.path, "audit", *team.options, "--branch", "nope").returncode


def test_what_a_branch_says_otherwise_counts_for_nothing(tmp_path):
    """New, changed and deleted there, or not committed at all: a pull request that rewrites the past does not mend it."""
    team = Team(tmp_path, "ours")
    team.repo.commit("2026-03-18 10:00", {**team.event(), "windows/gone.yaml": WINDOW, "windows/broken.yaml": WINDOW})
    on_main = team.audit()
    team.repo.branch("work")
    team.repo.commit("2026-04-01 10:00", {"windows/new.yaml": WINDOW, "windows/gone.yaml": None, "windows/broken.yaml": "["})
    (team.repo.path / team.path).write_text(WINDOW.replace("03-20", "03-27"), encoding="utf-8")
    told = team.audit()

    assert (0, 4) == (on_main["untold_files"], told["untold_files"])
    assert on_main == {**told, "untold_files": 0}
    assert ["broken", "gone", "upgrade"] == [one["id"] for one in told["maintenances"]]
    text = " ".join(statusgen(team.repo.path, "audit", "--at", AT).stdout.split())
    assert "; 4 files here differ from what the main branch had told, which alone counts." in text


def test_what_no_file_declares_is_said_to_count_as_told_now(tmp_path):
    """Where there is no git, notice that nobody wrote down is not a fact of the past."""
    folder = tmp_path / "folder"
    GitRepo(folder).write(
        {
            "statusgen.yaml": SETTINGS + "announcements: declared\n",
            "windows/declared.yaml": WINDOW + "announced: 2026-03-01 10:00\n",
            "windows/emergency.yaml": WINDOW + "emergency: A hole that is used\n",
            "windows/one.yaml": WINDOW,
        }
    )
    one = " ".join(statusgen(folder, "audit", "--at", AT).stdout.split())
    (folder / "windows/two.yaml").write_text(WINDOW, encoding="utf-8")
    two = " ".join(statusgen(folder, "audit", "--at", AT).stdout.split())

    assert "3 maintenances, in 3 files; 1 does not say when it was announced, and counts as told now." in one
    assert "; 2 do not say when they were announced, and count as told now." in two
    assert 2 == json.loads(statusgen(folder, "audit", "--at", AT, "--format", "json").stdout)["undeclared"]


def test_an_earlier_instant_knows_nothing_of_what_was_told_later(tmp_path):
    """Neither of a window that is told since, nor of other times."""
    team = Team(tmp_path, "ours")
    team.repo.commit("2026-03-02 10:00", team.event())
    then = team.audit(at="2026-04-01T00:00:00Z")
    team.repo.commit("2026-04-02 10:00", {**team.event(**{"03-20": "03-21"}), "windows/late.yaml": WINDOW})

    assert then == {**team.audit(at="2026-04-01T00:00:00Z"), "untold_files": 0}
    assert 2 == team.audit(at="2026-04-01T00:00:00Z")["untold_files"]


def test_a_name_that_another_file_took_later_hides_nobody(tmp_path):
    """At an instant each file has the name that it had then."""
    team = Team(tmp_path, "ours")
    team.repo.commit("2026-03-02 10:00", {**team.event(), "windows/other.yaml": WINDOW.replace("Database", "Index")})
    then = team.audit(at="2026-04-01T00:00:00Z")
    team.repo.commit("2026-04-02 10:00", {team.path: None})
    team.repo.git("mv", "windows/other.yaml", team.path)
    team.repo.commit("2026-04-03 10:00")
    told = team.audit(at="2026-04-01T00:00:00Z")

    assert ["other", "upgrade"] == [one["id"] for one in told["maintenances"]]
    assert then["maintenances"] == told["maintenances"]


def test_other_ends_of_lines_are_no_difference(tmp_path):
    """As git for Windows checks files out."""
    team = Team(tmp_path, "ours")
    team.repo.commit("2026-03-02 10:00", team.event())
    (team.repo.path / team.path).write_bytes(WINDOW.replace("\n", "\r\n").encode())

    assert (0, 432) == (team.audit()["untold_files"], hours(team.only()))


def test_before_the_first_merge_nothing_was_told(tmp_path):
    """Of a project whose repository has no commit."""
    repo = GitRepo(tmp_path / "new")
    repo.write({"statusgen.yaml": SETTINGS, "windows/upgrade.yaml": WINDOW})
    done = statusgen(repo.path, "audit", "--at", AT)

    assert (Exit.NOTHING, "") == (done.returncode, done.stderr)
    assert "1 file here differs from what the main branch had told, which alone counts." in " ".join(done.stdout.split())


def test_a_shallow_clone_is_refused(team, tmp_path):
    """With the way to fetch the rest."""
    team.repo.commit("2026-03-02 10:00", team.event())
    clone = team.repo.clone(tmp_path / "clone", "--depth=1")
    done = statusgen(clone.path, "audit", *team.options)

    assert Exit.USAGE == done.returncode
    assert "git fetch --unshallow" in done.stderr


def test_before_the_first_commit_nothing_was_read(tmp_path):
    """An empty repository is no mistake."""
    repo = GitRepo(tmp_path / "empty")

    assert Exit.NOTHING == statusgen(repo.path, "audit", "--cstate", ".").returncode


# Ends and closings


def test_work_of_ours_that_is_published_late_is_closed_late(tmp_path):
    """The commit that says how it went is when customers heard."""
    team = Team(tmp_path, "ours")
    actual = "actual: {start: 2026-03-20 10:05, end: 2026-03-20 12:30}\n"
    team.repo.commit("2026-03-02 10:00", team.event())
    team.repo.commit("2026-03-22 12:30", {team.path: f"{WINDOW}{actual}"})
    told = team.audit()
    (one,) = told["maintenances"]

    assert (1800, 2 * 86_400, True) == (one["overrun_seconds"], one["open_seconds"], one["closed_late"])
    assert ("2026-03-20T10:05:00Z", "2026-03-20T12:30:00Z") == (one["began_at"], one["ended_at"])
    assert {"count": 1, "of": 1} == told["summary"]["closed_late"]


def test_a_cstate_page_shows_it_until_it_is_closed(tmp_path):
    """For ever, where nobody closes it; then nobody knows whether it overran."""
    team = Team(tmp_path, "cstate")
    team.repo.commit("2026-03-02 10:00", team.event())
    one = team.only()

    assert (None, None, True) == (one["overrun_seconds"], one["closed_at"], one["closed_late"])
    assert utc("2026-06-01 00:00") - utc("2026-03-20 12:00") == one["open_seconds"]
    assert 1 == team.audit()["summary"]["never_closed"]
    team.repo.commit("2026-03-20 13:00", team.event(**{"false": "true", "T12:00": "T12:45"}))
    assert (2700, 900, False) == tuple(team.only()[key] for key in ("overrun_seconds", "open_seconds", "closed_late"))


@pytest.mark.parametrize(
    ("said", "closed", "end"),
    [
        ([], None, None),
        ([(5, 20, False)], None, 20),
        ([(5, None, False), (30, 20, True)], 30, None),
        ([(5, 20, False), (8, None, False)], None, None),
        ([(30, 20, True)], 30, None),
        ([(30, 20, False)], None, None),
        ([(12, 20, False)], None, 20),
        ([(5, 20, True), (12, 25, False), (30, 25, True)], 30, 20),
    ],
)
def test_what_was_said_of_the_end(said, closed, end):
    """Of work that began at 10: the plan that was in force then, and since when it is closed."""
    chronicle = Chronicle(None, tuple(Said(*one) for one in said), must_close=True)

    assert (closed, end) == (chronicle.closed, chronicle.end_told(10))


# Policies


def test_without_a_policy_only_facts_are_told(tmp_path):
    """And how to name one."""
    team = Team(tmp_path, "cstate")
    team.repo.commit("2026-03-02 10:00", team.event())
    done = statusgen(team.repo.path, "audit", "--cstate", ".", "--at", AT)

    assert Exit.ACCEPTED == done.returncode
    assert "Nothing is judged: name a policy, `--policy ID`." in done.stdout


def test_any_policy_can_be_asked(tmp_path):
    """Also one that the page is not held to; each once, and of a version in force then."""
    team = Team(tmp_path, "ours")
    gold = "extends: clicksend\ntitle: Gold\neffective_from: 2026-05-01\n"
    team.repo.commit("2026-03-02 10:00", {**team.event(), "policies/gold.yaml": gold})
    told = team.audit("--policy", "clever", "--policy", "gold", "--policy", "clever")

    assert ["clever", "gold"] == [one["policy"] for one in told["policies"]]
    assert [0, 1] == [one["not_covered"] for one in told["policies"]]
    text = statusgen(team.repo.path, "audit", "--policy", "gold", "--at", AT).stdout
    assert "gold: kept 0 of 0" in text
    assert "Not judged  1, before the promise or on components that it is not about" in text


def test_the_page_alone_is_asked_of_a_cstate_page(tmp_path):
    """Not e-mail, not confirmations, not our components; the text says so."""
    team = Team(tmp_path, "cstate")
    narrow = "extends: clever\ntitle: Narrow\nscope: {components: [api]}\nacknowledgement: {clause: clever.maint.notice}\n"
    ours = {"statusgen.yaml": SETTINGS, "policies/narrow.yaml": narrow}
    team.repo.commit("2026-03-02 10:00", {**team.event(), **ours})
    done = statusgen(team.repo.path, "audit", "--cstate", ".", "--at", AT, "--policy", "narrow")

    assert "Notice      kept 1 of 1;" in done.stdout
    assert "judged by the page, for other channels leave no trace here" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--policy", "clevr"), "Did you mean `clever`?"),
        (("--since", "yesterday"), "--since: `yesterday` is not a time."),
        (("--since", "2026-02-30"), "--since: `2026-02-30` is not a day."),
        (("--cstate", "nowhere"), "there is no nowhere"),
        (("--cstate", "windows"), "windows is no git repository"),
        (("--cstate", "statusgen.yaml"), "neither a repository nor an export"),
        (("--cstate", "damaged.gz"), "damaged.gz is damaged"),
        (("--cstate", ".", "--words", " , "), "`--words` names none"),
        (("--words", "brownout"), "`--words` is about a cState page"),
        (("--at", "never"), "--at: `never` is not a time."),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path, arguments, said):
    """With what is wrong and the way out, and no verdict."""
    (tmp_path / "windows").mkdir()
    (tmp_path / "statusgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "damaged.gz").write_bytes(gzip.compress(b"blob\n" * 9_999)[:40])
    done = statusgen(tmp_path, "audit", *arguments)

    assert (Exit.USAGE, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_a_policy_that_cannot_be_read_ends_with_2(tmp_path):
    """Its findings are told."""
    team = Team(tmp_path, "ours")
    team.repo.commit("2026-03-02 10:00", {**team.event(), "policies/gold.yaml": "extends: nope\n"})
    done = statusgen(team.repo.path, "audit", "--policy", "gold")

    assert Exit.USAGE == done.returncode
    assert "policies/gold.yaml:1:10: error" in done.stderr
    assert "the policy gold cannot be read" in done.stderr


def test_other_words_for_maintenance(tmp_path):
    """Instead of ours."""
    team = Team(tmp_path, "cstate")
    team.repo.commit("2026-03-02 10:00", {"content/issues/a.md": EVENT.replace("upgrade", "brownout")})

    assert [] == team.audit()["maintenances"]
    assert 1 == len(team.audit("--words", "Brownout, drill")["maintenances"])


# Where a cState repository may be


@pytest.fixture
def status(tmp_path):
    team = Team(tmp_path, "cstate")
    team.repo.commit("2026-03-02 10:00", team.event())
    return team


def audited(folder, place):
    done = statusgen(folder, "audit", "--cstate", str(place), "--at", AT, "--format", "json")
    assert (Exit.ACCEPTED, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


def test_a_repository_in_any_form_tells_the_same(status, tmp_path):
    """A work tree, a bare clone, an export, and one compressed."""
    bare = status.repo.clone(tmp_path / "bare.git", "--bare").path
    stream = subprocess.run(["git", "fast-export", "--all"], cwd=status.repo.path, capture_output=True, check=True).stdout
    (tmp_path / "export").write_bytes(stream)
    (tmp_path / "export.gz").write_bytes(gzip.compress(stream))
    places = (status.repo.path, bare, tmp_path / "export", tmp_path / "export.gz")
    told = [audited(tmp_path, place) for place in places]

    assert [told[0]] * 4 == told
    assert 1 == len(told[0]["maintenances"])


def test_a_page_in_a_folder_of_a_repository(tmp_path):
    """Paths are told below it."""
    repo = GitRepo(tmp_path / "mono")
    repo.commit("2026-03-02 10:00", {"status/config.yml": CONFIG, "status/content/issues/upgrade.md": EVENT})

    assert ["content/issues/upgrade.md"] == [one["file"] for one in audited(tmp_path, repo.path / "status")["maintenances"]]


def test_nothing_of_an_export_stays(status, tmp_path):
    """It is unpacked into a folder that is gone afterwards."""
    stream = subprocess.run(["git", "fast-export", "--all"], cwd=status.repo.path, capture_output=True, check=True).stdout
    (tmp_path / "export").write_bytes(stream)
    with unpacked(tmp_path / "export") as folder:
        assert Repository.at(folder) is not None

    assert not folder.exists()


def test_an_export_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    """A bomb ends before it fills the disk."""
    monkeypatch.setattr(stream_room, "MOST_UNPACKED", 10_000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"# nothing\n" * 100_000))

    with pytest.raises(StatusgenError, match="unpacks to more than"), unpacked(tmp_path / "bomb.gz"):
        pass


def test_an_export_cannot_write_elsewhere(tmp_path):
    """Git refuses what a stream may only ask of one who trusts it."""
    (tmp_path / "export").write_bytes(f"feature export-marks={tmp_path / 'marks'}\n".encode())

    with pytest.raises(HistoryUnavailable), unpacked(tmp_path / "export"):
        pass
    assert not (tmp_path / "marks").exists()


def test_an_export_that_cannot_be_read(tmp_path):
    """Is an error, not a traceback."""
    with pytest.raises(StatusgenError, match="cannot be read: Is a directory"), unpacked(tmp_path):
        pass


def test_a_stream_that_git_stops_reading_is_told(tmp_path):
    """However much is left of it."""
    (tmp_path / "export").write_bytes(b"nonsense\n" + b"x" * 10_000_000)

    with pytest.raises(HistoryUnavailable, match="neither a repository nor an export"), unpacked(tmp_path / "export"):
        pass


# What is written


def window(title, start, lasting, *more, components="[api]", impact="outage"):
    """A window's file."""
    lines = (f"title: {title}", f"components: {components}", f"impact: {impact}", f"start: {start}", f"duration: {lasting}", *more)
    return "\n".join((*lines, ""))


EMAIL = "notices: [{channel: email, at: 2026-01-20 10:00, acknowledged: 2026-01-20 11:00}]"
HISTORY = (
    ("2026-01-01 00:00", {"statusgen.yaml": SETTINGS.replace("[clicksend]", "[clicksend, clever]")}),
    (
        "2026-01-05 10:00",
        {
            "windows/kept.yaml": window("Kept", "2026-02-01 04:00", "2h", EMAIL),
            "windows/late.yaml": window("Late and over", "2026-01-06 12:00", "1h", components="[api, database]"),
            "windows/emergency.yaml": window("Hole in the library", "2026-01-05 11:00", "30m", "emergency: A hole that is used"),
            "windows/cancelled.yaml": window("Not needed", "2026-03-01 04:00", "1h"),
            "windows/gone.yaml": window("Gone", "2026-02-10 04:00", "1h", components="[database]", impact="degraded"),
            "windows/next.yaml": window("Next", "2026-09-10 04:00", "1h", impact="none"),
        },
    ),
    (
        "2026-01-08 13:00",
        {
            "windows/late.yaml": window(
                "Late and over", "2026-01-06 12:00", "1h", "actual: {end: 2026-01-06 15:10:05}", components="[api, database]"
            )
        },
    ),
    (
        "2026-02-11 00:00",
        {
            "windows/gone.yaml": None,
            "windows/broken.yaml": "title: Broken\nstart: tomorrow\n",
            "windows/cancelled.yaml": window(
                "Not needed", "2026-03-01 04:00", "1h", "cancelled: {at: 2026-02-11 00:00, reason: Done}"
            ),
        },
    ),
)


@pytest.fixture
def history(tmp_path):
    repo = GitRepo(tmp_path / "acme")
    for at, files in HISTORY:
        repo.commit(at, files)
    return repo.path


def golden(name, text):
    """Compare with the file under `golden/`; `REWRITE_GOLDEN=1` writes it anew."""
    if os.environ.get("REWRITE_GOLDEN") == "1":
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert (GOLDEN / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("shape", "name", "shown"),
    [("text", "audit.txt", str), ("json", "audit.json", str), ("html", "audit-page.txt", lambda page: Page(page).text + "\n")],
)
def test_what_an_audit_says(history, shape, name, shown):
    """To the character: the summary, every maintenance, what is wrong with files. It ends with 1, for a file cannot be read."""
    done = process(history, "audit", "--at", AT, "--format", shape)

    assert (Exit.REJECTED, "") == (done.returncode, done.stderr)
    golden(name, shown(done.stdout))


@pytest.mark.parametrize("environment", [{"TZ": "Asia/Tokyo"}, {"LC_ALL": "C", "PYTHONHASHSEED": "7"}])
def test_an_audit_is_the_same_everywhere(history, environment):
    """Whatever the zone, the locale and the seed."""
    for shape in ("text", "json", "html"):
        arguments = "audit", "--at", AT, "--format", shape
        assert process(history, *arguments).stdout == process(history, *arguments, **environment).stdout


def test_a_page_of_a_cstate_history(status, tmp_path):
    """As text: the names that are none, and the files to mend."""
    later = status.event(**{"false": "true", "[Database]": "[Database, Databse, Xyz]"})
    broken = {"content/issues/b.md": "title: nothing"}
    other = {"content/issues/other.md": EVENT.replace("[Database]", "[Databse]").replace("upgrade", "migration")}
    status.repo.commit("2026-03-20 12:30", {**later, **broken, **other})
    done = statusgen(tmp_path, "audit", "--cstate", str(status.repo.path), "--at", AT, "--policy", "clever", "--format", "html")

    assert (Exit.REJECTED, "") == (done.returncode, done.stderr)
    golden("audit-cstate-page.txt", Page(done.stdout).text + "\n")


def test_declared_announcements_are_evidence_too(tmp_path):
    """Without git: nobody can tell when anything was closed."""
    (tmp_path / "windows").mkdir()
    (tmp_path / "statusgen.yaml").write_text(f"{SETTINGS}announcements: declared\n", encoding="utf-8")
    (tmp_path / "windows" / "a.yaml").write_text(f"{WINDOW}announced: 2026-03-10 10:00\n", encoding="utf-8")
    done = statusgen(tmp_path, "audit", "--at", AT)

    assert Exit.ACCEPTED == done.returncode
    assert "1 maintenance, in 1 file.\n" in done.stdout
    assert "nobody has to close them" in done.stdout
    assert "clicksend: kept 1 of 1" in done.stdout


def test_a_project_may_set_the_page_anew(history):
    """By a template of its own, as of any document."""
    own = history / "templates" / "documents" / "audit.html"
    own.parent.mkdir(parents=True)
    own.write_text("{{ it.page }}: {{ it.rows | length }}\n", encoding="utf-8")

    assert "Acme: 4\n" == statusgen(history, "audit", "--at", AT, "--format", "html").stdout


def test_a_page_without_maintenance_says_so(tmp_path):
    """It has no figures, and no promise to hold them against."""
    repo = GitRepo(tmp_path / "status")
    repo.commit("2026-03-02 10:00", {"config.yml": CONFIG})
    done = statusgen(tmp_path, "audit", "--cstate", "status", "--at", AT, "--format", "html")

    assert Exit.NOTHING == done.returncode
    assert "Nothing was read: no maintenance has begun." in Page(done.stdout).text


def test_a_page_without_a_policy_says_how_to_name_one(status, tmp_path):
    """As the text does."""
    text = statusgen(tmp_path, "audit", "--cstate", str(status.repo.path), "--at", AT, "--format", "html").stdout

    assert "name a policy, `--policy ID`" in Page(text).text
    assert "Promises" not in Page(text).text.replace("Promises\nNothing is judged", "")


def test_a_page_is_whole_and_asks_for_nothing(history):
    """No script, no address of others, every link leads somewhere on it."""
    text = statusgen(history, "audit", "--at", AT, "--format", "html").stdout
    page = Page(text)

    assert "script" not in page.tags
    assert [] == [link for link in page.links if not link.startswith("#")]
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("shape", ["text", "html"])
def test_hostile_texts_do_nothing(tmp_path, shape):
    """In titles, names, settings and file names."""
    repo = GitRepo(tmp_path / "status")
    evil = json.dumps(HOSTILE)
    text = (
        EVENT.replace("Database upgrade", "upgrade").replace("title: upgrade", f"title: {evil}").replace("[Database]", f"[{evil}]")
    )
    name = "content/issues/upgrade<script>alert(1)<-script>.md"
    repo.commit("2026-03-02 10:00", {"config.yml": f"title: {evil}\n", name: text, "content/issues/\x1b[31mb.md": "x"})
    told = statusgen(tmp_path, "audit", "--cstate", "status", "--at", AT, "--format", shape).stdout

    assert "alert(1)" in told
    assert "\x1b" not in told
    assert all(letter.isprintable() or letter == "\n" for letter in told)
    if shape == "html":
        assert "script" not in Page(told).tags
        assert [] == [name for _, name, _ in Page(told).attributes if name.startswith("on")]


def test_colour_only_on_a_terminal_that_wants_it(history, monkeypatch):
    """Then what is bad is red."""
    monkeypatch.setattr("statusgen.cli.output.colored", lambda _: True)

    assert "clicksend: \x1b[1;31mkept 2 of 3\x1b[0m" in statusgen(history, "audit", "--at", AT).stdout


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (59, "59s"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h 00m"),
        (86_399, "23h 59m"),
        (90_000, "1d 1h"),
        (-61, "-1m"),
        (-90_000, "-1d 1h"),
    ],
)
def test_times_in_a_table_are_cut(seconds, text):
    """To their two largest units."""
    assert text == brief(seconds)


def test_the_clone_is_left_as_it_was(status, tmp_path):
    """An audit writes nothing."""
    before = {file: file.read_bytes() for file in sorted(status.repo.path.rglob("*")) if file.is_file()}
    audited(tmp_path, status.repo.path)

    assert before == {file: file.read_bytes() for file in sorted(status.repo.path.rglob("*")) if file.is_file()}


def test_git_that_is_missing_is_told(status, tmp_path):
    """As anywhere."""
    done = process(tmp_path, "audit", "--cstate", str(status.repo.path), PATH="")

    assert Exit.USAGE == done.returncode
    assert "git cannot be run" in done.stderr
