"""A cState page is read as it is: what is maintenance, when it was told, and what is wrong with its files, hostile ones too."""

import tomllib
from itertools import pairwise

import pytest
from gitrepo import utc
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen import cstate
from statusgen.announced import standing
from statusgen.civil import CivilError
from statusgen.cstate.front import MOST_DOTS, MOST_TOML, front_of
from statusgen.cstate.times import expected, time_of
from statusgen.finding import Severity
from statusgen.policy import Impact
from statusgen.sources import Archive, Filed, Revision
from statusgen.timeline import HOUR, Span
from statusgen.yaml12.texts import MOST_BYTES

NOW = utc("2026-06-01 00:00")
CONFIG = "title: Example\nbaseURL: https://status.example/\nparams:\n  systems: [{name: API}, {name: Database}]\n"
EVENT = """---
title: Database maintenance
date: 2026-03-10T10:00:00Z
resolved: true
resolvedWhen: 2026-03-10T11:00:00Z
severity: notice
affected: [Database]
---
Text.
"""
PATH = "content/issues/2026-03-10-database.md"


def filed(path, *revisions, gone=None):
    """A file of a history: its texts with their times."""
    told = (Revision(utc(at), f"{number:040x}", text.encode() if isinstance(text, str) else text, path)
            for number, (at, text) in enumerate(revisions, 1))  # fmt: skip
    return Filed(path, tuple(told), None if gone is None else utc(gone))


def read(*files, config=CONFIG, words=None, now=NOW):
    """The page of these files."""
    settings = [filed("config.yml", ("2026-01-01 00:00", config))] if config is not None else []
    return cstate.read(Archive((*settings, *files), (0,) * 7), cstate.Words(*([words] if words else [])), now)


def event(text, path=PATH, at="2026-03-01 00:00", **options):
    """The page of one event that was never changed."""
    return read(filed(path, (at, text)), **options)


def window_of(page):
    (chronicle,) = page.chronicles
    return chronicle.window


def told(page):
    """Line, column and rule of each finding."""
    return [(one.place.line, one.place.column, one.rule) for one in page.findings]


def test_an_event_becomes_a_window():
    """With its times, its systems and the commit that told it."""
    page = event(EVENT)
    window = window_of(page)

    assert () == page.findings
    assert ("2026-03-10-database", "Database maintenance", ("Database",)) == (window.id, window.title, window.components)
    assert Span(utc("2026-03-10 10:00"), utc("2026-03-10 11:00")) == window.span
    assert [utc("2026-03-01 00:00")] == [one.at for one in window.announcements]
    assert ("Example", ["API", "Database"]) == (page.project.page.name, [one.name for one in page.project.components])
    assert (1, 0, 7) == (page.events, page.unreadable, page.commits)


def test_toml_says_the_same():
    """Between `+++`, with dates of its own."""
    toml = """+++
title = "Database maintenance"
date = 2026-03-10T10:00:00Z
resolved = true
resolvedWhen = 2026-03-10T11:00:00
severity = "notice"
affected = ["Database"]
+++
Text.
"""

    one, other = window_of(event(EVENT)), window_of(event(toml))
    assert (3, 7) == (one.origin.at("start").line, one.origin.at("start").column)
    assert one == replace(other, origin=one.origin)


def test_settings_in_toml():
    """`config.toml` is read too."""
    toml = 'title = "Example"\ntimeZone = "Europe/Prague"\n[[params.systems]]\nname = "Database"\n'
    page = read(filed("config.toml", ("2026-01-01 00:00", toml)), filed(PATH, ("2026-03-01 00:00", EVENT)), config=None)

    assert () == page.findings
    assert "Europe/Prague" == page.project.page.time_zone


def test_settings_that_cannot_be_read_are_told():
    """And the events are read all the same."""
    page = event(EVENT, config="title: [")

    assert [("config.yml", "yaml-syntax"), (PATH, "unknown-component")] == [(one.place.file, one.rule) for one in page.findings]
    assert window_of(page)


def test_a_page_without_settings_says_so():
    """As a warning: its times can be judged without them."""
    page = event(EVENT, config=None)

    assert [("missing-file", Severity.WARNING), ("unknown-component", Severity.WARNING)] == [
        (one.rule, one.severity) for one in page.findings
    ]
    assert "Commit one of" in page.findings[0].way_out


