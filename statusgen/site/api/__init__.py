"""Our own files for programs, below `api/v1/`: documents, and beside them the schemas that they keep to (docs/api.md)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from statusgen.board import Board
from statusgen.site.api import shapes
from statusgen.site.api.events import incidents, windows
from statusgen.site.api.exclusions import exclusions
from statusgen.site.api.page import components, site
from statusgen.site.api.written import key, written
from statusgen.site.current import Current
from statusgen.site.recipe import Recipe

FOLDER: Final = f"api/v{shapes.VERSION}/"


def files(board: Board, now: Current) -> Iterator[tuple[str, Recipe]]:
    """Path and recipe of every document and schema."""
    base = f"{board.page.url}{FOLDER}"
    yield f"{FOLDER}site.json", site(board, base)
    yield f"{FOLDER}windows.json", windows(board, now)
    yield f"{FOLDER}incidents.json", incidents(board, now)
    yield f"{FOLDER}components.json", components(board)
    yield f"{FOLDER}exclusions.json", exclusions(board)
    for name in shapes.DOCUMENTS:
        path = f"{FOLDER}schemas/{name}.json"
        made = partial(_schema, name, f"{board.page.url}{path}")
        yield path, Recipe(key(board.page.url, path), made)


def _schema(name: str, address: str) -> bytes:
    return written(shapes.schema(name, address))
