"""What was told of an event, piece by piece: announcements, changes, updates. Each is an item of the feed, anchored for life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from statusgen.board.entries import Entry, IncidentEntry, WindowEntry
from statusgen.board.words import PLANNED_IMPACTS, STATUSES, Moment, affected, clean, moment, span_text
from statusgen.civil import rfc3339
from statusgen.language import ENGLISH, Language, message
from statusgen.model import Announcement, Status


class Told(msgspec.Struct, frozen=True):
    """One thing that was published of an event: an item of the feed, a paragraph of the page."""

    at: int
    moment: Moment
    anchor: str
    """Permanent within the event: what happened, and when."""
    status: str
    """`completed`, `moved`: for the style sheet."""
    label: str
    text: str
    """Markdown."""


def history(entry: WindowEntry, names: Mapping[str, str], zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """What was announced of the times, components and impact, oldest first."""
    window = entry.window
    told: list[Told] = []
    before: Announcement | None = None
    for announcement in window.announcements:
        if announcement.at <= entry.horizon:
            status, label, text = _announced(before, announcement, names, zone, language)
            told.append(piece(announcement.at, status, label, text, zone, language))
            before = announcement
    if window.cancelled is not None:
        last = window.announcements[-1]
        in_git = last.commit is not None and last.span.seconds == 0  # which shows since when it could be read
        at = last.at if in_git else window.cancelled.at
        if before is not None and before.span.seconds == 0:
            told.pop()  # the revision that cancels is told once, with its reason
        if at <= entry.horizon:
            told.append(piece(at, "cancelled", message("Cancelled"), window.cancelled.reason, zone, language))
    return _unambiguous(told)


def _announced(
    before: Announcement | None, now: Announcement, names: Mapping[str, str], zone: str, language: Language
) -> tuple[str, str, str]:
    """Status, label and text of one announcement, as it differs from the one before."""
    span = span_text(now.span, zone, language)
    if now.span.seconds == 0:
        return "cancelled", message("Cancelled"), language.say("The work will not take place.")
    if before is None:
        planned = message("Planned for %(span)s: %(components)s, %(impact)s.")
        impact = language.say(PLANNED_IMPACTS[now.impact])
        text = language.say(planned, span=span, components=affected(now.components, names), impact=impact)
        return "announced", message("Announced"), text
    if before.span.seconds == 0:
        return "announced", message("Announced again"), language.say("Planned for %(span)s.", span=span)
    text = " ".join(_differences(before, now, names, zone, language)) or language.say("Told again, unchanged.")
    return ("changed", message("Changed"), text) if before.span == now.span else ("moved", message("Moved"), text)


def _differences(before: Announcement, now: Announcement, names: Mapping[str, str], zone: str, language: Language) -> Iterator[str]:
    if before.span != now.span:
        spans = {"before": span_text(before.span, zone, language), "now": span_text(now.span, zone, language)}
        yield language.say("Moved from %(before)s to %(now)s.", **spans)
    if before.components != now.components:
        components = {"before": affected(before.components, names), "now": affected(now.components, names)}
        yield language.say("It now affects %(now)s; before, %(before)s.", **components)
    if before.impact != now.impact:
        impacts = {"before": language.say(PLANNED_IMPACTS[before.impact]), "now": language.say(PLANNED_IMPACTS[now.impact])}
        yield language.say("The impact is now: %(now)s; before: %(before)s.", **impacts)


def updates(entry: Entry, zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """The published messages, oldest first."""
    return _unambiguous([piece(u.at, u.status.value, STATUSES[u.status], u.text, zone, language) for u in entry.updates])


def marks(entry: IncidentEntry, zone: str, language: Language = ENGLISH) -> tuple[Told, ...]:
    """That an incident began and ended, where no update says so."""
    said = {update.status for update in entry.updates}
    incident = entry.incident
    told = []
    if not said and incident.start <= entry.horizon:
        told.append(piece(incident.start, "open", message("Open"), "", zone, language))
    if incident.end is not None and incident.end <= entry.horizon and Status.RESOLVED not in said:
        told.append(piece(incident.end, "resolved", message("Resolved"), "", zone, language))
    return tuple(told)


def piece(at: int, status: str, label: str, text: str, zone: str, language: Language) -> Told:
    """One thing told, anchored by what it says and when; `label` is marked and said here, `text` said already."""
    return Told(at, moment(at, zone, language), anchor(status, at), status, language.say(label), clean(text))


def anchor(status: str, at: int) -> str:
    """What a thing told is called within its event: `moved-20261205T210000Z`."""
    return f"{status}-{rfc3339(at).replace('-', '').replace(':', '')}"


def _unambiguous(told: list[Told]) -> tuple[Told, ...]:
    """Two of one kind at one instant are numbered, so that each anchor is one thing."""
    if len({each.anchor for each in told}) == len(told):
        return tuple(told)
    seen: dict[str, int] = {}
    numbered = []
    for each in told:
        count = seen[each.anchor] = seen.get(each.anchor, 0) + 1
        anchor = each.anchor if count == 1 else f"{each.anchor}-{count}"
        numbered.append(Told(each.at, each.moment, anchor, each.status, each.label, each.text))
    return tuple(numbered)
