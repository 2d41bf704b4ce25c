"""Atom (RFC 4287)."""

from __future__ import annotations

from html import escape

from statusgen.civil import utc
from statusgen.site.feeds import wording
from statusgen.site.feeds.channel import Channel, Story


def written(channel: Channel) -> bytes:
    """An event is an entry that is updated with everything told of it, and has all of it in its content, newest first."""
    from feedgen.feed import FeedGenerator

    stories = channel.stories
    made = FeedGenerator()
    made.id(channel.id)
    made.title(channel.title)
    made.subtitle(channel.description)
    made.language(channel.language)
    made.generator("statusgen")
    made.author(name=channel.author)
    made.link(href=channel.home, rel="alternate", type="text/html")
    made.link(href=channel.url, rel="self", type="application/atom+xml")
    made.updated(utc(stories[0].at if stories else 0))  # the library would take the clock
    for story in stories:
        last = story.items[0]
        entry = made.add_entry(order="append")
        entry.id(story.id)
        entry.title(last.title)
        entry.link(href=story.link)
        entry.published(utc(story.published))
        entry.updated(utc(story.at))
        entry.content(_content(story), type="html")
        entry.category([{"term": category} for category in last.event.categories])
    text: bytes = made.atom_str(pretty=True)
    return text


def _content(story: Story) -> str:
    told = (f"<h3>{escape(wording.heading(item.label, item.moment.local))}</h3>\n{item.content}" for item in story.items)
    event = story.items[0].event
    return f"{event.facts}{event.description}{''.join(told)}"
