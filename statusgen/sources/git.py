"""The git command line, made safe and deterministic: the same answers whatever the user's settings and locale."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final

from statusgen.finding import HistoryUnavailable, escaped
from statusgen.sources.folder import LIMIT

_SETTINGS: Final = (
    "core.fsmonitor=false",
    "diff.autoRefreshIndex=false",
    "diff.ignoreSubmodules=all",
    "diff.renameLimit=1000",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
)
"""What a user's configuration could otherwise change in an answer; everything else is said by options."""

_AHEAD: Final = 1 << 20
"""So many bytes git may tell before somebody listens."""

_KEPT: Final = ("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")


class CutShort(Exception):
    """What git had begun to tell is not all that it was asked for."""


class Git:
    """Git, asked about one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._command = ("git", *(word for setting in _SETTINGS for word in ("-c", setting)))

    def run(self, *arguments: str) -> bytes:
        """What a command answers; where it fails, `HistoryUnavailable` with git's own words."""
        done = self._done(arguments)
        if done.returncode:
            raise _refusal(done.stderr)
        return done.stdout

    def ask(self, *arguments: str) -> bytes | None:
        """What a command answers; None where it fails."""
        done = self._done(arguments)
        return None if done.returncode else done.stdout

    def _done(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [*self._command, *arguments], cwd=self.folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True
            )
        except OSError:
            raise _git_missing() from None

    @contextmanager
    def begun(self, *arguments: str) -> Iterator[Iterator[bytes]]:
        """What a command answers, part by part as it comes; its caller may go on with other things before it listens.

        `OSError` where it cannot be begun; at its end, `CutShort` where it failed.
        """
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "pipesize": _AHEAD}
        process = subprocess.Popen([*self._command, *arguments], cwd=self.folder, env=_environment(), **streams)  # type: ignore[call-overload]  # no overload takes a dict

        def answer() -> Iterator[bytes]:
            yield from iter(partial(process.stdout.read1, _AHEAD), b"")
            if process.wait():
                raise CutShort

        with process:
            try:
                yield answer()
            finally:
                process.kill()

    def fed(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command that is to be fed on its input; what it says is not listened to."""
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([*self._command, *arguments], cwd=self.folder, env=_environment(), **streams)  # type: ignore[call-overload, no-any-return]  # no overload takes a dict

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of objects, all by one process; a content larger than `LIMIT` is cut one byte after it."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        with tempfile.TemporaryFile() as list_of_ids:
            list_of_ids.write("".join(f"{blob}\n" for blob in wanted).encode())
            list_of_ids.seek(0)
            return dict(zip(wanted, self._contents(list_of_ids, len(wanted)), strict=True))

    def _contents(self, list_of_ids: IO[bytes], count: int) -> Iterator[bytes]:
        command = [*self._command, "cat-file", "--batch", "--buffer"]
        streams = {"stdin": list_of_ids, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, cwd=self.folder, env=_environment(), **streams) as process:  # type: ignore[call-overload]  # no overload takes a dict
            for _ in range(count):
                yield _content(process.stdout)


def _content(stream: IO[bytes]) -> bytes:
    header = stream.readline().split()
    if len(header) != 3:
        raise HistoryUnavailable("git cannot show an object of the history", "`git fsck` tells what is missing; fetch it anew.")
    size = int(header[2])
    body = stream.read(min(size, LIMIT + 1))
    rest = size - len(body) + 1  # git ends every content with a newline of its own
    while rest > 0 and (block := stream.read(min(rest, LIMIT))):
        rest -= len(block)
    return body


def _environment() -> dict[str, str]:
    """The user's environment without what would turn git to another repository (as inside a hook) or another answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
    return kept | {
        "LC_ALL": "C",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith("GIT_CONFIG_")


def _git_missing() -> HistoryUnavailable:
    return HistoryUnavailable(
        "the project lies in a git repository, and git cannot be run",
        "Install git, or let `announced:` be the evidence: `announcements: declared` in statusgen.yaml.",
    )


def _refusal(stderr: bytes) -> HistoryUnavailable:
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    words = next((line for line in lines if line.startswith("fatal: ")), *lines[:1] or ["it does not say why"])
    # Git refuses the repository of another user, and its last line says how to trust it.
    trust = next((line for line in lines if "safe.directory" in line), "")
    way_out = f"If you trust that folder: `{escaped(trust)}`." if trust else ""
    return HistoryUnavailable(f"git cannot tell the history: {escaped(words.removeprefix('fatal: '))}", way_out)
