"""What git's history tells of a project's windows, also of those whose files are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from statusgen.chronicle import Chronicle, Said
from statusgen.load.evidence import attach
from statusgen.load.sheet import Context
from statusgen.load.windows import read_window
from statusgen.model import Window
from statusgen.sources import Archive, Filed


def chronicles(windows: Sequence[Window], then: Archive, context: Context, now: int) -> tuple[Chronicle, ...]:
    """The windows that were there at an instant and those that were gone, each with what every revision of its file said of its
    end. `then`: what the main branch had until that instant.
    """
    context = replace(context, components=None)  # components of older revisions may be gone
    ended = {window.origin.file for window in windows if _is_over(window)}
    said = {filed.path: _said(filed, context) for filed in then.files if filed.gone is None and filed.path in ended}
    kept = (Chronicle(one, said.get(one.origin.file, {}).get(one.id, ()), must_close=False) for one in windows)
    gone = (filed for filed in then.files if filed.gone is not None)
    return (*kept, *(one for filed in gone for one in _gone(filed, context, now)))


def _gone(filed: Filed, context: Context, now: int) -> Iterator[Chronicle]:
    """The windows that a file declared at the last, before it was taken away."""
    windows = read_window(filed.path, filed.revisions[-1].body, context)[0]
    told, _ = attach(windows, {filed.path: filed.revisions}, lambda path, body: read_window(path, body, context)[0], now)
    said = _said(filed, context)
    for window in told:
        # Another file may have the name now.
        named = msgspec.structs.replace(window, id=f"{window.id}@{filed.revisions[-1].commit[:12]}")
        yield Chronicle(named, said.get(window.id, ()), must_close=False, gone=filed.gone)


def _said(filed: Filed, context: Context) -> dict[str, tuple[Said, ...]]:
    """By window: whether each revision said that the work is over."""
    found: dict[str, list[Said]] = {}
    for revision in filed.revisions:
        for window in read_window(filed.path, revision.body, context)[0]:
            found.setdefault(window.id, []).append(Said(revision.at, window.span.end, _is_over(window)))
    return {window_id: tuple(said) for window_id, said in found.items()}


def _is_over(window: Window) -> bool:
    return window.actual is not None and window.actual.end is not None
