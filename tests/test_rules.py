"""What each rule asks, at its edges, on values made by hand. `cases/rules/` holds the same as files."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import CLEVER_HOURS, MEXICO, at, make_policy, make_project, make_window

from statusgen import civil, policy, rules
from statusgen.changes import Action, Change
from statusgen.civil import Opening
from statusgen.finding import Place, Severity
from statusgen.model import Actual, Announcement, Cancelled, Evidence, Incident, Measurement, Notice, Origin
from statusgen.policy import Acknowledgement, AppliesTo, Cause, Channel, Emergency, Impact, Maintenance
from statusgen.rules import maintenance_hours, way_out, words
from statusgen.timeline import DAY, HOUR, MINUTE, Span
from statusgen.verdict import Outcome

START = at("2026-12-05 21:00")
BEFORE = START - 20 * DAY


def judged(window, *policies, now=BEFORE):
    """The verdict of the first policy."""
    policies = policies or (make_policy(),)
    return rules.verdicts(make_project(window, policies=policies), now)[window.id, policies[0].id]


def told(verdict):
    """Which rules speak, and how loud."""
    return [(finding.rule, finding.severity.value) for finding in verdict.findings]


@pytest.mark.parametrize("hours", [48, 168])
def test_notice_of_exactly_the_hours_is_in_time(hours):
    """Inclusive: 48 hours and 168 hours to the second pass, and the window is an exclusion."""
    verdict = judged(make_window(START, announced=START - hours * HOUR), make_policy(hours=hours))

    assert (Outcome.APPROVED, (), True, "gold.excluded") == (verdict.outcome, verdict.findings, verdict.excuses, verdict.clause)
    assert START - hours * HOUR == verdict.deadline


@pytest.mark.parametrize("hours", [48, 168])
def test_notice_one_second_short_is_rejected(hours):
    """One second less is an error while the window is to come."""
    verdict = judged(make_window(START, announced=START - hours * HOUR + 1), make_policy(hours=hours))

    assert (Outcome.REJECTED, False) == (verdict.outcome, verdict.excuses)
    assert [("notice-period", "error")] == told(verdict)


def test_short_notice_names_the_lead_the_clause_and_the_way_out():
    """What, why and the way out, in the window's zone."""
    now = START - 7 * DAY + 60
    window = make_window(START, announced=now, zone=MEXICO)
    finding, _ = judged(window, make_policy(hours=168, openings=CLEVER_HOURS, zone=MEXICO), now=now).findings

    assert (
        "`upgrade` starts Sat 2026-12-05 15:00 -06:00 and is announced by this change, at Sat 2026-11-28 15:01 -06:00: "
        "that is 167 hours 59 minutes ahead, of 168 hours (7 days)." == finding.what
    )
    assert ("Gold: The notice clause.", "gold.notice") == (finding.why, finding.clause)
    assert (
        "For these times notice had to start by Sat 2026-11-28 15:00 -06:00. The next start that keeps every promise is "
        "Sat 2026-12-05 17:00 -06:00, inside Mon-Fri 21:00-01:00, Sat 17:00-24:00, Sun 00:00-24:00 on the clock of "
        "America/Mexico_City." == finding.way_out
    )
    assert "windows/upgrade.yaml:3:8" == str(finding.place)


def test_a_past_window_earns_one_note():
    """Nothing can be mended: every rule is broken, one note says so, and no exclusion follows."""
    window = make_window(START, announced=START - HOUR)
    verdict = judged(window, make_policy(openings=(policy.MaintenanceHours("x", CLEVER_HOURS).openings[0],)), now=START)

    assert (Outcome.REJECTED, False, [("notice-period", "note")]) == (verdict.outcome, verdict.excuses, told(verdict))


def test_no_hours_asks_for_an_announcement_before_the_start():
    """A contract that only says `scheduled` takes a second's notice, and none at the start itself (I4)."""
    asked = make_policy(hours=0)

    assert Outcome.APPROVED is judged(make_window(START, announced=START - 1), asked).outcome
    assert Outcome.REJECTED is judged(make_window(START, announced=START), asked).outcome
    assert Outcome.REJECTED is judged(make_window(START, announced=START + 1), asked).outcome


def test_a_move_needs_fresh_notice():
    """In time at first, moved without fresh notice: one rule speaks, and it is not `notice-period`."""
    end = START + 4 * HOUR
    told_twice = [(BEFORE, START - DAY, end - DAY), (START - 47 * HOUR, START, end)]

    assert [("unannounced-move", "error")] == told(judged(make_window(START, told=told_twice)))
    told_twice[1] = (START - 48 * HOUR, START, end)
    assert [] == told(judged(make_window(START, told=told_twice)))


NARROWER = "Narrow it to what was told throughout: Sat 2026-12-05 21:00 +00:00 to Sun 2026-12-06 00:00 +00:00."


