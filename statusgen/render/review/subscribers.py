"""What subscribers will see, folded into a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from statusgen import civil
from statusgen.render.plan import counted
from statusgen.render.review.gfm import LONGEST, code, fitting, plain
from statusgen.subscribers import Difference, Entry, Item, Seen

_END: Final = "</details>\n"
_TEXT: Final = 2 * LONGEST
_Shown = TypeVar("_Shown", Item, Entry)


def told(seen: Seen, zone: str, room: int) -> Iterator[str]:
    """New, changed and removed items of the feed and entries of the calendar, in so many bytes; times on the clock of a zone."""
    if not seen.items and not seen.entries:
        yield "Subscribers see nothing new: no item of the feed and no entry of the calendar changes.\n"
        return
    lines = [*_items(seen.items, zone), *_entries(seen.entries, zone)]
    head = f"<details><summary>{_summary(seen)}</summary>\n"
    kept = fitting(lines, room - LONGEST - len(head) - len(_END))
    yield "\n".join((head, *lines[:kept], ""))
    if kept < len(lines):
        yield f"{counted(len(lines) - kept, 'line')} more; `statusgen build` writes all of it.\n"
    yield _END


def _summary(seen: Seen) -> str:
    items, entries = _counts(seen.items), _counts(seen.entries)
    of_feed = f"in the feed {items}" if items else ""
    of_calendar = f"in the calendar {entries}" if entries else ""
    return f"<b>What subscribers will see</b>: {'; '.join(filter(None, (of_feed, of_calendar)))}"


def _counts(difference: Difference[_Shown]) -> str:
    counts = {"new": len(difference.new), "changed": len(difference.changed), "removed": len(difference.gone)}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _items(items: Difference[Item], zone: str) -> Iterator[str]:
    def shown(item: Item) -> str:
        return f"<b>{plain(item.title)}</b>, {civil.show(item.at, zone)}<br>{plain(item.text, longest=_TEXT)}"

    if items:
        yield "Feed:\n"
        yield from _marked("new", items.new, shown)
        for was, will_be in items.changed:
            title = "" if was.title == will_be.title else f"<br>was <b>{plain(was.title)}</b>"
            text = "" if was.text == will_be.text else f"<br>was {plain(was.text, longest=_TEXT)}"
            yield f"- **changed**: {shown(will_be)}{title}{text}"
        yield from _marked("removed", items.gone, shown)
        yield ""


def _entries(entries: Difference[Entry], zone: str) -> Iterator[str]:
    def shown(entry: Entry) -> str:
        cancelled = ", cancelled" if entry.cancelled else ""
        when = f"{civil.show_short(entry.span, zone)}{cancelled}, {code(f'SEQUENCE {entry.sequence}')}"
        return f"<b>{plain(entry.title)}</b>, {when}<br>{plain(entry.text, longest=_TEXT)}"

    if entries:
        yield "Calendar:\n"
        yield from _marked("new", entries.new, shown)
        for was, will_be in entries.changed:
            yield f"- **changed**: {shown(will_be)}<br>was {_former(was, will_be, zone)}"
        yield from _marked("removed, without a word to who has it", entries.gone, shown)


def _former(was: Entry, will_be: Entry, zone: str) -> str:
    """What of an entry was otherwise."""
    title = f"<b>{plain(was.title)}</b>" if was.title != will_be.title else ""
    when = civil.show_short(was.span, zone) if was.span != will_be.span else ""
    text = plain(was.text, longest=_TEXT) if was.text != will_be.text else ""
    return ", ".join(filter(None, (title, when, text, code(f"SEQUENCE {was.sequence}"))))


def _marked(what: str, shown: Sequence[_Shown], say: Callable[[_Shown], str]) -> Iterator[str]:
    return (f"- **{what}**: {say(one)}" for one in shown)
