"""Announced when? Every row of the edge cases about announcements, on real git repositories and on declared evidence."""

import pytest
from gitrepo import GitRepo, utc

from statusgen import announced
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.load.evidence import attach
from statusgen.model import Announcement, Cancelled, Origin, Window
from statusgen.policy import Impact
from statusgen.sources import Repository, Revision, read_folder
from statusgen.timeline import HOUR, Span

FILE = "windows/a.yaml"
NOW = utc("2026-12-01 12:00")
USUAL = "2026-12-05 21:00|2026-12-06 01:00|database|outage"


def window(text: str, file: str = FILE, **more) -> Window:
    """The window of `start|end|components|impact`, with `|cancelled` where it is; these tests need no YAML."""
    start, end, components, impact, *cancelled = text.strip().split("|")
    return Window(
        id=file.rpartition("/")[2].removesuffix(".yaml"),
        origin=Origin(file, {"announced": (6, 12)}),
        title="Upgrade",
        components=tuple(components.split(",")),
        impact=Impact(impact),
        span=Span(utc(start), utc(end)),
        time_zone="UTC",
        cancelled=Cancelled(utc("2026-11-30 10:00"), "Vendor delay.") if cancelled else None,
        **more,
    )


def read(path: str, body: bytes) -> tuple[Window, ...]:
    """The windows of a file, one a line; the lines after the first are occurrences. Unreadable is none."""
    lines = body.decode().splitlines()
    if "broken" in lines:
        return ()
    name = path.removesuffix(".yaml")
    return tuple(window(line, f"{name}{f'-{number}' if number else ''}.yaml") for number, line in enumerate(lines))


def occurrences(path: str, body: bytes) -> tuple[Window, ...]:
    """Windows of one file, whose ids are told apart by a word in front: `x 2026-...`."""
    found = []
    for line in body.decode().splitlines():
        name, _, text = line.partition(" ")
        whole = window(text, f"windows/{name}.yaml")
        found.append(Window(**{field: getattr(whole, field) for field in whole.__struct_fields__} | {"origin": Origin(path)}))
    return tuple(found)


@pytest.fixture
def repo(tmp_path):
    return GitRepo(tmp_path / "repo")


def told(repo: GitRepo, reader=read, now: int = NOW) -> dict[str, tuple[Announcement, ...]]:
    """The announcements of every window in the work tree, by id."""
    texts = read_folder(repo.path)
    repository = Repository.around(repo.path)
    assert repository is not None
    windows = [window for path, body in texts.items() for window in reader(path, body)]
    attached, findings = attach(windows, repository.history(repository.main(None), texts), reader, now)
    assert () == findings
    return {window.id: window.announcements for window in attached}


def standing_of(*revisions: tuple[str, str], now: int = NOW) -> announced.Standing:
    """What (when, text) after (when, text) of one file comes to, the last of them being the file as it is."""
    tellings = tuple(
        Announcement(utc(at), Span(then.span.start, then.span.start) if then.cancelled else then.span, then.components, then.impact)
        for at, then in ((at, window(text)) for at, text in revisions)
    )
    (attached,), _ = attach([window(revisions[-1][1], declared=tellings)], None, read, now)
    return announced.standing(attached)


# --- from git


def test_a_window_is_announced_by_the_commit_that_brought_it(repo):
    """With the commit's id, so that every account can be traced to it."""
    commit = repo.commit("2026-11-20 10:00", {FILE: USUAL})

    span = Span(utc("2026-12-05 21:00"), utc("2026-12-06 01:00"))
    assert {"a": (Announcement(utc("2026-11-20 10:00"), span, ("database",), Impact.OUTAGE, commit),)} == told(repo)


CHANGES = {
    "times": USUAL.replace("21:00", "22:00"),
    "components": USUAL.replace("database", "api"),
    "more components": USUAL.replace("database", "api,database"),
    "impact": USUAL.replace("outage", "degraded"),
}


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_times_components_or_impact_is_an_announcement(repo, text):
    """Each since its own commit."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-25 10:00", {FILE: text})

    assert [utc("2026-11-20 10:00"), utc("2026-11-25 10:00")] == [announcement.at for announcement in told(repo)["a"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [(USUAL, f"{USUAL}\n"), (USUAL.replace("database", "a,b"), USUAL.replace("database", "b,a"))],
    ids=["other bytes", "other order"],
)
def test_the_same_announced_again_changes_nothing(repo, first, second):
    """What customers were told is as it was."""
    repo.commit("2026-11-20 10:00", {FILE: first})
    repo.commit("2026-11-25 10:00", {FILE: second})

    assert [utc("2026-11-20 10:00")] == [announcement.at for announcement in told(repo)["a"]]


def test_moved_and_moved_back_is_three_announcements(repo):
    """In between, customers were told of other times."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-22 10:00", {FILE: CHANGES["times"]})
    repo.git("revert", "--no-edit", "HEAD", at="2026-11-24 10:00")

    assert [utc(f"2026-11-{day} 10:00") for day in (20, 22, 24)] == [announcement.at for announcement in told(repo)["a"]]


