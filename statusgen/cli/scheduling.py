"""`statusgen schedule`."""

from __future__ import annotations

from pathlib import Path

from statusgen import schedule as room
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.files import write_new
from statusgen.cli.reading import Opened, ahead
from statusgen.finding import StatusgenError, printable
from statusgen.load import declares
from statusgen.load.requests import Around, read_requests
from statusgen.load.sheet import Context
from statusgen.model import stem
from statusgen.render import schedule as render
from statusgen.render import window as window_file
from statusgen.requests import Requests
from statusgen.sources import LIMIT, WINDOWS


def schedule(folder: Path | None, at: str | None, file: Path, *, write: bool, as_json: bool) -> Exit:
    """Read the project and the requests, find the times, write the windows if that is asked for, tell."""
    here = ahead(folder, at)
    output.tell(here.findings)
    wanted = None if here.broken else _wanted(here, file)
    if wanted is None:
        return Exit.REJECTED
    answer = room.schedule(here.project, wanted, here.now)
    written = _written(here, answer) if write else None
    output.answer((render.json if as_json else render.text)(answer, written))
    return Exit.REJECTED if answer.unplaced else Exit.ACCEPTED


def _wanted(here: Opened, file: Path) -> Requests | None:
    """What the file asks for; None: findings say what is wrong with it."""
    page = here.project.page
    context = Context(page.time_zone, tuple(component.id for component in here.project.components), None)
    windows = {window.id for window in here.project.windows}
    files = {stem(path): path for path in here.texts if path.startswith(f"{WINDOWS}/")}
    taken = {name: path for name, path in files.items() if name not in windows}
    around = Around(context, windows, taken, lambda name: _read(file.parent / name), here.now)
    try:
        body = _read(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        raise StatusgenError(f"{printable(str(file))} cannot be read: {reason}", "Name the file of requests.") from None
    wanted, findings = read_requests(file.as_posix(), body, around)
    output.tell(findings)
    return wanted


def _read(file: Path) -> bytes:
    """What a file holds; of one that is too large a byte more than may be, so that reading tells it."""
    with file.open("rb") as opened:
        return opened.read(LIMIT + 1)


def _written(here: Opened, answer: room.Schedule) -> list[str]:
    """The windows' files, all of them or none."""
    announced = here.now if declares(here.texts, here.shelf) else None
    texts = {slot.window.origin.file: window_file.text(slot.window, announced).encode() for slot in answer.slots}
    write_new(here.folder, texts)
    return sorted(texts)