@pytest.mark.parametrize(
    ("title", "path", "is_one"),
    [
        ("Database maintenance", "a.md", True),
        ("MAINTENANCE: database", "a.md", True),
        ("Jira upgraded", "a.md", True),
        ("Outage", "2026-03-10-ci-migration.md", True),
        ("API outage", "a.md", False),
        ("Unplanned outage", "a.md", False),
        ("Maintenanceless", "a.md", False),
        ("", "a.md", False),
    ],
)
def test_maintenance_is_what_is_called_so(title, path, is_one):
    """By whole words of the title or of the file's name."""
    page = event(EVENT.replace("Database maintenance", f'"{title}"'), f"content/issues/{path}")

    assert is_one == bool(page.chronicles)
    assert 1 == page.events


def test_other_words_can_be_given():
    """Then only those count."""
    assert () == event(EVENT, words=["brownout"]).chronicles
    assert window_of(event(EVENT.replace("maintenance", "Brownout"), words=["brownout"]))


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("content/issues/a.md", True),
        ("content/issues/2026/a.markdown", True),
        ("config.yml", True),
        ("hugo.toml", True),
        ("content/issues/_index.md", False),
        ("content/issues/.hidden.md", False),
        ("content/issues/.gitkeep", False),
        ("content/about.md", False),
        ("themes/cstate/config.yml", False),
    ],
)
def test_which_files_are_read(path, is_read):
    """Events and settings, and nothing else."""
    assert is_read == cstate.is_wanted(path)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-07-04T06:30:00-00:00", "2024-07-04 06:30"),
        ("2024-07-04T6:30:00-00:00", "2024-07-04 06:30"),
        ("2024-07-4 6:30", "2024-07-04 06:30"),
        ("2024-07-04T06:30:00.999Z", "2024-07-04 06:30"),
        ("2024-07-04 08:30:00 +02:00", "2024-07-04 06:30"),
        ("2024-07-04T08:30:00+0200", "2024-07-04 06:30"),
        ("2024-07-04T08:30:00+2", "2024-07-04 06:30"),
        ("2024-07-04", "2024-07-04 00:00"),
    ],
)
def test_times_as_people_write_them(text, instant):
    """Without an offset in UTC, with digits left out where no other time can be meant."""
    assert utc(instant) == time_of(text, "UTC")


def test_naive_times_are_of_the_page():
    """On the clock of `timeZone`, where the settings name one."""
    page = event(EVENT.replace("10:00:00Z", "10:00:00"), config=f"{CONFIG}timeZone: Europe/Prague\n")

    assert utc("2026-03-10 09:00") == window_of(page).span.start


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-08-13T015:00:00+02:00", "2024-02-30", "2024-07-04T25:00", "24-07-04", "1900-01-01"]
)
def test_what_no_clock_shows_is_no_time(text):
    """An error that says what to write."""
    with pytest.raises(CivilError):
        time_of(text, "UTC")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Expected duration: 1.5 hours.", 5400),
        ("expected duration is about 30 min", 1800),
        ("Duration: max 2h", 7200),
        ("down for up to 15 minutes", 900),
        ("Expected duration: 1 hour. Later: duration: 60 minutes", 3600),
        ("Expected duration: 1 hour, up to 2 hours", None),
        ("takes 3 hours", None),
        ("duration unknown", None),
    ],
)
def test_the_duration_of_a_message(said, seconds):
    """Where it names one, and not two."""
    assert seconds == expected(said)


REVISIONS = (
    ("2026-03-01 00:00", EVENT.replace("resolved: true", "resolved: false")),
    ("2026-03-08 00:00", EVENT.replace("resolved: true", "resolved: false").replace("T11:00", "T12:00")),
    ("2026-03-10 13:00", EVENT.replace("T11:00", "T12:30")),
)


def test_each_revision_is_an_announcement():
    """A longer end needs its notice anew, and what is written afterwards moves nothing."""
    (chronicle,) = read(filed(PATH, *REVISIONS)).chronicles
    known = standing(chronicle.window)

    assert utc("2026-03-08 00:00") == known.told
    assert utc("2026-03-10 12:00") == known.last.span.end == chronicle.end_told(known.last.span.start)
    assert utc("2026-03-10 13:00") == chronicle.closed


