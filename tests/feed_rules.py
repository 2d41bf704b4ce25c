"""The rules of feeds, one by one: Atom (RFC 4287), RSS 2.0 with its Advisory Board's profile, JSON Feed 1.1, and of content.

Each function answers complaints, `4.1.2: two ids`, in the order of the document; none is a feed by the book.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RSS_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000"
)
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
TAGS = {"p", "br", "em", "strong", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}


def is_address(text):
    """Whether it can be read without knowing where it stood."""
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text.isascii() and not re.search(r'[\s<>"{}|\\^`]', text)


def is_identity(text):
    """An IRI with a scheme: of the web, `tag:` or `urn:`."""
    return is_address(text) or bool(re.fullmatch(r"(tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?|urn:[a-z0-9-]+):[!-~]+", text or ""))


class Content(HTMLParser):
    """What HTML in a feed holds: complaints about all that a reader should not be made to show."""

    def __init__(self, text):
        super().__init__()
        self.complaints, self.open = [], []
        if UNSEEN.search(text):
            self.complaints.append("content: control or bidirectional characters")
        self.feed(text)
        self.close()
        self.complaints += [f"content: <{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.complaints.append(f"content: <{tag}>")
        if tag not in ("br", "hr"):
            self.open.append(tag)
        for name, value in attrs:
            if name not in ("href", "title", "rel", "start"):
                self.complaints.append(f"content: {name}=")
            if name == "href" and not (is_address(value) or re.fullmatch(r"mailto:\S+", value)):
                self.complaints.append(f"content: link to {value[:20]}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"content: stray </{tag}>")

    def handle_comment(self, data):
        self.complaints.append("content: comment")


def _later(text, now, rule):
    at = parsedate_to_datetime(text) if rule == "rss" else datetime.fromisoformat(text)
    return at > datetime.fromtimestamp(now, UTC)


# --- Atom

FEED_ONCE = ("id", "title", "updated")
FEED_AT_MOST_ONCE = (*FEED_ONCE, "generator", "icon", "logo", "rights", "subtitle")
ENTRY_AT_MOST_ONCE = ("id", "title", "updated", "content", "published", "rights", "source", "summary")
MANY = ("author", "category", "contributor", "link")


def atom(body, url, now):
    """Of an Atom feed that is served at an address, read at an instant."""
    root = etree.fromstring(body)
    found = list(_atom_feed(root, url))
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        found += _atom_entry(entry)
    ids = Counter((entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in entries)
    found += [f"4.1.1: two entries {identity} of one instant" for (identity, _), count in ids.items() if count > 1]
    feed_updated = root.findtext(f"{ATOM}updated") or ""
    for element in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        text = element.text or ""
        if not DATE.fullmatch(text):
            found.append(f"3.3: {text} is no date")
        elif _later(text, now, "atom"):
            found.append(f"date: {text} is to come")
        elif DATE.fullmatch(feed_updated) and datetime.fromisoformat(text) > datetime.fromisoformat(feed_updated):
            found.append("4.2.15: older than its entries")
    return found


def _atom_feed(root, url):
    if root.tag != f"{ATOM}feed":
        yield "4.1.1: no feed"
    counts = Counter(child.tag for child in root)
    yield from (f"4.1.1: {counts[ATOM + name]} times {name}" for name in FEED_ONCE if counts[ATOM + name] != 1)
    yield from (f"4.1.1: {counts[ATOM + name]} times {name}" for name in FEED_AT_MOST_ONCE[3:] if counts[ATOM + name] > 1)
    known = {ATOM + name for name in (*FEED_AT_MOST_ONCE, *MANY, "entry")}
    yield from (f"4.1.1: unknown {tag}" for tag in counts if tag not in known)
    if not counts[f"{ATOM}author"] and any(entry.find(f"{ATOM}author") is None for entry in root.findall(f"{ATOM}entry")):
        yield "4.1.1: no author"
    if url not in [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]:
        yield "4.1.1: no link to itself"
    yield from _constructs(root)


def _atom_entry(entry):
    counts = Counter(child.tag for child in entry)
    yield from (f"4.1.2: {counts[ATOM + name]} times {name}" for name in FEED_ONCE if counts[ATOM + name] != 1)
    yield from (f"4.1.2: {counts[ATOM + name]} times {name}" for name in ENTRY_AT_MOST_ONCE[3:] if counts[ATOM + name] > 1)
    known = {ATOM + name for name in (*ENTRY_AT_MOST_ONCE, *MANY)}
    yield from (f"4.1.2: unknown {tag}" for tag in counts if tag not in known)
    if not counts[f"{ATOM}content"] and "alternate" not in [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")]:
        yield "4.1.2: neither content nor link"
    published, updated = entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated") or ""
    both_are_dates = published and DATE.fullmatch(published) and DATE.fullmatch(updated)
    if both_are_dates and datetime.fromisoformat(published) > datetime.fromisoformat(updated):
        yield "4.2.9: published after it was updated"
    yield from _constructs(entry)
    content = entry.find(f"{ATOM}content")
    if content is not None:
        yield from (["4.1.3.3: markup in HTML that is to be escaped"] if len(content) else [])
        yield from ([f"4.1.3.1: type {content.get('type')}"] if content.get("type") not in ("text", "html") else [])
        yield from Content(content.text or "").complaints


def _constructs(parent):
    """Texts, persons, links, categories, identities and languages of a feed or an entry."""
    for element in (parent, *parent):
        if not LANGUAGE.fullmatch(element.get(XML_LANG, "en")):
            yield f"2: language {element.get(XML_LANG)}"
    for element in parent:
        yield from CONSTRUCTS.get(etree.QName(element).localname, lambda _: ())(element)
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from ("4.1.1: two alternates of one kind" for count in alternates.values() if count > 1)


def _text(element):
    if element.get("type", "text") not in ("text", "html"):
        yield f"3.1.1: type {element.get('type')}"
    if len(element):
        yield "3.1.1: markup in a text"
    if not (element.text or "").strip():
        yield f"{etree.QName(element).localname}: empty"
    if UNSEEN.search(element.text or ""):
        yield f"{etree.QName(element).localname}: control or bidirectional characters"


def _person(element):
    if [child.tag for child in element].count(f"{ATOM}name") != 1:
        yield "3.2: a person without one name"


def _link(element):
    if not is_address(element.get("href")):
        yield f"4.2.7: link to {element.get('href')}"
    if not MEDIA_TYPE.fullmatch(element.get("type", "text/html")):
        yield f"4.2.7.3: type {element.get('type')}"


def _category(element):
    if not element.get("term"):
        yield "4.2.2: category without term"


def _identity(element):
    if not is_identity(element.text):
        yield f"4.2.6: id {element.text}"


CONSTRUCTS = {
    **dict.fromkeys(("title", "subtitle", "summary", "rights"), _text),
    **dict.fromkeys(("author", "contributor"), _person),
    "link": _link,
    "category": _category,
    "id": _identity,
}


# --- RSS

CHANNEL_ONCE = ("title", "link", "description")
CHANNEL_OPTIONAL = (
    "language",
    "copyright",
    "managingEditor",
    "webMaster",
    "pubDate",
    "lastBuildDate",
    "docs",
    "generator",
    "ttl",
    "image",
)
ITEM_OPTIONAL = ("title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source")


def rss(body, url, now):
    """Of an RSS feed that is served at an address, read at an instant."""
    root = etree.fromstring(body)
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        return ["rss: not one channel of RSS 2.0"]
    (channel,) = channels
    found = list(_channel(channel, url))
    items = channel.findall("item")
    for item in items:
        found += _rss_item(item)
    guids = Counter(item.findtext("guid") for item in items)
    found += [f"guid: twice {guid}" for guid, count in guids.items() if guid and count > 1]
    built = channel.findtext("lastBuildDate")
    for element in root.iter("pubDate", "lastBuildDate"):
        text = element.text or ""
        if not RSS_DATE.fullmatch(text):
            found.append(f"date: {text} is none of RFC 822 with four digits of year")
        elif _later(text, now, "rss"):
            found.append(f"date: {text} is to come")
        elif built and RSS_DATE.fullmatch(built) and parsedate_to_datetime(text) > parsedate_to_datetime(built):
            found.append("lastBuildDate: older than its items")
    return found


def _channel(channel, url):
    counts = Counter(child.tag for child in channel)
    yield from (f"channel: {counts[name]} times {name}" for name in CHANNEL_ONCE if counts[name] != 1)
    yield from (f"channel: {counts[name]} times {name}" for name in CHANNEL_OPTIONAL if counts[name] > 1)
    known = {*CHANNEL_ONCE, *CHANNEL_OPTIONAL, "category", "item", f"{ATOM}link"}
    yield from (f"channel: unknown {tag}" for tag in counts if tag not in known)
    if not is_address(channel.findtext("link")):
        yield f"channel: link to {channel.findtext('link')}"
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [url] != [link.get("href") for link in own] or own[0].get("type") != "application/rss+xml":
        yield "channel: no link to itself"
    if channel.findtext("language") and not LANGUAGE.fullmatch(channel.findtext("language")):
        yield f"channel: language {channel.findtext('language')}"
    yield from _plain(channel, "title", "description")


def _rss_item(item):
    counts = Counter(child.tag for child in item)
    yield from (f"item: {counts[name]} times {name}" for name in ITEM_OPTIONAL if counts[name] > 1)
    yield from (f"item: unknown {tag}" for tag in counts if tag not in {*ITEM_OPTIONAL, "category"})
    if not (item.findtext("title") or item.findtext("description")):
        yield "item: neither title nor description"
    if not is_address(item.findtext("link")):
        yield f"item: link to {item.findtext('link')}"
    guid = item.find("guid")
    if guid is None or not guid.text:
        yield "item: no guid"
    elif not (is_address(guid.text) if guid.get("isPermaLink", "true") == "true" else is_identity(guid.text)):
        yield f"item: guid {guid.text}"
    yield from _plain(item, "title", "category")
    yield from Content(item.findtext("description") or "").complaints


def _plain(parent, *names):
    for element in parent:
        if element.tag in names:
            if len(element) or re.search(r"<[A-Za-z/!?]", element.text or ""):
                yield f"{element.tag}: markup"
            if UNSEEN.search(element.text or ""):
                yield f"{element.tag}: control or bidirectional characters"


# --- JSON Feed

TOP = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str, "next_url": str,
    "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str, "summary": str,
    "image": str, "banner_image": str, "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip


def json_feed(body, url, now):
    """Of a JSON Feed that is served at an address, read at an instant."""
    feed = json.loads(body.decode("utf-8"), object_pairs_hook=_no_twins)
    found = [*_typed(feed, TOP, "feed")]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append(f"feed: version {feed.get('version')}")
    found += [f"feed: no {name}" for name in ("title", "items", "home_page_url", "feed_url") if name not in feed]
    if feed.get("feed_url") != url or not is_address(feed.get("home_page_url")):
        found.append("feed: addresses")
    if not LANGUAGE.fullmatch(feed.get("language", "en")):
        found.append(f"feed: language {feed['language']}")
    for author in feed.get("authors", []):
        if not author or author.keys() - {"name", "url", "avatar"} or not is_address(author.get("url", url)):
            found.append("feed: author")
    for item in feed.get("items", []):
        found += _json_item(item, now)
    ids = Counter(item.get("id") for item in feed.get("items", []))
    return found + [f"item: twice {identity}" for identity, count in ids.items() if count > 1]


def _no_twins(pairs):
    assert len(pairs) == len({key for key, _ in pairs})
    return dict(pairs)


def _typed(value, kinds, what):
    for key, entry in value.items():
        if key.startswith("_"):
            if not re.fullmatch(r"_[A-Za-z]\w*", key) or not isinstance(entry, dict):
                yield f"{what}: extension {key}"
        elif key not in kinds:
            yield f"{what}: unknown {key}"
        elif not isinstance(entry, kinds[key]):
            yield f"{what}: {key} is no {kinds[key].__name__}"


def _json_item(item, now):
    yield from _typed(item, ITEM, "item")
    if not item.get("id"):
        yield "item: no id"
    if "content_html" not in item and "content_text" not in item:
        yield "item: no content"
    if not is_address(item.get("url")):
        yield f"item: url {item.get('url')}"
    for name in ("date_published", "date_modified"):
        text = item.get(name, "2000-01-01T00:00:00Z")
        if not DATE.fullmatch(text):
            yield f"item: {name} {text}"
        elif _later(text, now, "json"):
            yield f"date: {text} is to come"
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield "item: tags"
    if UNSEEN.search(str(item.get("title", ""))):
        yield "title: control or bidirectional characters"
    yield from Content(item.get("content_html", "")).complaints


RULES = {"feed.xml": rss, "feed.atom": atom, "feed.json": json_feed}
"""By the last part of a feed's path."""
