"""What no option says is asked for on a terminal, until the answer will do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import typer

from statusgen.finding import StatusgenError

Read = TypeVar("Read")


def on_terminal() -> bool:
    """Whether there is somebody to ask, who sees the question."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def told(option: str, question: str, said: str | None, read: Callable[[str], Read], default: str | None = None) -> Read:
    """What an option says, read; where it says nothing, what is answered on a terminal, asked again until it can be read."""
    if said is not None:
        return read(said)
    if not on_terminal():
        raise StatusgenError(f"`{option}` is missing", "Give it, or run this on a terminal, where it is asked for.")

    def answered(text: str) -> Read:
        try:
            return read(text.strip())
        except StatusgenError as error:
            raise typer.BadParameter(f"{error.message.removesuffix('.')}. {error.way_out}") from None

    answer: Read = _asked(lambda: typer.prompt(question, default=default, value_proc=answered))
    return answer


def agreed(question: str, *, default: bool) -> bool:
    """Yes or no, on a terminal."""
    return _asked(lambda: typer.confirm(question, default=default))


def _asked(ask: Callable[[], Read]) -> Read:
    try:
        return ask()
    except typer.Abort:
        raise StatusgenError("the answers ended, and nothing was written") from None
