"""`statusgen gate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from statusgen.cli import output, wishing
from statusgen.cli.exits import Exit
from statusgen.cli.reading import ahead
from statusgen.finding import StatusgenError, printable
from statusgen.load.sheet import did_you_mean
from statusgen.model import Project, Window
from statusgen.render import gate as render
from statusgen.rules import Wish
from statusgen.slots.gate import Gate, gate, own


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
    if here.broken:
        return Exit.REJECTED
    wish = wishing.wish(here.project, wanted.components, wanted.impact, wanted.duration)
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
    return gate(project, wish, now) if window_id is None else own(_window(project, wish, window_id), wish, now)


def _window(project: Project, wish: Wish, window_id: str) -> Window:
    windows = {window.id: window for window in project.windows}
    if window_id not in windows:
        raise StatusgenError(f"there is no window {printable(window_id, quoted=True)}", did_you_mean(window_id, windows))
    window = windows[window_id]
    others = [name for name in wish.components if name not in window.components]
    if others:
        works = ", ".join(f"`{name}`" for name in window.components)
        raise StatusgenError(
            f"`{window_id}` does not work on `{others[0]}`, but on {works}", "Ask for these, or declare another window."
        )
    return window
