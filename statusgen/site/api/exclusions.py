"""`api/v1/exclusions.json`: for any calculator of uptime, the time that contracts do not count because of approved windows."""

from __future__ import annotations

from statusgen.board import Board, WindowEntry
from statusgen.civil import rfc3339
from statusgen.site.api import shapes
from statusgen.site.api.written import key, written
from statusgen.site.recipe import Recipe
from statusgen.uptime.exclusions import Exclusion


def exclusions(board: Board) -> Recipe:
    """All of them, past and to come."""
    earning = [entry for entry in board.windows if entry.earned]
    digest = key([entry.earned for entry in earning])
    return Recipe(digest, lambda: written(shapes.Exclusions(version=shapes.VERSION, exclusions=_listed(earning))))


def _listed(earning: list[WindowEntry]) -> list[shapes.Exclusion]:
    found = (exclusion for entry in earning for exclusion in entry.detail.exclusions)
    return [_shown(one) for one in sorted(found, key=lambda one: (one.policy, one.span, one.component, one.window))]


def _shown(exclusion: Exclusion) -> shapes.Exclusion:
    return shapes.Exclusion(
        policy=exclusion.policy,
        component=exclusion.component,
        starts_at=rfc3339(exclusion.span.start),
        ends_at=rfc3339(exclusion.span.end),
        window=exclusion.window,
        commit=exclusion.commit,
        clause=exclusion.clause,
    )
