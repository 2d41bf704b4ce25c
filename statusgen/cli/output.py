"""What is said: answers to stdout, the rest to stderr, always UTF-8 with plain line ends, and quiet when nobody listens."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

from statusgen.finding import Finding, StatusgenError
from statusgen.render import findings as rendering


def speak_utf8() -> None:
    """The same bytes on any machine, whatever its locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def answer(text: str) -> None:
    """What was asked for."""
    _write(sys.stdout, text)


def answer_bytes(body: bytes) -> None:
    """What was asked for, where it is no text."""
    if sys.stdout is not None:
        _send(sys.stdout, lambda: _send_bytes(sys.stdout, body))


def _send_bytes(stream: TextIO, body: bytes) -> None:
    stream.flush()
    stream.buffer.write(body)
    stream.buffer.flush()


def aside(text: str) -> None:
    """What is worth telling beside the answer."""
    _write(sys.stderr, text)


def tell(findings: Iterable[Finding]) -> None:
    """Findings beside the answer."""
    aside(rendering.text(findings, color=colored(sys.stderr)))


def complain(error: StatusgenError) -> None:
    """Why the run cannot go on, and the way out."""
    way_out = f"\n  {error.way_out}" if error.way_out else ""
    aside(f"statusgen: {rendering.visible(error.message)}{way_out}\n")


def colored(stream: TextIO | None) -> bool:
    """Colour only on a terminal that wants it (no-color.org)."""
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # else closed by the caller, who wants the exit code only
        _send(stream, lambda: _send_text(stream, text))


def _send_text(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def _send(stream: TextIO, send: Callable[[], None]) -> None:
    try:
        send()
    except BrokenPipeError:
        # The reader has seen enough; nothing may be said at exit either. The verdict stands.
        _mute(stream)
    except OSError as error:
        _mute(stream)
        way_out = "Make room where it goes, or send it elsewhere."
        raise StatusgenError(f"the answer cannot be written: {error.strerror}", way_out) from None


def _mute(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
