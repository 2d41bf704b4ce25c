"""What hosts, crawlers and home screens read: headers, sitemap, manifest, icons, security contact; below any path."""

import fnmatch
import json
import re
from urllib.parse import urljoin, urlsplit

import msgspec
import pytest
from lxml import etree
from site_project import DONE, FAILED, MOVED, NOW, SLOW, UPGRADE, VERDICTS, ZONE, at, project
from test_site import pages, site

from statusgen import rules
from statusgen.board import board
from statusgen.civil import UTC, instant, rfc3339, show
from statusgen.finding import Place, Severity, ThemeBroken
from statusgen.model import Security
from statusgen.site import Theme, hosting, recipes
from statusgen.timeline import DAY

URLS = ("https://status.acme.example/", "https://acme.example/help/status/", "http://127.0.0.1:8080/a%20b/*/")
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SECURITY = Security(
    ("mailto:security@acme.example", "tel:+1-201-555-0123"),
    at("2027-07-01 00:00"),
    Place("statusgen.yaml", 10, 12),
    ("en", "es"),
    policy="https://acme.example/disclosure",
)


def page(url=URLS[0], **more):
    """The page at another address."""
    return msgspec.structs.replace(project().page, url=url, **more)


def said_by(headers):
    """What `_headers` says of a path, as Cloudflare Pages reads it: by every rule that matches, joined where two say the same."""
    rules = []
    for line in headers.decode().splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            assert line.count("*") <= 1, "these hosts refuse a second one"
            rules.append((re.compile(fnmatch.translate(line)), []))

    def said(path):
        found = {}
        for name, value in (told for pattern, lines in rules if pattern.match(path) for told in lines):
            found[name] = f"{found[name]}, {value}" if name in found else value
        return found

    return said


@pytest.mark.parametrize("url", URLS)
def test_headers_say_of_each_file_what_it_is_once(url):
    """Every file may be a minute old and is what it says; what other tools read, they may read from any origin."""
    files = site(page=page(url, security=SECURITY))
    base = urlsplit(url).path.replace("*", "%2A")
    said = said_by(files["_headers"])
    for path in files:
        told = said(base + path)
        assert "public, max-age=60, must-revalidate" == told["Cache-Control"]
        assert "nosniff" == told["X-Content-Type-Options"]
        assert told.get("Content-Type", hosting.content_type(path)) == hosting.content_type(path)
        assert (
            path.startswith("api/")
            or path.endswith(("feed.xml", "feed.json", ".atom", ".ics"))
            or "Access-Control-Allow-Origin" not in told
        )
    for path in ("feed.xml", "calendar.ics", "windows/a/calendar.ics", "components/api/feed.atom", "feed.json", "api/v2/x.json"):
        assert ("*", hosting.content_type(path)) == tuple(
            said(base + path)[name] for name in ("Access-Control-Allow-Origin", "Content-Type")
        )
    assert {} == said("/elsewhere" if base != "/" else "elsewhere")
    assert max(map(len, files["_headers"].splitlines())) < 2000
    assert ("Strict-Transport-Security" in said(base)) == (url == URLS[0])


