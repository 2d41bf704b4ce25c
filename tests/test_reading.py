"""What is read of each kind of file, and every mistake that people make, told at its place."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statusgen import yaml12
from statusgen.civil import UTC, instant
from statusgen.finding import Place, ProjectUnreadable
from statusgen.load import READING_RULES, branch, forms, load, request_forms
from statusgen.load.agreements import read_agreement
from statusgen.load.forms import AgreementForm, IncidentForm, ProjectForm, WindowForm
from statusgen.load.incidents import read_incident
from statusgen.load.pydantic_forms import model_of
from statusgen.load.sheet import Context
from statusgen.load.shelf import Shelf
from statusgen.load.windows import read_window
from statusgen.model import (
    Actual,
    Agreement,
    Announcement,
    Cancelled,
    Component,
    Evidence,
    Filed,
    Impact,
    Incident,
    Maintnote,
    Money,
    Notice,
    Page,
    Security,
    Status,
    Update,
    Window,
)
from statusgen.policy import Cause, Channel
from statusgen.timeline import HOUR, Span

CASES = Path(__file__).parent / "cases" / "reading"
EXPECT = re.compile(r"# expect: ([a-z0-9 -]+)")
MEXICO = "America/Mexico_City"
CONTEXT = Context(MEXICO, ("api", "database"), {"clicksend": ("standard",), "clever": ("standard",)})
READERS = {"windows": read_window, "incidents": read_incident, "agreements": read_agreement}
PROJECT = (CASES / "project" / "good-full.yaml").read_bytes()
NOW = instant("2026-11-22 12:00", UTC)


def expected(texts):
    """The rules that files say, on the lines that break them, they break."""
    return {
        (path, line, rule)
        for path, body in texts.items()
        for line, text in enumerate(body.decode().split("\n"), 1)
        for found in EXPECT.findall(text)
        for rule in found.split()
    }


def told(findings):
    return {(finding.place.file, finding.place.line, finding.rule) for finding in findings}


def at(text, zone=MEXICO):
    return instant(text, zone)


@pytest.mark.parametrize(
    "case",
    sorted(path for folder in READERS for path in (CASES / folder).iterdir()),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_file_is_read_or_told_what_is_wrong(case):
    """A case says on the line that is wrong which rule it breaks; a file with a finding yields nothing."""
    path, body = f"{case.parent.name}/{case.name}", case.read_bytes()

    values, findings = READERS[case.parent.name](path, body, CONTEXT)

    assert expected({path: body}) == told(findings)
    assert bool(values) == (not findings)


@pytest.mark.parametrize("case", sorted((CASES / "project").iterdir()), ids=lambda path: path.stem)
def test_statusgen_yaml_is_read_or_told_what_is_wrong(case):
    """Without it nothing is read, and the reasons are told."""
    texts = {"statusgen.yaml": case.read_bytes()}
    findings = ()
    try:
        load(texts, now=NOW)
    except ProjectUnreadable as error:
        findings = error.findings

    assert expected(texts) == told(findings)


@pytest.mark.parametrize("case", sorted((CASES / "projects").iterdir()), ids=lambda path: path.name)
def test_a_project_tells_the_mistakes_of_all_its_files(case):
    """What only the whole project can tell stands beside what each file does."""
    files = {path.relative_to(case).as_posix(): path.read_bytes() for path in case.rglob("*") if path.is_file()}
    texts = {"statusgen.yaml": PROJECT} | files
    try:
        findings = load(texts, now=NOW).findings
    except ProjectUnreadable as error:
        findings = error.findings

    assert expected(files) == told(findings)


def test_every_rule_of_reading_is_shown_by_a_case():
    """No rule without a file that breaks it; the few that no YAML file can show are shown by tests of their own."""
    shown = {
        rule for path in CASES.rglob("*") if path.is_file() for found in EXPECT.findall(path.read_text()) for rule in found.split()
    }

    elsewhere = {
        "not-read",
        "file-too-large",
        "not-utf-8",
        "too-deep",
        "extends-cycle",
        "unknown-clause",
        "unsound-policy",
        "traffic-incomplete",
        "bad-icon",
        "broken-template",
        *(rule for rule, _ in READING_RULES[-8:]),  # those of measurements
    }
    assert elsewhere == {rule for rule, _ in READING_RULES} - shown


def test_findings_carry_no_control_characters_and_end_like_sentences():
    """Whatever stands in a file, a finding is plain text."""
    for folder, read in READERS.items():
        for case in (CASES / folder).iterdir():
            for finding in read(f"{folder}/{case.name}", case.read_bytes(), CONTEXT)[1]:
                assert finding.what.isprintable()
                assert finding.way_out.isprintable()
                assert (True, True) == (finding.what[-1] in ".!?", finding.way_out[-1:] in ".!?"), finding


def window(text, *, path="windows/upgrade.yaml"):
    """The one window of a text."""
    (only,), findings = read_window(path, text.encode(), CONTEXT)
    assert () == findings
    return only


BASE = "title: Upgrade\ncomponents: [database]\nimpact: outage\nstart: 2026-12-05 21:00\nend: 2026-12-06 01:00\n"


def test_a_window_holds_what_its_file_says():
    """Every key finds its field; messages are sorted by time."""
    read = window(
        "title: Database upgrade\ncomponents: [database, api]\nimpact: partial_outage\n"
        "start: 2026-12-05 21:00\nduration: 4h\ndescription: We move.\n"
        "updates:\n  - {at: 2026-12-06 00:10, status: completed, text: Done.}\n  - {at: 2026-12-05 21:02, status: in_progress, "
        "text: Go.}\nactual: {start: 2026-12-05 21:02, end: 2026-12-06 00:10}\n"
        "notices: [{channel: email, at: 2026-12-01 09:00, acknowledged: 2026-12-01 10:15, start: 2026-12-05 22:00}]\n"
        "cancelled: {at: 2026-12-03 12:00, reason: Vendor delay.}\nemergency: A hole.\nannounced: 2026-11-20 10:00\n"
    )
    span = Span(at("2026-12-05 21:00"), at("2026-12-06 01:00"))

    assert read == Window(
        id="upgrade",
        origin=read.origin,
        title="Database upgrade",
        components=("database", "api"),
        impact=Impact.PARTIAL_OUTAGE,
        span=span,
        time_zone=MEXICO,
        description="We move.",
        updates=(
            Update(at("2026-12-05 21:02"), Status.IN_PROGRESS, "Go."),
            Update(at("2026-12-06 00:10"), Status.COMPLETED, "Done."),
        ),
        actual=Actual(at("2026-12-05 21:02"), at("2026-12-06 00:10")),
        notices=(Notice(Channel.EMAIL, at("2026-12-01 09:00"), at("2026-12-01 10:15"), Span(span.start + HOUR, span.end + HOUR)),),
        cancelled=Cancelled(at("2026-12-03 12:00"), "Vendor delay."),
        emergency="A hole.",
        declared=(Announcement(at("2026-11-20 10:00"), span, ("database", "api"), Impact.PARTIAL_OUTAGE),),
    )


def test_origins_know_where_the_keys_stand():
    """Top-level keys and the entries of notices and updates; whatever else is there leads to what encloses it."""
    origin = window(
        BASE + "notices:\n  - {channel: email, at: 2026-12-01 09:00}\n  - {channel: email, at: 2026-12-02 09:00}\n"
    ).origin

    assert Place("windows/upgrade.yaml", 4, 8) == origin.at("start")
    assert Place("windows/upgrade.yaml", 8, 5) == origin.at("notices.1")
    assert Place("windows/upgrade.yaml", 7, 3) == origin.at("notices.7")
    assert Place("windows/upgrade.yaml") == origin.at("cancelled.at")


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("descripton: x", (6, 1), "Did you mean `description`?"),
        ("cancelled: {at: 2026-12-01 09:00, reason: x, resaon: y}", (6, 46), "Did you mean `reason`?"),
        ("notices: [{channel: mail, at: 2026-12-01 09:00}]", (6, 21), "Did you mean `email`?"),
        ("notices: [{channel: email}]", (6, 11), "Add `at: …`."),
        ("time_zone: Europe/Brusels", (6, 12), "Did you mean `Europe/Brussels`?"),
        (
            "actual: {start: 2026-12-05 9:00}",
            (6, 17),
            "Write `YYYY-MM-DD HH:MM`, if need be with an offset: `2026-12-05 21:00 -06:00`.",
        ),
        ("description: 2026", (6, 14), 'Put it in quotes: `"2026"`.'),
        ("announced: [{at: 2026-11-20 10:00, components: [databse]}]", (6, 49), "Did you mean `database`?"),
        ("repeat: {rule: FREQ=WEEKLY;COUNT=2, except: [2026-12-13]}", (6, 46), "Did you mean `2026-12-12`?"),
    ],
)
def test_a_mistake_is_told_at_its_column_with_a_way_out(line, place, hint):
    """Unknown keys at the key, wrong values at the value, what is missing at what it is missing in."""
    (finding,) = read_window("windows/upgrade.yaml", f"{BASE}{line}\n".encode(), CONTEXT)[1]

    assert (place, hint) == ((finding.place.line, finding.place.column), finding.way_out)


@pytest.mark.parametrize(
    ("text", "offsets"),
    [("2026-03-29 02:30", ("+01:00", "+02:00")), ("2026-10-25 02:30", ("+02:00", "+01:00"))],
)
def test_a_time_in_the_night_of_a_change_comes_with_the_offsets_to_choose_from(text, offsets):
    """Whichever is chosen is read."""
    body = BASE.replace("2026-12-05 21:00", text).replace("start", "time_zone: Europe/Brussels\nstart")
    (finding,) = read_window("windows/a.yaml", body.encode(), CONTEXT)[1]

    for offset in offsets:
        assert f"`{text}{offset}`" in finding.way_out
        assert at(f"{text}{offset}") == window(body.replace(text, f"{text}{offset}")).span.start


@pytest.mark.parametrize(
    ("written", "reason"),
    [("Leak", "Leak"), ("true", ""), ("yes", ""), ("", ""), ("'  '", ""), ("~", ""), ("false", None)],
)
def test_an_emergency_without_a_reason_is_one_all_the_same(written, reason):
    """The reading keeps an empty reason; the rule `emergency-without-reason` asks for one."""
    assert reason == window(f"{BASE}emergency: {written}\n").emergency


def test_announcements_are_read_oldest_first_and_default_to_the_file():
    """Of a telling only what differs is written."""
    tellings = window(
        BASE + "announced:\n  - {at: 2026-11-25 09:00}\n"
        "  - {at: 2026-11-20 10:00, end: 2026-12-06 02:00, components: [api], impact: degraded}\n"
    ).declared

    assert tellings == (
        Announcement(at("2026-11-20 10:00"), Span(at("2026-12-05 21:00"), at("2026-12-06 02:00")), ("api",), Impact.DEGRADED),
        Announcement(at("2026-11-25 09:00"), Span(at("2026-12-05 21:00"), at("2026-12-06 01:00")), ("database",), Impact.OUTAGE),
    )


def test_times_told_by_their_start_alone_are_as_long_as_the_file_has_them():
    """A window that was moved was told at its old start; its old end is written where it had another length."""
    read = window(
        BASE + "announced: [{at: 2026-11-20 10:00, start: 2026-12-04 21:00}, {at: 2026-11-21 10:00}]\n"
        "notices: [{channel: email, at: 2026-11-20 10:00, start: 2026-12-04 21:00}]\n"
    )
    moved = Span(at("2026-12-04 21:00"), at("2026-12-05 01:00"))

    assert [moved, read.span] == [telling.span for telling in read.declared]
    assert [moved] == [notice.told for notice in read.notices]


def test_a_zone_of_the_files_own_rules_its_times():
    """And only those without an offset."""
    read = window(BASE.replace("01:00", "01:00 +01:00") + "time_zone: Europe/Lisbon\n")

    assert "Europe/Lisbon" == read.time_zone
    assert Span(at("2026-12-05 21:00", "Europe/Lisbon"), at("2026-12-06 00:00", UTC)) == read.span


def occurrences(rule, start, end, *, zone="Europe/Brussels", more=""):
    """What a repetition is laid out to."""
    text = f"title: Care\ncomponents: [api]\nimpact: none\nstart: {start}\n{end}\ntime_zone: {zone}\nrepeat: {{{rule}}}\n{more}"
    windows, findings = read_window("windows/care.yaml", text.encode(), CONTEXT)
    assert () == findings
    return windows


def test_occurrences_keep_their_clock_time_over_a_change_of_the_clock():
    """Sunday 10:00 in Brussels is 09:00 UTC in winter and 08:00 in summer."""
    spring = occurrences("rule: FREQ=WEEKLY;COUNT=2", "2026-03-22 10:00", "end: 2026-03-22 11:30")

    assert ["care-2026-03-22", "care-2026-03-29"] == [one.id for one in spring]
    assert ["care", "care"] == [one.series for one in spring]
    assert [at("2026-03-22 09:00", UTC), at("2026-03-29 08:00", UTC)] == [one.span.start for one in spring]
    assert [5400, 5400] == [one.span.seconds for one in spring]


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        # In the gap of 29 March 2026 (02:00 to 03:00) the clock has moved on at 01:00 UTC.
        ("2026-03-28 02:30", "end: 2026-03-28 04:00", ("2026-03-29 01:00", "2026-03-29 02:00")),
        ("2026-03-28 02:30", "duration: 90m", ("2026-03-29 01:00", "2026-03-29 02:30")),
        ("2026-03-28 02:10", "end: 2026-03-28 02:50", ("2026-03-29 01:00", "2026-03-29 01:40")),
        ("2026-03-28 01:30", "end: 2026-03-28 02:30", ("2026-03-29 00:30", "2026-03-29 01:00")),
        # Of the repeated hour of 25 October 2026 (02:00 to 03:00, twice) the first.
        ("2026-10-24 02:30", "end: 2026-10-24 02:45", ("2026-10-25 00:30", "2026-10-25 00:45")),
        ("2026-10-24 02:30", "end: 2026-10-24 03:30", ("2026-10-25 00:30", "2026-10-25 02:30")),
        ("2026-10-24 02:30", "duration: 1h", ("2026-10-25 00:30", "2026-10-25 01:30")),
    ],
)
def test_occurrences_in_the_night_of_a_change(start, end, spans):
    """A start that the clock skips is when it has moved on, one that it shows twice is the first; never is one empty."""
    changed = occurrences("rule: FREQ=DAILY;COUNT=2", start, end)[1]

    assert Span(*(at(text, UTC) for text in spans)) == changed.span


def test_occurrences_end_with_the_day_of_until_and_leave_out_excepted_days():
    """`until` names the last day, whatever the hour."""
    found = occurrences("rule: FREQ=DAILY, until: 2026-06-04, except: [2026-06-02]", "2026-06-01 23:30", "duration: 1h")

    assert ["care-2026-06-01", "care-2026-06-03", "care-2026-06-04"] == [one.id for one in found]


def test_the_days_of_a_rule_are_those_of_the_local_calendar():
    """The first Sunday of a month in Mexico begins on Saturday or Sunday in UTC."""
    found = occurrences("rule: FREQ=MONTHLY;BYDAY=1SU, until: 2026-09-30", "2026-07-05 22:00", "duration: 1h", zone=MEXICO)

    assert ["care-2026-07-05", "care-2026-08-02", "care-2026-09-06"] == [one.id for one in found]


def test_a_series_announces_each_occurrence_and_cancels_those_to_come():
    """What is said of the series is said of each; an occurrence that began before the cancellation was not cancelled."""
    more = "announced: 2026-05-01 10:00\ncancelled: {at: 2026-06-02 00:00, reason: Enough.}\n"
    first, second = occurrences("rule: FREQ=DAILY;COUNT=2", "2026-06-01 23:30", "duration: 1h", more=more)

    assert [first.span, second.span] == [one.declared[0].span for one in (first, second)]
    assert (None, "Enough.") == (first.cancelled, second.cancelled and second.cancelled.reason)


def test_an_incident_holds_what_its_file_says():
    """An unknown cause is said to be one; without an end it is open."""
    (read,), _ = read_incident("incidents/2026/sms.yaml", (CASES / "incidents" / "good-full.yaml").read_bytes(), CONTEXT)

    assert read == Incident(
        id="sms",
        origin=read.origin,
        title="SMS failed",
        components=("api",),
        impact=Impact.OUTAGE,
        cause=Cause.PROVIDER_FAILURE,
        start=at("2026-11-03 10:04"),
        time_zone=MEXICO,
        end=at("2026-11-03 10:51"),
        priority="P1",
        reported=at("2026-11-03 10:07"),
        acknowledged=at("2026-11-03 10:10"),
        responded=at("2026-11-03 10:12"),
        resolved=at("2026-11-03 10:51"),
        updates=(Update(at("2026-11-03 10:12"), Status.INVESTIGATING, "We are looking."),),
    )
    (still,), _ = read_incident("incidents/open.yaml", (CASES / "incidents" / "good-open.yaml").read_bytes(), CONTEXT)
    assert (None, Cause.UNKNOWN) == (still.end, still.cause)


@pytest.mark.parametrize(
    ("policy", "way_out"),
    [
        ("klink", "It is built in: name it in `policies:` of statusgen.yaml."),
        ("clikcsend", "Did you mean `clicksend`? A policy of your own counts where statusgen.yaml names it in `policies:`."),
    ],
)
def test_an_agreement_needs_a_policy_that_the_page_is_held_to(policy, way_out):
    """That it is built in, or lies in `policies/`, is not enough."""
    (finding,) = read_agreement("agreements/a.yaml", f"customer: A\npolicy: {policy}\n".encode(), CONTEXT)[1]

    assert way_out == finding.way_out


def test_an_agreement_holds_what_its_file_says():
    """A day it holds until is included, in the page's zone."""
    (read,), _ = read_agreement("agreements/globex.yaml", (CASES / "agreements" / "good-full.yaml").read_bytes(), CONTEXT)

    assert read == Agreement(
        id="globex",
        origin=read.origin,
        customer="Globex",
        policy="clicksend",
        plan="standard",
        fee=Money(90000, "AUD"),
        since=at("2026-01-01 00:00"),
        until=at("2027-01-01 00:00"),
        reports={"2026-11-03-sending-failed": Filed(at("2026-11-03 10:12"))},
        claims={"2026-11": Filed(at("2026-12-04 16:00")), "2026-11-03-sending-failed": Filed(at("2026-11-05 09:00"))},
    )


