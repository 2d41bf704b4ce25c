"""`statusgen new`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from statusgen import civil, slots
from statusgen import plan as planning
from statusgen.cli import asking, output, wishing
from statusgen.cli.exits import Exit
from statusgen.cli.planning import CODES
from statusgen.cli.reading import Opened, ahead, opened
from statusgen.cli.suggesting import within
from statusgen.finding import StatusgenError, printable
from statusgen.load import declares
from statusgen.model import Window, stem
from statusgen.policy import Impact
from statusgen.render import plan as plan_text
from statusgen.render import slots as slots_text
from statusgen.render import window as files
from statusgen.rules import Wish
from statusgen.sources import WINDOWS


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None: it is asked for on a terminal, or looked for."""

    title: str | None
    components: Sequence[str]
    impact: str | None
    duration: str | None
    start: str | None
    after: str | None


def new(folder: Path | None, at: str | None, branch: str | None, wanted: Wanted) -> Exit:
    """Ask, look for time, write the file, tell what `plan` says of it. Nothing that is there is replaced."""
    here = ahead(folder, at)
    output.tell(here.findings)
    if here.broken:
        return Exit.REJECTED
    title = _title(wanted)
    wish = _wish(here, wanted)
    start = _start(here, wish, wanted)
    if start is None:
        return Exit.REJECTED
    zone = here.project.page.time_zone
    window_id = files.id_of(title, start, zone)
    window = msgspec.structs.replace(slots.candidate(here.project, wish, start, here.now, window_id), title=title)
    path = _write(here, window)
    output.answer(f"{path} written\n\n")
    return _judged(here.folder, at or civil.rfc3339(here.now), branch, path)


def _title(wanted: Wanted) -> str:
    title = asking.told("--title", "Title, for customers", wanted.title, _title_of)
    if title.endswith("…") and title != wanted.title:
        output.aside(f"The title is longer than {files.LONGEST_TITLE} characters and was cut.\n")
    return title


def _title_of(said: str) -> str:
    title = files.title_of(said)
    if not title:
        raise StatusgenError("--title: there is no text in it", "Write one line that customers understand.")
    return title


def _wish(here: Opened, wanted: Wanted) -> Wish:
    known = [component.id for component in here.project.components]
    named = ",".join(wanted.components) or None
    components = asking.told(
        "--component", f"Components ({', '.join(known)})", named, lambda said: wishing.components_of(here.project, said.split(","))
    )
    impact = asking.told("--impact", f"Impact ({', '.join(Impact)})", wanted.impact, _impact)
    seconds = asking.told("--duration", "Duration", wanted.duration, lambda said: wishing.seconds("--duration", said))
    return Wish(components, impact, seconds)


def _impact(said: str) -> Impact:
    if said not in list(Impact):
        raise StatusgenError(f"--impact: {printable(said, quoted=True)} is none", f"Known: {', '.join(Impact)}.")
    return Impact(said)


def _start(here: Opened, wish: Wish, wanted: Wanted) -> int | None:
    """When it starts: as it was said, else the first slot, on a terminal after asking; None: there is none, which is told."""
    zone = here.project.page.time_zone
    if wanted.start is not None:
        return wishing.instant("--start", wanted.start, zone)
    made = slots.suggest(here.project, wish, within(here, wish, wanted.after, None), here.now, 3)
    if not made.slots or asking.on_terminal():
        output.aside(f"{slots_text.text(made, here.project)}\n")
    if not made.slots:
        return None
    first = made.slots[0].span.start
    if not asking.on_terminal():
        return first
    shown = civil.show(first, zone).partition(" ")[2]
    return asking.told("--start", "Start", None, lambda said: wishing.instant("--start", said, zone), shown)


def _write(here: Opened, window: Window) -> str:
    """The path of the file that is written; `StatusgenError` where its place or its name is taken."""
    taken = {stem(path): path for path in here.texts if path.startswith(f"{WINDOWS}/")}
    path = files.path_of(window.id, here.texts)
    at = here.now if declares(here.texts, here.shelf) else None
    if window.id in taken:
        raise StatusgenError(f"{taken[window.id]} is there already", "Give another `--title`, or change that file.")
    try:
        target = here.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(files.text(window, at))
    except OSError as error:
        raise StatusgenError(f"{path} cannot be written: {error.strerror}", "Make its folder one that can be written to.") from None
    return path


def _judged(folder: Path, at: str, branch: str | None, path: str) -> Exit:
    """What `plan` says of the file."""
    here = opened(folder, at, branch)
    base = here.before(None)
    whole = planning.plan(here.project, base.project, base.renames, here.findings, here.now)
    document = replace(
        whole,
        changes=tuple(one for one in whole.changes if one.change.window.origin.file == path),
        findings=tuple(one for one in whole.findings if one.place.file == path),
    )
    output.answer(plan_text.text(document, color=output.colored(sys.stdout)))
    return CODES[document.verdict]
