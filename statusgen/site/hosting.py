"""What hosts, crawlers and home screens read beside the pages: headers, sitemap, manifest, security contact.

All of it holds below any path of any host; addresses in full are made from the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

import msgspec

from statusgen.board import Board, Entry, words
from statusgen.board.entries import digest_of
from statusgen.civil import rfc3339
from statusgen.look.brand import Brand
from statusgen.model import Page, Security
from statusgen.site.recipe import Recipe
from statusgen.site.theme import Theme

TYPES: Final = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
"""How paths end, and what the files are; the first that fits counts."""
SUBSCRIBED: Final = ("feed.xml", "feed.json", ".atom", ".ics")
"""What readers and calendars ask for from other origins, and hosts do not always know the type of."""
FRESH: Final = "public, max-age=60, must-revalidate"
"""A page about now may be a minute old, no more; what is unchanged then costs a line (304)."""
SITEMAP_MOST: Final = 50_000
"""As many addresses as one file may hold (sitemaps.org)."""

_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"{\r\n]*)">')
_OWN_SITEMAP: Final = re.compile(r"^sitemap:", re.IGNORECASE | re.MULTILINE)
_SITEMAPS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def hosted(board: Board, theme: Theme, brand: Brand, paths: Iterable[str]) -> dict[str, Recipe]:
    """The files that belong to the whole site, which consists of these paths."""
    page = board.page
    files = {
        ".nojekyll": b"",
        "_headers": headers(page, theme.sources["frame.html"]).encode(),
        "manifest.webmanifest": manifest(page, brand),
        "robots.txt": robots(page, theme.sources["robots.txt"]).encode(),
    }
    if page.security is not None:
        files[".well-known/security.txt"] = security_txt(page.security, page.url).encode()
    made = {path: Recipe(digest_of(body), partial(bytes, body)) for path, body in files.items()}
    return made | sitemap(page.url, sorted(pages(paths)), changes(board))


def content_type(path: str) -> str:
    """The media type of a file of the site."""
    return next((kind for ending, kind in TYPES.items() if path.endswith(ending)), "application/octet-stream")


def headers(page: Page, frame: str) -> str:
    """`_headers`, as Cloudflare Pages and Netlify read it: by path of the host, what each answer says of itself.

    What applies to one file by two rules is joined by these hosts, so that no header stands in two rules for one file.
    """
    parts = urlsplit(page.url)
    base = quote(parts.path, safe="/%~-._!$&'()+,;=@")  # `*` and `:` mean something here
    policy = _POLICY.search(frame)
    everywhere = {
        "Cache-Control": FRESH,
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if policy is not None:  # what the page says itself, and what it may not say itself
        everywhere["Content-Security-Policy"] = f"{policy[1]}; frame-ancestors 'none'"
    if parts.scheme == "https" and parts.path == "/":  # it binds the whole host, so the page must be the host's only one
        everywhere["Strict-Transport-Security"] = "max-age=31536000"
    rules = {"*": everywhere}
    for ending in SUBSCRIBED:
        rules[f"*{ending}"] = {"Access-Control-Allow-Origin": "*", "Content-Type": TYPES[ending]}
    rules["api/*.json"] = {"Access-Control-Allow-Origin": "*", "Content-Type": TYPES[".json"]}
    rules["sitemap*.xml"] = {"Content-Type": TYPES[".xml"]}
    rules["*.webmanifest"] = {"Content-Type": TYPES[".webmanifest"]}
    told = ([f"{base}{path}", *(f"  {name}: {value}" for name, value in sorted(rule.items()))] for path, rule in rules.items())
    return "".join(f"{line}\n" for rule in told for line in rule)


def manifest(page: Page, brand: Brand) -> bytes:
    """`manifest.webmanifest`: its addresses count from where it lies, below whatever path."""
    icons = {one.path: one for one in (brand.favicon, brand.icon) if one is not None}.values()
    document = {
        "name": words.line(page.name),
        "lang": page.languages[0],
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "icons": [{"src": icon.path, "sizes": icon.size, "type": icon.kind} for icon in icons],
    }
    if page.look.accent is not None:
        document["theme_color"] = page.look.accent
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def robots(page: Page, text: str) -> str:
    """`robots.txt` of the theme with the address of the sitemap, unless it names one."""
    return text if _OWN_SITEMAP.search(text) else f"{text.rstrip()}\n\nSitemap: {page.url}sitemap.xml\n"


def security_txt(security: Security, url: str) -> str:
    """`.well-known/security.txt` (RFC 9116). It counts at the top of a host, so that is where it says it belongs."""
    fields = [
        *(("Contact", contact) for contact in security.contacts),
        ("Expires", rfc3339(security.expires)),
        ("Encryption", security.encryption),
        ("Acknowledgments", security.acknowledgments),
        ("Preferred-Languages", ", ".join(security.languages)),
        ("Canonical", f"{url.removesuffix(urlsplit(url).path)}/.well-known/security.txt" if url.startswith("https:") else None),
        ("Policy", security.policy),
        ("Hiring", security.hiring),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields if value)


def pages(paths: Iterable[str]) -> Iterable[str]:
    """The pages among the files, as their addresses end."""
    return (path.removesuffix("index.html") for path in paths if path == "index.html" or path.endswith("/index.html"))


def changes(board: Board) -> dict[str, int | None]:
    """When what a page shows last changed, of those of which that is known exactly: the front page's and the events'."""
    entries: tuple[Entry, ...] = (*board.windows, *board.incidents)
    return {"": board.since} | {entry.path: _changed(entry, board.now) for entry in entries}


def _changed(entry: Entry, now: int) -> int | None:
    """Something was told of it, or it turned by itself."""
    told, turned = entry.changed, entry.since
    if turned is None or turned > now:
        return told if told <= now else None
    return max(told, turned) if told <= now else turned


def sitemap(url: str, pages: list[str], changed: Mapping[str, int | None]) -> dict[str, Recipe]:
    """`sitemap.xml`; of a site with more pages than one may hold it lists the others, `sitemap-1.xml` and so on."""
    told = [(page, changed.get(page)) for page in pages]
    parts = [told[start : start + SITEMAP_MOST] for start in range(0, len(told), SITEMAP_MOST)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    made = {
        name: Recipe(digest_of((url, part)), partial(_written, "urlset", "url", url, part))
        for name, part in zip(names, parts, strict=True)
    }
    if len(parts) > 1:
        listed: list[tuple[str, int | None]] = [(name, None) for name in names]
        made["sitemap.xml"] = Recipe(digest_of((url, listed)), partial(_written, "sitemapindex", "sitemap", url, listed))
    return made


def _written(whole: str, one: str, url: str, told: Iterable[tuple[str, int | None]]) -> bytes:
    base = escape(url, quote=False)
    lines = "".join(f"<{one}><loc>{base}{quote(path)}</loc>{_lastmod(at)}</{one}>\n" for path, at in told)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} {_SITEMAPS}>\n{lines}</{whole}>\n'.encode()


def _lastmod(at: int | None) -> str:
    return "" if at is None else f"<lastmod>{rfc3339(at)}</lastmod>"