@pytest.mark.parametrize(
    ("written", "units"),
    [("900 AUD", 90000), ("0.5 USD", 50), ("900 JPY", 900), ("900.00 JPY", 900), ("1.234 KWD", 1234), ("0.10 EUR", 10)],
)
def test_money_is_exact_in_the_smallest_unit(written, units):
    """The yen has no smaller unit, the Kuwaiti dinar has a thousand."""
    (read,), findings = read_agreement("agreements/a.yaml", f"customer: A\npolicy: clever\nfee: {written}\n".encode(), CONTEXT)

    assert (Money(units, written[-3:]), ()) == (read.fee, findings)


def test_a_project_is_in_the_order_of_ids_and_of_its_page():
    """Files by their ids, whatever folder they are in; components and policies as they are declared."""
    texts = {
        "statusgen.yaml": PROJECT,
        "windows/b/a.yaml": BASE.encode(),
        "windows/a/b.yaml": BASE.encode(),
        "incidents/sms.yaml": (CASES / "incidents" / "good-open.yaml").read_bytes(),
    }
    loaded = load(texts, now=NOW)

    assert () == loaded.findings
    project = loaded.project
    security = Security(
        ("mailto:security@acme.example", "https://acme.example/security?from=status#report", "tel:+1-201-555-0123"),
        at("2027-07-01 00:00"),
        Place("statusgen.yaml", 10, 12),
        ("en", "es"),
        encryption="https://acme.example/key.asc",
        acknowledgments="https://acme.example/thanks",
        policy="https://acme.example/disclosure",
        hiring="https://acme.example/jobs",
    )
    notices = Maintnote("acme.example", "public", "noc@acme.example")
    page = Page("Acme Messaging", "https://status.acme.example/", MEXICO, ("en", "es"), maintnote=notices, security=security)
    assert page == project.page
    assert (Component("api", "API", depends_on=("database",)), Component("database", "Database")) == project.components
    assert ["clever", "clicksend"] == [policy.id for policy in project.policies]
    assert (["a", "b"], ["sms"]) == ([one.id for one in project.windows], [one.id for one in project.incidents])
    assert Evidence.DECLARED is project.evidence
    assert "trunk" == branch(texts, Shelf())


