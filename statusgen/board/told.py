"""What was told of an event, piece by piece: announcements, changes, updates. Each is an item of the feed, anchored for life."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from statusgen.board.entries import Entry, IncidentEntry, WindowEntry
from statusgen.board.words import PLANNED_IMPACTS, STATUSES, Moment, affected, clean, moment, span_text
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


def history(entry: WindowEntry, names: Mapping[str, str], zone: str) -> tuple[Told, ...]:
    """What was announced of the times, components and impact, oldest first."""
    window = entry.window
    told: list[Told] = []
    before: Announcement | None = None
    for announcement in window.announcements:
        if announcement.at <= entry.horizon:
            status, label, text = _announced(before, announcement, names, zone)
            told.append(piece(announcement.at, status, label, text, zone))
            before = announcement
    if window.cancelled is not None:
        last = window.announcements[-1]
        in_git = last.commit is not None and last.span.seconds == 0  # which shows since when it could be read
        at = last.at if in_git else window.cancelled.at
        if before is not None and before.span.seconds == 0:
            told.pop()  # the revision that cancels is told once, with its reason
        if at <= entry.horizon:
            told.append(piece(at, "cancelled", "Cancelled", window.cancelled.reason, zone))
    return _unambiguous(told)


def _announced(before: Announcement | None, now: Announcement, names: Mapping[str, str], zone: str) -> tuple[str, str, str]:
    """Status, label and text of one announcement, as it differs from the one before."""
    span = span_text(now.span, zone)
    if now.span.seconds == 0:
        return "cancelled", "Cancelled", "The work will not take place."
    if before is None:
        return "announced", "Announced", f"Planned for {span}: {affected(now.components, names)}, {PLANNED_IMPACTS[now.impact]}."
    if before.span.seconds == 0:
        return "announced", "Announced again", f"Planned for {span}."
    parts = []
    if before.span != now.span:
        parts.append(f"Moved from {span_text(before.span, zone)} to {span}.")
    if before.components != now.components:
        parts.append(f"It now affects {affected(now.components, names)}; before, {affected(before.components, names)}.")
    if before.impact != now.impact:
        parts.append(f"The impact is now: {PLANNED_IMPACTS[now.impact]}; before: {PLANNED_IMPACTS[before.impact]}.")
    moved = before.span != now.span
    return ("moved", "Moved", " ".join(parts)) if moved else ("changed", "Changed", " ".join(parts) or "Told again, unchanged.")


def updates(entry: Entry, zone: str) -> tuple[Told, ...]:
    """The published messages, oldest first."""
    return _unambiguous([piece(u.at, u.status.value, STATUSES[u.status], u.text, zone) for u in entry.updates])


def marks(entry: IncidentEntry, zone: str) -> tuple[Told, ...]:
    """That an incident began and ended, where no update says so."""
    said = {update.status for update in entry.updates}
    incident = entry.incident
    told = []
    if not said and incident.start <= entry.horizon:
        told.append(piece(incident.start, "open", "Open", "", zone))
    if incident.end is not None and incident.end <= entry.horizon and Status.RESOLVED not in said:
        told.append(piece(incident.end, "resolved", "Resolved", "", zone))
    return tuple(told)


def piece(at: int, status: str, label: str, text: str, zone: str) -> Told:
    """One thing told, anchored by what it says and when."""
    shown = moment(at, zone)
    return Told(at, shown, f"{status}-{shown.iso.replace('-', '').replace(':', '')}", status, label, clean(text))


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
