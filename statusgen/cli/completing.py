"""What a shell offers to complete: ids and months of the project at hand. Names of files are looked at, and little is read.

A shell asks while somebody types: what cannot be told at once is not offered, and nothing is ever complained of.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from statusgen import civil, yaml12
from statusgen.cli import clock
from statusgen.finding import StatusgenError
from statusgen.model import stem
from statusgen.sources import SETTINGS, WINDOWS, find_project, is_read

VARIABLE: Final = "_STATUSGEN_COMPLETE"
"""By it a shell's script asks."""
_MONTHS: Final = 12


def script(app: Any, shell: str) -> str:
    """What a shell has to read, so that it asks."""
    from typer._click.shell_completion import get_completion_class
    from typer._completion_classes import completion_init

    completion_init()
    asking = get_completion_class(shell)
    assert asking is not None  # each of our shells has one
    return f"{asking(app, {}, 'statusgen', VARIABLE).source().strip()}\n"


def components(folder: Path | None) -> Iterator[str]:
    """The ids that `statusgen.yaml` declares."""
    for one in _listed(folder, "components"):
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield one["id"]


def windows(folder: Path | None) -> Iterator[str]:
    """The ids of windows, the newest names first."""
    yield from sorted(_stems(folder, WINDOWS), reverse=True)


def customers(folder: Path | None) -> Iterator[str]:
    """The names of agreements' files."""
    yield from sorted(_stems(folder, "agreements"))


def held(folder: Path | None) -> Iterator[str]:
    """The policies that the page is held to."""
    yield from (one for one in _listed(folder, "policies") if isinstance(one, str))


def policies(folder: Path | None) -> Iterator[str]:
    """The policies of the project, and those that are built in."""
    try:
        own = [*_stems(folder, "policies"), *held(folder)]
    except StatusgenError:
        own = []  # outside of a project there are the packs
    yield from sorted({*own, *packs(folder)})


def packs(_: Path | None) -> Iterator[str]:
    """The policies that are built in."""
    from statusgen.load.policies import packs as built_in

    yield from sorted(built_in())


def zones(_: Path | None) -> Iterator[str]:
    """The zones of the IANA database."""
    yield from sorted(civil.zones())


def languages(_: Path | None) -> Iterator[str]:
    """Those that a page speaks."""
    from statusgen.language import languages as spoken

    yield from spoken()


def months(folder: Path | None) -> Iterator[str]:
    """The page's month, and those before it."""
    page = _settings(folder).get("page")
    zone = page.get("time_zone") if isinstance(page, dict) else None
    month = civil.Month.of(clock.instant(None, lambda: civil.UTC), zone if zone in civil.zones() else civil.UTC)
    yield from (str(month.plus(-ago)) for ago in range(_MONTHS))


OFFERS: Final[Mapping[str, Callable[[Path | None], Iterable[str]]]] = {
    "components": components,
    "customers": customers,
    "held": held,
    "languages": languages,
    "months": months,
    "packs": packs,
    "policies": policies,
    "windows": windows,
    "zones": zones,
}
"""By what an option or argument is of."""


def offered(kind: str, folder: Path | None, incomplete: str) -> list[str]:
    """Those of a kind that begin as what is typed; none where they cannot be found out."""
    try:
        return [one for one in OFFERS[kind](folder) if one.startswith(incomplete)]
    except (StatusgenError, OSError):
        return []


def _settings(folder: Path | None) -> dict[str, Any]:
    body = (find_project(folder or Path.cwd()) / SETTINGS).read_bytes()
    value = yaml12.read(SETTINGS, body).value
    return value if isinstance(value, dict) else {}


def _listed(folder: Path | None, key: str) -> list[Any]:
    found = _settings(folder).get(key)
    return found if isinstance(found, list) else []


def _stems(folder: Path | None, kind: str) -> Iterator[str]:
    home = find_project(folder or Path.cwd())
    for place, _, names in os.walk(home / kind):
        for name in names:
            path = (Path(place) / name).relative_to(home).as_posix()
            if is_read(path):
                yield stem(path)
