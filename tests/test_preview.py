"""The live preview: what `build` writes, on this machine alone, rebuilt on save, with what is wrong told in the page."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from gitrepo import GitRepo
from previewing import AT, NAME, PATIENCE, SETTINGS, WINDOW, Preview, acme, preview
from test_browser import FLAGS, browser  # noqa: F401  # a fixture

from statusgen.preview import Showing, Stage, Watch
from statusgen.preview.overlay import bar, overlaid
from statusgen.site.hosting import content_type

OVERLAY = ("statusgen-preview", ".statusgen/", "live.js")


def built(home, out, *options):
    """The same project, built."""
    command = [sys.executable, "-m", "statusgen", "build", "--project", str(home), "--out", str(out), *options]
    subprocess.run(command, check=True, capture_output=True)
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def stamps(folder):
    """What tells whether anything in a folder was touched."""
    return {str(each): (each.stat().st_mtime_ns, each.stat().st_ino) for each in (folder, *folder.rglob("*"))}


def test_it_serves_what_build_writes(tmp_path):
    """Every file with its type, at the path it will have on its host; pages with the bar over them, and nothing in the project."""
    home = acme(tmp_path / "project")
    files = built(home, tmp_path / "site", "--at", AT)
    before = stamps(home)
    with preview(home, "--at", AT) as running:
        assert "/help/status/" == running.base
        for path, body in files.items():
            if path == ".statusgen.json":
                continue
            status, headers, served = running.ask(running.base + path)
            assert (200, content_type(path), "no-store") == (status, headers["Content-Type"], headers["Cache-Control"]), path
            if path.endswith(".html"):
                clock = f'\n<script src="/.statusgen/clock.js" data-at="{AT}"></script>'.encode()
                head, rest = body.replace(b"<head>", b"<head>" + clock).split(b"</head>")
                assert served.startswith(head)
                assert all(part.encode() in served for part in OVERLAY)
                assert not any(part.encode() in body for part in OVERLAY)
                assert rest.partition(b"</body>")[0] in served
            else:
                assert body == served, path
        assert running.page() == running.page("index.html")
        assert "Access-Control-Allow-Origin" not in running.ask(f"{running.base}api/v1/exclusions.json")[1]
    assert before == stamps(home)


def test_ways_lead_where_a_host_would_lead_them(tmp_path):
    """From the top to the page's path, from a folder to its page; what is not there is the site's 404, at any depth."""
    with preview(acme(tmp_path / "project"), "--at", AT) as running:
        assert (302, "/help/status/") == (lambda found: (found[0], found[1]["Location"]))(running.ask("/"))
        assert "/help/status/history/" == running.ask(f"{running.base}history")[1]["Location"]
        for path in (f"{running.base}windows/2026/nothing/", "/elsewhere/", f"{running.base}.statusgen.json"):
            status, _, body = running.ask(path)
            assert 404 == status
            assert b"No such page" in body
        assert b"" == running.ask(running.base, "HEAD")[2]
        assert b"" == running.ask("/.statusgen/events?since=x", "HEAD")[2]
        assert 501 == running.ask(running.base, "PUT")[0]
        for name in ("clock.js", "live.js", "live.css"):
            assert (200, content_type(name)) == (lambda found: (found[0], found[1]["Content-Type"]))(
                running.ask(f"/.statusgen/{name}")
            )


def test_a_save_is_seen_at_once_and_a_mistake_is_told_where_one_looks(tmp_path):
    """The page is rebuilt; where it cannot be, the old one stays with the finding over it and in the terminal; then it recovers."""
    home = acme(tmp_path / "project")
    window = home / f"{NAME}.yaml"
    with preview(home, "--at", AT) as running:
        with running.changes():
            window.write_text(WINDOW.replace("Database upgrade", "Another title"))
        assert "Another title" in running.page()

        with running.changes():
            window.write_text(WINDOW.replace("[database]", "[<b>databse]"))
        page = running.page()
        assert "Another title" in page
        assert "Not built: 1 error. The page is as it was before." in page
        assert f"{NAME}.yaml:2:14: error: Unknown component [unknown-component]" in page
        assert "`&lt;b&gt;databse` is not known." in page
        assert "<b>databse" not in page
        running.heard(f"{NAME}.yaml:2:14: error: Unknown component [unknown-component]", "err")

        for broken, told in ((": {", "statusgen.yaml:"), (None, "there is no statusgen.yaml any more")):
            with running.changes():
                if broken is None:
                    (home / "statusgen.yaml").unlink()
                else:
                    (home / "statusgen.yaml").write_text(broken)
            assert "Another title" in running.page()
            assert told in running.page()

        window.write_text(WINDOW)
        with running.changes():
            (home / "statusgen.yaml").write_text(SETTINGS)
        while "Not built" in (page := running.page()):
            time.sleep(0.05)
        assert "Database upgrade" in page
        assert "is-broken" not in page


def test_a_project_that_is_broken_from_the_start_is_mended_in_the_preview(tmp_path):
    """There is no page yet, but what is wrong is told; then the page is there, at its own path."""
    home = acme(tmp_path / "project")
    (home / "statusgen.yaml").write_text("page: {name: Acme}\n")
    with preview(home, "--at", AT) as running:
        status, _, body = running.ask("/")
        assert (503, "/") == (status, running.base)
        assert b"There is no page yet" in body
        assert "statusgen.yaml:1:7: error: Key missing [missing-key]" in body.decode()
        with running.changes():
            (home / "statusgen.yaml").write_text(SETTINGS)
        assert "/help/status/" == running.ask("/")[1]["Location"]
        assert 200 == running.ask("/help/status/")[0]


def test_a_template_that_does_not_render_is_told_too(tmp_path):
    """With its line; templates are watched, also when their folder is new."""
    home = acme(tmp_path / "project")
    with preview(home, "--at", AT) as running:
        with running.changes():
            (home / "templates").mkdir()
            (home / "templates" / "404.html").write_text("{{ nothing }}")
        assert "templates/404.html:1:1: error: Template that does not render [broken-template]" in running.page()
        assert "&#x27;nothing&#x27; is undefined." in running.page()
        with running.changes():
            (home / "templates" / "404.html").write_text("<h1>Ours</h1>")
        assert b"<h1>Ours</h1>" in running.ask("/x")[2]


def test_a_commit_is_news(tmp_path):
    """Where git is the evidence, what is announced changes when it is committed."""
    repo = GitRepo(tmp_path / "project")
    home = acme(repo.path)
    (home / "statusgen.yaml").write_text(SETTINGS.replace("announcements: declared\n", ""))
    (home / f"{NAME}.yaml").write_text(WINDOW.replace("announced: 2026-11-20 10:00\n", ""))
    with preview(home, "--at", AT) as running, running.changes():
        repo.commit("2026-11-20 16:00")


def test_time_is_walked_through(tmp_path):
    """To an instant on the page's clock, by steps, and back to now; what is no instant is told and changes nothing."""
    with preview(acme(tmp_path / "project"), "--at", AT) as running:
        assert "Preview as of 2026-12-01T18:00:00Z" in running.page()
        with running.changes():
            assert 200 == running.walk("2026-12-05 21:30")[0]
        assert "Preview as of 2026-12-06T03:30:00Z" in running.page()
        assert "Maintenance of Database" in running.page()
        with running.changes():
            running.walk("+86400")
        assert "Preview as of 2026-12-07T03:30:00Z" in running.page()
        assert "All systems operational" in running.page()

        status, _, body = running.walk("next <b>Tuesday")
        assert 400 == status
        assert b"is not a time" in body or b"no time" in body, body
        with running.changes():
            running.walk("now")
        assert "Preview as of now" in running.page()
        with running.changes():
            running.walk("-999999999")
        with running.changes():
            running.walk("-999999999")
        assert "Preview as of 1970-01-01T00:00:00Z" in running.page()


