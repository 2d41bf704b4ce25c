"""An event as the page shows it at an instant: its state, what of it is published, and a digest of all that.

Texts are not made here: `words.py` makes them when a page is really rendered, so that an unchanged event costs a digest. An
entry that was kept from an earlier build is unpacked no further than its own few fields until somebody asks for the event.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import Final

import msgspec

from statusgen.board.tellings import last_heard
from statusgen.board.turns import around, of_incident, of_window, window_instants
from statusgen.course import State, ran, state
from statusgen.model import Incident, Status, Update, Window
from statusgen.policy import Impact
from statusgen.timeline import Span
from statusgen.uptime.exclusions import Exclusion
from statusgen.verdict import Verdict

_ENCODE = msgspec.msgpack.Encoder(order="sorted").encode
_PACKED: Final = msgspec.Raw()

RUNNING: Final = (State.IN_PROGRESS, State.VERIFYING, State.OVERRUN)
OVER: Final = (State.COMPLETED, State.CANCELLED)


class WindowDetail(msgspec.Struct, frozen=True, array_like=True):
    """All that is told of a window."""

    window: Window
    verdicts: tuple[Verdict, ...]
    """Of every policy that covers it, in the project's order of policies."""
    exclusions: tuple[Exclusion, ...]
    """What it earns under them."""