def test_a_revision_that_cannot_be_read_told_nothing():
    """The next one that can be did."""
    broken = ("2026-02-01 00:00", EVENT.replace("2026-03-10T10", "2026-03-10T010"))

    assert utc("2026-03-01 00:00") == standing(window_of(read(filed(PATH, broken, *REVISIONS[:1])))).told


def test_a_draft_told_nothing():
    """It is no event until it is published; one that never was is no maintenance."""
    draft = EVENT.replace("title:", "draft: true\ntitle:")

    assert () == event(draft).chronicles
    assert (
        utc("2026-03-05 00:00")
        == standing(window_of(read(filed(PATH, ("2026-03-01 00:00", draft), ("2026-03-05 00:00", EVENT))))).told
    )


def test_an_end_that_nobody_tells():
    """It ended when the page said so, and no end had been told."""
    no_end = EVENT.replace("resolvedWhen: 2026-03-10T11:00:00Z\n", "")
    opened = no_end.replace("resolved: true", "resolved: false")
    (chronicle,) = read(filed(PATH, ("2026-03-01 00:00", opened), ("2026-03-10 14:00", no_end))).chronicles

    assert utc("2026-03-10 14:00") == chronicle.window.span.end
    assert chronicle.end_told(chronicle.window.span.start) is None
    (goes_on,) = read(filed(PATH, ("2026-03-01 00:00", opened))).chronicles
    assert NOW == goes_on.window.span.end
    assert goes_on.closed is None


def test_what_was_told_when_all_was_over_is_no_plan():
    """Such an end cannot be overrun."""
    (late,) = event(EVENT, at="2026-03-10 12:00").chronicles
    (stale,) = event(EVENT.replace("resolved: true", "resolved: false"), at="2026-03-10 12:00").chronicles

    assert late.end_told(late.window.span.start) is None
    assert stale.end_told(stale.window.span.start) is None


def test_the_message_may_tell_the_end():
    """Where `resolvedWhen` does not; when it is resolved, the time of that is the end."""
    text = EVENT.replace("resolvedWhen: 2026-03-10T11:00:00Z\n", "").replace("Text.", "Expected duration: 2 hours")
    opened = text.replace("resolved: true", "resolved: false")
    (chronicle,) = read(filed(PATH, ("2026-03-01 00:00", opened))).chronicles
    (closed,) = read(filed(PATH, ("2026-03-01 00:00", opened), ("2026-03-10 13:00", text))).chronicles

    assert utc("2026-03-10 12:00") == chronicle.window.span.end == chronicle.end_told(chronicle.window.span.start)
    assert closed.window.actual is not None
    assert utc("2026-03-10 13:00") == closed.window.actual.end


def test_opened_again_is_not_closed():
    """Closed is since when it stays so."""
    opened = EVENT.replace("resolved: true", "resolved: false")
    times = (
        ("2026-03-10 11:00", EVENT),
        ("2026-03-10 12:00", opened),
        ("2026-03-10 13:00", EVENT),
        ("2026-03-10 14:00", EVENT + "More."),
    )

    assert utc("2026-03-10 13:00") == read(filed(PATH, *times)).chronicles[0].closed
    no_end = [(at, text.replace("resolvedWhen: 2026-03-10T11:00:00Z\n", "")) for at, text in times]
    assert utc("2026-03-10 13:00") == read(filed(PATH, *no_end)).chronicles[0].window.span.end


def test_who_names_no_system_speaks_of_all():
    """And where there is none, of the page."""
    alone = EVENT.replace("affected: [Database]\n", "")

    assert ("API", "Database") == window_of(event(alone)).components
    assert ("Example",) == window_of(event(alone, config="title: Example")).components
    assert ("API",) == window_of(event(EVENT.replace("[Database]", "API"))).components


def test_an_unknown_system_is_a_warning():
    """At its place, with the nearest name; one that the page once had is known."""
    text = EVENT.replace("[Database]", "\n  - API\n  - Databse\n  - Mirror")
    once = filed("config.yml", ("2026-01-01 00:00", CONFIG.replace("API", "Mirror")), ("2026-02-01 00:00", CONFIG))
    page = read(once, filed(PATH, ("2026-03-01 00:00", text)), config=None)
    (finding,) = page.findings

    assert [(9, 5, "unknown-component")] == told(page)
    assert Severity.WARNING is finding.severity
    assert "Did you mean `Database`?" == finding.way_out
    (stranger,) = event(EVENT.replace("[Database]", "Xyz")).findings
    assert "Name one of the page's `systems`, or add this one to them." == stranger.way_out