def test_nobody_else_walks(tmp_path):
    """A page of another origin cannot send the header; nothing longer than an instant is read."""
    with preview(acme(tmp_path / "project"), "--at", AT) as running:
        number = running.number()
        assert 403 == running.ask("/.statusgen/at", "POST", "now")[0]
        assert 403 == running.ask("/", "POST", "now", X_Statusgen_Preview="1")[0]
        assert 413 == running.walk("x" * 101)[0]
        assert 413 == running.ask("/.statusgen/at", "POST", X_Statusgen_Preview="1", Content_Length="-1")[0]
        assert 421 == running.ask("/.statusgen/at", "POST", "now", X_Statusgen_Preview="1", Host="evil.example")[0]
        assert number == running.number()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{}", ""])
def test_a_foreign_name_is_refused(running, host):
    """A page whose name was made to lead to this machine reads nothing (DNS rebinding)."""
    status, _, body = running.ask(running.base, Host=host.format(running.port))

    assert 421 == status
    assert b"Acme" not in body


def test_its_own_names_are_taken(running):
    """And only one of them at a time."""
    base = running.base.encode()
    assert 200 == running.ask(running.base, Host=f"localhost:{running.port}")[0]
    assert b" 421 " in running.raw(b"GET %s HTTP/1.0\r\n\r\n" % base)[:20]
    twice = b"Host: 127.0.0.1:%d\r\nHost: evil.example\r\n" % running.port
    assert b" 421 " in running.raw(b"GET %s HTTP/1.1\r\n%s\r\n" % (base, twice))[:20]


