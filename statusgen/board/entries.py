"""An event as the page shows it at an instant: its state, what of it is published, and a digest of all that.

Texts are not made here: `words.py` makes them when a page is really rendered, so that an unchanged event costs a digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from statusgen.course import State, ran, state
from statusgen.model import Incident, Status, Update, Window
from statusgen.timeline import Span
from statusgen.verdict import Verdict

_ENCODE = msgspec.msgpack.Encoder(order="sorted").encode


class WindowEntry(msgspec.Struct, frozen=True):
    """A window at an instant."""

    window: Window
    state: State
    span: Span
    """As it ran where that is known, else as planned; the months it belongs to."""
    verdicts: tuple[Verdict, ...]
    """Of every policy that covers it, in the project's order of policies."""
    changed: int
    """When anything was last published of it."""
    horizon: int
    """The board's instant: what is dated later is not published yet."""
    digest: str

    @property
    def id(self) -> str:
        """The window's id."""
        return self.window.id

    @property
    def path(self) -> str:
        """The folder of its page, below the site."""
        return f"windows/{self.window.id}/"

    @property
    def updates(self) -> tuple[Update, ...]:
        """Published updates, oldest first."""
        return published(self.window.updates, self.horizon)


class IncidentEntry(msgspec.Struct, frozen=True):
    """An incident at an instant."""

    incident: Incident
    open: bool
    """Begun and not ended."""
    span: Span
    """An open one is taken to last until now."""
    changed: int
    horizon: int
    digest: str

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def path(self) -> str:
        """The folder of its page, below the site."""
        return f"incidents/{self.incident.id}/"

    @property
    def updates(self) -> tuple[Update, ...]:
        """Published updates, oldest first."""
        return published(self.incident.updates, self.horizon)


Entry = WindowEntry | IncidentEntry


def published(updates: tuple[Update, ...], now: int) -> tuple[Update, ...]:
    """The updates that are not dated later than now, oldest first; those of one instant as the file has them."""
    return tuple(sorted((update for update in updates if update.at <= now), key=lambda update: update.at))


def window_entry(window: Window, verdicts: tuple[Verdict, ...], now: int) -> WindowEntry:
    """The window as it stands at an instant."""
    where = state(window, now)
    past = [at for at in window_instants(window) if at <= now]
    changed = max(past, default=window.announcements[0].at)
    stretch = ran(window, now) or window.span
    if where is State.OVERRUN:
        stretch = Span(stretch.start, now + 1)  # this second is part of it, and of the month that it stands in
    shown = tuple((v.policy, v.outcome, v.deadline, v.excuses, v.clause, _told(v)) for v in verdicts)
    return WindowEntry(
        window,
        where,
        stretch,
        verdicts,
        changed,
        now,
        digest_of((window, where, changed, len(past), shown)),
    )


def _told(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(finding.summary, finding.clause) for finding in verdict.findings]


def incident_entry(incident: Incident, now: int) -> IncidentEntry:
    """The incident as it stands at an instant."""
    running = incident.start <= now and (incident.end is None or now < incident.end)
    end = max(now, incident.start) + 1 if incident.end is None else incident.end
    past = [at for at in incident_instants(incident) if at <= now]
    changed = max(past, default=incident.start)
    digest = digest_of((incident, running, changed, len(past)))
    return IncidentEntry(incident, running, Span(incident.start, end), changed, now, digest)


def window_instants(window: Window) -> Iterator[int]:
    """Every instant at which something was, or will be, published of the window."""
    for announcement in window.announcements:
        yield announcement.at
    for update in window.updates:
        yield update.at
    if window.cancelled is not None:
        yield window.cancelled.at
    if window.actual is not None:
        if window.actual.start is not None:
            yield window.actual.start
        if window.actual.end is not None:
            yield window.actual.end


def incident_instants(incident: Incident) -> Iterator[int]:
    """Every instant at which something was, or will be, published of the incident."""
    yield incident.start
    if incident.end is not None:
        yield incident.end
    for update in incident.updates:
        yield update.at


def last_status(entry: Entry) -> Status | None:
    """What the last published update says; None where there is none."""
    updates = entry.updates
    return updates[-1].status if updates else None


def digest_of(value: object) -> str:
    """A digest of a value made of structs, tuples and texts: the same on every machine."""
    return blake2b(_ENCODE(value), digest_size=16).hexdigest()