@pytest.mark.parametrize(
    ("later", "way"),
    [
        ([(0, -HOUR, 3 * HOUR)], "Go back to what was told, or narrow it."),
        ([(-HOUR, -HOUR, 3 * HOUR)], NARROWER),
        ([(-HOUR, -HOUR, 3 * HOUR), (0, 0, 4 * HOUR)], NARROWER),
        ([(-HOUR, 5 * HOUR, 9 * HOUR)], "The next start"),
    ],
)
def test_going_back_is_offered_as_long_as_it_is_a_way_out(later, way):
    """A change that was published without notice is told as well: going back on it is one more change."""
    now = START - 2 * DAY
    tellings = [(BEFORE, START, START + 4 * HOUR), *((now + at, START + first, START + last) for at, first, last in later)]
    _, start, end = tellings[-1]
    (finding,) = judged(make_window(start, end - start, told=tellings), make_policy(hours=168), now=now).findings

    assert way in finding.way_out.partition(". ")[2][: len(way)]
    narrowed = make_window(START, 3 * HOUR, told=[*tellings, (now, START, START + 3 * HOUR)])
    assert (way == "The next start") is (Outcome.REJECTED is judged(narrowed, make_policy(hours=168), now=now).outcome)


def test_the_way_back_names_components_and_impact_too():
    """A window that was widened, and published so, keeps its notice for what customers knew before."""
    first = Announcement(BEFORE, Span(START, START + HOUR), ("database",), Impact.DEGRADED)
    wider = Announcement(START - 3 * DAY, first.span, ("api", "database"), Impact.OUTAGE)
    window = make_window(START, HOUR, components=wider.components, announcements=(first, wider))
    (finding,) = judged(window, make_policy(hours=168), now=START - 2 * DAY).findings

    assert "to Sat 2026-12-05 22:00 +00:00, only `database`, impact at most degraded. The next" in finding.way_out


def test_a_change_that_is_told_twice_in_one_second_is_one():
    """When the window was to begin already: two equal lines of its file, and none of them was in time."""
    start = at("2026-12-05 21:00")
    late = (start - HOUR, start - HOUR, start + HOUR)
    window = make_window(start - HOUR, 2 * HOUR, told=[(start - 10 * DAY, start, start + HOUR), late, late])

    assert Outcome.REJECTED is rules.verdicts(make_project(window), start - 2 * HOUR)["upgrade", "gold"].outcome


def test_narrowing_keeps_its_notice():
    """The customer was told of a covering window throughout."""
    window = make_window(START, told=[(BEFORE, START - HOUR, START + 5 * HOUR), (START - 2 * HOUR, START, START + 4 * HOUR)])

    assert Outcome.APPROVED is judged(window).outcome


def test_a_move_of_what_was_late_already_is_short_notice():
    """Where the first announcement was late for its own times too, the cause is the notice."""
    window = make_window(START, told=[(START - 3 * HOUR, START - HOUR, START), (START - 2 * HOUR, START, START + 4 * HOUR)])

    assert [("notice-period", "error")] == told(judged(window))


def test_after_the_start_a_later_end_is_an_overrun():
    """What was told stays approved; what goes beyond is a note."""
    window = make_window(START, 6 * HOUR, told=[(BEFORE, START, START + 4 * HOUR), (START + 60, START, START + 6 * HOUR)])
    verdict = judged(window, now=START + 120)

    assert (Outcome.APPROVED, True, [("unannounced-move", "note")]) == (verdict.outcome, verdict.excuses, told(verdict))


@pytest.mark.parametrize(("now", "severity"), [(START + 120, "error"), (START + 2 * DAY, "note")])
def test_after_the_start_nothing_moves(now, severity):
    """A window that began is not put off to tomorrow, neither before nor after tomorrow has come."""
    tomorrow = START + DAY
    window = make_window(tomorrow, told=[(BEFORE, START, START + 4 * HOUR), (START + 60, tomorrow, tomorrow + 4 * HOUR)])
    verdict = judged(window, now=now)

    assert (Outcome.REJECTED, [("unannounced-move", severity)]) == (verdict.outcome, told(verdict))


@pytest.mark.parametrize(("early", "longer"), [(HOUR, 0), (0, 2 * HOUR), (HOUR, 2 * HOUR), (-HOUR, 2 * HOUR)])
def test_a_file_changed_after_the_start_tells_how_the_work_went(early, longer):
    """While it still speaks of that work, what was told stays approved, wherever the file's edges go; hours judge what was told."""
    friday = at("2026-12-04 21:00", MEXICO)
    told_first = (BEFORE, friday, friday + 4 * HOUR)
    start, end = friday - early, friday + 4 * HOUR + longer
    window = make_window(start, end - start, told=[told_first, (friday + 60, start, end)])
    verdict = judged(window, make_policy(openings=CLEVER_HOURS, zone=MEXICO), now=friday + 5 * HOUR)

    assert (Outcome.APPROVED, True, [("unannounced-move", "note")]) == (verdict.outcome, verdict.excuses, told(verdict))


def test_called_back_after_its_start_a_window_excuses_nothing():
    """Told that nothing would happen, customers had planned without it; the start has passed, so no notice can follow."""
    end = START + 4 * HOUR
    told_thrice = [(BEFORE, START, end), (START - HOUR, START, START), (START + 60, START, end)]
    verdict = judged(make_window(START, told=told_thrice), now=START + 120)

    assert (Outcome.REJECTED, False) == (verdict.outcome, verdict.excuses)