def test_order_of_files_changes_nothing():
    """Texts turned upside down make the same project and the same findings."""
    texts = {"statusgen.yaml": PROJECT} | {
        f"{folder}/{path.name}": path.read_bytes() for folder in READERS for path in sorted((CASES / folder).iterdir())
    }

    assert load(texts, now=NOW) == load(dict(reversed(texts.items())), now=NOW)


def test_without_declared_evidence_a_window_is_announced_now():
    """And git is asked only where the project does not say that files are the evidence."""
    texts = {"statusgen.yaml": PROJECT, "windows/a.yaml": BASE.encode()}

    def history():
        raise AssertionError("git was asked")

    (read,) = load(texts, now=NOW, history=history).project.windows
    assert [NOW] == [one.at for one in read.announcements]

    texts["statusgen.yaml"] = PROJECT.replace(b"announcements: declared\n", b"")
    asked = load(texts, now=NOW, history=dict).project
    assert (Evidence.GIT, Evidence.DECLARED) == (asked.evidence, load(texts, now=NOW).project.evidence)


def test_the_digest_hangs_on_the_project_and_its_policies_only():
    """It tells whether what was read of the other files before is still true."""
    texts = {"statusgen.yaml": PROJECT, "windows/a.yaml": BASE.encode()}
    digest = load(texts, now=NOW).project.digest

    assert digest == load({"statusgen.yaml": PROJECT}, now=NOW + 1).project.digest
    assert digest != load(texts | {"statusgen.yaml": PROJECT + b"\n"}, now=NOW).project.digest
    refined = texts | {"policies/clever.yaml": b"extends: clever\ntitle: Ours\n"}
    assert digest != load(refined, now=NOW).project.digest


