"""`statusgen plan`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from statusgen import civil
from statusgen import plan as room
from statusgen.cli import clock, output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import Base, Opened, below, opened, unread
from statusgen.finding import Finding, HistoryUnavailable, ProjectUnreadable, Severity, StatusgenError, ThemeBroken
from statusgen.look.faults import faults, own_templates
from statusgen.model import Project
from statusgen.plan import Decision, Plan
from statusgen.render import plan as render
from statusgen.sources import EVENTS, Texts, find_project

if TYPE_CHECKING:
    from statusgen.fixes import Suggestions
    from statusgen.render.review import Suggested
    from statusgen.subscribers import Seen

CODES = {Decision.ACCEPTED: Exit.ACCEPTED, Decision.REJECTED: Exit.REJECTED, Decision.NOTHING: Exit.NOTHING}


def plan(
    folder: Path | None,
    at: str | None,
    branch: str | None,
    base: str | None,
    shape: str,
    *,
    fix: bool,
    everything: bool,
    detailed: bool,
) -> Exit:
    """Read, compare, judge, mend where that is asked for, tell."""
    try:
        here, before, document = _planned(folder, at, branch, base)
    except (ProjectUnreadable, HistoryUnavailable) as error:
        if fix and (done := _mended(error, folder, at)):
            (output.answer if shape == "text" else output.aside)(done)
            return plan(folder, at, branch, base, shape, fix=fix, everything=everything, detailed=detailed)
        _tell_readers(shape, error, folder, at)
        raise
    if fix:
        from statusgen.cli import fixing

        now = civil.rfc3339(here.now)
        (here, before, document), done = fixing.fixed((here, before, document), lambda: _planned(folder, now, branch, base))
        (output.answer if shape == "text" else output.aside)(f"{done}\n")
    output.answer(_written(shape, document, here, before, everything=everything))
    return _code(document, detailed=detailed)


def _mended(error: StatusgenError, folder: Path | None, at: str | None) -> str:
    """What was done to settings that cannot be read; where it is something, what it hid can be told now."""
    if not isinstance(error, ProjectUnreadable):
        return ""
    from statusgen.cli import fixing

    return fixing.mended(find_project(folder or Path.cwd()), error, clock.instant(at, lambda: civil.UTC))


def _planned(folder: Path | None, at: str | None, branch: str | None, base: str | None) -> tuple[Opened, Base, Plan]:
    here = opened(folder, at, branch)
    before = here.before(base)
    reading = (*here.findings, *_faults(here))
    return here, before, room.plan(here.project, before.project, before.renames, reading, here.now)


def _faults(here: Opened) -> tuple[Finding, ...]:
    """What would keep the site from being built, beside what is read: pictures, and templates of the project's own."""
    found = tuple(faults(here.folder, here.project.page.look))
    if found or here.broken or not own_templates(here.folder):
        return found
    from statusgen import rules
    from statusgen.board import board
    from statusgen.site import Theme, sampled

    shown = board(here.project, rules.verdicts(here.project, here.now), here.now)
    try:
        sampled(shown, Theme.of(here.folder))
    except ThemeBroken as broken:
        return (broken.finding,)
    return ()


def _tell_readers(shape: str, error: StatusgenError, folder: Path | None, at: str | None) -> None:
    """Where there is no verdict, what was told before would still show one; people at a terminal are told beside."""
    if shape == "text":
        return
    now, home = clock.instant(at, lambda: civil.UTC), find_project(folder or Path.cwd())
    document, lies = room.unjudged(error, now), below(home)
    if shape == "json":
        output.answer(render.json(document))
        return

    def suggested() -> tuple[Texts, Suggestions]:
        if isinstance(error, ProjectUnreadable):
            return unread(home, error, now)
        from statusgen.fixes import Suggestions

        return {}, Suggestions((), ())

    output.answer(_reviewed(shape, document, suggested, lies, everything=True))


def _written(shape: str, document: Plan, here: Opened, before: Base, *, everything: bool) -> str:
    match shape:
        case "text":
            return render.text(document, color=output.colored(sys.stdout), everything=everything)
        case "json":
            return render.json(document)

    def suggested() -> tuple[Texts, Suggestions]:
        return here.texts, here.suggestions(document.findings)

    return _reviewed(shape, document, suggested, here.below, everything=everything, seen=lambda: _seen(here, before))


def _reviewed(
    shape: str,
    document: Plan,
    suggested: Callable[[], tuple[Texts, Suggestions]],
    below: str,
    *,
    everything: bool,
    seen: Callable[[], Seen | None] = lambda: None,
) -> str:
    """For reviewers and their programs. What is suggested, and what subscribers will see, is found out only for who shows it."""
    from statusgen.render import review

    match shape:
        case "github":
            return review.github(document, below=below, everything=everything)
        case "junit":
            return review.junit(document, below=below, everything=everything)
    texts, suggestions = suggested()
    if shape == "sarif":
        return review.sarif(document, suggestions.fixes, below=below, everything=everything)
    return review.markdown(document, tuple(_suggested(suggestions, texts, below)), seen(), below=below, everything=everything)


def _suggested(suggestions: Suggestions, texts: Texts, below: str) -> Iterator[Suggested]:
    from statusgen import fixes
    from statusgen.render.review import Suggested

    for file, same in suggestions.by_file.items():
        after = fixes.edited(texts[file], same)
        yield Suggested(tuple(fix.what for fix in same), fixes.diff(below + file, texts[file], after, context=1))


def _seen(here: Opened, before: Base) -> Seen:
    """What subscribers will see; of a file with mistakes nobody knows what it will say."""
    from statusgen.subscribers import seen

    broken = {finding.place.file for finding in here.findings if finding.severity is Severity.ERROR}
    paths = here.texts.keys() | before.texts.keys()
    files = {path for path in paths - broken if path.startswith(EVENTS) and here.texts.get(path) != before.texts.get(path)}
    anew = before.project is None or _shown_with(before.project) != _shown_with(here.project)
    told = None if before.project is None else lambda files: here.as_told(before, files)
    return seen(told, here.project, files, anew=anew, now=here.now)


def _shown_with(project: Project) -> object:
    """What every event is shown with."""
    page = project.page
    names = [(component.id, component.name) for component in project.components]
    return page.name, page.url, page.time_zone, page.languages, page.reminders, names


def _code(document: Plan, *, detailed: bool) -> Exit:
    changes = detailed and document.verdict is Decision.ACCEPTED and document.changes
    return Exit.CHANGES if changes else CODES[document.verdict]