def test_a_channel_other_than_the_page_is_owed_until_its_deadline():
    """Pending while notice can still go out in time; rejected a second later."""
    asked = make_policy(channels=("email", "in_app"))
    window = make_window(START, announced=BEFORE)

    pending = judged(window, asked, now=START - 48 * HOUR)
    late = judged(window, asked, now=START - 48 * HOUR + 1)

    assert (Outcome.PENDING, False, [("notice-channel", "warning")]) == (pending.outcome, pending.excuses, told(pending))
    assert (Outcome.REJECTED, [("notice-channel", "error")]) == (late.outcome, told(late))


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.IN_APP])
def test_any_promised_channel_will_do(channel):
    """By e-mail or in the app; in time to the second."""
    asked = make_policy(channels=("email", "in_app"))
    kept = make_window(START, announced=BEFORE, notices=(Notice(channel, START - 48 * HOUR),))
    short = make_window(START, announced=BEFORE, notices=(Notice(channel, START - 48 * HOUR + 1),))

    assert Outcome.APPROVED is judged(kept, asked, now=START - 48 * HOUR).outcome
    assert [("notice-channel", "error")] == told(judged(short, asked, now=START - HOUR))


def test_a_telephone_call_is_no_email():
    """The second channel does not stand in for the first."""
    window = make_window(START, announced=BEFORE, notices=(Notice(Channel.TELEPHONE, BEFORE),))
    asked = make_policy(channels=("email",), notice=policy.Notice("gold.notice", 48, (Channel.EMAIL,), Channel.TELEPHONE))

    assert [("notice-channel", "error")] == told(judged(window, asked, now=START - HOUR))


def test_a_notice_dated_ahead_has_not_been_given():
    """It counts from its own time on."""
    window = make_window(START, announced=BEFORE, notices=(Notice(Channel.EMAIL, BEFORE + DAY),))
    asked = make_policy(channels=("email",))

    assert [Outcome.PENDING, Outcome.APPROVED] == [judged(window, asked, now=now).outcome for now in (BEFORE, BEFORE + DAY)]


def test_work_that_interrupts_nothing_may_move_after_its_start():
    """Where notice is asked for interruptions only."""
    tomorrow = START + DAY
    told_twice = [(BEFORE, START, START + 4 * HOUR), (START + 60, tomorrow, tomorrow + 4 * HOUR)]
    asked = make_policy(notice=policy.Notice("gold.notice", 48, applies_to=AppliesTo.INTERRUPTION))

    assert [] == told(judged(make_window(tomorrow, told=told_twice, impact=Impact.NONE), asked, now=START + 120))


def test_the_email_suffices_where_the_page_was_late():
    """For a policy that takes e-mail, the e-mail is the evidence."""
    window = make_window(START, announced=START - HOUR, notices=(Notice(Channel.EMAIL, BEFORE),))

    assert Outcome.APPROVED is judged(window, make_policy(channels=("email",)), now=START - HOUR).outcome


def test_work_without_interruption_needs_no_notice_and_excuses_nothing():
    """Where notice is asked for interruptions only; given all the same, the window is an exclusion (C11)."""
    asked = make_policy(notice=policy.Notice("gold.notice", 48, applies_to=AppliesTo.INTERRUPTION))
    late = judged(make_window(START, announced=START - 1, impact=Impact.NONE), asked)
    early = judged(make_window(START, announced=BEFORE, impact=Impact.NONE), asked)

    assert (Outcome.APPROVED, False, None, None) == (late.outcome, late.excuses, late.deadline, late.clause)
    assert (Outcome.APPROVED, True) == (early.outcome, early.excuses)


HOURS = [
    ("2026-12-04 21:00", 4 * HOUR, True, "Friday night, to Saturday 01:00"),
    ("2026-12-04 21:00", 4 * HOUR + 1, False, "a second past Saturday 01:00"),
    ("2026-12-04 20:59:59", HOUR, False, "a second before Friday 21:00"),
    ("2026-12-05 20:00", 8 * HOUR, True, "Saturday night joins Sunday"),
    ("2026-12-05 17:00", 31 * HOUR, True, "from Saturday 17:00 to the end of Sunday"),
    ("2026-12-05 17:00", 31 * HOUR + 1, False, "a second into Monday"),
    ("2026-12-05 16:59:59", HOUR, False, "a second before Saturday 17:00"),
    ("2026-12-06 23:00", 2 * HOUR, False, "Sunday night into Monday"),
    ("2026-12-07 00:00", HOUR, False, "Monday's first hour"),
    ("2026-12-04 21:00", 20 * HOUR, False, "the whole weekend from Friday"),
    ("2026-12-05 17:00", 15 * DAY, False, "two weeks on end"),
]


@pytest.mark.parametrize(("start", "seconds", "inside", "name"), HOURS, ids=[row[3] for row in HOURS])
def test_maintenance_hours_to_the_second(start, seconds, inside, name):
    """Five nights, Saturday evening and all of Sunday, joined where they touch, on the policy's clock."""
    window = make_window(at(start, MEXICO), seconds, announced=BEFORE)
    verdict = judged(window, make_policy(openings=CLEVER_HOURS, zone=MEXICO))

    assert ([] if inside else [("maintenance-hours", "error")]) == told(verdict)


