"""Announced when? The evidence for what customers were told of each window: git's history, or what the file declares.

`announced.py` answers what the announcements come to; here they are found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.load.begun import Windows, as_begun
from statusgen.model import Announcement, Incident, Window, stem
from statusgen.sources import History, Revision
from statusgen.timeline import Span

ID, SUMMARY = "announced-before-evidence", "Declared earlier than git shows"

Event = TypeVar("Event", Window, Incident)
ReadRevision = Callable[[str, bytes], tuple[Window, ...]]
"""The windows of a file (path, body) as it was; none where it cannot be read."""


def attach(
    windows: Sequence[Window], history: History | None, read_revision: ReadRevision, now: int, taken: Collection[str] = ()
) -> tuple[tuple[Window, ...], tuple[Finding, ...]]:
    """The windows with their announcements, each at least one, and what is declared but not borne out.

    `history` None: what the files declare is the evidence. What a file says beyond the last evidence is announced now.
    Where git is the evidence, it also tells what of a series has begun; `taken`: ids that are other files' now.
    """
    if history is None:
        replace = msgspec.structs.replace
        return tuple([replace(window, announcements=_announcements(window, _declared(window), now)) for window in windows]), ()
    published = _Published(history, read_revision)
    told = tuple([published.told(window, now) for window in published.present(windows, now, taken)])
    return told, tuple(_unproved(told, now))


def renamed(event: Event, history: History | None) -> Event:
    """The event with the ids it had before: those that its file declares, and those that git knows."""
    formerly = _names(event, history)
    return event if formerly == event.formerly else msgspec.structs.replace(event, formerly=formerly)


def _names(event: Window | Incident, history: History | None) -> tuple[str, ...]:
    paths = {} if history is None else dict.fromkeys(revision.path for revision in history.get(event.origin.file, ()))
    if not event.formerly and paths.keys() <= {event.origin.file}:
        return ()  # as nearly all
    occurrence = f"-{event.day}" if isinstance(event, Window) and event.series else ""
    known = dict.fromkeys((*event.formerly, *(f"{stem(path)}{occurrence}" for path in paths)))
    return tuple(name for name in known if name != event.id)


def _announcements(window: Window, evidence: Iterable[Announcement], now: int) -> tuple[Announcement, ...]:
    announcements: list[Announcement] = []
    for telling in evidence:
        if not announcements or not _tells_the_same(announcements[-1], telling):
            announcements.append(telling)
    present = _telling(window, now)
    if not announcements or not _tells_the_same(announcements[-1], present):
        # Evidence from after `now` (an earlier `--at`, a clock ahead) still comes before what was not told at all.
        latest = announcements[-1].at if announcements else now
        announcements.append(msgspec.structs.replace(present, at=max(now, latest)))
    return tuple(announcements)


def _telling(window: Window, at: int, commit: str | None = None) -> Announcement:
    """What a window's file tells. A cancelled one tells an empty span: called back to life, it needs its notice anew."""
    span = Span(window.span.start, window.span.start) if window.cancelled else window.span
    return Announcement(at, span, window.components, window.impact, commit)


def _tells_the_same(one: Announcement, other: Announcement) -> bool:
    if one.span != other.span or one.impact is not other.impact:
        return False
    return one.components == other.components or set(one.components) == set(other.components)


def _declared(window: Window) -> Iterator[Announcement]:
    yield from window.declared
    if window.declared and window.cancelled:
        yield _telling(window, max(window.cancelled.at, window.declared[-1].at))


class _Published:
    """What the main branch told, file by file: each revision is read once, whatever number of windows it makes."""

    def __init__(self, history: History, read_revision: ReadRevision) -> None:
        self._history = history
        self._read_revision = read_revision
        self._read: dict[str, list[tuple[Revision, Windows]]] = {}

    def present(self, windows: Sequence[Window], now: int, taken: Collection[str]) -> Sequence[Window]:
        """The windows as they are now, in the order of ids: of each series what has begun is as it was."""
        series = {window.origin.file for window in windows if window.series is not None and self._history.get(window.origin.file)}
        if not series:
            return windows
        found = {window.id: window for window in windows if window.origin.file not in series}
        for file in sorted(series):
            own = {window.id: window for window in windows if window.origin.file == file}
            revisions = self._of(file)
            if revisions:
                own = {
                    name: window
                    for name, window in as_begun(own, revisions[-1][1], max(now, revisions[-1][0].at)).items()
                    if name in own or name not in taken
                }
            found |= own
        return [found[name] for name in sorted(found)]

    def told(self, window: Window, now: int) -> Window:
        """The window with its announcements, when it was published anew, and the name that it had first."""
        left = self._of(window.origin.file)
        announcements = _announcements(window, _tellings(window, left), now)
        revisions, known_as = _known(window, left)
        return msgspec.structs.replace(window, announcements=announcements, revisions=revisions, known_as=known_as)

    def _of(self, file: str) -> list[tuple[Revision, Windows]]:
        """The revisions of a file that can be read, with the windows that each of them left."""
        if file not in self._read:
            self._read[file] = list(self._left(file))
        return self._read[file]

    def _left(self, file: str) -> Iterator[tuple[Revision, Windows]]:
        before: Windows = {}
        for revision in self._history.get(file, ()):
            windows = {window.id: window for window in self._read_revision(file, revision.body)}
            if windows:
                before = as_begun(windows, before, revision.at)
                yield revision, before