@pytest.mark.parametrize(
    "path",
    [
        "/../statusgen.yaml",
        "{}../../statusgen.yaml",
        "{}%2e%2e/%2e%2e/statusgen.yaml",
        "{}windows/../../statusgen.yaml",
        "{}..%2f..%2fstatusgen.yaml",
        "{}..\\..\\statusgen.yaml",
        "{}%00index.html",
        "//etc/passwd",
        "/etc/passwd",
        "/.statusgen/../server.py",
        "/.statusgen/server.py",
        "/.statusgen/%2e%2e/server.py",
        "http://evil.example/",
        "http://[",
        "{}.statusgen.json",
        "*",
        "{}%ff%fe",
    ],
)
def test_no_path_leads_out_of_the_site(running, path):
    """Whatever is asked for, only files that the build wrote are ever opened."""
    request = f"GET {path.format(running.base)} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode()
    head, _, body = running.raw(request).partition(b"\r\n\r\n")

    assert b" 404 " in head[:20], head
    assert b"No such page" in body
    assert b"components: [" not in body
    assert b"root:" not in body


def test_it_hears_this_machine_only(running):
    """The socket is bound to the loopback interface and to nothing else."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("there is no /proc/net/tcp to look at")
    listening = [line.split()[1] for line in table.read_text().splitlines()[1:] if line.split()[3] == "0A"]

    assert [f"0100007F:{running.port:04X}"] == [address for address in listening if address.endswith(f":{running.port:04X}")]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One preview for all that change nothing."""
    with preview(acme(tmp_path_factory.mktemp("preview") / "project"), "--at", AT) as found:
        yield found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly(tmp_path, number):
    """With nothing left behind, also while somebody has a page open."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    running = Preview(acme(tmp_path / "project"), "--at", AT, TMPDIR=str(temporary))
    with socket.create_connection(("127.0.0.1", running.port)) as link:
        link.sendall(f"GET /.statusgen/events?since={running.number()} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode())
        link.recv(100)
        assert 0 == running.stop(number)
    assert [] == list(temporary.iterdir())


def refused(home, *options, **environment):
    """What it says before it ends by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "statusgen", "serve", "--project", str(home), *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return done.returncode, done.stderr


def test_what_it_cannot_begin_with_is_told(tmp_path):
    """A port that is taken or none, an instant that is none, a folder without a project, a missing library."""
    home = acme(tmp_path / "project")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(home, "--port", str(port))
        assert (2, f"statusgen: port {port} cannot be used: Address already in use\n") == (code, said.splitlines(keepends=True)[0])
    assert (2, "statusgen: there is no port 70000\n") == (lambda found: (found[0], found[1].splitlines(keepends=True)[0]))(
        refused(home, "--port", "70000")
    )
    assert 2 == refused(home, "--at", "soon")[0]
    assert 2 == refused(tmp_path)[0]
    (tmp_path / "watchfiles.py").write_text("raise ImportError\n")
    code, said = refused(home, PYTHONPATH=str(tmp_path))
    assert (2, "statusgen: the preview needs watchfiles, which is not installed\n  pip install 'statusgen[serve]'\n") == (
        code,
        said,
    )


def test_the_bar_shows_text_and_nothing_else():
    """Whatever stands in a file, it is text; far too much of it is cut."""
    hostile = Showing("1", Path("/nowhere"), told="</pre><script>alert(1)</script>\n" * 2000, at='"><b>')
    shown = bar(hostile)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert shown.count("</pre>") == 1
    assert "… and more, in the terminal." in shown
    assert len(shown) < 60_000