CLOCKS = [
    ("Europe/Brussels", "2025-03-29 20:00", "2025-03-30 04:00", True, "Brussels, the hour that is skipped"),
    ("Europe/Brussels", "2025-10-25 20:00", "2025-10-26 04:00", True, "Brussels, the hour that comes twice"),
    ("Europe/Brussels", "2025-03-30 23:00", "2025-03-31 00:00:01", False, "Brussels, Monday after the change"),
    ("Europe/Brussels", "2025-10-26 00:00", "2025-10-27 00:00", True, "Brussels, a Sunday of 25 hours"),
    ("America/Santiago", "2025-09-06 20:00", "2025-09-07 04:00", True, "Santiago, no midnight to break the join"),
    ("America/Santiago", "2025-04-05 17:00", "2025-04-06 04:00", True, "Santiago, 23:00 twice on Saturday"),
    ("America/Mexico_City", "2022-10-29 17:00", "2022-10-31 00:00", True, "Mexico City 2022, a weekend of 32 hours"),
    ("America/Mexico_City", "2022-10-29 17:00", "2022-10-31 00:00:01", False, "Mexico City 2022, a second longer"),
]


@pytest.mark.parametrize(("zone", "start", "end", "inside", "name"), CLOCKS, ids=[row[4] for row in CLOCKS])
def test_maintenance_hours_are_what_the_clock_shows(zone, start, end, inside, name):
    """On the nights on which it changes, too."""
    first, last = at(start, zone), at(end, zone)
    window = make_window(first, last - first, announced=first - 20 * DAY)

    assert ([] if inside else [("maintenance-hours", "error")]) == told(
        judged(window, make_policy(openings=CLEVER_HOURS, zone=zone), now=first - 20 * DAY)
    )


def test_a_window_that_lasts_too_long_is_told_where_to_end():
    """Narrowing keeps its notice, so it is offered first; the end is to blame."""
    window = make_window(at("2026-12-04 21:00", MEXICO), 4 * HOUR + 1, announced=BEFORE, zone=MEXICO)
    (finding,) = judged(window, make_policy(openings=CLEVER_HOURS, zone=MEXICO)).findings

    assert finding.way_out.startswith("End by Sat 2026-12-05 01:00 -06:00, which keeps its notice. ")
    assert (4, 6) == (finding.place.line, finding.place.column)


def test_the_way_out_holds_under_every_policy():
    """Notice of the strictest, hours of all: what is offered would be approved by each."""
    now = START - HOUR + 7
    policies = (
        make_policy("clever", openings=CLEVER_HOURS, zone=MEXICO),
        make_policy("clicksend", hours=168, openings=(policy.MaintenanceHours("x", CLEVER_HOURS).openings[2],)),
    )
    window = make_window(START, announced=now)

    offered = way_out.next_start(make_project(window, policies=policies), window, now)

    assert at("2026-12-13 00:00") == offered
    moved = make_window(offered, announced=now)
    assert {Outcome.APPROVED} == {judged(moved, policies[i], policies[1 - i], now=now).outcome for i in (0, 1)}


def test_work_longer_than_any_open_stretch_is_to_be_split():
    """Saturday 17:00 to Monday 00:00 is the longest that Clever's hours hold."""
    (finding,) = judged(make_window(START, 32 * HOUR, announced=BEFORE), make_policy(openings=CLEVER_HOURS)).findings

    assert "No open stretch is as long: the longest is 31 hours. Split the work." in finding.way_out


def test_hours_of_a_far_stretch_are_looked_up_at_every_instant():
    """Longer than the weeks that are kept at hand."""
    always = policy.MaintenanceHours("x", (Opening(tuple(range(7)), 0, 24 * 60),))

    assert maintenance_hours.is_open(always, Span(START, START + 40 * DAY), "Europe/Brussels")


ACK = make_policy(
    notice=policy.Notice("gold.notice", 48, (Channel.EMAIL,), Channel.TELEPHONE), acknowledgement=Acknowledgement("gold.ack")
)


def test_silence_is_a_warning_and_the_second_channel_the_way_out():
    """The window stands (V3)."""
    verdict = judged(make_window(START, announced=BEFORE, notices=(Notice(Channel.EMAIL, BEFORE),)), ACK)

    assert (Outcome.APPROVED, [("acknowledgement-missing", "warning")]) == (verdict.outcome, told(verdict))
    assert verdict.findings[0].way_out.startswith("Give notice by telephone too")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TELEPHONE])
def test_an_acknowledgement_on_either_channel_ends_the_warning(channel):
    """The e-mail confirmed, or the call that followed it."""
    notices = {Channel.EMAIL: Notice(Channel.EMAIL, BEFORE), channel: Notice(channel, BEFORE, BEFORE + HOUR)}

    assert [] == told(judged(make_window(START, announced=BEFORE, notices=tuple(notices.values())), ACK))


