"""`statusgen plan --fix`: what answers a finding is written into the files, and nothing else of them changes."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from statusgen import fixes
from statusgen.cli.reading import Base, Opened, below, unread
from statusgen.finding import ProjectUnreadable, Severity, StatusgenError, printable
from statusgen.fixes import Refused
from statusgen.plan import Plan
from statusgen.render.findings import visible
from statusgen.render.plan import counted
from statusgen.sources import Texts

ROUNDS: Final = 10
"""What was hidden by one mistake is found when it is mended, and mended next."""

_Planned = tuple[Opened, Base, Plan]


def fixed(planned: _Planned, again: Callable[[], _Planned]) -> tuple[_Planned, str]:
    """Write what answers the findings of a plan, and plan `again`, until there is nothing left to write.

    The last plan, and what was done: each file as a diff, and why what could not be done was not.
    """
    before: Texts = {}
    after: Texts = {}
    refused: tuple[Refused, ...] = ()
    for _ in range(ROUNDS):
        here, _, plan = planned
        suggestions = here.suggestions(plan.findings)
        refused = suggestions.refused
        if not suggestions.fixes:
            break
        written = {file: fixes.edited(here.texts[file], same) for file, same in suggestions.by_file.items()}
        _write(here.folder, {file: (here.texts[file], body) for file, body in written.items()})
        before = {file: here.texts[file] for file in written} | before
        after |= written
        planned = again()
    diffs = [line for file in sorted(after) for line in fixes.diff(planned[0].below + file, before[file], after[file])]
    return planned, "".join(f"{line}\n" for line in (*map(visible, diffs), *_why_not(refused), *_left(planned[2], refused)))


def mended(home: Path, error: ProjectUnreadable, now: int) -> str:
    """Write the words that are meant where settings cannot be read: each file as a diff; empty where there is nothing to write."""
    texts, suggestions = unread(home, error, now)
    written = {file: fixes.edited(texts[file], same) for file, same in suggestions.by_file.items()}
    _write(home, {file: (texts[file], body) for file, body in written.items()})
    diffs = [line for file, body in written.items() for line in fixes.diff(below(home) + file, texts[file], body)]
    return "".join(f"{visible(line)}\n" for line in diffs)


def _write(folder: Path, changes: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Each file from what it was to what it shall be: none is touched before all can be, and none is ever half written."""
    made: list[tuple[Path, Path]] = []
    try:
        for file, (was, body) in changes.items():
            target = _target(folder, file, was)
            made.append((_beside(target, body), target))
        for new, target in made:
            new.replace(target)
    except OSError as error:
        shown = printable(str(error.filename or folder))
        raise StatusgenError(
            f"{shown} cannot be written: {error.strerror}", "Let the user who runs statusgen write there."
        ) from None
    finally:
        for new, _ in made:
            new.unlink(missing_ok=True)


def _target(folder: Path, file: str, was: bytes) -> Path:
    """Where the file really is, which is in the project, and still as it was read."""
    root, target = folder.resolve(), (folder / file).resolve()
    if not target.is_relative_to(root):
        raise StatusgenError(f"{printable(file)} leads out of the project: it is not changed", "Change it where it is.")
    if target.read_bytes() != was:
        raise StatusgenError(f"{printable(file)} was changed meanwhile: nothing is written over it", "Run it again.")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return target


def _beside(target: Path, body: bytes) -> Path:
    """The new file, with the leave of the one it shall replace, under a name that nothing reads."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    with os.fdopen(descriptor, "wb") as new:
        new.write(body)
        os.fchmod(new.fileno(), target.stat().st_mode)
    return Path(name)


def _why_not(refused: Iterable[Refused]) -> Iterator[str]:
    for one in refused:
        yield visible(f"{one.place}: not fixed [{one.rule}]: {one.why}")


def _left(plan: Plan, refused: Collection[Refused]) -> Iterator[str]:
    """What is left that nobody but its author can answer."""
    told = {(one.place, one.rule) for one in refused}
    errors = [finding for finding in plan.findings if finding.severity is Severity.ERROR]
    others = [finding for finding in errors if (finding.place, finding.rule) not in told]
    if others:
        yield f"{counted(len(others), 'error')} {'is' if len(others) == 1 else 'are'} left that no edit is certain to answer."
    elif not errors:
        yield "No error is left."