def test_headers_repeat_the_policy_of_the_page_and_who_may_frame_it():
    """What the page says by itself; a project's own frame counts, and one without a policy has none."""
    files = site()
    (said,) = re.findall(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', files["index.html"])
    policy = said_by(files["_headers"])("/")["Content-Security-Policy"]
    assert f"{said.decode()}; frame-ancestors 'none'" == policy
    assert "unsafe" not in policy

    shipped = Theme.of().sources
    own = Theme(shipped, {"frame.html": shipped["frame.html"].replace("script-src 'self'", "script-src 'none'")})
    assert "script-src 'none'" in said_by(site(theme=own)["_headers"])("/")["Content-Security-Policy"]
    none = Theme(shipped, {"frame.html": "{{ body }}"})
    assert "Content-Security-Policy" not in said_by(site(theme=none)["_headers"])("/")


def test_every_file_has_a_type():
    """Also those that name none by their ending: hosts are not to guess."""
    assert {"_headers", ".nojekyll"} == {
        path for path in site(page=page(security=SECURITY)) if hosting.content_type(path) == "application/octet-stream"
    }


@pytest.mark.parametrize("url", URLS[:2])
def test_an_unknown_address_leads_back_at_any_depth(url):
    """The 404 page is served where nothing is: its links hold three folders down, and lead into the site."""
    files = site(page=page(url))
    deep = urljoin(url, "windows/2026/nothing/here")
    links = {urljoin(deep, link).partition("#")[0] for link in pages(files)["404.html"].links if not link.startswith("#")}
    assert links
    for link in links:
        assert link.startswith(url)
        path = link.removeprefix(url)
        assert (f"{path}index.html" if path == "" or path.endswith("/") else path) in files


def test_the_sitemap_lists_every_page_and_when_it_changed():
    """The front page and events say when; a change that is planned has not happened yet, and a month says nothing."""
    files = site()
    root = etree.fromstring(files["sitemap.xml"])
    found = {
        one.findtext("s:loc", namespaces=NAMESPACE): one.findtext("s:lastmod", namespaces=NAMESPACE)
        for one in root.findall("s:url", NAMESPACE)
    }
    assert {f"{URLS[0]}{path.removesuffix('index.html')}" for path in files if path.endswith("index.html")} == set(found)
    assert rfc3339(board(project(), VERDICTS, NOW).since) == found[URLS[0]]
    assert (
        {
            UPGRADE.id: "2026-12-05 21:02",
            MOVED.id: "2026-11-27 09:00",
            DONE.id: "2026-11-07 22:00",  # done an hour before, but until then it was told as planned
            FAILED.id: "2026-11-03 10:51",
            SLOW.id: "2026-12-05 20:10",
        }
        == {
            name: show(instant(found[f"{URLS[0]}{folder}/{name}/"], UTC), ZONE)[4:20]
            for folder, names in {"windows": (UPGRADE.id, MOVED.id, DONE.id), "incidents": (FAILED.id, SLOW.id)}.items()
            for name in names
        }
    )
    assert found[f"{URLS[0]}history/2026-12/"] is None


def test_a_window_that_begins_by_itself_has_changed():
    """Nobody told anything, and yet its page says something else than the day before."""
    start = MOVED.span.start
    for now, changed in ((start - 1, "2026-11-27T15:00:00Z"), (start, rfc3339(start))):
        assert f"{MOVED.id}/</loc><lastmod>{changed}</lastmod>" in site(now=now)["sitemap.xml"].decode()


def test_a_window_nobody_was_told_of_yet_does_not_change_in_the_future():
    """Its announcement lies ahead: of its page it is not known when it changed."""
    assert f"{DONE.id}/</loc></url>" in site(now=at("2026-11-01 00:00"))["sitemap.xml"].decode()


def test_a_large_site_has_several_sitemaps(monkeypatch):
    """One may list so many; `sitemap.xml` then lists the others."""
    monkeypatch.setattr(hosting, "SITEMAP_MOST", 4)
    files = site()
    whole = etree.fromstring(files["sitemap.xml"])
    listed = [urlsplit(loc.text).path.lstrip("/") for loc in whole.iterfind("s:sitemap/s:loc", NAMESPACE)]
    parts = [etree.fromstring(files[name]).findall("s:url", NAMESPACE) for name in listed]

    assert listed == [f"sitemap-{number}.xml" for number in range(1, len(listed) + 1)]
    assert [4] * (len(parts) - 1) == [len(part) for part in parts[:-1]]
    assert sum(path.endswith("index.html") for path in files) == sum(map(len, parts))


def test_an_unchanged_sitemap_is_not_made_again():
    """Its key is what it lists: the same a week later, another one when an event is published."""
    digest = recipes(board(project(), VERDICTS, NOW), Theme.of())["sitemap.xml"].digest
    later = recipes(board(project(), VERDICTS, NOW + 60), Theme.of())["sitemap.xml"].digest
    fewer = recipes(board(project(incidents=(FAILED,)), VERDICTS, NOW), Theme.of())["sitemap.xml"].digest

    assert digest == later != fewer


def test_crawlers_are_told_where_the_sitemap_is():
    """In full, unless a project's own robots.txt names one."""
    shipped = Theme.of().sources
    assert f"Sitemap: {URLS[1]}sitemap.xml\n" in site(page=page(URLS[1]))["robots.txt"].decode()

    own = Theme(shipped, {"robots.txt": "User-agent: *\nDisallow: /\nsitemap: https://acme.example/all.xml\n"})
    assert site(theme=own)["robots.txt"] == own.sources["robots.txt"].encode()


def test_the_manifest_holds_below_any_path():
    """Its addresses count from itself; its icons are there, and as large as it says."""
    files = site()
    manifest = json.loads(files["manifest.webmanifest"])
    assert ("Acme Messaging", "en", "./", "./") == tuple(manifest[key] for key in ("name", "lang", "start_url", "scope"))
    assert {"favicon.svg": "any", "icon.png": "512x512"} == {icon["src"]: icon["sizes"] for icon in manifest["icons"]}
    assert {icon["src"] for icon in manifest["icons"]} <= files.keys()
    assert {"manifest.webmanifest", "icon.png"} <= set(pages(files)["index.html"].links)


def png(width, height):
    """The beginning of a picture: as much of it as anybody looks at here."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\x00\x00\x00"


def own_theme(tmp_path, **files):
    (tmp_path / "templates").mkdir()
    for name, body in files.items():
        (tmp_path / "templates" / name.replace("_", ".")).write_bytes(body)
    return Theme.of(tmp_path)


def test_a_project_has_its_own_icon(tmp_path):
    """Published as it is, and as large as it is."""
    files = site(theme=own_theme(tmp_path, icon_png=png(192, 192)))

    assert png(192, 192) == files["icon.png"]
    assert "192x192" in files["manifest.webmanifest"].decode()


def test_our_icon_never_stands_beside_a_favicon_of_their_own(tmp_path):
    """A home screen then shows the favicon, where it can."""
    files = site(theme=own_theme(tmp_path, favicon_svg=b"<svg xmlns='http://www.w3.org/2000/svg'/>"))

    assert "icon.png" not in files
    assert b"icon.png" not in files["index.html"] + files["manifest.webmanifest"]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"GIF89a" + bytes(40), "templates/icon.png:1:1: It is no PNG image"),
        (png(512, 512)[:20], "templates/icon.png:1:1: It is no PNG image"),
        (png(512, 256), "templates/icon.png:1:1: It is 512 by 256 pixels"),
        (png(64, 64), "templates/icon.png:1:1: It is 64 by 64 pixels"),
    ],
)
def test_an_icon_that_no_home_screen_can_show_is_told(tmp_path, body, wrong):
    """With the way out."""
    with pytest.raises(ThemeBroken, match=wrong) as told:
        site(theme=own_theme(tmp_path, icon_png=body))
    assert "512" in told.value.way_out


def test_security_txt_says_what_rfc_9116_asks_for():
    """Its fields, the order of contacts, one expiry in UTC, and its own place at the top of the host."""
    files = site(page=page(URLS[1], security=SECURITY))

    assert (
        "Contact: mailto:security@acme.example\n"
        "Contact: tel:+1-201-555-0123\n"
        "Expires: 2027-07-01T06:00:00Z\n"
        "Preferred-Languages: en, es\n"
        "Canonical: https://acme.example/.well-known/security.txt\n"
        "Policy: https://acme.example/disclosure\n"
    ) == files[".well-known/security.txt"].decode()


def test_no_address_is_canonical_without_tls():
    """RFC 9116 asks for `https:`."""
    assert b"Canonical" not in site(page=page(URLS[2], security=SECURITY))[".well-known/security.txt"]


def test_without_a_contact_there_is_no_security_txt():
    """One that says nothing is worse than none."""
    assert ".well-known/security.txt" not in site()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (SECURITY.expires - 30 * DAY - 1, None),
        (SECURITY.expires - 30 * DAY, "`.well-known/security.txt` expires Thu 2027-07-01 00:00 -06:00."),
        (SECURITY.expires - 1, "`.well-known/security.txt` expires Thu 2027-07-01 00:00 -06:00."),
        (SECURITY.expires, "`.well-known/security.txt` expired Thu 2027-07-01 00:00 -06:00."),
    ],
)
def test_a_security_contact_is_renewed_in_time(now, told):
    """A warning from 30 days before on, at its place, by the plan's instant alone."""
    secured = project(windows=(), incidents=(), page=page(security=SECURITY))
    found = [one for one in rules.check(secured, (), {}, now) if one.rule == "security-expiry"]

    assert ([] if told is None else [(told, SECURITY.place, Severity.WARNING)]) == [
        (one.what, one.place, one.severity) for one in found
    ]