def test_an_acknowledgement_of_other_times_is_none():
    """What was confirmed was moved since."""
    notices = (Notice(Channel.EMAIL, BEFORE, BEFORE + HOUR, Span(START - DAY, START)), Notice(Channel.EMAIL, BEFORE + DAY))
    window = make_window(START, announced=BEFORE, notices=notices)

    assert [("acknowledgement-missing", "warning")] == told(judged(window, ACK, now=BEFORE + DAY))


@pytest.mark.parametrize(("now", "outcome"), [(START - 1, Outcome.PENDING), (START, Outcome.REJECTED)])
def test_an_acknowledgement_that_is_required_is_owed_until_the_start(now, outcome):
    """Where the policy says that silence voids the notice."""
    required = make_policy(acknowledgement=Acknowledgement("gold.ack", required_for_exclusion=True))

    assert outcome is judged(make_window(START, announced=BEFORE), required, now=now).outcome


def test_regular_maintenance_is_a_warning_where_none_is_promised():
    """The window is approved all the same."""
    none = make_policy(maintenance=Maintenance("gold.excluded", regular=False, regular_clause="gold.notice"))
    verdict = judged(make_window(START, announced=BEFORE, series="monthly"), none)

    assert (Outcome.APPROVED, [("regular-maintenance", "warning")]) == (verdict.outcome, told(verdict))


def test_a_cancelled_window_excuses_nothing():
    """Nor does it break anything."""
    verdict = judged(make_window(START, announced=START, cancelled=Cancelled(BEFORE, "Vendor delay.")))

    assert (Outcome.CANCELLED, False, ()) == (verdict.outcome, verdict.excuses, verdict.findings)


def test_emergency_work_is_exempt_and_counts():
    """Unless the contract excludes it, and a reason is given."""
    excluding = make_policy(maintenance=Maintenance("gold.excluded", emergency=Emergency.EXCLUDE))
    window = make_window(START, announced=START, emergency="Vulnerability")
    silent = make_window(START, announced=START, emergency="")

    assert (Outcome.EMERGENCY, False) == (judged(window).outcome, judged(window).excuses)
    assert (True, "gold.excluded") == (judged(window, excluding).excuses, judged(window, excluding).clause)
    assert not judged(silent, excluding).excuses


@pytest.mark.parametrize(
    ("reason", "now", "expected"),
    [
        ("", BEFORE, [Severity.ERROR]),
        ("", START, [Severity.ERROR]),
        ("", START + DAY, [Severity.NOTE]),
        ("A leak", BEFORE, []),
    ],
)
def test_an_emergency_says_why(reason, now, expected):
    """An error until it is over, and a note then. That `true` and `yes` are no reasons, reading knows."""
    project = make_project(make_window(START, announced=START, emergency=reason))
    found = rules.check(project, (), rules.verdicts(project, now), now)

    assert expected == [finding.severity for finding in found if finding.rule == "emergency-without-reason"]


def overlaps(*windows):
    """Which windows are told to overlap."""
    project = make_project(*windows)
    found = rules.check(project, (), rules.verdicts(project, BEFORE), BEFORE)
    return [finding.place.file for finding in found if finding.rule == "overlap"]


def test_windows_overlap_on_one_component_only():
    """Sharing a second of a component is enough; touching is not, and other components are not."""
    first = make_window(START, announced=BEFORE, id="a")
    last_second = make_window(START + 4 * HOUR - 1, announced=BEFORE, id="b")
    touching = make_window(START + 4 * HOUR, announced=BEFORE, id="c")
    elsewhere = make_window(START, announced=BEFORE, id="d", components=("api",))
    cancelled = make_window(START, announced=BEFORE, id="e", cancelled=Cancelled(BEFORE, "No."))

    assert ["windows/b.yaml"] == overlaps(first, last_second)
    assert [] == overlaps(first, touching, elsewhere, cancelled)


def test_a_short_window_does_not_hide_a_long_one():
    """The third overlaps the first, though the second is over."""
    windows = [
        make_window(START, 9 * HOUR, announced=BEFORE, id="long"),
        make_window(START + HOUR, HOUR, announced=BEFORE, id="short"),
        make_window(START + 3 * HOUR, HOUR, announced=BEFORE, id="third"),
    ]

    assert ["windows/short.yaml", "windows/third.yaml"] == overlaps(*windows)


@pytest.mark.parametrize(
    ("actual", "key"),
    [
        (Actual(START - HOUR, START), None),
        (Actual(START - HOUR), None),
        (Actual(START - HOUR, START + 1), "actual.end"),
        (Actual(START + 1, START + 2), "actual.start"),
    ],
)
def test_work_to_come_is_planned_not_told(actual, key):
    """A warning at the first time that nobody can know yet; a second later it may be true."""
    project = make_project(make_window(START - HOUR, announced=BEFORE, actual=actual))
    found = [finding for finding in rules.check(project, (), {}, START) if finding.rule == "fact-to-come"]

    assert [(Severity.WARNING, True)] * (key is not None) == [(one.severity, f"`{key}: " in one.what) for one in found]
    assert () == rules.check(project, (), {}, START + 2)


