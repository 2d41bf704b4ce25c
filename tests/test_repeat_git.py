"""A series whose file is edited, merged, squashed and rebased: what was announced stays so, and what has begun stays as it was."""

import os
import subprocess
import sys

import icalendar
import pytest
from gitrepo import GitRepo, utc

from statusgen.civil import utc as utc_time
from statusgen.cli.reading import opened
from statusgen.finding import Severity
from statusgen.plan import plan

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}]
policies: [gold]
"""
GOLD = """
extends: clever
title: Told on the page, two days ahead, at any hour
without: [maintenance_hours, acknowledgement, notice.fallback]
notice: {channels: [status_page]}
"""
CARE = """
title: Portal care
components: [api]
impact: outage
start: 2026-11-08 05:00
duration: 30m
repeat: {rule: FREQ=WEEKLY;BYDAY=SU, until: 2026-12-20}
"""
FILE = "windows/care.yaml"
FIRST = "2026-10-20 10:00"
NOW = "2026-12-01 12:00"
SUNDAYS = [f"2026-{day}" for day in ("11-08", "11-15", "11-22", "11-29", "12-06", "12-13", "12-20")]
PAST, TO_COME = SUNDAYS[:4], SUNDAYS[4:]


@pytest.fixture
def repo(tmp_path):
    """A weekly series, of which four occurrences are over at `NOW`."""
    made = GitRepo(tmp_path / "repo")
    made.commit(FIRST, {"statusgen.yaml": SETTINGS, "policies/gold.yaml": GOLD, FILE: CARE})
    return made


def statusgen(repo, *arguments, at=NOW):
    """What a command prints, and its exit code."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "LC_", "SOURCE_DATE"))}
    done = subprocess.run(
        [sys.executable, "-m", "statusgen", *arguments, "--at", f"{at.replace(' ', 'T')}:00Z"],
        cwd=repo.path,
        env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout, done.returncode


def read(repo, at):
    """The project as every command reads it."""
    return opened(repo.path, f"{at.replace(' ', 'T')}:00Z", None)


def planned(repo, *, at=NOW, base=None):
    """The plan, as the command makes it."""
    here = read(repo, at)
    before = here.before(base)
    return plan(here.project, before.project, before.renames, here.findings, here.now)


def in_short(made):
    """What a plan changes, as (action, day), and the rules of what it finds beside notes."""
    changes = sorted((change.change.action.value, change.change.window.day) for change in made.changes)
    return changes, [finding.rule for finding in made.findings if finding.severity is not Severity.NOTE]


def starts(repo, *, at=NOW):
    """By its day: when each occurrence starts (UTC)."""
    return {window.day: f"{utc_time(window.span.start):%Y-%m-%d %H:%M}" for window in read(repo, at).project.windows}


def with_rule(rule, text=CARE):
    return text.replace("FREQ=WEEKLY;BYDAY=SU, until: 2026-12-20", rule)


ONE = "occurrences: {2026-12-13: %s}\n"


@pytest.mark.parametrize(
    ("text", "changes", "rules"),
    [
        (CARE.replace("05:00", "04:00"), [("moved", day) for day in TO_COME], []),
        (CARE.replace("30m", "20m"), [("moved", day) for day in TO_COME], []),
        (CARE.replace("outage", "none"), [("changed", day) for day in TO_COME], []),
        (with_rule("FREQ=WEEKLY;BYDAY=SU, until: 2027-01-03"), [("new", "2026-12-27"), ("new", "2027-01-03")], []),
        (with_rule("FREQ=WEEKLY;BYDAY=SU, until: 2026-12-06"), [("deleted", day) for day in TO_COME[1:]], ["deleted-window"] * 2),
        (with_rule("FREQ=WEEKLY;BYDAY=SU;COUNT=6"), [("deleted", TO_COME[2])], ["deleted-window"]),
        (with_rule("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261220"), [], []),
        (CARE.replace("20}", "20, except: [2026-12-13]}"), [("deleted", TO_COME[1])], ["deleted-window"]),
        (CARE.replace("20}", "20, except: [2026-11-15]}"), [], []),
        (
            with_rule("FREQ=WEEKLY;BYDAY=SA, until: 2026-12-20"),
            [each for day in (5, 12, 19) for each in (("new", f"2026-12-{day:02}"), ("deleted", f"2026-12-{day + 1:02}"))],
            ["deleted-window"] * 3,
        ),
        (with_rule("FREQ=WEEKLY;BYDAY=SU, until: 2026-12-20", CARE.replace("11-08", "12-01")), [], []),
        (f"{CARE}{ONE % '{start: 2026-12-14 22:00}'}", [("moved", "2026-12-13")], []),
        (f"{CARE}{ONE % '{cancelled: {at: 2026-12-01 05:00, reason: Delay.}}'}", [("cancelled", "2026-12-13")], []),
        (f"{CARE}{ONE % '{start: 2026-12-01 22:00}'}", [("moved", "2026-12-13")], ["unannounced-move"]),
        (f"{CARE}occurrences: {{2026-11-15: {{actual: {{start: 2026-11-15 05:02}}}}}}\n", [("changed", "2026-11-15")], []),
        (f"{CARE}cancelled: {{at: 2026-12-01 05:00, reason: Enough.}}\n", [("cancelled", day) for day in TO_COME], []),
        (
            with_rule("FREQ=WEEKLY;BYDAY=SU, until: 2026-12-13")
            + "occurrences: {2026-12-20: {start: 2026-12-20 05:00, cancelled: {at: 2026-12-01 05:00, reason: Enough.}}}\n",
            [("cancelled", "2026-12-20")],
            [],
        ),
    ],
    ids=[
        "another clock time", "another length", "another impact", "a later end", "an earlier end", "a lower count",
        "the end said in the rule", "one excepted", "one excepted that is over", "another weekday", "a later first one",
        "one moved", "one cancelled", "one moved too soon", "how one went", "all cancelled", "one cancelled past the rule's end",
    ],
)  # fmt: skip
def test_a_plan_changes_only_what_changes(repo, text, changes, rules):
    """Of those to come, those whose times are others; nothing that has begun. What was announced does not go without a word."""
    repo.write({FILE: text})

    assert (sorted(changes), rules) == in_short(planned(repo))


def brought(repo, how, text):
    """Bring a change to the main branch on 2 December as a team does: committed on a branch the day before, then merged."""
    repo.branch("change")
    repo.commit("2026-12-01 09:00", {FILE: text})
    repo.switch("main")
    repo.commit("2026-12-01 10:00", {"README.md": "Meanwhile."})
    if how == "merge":
        repo.merge("2026-12-02 10:00", "change")
    elif how == "squash":
        repo.git("merge", "--quiet", "--squash", "change", at="2026-12-02 10:00")
        repo.commit("2026-12-02 10:00")
    else:
        repo.git("switch", "--quiet", "change")
        repo.git("rebase", "--quiet", "main", at="2026-12-02 10:00")
        repo.switch("main")
        repo.git("merge", "--quiet", "--ff-only", "change")


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_another_clock_time_moves_what_is_to_come(repo, how):
    """Announced when it reached the main branch. What is over, and its account, stays as customers were told of it."""
    before = starts(repo)
    account = statusgen(repo, "uptime", "2026-11", at="2026-12-02 09:00")[0]

    brought(repo, how, CARE.replace("05:00", "04:00"))

    after = starts(repo, at="2026-12-03 12:00")
    assert {day: f"{day} {'11:00' if day in PAST else '10:00'}" for day in SUNDAYS} == after
    assert [before[day] for day in PAST] == [after[day] for day in PAST]
    assert statusgen(repo, "uptime", "2026-11", at="2026-12-02 09:00")[0] == account
    repo.write({FILE: f"# Nothing else.\n{CARE.replace('05:00', '04:00')}"})
    assert ([], []) == in_short(planned(repo, at="2026-12-03 12:00"))
    text = statusgen(repo, "plan", "--base", repo.git("rev-list", "--max-parents=0", "HEAD"), at="2026-12-03 12:00")[0]
    assert "    3 times, the first:\n" in text
    assert "    known since Wed 2026-12-02 04:00 -06:00\n" in text


def test_another_weekday_leaves_the_past_alone(repo):
    """The Sundays that were stay, and no Saturday is invented beside them: not even when the rule is changed once more."""
    saturdays = with_rule("FREQ=WEEKLY;BYDAY=SA, until: 2026-12-20")
    repo.commit("2026-11-17 10:00", {FILE: saturdays})
    repo.commit("2026-11-24 10:00", {FILE: saturdays.replace("05:00", "06:00")})

    expected = {"2026-11-08": "11:00", "2026-11-15": "11:00", "2026-11-21": "11:00", "2026-11-28": "12:00"}
    expected |= {f"2026-12-{day}": "12:00" for day in ("05", "12", "19")}
    assert {day: f"{day} {time}" for day, time in expected.items()} == starts(repo)


def test_a_change_while_one_runs_is_of_the_next(repo):
    """At its very start it has begun; a second before, it is moved."""
    assert "2026-12-06 11:00" == starts(repo, at="2026-12-06 11:00")["2026-12-06"]
    for at, start in (("2026-12-06 10:59", "13:00"), ("2026-12-06 11:00", "11:00")):
        repo.branch(f"at-{start.replace(':', '')}")
        repo.commit(at, {FILE: CARE.replace("05:00", "07:00")})
        repo.git("branch", "--force", "main")
        found = starts(repo, at="2026-12-06 15:00")
        assert (f"2026-12-06 {start}", "2026-12-13 13:00") == (found["2026-12-06"], found["2026-12-13"])
        repo.git("branch", "--force", "main", "HEAD~1")
        repo.switch("main")


def test_what_is_said_of_one_by_its_day_is_taken_after_its_start_too(repo):
    """As of any window: a move that came too late is shown, and judged as such."""
    repo.commit("2026-12-06 12:00", {FILE: f"{CARE}occurrences: {{2026-12-06: {{start: 2026-12-06 20:00}}}}\n"})

    assert "2026-12-07 02:00" == starts(repo, at="2026-12-06 13:00")["2026-12-06"]
    (rejected,) = [
        change for change in planned(repo, at="2026-12-06 13:00", base="none").changes if change.change.window.day == "2026-12-06"
    ]
    assert ["unannounced-move"] == [finding.rule for finding in rejected.verdicts[0].findings]


def test_a_series_that_is_called_back_to_life_leaves_what_was_off(repo):
    """What was cancelled when its time came did not happen, whatever the file says later."""
    repo.commit("2026-11-17 10:00", {FILE: f"{CARE}cancelled: {{at: 2026-11-17 04:00, reason: Enough.}}\n"})
    repo.commit("2026-11-24 10:00", {FILE: CARE})

    assert ["2026-11-22"] == [window.day for window in read(repo, NOW).project.windows if window.cancelled]


def test_a_file_of_its_own_takes_an_occurrence_over(repo):
    """The day that was excepted for it is then that file's, also when it has begun."""
    own = CARE.partition("repeat")[0].replace("11-08", "11-15")
    repo.commit("2026-12-01 10:00", {FILE: CARE.replace("20}", "20, except: [2026-11-15]}"), "windows/care-2026-11-15.yaml": own})

    own = [window for window in read(repo, NOW).project.windows if window.id == "care-2026-11-15"]
    assert [None] == [window.series for window in own]


def test_a_file_that_could_not_be_read_told_nothing(tmp_path):
    """What it lays out is what it says, also of the past."""
    repo = GitRepo(tmp_path / "repo")
    repo.commit(FIRST, {"statusgen.yaml": SETTINGS, "policies/gold.yaml": GOLD, FILE: "title: [\n"})
    repo.write({FILE: CARE})

    assert SUNDAYS == sorted(starts(repo))


def test_a_window_that_begins_a_series_invents_no_past(tmp_path):
    """It goes on as the first occurrence; of those that would have followed, only those to come are announced."""
    repo = GitRepo(tmp_path / "repo")
    single = CARE.partition("repeat")[0]
    repo.commit(FIRST, {"statusgen.yaml": SETTINGS, "policies/gold.yaml": GOLD, FILE: single})
    repo.commit("2026-11-30 10:00", {FILE: CARE})

    assert ["2026-11-08", *TO_COME] == sorted(starts(repo))


def events(site):
    """UID, sequence and status of every event in the calendar, by its first id."""
    read = icalendar.Calendar.from_ical((site / "calendar.ics").read_bytes()).events
    return {str(each["UID"]).partition("@")[0].removeprefix("care-"): (each["SEQUENCE"], str(each["STATUS"])) for each in read}


def test_subscribers_keep_each_occurrence_through_its_changes(repo, tmp_path):
    """A moved one has its identity and a greater sequence, a cancelled one says so; of the others nothing changes."""
    statusgen(repo, "build", "--out", str(tmp_path / "site"))
    assert dict.fromkeys(SUNDAYS, (0, "CONFIRMED")) == events(tmp_path / "site")
    moved = "2026-12-06: {start: 2026-12-07 22:00}"
    repo.commit("2026-12-02 10:00", {FILE: f"{CARE}occurrences: {{{moved}}}\n"})
    off = "2026-12-13: {cancelled: {at: 2026-12-03 04:00, reason: Delay.}}"
    repo.commit("2026-12-03 10:00", {FILE: f"{CARE}occurrences: {{{moved}, {off}}}\n"})
    repo.commit("2026-12-09 10:00", {FILE: f"{CARE.replace('05:00', '04:00')}occurrences: {{{moved}, {off}}}\n"})

    statusgen(repo, "build", "--out", str(tmp_path / "site"), at="2026-12-09 12:00")

    expected = dict.fromkeys(PAST, (0, "CONFIRMED")) | {"2026-12-06": (1, "CONFIRMED"), "2026-12-20": (1, "CONFIRMED")}
    assert expected | {"2026-12-13": (1, "CANCELLED")} == events(tmp_path / "site")
    page = (tmp_path / "site/windows/care-2026-12-06/index.html").read_text(encoding="utf-8")
    assert "Moved from Sun 6 Dec 2026" in page


@pytest.mark.parametrize("day", TO_COME)
def test_each_occurrence_is_announced_since_it_was_first_told(repo, day):
    """Not since the last change of the file: what concerns the others leaves its notice alone."""
    other = TO_COME[TO_COME.index(day) - 1]
    repo.commit("2026-11-30 10:00", {FILE: f"{CARE}occurrences: {{{other}: {{start: {other} 22:00}}}}\n"})

    known = {change.change.window.day: change.known_since for change in planned(repo, base="none").changes}
    assert (utc(FIRST), utc("2026-11-30 10:00")) == (known[day], known[other])