def test_a_project_without_statusgen_yaml_says_so():
    """A folder is a project by that file."""
    with pytest.raises(ProjectUnreadable) as caught:
        load({}, now=NOW)

    assert [(Place("statusgen.yaml"), "missing-file")] == [(one.place, one.rule) for one in caught.value.findings]


def test_names_that_end_alike_are_told_with_both_places():
    """Who reads the finding finds both files."""
    texts = {"statusgen.yaml": PROJECT, "windows/x/a.yaml": BASE.encode(), "windows/y/a.yaml": BASE.encode()}

    (finding,) = load(texts, now=NOW).findings
    assert ("windows/y/a.yaml", True) == (finding.place.file, "`windows/x/a.yaml`" in finding.what)


def test_no_more_is_told_of_one_file_than_anyone_reads():
    """A thousand mistakes are told as the first hundred."""
    body = BASE + "".join(f"key{number}: x\n" for number in range(1000))

    assert 100 == len(read_window("windows/a.yaml", body.encode(), CONTEXT)[1])


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(body):
    """Whatever a file holds, it is a value or it is told what is wrong."""
    for folder, read in READERS.items():
        values, findings = read(f"{folder}/a.yaml", body, CONTEXT)
        assert bool(values) == (not findings)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.text("abc :-#'\"[]{}&*!|>%@\n", max_size=12)
    | st.just("2026-12-05 21:00"),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["at", "start", "rule", "x"]), inside, max_size=3)
    ),
    max_leaves=6,
)
KEYS = sorted(
    {
        *WindowForm.__struct_fields__,
        *IncidentForm.__struct_fields__,
        *AgreementForm.__struct_fields__,
        *ProjectForm.__struct_fields__,
    }
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_no_shape_raises(shape):
    """Right keys with values of any shape are told, not tripped over."""
    import json

    body = json.dumps(shape).encode()
    for folder, read in READERS.items():
        read(f"{folder}/a.yaml", body, CONTEXT)
    with pytest.raises(ProjectUnreadable):
        load({"statusgen.yaml": body}, now=NOW)


NUMBERED = st.builds(
    "{}={}".format,
    st.sampled_from(["INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER"]),
    st.sampled_from([-999, -53, -1, 0, 1, 2, 13, 31, 53, 366, 999, "1,2,3"]),
)
PARTS = (
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"])
    | st.sampled_from(["BYDAY=MO", "BYDAY=-1SU", "BYDAY=53MO", "BYDAY=FR,XX", "WKST=SU", "UNTIL=20270101", "="])
    | NUMBERED
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=5), st.booleans())
def test_no_rule_of_repetition_raises(parts, bounded):
    """Each is laid out in at most 500 windows, or told."""
    until = ", until: 2028-01-01" if bounded else ""
    body = f"{BASE}repeat: {{rule: '{';'.join(parts)}'{until}}}\n"

    windows, findings = read_window("windows/a.yaml", body.encode(), CONTEXT)
    assert bool(windows) == (not findings)
    assert len(windows) <= 500


