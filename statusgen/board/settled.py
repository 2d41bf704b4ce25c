"""What is over for good, kept between builds as the page shows it.

Most of what a page tells is long past. What such an event comes to depends on its file, on settings and policies, on the
evidence for when it was told and on this program, and no longer on the clock: it is kept under a digest of all of them, so
that a build neither reads nor judges it again. An event with a finding is not kept: the finding is told at every build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from statusgen.board.entries import Entry, IncidentEntry, WindowEntry, packed
from statusgen.finding import Finding
from statusgen.load.shelf import kept_in, write_down
from statusgen.sources import History

_ENCODE: Final = msgspec.msgpack.Encoder().encode


class _Kept(msgspec.Struct, array_like=True):
    """By file: the digest of all that its events depend on, and these. Decoded in one go, each event by its few own fields."""

    windows: dict[str, tuple[bytes, list[WindowEntry]]] = {}
    incidents: dict[str, tuple[bytes, list[IncidentEntry]]] = {}


_DECODE: Final = msgspec.msgpack.Decoder(_Kept).decode


class Settled:
    """The settled events of a project; without a file there are none, and nothing is kept."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._now = 0
        self._before = _Kept() if file is None else kept_in(file, _DECODE) or _Kept()
        self._kept = _Kept()
        self._keys: dict[str, bytes] = {}
        self._ground = b""
        self._history: Callable[[], History | None] = lambda: None

    @property
    def windows(self) -> Iterable[WindowEntry]:
        """The windows of the files that need not be read."""
        return (entry for _, entries in self._kept.windows.values() for entry in entries)

    @property
    def incidents(self) -> Iterable[IncidentEntry]:
        """The incidents of those files."""
        return (entry for _, entries in self._kept.incidents.values() for entry in entries)

    @property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """Path of each of those files -> the ids of its events."""
        windows = {path: tuple(entry.id for entry in entries) for path, (_, entries) in self._kept.windows.items()}
        return windows | {path: tuple(entry.id for entry in entries) for path, (_, entries) in self._kept.incidents.items()}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept by an earlier build."""
        return not (self._before.windows or self._before.incidents)

    def begin(self, ground: str, history: Callable[[], History | None], now: int) -> None:
        """Be ready to be asked at an instant: `ground` is a digest of settings and policies, `history` the evidence for
        announcements.
        """
        self._ground, self._history, self._now = bytes.fromhex(ground), history, now

    def forget(self) -> None:
        """Have no event of an earlier build any more."""
        self._before, self._kept = _Kept(), _Kept()

    def has(self, path: str, key: bytes) -> bool:
        """Whether the events of a file, whose reading has that key, were settled by now."""
        self._keys[path] = key
        if (windows := self._before.windows.get(path)) is not None:
            if self._holds(path, *windows):
                self._kept.windows[path] = windows
                return True
        elif (incidents := self._before.incidents.get(path)) is not None and self._holds(path, *incidents):
            self._kept.incidents[path] = incidents
            return True
        return False

    def _holds(self, path: str, seal: bytes, entries: Sequence[Entry]) -> bool:
        """Whether nothing that they depend on is another; the instant may be earlier than that of the build they are from."""
        return seal == self._seal(path) and all(entry.since is not None and entry.since < self._now for entry in entries)

    def _seal(self, path: str) -> bytes:
        """Of all that the events of a file depend on: its text and the program, the ground, and the evidence, whose revisions
        are known by their commits.
        """
        history = self._history()
        told = b"" if history is None else _ENCODE([(one.at, one.commit) for one in history.get(path, ())])
        return self._keys[path] + self._ground + (told and blake2b(told, digest_size=16).digest())

    def news(self, entries: Iterable[Entry], told: Iterable[Finding]) -> Mapping[str, Sequence[Entry]]:
        """What is settled by now and not kept yet, by file; nothing of files of which something is `told`."""
        if self._file is None:
            return {}
        passed_over = {finding.place.file for finding in told}
        of: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if not entry.packed:  # else it is kept already
                of[entry.file].append(entry)
        return {path: made for path, made in of.items() if path not in passed_over and all(entry.settled for entry in made)}

    def keep(self, news: Mapping[str, Sequence[Entry]]) -> None:
        """Keep what is new, beside what is kept."""
        for path, made in news.items():
            self._put(path, [packed(entry) for entry in made])
        if self._file is not None:
            write_down(self._file, _ENCODE(self._kept))

    def _put(self, path: str, made: Sequence[Entry]) -> None:
        windows = [entry for entry in made if isinstance(entry, WindowEntry)]
        incidents = [entry for entry in made if isinstance(entry, IncidentEntry)]
        if windows:
            self._kept.windows[path] = self._seal(path), windows
        else:
            self._kept.incidents[path] = self._seal(path), incidents
