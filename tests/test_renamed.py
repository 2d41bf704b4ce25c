"""Pages that were given out stay: a renamed file's old address leads to its page, in git by itself and elsewhere by `formerly:`."""

import pytest
from gitrepo import GitRepo, utc
from lxml import html
from site_project import FAILED, UPGRADE, ZONE, project
from test_site import digests, site

from statusgen.board import board
from statusgen.board.settled import Settled
from statusgen.load import load
from statusgen.model import Page
from statusgen.site import Theme, recipes
from statusgen.sources import Repository, read_folder

SETTINGS = """page: {name: Acme, url: "https://status.acme.example/", time_zone: UTC}
components: [{id: api, name: API}]
"""
WORK = """title: Upgrade of all that we have
components: [api]
impact: outage
start: 2026-12-05 21:00
duration: 3h
"""
FAILURE = """title: Down
components: [api]
impact: outage
start: 2026-11-05 21:00
end: 2026-11-05 22:00
"""
NOW = utc("2026-12-01 12:00")


@pytest.fixture
def repo(tmp_path):
    """A project with a window and an incident."""
    repo = GitRepo(tmp_path / "repo")
    files = {"statusgen.yaml": SETTINGS, "windows/a.yaml": WORK, "incidents/f.yaml": FAILURE}
    repo.commit("2026-11-20 10:00", files)
    return repo


def loaded(repo, settled=None):
    """The project as it stands in the folder, with git's evidence."""
    texts = read_folder(repo.path)
    repository = Repository.around(repo.path)
    read = load(texts, now=NOW, history=lambda: repository.history("main", texts), settled=settled)
    assert () == read.findings
    return read.project


def formerly(found):
    """Id -> the ids before, of every event that had another."""
    return {event.id: event.formerly for event in (*found.windows, *found.incidents) if event.formerly}


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not yet"])
def test_git_knows_what_files_were_called(repo, committed):
    """Through several renames, of windows and of incidents, the oldest name first; a sub-folder is no other name."""
    repo.commit("2026-11-21 10:00", {"windows/a.yaml": None, "windows/2026/b.yaml": WORK})
    moves = {"windows/2026/b.yaml": None, "windows/c.yaml": WORK, "incidents/f.yaml": None, "incidents/2026/g.yaml": FAILURE}
    if committed:
        repo.commit("2026-11-22 10:00", moves)
    else:
        repo.write(moves)

    assert {"c": ("a", "b"), "g": ("f",)} == formerly(loaded(repo))


def test_a_name_that_comes_back_is_none_that_it_had_before(repo):
    """Renamed and renamed back."""
    repo.commit("2026-11-21 10:00", {"windows/a.yaml": None, "windows/b.yaml": WORK})
    repo.commit("2026-11-22 10:00", {"windows/a.yaml": WORK, "windows/b.yaml": None})

    assert {"a": ("b",)} == formerly(loaded(repo))


def test_files_say_what_git_does_not_know(repo):
    """Where a file was rewritten on the way, or files are the evidence; what both say is said once."""
    repo.commit("2026-11-21 10:00", {"windows/a.yaml": None, "windows/b.yaml": WORK})
    repo.write({"windows/b.yaml": f"{WORK}formerly: [older, a]\n", "incidents/f.yaml": f"{FAILURE}formerly: [older]\n"})

    assert {"b": ("older", "a"), "f": ("older",)} == formerly(loaded(repo))


def test_each_window_of_a_series_was_called_after_its_file(repo):
    """And keeps its day."""
    series = f"{WORK}repeat: {{rule: FREQ=WEEKLY;COUNT=2}}\n"
    repo.commit("2026-11-21 10:00", {"windows/a.yaml": series})
    repo.commit("2026-11-22 10:00", {"windows/a.yaml": None, "windows/b.yaml": f"{series}formerly: [x]\n"})

    assert {
        "b-2026-12-05": ("x-2026-12-05", "a-2026-12-05"),
        "b-2026-12-12": ("x-2026-12-12", "a-2026-12-12"),
    } == formerly(loaded(repo))


def test_what_is_settled_knows_it_too(repo, tmp_path):
    """Kept from an earlier build, an incident has the names that it has had since."""
    kept = tmp_path / "settled"
    for _ in range(2):
        settled = Settled(kept)
        shown = board(loaded(repo, settled), {}, NOW, settled)
        settled.keep(settled.news(shown.incidents, ()))
    repo.commit("2026-11-22 10:00", {"incidents/f.yaml": None, "incidents/g.yaml": FAILURE})
    for read in (1, 0):
        settled = Settled(kept)
        found = loaded(repo, settled)
        shown = board(found, {}, NOW, settled)
        settled.keep(settled.news(shown.incidents, ()))
        assert (read, ("f",)) == (len(found.incidents), shown.incidents[0].formerly)


def renamed(event, *names):
    """The event, which had other names."""
    return type(event)(**{**{name: getattr(event, name) for name in event.__struct_fields__}, "formerly": names})


def test_an_old_address_leads_to_the_page():
    """At once, and by a link; search engines are told which page it is. It works below any path, in every language."""
    page = Page("Acme", "https://acme.example/status/", ZONE, ("en", "es"))
    files = site(windows=(renamed(UPGRADE, "old", "older"),), incidents=(renamed(FAILED, "old"),), page=page)

    for below, path, where in (
        ("", "windows/old/", f"windows/{UPGRADE.id}/"),
        ("es/", "windows/older/", f"windows/{UPGRADE.id}/"),
        ("", "incidents/old/", f"incidents/{FAILED.id}/"),
    ):
        read = html.fromstring(files[f"{below}{path}index.html"].decode())
        assert [f"../../{where}"] == read.xpath("//main//a/@href")
        assert [f"0; url=../../{where}"] == read.xpath("//meta[@http-equiv='refresh']/@content")
        assert [f"https://acme.example/status/{below}{where}"] == read.xpath("//link[@rel='canonical']/@href")
        assert [f"{'../' if below else ''}../../style.css"] == read.xpath("//link[@rel='stylesheet']/@href")
    assert "Esta página tiene una dirección nueva" in files["es/windows/old/index.html"].decode()


def test_a_page_that_is_there_is_not_led_away():
    """A name that another file has now is that file's."""
    plain = site()
    files = site(windows=(*(w for w in project().windows if w.id != UPGRADE.id), renamed(UPGRADE, "2026-12-19-move")))

    assert plain["windows/2026-12-19-move/index.html"] == files["windows/2026-12-19-move/index.html"]
    assert plain.keys() == files.keys()


def test_an_old_address_is_as_new_as_its_event():
    """Its key stands for what it shows: the title."""
    old = "windows/old/index.html"
    before = digests(windows=(renamed(UPGRADE, "old"),))[old]
    other = type(UPGRADE)(**{**{n: getattr(UPGRADE, n) for n in UPGRADE.__struct_fields__}, "title": "Other", "formerly": ("old",)})

    assert before != digests(windows=(other,))[old]
    assert before == digests(windows=(renamed(UPGRADE, "old"),))[old]


def test_hostile_titles_are_texts_there_too():
    """In the heading and in the link."""
    work = type(UPGRADE)(
        **{**{n: getattr(UPGRADE, n) for n in UPGRADE.__struct_fields__}, "title": '"><script>\u202e', "formerly": ("old",)}
    )

    made = recipes(board(project(windows=(work,)), {}, NOW), Theme.of())["windows/old/index.html"].render().decode()

    assert "<script" not in made
    assert "\u202e" not in made
