"""What a plan says that subscribers will see is what they see: the site is built before and after the merge, and read."""

from dataclasses import replace

import feedparser
import pytest
from gitrepo import GitRepo
from icalendar import Calendar
from judging import make_project, make_window
from test_cli import golden, statusgen

from statusgen.cli import planning
from statusgen.cli.reading import opened
from statusgen.model import Evidence
from statusgen.render.review import subscribers as rendering
from statusgen.subscribers import Difference, Entry, Item, Seen, seen
from statusgen.timeline import Span

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
"""
WINDOW = """
title: Database upgrade
components: [database]
impact: outage
start: 2026-12-05 21:00
end: 2026-12-06 01:00
"""
SERIES = """
title: Weekly care
components: [api]
impact: degraded
start: 2026-11-29 02:00
duration: 1h
repeat: {rule: FREQ=WEEKLY, until: 2026-12-20}
"""
BEGUN = SERIES.replace("11-29", "11-11").replace("12-20", "11-25").replace("Weekly", "Old")
INCIDENT = "{title: Down, components: [api], impact: outage, cause: unknown, start: 2026-11-03 10:00}\n"
BASE = {
    "statusgen.yaml": SETTINGS,
    "windows/upgrade.yaml": WINDOW,
    "windows/other.yaml": WINDOW.replace("12-05", "12-19").replace("12-06", "12-20"),
    "windows/care.yaml": SERIES,
    "windows/begun.yaml": BEGUN,
    "windows/past.yaml": WINDOW.replace("12-05", "11-12").replace("12-06", "11-13"),
    "incidents/down.yaml": INCIDENT,
}
CHANGES = {
    "nothing": {},
    "a comment": {"windows/upgrade.yaml": f"# why\n{WINDOW}"},
    "new": {"windows/new.yaml": WINDOW.replace("12-05", "12-12").replace("12-06", "12-13")},
    "moved": {"windows/upgrade.yaml": WINDOW.replace("21:00", "20:00")},
    "told otherwise": {"windows/upgrade.yaml": WINDOW.replace("upgrade", "*upgrade*") + "description: We <b>move</b>.\n"},
    "cancelled": {"windows/upgrade.yaml": WINDOW + "cancelled: {at: 2026-11-20 04:00, reason: No vendor.}\n"},
    "an update": {
        "windows/past.yaml": BASE["windows/past.yaml"] + "updates: [{at: 2026-11-12 21:00, status: in_progress, text: Go.}]\n"
    },
    "deleted": {"windows/other.yaml": None},
    "renamed": {"windows/other.yaml": None, "windows/later.yaml": BASE["windows/other.yaml"]},
    "a series moved": {"windows/care.yaml": SERIES.replace("02:00", "03:00")},
    "one taken out": {"windows/care.yaml": SERIES.replace("2026-12-20", "2026-12-20, except: [2026-12-06]")},
    "one moved": {"windows/care.yaml": f"{SERIES}occurrences: {{2026-12-06: {{start: 2026-12-07 02:00}}}}\n"},
    "one called off": {
        "windows/care.yaml": f"{SERIES}occurrences: {{2026-12-06: {{cancelled: {{at: 2026-11-20 04:00, reason: No vendor.}}}}}}\n"
    },
    "a series moved that has begun": {"windows/begun.yaml": BEGUN.replace("02:00", "03:00")},
    "an incident": {"incidents/down.yaml": INCIDENT.replace("10:00}", "10:00, end: 2026-11-03 11:00}")},
    "another incident": {"incidents/up.yaml": INCIDENT.replace("Down", "Up").replace("11-03", "11-19")},
    "another page": {"statusgen.yaml": SETTINGS.replace("Database", "Store")},
    "all at once": {
        "windows/new.yaml": WINDOW.replace("12-05", "12-12").replace("12-06", "12-13"),
        "windows/upgrade.yaml": WINDOW.replace("21:00", "20:00"),
        "windows/other.yaml": None,
        "windows/care.yaml": SERIES.replace("02:00", "03:00"),
        "incidents/down.yaml": None,
    },
}
NOW = "2026-11-20 10:00"
AT = f"{NOW.replace(' ', 'T')}:00Z"


def site(repo, folder):
    """What stands in feed and calendar of the site as it is built now: title and content by guid, the event by UID."""
    told = statusgen(repo.path, "build", "--at", AT, "--out", str(folder))
    assert 0 == told.returncode, told.stderr
    feed = feedparser.parse((folder / "feed.xml").read_bytes())
    items = {entry.id: (entry.title, entry.summary) for entry in feed.entries}
    calendar = Calendar.from_ical((folder / "calendar.ics").read_bytes())
    return items, {str(event["UID"]): event.to_ical() for event in calendar.walk("VEVENT")}


def differing(before, after):
    """New, changed, gone: by identity."""
    changed = {one for one in after.keys() & before.keys() if before[one] != after[one]}
    return after.keys() - before.keys(), changed, before.keys() - after.keys()


def ids(difference):
    return {one.id for one in difference.new}, {one.id for _, one in difference.changed}, {one.id for one in difference.gone}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_told_is_what_is_published(tmp_path, change):
    """The feed's items and the calendar's events that the merge makes, changes and takes away."""
    repo = GitRepo(tmp_path / "page")
    repo.commit("2026-11-10 10:00", BASE)
    before = site(repo, tmp_path / "before")
    repo.branch("change")
    repo.commit("2026-11-19 10:00", CHANGES[change])
    here = opened(repo.path, AT, "main")
    told = planning._seen(here, here.before(None))
    repo.switch("main")
    repo.merge(NOW, "change")
    after = site(repo, tmp_path / "after")

    assert differing(before[0], after[0]) == ids(told.items)
    assert differing(before[1], after[1]) == ids(told.entries)
    titles = {one.id: one.title for one in (*told.items.new, *(each for _, each in told.items.changed))}
    assert titles == {one: after[0][one][0] for one in titles}
    sequences = {one.id: one.sequence for one in (*told.entries.new, *(each for _, each in told.entries.changed))}
    assert all(b"SEQUENCE:%d\r\n" % sequence in after[1][one] for one, sequence in sequences.items())


def test_a_comment_shows_what_a_reader_shows(tmp_path):
    """Titles, texts and times, as they were and as they will be."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", BASE)
    repo.branch("change")
    repo.commit("2026-11-19 10:00", CHANGES["moved"] | CHANGES["deleted"] | {"windows/past.yaml": WINDOW.replace("12-0", "11-1")})

    told = statusgen(repo.path, "plan", "--format", "markdown", "--at", AT, "--branch", "main").stdout

    golden("subscribers.md", told)