@pytest.mark.parametrize("names", ["true", "[API, true, ~, 1.50]", "[2026-03-10, [1], {a: b}]"])
def test_a_name_of_any_kind_is_none_of_the_page(names):
    """And is told as it stands, in TOML too."""
    page = event(EVENT.replace("[Database]", names))

    assert {"unknown-component"} == {one.rule for one in page.findings}
    toml = f'+++\ntitle = "Maintenance"\ndate = 2026-03-10\naffected = [2026-03-10T10:00:00Z, true, 1.5]\n+++\n{names}'
    assert [4, 4, 4] == [one.place.line for one in event(toml).findings]


def test_places_in_toml():
    """The line of the key, and of the entry of a list."""
    toml = '+++\ntitle = "Maintenance"\ndate = "2026-03-10"\naffected = [\n  "API",\n  "Nope",\n]\nresolved = "perhaps"\n+++\n'

    assert [(6, 4, "unknown-component"), (8, 12, "wrong-type")] == sorted(told(event(toml)))
    assert [(3, 8, "not-a-time")] == told(
        event(toml.replace("2026-03-10", "never").replace("Nope", "API").replace('"perhaps"', "true"))
    )


@pytest.mark.parametrize(
    ("said", "impact", "rules"),
    [("down", Impact.OUTAGE, []), ("disrupted", Impact.DEGRADED, []), ("notice", Impact.DEGRADED, []),
     ("degraded", Impact.DEGRADED, ["unknown-value"]), ("", Impact.DEGRADED, [])],
)  # fmt: skip
def test_severities(said, impact, rules):
    """One that cState does not know is a warning."""
    page = event(EVENT.replace("severity: notice", f"severity: {said}"))

    assert impact is window_of(page).impact
    assert rules == [finding.rule for finding in page.findings]


