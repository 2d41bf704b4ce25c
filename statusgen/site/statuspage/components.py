"""How each component is, and the page as a whole, in Statuspage's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from statusgen.board import Board, ComponentNow, Health, words
from statusgen.board.health import worst
from statusgen.site.statuspage.listed import Listed
from statusgen.site.statuspage.words import Json, instant, page_id, short_id

STATUSES: Final = {
    Health.OPERATIONAL: "operational",
    Health.MAINTENANCE: "under_maintenance",
    Health.DEGRADED: "degraded_performance",
    Health.PARTIAL_OUTAGE: "partial_outage",
    Health.OUTAGE: "major_outage",
}
INDICATORS: Final = {
    Health.OPERATIONAL: ("none", "All Systems Operational"),
    Health.MAINTENANCE: ("maintenance", "Service Under Maintenance"),
    Health.DEGRADED: ("minor", "Partially Degraded Service"),
    Health.PARTIAL_OUTAGE: ("major", "Partial System Outage"),
    Health.OUTAGE: ("major", "Partial System Outage"),
}
ALL_OUT: Final = ("critical", "Major System Outage")


def status(board: Board) -> Json:
    """The page as a whole: critical where no component is left."""
    left = any(each.health is not Health.OUTAGE for each in board.components) or not board.components
    indicator, description = INDICATORS[board.health] if left else ALL_OUT
    return {"indicator": indicator, "description": description}


def components(board: Board, listed: Listed) -> list[Json]:
    """Every component in the order of the page, each group before its own."""
    made: list[Json] = []
    for position, (name, members) in enumerate(_grouped(board), 1):
        if name is None:
            made += (_component(board, listed, each, position, None) for each in members)
        else:
            group = f"group-{short_id(name)}"
            made.append(_group(board, listed, group, name, members, position))
            made += (_component(board, listed, each, place, group) for place, each in enumerate(members, 1))
    return made


def _grouped(board: Board) -> list[tuple[str | None, list[ComponentNow]]]:
    """Each group where its first component stands; without a group each by itself."""
    found: list[tuple[str | None, list[ComponentNow]]] = []
    groups: dict[str, list[ComponentNow]] = {}
    for each in board.components:
        name = words.line(each.component.group or "") or None
        if name in groups:
            groups[name].append(each)
            continue
        members = [each]
        found.append((name, members))
        if name is not None:
            groups[name] = members
    return found


def _updated(listed: Listed, each: ComponentNow) -> int:
    return listed.updated_of.get(each.component.id, listed.created)


def _component(board: Board, listed: Listed, each: ComponentNow, position: int, group: str | None) -> Json:
    component = each.component
    return {
        "id": component.id,
        "name": words.line(component.name),
        "status": STATUSES[each.health],
        "created_at": instant(listed.created),
        "updated_at": instant(_updated(listed, each)),
        "position": position,
        "description": words.clean(component.description) or None,
        "showcase": True,
        "start_date": None,
        "group_id": group,
        "page_id": page_id(board),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group(board: Board, listed: Listed, group: str, name: str, members: Sequence[ComponentNow], position: int) -> Json:
    return {
        "id": group,
        "name": name,
        "status": STATUSES[worst(each.health for each in members)],
        "created_at": instant(listed.created),
        "updated_at": instant(max(_updated(listed, each) for each in members)),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page_id(board),
        "group": True,
        "only_show_if_degraded": False,
        "components": [each.component.id for each in members],
    }