def test_what_is_cut_off_is_counted(tmp_path):
    """There is room for so much only."""
    windows = [make_window(at, announced=0, id=f"w{at}", told=[(0, at, at + 60)]) for at in range(1000, 20000, 1000)]

    told = "\n".join(
        rendering.told(seen(None, make_project(*windows), {w.origin.file for w in windows}, anew=True, now=100), "UTC", 4000)
    )

    assert len(told.encode()) <= 4000
    assert " lines more; `statusgen build` writes all of it.\n" in told
    assert told.endswith("\n</details>\n")


def test_what_was_otherwise_is_shown():
    """Another title and another text of one thing, beside what they were."""
    item, entry = Item("a", "[Announced] Old", 0, "Old."), Entry("u", "Old", Span(0, 60), cancelled=False, text="Old.", sequence=0)
    items = Difference((), ((item, replace(item, title="[Announced] New", text="New.")), (item, replace(item, at=60))), ())
    entries = Difference((), ((entry, replace(entry, title="Cancelled: New", cancelled=True, text="New.", sequence=1)),), ())

    told = "\n".join(rendering.told(Seen(items, entries), "UTC", 4000))

    assert (
        "- **changed**: <b>\\[Announced\\] New</b>, Thu 1970-01-01 00:00 +00:00<br>New."
        "<br>was <b>\\[Announced\\] Old</b><br>was Old.\n"
        "- **changed**: <b>\\[Announced\\] Old</b>, Thu 1970-01-01 00:01 +00:00<br>Old.\n"
    ) in told
    assert (
        "- **changed**: <b>Cancelled: New</b>, Thu 1970-01-01 00:00–00:01 UTC, cancelled, <code>SEQUENCE 1</code><br>New."
        "<br>was <b>Old</b>, Old., <code>SEQUENCE 0</code>\n"
    ) in told


def test_nothing_new_is_said(tmp_path):
    """In one sentence."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", BASE)

    told = statusgen(repo.path, "plan", "--format", "markdown", "--at", AT).stdout

    assert told.endswith("Subscribers see nothing new: no item of the feed and no entry of the calendar changes.\n")


def test_an_incident_alone_is_no_nothing(tmp_path):
    """No window changes, and subscribers hear of it all the same."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", BASE)
    repo.write(CHANGES["another incident"])

    told = statusgen(repo.path, "plan", "--format", "markdown", "--at", AT).stdout

    assert "\nNo window changes; what subscribers will see does.\n" in told
    assert "<b>What subscribers will see</b>: in the feed 1 new</summary>" in told


