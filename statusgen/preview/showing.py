"""What is shown just now, and the stage on which the next showing takes its place."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Showing:
    """A site as it was built last, and what the last build had to tell."""

    number: str
    """Another one for each, also of other servers: who holds a page of another number looks again."""
    site: Path
    files: frozenset[str] = frozenset()
    """The paths of the site, as its manifest lists them: nothing else is ever opened. Empty: there is no site yet."""
    base: str = "/"
    """The path at which the site will lie on its host, and lies here too; begins and ends with `/`."""
    built: bool = False
    """Whether the site is what the last build made; else it is older, for that build failed."""
    told: str = ""
    """What the build had to tell, as a terminal shows it."""
    at: str = ""
    """The instant that is shown, `2026-11-22T12:00:00Z`; empty: that of the build."""


class Stage:
    """Where showings follow one another. Many look at it at once, each in a thread of its own."""

    def __init__(self, first: Showing) -> None:
        self._changed = threading.Condition()
        self._current = first
        self._closed = False

    @property
    def current(self) -> Showing:
        """What is shown now."""
        return self._current

    def show(self, showing: Showing) -> None:
        """Let another one take its place, and tell who waits."""
        with self._changed:
            self._current = showing
            self._changed.notify_all()

    def close(self) -> None:
        """Send everybody home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, number: str, patience: int) -> Showing | None:
        """What is shown as soon as it is another than that of the number, or after so many seconds; None: it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._current.number != number, patience)
            return None if self._closed else self._current
