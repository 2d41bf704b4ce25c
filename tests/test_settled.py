"""What is over for good is neither read nor judged again, and the site is the same as if it were."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statusgen import rules, site
from statusgen.board import board
from statusgen.board.settled import Settled
from statusgen.civil import UTC, instant
from statusgen.finding import Severity
from statusgen.load import files, load
from statusgen.site import Theme
from statusgen.sources import Revision, read_folder

DEMO = read_folder(Path(__file__).parent.parent)
NOW = instant("2026-11-22 12:00", UTC)
DAY = 86_400
THEME = Theme.of()
OLD = "windows/2026-06-06-old.yaml"
TEXTS = {
    "statusgen.yaml": b"""page: {name: Acme, url: "https://status.acme.example/", time_zone: Europe/Brussels}
components: [{id: api, name: API}, {id: web, name: Web}]
policies: [clever, clicksend]
""",
    OLD: b"""title: Upgrade
components: [api]
impact: outage
start: 2026-06-06 21:00
duration: 3h
announced: 2026-05-20 10:00
notices: [{channel: email, at: 2026-05-21 10:00}]
""",
    "windows/2026-12-05-new.yaml": b"""title: Upgrade
components: [api]
impact: outage
start: 2026-12-05 21:00
duration: 3h
announced: 2026-11-20 10:00
""",
    "incidents/2026-07-01-down.yaml": b"""title: Down
