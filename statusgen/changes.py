"""What would change for customers: the difference between two projects, window by window."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Final

from msgspec import Struct

from statusgen.model import Incident, Project, Window, stem


class Action(StrEnum):
    """What happens to a window, as customers see it."""

    NEW = "new"
    MOVED = "moved"
    """Its times are others."""
    CHANGED = "changed"
    """Anything else that is shown."""
    CANCELLED = "cancelled"
    DELETED = "deleted"
    RENAMED = "renamed"
    """Its id, and so its address, is another; its times are as before."""


class Change(Struct, frozen=True):
    """One difference."""

    action: Action
    window: Window
    """As it is after; the one that was, where it is deleted."""
    before: Window | None
    """As it was; None where it is new. With another id, it was renamed as well."""
    fields: tuple[str, ...] = ()
    """What differs, by the keys of the file: `start`, `end`, `title`."""


_SHOWN: Final = (
    "title",
    "components",
    "impact",
    "description",
    "updates",
    "actual",
    "notices",
    "cancelled",
    "emergency",
    "time_zone",
)
"""Beside the times, what customers see of a window; where it stands in which file they do not."""
_shown: Final = attrgetter(*_SHOWN)


def changes(before: Project | None, after: Project, renames: Mapping[str, str]) -> tuple[Change, ...]:
    """Every difference, by the window's start and id. `before` None: everything is new.

    `renames` tells the files that have another path now: path after -> path before.
    """
    if before is after:
        return ()
    found = [Change(Action.NEW, window, None) for window in after.windows] if before is None else _found(before, after, renames)
    return tuple(sorted(found, key=lambda change: (change.window.span.start, change.window.id, change.action)))


def _found(before: Project, after: Project, renames: Mapping[str, str]) -> list[Change]:
    old = {window.id: window for window in before.windows}
    there = {window.id for window in after.windows}
    pairs = [(window, _former(window, old, renames) or _declared(window, old, there)) for window in after.windows]
    kept = {former.id for _, former in pairs if former}
    found = [change for window, former in pairs if (change := _change(window, former))]
    found += (Change(Action.DELETED, window, window) for window in old.values() if window.id not in kept)
    return found


def _former(window: Window, old: Mapping[str, Window], renames: Mapping[str, str]) -> Window | None:
    """The window as it was: of the same id, of the file that has another name now, or alone before it began a series."""
    if window.id in old:
        return old[window.id]
    name = stem(window.origin.file)
    former = stem(renames.get(window.origin.file, window.origin.file))
    single = None if window.series is None else old.get(former)
    if single is not None and single.span.start == window.span.start:
        return single
    # The windows of a series are named after their file.
    return old.get(former + window.id.removeprefix(name))


def _declared(window: Window, old: Mapping[str, Window], there: Collection[str]) -> Window | None:
    """The window as it was by a name that its file says it had, and that no other has now."""
    return next((old[name] for name in reversed(window.formerly) if name in old and name not in there), None)


def lost(before: Project | None, after: Project, renames: Mapping[str, str]) -> tuple[Incident, ...]:
    """The incidents that are gone, by their ids: of no file any more, whatever it is called now. `renames`: as above."""
    if before is None:
        return ()
    kept = {name for incident in after.incidents for name in (incident.id, *incident.formerly)}
    kept |= {stem(path) for path in renames.values()}
    return tuple(incident for incident in before.incidents if incident.id not in kept)


def _change(window: Window, before: Window | None) -> Change | None:
    if before is None:
        return Change(Action.NEW, window, None)
    fields = tuple(_differing(window, before))
    if window.cancelled and not before.cancelled:
        action = Action.CANCELLED
    elif window.span != before.span:
        action = Action.MOVED
    elif window.id != before.id:
        action = Action.RENAMED
    elif fields:
        action = Action.CHANGED
    else:
        return None
    return Change(action, window, before, fields)


def _differing(window: Window, before: Window) -> Iterator[str]:
    if window.span == before.span and _shown(window) == _shown(before):
        return  # as nearly all
    yield from (name for name in ("start", "end") if getattr(window.span, name) != getattr(before.span, name))
    yield from (name for name in _SHOWN if getattr(window, name) != getattr(before, name))
