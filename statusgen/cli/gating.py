"""`statusgen gate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from statusgen.cli import output, wishing
from statusgen.cli.exits import Exit
from statusgen.cli.reading import ahead
from statusgen.finding import Severity, StatusgenError, printable
from statusgen.load.sheet import did_you_mean, nearest
from statusgen.model import Project, Window
from statusgen.render import gate as render
from statusgen.rules import Wish
from statusgen.slots.gate import Gate, gate, own, unread


class Wanted(Struct, frozen=True):
    """What is asked for."""

    components: Sequence[str]
    duration: str
    impact: str
    window: str | None
    """The declared window that the work belongs to."""
    shape: str


def ask(folder: Path | None, at: str | None, wanted: Wanted) -> Exit:
    """Read what is to come, look at the gate, tell. A file that cannot be read may be a window in the way."""
    here = ahead(folder, at, wanted.window)
    output.tell(here.findings)
    wish = wishing.wish(here.project, wanted.components, wanted.impact, wanted.duration)
    if here.broken:
        if wanted.shape == "terraform":
            return Exit.REJECTED  # a failure of the program, by its protocol
        found = unread(wish, here.now, [finding for finding in here.findings if finding.severity is Severity.ERROR])
    else:
        found = _gate(here.project, wish, here.now, wanted.window)
    match wanted.shape:
        case "json":
            output.answer(render.json(found, here.project))
        case "terraform":
            output.answer(render.terraform(found))
            return Exit.ACCEPTED
        case _:
            output.answer(render.text(found, here.project))
    return Exit.ACCEPTED if found.is_open else Exit.REJECTED


def _gate(project: Project, wish: Wish, now: int, window_id: str | None) -> Gate:
    return gate(project, wish, now) if window_id is None else own(_window(project, wish, window_id, now), wish, now)


def _window(project: Project, wish: Wish, window_id: str, now: int) -> Window:
    windows = {window.id: window for window in project.windows}
    if window_id not in windows:
        raise StatusgenError(f"there is no window {printable(window_id, quoted=True)}", _which(windows, wish, window_id, now))
    window = windows[window_id]
    others = [name for name in wish.components if name not in window.components]
    if others:
        works = ", ".join(f"`{name}`" for name in window.components)
        raise StatusgenError(
            f"`{window_id}` does not work on `{others[0]}`, but on {works}", "Ask for these, or declare another window."
        )
    return window


def _which(windows: Mapping[str, Window], wish: Wish, window_id: str, now: int) -> str:
    """The window that is meant: the nearest by its name, else those on the components that are not over."""
    if nearest(window_id, windows) is not None:
        return did_you_mean(window_id, windows)
    wanted = set(wish.components)
    there = [one.id for one in windows.values() if now < one.span.end and wanted <= set(one.components)]
    works = " and ".join(f"`{name}`" for name in wish.components)
    return did_you_mean(window_id, there) if there else f"None that is still to come works on {works}."