components: [web]
impact: outage
cause: unknown
start: 2026-07-01 10:00
end: 2026-07-01 11:00
""",
}


def built(texts, now, file=None, history=None):
    """Every file of the site, the findings of reading, and the files that were not read."""
    settled = Settled(file)
    loaded = load(texts, now=now, history=history, settled=settled)
    verdicts = rules.verdicts(loaded.project, now)
    told = [one for one in rules.check(loaded.project, (), verdicts, now) if one.severity is not Severity.NOTE]
    shown = board(loaded.project, verdicts, now, settled)
    aside = set(settled.ids)
    settled.keep(settled.news((*shown.windows, *shown.incidents), (*loaded.findings, *told)))
    made = {path: recipe.render() for path, recipe in site.recipes(shown, THEME).items()}
    return made, loaded.findings, aside


@pytest.fixture
def kept(tmp_path):
    """Where settled events last."""
    return tmp_path / "cache" / "acme.settled"


@pytest.fixture
def read(monkeypatch):
    """The paths of the files that are really read."""
    paths = []
    for name in ("WINDOWS", "INCIDENTS"):
        kind = getattr(files, name)

        def counted(path, body, context, read=kind.read):
            paths.append(path)
            return read(path, body, context)

        monkeypatch.setattr(f"statusgen.load.{name}", files.Kind(counted, kind.decode))
    return paths


def test_the_second_build_reads_what_is_to_come(kept, read):
    """And the same files come of it, to the byte."""
    first = built(TEXTS, NOW, kept)
    read.clear()
    again = built(TEXTS, NOW, kept)

    assert first[:2] == again[:2]
    assert ["windows/2026-12-05-new.yaml"] == read
    assert {OLD, "incidents/2026-07-01-down.yaml"} == again[2]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(-400, 60), min_size=2, max_size=4))
def test_the_site_is_the_same_whatever_was_built_before(tmp_path, days):
    """Builds of the demo at instants in any order, one after the other, against builds that know of no other."""
    kept = tmp_path / "any.settled"
    kept.unlink(missing_ok=True)
    for day in days:
        assert built(DEMO, NOW + day * DAY)[0] == built(DEMO, NOW + day * DAY, kept)[0]


@pytest.mark.parametrize(
    "changed",
    [
        TEXTS | {OLD: TEXTS[OLD].replace(b"3h", b"4h")},
        TEXTS | {"statusgen.yaml": TEXTS["statusgen.yaml"].replace(b"Europe/Brussels", b"Asia/Tokyo")},
        TEXTS | {"statusgen.yaml": TEXTS["statusgen.yaml"].replace(b"clever, ", b"")},
        TEXTS | {"windows/2026-06-06-older.yaml": TEXTS[OLD]},
        {path: text for path, text in TEXTS.items() if path != OLD},
    ],
    ids=["text", "zone", "policies", "one more", "one less"],
)
def test_whatever_an_event_depends_on_makes_it_new(kept, changed):
    """What was kept of other files never shows."""
    built(TEXTS, NOW, kept)

    assert built(changed, NOW)[:2] == built(changed, NOW, kept)[:2]


def test_evidence_that_changes_makes_a_window_new(kept):
    """The same file, announced by another commit: its verdict may be another."""
    early, late = (
        {OLD: (Revision(instant(at, UTC), "c0ffee", TEXTS[OLD], OLD),)} for at in ("2026-05-20 08:00", "2026-06-06 08:00")
    )
    texts = {path: text.replace(b"announced: 2026-05-20 10:00\n", b"") for path, text in TEXTS.items()}
    built(texts, NOW, kept, lambda: early)

    assert (
        built(texts, NOW, None, lambda: late)[0]
        == built(texts, NOW, kept, lambda: late)[0]
        != built(texts, NOW, kept, lambda: early)[0]
    )


def test_what_nobody_announced_is_not_settled(kept):
    """Without evidence it is announced now, whenever now is."""
    texts = TEXTS | {OLD: TEXTS[OLD].replace(b"announced: 2026-05-20 10:00\n", b"")}
    built(texts, NOW, kept)

    later = built(texts, NOW + DAY, kept)
    assert built(texts, NOW + DAY)[0] == later[0]
    assert OLD not in later[2]


def test_an_event_with_a_finding_is_read_and_told_again(kept):
    """Every build tells it."""
    texts = TEXTS | {
        "windows/2026-08-01-emergency.yaml": TEXTS[OLD].replace(b"06-06", b"08-01").replace(b"notices", b"emergency: true\nnotices")
    }
    built(texts, NOW, kept)

    assert {OLD, "incidents/2026-07-01-down.yaml"} == built(texts, NOW, kept)[2]


def test_a_second_event_of_the_same_name_is_told(kept):
    """An occurrence of a series may be called like a file that is settled: then all are read, and the clash is told."""
    built(TEXTS, NOW, kept)
    series = (
        TEXTS[OLD].replace(b"start: 2026-06-06", b"start: 2026-05-30").replace(b"announced: 2026-05-20", b"announced: 2026-04-20")
    )
    twice = TEXTS | {"windows/x.yaml": series + b"repeat: {rule: FREQ=WEEKLY;COUNT=3}\n"}
    clashing = {path.replace(OLD, "windows/x-2026-06-06.yaml"): text for path, text in twice.items()}
    built({path: text for path, text in clashing.items() if path != "windows/x.yaml"}, NOW, kept)

    made, told, _ = built(clashing, NOW, kept)
    assert built(clashing, NOW)[:2] == (made, told)
    assert ["duplicate-id"] == [finding.rule for finding in told]


def test_a_window_and_an_incident_may_have_one_name(kept):
    """Each stands once on the page, and both are kept."""
    texts = TEXTS | {OLD.replace("windows/", "incidents/"): TEXTS["incidents/2026-07-01-down.yaml"]}
    built(texts, NOW, kept)

    made, _, aside = built(texts, NOW, kept)
    assert built(texts, NOW)[0] == made
    assert {OLD, OLD.replace("windows/", "incidents/"), "incidents/2026-07-01-down.yaml"} == aside


def test_a_customers_report_of_a_settled_incident_is_known(kept):
    """And one of a file that is not there is not."""
    agreement = (
        b"customer: Globex\npolicy: clever\nreports: {2026-07-01-down: 2026-07-01 12:00, 2026-07-02-none: 2026-07-02 12:00}\n"
    )
    texts = TEXTS | {"agreements/globex.yaml": agreement}
    built(texts, NOW, kept)

    told = built(texts, NOW, kept)[1]
    assert built(texts, NOW)[1] == told
    assert ["unknown-incident"] == [finding.rule for finding in told]


@pytest.mark.parametrize("body", [b"", b"\x80", b"not msgpack", b"\x92\x80\x81\xa1a\x92\xc4\x00\x90"])
def test_a_damaged_file_is_as_good_as_none(kept, body):
    """The build reads all, and puts a good one in its place."""
    first = built(TEXTS, NOW, kept)
    kept.write_bytes(body)

    assert first == built(TEXTS, NOW, kept)
    assert {OLD, "incidents/2026-07-01-down.yaml"} == built(TEXTS, NOW, kept)[2]
