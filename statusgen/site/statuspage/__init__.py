"""`api/v2/`: the public documents of Atlassian Statuspage, so that what reads those pages reads this one.

They say what is so from the board's last turn to its next (`api/v1/site.json` names both) and are dated by what they tell, never
by the build. Statuspage knows no cancelled work: where it is listed it is completed, with an update that says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from statusgen.board import Board, Entry, IncidentEntry, WindowEntry
from statusgen.site.api.written import key, written
from statusgen.site.current import Current
from statusgen.site.recipe import Recipe
from statusgen.site.statuspage.components import components, status
from statusgen.site.statuspage.events import incident, maintenance
from statusgen.site.statuspage.listed import Listed, listed
from statusgen.site.statuspage.words import Json, page

FOLDER: Final = "api/v2/"


class Document(Struct, frozen=True):
    """What a document holds beside the page itself."""

    name: str
    components: bool = False
    incidents: Sequence[IncidentEntry] | None = None
    """None: not even an empty list of them."""
    windows: Sequence[WindowEntry] | None = None
    status: bool = False


def files(board: Board, now: Current) -> Iterator[tuple[str, Recipe]]:
    """Path and recipe of every document."""
    shown = listed(board, now)
    health = [(each.component.id, each.health) for each in board.components]
    dates = (shown.created, shown.updated, sorted(shown.updated_of.items()))
    for document in _documents(shown):
        events: tuple[Entry, ...] = (*(document.incidents or ()), *(document.windows or ()))
        digest = key(board.digest, board.page, document.name, health, dates, [one.digest for one in events])
        yield f"{FOLDER}{document.name}.json", Recipe(digest, partial(_made, board, shown, document))


def _documents(shown: Listed) -> tuple[Document, ...]:
    return (
        Document("summary", components=True, incidents=shown.unresolved, windows=(*shown.active, *shown.coming), status=True),
        Document("status", status=True),
        Document("components", components=True),
        Document("incidents", incidents=shown.incidents),
        Document("incidents/unresolved", incidents=shown.unresolved),
        Document("scheduled-maintenances", windows=shown.windows),
        Document("scheduled-maintenances/upcoming", windows=shown.coming),
        Document("scheduled-maintenances/active", windows=shown.active),
    )


def _made(board: Board, shown: Listed, document: Document) -> bytes:
    """In the order of keys that real pages have."""
    made: Json = {"page": page(board, shown.updated)}
    parts = components(board, shown)
    if document.components:
        made["components"] = parts
    if document.incidents is not None:
        made["incidents"] = [incident(board, entry, parts) for entry in document.incidents]
    if document.windows is not None:
        made["scheduled_maintenances"] = [maintenance(board, entry, parts) for entry in document.windows]
    if document.status:
        made["status"] = status(board)
    return written(made)