class WindowEntry(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """A window at an instant."""

    id: str
    state: State
    span: Span
    """As it ran where that is known, else as planned; the months it belongs to."""
    planned: Span
    components: tuple[str, ...]
    changed: int
    """When anything was last published of it."""
    heard: int | None
    """When subscribers were last told of it; None: they were not yet."""
    since: int | None
    """The last instant, up to `horizon`, at which what is shown of it changed by itself; None: there was none."""
    until: int | None
    """The next one; None: there is none."""
    horizon: int
    """The board's instant: what is dated later is not published yet."""
    digest: str
    earned: str
    """A digest of its exclusions; empty where it earns none."""
    title: str
    impact: Impact
    emergency: bool
    formerly: tuple[str, ...] = ()
    """The ids it had before."""
    packed: msgspec.Raw = _PACKED

    @cached_property
    def detail(self) -> WindowDetail:
        """Unpacked when it is asked for."""
        return _WINDOW(self.packed)

    @property
    def file(self) -> str:
        """The file that declares it, below the project's folder."""
        return self.window.origin.file

    @property
    def settled(self) -> bool:
        """Whether it is over for good: nothing of it changes any more but by its file."""
        return self.state in OVER and _is_past(self)

    @property
    def window(self) -> Window:
        """The window as declared."""
        return self.detail.window

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Of every policy that covers it, in the project's order of policies."""
        return self.detail.verdicts

    @property
    def path(self) -> str:
        """The folder of its page, below the site."""
        return f"windows/{self.id}/"

    @cached_property
    def updates(self) -> tuple[Update, ...]:
        """Published updates, oldest first."""
        return published(self.window.updates, self.horizon)


class IncidentEntry(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """An incident at an instant."""

    id: str
    open: bool
    """Begun and not ended."""
    span: Span
    """An open one is taken to last until now."""
    components: tuple[str, ...]
    changed: int
    heard: int | None
    since: int | None
    until: int | None
    horizon: int
    digest: str
    title: str
    impact: Impact
    formerly: tuple[str, ...] = ()
    """The ids it had before."""
    packed: msgspec.Raw = _PACKED

    @property
    def file(self) -> str:
        """The file that declares it, below the project's folder."""
        return self.incident.origin.file

    @property
    def settled(self) -> bool:
        """Whether it is over for good: nothing of it changes any more but by its file."""
        return not self.open and _is_past(self)

    @cached_property
    def incident(self) -> Incident:
        """The incident as declared, unpacked when it is asked for."""
        return _INCIDENT(self.packed)

    @property
    def path(self) -> str:
        """The folder of its page, below the site."""
        return f"incidents/{self.id}/"

    @cached_property
    def updates(self) -> tuple[Update, ...]:
        """Published updates, oldest first."""
        return published(self.incident.updates, self.horizon)


Entry = WindowEntry | IncidentEntry

_WINDOW: Final = msgspec.msgpack.Decoder(WindowDetail).decode
_INCIDENT: Final = msgspec.msgpack.Decoder(Incident).decode


def by_start(entry: Entry) -> tuple[int, str]:
    """The order of what goes on and comes."""
    return entry.span.start, entry.id


def by_end(entry: Entry) -> tuple[int, str]:
    """The order of what is over."""
    return entry.span.end, entry.id


def is_to_come(entry: WindowEntry, now: int) -> bool:
    """Whether it is still planned, or was called off and its time is not past."""
    return entry.state is State.SCHEDULED or (entry.state is State.CANCELLED and now < entry.planned.end)


def is_over(entry: Entry, now: int) -> bool:
    """Whether it, or the time of work that was called off, is past."""
    if isinstance(entry, IncidentEntry):
        return not entry.open and entry.span.end <= now
    return entry.state is State.COMPLETED or (entry.state is State.CANCELLED and now >= entry.planned.end)


def _is_past(entry: Entry) -> bool:
    """Whether all that was told of it was told before the board's instant; what has no evidence yet is told at that instant."""
    return entry.until is None and entry.since is not None and entry.since < entry.horizon


def published(updates: tuple[Update, ...], now: int) -> tuple[Update, ...]:
    """The updates that are not dated later than now, oldest first; those of one instant as the file has them."""
    return tuple(sorted((update for update in updates if update.at <= now), key=lambda update: update.at))


def window_entry(window: Window, verdicts: tuple[Verdict, ...], exclusions: tuple[Exclusion, ...], now: int) -> WindowEntry:
    """The window as it stands at an instant."""
    where = state(window, now)
    past = [at for at in window_instants(window) if at <= now]
    changed = max(past, default=window.announcements[0].at)
    stretch = ran(window, now) or window.span
    if where is State.OVERRUN:
        stretch = Span(stretch.start, now + 1)  # this second is part of it, and of the month that it stands in
    shown = tuple((v.policy, v.outcome, v.deadline, v.excuses, v.clause, _told(v)) for v in verdicts)
    since, until = around(of_window(window, verdicts), now)
    entry = WindowEntry(
        window.id,
        where,
        stretch,
        window.span,
        window.components,
        changed,
        last_heard(window, now),
        since,
        until,
        now,
        digest_of((window, where, changed, len(past), shown)),
        digest_of(exclusions) if exclusions else "",
        window.title,
        window.impact,
        window.emergency is not None,
        window.formerly,
    )
    entry.__dict__["detail"] = WindowDetail(window, verdicts, exclusions)  # it need not be packed to be unpacked
    return entry


def _told(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(finding.summary, finding.clause) for finding in verdict.findings]


def incident_entry(incident: Incident, now: int) -> IncidentEntry:
    """The incident as it stands at an instant."""
    running = incident.start <= now and (incident.end is None or now < incident.end)
    end = max(now, incident.start) + 1 if incident.end is None else incident.end
    past = [at for at in of_incident(incident) if at <= now]
    changed = max(past, default=incident.start)
    since, until = around(of_incident(incident), now)
    digest = digest_of((incident, running, changed, len(past)))
    span = Span(incident.start, end)
    heard = last_heard(incident, now)
    entry = IncidentEntry(
        incident.id,
        running,
        span,
        incident.components,
        changed,
        heard,
        since,
        until,
        now,
        digest,
        incident.title,
        incident.impact,
        incident.formerly,
    )
    entry.__dict__["incident"] = incident
    return entry


def packed(entry: Entry) -> Entry:
    """The entry as it can be kept: with its event in it."""
    event = entry.detail if isinstance(entry, WindowEntry) else entry.incident
    return msgspec.structs.replace(entry, packed=msgspec.Raw(_ENCODE(event)))


def last_status(entry: Entry) -> Status | None:
    """What the last published update says; None where there is none."""
    updates = entry.updates
    return updates[-1].status if updates else None


def digest_of(value: object) -> str:
    """A digest of a value made of structs, tuples and texts: the same on every machine."""
    return blake2b(_ENCODE(value), digest_size=16).hexdigest()
