"""`statusgen build`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from statusgen import publish
from statusgen.cli import output
from statusgen.cli.exits import Exit
from statusgen.cli.reading import Opened, opened
from statusgen.crew import beside
from statusgen.finding import Finding, Severity, ThemeBroken, told_in_order
from statusgen.load.shelf import Shelf
from statusgen.look.faults import faults
from statusgen.publish.compression import Packing, packings
from statusgen.sources import find_project

if TYPE_CHECKING:
    from statusgen.board import Board
    from statusgen.site import Pieces, Theme

WORTH_A_PROCESS: Final = 250
"""So many windows take so long to be judged."""

_MADE: Final[list[object]] = []
"""What the last build made. It is held until the process ends, which then need not take ten thousand objects apart one by one."""


def build(folder: Path | None, at: str | None, branch: str | None, out: Path | None, *, compress: bool) -> Exit:
    """Read, judge, lay out, write. Nothing is written where a file could not be read, or the theme does not do."""
    target = find_project(folder or Path.cwd()) / "site" if out is None else out
    with publish.replacing(target, _packings() if compress else ()) as replace_site:
        here = opened(folder, at, branch, all_events=False, meanwhile=_get_ready)
        output.tell(here.findings)
        if here.broken:
            return Exit.REJECTED
        from statusgen import rules, site
        from statusgen.board import board

        with _site_prepared(here):
            verdicts = rules.verdicts(here.project, here.now)
            told = tuple(_softened(rules.check(here.project, (), verdicts, here.now)))
            output.tell(told)
            shown = board(here.project, verdicts, here.now, here.settled)
        try:
            with _settled_kept(here, shown, told):
                files = site.recipes(shown, _theme(here), _pieces(here))
                _MADE[:] = here, shown, files
                _report(replace_site(files), target)
        except ThemeBroken as broken:
            output.tell(told_in_order((broken.finding, *faults(here.folder, here.project.page.look))))
            return Exit.REJECTED
    return Exit.ACCEPTED


@contextmanager
def _site_prepared(here: Opened) -> Iterator[None]:
    """Where many events are judged, another process makes what needs none of them meanwhile."""

    def prepare() -> None:
        from statusgen.site import prepare

        with suppress(ThemeBroken):  # told when it is rendered
            prepare(here.project, _theme(here), _pieces(here))

    with beside(prepare) if len(here.project.windows) >= WORTH_A_PROCESS else nullcontext():
        yield


@contextmanager
def _settled_kept(here: Opened, shown: Board, told: tuple[Finding, ...]) -> Iterator[None]:
    """Another process keeps what is settled, while this one goes on."""
    settled = here.settled
    news = {} if settled is None else settled.news((*shown.windows, *shown.incidents), (*here.findings, *told))
    with beside(partial(settled.keep, news)) if settled is not None and news else nullcontext():
        yield


def _theme(here: Opened) -> Theme:
    from statusgen.site import Theme

    return Theme.of(here.folder, compiled=here.compiled)


def _pieces(here: Opened) -> Pieces:
    from statusgen.site import Pieces

    return Pieces(None if here.pieces is None else Shelf(here.pieces))


def _packings() -> tuple[Packing, ...]:
    """The ways to compress that there are here; what is missing is told, and stops nothing."""
    found = packings()
    if not any(packing.suffix == ".br" for packing in found):
        output.aside("statusgen: brotli is not installed, so that only .gz is written\n  pip install 'statusgen[compress]'\n")
    return found


def _get_ready() -> None:
    """To import what makes pages takes as long as to read a hundred files."""
    import statusgen.rules
    import statusgen.site  # noqa: F401  # imported for later, as this is


def _softened(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The page tells the truth: a broken promise is published too, without being approved. Notes are for `plan`."""
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            yield replace(finding, severity=Severity.WARNING)


def _report(done: publish.Published, target: Path) -> None:
    output.answer(f"{target}: {done.written} written, {done.removed} removed, {done.kept} unchanged\n")