@pytest.mark.parametrize("key", ["start", "end", "reported", "acknowledged", "acted", "responded", "resolved"])
def test_no_incident_is_known_ahead(key):
    """Whichever of its times it is."""
    times = {"start": START, key: START + 1}
    failure = Incident(
        "down", Origin("incidents/down.yaml"), "Down", ("api",), Impact.OUTAGE, Cause.UNKNOWN, time_zone="UTC", **times
    )
    project = msgspec.structs.replace(make_project(), incidents=(failure,))

    (finding,) = rules.check(project, (), {}, START)

    assert ("fact-to-come", Severity.WARNING) == (finding.rule, finding.severity)
    assert f"`down` says `{key}: Sat 2026-12-05 21:00:01 +00:00`, which is still to come." == finding.what
    assert () == rules.check(project, (), {}, START + 1)


@pytest.mark.parametrize(("ahead", "more"), [(1, ""), (3, ", and 2 more of this file are")])
def test_nothing_is_measured_ahead(ahead, more):
    """One warning a file, at the first row that nobody can have measured yet; a row of this second is one of now."""
    values = [
        Measurement(Place("measurements/a.csv", line, 9), "latency", START + seconds, Decimal(40))
        for line, seconds in enumerate([0, *range(1, ahead + 1)], 2)
    ]
    project = msgspec.structs.replace(make_project(), measurements=tuple(reversed(values)))

    (finding,) = rules.check(project, (), {}, START)

    assert ("fact-to-come", Severity.WARNING, "measurements/a.csv:3:9") == (finding.rule, finding.severity, str(finding.place))
    assert f"`latency` is said to be measured Sat 2026-12-05 21:00:01 +00:00, which is still to come{more}." == finding.what
    assert () == rules.check(project, (), {}, START + ahead)


def test_a_page_without_policies_is_told_that_nothing_was_proved():
    """Once, whatever it declares; it is accepted all the same."""
    project = msgspec.structs.replace(make_project(make_window(START, announced=BEFORE)), policies=())

    assert [("no-policy", Severity.WARNING)] == [(one.rule, one.severity) for one in rules.check(project, (), {}, BEFORE)]


@pytest.mark.parametrize(("now", "severity"), [(START + 4 * HOUR - 1, Severity.ERROR), (START + 4 * HOUR, Severity.WARNING)])
def test_an_announced_window_is_cancelled_not_deleted(now, severity):
    """An error until it has ended; afterwards only the record is lost."""
    gone = Change(Action.DELETED, make_window(START, announced=BEFORE), make_window(START, announced=BEFORE))

    (finding,) = rules.check(make_project(), (gone,), {}, now)

    assert ("deleted-window", severity) == (finding.rule, finding.severity)


def test_a_new_window_of_the_same_times_may_be_the_same():
    """Renamed and rewritten at once, it says what it was called."""
    gone, alike, other = (make_window(START + late, announced=BEFORE, id=name) for name, late in (("a", 0), ("b", 0), ("c", 1)))
    changes = [Change(Action.DELETED, gone, gone), Change(Action.NEW, alike, None), Change(Action.NEW, other, None)]

    (finding,) = rules.check(make_project(), changes[:2], {}, BEFORE)
    assert finding.way_out.endswith("If `b` is the same work, say `formerly: [a]` in its file.")
    (finding,) = rules.check(make_project(), [changes[0], changes[2]], {}, BEFORE)
    assert "formerly" not in finding.way_out


def test_one_of_a_series_is_cancelled_by_its_day():
    """Whether its rule still makes it or not: with its start it is there either way."""
    one = make_window(START, announced=BEFORE, id="care-2026-12-05", series="care")

    (finding,) = rules.check(make_project(), (Change(Action.DELETED, one, one),), {}, BEFORE)

    start = civil.clock(START, one.time_zone)
    assert (
        f"`occurrences: {{2026-12-05: {{start: {start:%Y-%m-%d %H:%M}, cancelled: {{at: ..., reason: ...}}}}}}`" in finding.way_out
    )


@pytest.mark.parametrize(
    ("more", "now", "found"),
    [
        ({"start": START + HOUR}, START, ["past-changed"]),
        ({"start": START + HOUR}, START - 1, []),
        ({"components": ("api",)}, START, ["past-changed"]),
        ({"impact": Impact.NONE}, START, ["past-changed"]),
        ({"title": "Other", "actual": Actual(START)}, START, []),
    ],
    ids=["moved", "moved before it began", "another component", "another impact", "how it went"],
)
def test_what_a_window_was_when_it_began_does_not_change_without_a_word(more, now, found):
    """What really happened stands beside the plan."""
    after = make_window(more.pop("start", START), announced=BEFORE, **more)

    told = rules.check(make_project(), (Change(Action.MOVED, after, make_window(START, announced=BEFORE)),), {}, now)

    assert (found, {Severity.WARNING} if found else set()) == ([one.rule for one in told], {one.severity for one in told})


