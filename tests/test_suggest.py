"""`statusgen suggest` and `statusgen new`: what is printed, written and ended with, in real folders."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import MEXICO, at, make_window
from test_cli import Exit, commit, page, process, repository, statusgen, write

from statusgen.cli import app, asking
from statusgen.load import load
from statusgen.policy import Impact
from statusgen.render import window as files
from statusgen.timeline import HOUR, MINUTE

__all__ = ["page", "repository"]  # fixtures

NOW = "2026-11-21T10:00:07-06:00"
ASKED = ("suggest", "--duration", "2h", "--component", "database", "--at", NOW)
NEW = ("new", "--title", "Database: version 17", "--component", "database", "--impact", "outage", "--duration", "2h", "--at", NOW)


def test_the_words_of_commands_are_those_of_files():
    """What `--impact` takes is what `impact:` does."""
    assert [impact.value for impact in Impact] == [hit.value for hit in app.Hit]


def test_slots_are_told_to_programs(page):
    """The same as in the text: what can be had, by when it must be known, and why not earlier."""
    told = process(page, *ASKED, "--count", "1", "--format", "json")
    answer = json.loads(told.stdout)

    (slot,) = answer.pop("slots")
    obstacles = answer.pop("not_earlier")
    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert {
        "version": 1,
        "page": "Acme",
        "at": "2026-11-21T16:00:07Z",
        "components": ["database"],
        "impact": "outage",
        "duration_seconds": 7200,
        "from_at": "2026-11-21T17:00:07Z",
        "until_at": "2027-02-19T17:00:08Z",
        "longest_seconds": None,
    } == answer
    assert ["notice-channel"] == [finding["rule"] for finding in slot.pop("findings")]
    assert {
        "starts_at": "2026-11-28T23:00:00Z",
        "ends_at": "2026-11-29T01:00:00Z",
        "latest_start_at": "2026-11-30T04:00:00Z",
        "merge_by_at": "2026-11-21T23:00:00Z",
        "notice": [
            {"policy": "clever", "channels": ["email"], "deadline_at": "2026-11-26T23:00:00Z", "margin_seconds": 457193},
            {"policy": "clicksend", "channels": ["status_page"], "deadline_at": "2026-11-21T23:00:00Z", "margin_seconds": 25193},
        ],
    } == slot
    assert {"maintenance-hours", "notice-period"} == {one["rule"] for one in obstacles}
    assert {"from_at": "2026-11-21T17:00:07Z", "until_at": "2026-11-28T17:00:07Z"} in [one["closed"][0] for one in obstacles]


def test_where_there_is_no_slot_the_code_is_1_and_the_longest_is_told(page):
    """To people and to programs."""
    asked = (*ASKED[:1], "--duration", "40h", "--component", "database", "--at", NOW)
    text, program = statusgen(page, *asked), statusgen(page, *asked, "--format", "json")

    assert [Exit.REJECTED] * 2 == [text.returncode, program.returncode]
    assert "\nThe longest that there is time for is 1 day 7 hours.\n" in text.stdout
    assert "  maintenance-hours, throughout: Clever IDEAS" in text.stdout
    assert (31 * HOUR, []) == (json.loads(program.stdout)["longest_seconds"], json.loads(program.stdout)["slots"])


def test_a_time_that_is_all_taken_is_told_as_such(page):
    """Here by the notice."""
    told = statusgen(page, *ASKED, "--before", "2026-11-22")

    assert (Exit.REJECTED, True) == (told.returncode, "\nNot even a second is open.\n" in told.stdout)


def test_what_else_plan_will_tell_is_told(page):
    """A contract that wants its page notice confirmed, and one that asks no notice."""
    write(page, policies__clicksend="extends: clicksend\nacknowledgement: {clause: clicksend.maint.notice}\n")
    told = statusgen(page, *ASKED, "--count", "1").stdout
    silent = statusgen(page, *ASKED, "--count", "1", "--impact", "none").stdout

    assert "    warning: Notice not acknowledged yet [acknowledgement-missing]\n" in told
    assert "    clever     asks no notice\n" in silent


def test_where_no_policy_covers_the_work_that_is_said(page):
    """No promise is kept where none is made."""
    write(page, statusgen=(page / "statusgen.yaml").read_text(encoding="utf-8").replace("[clever, clicksend]", "[]"))
    told = statusgen(page, *ASKED, "--count", "1").stdout

    assert "    no policy covers it\n" in told


def test_what_closes_the_time_reads_as_a_sentence(page):
    """Since when a notice counts that is given within the hour, and how often hours close; the time that was looked at ends with no
    second cut off."""
    told = statusgen(page, *ASKED).stdout.replace("\n      ", " ")
    none = statusgen(page, *ASKED[:1], "--duration", "40h", "--component", "database", "--at", "2026-11-21 10:00").stdout

    assert (
        "asks 168 hours (7 days) of notice; given within the hour, it counts from Sat 2026-11-21 11:00:07 -06:00 "
        "(clicksend.maint.notice)."
    ) in told
    assert "  maintenance-hours, 7 times, the last until Sat 2026-11-28 17:00 -06:00: " in told
    assert "from Sat 2026-11-21 11:00 -06:00 to Sun 2027-02-21 03:00 -06:00.\n" in none.replace("\n      ", " ")


def test_after_and_before_are_kept(page):
    """A day is its beginning; the work is over by `--before`."""
    told = json.loads(
        statusgen(page, *ASKED, "--after", "2026-12-07", "--before", "2026-12-10 23:00", "--count", "9", "--format", "json").stdout
    )

    assert ("2026-12-07T06:00:00Z", "2026-12-11T03:00:01Z") == (told["from_at"], told["until_at"])
    assert ["08", "09", "10", "11"] == [slot["starts_at"][8:10] for slot in told["slots"]]
    assert "2026-12-11T03:00:00Z" == told["slots"][-1]["latest_start_at"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--duration", "2x"), "--duration: `2x` is not a duration."),
        (("--component", "databse"), "there is no component `databse`\n  Did you mean `database`?"),
        (("--after", "tomorrow"), "--after: `tomorrow` is not a time."),
        (("--after", "2026-13-01"), "--after: `2026-13-01` is not a day."),
        (
            ("--before", "2026-11-21 12:00"),
            "from Sat 2026-11-21 11:00:07 -06:00 to Sat 2026-11-21 12:00 -06:00 there are no 2 hours",
        ),
        (("--after", "2026-12-05", "--before", "2026-12-01"), "--before: from Sat 2026-12-05 00:00 -06:00 to Tue 2026-12-01 00:00"),
        (("--before", "2029-01-01"), "--before: that is more than two years ahead"),
        (("--after", "2199-12-31"), "--after: that is more than two years ahead"),
        (("--count", "0"), "0 is not in the range"),
        (("--impact", "bad"), "'bad' is not one of"),
    ],
)
def test_a_wrong_question_is_told_the_way_out(page, arguments, said):
    """As wrong usage: nothing was looked for."""
    told = statusgen(page, *ASKED, *arguments)

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert said in told.stderr


def test_a_time_that_no_clock_shows_is_told_in_full(page):
    """From where to where the clock goes, and nothing of it cut out."""
    settings = page / "statusgen.yaml"
    settings.write_text(settings.read_text().replace("America/Mexico_City", "Europe/Brussels"))

    told = statusgen(page, *ASKED, "--after", "2027-03-28 02:30")

    assert Exit.USAGE == told.returncode
    assert (
        "--after: 2027-03-28 02:30 does not exist in Europe/Brussels: that night the clock goes from +01:00 to +02:00."
        in told.stderr
    )


def test_a_file_that_cannot_be_read_may_be_in_the_way(page):
    """It is told, and no slot is offered, nor a file written."""
    write(page, windows__broken="title: x\n")

    for arguments in (ASKED, NEW):
        told = statusgen(page, *arguments)
        assert (Exit.REJECTED, "") == (told.returncode, told.stdout)
        assert "windows/broken.yaml:1:1: error" in told.stderr
    assert 2 == len(list((page / "windows").iterdir()))


def test_a_new_window_is_written_at_the_first_slot_and_judged(page):
    """Another window of the branch is not spoken of."""
    told = statusgen(page, *NEW)

    assert told.stdout.startswith(
        "windows/2026-11-28-database-version-17.yaml written\n\nPlan for Acme, at Sat 2026-11-21 10:00:07"
    )
    assert "\nAccepted: 1 warning. 1 window new.\n" in told.stdout
    assert "upgrade" not in told.stdout
    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert 'title: "Database: version 17"\ncomponents: [database]\nimpact: outage\nstart: 2026-11-28 17:00\nduration: 2h\n' == (
        page / "windows/2026-11-28-database-version-17.yaml"
    ).read_text(encoding="utf-8")


def test_what_stands_there_is_never_replaced(page):
    """Nor is a second file given the name of one in another folder."""
    write(page, **{"windows__2025__2026-11-28-database-version-17": "a: b"})
    told = statusgen(page, *NEW)
    assert Exit.REJECTED == told.returncode  # it cannot be read

    write(page, **{"windows__2025__2026-11-28-database-version-17": (page / "windows/upgrade.yaml").read_text(encoding="utf-8")})
    told = statusgen(page, *NEW)

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert "windows/2025/2026-11-28-database-version-17.yaml is there already" in told.stderr


def test_a_time_of_ones_own_is_judged_by_plan(page):
    """Written all the same: who is told can change it. The exit code is the plan's."""
    told = statusgen(page, *NEW, "--start", "2026-11-24 09:00")

    assert (Exit.REJECTED, True) == (told.returncode, "\nRejected: 2 errors, 1 warning. 1 window new.\n" in told.stdout)
    assert (page / "windows/2026-11-24-database-version-17.yaml").is_file()


