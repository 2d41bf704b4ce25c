"""Logo, icon and templates that no page can be made with, all at once: `plan` tells them as `build` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from statusgen.finding import Finding, ThemeBroken
from statusgen.look import brand, templates
from statusgen.model import Look


def faults(project: Path, look: Look) -> Iterator[Finding]:
    """Of the pictures, and of each template that is the project's own: that it is no text, or no template."""
    yield from _told(partial(brand.logo, project, look))
    yield from _told(partial(brand.own_icon, project))
    ours = templates.texts(templates.shipped())
    for name in templates.names(project / templates.FOLDER):
        yield from _told(partial(_look_at, project, name, ours.get(name)))


def own_templates(project: Path) -> bool:
    """Whether a project makes its pages with templates of its own."""
    folder = project / templates.FOLDER
    return any(name.endswith(".html") for name in templates.own(templates.texts(folder), templates.texts(templates.shipped())))


def _told(look_at: Callable[[], object]) -> Iterator[Finding]:
    try:
        look_at()
    except ThemeBroken as broken:
        yield broken.finding


def _look_at(project: Path, name: str, ours: str | None) -> None:
    text = templates.text(project / templates.FOLDER / name, name)
    if name.endswith(".html") and text != ours:
        templates.parse(name, text)
