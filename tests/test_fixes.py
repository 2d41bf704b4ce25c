"""What a plan suggests: an edit of the author's own file that plan accepts, byte for byte the same but for it."""

import json
import os
import re
import stat

import jsonschema
import pytest
from gitrepo import GitRepo
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from test_cli import process, statusgen
from test_review_tools import schema

from statusgen import civil, yaml12
from statusgen.cli import fixing, planning
from statusgen.cli.exits import Exit
from statusgen.finding import Place, Severity, StatusgenError
from statusgen.fixes import occurrences, times
from statusgen.fixes.edit import NotEditable, rewriting

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [clever, clicksend]
"""
WINDOW = """title: Database upgrade
components: [database]
impact: outage
start: 2026-11-22 21:00   # too early
end: 2026-11-23 01:00
"""
NOW = "2026-11-20T10:00:00Z"
FILE = "windows/upgrade.yaml"


@pytest.fixture
def page(tmp_path):
    """Gives a project of some files."""

    def made(text, **others):
        folder = tmp_path / "page"
        for path, body in {"statusgen.yaml": SETTINGS, FILE: text, **others}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body if isinstance(body, bytes) else body.encode())
        return folder

    return made


def fix(folder, *more):
    """What is said, and the window's file afterwards."""
    told = statusgen(folder, "plan", "--fix", "--at", NOW, *more)
    return told, (folder / FILE).read_bytes().decode()


def test_a_window_is_moved_to_where_the_way_out_leads(page):
    """What changed is told as a diff, and then the plan, which accepts it."""
    told = process(page(WINDOW), "plan", "--fix", "--at", NOW)

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert told.stdout.startswith(
        "--- a/windows/upgrade.yaml\n+++ b/windows/upgrade.yaml\n@@ -1,5 +1,5 @@\n"
        " title: Database upgrade\n components: [database]\n impact: outage\n"
        "-start: 2026-11-22 21:00   # too early\n-end: 2026-11-23 01:00\n"
        "+start: 2026-11-27 21:00   # too early\n+end: 2026-11-28 01:00\n"
        "No error is left.\n\nPlan for Acme, at "
    )
    assert "\nAccepted: 1 warning. 1 window new.\n" in told.stdout