def test_without_a_slot_nothing_is_written(page):
    """Why is told beside."""
    told = statusgen(page, *NEW, "--duration", "40h")

    assert (Exit.REJECTED, "") == (told.returncode, told.stdout)
    assert "The longest that there is time for is 1 day 7 hours." in told.stderr
    assert 1 == len(list((page / "windows").iterdir()))


def test_a_project_with_folders_of_years_gets_its_file_there(page):
    """In that of the day on which it starts."""
    write(page, windows__2025__old=(page / "windows/upgrade.yaml").read_text(encoding="utf-8").replace("2026", "2025"))
    statusgen(page, *NEW, "--after", "2027-01-10")

    assert (page / "windows/2027/2027-01-10-database-version-17.yaml").is_file()


def test_where_files_are_the_evidence_the_file_says_since_when(page):
    """Else every later plan would take it for news."""
    write(page, statusgen=(page / "statusgen.yaml").read_text(encoding="utf-8") + "announcements: declared\n")
    statusgen(page, *NEW)

    (file,) = (page / "windows").glob("*-17.yaml")
    assert "\nannounced: 2026-11-21 10:00:07\n" in file.read_text(encoding="utf-8")


def test_in_git_it_is_new_against_the_main_branch(repository):
    """As it will be merged."""
    told = statusgen(repository, *NEW)

    assert "+ new 2026-11-28-database-version-17: Database: version 17\n" in told.stdout
    commit(repository, "Declare it")
    assert Exit.ACCEPTED == statusgen(repository, "plan", "--at", NOW).returncode


