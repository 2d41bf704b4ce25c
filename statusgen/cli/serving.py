"""`statusgen serve`."""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

from statusgen import publish
from statusgen.civil import rfc3339
from statusgen.cli import clock, output
from statusgen.cli.exits import Exit
from statusgen.finding import ProjectUnreadable, StatusgenError
from statusgen.load import page_of
from statusgen.load.shelf import Shelf
from statusgen.model import Page
from statusgen.preview import Server, Showing, Stage, Watch
from statusgen.sources import SETTINGS, find_project, read_folder

_STEP: Final = re.compile(r"[+-][0-9]{1,9}")
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Saved:
    """Something was saved."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Another instant is wanted; None: now."""

    at: int | None


@dataclass(frozen=True, slots=True)
class Stop:
    """It is over; with an error: because the files can be watched no more."""

    error: Exception | None = None


Wish = Saved | Walk | Stop


class Preview:
    """A project whose site is built into a folder of its own, again and again, always by `build`.

    Each build is a process: what is shown is what `build` writes, and nothing that is wrong in a project can hurt the server.
    """

    def __init__(self, home: Path, branch: str | None, site: Path, at: int | None) -> None:
        self.home = home
        self.page: Page | None = None
        """As the last build that succeeded had it."""
        self.at = at
        self.stage = Stage(Showing("", site))
        self._branch = branch
        self._count = 0

    def build(self) -> None:
        """Build, tell and show; where it fails, what was built before stays."""
        done = self._done()
        output.aside(done.stderr)
        built = done.returncode == 0
        before = self.stage.current
        if built:
            self._read_page()
            output.answer(f"built: {done.stdout.rpartition(': ')[2]}")
        self._count += 1
        showing = replace(
            before, number=f"{os.getpid()}-{self._count}", built=built, told=done.stderr, at=self._at, base=self._base(before)
        )
        self.stage.show(replace(showing, files=publish.published(before.site)) if built else showing)

    def instant(self, text: str) -> int | None:
        """The instant that somebody wants to see: one in words, some seconds from the one that is shown, or now."""
        if text in ("", "now"):
            return None
        if _STEP.fullmatch(text):
            shown = clock.instant(None, lambda: "UTC") if self.at is None else self.at
            return min(max(shown + int(text), 0), 4_102_444_800)  # 2100: as far as clocks are known
        return clock.instant(text, lambda: "UTC" if self.page is None else self.page.time_zone)

    @property
    def _at(self) -> str:
        return "" if self.at is None else rfc3339(self.at)

    def _done(self) -> subprocess.CompletedProcess[str]:
        if not (self.home / SETTINGS).is_file():  # `build` would look for one in the folders above
            return subprocess.CompletedProcess([], Exit.USAGE, "", f"statusgen: there is no {SETTINGS} any more\n")
        options = ["--project", str(self.home), "--out", str(self.stage.current.site)]
        options += ["--at", self._at] if self._at else []
        options += ["--branch", self._branch] if self._branch else []
        return subprocess.run(
            [sys.executable, "-P", "-m", "statusgen", "build", *options],  # -P: no file of the project's is taken for a module
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            start_new_session=True,  # what ends this process lets a build come to its end
        )

    def _read_page(self) -> None:
        try:
            self.page = page_of(read_folder(self.home), Shelf())
        except (ProjectUnreadable, OSError):
            return  # it was saved again meanwhile: the next build follows

    def _base(self, before: Showing) -> str:
        return before.base if self.page is None else re.sub("//+", "/", unquote(urlsplit(self.page.url).path))


def serve(folder: Path | None, at: str | None, branch: str | None, port: int) -> Exit:
    """Watch, build, show, until it is told to stop. Nothing is written into the project."""
    gc.enable()  # it lives long
    home = find_project(folder or Path.cwd())
    watch = Watch(home)
    wishes: SimpleQueue[Wish] = SimpleQueue()
    with TemporaryDirectory(prefix="statusgen-", ignore_cleanup_errors=True) as place:
        preview = Preview(home, branch, Path(place) / "site", _start(home, at))
        server = Server(port, preview.stage, lambda text: _asked(text, preview, wishes))
        with _stopped_by_signals(wishes), _watched(watch, wishes):
            preview.build()
            with server:
                output.answer(f"Preview at {server.address}{preview.stage.current.base} (Ctrl-C ends it)\n")
                _fulfil(wishes, preview)
    return Exit.ACCEPTED


def _start(home: Path, at: str | None) -> int | None:
    return None if at is None else clock.instant(at, lambda: page_of(read_folder(home), Shelf()).time_zone)


def _asked(text: str, preview: Preview, wishes: SimpleQueue[Wish]) -> str:
    """Take a wish for another instant; what is wrong with it, or nothing."""
    try:
        wishes.put(Walk(preview.instant(text)))
    except StatusgenError as error:
        return f"{error.message.removeprefix('--at: ')} {error.way_out}"
    return ""


def _fulfil(wishes: SimpleQueue[Wish], preview: Preview) -> None:
    """One build for all that was wished for since the last one."""
    while True:
        together = [_next(wishes)]
        while not wishes.empty():
            together.append(wishes.get())
        for wish in together:
            match wish:
                case Stop(error):
                    if error is not None:
                        raise StatusgenError(f"the files can be watched no more: {error}", "Start it again.")
                    return
                case Walk(at):
                    preview.at = at
        preview.build()


def _next(wishes: SimpleQueue[Wish]) -> Wish:
    """The next wish. A signal that arrives just before the wait does not end it, so that it waits a little at a time."""
    while True:
        with suppress(Empty):
            return wishes.get(timeout=0.25)


@contextmanager
def _stopped_by_signals(wishes: SimpleQueue[Wish]) -> Iterator[None]:
    """The first one ends it when the running build is done; a second one has its usual effect."""

    def stop(*_: object) -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        wishes.put(Stop())

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _watched(watch: Watch, wishes: SimpleQueue[Wish]) -> Iterator[None]:
    """A wish for every save, from a thread beside."""
    over = threading.Event()

    def look() -> None:
        try:
            for _ in watch.changes(over):
                wishes.put(Saved())
        except Exception as error:  # whatever it is, somebody waits for saves that would never be noticed
            wishes.put(Stop(error))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
