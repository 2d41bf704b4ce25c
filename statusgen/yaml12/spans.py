"""Where a scalar begins and ends in the text of a file, and how it is written: what an edit must know to change nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml.events import AliasEvent, ScalarEvent

from statusgen.yaml12.document import Mark
from statusgen.yaml12.parser import events


class Written(NamedTuple):
    """A scalar as it is written."""

    start: int
    """In characters from the beginning, a byte order mark left out; likewise `end`, which is behind it."""
    end: int
    begin: Mark
    until: Mark
    style: str
    """`'` or `"` where it is quoted, `|` or `>` where it is a block, else nothing."""
    shared: bool
    """Whether it has an anchor, or is a repetition of what has one: what changes here may change elsewhere."""


def written(body: bytes, at: Mark) -> Written | None:
    """The scalar that begins at a line and column; None where none does."""
    return next((found for found in _all(body) if found.begin == at), None)


def _all(body: bytes) -> Iterator[Written]:
    try:
        for event in events(body):
            if isinstance(event, (ScalarEvent, AliasEvent)):
                yield _written(event)
    except yaml.YAMLError:
        return  # what comes after is no YAML


def _written(event: Any) -> Written:
    start, end = event.start_mark, event.end_mark
    return Written(
        start.index,
        end.index,
        (start.line + 1, start.column + 1),
        (end.line + 1, end.column + 1),
        getattr(event, "style", None) or "",
        event.anchor is not None,
    )
