"""A plan decides, and is printed for people and for programs."""

import json

import msgspec
import pytest
from judging import CLEVER_HOURS, MEXICO, at, make_policy, make_project, make_window

from statusgen import plan
from statusgen.finding import Finding, Place, Severity
from statusgen.model import Cancelled
from statusgen.plan import Decision
from statusgen.policy import Scope
from statusgen.render import findings, review
from statusgen.render import plan as render
from statusgen.timeline import DAY, HOUR

NOW = at("2026-11-20 10:00")
START = at("2026-12-05 21:00")
ERROR = Finding(Place("windows/broken.yaml", 3, 1), "unknown-key", Severity.ERROR, "Unknown key", "`strat` is no key of a window.")


def planned(*windows, before=None, policies=None, reading=(), renames=None, now=NOW):
    """The plan of these windows over those before."""
    project = make_project(*windows, policies=policies)
    old = None if before is None else make_project(*before, policies=policies)
    return plan.plan(project, old, renames or {}, reading, now)


def test_a_plan_without_windows_is_nothing():
    """Nothing read is not the same as every promise kept."""
    assert Decision.NOTHING is planned().verdict


def test_an_error_rejects_even_where_nothing_was_read():
    """The only window cannot be read."""
    assert Decision.REJECTED is planned(reading=(ERROR,)).verdict


def test_warnings_and_notes_reject_nothing():
    """A late window of the past is a note."""
    late = make_window(NOW - DAY, announced=NOW - DAY)

    document = planned(late)

    assert (Decision.ACCEPTED, 1) == (document.verdict, document.count(Severity.NOTE))


def test_a_promise_that_is_broken_already_rejects_every_plan():
    """Whoever broke it."""
    late = make_window(START, announced=START - HOUR)

    assert Decision.REJECTED is planned(late, before=(late,), now=START - HOUR).verdict


def test_merge_deadline_is_the_strictest_policys():
    """A new window is announced by merging: the policy that asks most sets the time."""
    document = planned(
        make_window(START, announced=NOW), before=(), policies=(make_policy("gold"), make_policy("clicksend", hours=168))
    )

    assert START - 168 * HOUR == document.merge_by


def test_a_window_that_is_known_has_no_merge_deadline():
    """Nor has one whose notice goes by e-mail, nor a cancelled one."""
    known = make_window(START, announced=NOW - DAY)
    mailed = make_window(START, announced=NOW)
    cancelled = make_window(START, announced=NOW, cancelled=Cancelled(NOW, "No."))

    assert planned(known, before=()).merge_by is None
    assert planned(mailed, before=(), policies=(make_policy(channels=("email",)),)).merge_by is None
    assert planned(cancelled, before=()).merge_by is None


def test_a_window_whose_file_has_mistakes_is_not_deleted():
    """It is not there because it cannot be read, and that is what is told."""
    gone = make_window(START, announced=NOW - DAY, id="broken")

    document = planned(before=(gone,), reading=(ERROR,))

    assert ((), ["unknown-key"]) == (document.changes, [finding.rule for finding in document.findings])


def everything():
    """One window new, one moved, one cancelled, one deleted; one as it was, one past."""
    asked = (make_policy("clever", openings=CLEVER_HOURS, zone=MEXICO), make_policy("clicksend", hours=168))
    night, hour = at("2026-12-05 21:00", MEXICO), HOUR
    told = [(NOW - DAY, night + 4 * hour, night + 8 * hour), (NOW, night + 28 * hour, night + 32 * hour)]
    before = (
        make_window(night + 4 * hour, announced=NOW - DAY, id="moved", zone=MEXICO),
        make_window(night + 7 * DAY, announced=NOW - DAY, id="cancelled", zone=MEXICO),
        make_window(night + 14 * DAY, announced=NOW - DAY, id="deleted", zone=MEXICO),
        make_window(night + 21 * DAY, announced=NOW - DAY, id="same", zone=MEXICO),
    )
    after = (
        make_window(night - 9 * DAY, 5 * hour, announced=NOW, id="new", zone=MEXICO),
        make_window(night + 28 * hour, told=told, id="moved", zone=MEXICO),
        make_window(night + 7 * DAY, announced=NOW - DAY, id="cancelled", zone=MEXICO, cancelled=Cancelled(NOW, "Delay.")),
        before[3],
        make_window(NOW - 9 * DAY, announced=NOW, id="past", zone=MEXICO),
    )
    return planned(*after, before=before, policies=asked)


def golden(name, text, request):
    """Compare with the file under `golden/`."""
    file = request.path.parent / "golden" / name
    assert file.read_text(encoding="utf-8") == text


def test_a_plan_reads_in_ten_seconds(request):
    """Changes with every policy's word, findings with the way out, one closing line; no line over 100 columns."""
    text = render.text(everything(), color=False)

    golden("plan.txt", text, request)
    assert 100 >= max(map(len, text.splitlines()))


def test_long_lists_go_on_below_themselves():
    """A hundred columns, whatever the window is called and works on."""
    window = make_window(START, announced=NOW, title="A very long title " * 9, components=("database",) * 19)

    text = render.text(planned(window, before=()), color=False)

    assert 100 >= max(map(len, text.splitlines()))
    assert "\n      " in text


def test_all_lists_the_past_too():
    """With its notes."""
    text = render.text(everything(), color=False, everything=True)

    assert "+ new past: Past\n" in text
    assert "windows/past.yaml:3:8: note: Notice too short [notice-period]" in text