def test_what_fits_is_read_without_pydantic():
    """It is imported where something is wrong: it takes longer to load than a project to read."""
    code = """
import sys
from statusgen.load.sheet import Context
from statusgen.load.windows import read_window
for end in ("22:00", "20:00"):
    body = f"title: Upgrade\\ncomponents: [api]\\nimpact: none\\nstart: 2026-12-05 21:00\\nend: '2026-12-05 {end}'\\n"
    read_window("windows/a.yaml", body.encode(), Context("UTC", None, None))
print("pydantic" in sys.modules)
read_window("windows/a.yaml", b"title: [1]", Context("UTC", None, None))
print("pydantic" in sys.modules)
"""

    assert "False\nTrue\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


FORMS = [
    form for form in {**vars(forms), **vars(request_forms)}.values() if isinstance(form, type) and issubclass(form, forms.Form)
]
FORMS.remove(forms.Form)
SHAPES = [
    *(
        None,
        True,
        False,
        0,
        2,
        -1,
        Decimal("1.5"),
        Decimal(2),
        "",
        " ",
        "a",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\nb",
        "a\rb",
        "a\u00a0",
        "é",
    ),
    *("a" * 40, "a" * 41, "a" * 100, "a" * 101, "a" * 200, "a" * 201, "A", "-a", "a_b", "a\n\n", "1.5", "2", "true", "1970-01-01"),
    *(
        "none",
        "outage",
        "OUTAGE",
        "email",
        "completed",
        "resolved",
        "unknown",
        "git",
        "high",
        "off",
        "USD",
        "USD\n",
        "BE",
        "BE\n",
        "en",
        "es-MX",
    ),
    *([], ["a"], ["a", "b"], ["a "], ["a\n"], ["A"], ["en"], [1], [None], [[]], ["a"] * 11, ["a"] * 1001, [{}], [{"at": "now"}]),
    *(
        {},
        {"a": "b"},
        {"a": " b\n"},
        {"a": 1},
        {"a": None},
        {"USD": 2},
        {"USD": Decimal("1.5")},
        {"USD": "1.5"},
        {"USD": True},
        {"usd": 2},
    ),
    *(
        {"at": "now"},
        {"at": "now", "a": 1},
        {"at": "now", "channel": "a "},
        {"at": "now", "reason": "a\n"},
        {"rule": "a", "except": ["b"]},
    ),
    *(
        {"from": "now"},
        {"from_": "now"},
        {"2026-12-06": {}},
        {"2026-12-06": {"start": "now", "emergency": False}},
        {"a": {"at": "now"}},
    ),
    *([{"at": "now", "text": "a\n", "status": word}] for word in ("scheduled", "investigating", "over")),
    *([{"at": "now", "channel": word}] for word in ("email", "telepathy")),
    *([{"id": "a", "name": word}] for word in ("a", "a ")),
    *({"name": "a", "url": "b", "time_zone": "UTC", "languages": [word]} for word in ("en", "english")),
    *([{"id": word, "title": "a", "components": ["b"], "impact": "none", "duration": "2h"}] for word in ("a", "a_b")),
]
PROSE = {"text", "reason", "fields", "contact"}


