"""Notices that something was saved which the site is made from: files, templates, and what git says of its branches.

The system's events only wake it up. Whether anything changed is seen by looking, so that neither a file of no interest nor an
editor's way of saving matters. Only folders that are read are watched, whatever else lies in the project.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from statusgen.finding import HistoryUnavailable, StatusgenError
from statusgen.sources import FOLDERS, SETTINGS, Repository

_GIT_FILES: Final = ("HEAD", "packed-refs")
_LOOK: Final = 500
"""Milliseconds, after which it looks whether it is still wanted."""


class WatchingExtraMissing(StatusgenError):
    """What tells that files were saved is not installed."""


class Watch:
    """A watch over one project, from the moment it is made."""

    def __init__(self, home: Path) -> None:
        try:
            import watchfiles
        except ImportError:
            raise WatchingExtraMissing(
                "the preview needs watchfiles, which is not installed", "pip install 'statusgen[serve]'"
            ) from None
        self._watch = watchfiles.watch
        self._home = home.resolve()
        self._git = _git_folders(self._home)
        self._seen = self._stamps()

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """Once for everything that was saved together, until it is to stop."""
        while not stop.is_set():
            folders = self._folders()
            first = True
            for events in self._watch(
                *folders, recursive=False, watch_filter=None, stop_event=stop, rust_timeout=_LOOK, yield_on_timeout=True
            ):
                if events or first:  # first: what was saved before the watch stood
                    yield from self._looked()
                    if self._folders() != folders:
                        break
                first = False

    def _looked(self) -> Iterator[None]:
        stamps = self._stamps()
        if stamps != self._seen:
            self._seen = stamps
            yield

    def _folders(self) -> list[str]:
        """Every folder that holds anything of interest, and so the project's own."""
        return sorted({str(self._home), *(str(folder) for folder, _ in self._walk())})

    def _stamps(self) -> dict[str, tuple[int, int, int]]:
        """What tells each file from its next version."""
        stamps = {}
        files = [self._home / SETTINGS, *(folder / name for folder in self._git for name in _GIT_FILES)]
        for file in (*files, *(folder / name for folder, names in self._walk() for name in names)):
            try:
                found = file.stat()
            except OSError:  # it was removed meanwhile, or was never there
                continue
            stamps[str(file)] = (found.st_mtime_ns, found.st_size, found.st_ino)
        return stamps

    def _walk(self) -> Iterator[tuple[Path, list[str]]]:
        """Folders and the names of the files in them, links followed, none twice."""
        seen = set()
        roots = [*(self._home / name for name in (*FOLDERS, "templates")), *(folder / "refs" for folder in self._git)]
        for root in roots:
            for folder, below, names in os.walk(root, followlinks=True):
                real = os.path.realpath(folder)
                below[:] = [name for name in below if not name.startswith(".")]
                if real in seen:
                    below.clear()
                    continue
                seen.add(real)
                yield Path(folder), [name for name in names if not name.startswith(".") and not name.endswith(("~", ".lock"))]
        yield from ((folder, []) for folder in self._git)


def _git_folders(home: Path) -> tuple[Path, ...]:
    """Where git keeps what its branches are; none where there is no git."""
    try:
        repository = Repository.around(home)
    except HistoryUnavailable:
        return ()
    return () if repository is None else repository.folders