@pytest.mark.parametrize("committed", [True, False], ids=["on a branch", "in the work tree"])
@pytest.mark.parametrize("known", [True, False], ids=["changed", "new"])
def test_what_is_not_merged_is_announced_now(repo, committed, known):
    """And by no commit yet: that is what a plan would announce."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL} if known else {"README": ""})
    repo.branch("change")
    repo.write({FILE: CHANGES["times"]})
    if committed:
        repo.commit("2026-11-21 10:00")

    last = told(repo)["a"][-1]

    assert (NOW, None, known + 1) == (last.at, last.commit, len(told(repo)["a"]))


def test_an_unreadable_revision_told_nothing(repo):
    """The page kept what it had shown before."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-21 10:00", {FILE: "broken"})
    repo.commit("2026-11-22 10:00", {FILE: USUAL})

    assert [utc("2026-11-20 10:00")] == [announcement.at for announcement in told(repo)["a"]]


@pytest.mark.parametrize(("path", "tellings"), [("windows/b.yaml", 1), ("windows/2026/a.yaml", 2)], ids=["renamed", "moved"])
def test_a_file_renamed_and_rewritten_starts_anew(repo, path, tellings):
    """To git it is another file, unless it kept its name."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-25 10:00", {FILE: None, path: "2027-01-07 20:15|2027-01-08 03:45|api|degraded"})

    (announcements,) = told(repo).values()
    assert (tellings, utc("2026-11-25 10:00")) == (len(announcements), announcements[-1].at)


def test_a_rename_is_no_announcement(repo):
    """Neither of the path nor of the id."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-21 10:00", {FILE: None, "windows/2026/b.yaml": USUAL})

    assert {"b": [utc("2026-11-20 10:00")]} == {name: [one.at for one in tellings] for name, tellings in told(repo).items()}


def test_a_deleted_window_that_comes_again_is_announced_anew(repo):
    """While it was gone, customers were told of nothing."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-21 10:00", {FILE: None})
    repo.commit("2026-11-22 10:00", {FILE: USUAL})

    assert [utc("2026-11-22 10:00")] == [announcement.at for announcement in told(repo)["a"]]


def test_a_cancelled_window_tells_an_empty_span(repo):
    """Called back to life, it needs its full notice anew."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.commit("2026-11-22 10:00", {FILE: f"{USUAL}|cancelled"})
    repo.commit("2026-11-24 10:00", {FILE: USUAL})

    start, end = utc("2026-12-05 21:00"), utc("2026-12-06 01:00")
    spans = [(utc("2026-11-20 10:00"), end), (utc("2026-11-22 10:00"), start), (utc("2026-11-24 10:00"), end)]
    assert spans == [(announcement.at, announcement.span.end) for announcement in told(repo)["a"]]


def test_each_occurrence_has_its_own_announcements(repo):
    """One that joins later is announced later; one that is taken out and put back needs notice anew."""
    day = {
        name: f"{name} 2026-12-{number} 21:00|2026-12-{number} 22:00|database|outage\n"
        for name, number in (("x", "05"), ("y", "12"))
    }
    repo.commit("2026-11-20 10:00", {FILE: day["x"]})
    repo.commit("2026-11-21 10:00", {FILE: day["x"] + day["y"]})
    repo.commit("2026-11-22 10:00", {FILE: day["y"]})
    repo.commit("2026-11-23 10:00", {FILE: day["x"] + day["y"]})

    days = {name: [(one.at, one.span.seconds) for one in tellings] for name, tellings in told(repo, occurrences).items()}

    x = [(utc("2026-11-20 10:00"), HOUR), (utc("2026-11-22 10:00"), 0), (utc("2026-11-23 10:00"), HOUR)]
    assert {"x": x, "y": [(utc("2026-11-21 10:00"), HOUR)]} == days