@pytest.mark.parametrize("option", ["--title", "--component", "--impact", "--duration"])
def test_what_is_missing_is_asked_for_on_a_terminal_only(page, option):
    """Else it is told which."""
    index = NEW.index(option)
    told = statusgen(page, *NEW[:index], *NEW[index + 2 :])

    assert (Exit.USAGE, "") == (told.returncode, told.stdout)
    assert f"`{option}` is missing" in told.stderr


def test_a_terminal_is_asked_until_it_answers(page, monkeypatch):
    """Each mistake is told with the way out; the first slot is what an empty answer takes."""
    answers = ["", " ", "New disks", "databse", "database, api", "bad", "degraded", "soon", "90m", "never", ""]
    monkeypatch.setattr(asking, "on_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(answers) + "\n"))
    told = statusgen(page, "new", "--at", NOW)

    assert Exit.ACCEPTED == told.returncode, told.stderr
    for said in (
        "Components (api, database): ", "Did you mean `database`?", "Impact (none, degraded, partial_outage, outage): ",
        "`soon` is not a duration", "Slots for 1 hour 30 minutes of work on database, api", "Start [2026-11-28 17:00 -06:00]: ",
    ):  # fmt: skip
        assert said in told.stderr + told.stdout
    assert "windows/2026-11-28-new-disks.yaml written\n" in told.stdout
    assert "duration: 1h30m" in (page / "windows/2026-11-28-new-disks.yaml").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_to_is_told(page):
    """Here a file stands in its place."""
    (page / "windows/2027").write_text("", encoding="utf-8")
    write(page, windows__2025__old=(page / "windows/upgrade.yaml").read_text(encoding="utf-8").replace("2026", "2025"))
    told = statusgen(page, *NEW, "--after", "2027-01-10")

    assert Exit.USAGE == told.returncode
    assert "2027-01-10-database-version-17.yaml cannot be written: " in told.stderr


def test_a_title_that_is_cut_is_told(page):
    """Never silently."""
    told = statusgen(page, *NEW, "--title", "x " * 150)

    assert "The title is longer than 200 characters and was cut.\n" == told.stderr
    assert Exit.ACCEPTED == told.returncode


SETTINGS = b"""{"page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": "America/Mexico_City"},
"components": [{"id": "database", "name": "Database"}], "policies": [], "announcements": "declared"}"""
titles = st.one_of(
    st.text(max_size=230),
    st.text(alphabet=":#-?[]{},&*!|>'\"%@`~\\ \n\t\r=<ño\u2028\ufeff\x85\x00\x1b", max_size=20),
    st.sampled_from(["yes", "null", "~", "0o14", "1.5", "0x1f", "12:30", "2026-12-05", "- a", "a: b", "a #b", "<<", "=", "\ud800"]),
)


@given(titles, st.integers(at("2022-10-29 00:00"), at("2022-10-31 00:00")), st.integers(1, 300 * HOUR))
def test_whatever_the_title_the_file_is_read_as_what_was_meant(title, start, seconds):
    """On any clock, in an hour that comes twice too, and by a name that is fit for an address."""
    line = files.title_of(title)
    if not line:
        return
    window = make_window(start, seconds, announced=start, id=files.id_of(line, start, MEXICO), zone=MEXICO, title=line)

    texts = {"statusgen.yaml": SETTINGS, f"windows/{window.id}.yaml": files.text(window, start - MINUTE).encode()}
    loaded = load(texts, now=start)

    assert () == loaded.findings
    (read,) = loaded.project.windows
    assert (line, window.span, window.components, window.impact) == (read.title, read.span, read.components, read.impact)
    assert start - MINUTE == read.announcements[0].at


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Datenbank: Größe ändern", "2026-12-05-datenbank-grosse-andern"),
        ("数据库升级", "2026-12-05-maintenance"),
        ("word " * 30, "2026-12-05-word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 99, f"2026-12-05-{'x' * 60}"),
    ],
)
def test_a_file_is_named_by_its_day_and_title(title, expected):
    """In letters that every address takes."""
    assert expected == files.id_of(title, at("2026-12-06 03:00"), MEXICO)


def test_a_title_with_nothing_in_it_is_none(page):
    """Not a file called by its day."""
    told = statusgen(page, *NEW, "--title", " \n ")

    assert (Exit.USAGE, True) == (told.returncode, "--title: there is no text in it" in told.stderr)


def test_only_what_there_is_to_tell_is_told(page):
    """Nothing stands before a slot that begins when it was asked for; it cannot be put off, and no merge is its notice."""
    write(page, statusgen=(page / "statusgen.yaml").read_text(encoding="utf-8").replace("[clever, clicksend]", "[clever]"))
    told = statusgen(page, *ASKED, "--duration", "31h", "--after", "2026-12-12 17:00", "--count", "1")

    assert (
        "Slots for 1 day 7 hours of work on database, impact outage, at Sat 2026-11-21 10:00:07 -06:00\n"
        "\n"
        "Sat 2026-12-12 17:00 -06:00 to Mon 2026-12-14 00:00 -06:00\n"
        "    clever  notice by e-mail until Thu 2026-12-10 17:00 -06:00, 19 days 6 hours 59 minutes to spare\n"
    ) == told.stdout