def accepted(value, hint):
    """What msgspec reads a value into; none where it does not fit."""
    try:
        return msgspec.convert(value, hint, builtin_types=(Decimal,))
    except msgspec.ValidationError:
        return None


def plain(form):
    """A form as keys and values."""
    return msgspec.to_builtins(form, builtin_types=(Decimal,))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_read_in_short_is_what_pydantic_reads(form):
    """What msgspec takes, pydantic takes for the same: whatever stands at whichever key."""
    keys = msgspec.structs.fields(form)
    least = {
        key.encode_name: next(shape for shape in SHAPES if shape is not None and accepted(shape, key.type) is not None)
        for key in keys
        if key.required
    }
    taken = 0
    for key, shape in itertools.product(keys, SHAPES):
        value = least | {key.encode_name: shape}
        short = accepted(value, form)
        if short is None:
            continue
        taken += 1
        read = model_of(form).model_validate(value).model_dump(by_alias=True, exclude_unset=True, warnings=False)
        assert (key.name, stripped(plain(short))) == (key.name, stripped(plain(accepted(read, form))))
    assert taken >= len(keys)


def stripped(value, key=""):
    """As its readers take it: without the space around texts of several lines."""
    if isinstance(value, dict):
        return {name: stripped(entry, key if key in PROSE else name) for name, entry in value.items()}
    if isinstance(value, list):
        return [stripped(entry, key) for entry in value]
    return value.strip() if key in PROSE and isinstance(value, str) else value


def test_the_demo_is_read_in_short():
    """What people write fits without a second look."""
    root = Path(__file__).parent.parent
    for form, files in (
        (WindowForm, "windows/**/*.yaml"),
        (IncidentForm, "incidents/**/*.yaml"),
        (AgreementForm, "agreements/*.yaml"),
    ):
        found = sorted(root.glob(files))
        assert found
        assert all(accepted(yaml12.read(file.name, file.read_bytes()).value, form) for file in found)