def test_each_revision_is_read_once(repo):
    """Whatever number of windows it makes."""
    times = []

    def counted(path, body):
        times.append(body)
        return occurrences(path, body)

    series = "".join(f"x{number} {USUAL}\n" for number in range(9))
    repo.commit("2026-11-20 10:00", {FILE: series})
    texts = read_folder(repo.path)
    repository = Repository.around(repo.path)

    attach(occurrences(FILE, texts[FILE]), repository.history("main", texts), counted, NOW)

    assert [texts[FILE]] == times


def test_what_is_not_told_comes_after_all_that_was(repo):
    """Even where `--at` is before a commit: announcements are in order."""
    repo.commit("2026-11-20 10:00", {FILE: USUAL})
    repo.write({FILE: CHANGES["times"]})

    times = [announcement.at for announcement in told(repo, now=utc("2026-11-01 10:00"))["a"]]

    assert [utc("2026-11-20 10:00")] * 2 == times


SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: UTC}
components: [{id: database, name: Database}]
policies: []
"""
DECLARED = """
title: Upgrade
components: [database]
impact: outage
start: 2026-12-06 21:00
end: 2026-12-06 22:00
"""


def test_a_project_in_git_is_read_with_its_announcements(repo):
    """A window keeps its notice when it begins a series; revisions that name components that are gone are evidence too."""
    repo.commit(
        "2026-11-20 10:00", {"statusgen.yaml": SETTINGS.replace("id: database", "id: db"), FILE: DECLARED.replace("database", "db")}
    )
    repo.commit("2026-11-21 10:00", {"statusgen.yaml": SETTINGS, FILE: DECLARED})
    repo.commit("2026-11-22 10:00", {FILE: f"{DECLARED}repeat: {{rule: FREQ=WEEKLY, until: 2026-12-13}}\n"})
    texts = read_folder(repo.path)
    repository = Repository.around(repo.path)

    loaded = load(texts, now=NOW, history=lambda: repository.history(repository.main(None), texts))

    assert () == loaded.findings
    times = {window.id: [announcement.at for announcement in window.announcements] for window in loaded.project.windows}
    days = [utc(f"2026-11-{day} 10:00") for day in (20, 21, 22)]
    assert {"a-2026-12-06": days[:2], "a-2026-12-13": days[2:]} == times


# --- declared where git is the evidence


def claims(*times: str, shown: str, now: int = NOW):
    """What is found where a file claims that its times were announced then, and git shows them from `shown` on."""
    own = window(USUAL)
    claim = window(USUAL, declared=tuple(Announcement(utc(at), own.span, own.components, own.impact) for at in times))
    history = {FILE: (Revision(utc(shown), "c0ffee", USUAL.encode(), FILE),)}
    return attach([claim], history, read, now)[1]


def test_a_claim_that_git_bears_out_is_no_finding():
    """At the second, or later than git shows."""
    assert () == claims("2026-11-20 10:00", "2026-11-25 10:00", shown="2026-11-20 10:00")


def test_a_claim_earlier_than_git_shows_is_an_error():
    """At the key that claims it; git counts."""
    (finding,) = claims("2026-11-20 09:59:59", shown="2026-11-20 10:00")

    assert ("announced-before-evidence", Severity.ERROR, f"{FILE}:6:12") == (finding.rule, finding.severity, str(finding.place))
    assert (
        "Announced Fri 2026-11-20 09:59:59 +00:00, says the file; git shows it from Fri 2026-11-20 10:00 +00:00 on." == finding.what
    )


def test_of_many_claims_one_is_told():
    """A file is mended as a whole."""
    (finding,) = claims("2026-11-01 10:00", "2026-11-02 10:00", shown="2026-11-20 10:00")

    assert "Announced Sun 2026-11-01 10:00" in finding.what


@pytest.mark.parametrize(("now", "severity"), [("2026-12-05 20:59:59", Severity.ERROR), ("2026-12-05 21:00", Severity.NOTE)])
def test_of_a_window_that_began_it_is_a_note(now, severity):
    """The record can be mended no more."""
    (finding,) = claims("2026-11-01 10:00", shown="2026-11-20 10:00", now=utc(now))

    assert severity is finding.severity


def test_a_claim_in_a_file_that_git_does_not_know_is_an_error():
    """It would be announced now."""
    own = window(USUAL)
    claim = window(USUAL, declared=(Announcement(utc("2026-11-20 10:00"), own.span, own.components, own.impact),))

    (finding,) = attach([claim], {}, read, NOW)[1]

    assert "git shows it from Tue 2026-12-01 12:00 +00:00 on" in finding.what


# --- declared as the evidence


def test_nothing_declared_is_announced_now():
    """Without git, and with no word of it, nobody was told before."""
    (attached,), findings = attach([window(USUAL)], None, read, NOW)

    assert (Announcement(NOW, attached.span, ("database",), Impact.OUTAGE),) == attached.announcements
    assert () == findings


def test_a_file_beyond_what_is_declared_is_announced_now():
    """The list tells other times than the file."""
    own = window(USUAL)
    late = Announcement(utc("2026-11-20 10:00"), Span(own.span.start, own.span.end - HOUR), own.components, own.impact)

    (attached,), _ = attach([window(USUAL, declared=(late,))], None, read, NOW)

    assert [late.at, NOW] == [announcement.at for announcement in attached.announcements]


def test_a_declared_window_is_called_off_when_it_says():
    """`cancelled.at` declares it, so that it does not depend on the hour of the run."""
    own = window(USUAL)
    told = Announcement(utc("2026-11-20 10:00"), own.span, own.components, own.impact)

    (attached,), _ = attach([window(f"{USUAL}|cancelled", declared=(told,))], None, read, NOW)

    ends = [(told.at, own.span.end), (utc("2026-11-30 10:00"), own.span.start)]
    assert ends == [(announcement.at, announcement.span.end) for announcement in attached.announcements]


# --- what the announcements come to (edge cases of the contracts)

T0, T1, T2 = "2026-11-20 10:00", "2026-11-25 10:00", "2026-11-27 10:00"
NARROWER = "2026-12-05 22:00|2026-12-06 00:00|database|outage"
WIDER = "2026-12-05 20:00|2026-12-06 02:00|database|outage"
POSTPONED = "2026-12-05 23:00|2026-12-06 03:00|database|outage"
ADVANCED = "2026-12-05 19:00|2026-12-05 23:00|database|outage"
LENGTHENED = "2026-12-05 21:00|2026-12-06 01:00:01|database|outage"
MORE = USUAL.replace("database", "api,database")
LESS_BAD = USUAL.replace("outage", "degraded")
CANCELLED = f"{USUAL}|cancelled"

COURSES = {
    "told once": ([(T0, USUAL)], T0),
    "told again": ([(T0, USUAL), (T1, USUAL)], T0),
    "narrowed": ([(T0, USUAL), (T1, NARROWER)], T0),
    "less bad": ([(T0, USUAL), (T1, LESS_BAD)], T0),
    "fewer components": ([(T0, MORE), (T1, USUAL)], T0),
    "narrowed twice": ([(T0, WIDER), (T1, USUAL), (T2, NARROWER)], T0),
    "widened": ([(T0, USUAL), (T1, WIDER)], T1),
    "lengthened by a second": ([(T0, USUAL), (T1, LENGTHENED)], T1),
    "postponed": ([(T0, USUAL), (T1, POSTPONED)], T1),
    "advanced": ([(T0, USUAL), (T1, ADVANCED)], T1),
    "more components": ([(T0, USUAL), (T1, MORE)], T1),
    "worse": ([(T0, LESS_BAD), (T1, USUAL)], T1),
    "moved and moved back": ([(T0, USUAL), (T1, POSTPONED), (T2, USUAL)], T2),
    "narrowed and widened again": ([(T0, USUAL), (T1, NARROWER), (T2, USUAL)], T2),
    "widened and narrowed again": ([(T0, USUAL), (T1, WIDER), (T2, USUAL)], T0),
    "cancelled and called back": ([(T0, USUAL), (T1, CANCELLED), (T2, USUAL)], T2),
    "cancelled": ([(T0, USUAL), (T1, CANCELLED)], T0),
}


@pytest.mark.parametrize(("revisions", "since"), COURSES.values(), ids=COURSES.keys())
def test_since_when_customers_knew(revisions, since):
    """Narrowing keeps its notice; moving, lengthening and widening need it anew."""
    assert utc(since) == standing_of(*revisions).told


@pytest.mark.parametrize(
    ("at", "told"), [("2026-12-05 20:59:59", "2026-12-05 20:59:59"), ("2026-12-05 21:00", T0), ("2026-12-06 00:30", T0)]
)
def test_after_the_start_nothing_moves(at, told):
    """Up to the last second before it, an announcement counts, with its own notice; from the start on it does not."""
    standing = standing_of((T0, USUAL), (at, POSTPONED))

    in_force = USUAL if told == T0 else POSTPONED
    assert (utc(told), window(in_force).span) == (standing.told, standing.last.span)


def test_a_window_called_off_after_its_start_was_told_in_full():
    """A cancellation that comes too late changes nothing of what customers waited for."""
    standing = standing_of((T0, USUAL), ("2026-12-05 21:00", CANCELLED))

    assert window(USUAL).span == standing.last.span