def test_a_past_occurrence_is_kept_by_its_day():
    """Where the files are the evidence, nothing else tells that a series was another one once."""
    before, after = (make_window(start, announced=BEFORE, id="care-2026-12-05", series="care") for start in (START, START + HOUR))

    (finding,) = rules.check(make_project(), (Change(Action.MOVED, after, before),), {}, START)

    start = civil.clock(START, before.time_zone)
    assert f"`occurrences: {{2026-12-05: {{start: {start:%Y-%m-%d %H:%M}}}}}`" in finding.way_out


def test_what_was_cancelled_when_it_would_have_begun_may_change():
    """It did not take place, whenever that was."""
    before = make_window(START, announced=BEFORE, cancelled=Cancelled(BEFORE, "No."))
    after = make_window(START + HOUR, announced=BEFORE, cancelled=Cancelled(BEFORE, "No."))

    assert () == rules.check(make_project(), (Change(Action.MOVED, after, before),), {}, START)


def failure(name, end=BEFORE + HOUR, **more):
    """An incident on the API."""
    origin = Origin(f"incidents/{name}.yaml", {"formerly": (9, 12)})
    return Incident(name, origin, "Down", ("api",), Impact.OUTAGE, Cause.PROVIDER_FAILURE, BEFORE, "UTC", end, **more)


@pytest.mark.parametrize(("end", "severity"), [(None, Severity.ERROR), (BEFORE + HOUR, Severity.WARNING)])
def test_an_incident_is_resolved_not_deleted(end, severity):
    """An error while it is open; afterwards only the record is lost."""
    (finding,) = rules.check_losses((failure("f", end),))

    assert ("deleted-incident", severity, "incidents/f.yaml:1:1") == (finding.rule, finding.severity, str(finding.place))
    assert "`formerly: [f]`" in finding.way_out


@pytest.mark.parametrize(
    ("windows", "now", "expected"),
    [
        ([("b", ("a",)), ("c", ())], BEFORE, []),
        ([("b", ("a",)), ("a", ())], BEFORE, [("windows/a.yaml", Severity.ERROR)]),
        ([("a", ()), ("b", ("a",))], START + DAY, [("windows/a.yaml", Severity.WARNING)]),
        ([("b", ("x", "a")), ("a", ())], BEFORE, []),
        ([("b", ("a",)), ("c", ("a",))], BEFORE, [("windows/c.yaml", Severity.ERROR)]),
    ],
)
def test_two_windows_have_two_names(windows, now, expected):
    """As subscribers know them: by the first name that each had."""
    made = [
        make_window(START, announced=BEFORE, id=name, formerly=names, origin=Origin(f"windows/{name}.yaml"))
        for name, names in windows
    ]
    project = msgspec.structs.replace(make_project(*made), evidence=Evidence.DECLARED)

    told = [one for one in rules.check(project, (), {}, now) if one.rule == "shared-name"]
    assert expected == [(one.place.file, one.severity) for one in told]


def test_git_knows_a_new_window_by_an_old_name():
    """It gives it an identity of its own; who both say that they had a name are told all the same."""
    made = [
        make_window(START, announced=BEFORE, id=name, formerly=names) for name, names in (("b", ("a",)), ("a", ()), ("c", ("a",)))
    ]
    project = msgspec.structs.replace(make_project(*made[:2]), evidence=Evidence.GIT)
    both = msgspec.structs.replace(make_project(made[0], made[2]), evidence=Evidence.GIT)

    assert [] == [one for one in rules.check(project, (), {}, BEFORE) if one.rule == "shared-name"]
    assert ["shared-name"] == [one.rule for one in rules.check(both, (), {}, BEFORE) if one.rule == "shared-name"]


def test_a_series_is_told_once():
    """Its occurrences share their file with what they are taken for."""

    def series(name, *names):
        return [
            make_window(
                START + DAY * day,
                announced=BEFORE,
                id=f"{name}-{day}",
                series=name,
                formerly=tuple(f"{old}-{day}" for old in names),
                origin=Origin(f"windows/{name}.yaml"),
            )
            for day in range(3)
        ]

    project = msgspec.structs.replace(make_project(*series("b", "a"), *series("a")), evidence=Evidence.DECLARED)

    assert ["`b-0` was called `a-0` before, and this file is."] == [
        one.what for one in rules.check(project, (), {}, BEFORE) if one.rule == "shared-name"
    ]


@pytest.mark.parametrize(("end", "severity"), [(None, Severity.ERROR), (BEFORE + HOUR, Severity.WARNING)])
def test_two_incidents_have_two_names(end, severity):
    """Whatever the evidence is: git knows newcomers among windows only."""
    project = msgspec.structs.replace(make_project(), incidents=(failure("f"), failure("g", end, formerly=("f",))))

    told = [one for one in rules.check(project, (), {}, START) if one.rule == "shared-name"]
    assert [("incidents/f.yaml", severity)] == [(one.place.file, one.severity) for one in told]


def test_a_cancelled_window_may_be_deleted():
    """Everyone has heard of it."""
    window = make_window(START, announced=BEFORE, cancelled=Cancelled(BEFORE, "No."))

    assert () == rules.check(make_project(), (Change(Action.DELETED, window, window),), {}, BEFORE)