BOMB = "".join(f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]\n" for before, here in pairwise("abcdefghi"))
UNREADABLE = {
    "no fence": ("title: a\ndate: 2026-01-01\n---\n", (1, 1, "no-front-matter")),
    "no end": ("---\ntitle: a\n", (1, 1, "no-front-matter")),
    "empty": ("", (1, 1, "no-front-matter")),
    "only text": ("# Title\n\nText\n", (1, 1, "no-front-matter")),
    "no date": (EVENT.replace("date: 2026-03-10T10:00:00Z\n", ""), (2, 1, "missing-key")),
    "empty date": (EVENT.replace("2026-03-10T10:00:00Z", ""), (3, 6, "not-a-time")),
    "no clock": (EVENT.replace("2026-03-10T10", "2026-03-10T010"), (3, 7, "not-a-time")),
    "no day": (EVENT.replace("2026-03-10T11", "2026-02-30T11"), (5, 15, "not-a-time")),
    "backwards": (EVENT.replace("2026-03-10T11", "2026-02-10T11"), (5, 15, "end-not-after-start")),
    "a list": ("---\n- a\n---\n", (2, 1, "wrong-type")),
    "a scalar": ("---\nmaintenance\n---\n", (2, 1, "wrong-type")),
    "nothing": ("---\n---\n", (1, 1, "empty-file")),
    "broken": ("---\ntitle: a: b\n---\n", (2, 9, "yaml-syntax")),
    "twice": ("---\ntitle: a\ntitle: b\ndate: 2026-01-01\n---\n", (3, 1, "duplicate-key")),
    "a tag": ("---\ntitle: !!python/object:os.system a\ndate: 2026-01-01\n---\n", (2, 8, "tag")),
    "a bomb": (f"---\na: &a [x, x, x, x, x, x, x, x, x, x]\n{BOMB}---\n", (6, 36, "alias-bomb")),
    "deep": ("---\na: " + "[" * 40_000 + "\n---\n", (2, 53, "too-deep")),
    "control": (EVENT.replace("Text.", "\x1b[2J"), (9, 1, "control-character")),
    "nul": (EVENT.replace("title: D", "title: \x00D"), (2, 8, "control-character")),
    "bytes": (EVENT.encode().replace(b"Text.", b"\xff"), (9, 1, "not-utf-8")),
    "huge": (EVENT + "x" * MOST_BYTES, (1, 1, "file-too-large")),
    "toml": ("+++\ntitle = \n+++\n", (2, 9, "toml-syntax")),
    "toml that ends": ("+++\ntitle = '''a\n+++\n", (3, 1, "toml-syntax")),
    "toml deep": ("+++\na = " + "[" * 40_000 + "\n+++\n", (1, 1, "too-deep")),
    "toml dots": ("+++\n" + "a." * (MOST_DOTS + 1) + "a = 1\n+++\n", (2, 1, "too-deep")),
    "toml huge": ("+++\ntitle = '" + "a" * MOST_TOML + "'\n+++\n", (1, 1, "file-too-large")),
    "toml number": ("+++\na = " + "9" * 5000 + "\n+++\n", (1, 1, "toml-syntax")),
    "toml clock": ("+++\ndate = 07:32:00\n+++\n", (2, 8, "not-a-time")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected_finding"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told(text, expected_finding):
    """One error with line and column, what and the way out; nothing raises, and no other file suffers."""
    page = read(filed(PATH, ("2026-03-01 00:00", text)), filed("content/issues/good.md", ("2026-03-01 00:00", EVENT)))

    assert [expected_finding] == told(page)
    (finding,) = page.findings
    assert Severity.ERROR is finding.severity
    assert finding.what
    assert finding.way_out
    assert (2, 1) == (page.events, page.unreadable)
    assert "good" == window_of(page).id


@given(st.text(max_size=300) | st.binary(max_size=300), st.sampled_from(["---\n", "+++\n", ""]))
def test_nothing_in_a_file_raises(body, fence):
    """Any bytes are an event or have a finding."""
    body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    front = front_of(PATH, fence.encode() + body + b"\n" + fence.encode())
    page = event(fence.encode() + body + b"\n" + fence.encode())

    assert front.fields or front.findings
    assert page.unreadable == (not page.chronicles and bool(page.findings))


@given(st.dictionaries(st.sampled_from(["title", "date", "resolved", "resolvedWhen", "severity", "affected", "draft"]),
                       st.sampled_from(["", "[]", "{}", "{a: b}", "[[1]]", "[null, {}, 3.5]", "0x10", "true", "~", "2026-03-10",
                                        "2026-03-10T10:00:00Z", "1e5", '"\\e[0m"', "*a", "<script>"])))  # fmt: skip
def test_any_kind_of_value_is_read_or_told(fields):
    """Where a text should be, and something else is."""
    text = "".join(f"{key}: {value}\n" for key, value in fields.items())
    page = event(f"---\n{text}---\n", "content/issues/maintenance.md")

    assert (1 == page.unreadable) == any(Severity.ERROR is finding.severity for finding in page.findings)


@pytest.mark.parametrize(
    "config",
    [
        "params: []",
        "params: {systems: 3}",
        "params: {systems: [1, {name: }, {name: {a: b}}]}",
        "params: {systems: {name: x}}",
        "title: 5",
        "[1]",
        "timeZone: Mars/Base",
        "timeZone: [1]",
        "",
    ],
)
def test_any_settings_are_read_or_told(config):
    """None of them raises."""
    assert event(EVENT, config=config).project.page.name


def test_a_file_that_is_gone_counts_too():
    """Under an id that says which; its findings are nobody's to mend."""
    gone = filed(PATH, ("2026-03-01 00:00", EVENT.replace("Database]", "Nope]")), gone="2026-04-01 00:00")
    page = read(
        gone,
        filed(PATH, ("2026-05-01 00:00", EVENT)),
        filed("content/issues/x.md", ("2026-05-01 00:00", ""), gone="2026-05-02 00:00"),
    )

    assert ["2026-03-10-database", f"2026-03-10-database@{1:040x}"[:32]] == [one.window.id for one in page.chronicles]
    assert [None, utc("2026-04-01 00:00")] == [one.gone for one in page.chronicles]
    assert () == page.findings
    assert 1 == page.events


def test_a_wide_window_stays_wide_for_an_hour():
    """A start that equals the end is a second: no window is empty."""
    assert 1 == window_of(event(EVENT.replace("T11:00", "T10:00"))).span.seconds
    assert HOUR == window_of(event(EVENT)).span.seconds


def test_the_guard_of_toml_is_needed():
    """Python's reader takes what we refuse, only slowly."""
    assert tomllib.loads("a." * (MOST_DOTS + 1) + "a = 1")