def test_colour_is_the_callers_choice():
    """The same words with and without."""
    colored, plain = (render.text(everything(), color=color) for color in (True, False))

    assert "\x1b[1;31mRejected" in colored
    assert plain == "".join(part.partition("m")[2] if number else part for number, part in enumerate(colored.split("\x1b[")))


def test_json_has_a_version_and_units_in_its_names(request):
    """What programs read."""
    text = render.json(everything())

    golden("plan.json", text, request)
    assert (1, "rejected") == (json.loads(text)["version"], json.loads(text)["verdict"])


def test_nothing_changes_is_said():
    """In one line."""
    same = make_window(START, announced=NOW - DAY)

    assert render.text(planned(same, before=(same,)), color=False).endswith(
        "\nAccepted. Nothing changes for customers; 1 window read.\n"
    )


def test_nothing_read_is_said():
    """In one line."""
    assert render.text(planned(), color=False).endswith("\nNothing was read: there is no window in `windows/`.\n")


def test_nothing_read_is_said_of_a_rejected_plan_too():
    """Its only file has a mistake."""
    told = render.text(planned(before=(), reading=(ERROR,)), color=False)

    assert told.endswith("Rejected: 1 error. Nothing changes for customers; no window read.\n")


def test_a_series_is_told_in_one_go():
    """Its first and last time, how many times each policy says what, and on which days it approves nothing."""
    told = [(NOW, START + week * 7 * DAY, START + week * 7 * DAY + HOUR) for week in range(3)]
    windows = [make_window(start, HOUR, announced=NOW, id=f"patch-{start}", series="patch") for _, start, _ in told]
    late = make_window(NOW + DAY, HOUR, announced=NOW, id="patch-2026-11-21", series="patch")

    text = render.text(planned(late, *windows, before=()), color=False)

    assert text.count("+ new patch: ") == 1
    assert "    4 times, the first:\n" in text
    assert "    gold  rejected 1 of 4: notice-period (2026-11-21); approved 3 of 4\n" in text


def test_findings_of_one_kind_at_one_place_are_counted():
    """The occurrences of a series do not fill the screen; mistakes of a text are each another."""
    others = [msgspec.structs.replace(ERROR, what=f"Number {number}.") for number in range(3)]
    of_a_series = [msgspec.structs.replace(one, window=f"patch-{number}") for number, one in enumerate(others)]

    assert findings.text(of_a_series, color=False).endswith("  Number 0.\n  And 2 more like it here.\n")
    assert [f"  Number {number}.\n" in findings.text(others, color=False) for number in range(3)] == [True] * 3


def test_two_promises_at_one_place_are_both_told():
    """A month that is too full for the page and for a policy, and a second one that is too full for the page."""
    of_page, of_policy = (msgspec.structs.replace(ERROR, window="a", what=f"For {what}.", why=what) for what in ("page", "policy"))
    later = msgspec.structs.replace(of_page, window="b", what="For the page again.")

    shown = findings.text([of_page, of_policy, later], color=False)

    assert (2, 1) == (shown.count("error: "), shown.count("And 1 more like it here."))
    assert "  For page.\n  Why: page\n  And 1 more" in shown
    assert "  For policy.\n" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31mb", "a\\x1b[31mb"), ("a\u202eb", "a\\u202eb"), ("a\udc80", "a\\udc80"), ("10\u202fh", "10 h"), ("día", "día")],
)
def test_control_characters_are_seen_and_do_nothing(text, shown):
    """What a file says cannot paint the terminal."""
    assert shown == findings.visible(text)


def test_a_rename_and_a_new_title_are_told():
    """Under which name it was known, and what else differs."""
    before, after = (make_window(START, announced=NOW - DAY, id=name, title=f"The {name} one") for name in ("old", "new"))

    text = render.text(planned(after, before=(before,), renames={"windows/new.yaml": "windows/old.yaml"}), color=False)

    assert "~ renamed new: The new one\n" in text
    assert "    was called old\n    other than before: title\n" in text


def test_a_window_that_nothing_is_promised_for_says_so():
    """Accepted for want of a policy is not approved by one."""
    elsewhere = make_policy(scope=Scope("gold.notice", ("api",)))

    told = render.text(planned(make_window(START, announced=NOW), policies=(elsewhere,), before=()), color=False)

    assert "    no policy covers it\n" in told


def test_a_new_window_that_no_page_announces_has_no_deadline_to_merge():
    """Its notice goes by e-mail."""
    text = render.text(
        planned(make_window(START, announced=NOW), before=(), policies=(make_policy(channels=("email",)),)), color=False
    )

    assert "    announced by merging\n    gold  pending: notice-channel\n" in text


def test_who_is_refused_by_the_page_alone_is_told_so():
    """Beside the policy that approves it, and no other window of the file."""
    reading = tuple(
        Finding(Place(f"windows/{file}.yaml"), rule, Severity.ERROR, "Refused", "It is refused.", window=window)
        for file, rule, window in (("frozen", "freeze", None), ("frozen", "gap", "frozen"), ("frozen", "at-once", "another"))
    )
    windows = [make_window(START + n * DAY, announced=NOW - 9 * DAY, id=name) for n, name in enumerate(("frozen", "free"))]
    document = planned(*windows, policies=[make_policy()], reading=reading)

    told = render.text(document, color=False)

    assert 1 == told.count("refused by this page")
    assert "    gold  approved\n    refused by this page: freeze, gap\n\n" in told
    assert 1 == review.markdown(document).count("| ❌ refused by this page: freeze, gap<br>✅ <code>gold</code> approved |")