def test_only_policies_that_cover_a_component_judge():
    """A promise about another component says nothing of this window."""
    other = make_policy("other", scope=policy.Scope("other.notice", ("api",)))
    project = make_project(make_window(START, announced=BEFORE), policies=(make_policy(), other))

    assert [("upgrade", "gold")] == list(rules.verdicts(project, BEFORE))


def test_actual_times_do_not_touch_the_verdict():
    """Approval is about what was told; overrun and early finish are the account's."""
    window = make_window(START, announced=BEFORE, actual=Actual(START - HOUR, START + 9 * HOUR))

    assert Outcome.APPROVED is judged(window, now=START + DAY).outcome


def ways_out(window, asked, now):
    """What the findings advise."""
    return [finding.way_out for finding in judged(window, asked, now=now).findings]


def test_of_what_is_past_every_rule_says_that_nothing_can_mend_it():
    """Short notice, a late move, a missing channel, closed hours, a missing acknowledgement."""
    end, over = START + 4 * HOUR, START + DAY
    moved = make_window(START, told=[(BEFORE, START + DAY, end + DAY), (START - HOUR, START, end)])
    kept, late = make_window(START, announced=BEFORE), make_window(START, announced=START)
    told_late = make_window(START, announced=BEFORE, notices=(Notice(Channel.EMAIL, START - HOUR),))
    strict = make_policy(acknowledgement=Acknowledgement("gold.ack", required_for_exclusion=True))
    email, sundays = make_policy(channels=("email",)), make_policy(openings=CLEVER_HOURS[2:])

    for window, asked in (
        (moved, make_policy()),
        (kept, email),
        (told_late, email),
        (kept, sundays),
        (late, email),
        (kept, strict),
    ):
        assert [words.NO_EXCLUSION] == ways_out(window, asked, over)


def test_a_second_channel_that_was_used_is_not_asked_for_again():
    """Only its acknowledgement is."""
    notices = (Notice(Channel.EMAIL, BEFORE), Notice(Channel.TELEPHONE, BEFORE))

    assert ["When it is confirmed, record it as `acknowledged:` of the notice."] == ways_out(
        make_window(START, announced=BEFORE, notices=notices), ACK, BEFORE
    )


def test_work_without_interruption_needs_no_acknowledgement():
    """There is no notice to acknowledge; nor is silence worth telling when the work has begun."""
    asked = make_policy(
        notice=policy.Notice("gold.notice", 48, applies_to=AppliesTo.INTERRUPTION), acknowledgement=Acknowledgement("gold.ack")
    )

    assert [] == told(judged(make_window(START, announced=BEFORE, impact=Impact.NONE), asked))
    mailed = make_window(START, announced=BEFORE, notices=(Notice(Channel.EMAIL, BEFORE),))
    assert [] == told(judged(mailed, ACK, now=START))


def test_notice_after_the_start_is_told_as_such():
    """No lead below zero."""
    (finding,) = judged(make_window(START, announced=START + 90), now=START + DAY).findings

    assert "`upgrade` was announced too late: that is 1 minute 30 seconds after the start, of 48 hours." == finding.what


NOWS = st.integers(at("2022-01-01 00:00"), at("2030-01-01 00:00"))
LENGTHS = st.integers(1, 31 * HOUR)
SETS = st.lists(
    st.builds(
        lambda id, hours, openings, zone: make_policy(id, hours=hours, openings=openings, zone=zone),
        st.sampled_from(["gold", "silver", "bronze"]),
        st.sampled_from([0, 1, 48, 168]),
        st.sampled_from([None, CLEVER_HOURS]),
        st.sampled_from(["UTC", MEXICO, "Europe/Brussels", "America/Santiago"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda policy: policy.id,
)


@given(NOWS, LENGTHS, SETS, st.integers(0, HOUR))
def test_what_is_offered_is_approved_for_an_hour(now, seconds, policies, later):
    """The next start keeps every promise of every policy, also when it is merged an hour later; a quarter earlier does not."""
    window = make_window(now, seconds, announced=now)
    offered = way_out.next_start(make_project(window, policies=policies), window, now)

    if offered is not None:
        merged, last = now + later, now + HOUR
        moved = make_window(offered, seconds, announced=merged, id="moved")
        sooner = make_window(offered - 15 * MINUTE, seconds, announced=last, id="sooner")
        outcomes = {
            **rules.verdicts(make_project(moved, policies=policies), merged),
            **rules.verdicts(make_project(sooner, policies=policies), last),
        }
        assert {Outcome.APPROVED} == {outcomes[moved.id, policy.id].outcome for policy in policies}
        assert Outcome.REJECTED in {outcomes[sooner.id, policy.id].outcome for policy in policies}


@given(st.permutations(range(6)))
def test_the_order_of_windows_tells_nothing(order):
    """What is found, and how it is told, is the same whatever file was read first."""
    windows = [make_window(START + number * HOUR, announced=START - 50 * HOUR, id=f"w{number}") for number in range(6)]
    now = START - 10 * HOUR
    projects = [make_project(*windows), make_project(*(windows[number] for number in order))]

    first, second = (rules.check(project, (), rules.verdicts(project, now), now) for project in projects)

    assert first == second
