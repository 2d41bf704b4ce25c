"""`api/v1/site.json` and `components.json`: the page as a whole, for how long it is as it should be, and how each component is."""

from __future__ import annotations

from statusgen.board import Board, ComponentNow, WindowEntry, words
from statusgen.civil import rfc3339
from statusgen.site.api import shapes
from statusgen.site.api.written import key, written
from statusgen.site.recipe import Recipe


def site(board: Board, base: str) -> Recipe:
    """`site.json`: it changes at every turn of the board."""
    documents = {name: f"{base}{name}.json" for name in shapes.DOCUMENTS}
    made = shapes.Site(
        version=shapes.VERSION,
        name=words.line(board.page.name),
        url=board.page.url,
        time_zone=board.page.time_zone,
        languages=list(board.page.languages),
        health=board.health,
        valid_from=None if board.valid_from is None else rfc3339(board.valid_from),
        valid_until=None if board.valid_until is None else rfc3339(board.valid_until),
        documents=documents,
    )
    return Recipe(key(made), lambda: written(made))


def components(board: Board) -> Recipe:
    """`components.json`."""
    made = shapes.Components(version=shapes.VERSION, components=[_component(each) for each in board.components])
    return Recipe(key(made), lambda: written(made))


def _component(now: ComponentNow) -> shapes.Component:
    component = now.component
    return shapes.Component(
        id=component.id,
        name=words.line(component.name),
        group=None if component.group is None else words.line(component.group),
        description=words.clean(component.description),
        depends_on=list(component.depends_on),
        health=now.health,
        windows=[entry.id for entry in now.because if isinstance(entry, WindowEntry)],
        incidents=[entry.id for entry in now.because if not isinstance(entry, WindowEntry)],
    )