def test_who_is_told_of_a_file_with_mistakes_is_not_known(tmp_path):
    """It is not said to be deleted."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", BASE)
    repo.write({"windows/upgrade.yaml": "strat: 1\n"})

    told = statusgen(repo.path, "plan", "--format", "markdown", "--at", AT).stdout

    assert "Subscribers see nothing new" in told
    assert "unknown-key" in told


def test_everything_is_new_to_who_was_told_of_nothing(tmp_path):
    """Before the first commit, and where it is compared with nothing."""
    repo = GitRepo(tmp_path)
    repo.write(BASE)

    told = statusgen(repo.path, "plan", "--format", "markdown", "--at", AT, "--base", "none").stdout

    assert "in the feed 6 new; in the calendar 10 new</summary>" in told


def test_what_is_declared_and_dated_by_nobody_is_told_by_no_feed(tmp_path):
    """As on the site: the calendar has it."""
    repo = GitRepo(tmp_path)
    repo.commit("2026-11-10 10:00", BASE | {"statusgen.yaml": f"{SETTINGS}announcements: declared\n"})
    repo.write(CHANGES["new"])
    here = opened(repo.path, AT, None)

    told = planning._seen(here, here.before(None))

    assert Evidence.DECLARED is here.project.evidence
    assert (False, 1) == (bool(told.items), len(told.entries.new))


def test_the_feed_of_a_large_page_holds_its_newest(tmp_path):
    """What is pushed out of it is gone from it, and the rest is looked at no further."""
    repo = GitRepo(tmp_path / "page")
    many = {
        f"windows/w{n:03}.yaml": WINDOW.replace("12-05 21", f"12-05 {n % 12:02}").replace("upgrade", f"work {n}") for n in range(60)
    }
    repo.commit("2026-11-10 10:00", {"statusgen.yaml": SETTINGS} | dict(list(many.items())[:30]))
    repo.commit("2026-11-11 10:00", dict(list(many.items())[30:]))
    before = site(repo, tmp_path / "before")
    repo.branch("change")
    repo.commit("2026-11-19 10:00", CHANGES["new"])
    here = opened(repo.path, AT, "main")
    told = planning._seen(here, here.before(None))
    repo.switch("main")
    repo.merge(NOW, "change")
    after = site(repo, tmp_path / "after")

    assert 50 == len(before[0]) == len(after[0])
    new, changed, gone = differing(before[0], after[0])
    assert (1, 1) == (len(new), len(gone))
    assert (new, changed, set()) == ids(told.items)


def test_what_leaves_because_it_is_old_is_no_news(tmp_path):
    """Years later, the feed and the calendar hold the newest only, and who has the others keeps them."""
    repo = GitRepo(tmp_path / "page")
    repo.commit("2024-11-10 10:00", {"statusgen.yaml": SETTINGS, "windows/upgrade.yaml": WINDOW.replace("2026-12", "2025-12")})
    before = site(repo, tmp_path / "before")
    repo.branch("change")
    repo.commit("2026-11-19 10:00", CHANGES["new"])
    here = opened(repo.path, AT, "main")
    told = planning._seen(here, here.before(None))
    repo.switch("main")
    repo.merge(NOW, "change")
    after = site(repo, tmp_path / "after")

    new, changed, gone = differing(before[0], after[0])
    assert gone
    assert (new, changed, set()) == ids(told.items)
    assert (differing(before[1], after[1])[0], set()) == (ids(told.entries)[0], ids(told.entries)[2])


def test_what_comes_back_is_new(tmp_path):
    """A feed from which the newest was taken away holds older ones again."""
    repo = GitRepo(tmp_path / "page")
    repo.commit("2024-11-10 10:00", {"statusgen.yaml": SETTINGS, "windows/upgrade.yaml": WINDOW})
    repo.commit("2026-11-10 10:00", CHANGES["new"])
    before = site(repo, tmp_path / "before")
    repo.branch("change")
    repo.commit("2026-11-19 10:00", {"windows/new.yaml": None})
    here = opened(repo.path, AT, "main")
    told = planning._seen(here, here.before(None))
    repo.switch("main")
    repo.merge(NOW, "change")
    after = site(repo, tmp_path / "after")

    assert differing(before[0], after[0]) == ids(told.items)
    assert (1, 1) == (len(told.items.new), len(told.items.gone))
