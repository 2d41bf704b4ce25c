"""RSS 2.0, by the rules of the RSS Advisory Board's profile."""

from __future__ import annotations

from statusgen.civil import utc
from statusgen.site.feeds.channel import Channel


def written(channel: Channel) -> bytes:
    """Everything told is an item of its own: a chat relay posts what it has not seen, and never what it has."""
    from feedgen.feed import FeedGenerator

    items = channel.items
    made = FeedGenerator()
    made.title(channel.title)
    made.description(channel.description)
    made.language(channel.language)
    made.generator("statusgen")
    made.link(href=channel.url, rel="self", type="application/rss+xml")
    made.link(href=channel.home, rel="alternate")  # last: RSS shows the last link that is not `self`
    made.lastBuildDate(utc(items[0].at if items else 0))  # the library would take the clock
    for item in items:
        entry = made.add_entry(order="append")
        entry.guid(item.id, permalink=False)
        entry.title(item.title)
        entry.link(href=item.link)
        entry.published(utc(item.at))
        entry.content(item.alone, type="html")
        entry.category([{"term": category} for category in item.event.categories])
    text: bytes = made.rss_str(pretty=True)
    return text
