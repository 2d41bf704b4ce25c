"""What `suggest`, `gate`, `new` and others are asked for: read from options, each mistake told with the way out."""

from __future__ import annotations

from collections.abc import Sequence

from statusgen import civil
from statusgen.finding import StatusgenError, printable
from statusgen.load.sheet import did_you_mean
from statusgen.model import Project
from statusgen.policy import Impact
from statusgen.rules import Wish


def wish(project: Project, components: Sequence[str], impact: str, duration: str) -> Wish:
    """A window that is looked for."""
    return Wish(components_of(project, components), Impact(impact), seconds("--duration", duration))


def components_of(project: Project, names: Sequence[str]) -> tuple[str, ...]:
    """Ids of components, each once."""
    known = [component.id for component in project.components]
    named = tuple(dict.fromkeys(name.strip() for name in names))
    for name in named:
        if name not in known:
            raise StatusgenError(f"there is no component {printable(name, quoted=True)}", did_you_mean(name, known))
    return named


def seconds(option: str, text: str) -> int:
    """The seconds of a duration."""
    try:
        return civil.duration(text)
    except civil.CivilError as error:
        raise _refused(option, error) from None


def instant(option: str, text: str, zone: str) -> int:
    """An instant on the page's clock; of a day its beginning."""
    try:
        return civil.day_start(civil.day(text), zone) if len(text) == len("2026-12-05") else civil.instant(text, zone)
    except civil.CivilError as error:
        raise _refused(option, error) from None


def _refused(option: str, error: civil.CivilError) -> StatusgenError:
    return StatusgenError(f"{option}: {printable(error.what, longest=240)}", error.way_out)