def test_a_page_without_head_or_body_has_the_bar_too():
    """A project's own frame may look like anything."""
    showing = Showing("1", Path("/nowhere"), frozenset({"index.html"}), built=True)
    assert overlaid(b"<p>Hello", showing).startswith(b'<p>Hello<aside class="statusgen-preview"')
    assert b"Preview as of now: nothing to tell" in overlaid(b"<p>Hello", showing)


def test_who_waits_on_a_stage_is_sent_home():
    """Also one who began to wait before."""
    stage = Stage(Showing("1", Path("/nowhere")))
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(stage.wait("1", PATIENCE)))
    waiting.start()
    stage.close()
    waiting.join(PATIENCE)
    assert [None] == answers
    assert stage.wait("1", PATIENCE) is None


def saved(home, change):
    """Whether a watch wakes by what is done to a project."""
    over, heard = threading.Event(), threading.Event()
    watch = Watch(home)

    def look():
        for _ in watch.changes(over):
            heard.set()

    thread = threading.Thread(target=look)
    thread.start()
    change()
    if not heard.wait(2 if change.__name__ == "of_no_interest" else PATIENCE):
        heard = None
    over.set()
    thread.join()
    return heard is not None


def test_folders_below_links_and_new_ones_are_watched(tmp_path):
    """Links inside a project are followed, a loop of them ends, and what is saved in a folder that has just been made is seen."""
    home = acme(tmp_path / "project")
    (home / "shared").mkdir()
    (home / "incidents").symlink_to(home / "shared")
    (home / "shared" / "loop").symlink_to(home / "shared")

    assert saved(home, lambda: (home / "shared" / "a.yaml").write_text("title: A\n"))
    assert saved(
        home, lambda: ((home / "windows" / "2027").mkdir(), (home / "windows" / "2027" / "a.yaml").write_text("title: A\n"))
    )
    assert saved(home, lambda: (home / "windows" / "2027" / "a.yaml").unlink())


def test_what_is_not_read_wakes_nobody(tmp_path):
    """An editor's leftovers, hidden files, other folders, and a file that is saved unchanged within the same instant."""
    home = acme(tmp_path / "project")
    (home / "node_modules").mkdir()

    def of_no_interest():
        (home / "windows" / "a.yaml~").write_text("")
        (home / "windows" / ".a.yaml.swp").write_text("")
        (home / "node_modules" / "a.yaml").write_text("")
        (home / "notes.txt").write_text("")

    assert not saved(home, of_no_interest)


def test_a_browser_sees_what_was_saved(browser, tmp_path):  # noqa: F811  # the fixture
    """Without a hand on it: the title changes, the mistake appears and goes, time is walked through with the bar."""
    home = acme(tmp_path / "project")
    window = home / f"{NAME}.yaml"
    with preview(home, "--at", AT) as running:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.set_default_timeout(PATIENCE * 1000)
        wrong = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{running.address}{running.base}")
        page.get_by_role("link", name="Database upgrade").wait_for()

        window.write_text(WINDOW.replace("Database upgrade", "A new title"))
        page.get_by_role("link", name="A new title").wait_for()

        window.write_text(WINDOW.replace("[database]", "[databse]"))
        page.get_by_text("Not built: 1 error. The page is as it was before.").wait_for()
        page.get_by_text("Did you mean `database`?").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/preview-broken-360.png")

        window.write_text(WINDOW)
        page.get_by_text("Preview as of 2026-12-01T18:00:00Z").wait_for()
        page.locator("summary").click()
        page.get_by_role("textbox", name="As of").fill("2026-12-05 21:30")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("heading", name="Maintenance of Database").wait_for()
        page.get_by_role("button", name="+1 day").click()
        page.get_by_role("heading", name="All systems operational").wait_for()
        if folder:
            page.screenshot(path=f"{folder}/preview-360.png")
        shown = page.evaluate("[new Date().toISOString(), new Date(Date.now()).toISOString(), new Date(0).getTime()]")
        assert ["2026-12-07T03:3", "2026-12-07T03:3", 0] == [shown[0][:15], shown[1][:15], shown[2]]
        page.get_by_role("textbox", name="As of").fill("soon")
        page.get_by_role("button", name="Show").click()
        page.get_by_text("Write").first.wait_for()
        assert [] == [each for each in wrong if "400" not in each]
        page.close()
