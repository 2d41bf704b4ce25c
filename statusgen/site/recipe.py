"""A page is a key and a recipe (docs/decisions.md): what it depends on, and how it is made."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Recipe(Struct, frozen=True):
    """A file of the site, before it is made."""

    digest: str
    """Of all that the file depends on: the same digest, the same bytes."""
    render: Callable[[], bytes]