LAYOUTS = {
    "flow": ("{title: x, components: [api], impact: outage, start: 2026-11-22 21:00, end: 2026-11-23 01:00}\n", 2),
    "json": ('{"title": "x", "components": ["api"], "impact": "outage",\n"start": "2026-11-22 21:00", "duration": "4h"}', 1),
    "quoted": (WINDOW.replace("2026-11-22 21:00", "'2026-11-22 21:00'").replace("2026-11-23 01:00", '"2026-11-23 01:00"'), 2),
    "with seconds and a T": (WINDOW.replace("2026-11-22 21:00", "2026-11-22T21:00:00"), 2),
    "with offsets": (WINDOW.replace("21:00", "21:00 -06:00").replace("01:00", "01:00-06:00"), 2),
    "in UTC": (WINDOW.replace("2026-11-22 21:00", "2026-11-23T03:00Z").replace("01:00", "07:00 Z"), 2),
    "of another place": (WINDOW.replace("2026-11-22 21:00", "2026-11-23 04:00+01:00"), 2),
    "windows": ("\ufeff" + WINDOW.replace("\n", "\r\n"), 2),
    "on two lines": (WINDOW.replace("2026-11-22 21:00", "\n  2026-11-22\n  21:00"), 2),
    "a zone of its own": (WINDOW + "time_zone: Europe/Madrid\n", 2),
    "an anchor elsewhere": (WINDOW.replace("upgrade", "&name upgrade") + "description: &text Some\n", 2),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_stays(page, layout):
    """Nothing but the values differs, and each keeps its form."""
    text, values = LAYOUTS[layout]

    told, after = fix(page(text))

    assert Exit.ACCEPTED == told.returncode, told.stdout
    before_times, after_times = times_of(text), times_of(after)
    assert values == sum(after_times[key] != before_times[key] for key in before_times)
    for key, value in before_times.items():
        text = text.replace(value if value in text else value.replace(" ", "\n  "), after_times[key])
        assert form(value) == form(after_times[key])
    assert text == after


def times_of(text):
    value = yaml12.read(FILE, text.encode()).value
    return {key: value[key] for key in ("start", "end") if key in value}


def form(text):
    return "".join("0" if letter.isdigit() else letter for letter in text)


REFUSALS = {
    WINDOW.replace("2026-11-22", "&when 2026-11-22"): "An anchor shares this value with other places.",
    WINDOW.replace("2026-11-22 21:00   # too early", ">-\n  2026-11-22 21:00"): "It is written as a block of text.",
    WINDOW
    + "repeat: {rule: FREQ=DAILY;COUNT=2}\n": "All that is to come of the series is refused: give it other times, or another rule.",
    WINDOW
    + "announced: 2026-11-20 03:00\n": "`announced:` says since when these times are known; say there when the new ones were told.",
    WINDOW.replace("end: 2026-11-23 01:00", "duration: 80h"): "No time that keeps every promise is near.",
    WINDOW + "notices: [{channel: email, at: 2026-11-19 10:00, end: 2026-11-23 01:00}]\n": times.NOT_ALONE,
}


@pytest.mark.parametrize("text", REFUSALS)
def test_what_cannot_be_moved_alone_stays(page, text):
    """And why is said, at its place."""
    told, after = fix(page(text))

    assert (Exit.REJECTED, text) == (told.returncode, after)
    assert f": {REFUSALS[text]}\n" in told.stdout
    assert "windows/upgrade.yaml:" in told.stdout.splitlines()[0]
    assert "not fixed [" in told.stdout.splitlines()[0]


def test_words_become_those_that_are_meant(page):
    """One after the other, and then the times that could not be judged before."""
    text = WINDOW.replace("components: [database]", "componets: [databse, 'apu']").replace("outage", "outge")

    told, after = fix(page(text))

    assert (Exit.ACCEPTED, "components: [database, 'api']") == (told.returncode, after.splitlines()[1])
    assert after.splitlines()[2:4] == ["impact: outage", "start: 2026-11-27 21:00   # too early"]
    assert 1 == told.stdout.count("+++ b/windows/upgrade.yaml")


def test_words_are_mended_whatever_else_is_wrong_with_the_file(page):
    """What is wrong elsewhere in it takes a decision, and hides no word that is meant."""
    text = WINDOW.replace("outage", "outge").replace("title: ", "title: !new ")

    told, after = fix(page(text))

    assert (Exit.REJECTED, text.replace("outge", "outage")) == (told.returncode, after)


@pytest.mark.parametrize(
    "text",
    [
        WINDOW.replace("[database]", "[database, databse]"),  # it would be named twice
        WINDOW.replace("[database]", "[&d databse]"),
        WINDOW + "ttle: x\n",  # there is one already
        WINDOW.replace("[database]", "[nothing-like-it]"),
    ],
)
def test_a_word_that_would_be_wrong_too_stays(page, text):
    """Nobody knows what was meant."""
    told, after = fix(page(text))

    assert (Exit.REJECTED, text) == (told.returncode, after)
    assert told.stdout.startswith("1 error is left that no edit is certain to answer.\n\nPlan for")


def test_two_windows_are_not_moved_onto_each_other(page):
    """Each is moved to a time that is left."""
    folder = page(WINDOW, **{"windows/other.yaml": WINDOW})

    told = statusgen(folder, "plan", "--fix", "--at", NOW)

    assert (Exit.ACCEPTED, 2) == (told.returncode, told.stdout.count("\n+start: "))


def test_a_fix_says_which_start_is_meant_where_a_finding_names_another(page):
    """The finding speaks of the window by itself, the fix of it beside those that are moved before it."""
    folder = page(WINDOW, **{"windows/other.yaml": WINDOW})

    told = statusgen(folder, "plan", "--format", "markdown", "--at", NOW).stdout

    assert 2 <= told.count("The next start that keeps every promise is Fri 2026-11-27 21:00 -06:00")
    shown = told[told.index("#### Suggested fixes") : told.index("<details>")]
    first, second = [line for line in shown.splitlines() if line.startswith("Start")]
    assert "Start Fri 2026-11-27 21:00 -06:00, the next time that keeps every promise." == first
    assert (
        "Start Sat 2026-11-28 17:00 -06:00, the next time that keeps every promise beside what is moved before it; "
        "by itself it could start Fri 2026-11-27 21:00 -06:00."
    ) == second


def test_what_can_stay_once_another_is_moved_is_not_said_to_have_no_time(page):
    """Too near after a window that leaves a freeze, it is near to nothing."""
    settings = SETTINGS.replace("clever, ", "") + (
        "limits: {gap: 12h}\nfreezes: [{reason: Peak, from: 2026-12-22 21:00, until: 2026-12-22 22:00}]\n"
    )
    frozen = WINDOW.replace("2026-11-22 21:00", "2026-12-22 21:00").replace("2026-11-23 01:00", "2026-12-22 23:00")
    near = WINDOW.replace("2026-11-22 21:00", "2026-12-23 01:00").replace("2026-11-23 01:00", "2026-12-23 03:00")
    folder = page(frozen, **{"windows/near.yaml": near, "statusgen.yaml": settings})
    here, _, plan = planning._planned(folder, NOW, None, "none")

    suggestions = here.suggestions(plan.findings)

    assert [FILE] == [one.file for one in suggestions.fixes]
    assert [("windows/near.yaml", "gap", "It can stay where it is, once the fixes that are suggested before it are made.")] == [
        (one.place.file, one.rule, one.why) for one in suggestions.refused
    ]


def test_so_many_are_moved_at_once(page, monkeypatch):
    """The others are told to wait, and are moved in the next round."""
    monkeypatch.setattr(times, "MOST", 1)
    folder = page(WINDOW, **{"windows/other.yaml": WINDOW})
    here, _, plan = planning._planned(folder, NOW, None, "none")

    suggestions = here.suggestions(plan.findings)

    assert ["windows/other.yaml"] == [one.file for one in suggestions.fixes]
    assert {("windows/upgrade.yaml", "One run moves 1 windows; run it again for the rest.")} == {
        (one.place.file, one.why) for one in suggestions.refused
    }
    assert Exit.ACCEPTED == fix(folder)[0].returncode


def test_it_ends(page, monkeypatch):
    """After so many rounds, whatever is left."""
    monkeypatch.setattr(fixing, "ROUNDS", 1)

    told, after = fix(page(WINDOW.replace("[database]", "[databse]")))

    assert (Exit.REJECTED, WINDOW) == (told.returncode, after)
    assert "2 errors are left that no edit is certain to answer.\n" in told.stdout


def test_what_is_no_single_value_is_not_rewritten():
    """A list, say."""
    with pytest.raises(NotEditable, match="no single value"):
        rewriting(b"a: [1]\n", Place("x.yaml", 1, 4), "b")


def test_a_comment_suggests_it(page):
    """As a diff that can be applied, and nothing is written."""
    folder = page(WINDOW)

    told = statusgen(folder, "plan", "--format", "markdown", "--at", NOW).stdout

    shown = told[told.index("#### Suggested fixes") :]
    assert "\n```diff\n--- a/windows/upgrade.yaml\n+++ b/windows/upgrade.yaml\n@@ -3,3 +3,3 @@\n impact: outage\n-start: " in shown
    assert WINDOW == (folder / FILE).read_text()


def test_a_comment_has_room_for_so_many_suggestions(page):
    """The others are counted."""
    folder = page(WINDOW, **{f"windows/w{n}.yaml": WINDOW.replace("outage", "otage") for n in range(70)})

    told = statusgen(folder, "plan", "--format", "markdown", "--at", NOW).stdout

    assert re.search(r"\n\d+ files more\.\n", told)
    assert len(told.encode()) < 65_536


def test_code_scanning_is_offered_it(page):
    """Each result with the edits that answer it, held to SARIF's schema."""
    told = json.loads(statusgen(page("\ufeff" + WINDOW), "plan", "--format", "sarif", "--at", NOW).stdout)

    jsonschema.Draft7Validator(schema()).validate(told)
    late, _ = [one for one in told["runs"][0]["results"] if one["level"] == "error"]
    (change,) = late["fixes"][0]["artifactChanges"]
    assert {
        "deletedRegion": {"startLine": 4, "startColumn": 8, "endLine": 4, "endColumn": 24},
        "insertedContent": {"text": "2026-11-27 21:00"},
    } == change["replacements"][0]


def test_a_window_leaves_a_freeze(page):
    """Any rule that closes time moves it, and the next start heeds them all."""
    frozen = {"statusgen.yaml": f"{SETTINGS}freezes: [{{reason: Peak, from: 2026-12-18, until: 2027-01-02}}]\n"}
    folder = page(WINDOW.replace("2026-11-22", "2026-12-20").replace("2026-11-23", "2026-12-21"), **frozen)

    told, after = fix(folder)

    assert Exit.ACCEPTED == told.returncode, told.stdout
    moved = civil.instant(times_of(after)["start"], "America/Mexico_City")
    assert not civil.instant("2026-12-18 00:00", "UTC") <= moved < civil.instant("2027-01-02 00:00", "UTC")


def test_programs_are_told_what_was_done_beside_the_answer(page):
    """The answer is a document of its own."""
    told = process(page(WINDOW), "plan", "--fix", "--at", NOW, "--format", "json")

    assert told.stdout.startswith("{")
    assert told.stderr.startswith("--- a/windows/upgrade.yaml\n")


def test_nothing_to_fix_is_said(page):
    """And no file is touched."""
    folder = page(WINDOW.replace("11-22", "12-05").replace("11-23", "12-06"))
    before = (folder / FILE).stat()

    told, _ = fix(folder)

    assert told.stdout.startswith("No error is left.\n\nPlan for Acme")
    assert before.st_ino == (folder / FILE).stat().st_ino


def test_a_merged_window_is_moved_with_its_notice_anew(tmp_path):
    """Git says what was told; below the top of a repository, files are named from there."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-19 10:00", {"status/statusgen.yaml": SETTINGS, f"status/{FILE}": WINDOW})

    told = statusgen(repo.path / "status", "plan", "--fix", "--at", NOW)

    assert Exit.ACCEPTED == told.returncode
    assert told.stdout.startswith("--- a/status/windows/upgrade.yaml\n")


# Occurrences of a series

SERIES = """title: Care of the database   # every week
components: [database]
impact: outage
start: 2026-11-22 21:00   # in the night
duration: 2h
repeat: {rule: FREQ=WEEKLY, until: 2026-12-31}   # until the year ends
"""
ENTRY = "2026-11-22: {start: 2026-11-27 21:00}"
JSON = """{"title": "x", "components": ["api"], "impact": "outage", "start": "2026-11-22T21:00", "duration": "2h",
 "repeat": {"rule": "FREQ=WEEKLY", """
CRLF = (SERIES + f"occurrences:\n  {ENTRY}\n").replace("\n", "\r\n")
PLACES = {
    "no entry yet": (SERIES, SERIES + f"occurrences:\n  {ENTRY}\n"),
    "something below it": (
        SERIES + "\n# What customers read:\ndescription: |\n  Words.\n\n# The end\n",
        SERIES + f"\n# What customers read:\ndescription: |\n  Words.\n\noccurrences:\n  {ENTRY}\n# The end\n",
    ),
    "no last end of line": (SERIES.rstrip("\n"), SERIES + f"occurrences:\n  {ENTRY}"),
    "windows": ("\ufeff" + SERIES.replace("\n", "\r\n"), "\ufeff" + CRLF),
    "an indented file": (
        "".join(f"  {line}\n" for line in SERIES.splitlines()),
        "".join(f"  {line}\n" for line in (*SERIES.splitlines(), "occurrences:", f"  {ENTRY}")),
    ),
    "others before and after": (
        SERIES + "occurrences:   # by day\n  # moved\n  2026-12-06: {start: 2026-12-06 22:00} # late\n",
        SERIES + f"occurrences:   # by day\n  {ENTRY}\n  # moved\n  2026-12-06: {{start: 2026-12-06 22:00}} # late\n",
    ),
    "in braces": (
        SERIES + "occurrences: {2026-12-06: {start: 2026-12-06 22:00}}\n",
        SERIES + f"occurrences: {{{ENTRY}, 2026-12-06: {{start: 2026-12-06 22:00}}}}\n",
    ),
    "in empty braces": (SERIES + "occurrences: { }\n", SERIES + f"occurrences: {{{ENTRY} }}\n"),
    "said already, without a start": (
        SERIES + "occurrences:\n  2026-11-22:   # the first\n    # for once\n    components:\n    - api\n    - database\n",
        SERIES + "occurrences:\n  2026-11-22:   # the first\n    start: 2026-11-27 21:00\n    # for once\n    components:\n"
        "    - api\n    - database\n",
    ),
    "said already in braces": (
        SERIES + "occurrences: {2026-11-22: {title: First}}\n",
        SERIES + "occurrences: {2026-11-22: {start: 2026-11-27 21:00, title: First}}\n",
    ),
    "a start and an end of its own": (
        SERIES + "occurrences:\n  2026-11-22: {start: '2026-11-22 22:00', end: 2026-11-22 23:00 -06:00}   # x\n",
        SERIES + "occurrences:\n  2026-11-22: {start: '2026-11-27 21:00', end: 2026-11-27 22:00 -06:00}   # x\n",
    ),
    "json": (
        f'{JSON}"until": "2026-12-31"}}\n}}\n',
        f'{JSON}"until": "2026-12-31"}}, "occurrences": {{"2026-11-22": {{"start": "2026-11-27T21:00"}}}}\n}}\n',
    ),
    "announced": (
        SERIES + "announced: 2026-11-19 10:00\n",
        SERIES + f"announced: 2026-11-19 10:00\noccurrences:\n  {ENTRY}\n",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_occurrence_is_moved_by_its_day(page, place):
    """The others stay where they were told to be, and so does every other byte."""
    text, expected = PLACES[place]

    told, after = fix(page(text))

    assert (Exit.ACCEPTED, expected) == (told.returncode, after), told.stdout


def test_several_occurrences_of_a_series_are_moved_at_once(page):
    """Each has its entry, in the order of days; the plan names those that are moved."""
    text = SERIES.replace("WEEKLY", "DAILY").replace("duration: 2h", "duration: 1h")

    told, after = fix(page(text + "occurrences:\n  2026-11-24: {title: Third}\n"))

    assert Exit.ACCEPTED == told.returncode, told.stdout
    days = yaml12.read(FILE, after.encode()).value["occurrences"]
    assert [f"2026-11-{day}" for day in range(22, 27)] == list(days)
    assert {"start", "title"} == days["2026-11-24"].keys()
    assert after.startswith(text)


REFUSED_SERIES = {
    SERIES + "occurrences: &all {2026-12-06: {title: x}}\n": occurrences._SHARED,
    SERIES + "occurrences: {2026-12-06: &one {title: x}, 2026-11-22: *one}\n": occurrences._SHARED,
    SERIES + "occurrences: {2026-11-22: {announced: 2026-11-20 01:00}}\n": times._DECLARED,
    SERIES.replace("2h", "80h"): times._SERIES,
}


@pytest.mark.parametrize("text", REFUSED_SERIES)
def test_what_cannot_be_said_of_an_occurrence_alone_stays(page, text):
    """And why is said, at its place."""
    told, after = fix(page(text))

    assert (Exit.REJECTED, text) == (told.returncode, after)
    assert f": {REFUSED_SERIES[text]}\n" in told.stdout


def test_a_changed_series_moves_what_is_told_too_late(tmp_path):
    """What was merged stays as it is known, and the occurrence that would break a promise goes where it keeps it."""
    repo = GitRepo(tmp_path)
    text = SERIES.replace("2026-11-22", "2026-11-08")
    repo.commit("2026-10-19 10:00", {"statusgen.yaml": SETTINGS, FILE: text})
    repo.write({FILE: text.replace("21:00", "21:30")})

    told = statusgen(repo.path, "plan", "--fix", "--at", NOW)

    assert Exit.ACCEPTED == told.returncode, told.stdout
    assert (repo.path / FILE).read_text() == text.replace("21:00", "21:30") + f"occurrences:\n  {ENTRY}\n"


def test_code_scanning_is_offered_an_entry(page):
    """An insertion takes nothing away."""
    told = json.loads(statusgen(page(SERIES), "plan", "--format", "sarif", "--at", NOW).stdout)

    jsonschema.Draft7Validator(schema()).validate(told)
    (change,) = next(one for one in told["runs"][0]["results"] if one["level"] == "error")["fixes"][0]["artifactChanges"]
    assert [
        {
            "deletedRegion": {"startLine": 7, "startColumn": 1, "endLine": 7, "endColumn": 1},
            "insertedContent": {"text": f"occurrences:\n  {ENTRY}\n"},
        }
    ] == change["replacements"]


# Settings that cannot be read

BROKEN = (
    SETTINGS.replace("time_zone", "time_zon")
    .replace("components:", "componets:")
    .replace("Database}]", "Database}]  # all of them")
)
BROKEN = BROKEN.replace("clever", "clevr")


def test_words_of_settings_become_those_that_are_meant(page):
    """Then what they hid: settings first, and what is read by them next; the plan is that of the mended project."""
    folder = page(WINDOW.replace("[database]", "[databse]"), **{"statusgen.yaml": BROKEN})

    told, after = fix(folder)

    assert (Exit.ACCEPTED, "") == (told.returncode, told.stderr)
    assert SETTINGS.replace("Database}]", "Database}]  # all of them") == (folder / "statusgen.yaml").read_text()
    assert "components: [database]" in after
    assert told.stdout.startswith("--- a/statusgen.yaml\n+++ b/statusgen.yaml\n")
    assert "No error is left.\n\nPlan for Acme" in told.stdout


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS.replace("components:", "compnents: []\ncomponents:"),  # there is one already
        SETTINGS.replace("time_zone", "zone_of_ours"),
    ],
)
def test_settings_that_a_word_does_not_mend_stay(page, settings):
    """There is no verdict, and no file is touched."""
    folder = page(WINDOW, **{"statusgen.yaml": settings})

    told, after = fix(folder)

    assert (Exit.USAGE, "", WINDOW) == (told.returncode, told.stdout, after)
    assert settings == (folder / "statusgen.yaml").read_text()


def test_what_was_mended_is_told_where_more_is_to_be_done(page):
    """A verdict is not reached; what is left is told."""
    folder = page(WINDOW, **{"statusgen.yaml": BROKEN.replace("America/", "Amerika/")})

    told, _ = fix(folder)

    assert Exit.USAGE == told.returncode
    assert "+page: {name: Acme, url: https://status.acme.example/, time_zone: Amerika/Mexico_City}\n" in told.stdout
    assert "unknown-zone" in told.stderr
    assert "unknown-key" not in told.stderr


def test_reviewers_are_offered_the_words_of_settings_too(page):
    """In the comment and in SARIF, though there is no verdict."""
    folder = page(WINDOW, **{"statusgen.yaml": BROKEN})

    comment, sarif = (statusgen(folder, "plan", "--at", NOW, "--format", form).stdout for form in ("markdown", "sarif"))

    assert "#### Suggested fixes" in comment
    assert "\n+components: [{id: api, name: API}, {id: database, name: Database}]  # all of them\n" in comment
    assert BROKEN == (folder / "statusgen.yaml").read_text()
    told = json.loads(sarif)
    jsonschema.Draft7Validator(schema()).validate(told)
    fixed = [one for one in told["runs"][0]["results"] if "fixes" in one]
    assert {"unknown-key"} == {one["ruleId"] for one in fixed}
    assert "time_zone" in {one["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] for one in fixed}


# How it is written


def test_a_file_keeps_its_leave_and_its_place(page):
    """A link inside the project stays one; what it leads to is changed."""
    folder = page(WINDOW)
    (folder / "windows/kept").mkdir()
    real = folder / "windows/kept/.real.yaml"
    (folder / FILE).rename(real)
    (folder / FILE).symlink_to(real)
    real.chmod(0o640)

    told, after = fix(folder)

    assert (Exit.ACCEPTED, True) == (told.returncode, (folder / FILE).is_symlink())
    assert (after, 0o640) == (real.read_text(), stat.S_IMODE(real.stat().st_mode))
    assert [real] == list((folder / "windows/kept").iterdir())


def writing(folder, changes):
    fixing._write(folder, changes)


def test_nothing_is_written_over_what_changed_meanwhile(page):
    """Nor is any other file changed then."""
    folder = page(WINDOW, **{"windows/other.yaml": "other"})

    with pytest.raises(StatusgenError, match=r"windows/upgrade\.yaml was changed meanwhile"):
        writing(folder, {"windows/other.yaml": (b"other", b"new"), FILE: (b"something else", b"new")})

    assert ("other", WINDOW) == ((folder / "windows/other.yaml").read_text(), (folder / FILE).read_text())
    assert ["other.yaml", "upgrade.yaml"] == sorted(file.name for file in (folder / "windows").iterdir())


def test_nothing_is_written_outside_of_the_project(page, tmp_path):
    """Wherever a link leads since the file was read."""
    folder = page(WINDOW)
    (tmp_path / "out.yaml").write_text(WINDOW)
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(tmp_path / "out.yaml")

    with pytest.raises(StatusgenError, match="leads out of the project"):
        writing(folder, {FILE: (WINDOW.encode(), b"new")})

    assert WINDOW == (tmp_path / "out.yaml").read_text()


def test_what_may_not_be_written_is_said(page, monkeypatch):
    """The file is gone, or not ours to change."""
    folder = page(WINDOW)
    with pytest.raises(StatusgenError, match=r"gone\.yaml cannot be written: No such file"):
        writing(folder, {"windows/gone.yaml": (b"", b"new")})
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StatusgenError, match=r"upgrade\.yaml cannot be written: Permission denied"):
        writing(folder, {FILE: (WINDOW.encode(), b"new")})


# Laws

LINES = st.sampled_from(["", "# a comment: with 'quotes' {\n", "description: 'x # é 𝄞'\n"])
CLOCKS = st.sampled_from(["00:00", "02:30", "03:15", "17:00", "20:45", "21:00", "23:59"])


@st.composite
def files(draw, *more):
    """A window of the coming weeks in a layout of its own: block or flow, quoted or not, by end or duration, local or not."""
    zone = draw(st.sampled_from(["America/Mexico_City", "Europe/Brussels", "Australia/Lord_Howe", "UTC"]))
    day = draw(st.integers(1, 60))
    start = civil.instant(NOW.replace("Z", "+00:00").replace("T", " "), "UTC") // 86400 * 86400 + day * 86400
    start += int(draw(CLOCKS)[:2]) * 3600
    seconds = draw(st.sampled_from([900, 3600, 4 * 3600, 7 * 3600, 30 * 3600]))

    def said(at):
        shown = civil.show(at, zone)[4:]
        quote = draw(st.sampled_from(["", "'", '"']))
        text = draw(
            st.sampled_from([shown, shown.replace(" ", "T", 1), shown[:16] + shown[17:], shown[:16], f"{civil.rfc3339(at)}"])
        )
        return f"{quote}{text}{quote}"

    ending = ("end", said(start + seconds)) if draw(st.booleans()) else ("duration", f"{seconds // 60}m")
    keys = [("title", "x"), ("components", "[api, database]"), ("impact", "outage"), ("start", said(start)), ending]
    keys = draw(st.permutations([*keys, *more, ("time_zone", zone)]))
    if draw(st.booleans()):
        text = "{" + ", ".join(f"{key}: {value}" for key, value in keys) + "}" + draw(st.sampled_from(["", "\n", " # end\n"]))
    else:
        comment = draw(st.sampled_from(["", "  # why", "   "]))
        text = draw(LINES) + "".join(f"{key}: {value}{comment}\n" for key, value in keys)
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from(["", "\ufeff"])) + text


def plan_and_fix(folder, text):
    """The plan of a file, the plan of what it was fixed to, what was said of that, and the file then."""
    (folder / "windows").mkdir(exist_ok=True)
    (folder / "statusgen.yaml").write_text(SETTINGS)
    (folder / FILE).write_bytes(text.encode())

    def planned():
        return planning._planned(folder, NOW, None, "none")

    before = planned()
    (_, _, plan), said = fixing.fixed(before, planned)
    return before[2], plan, said, (folder / FILE).read_bytes().decode()


@given(files())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_fixed_is_accepted(tmp_path, text):
    """Whatever the layout: where an error of times was answered there is none left, and nothing but the times is different."""
    before, plan, said, after = plan_and_fix(tmp_path, text)

    if after == text:
        event("refused" if rejected(before) else "nothing to fix")
        assert ("not fixed [" in said) is rejected(before)
        return
    event("fixed")
    assert rejected(before)
    assert not rejected(plan)
    old, new = times_of(text), times_of(after)
    assert re.split("|".join(map(re.escape, old.values())), text) == re.split("|".join(map(re.escape, new.values())), after)


@given(files(("repeat", "{rule: FREQ=WEEKLY;COUNT=4}")) | files(("repeat", "{rule: FREQ=DAILY;COUNT=9}")))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_fixed_of_a_series_is_accepted(tmp_path, text):
    """Whatever the layout: something is added at one place, and nothing else is different."""
    before, plan, said, after = plan_and_fix(tmp_path, text)

    event("fixed" if after != text else "refused" if rejected(before) else "nothing to fix")
    assert (after != text or "not fixed [" in said) is rejected(before)
    assert not (after != text and rejected(plan))
    same = next((n for n, letters in enumerate(zip(text, after, strict=False)) if letters[0] != letters[1]), len(text))
    assert after.endswith(text[same:])


def rejected(plan):
    return any(finding.severity is Severity.ERROR for finding in plan.findings)


@given(files())
@settings(max_examples=50, deadline=None)
def test_every_scalar_is_found_where_it_stands(text):
    """The span of a value holds that value, in its quotes."""
    document = yaml12.read(FILE, text.encode())
    plain = text.removeprefix("\ufeff")
    for key, value in document.value.items():
        found = yaml12.written(text.encode(), document.mark((key,)))
        if found is not None:
            assert f"{found.style}{value}{found.style}" == plain[found.start : found.end]
    assert yaml12.written(text.encode(), (999, 1)) is None


def test_what_is_no_yaml_has_no_scalar():
    """After the place where it ends."""
    assert yaml12.written(b"a: b\nc: [\n", (1, 4)) is not None
    assert yaml12.written(b"a: b\nc: [\n", (9, 4)) is None


@pytest.mark.parametrize(
    ("text", "at", "zone", "expected"),
    [
        ("2026-10-20 01:00", "2026-10-25 00:30", "Europe/Brussels", "2026-10-25 02:30+02:00"),
        ("2026-10-20 01:00", "2026-10-25 01:30", "Europe/Brussels", "2026-10-25 02:30+01:00"),
        ("2026-10-20T01:00+02:00", "2026-10-26 01:30", "Europe/Brussels", "2026-10-26T02:30+01:00"),
        ("2026-10-20 01:00 +05:00", "2026-10-26 01:30", "Europe/Brussels", "2026-10-26 06:30 +05:00"),
        ("2026-10-20 01:00 Z", "2026-10-26 01:30", "Europe/Brussels", "2026-10-26 01:30 Z"),
        ("2026-10-20 01:00:00", "2026-10-26 01:30", "UTC", "2026-10-26 01:30:00"),
        ("2026-10-20 01:00", "2026-10-26 01:30:07", "UTC", "2026-10-26 01:30:07"),
    ],
)
def test_a_time_is_rewritten_in_its_form(text, at, zone, expected):
    """Where the clock shows it twice, with the offset that tells which."""
    assert expected == civil.rewritten(text, civil.instant(at, "UTC"), zone)
    assert civil.instant(at, "UTC") == civil.instant(expected, zone)