def _tellings(window: Window, revisions: Sequence[tuple[Revision, Windows]]) -> Iterator[Announcement]:
    """What each revision told of a window, oldest first; a revision that cannot be read told nothing."""
    before: Announcement | None = None
    for revision, windows in revisions:
        then = _as_it_was(window, windows)
        if then is not None:
            before = _telling(then, revision.at, revision.commit)
            yield before
        elif before is not None:
            # Taken out of its series (`repeat: {except: ...}`), it is called off like a cancelled one.
            start = before.span.start
            before = msgspec.structs.replace(before, at=revision.at, span=Span(start, start), commit=revision.commit)
            yield before


def _known(window: Window, revisions: Sequence[tuple[Revision, Windows]]) -> tuple[tuple[int, ...], str]:
    """When the window was published anew, and the name that it had first, where it is another.

    What a revision had dated ahead, and what came due before the next, was told then.
    """
    if len(revisions) == 1:  # of nearly every file
        (only, windows), file = revisions[0], window.origin.file
        if only.path == file and window.id in windows and not only.anew:
            return (only.at,), ""
    told: list[int] = []
    before: tuple[str, Window | None] = ("", None)
    first = ""
    for revision, windows in revisions:
        name = stem(revision.path)
        then = (name, _as_it_was(window, windows))
        if told and not _says_the_same(before, then):
            told += () if before[1] is None else sorted(at for at in before[1].dated if told[-1] < at < revision.at)
            told.append(revision.at)
        elif then[1] is not None and not told:
            first = name + then[1].id.removeprefix(stem(window.origin.file)) + (f".{revision.at}" if revision.anew else "")
            told.append(revision.at)
        before = then
    one_name = first == window.id and len({stem(revision.path) for revision, _ in revisions}) == 1
    return tuple(told), "" if one_name else first


def _says_the_same(one: tuple[str, Window | None], other: tuple[str, Window | None]) -> bool:
    """Whether customers read the same, at the same address; where it stands in the file they do not see, nor other evidence."""
    (name, before), (later_name, after) = one, other
    if name != later_name or before is None or after is None:
        return name == later_name and before is after
    return before == msgspec.structs.replace(after, origin=before.origin, declared=before.declared, notices=before.notices)


def _as_it_was(window: Window, windows: Mapping[str, Window]) -> Window | None:
    """The window of that id, or the one that was made the first of a series since."""
    single = None if window.series is None else windows.get(window.series)
    return single if single is not None and single.span.start == window.span.start else windows.get(window.id)


def _unproved(windows: Iterable[Window], now: int) -> Iterator[Finding]:
    """Where `announced:` claims what git does not show, once a file: the windows of a series share their claim."""
    told = set()
    for window in windows:
        for claim in window.declared:
            shown = next((a.at for a in window.announcements if a.covers(claim)), window.announcements[-1].at)
            if claim.at < shown and window.origin.file not in told:
                told.add(window.origin.file)
                yield _finding(window, claim.at, shown, now)


def _finding(window: Window, claimed: int, shown: int, now: int) -> Finding:
    said, proved = civil.show(claimed, window.time_zone), civil.show(shown, window.time_zone)
    return Finding(
        place=window.origin.at("announced"),
        rule=ID,
        severity=Severity.ERROR if window.span.start > now else Severity.NOTE,
        summary=SUMMARY,
        what=f"Announced {said}, says the file; git shows it from {proved} on.",
        why="The commits on the main branch are the evidence of when customers were told.",
        way_out="Leave `announced:` out, or set `announcements: declared` in statusgen.yaml, where it is the evidence.",
    )
