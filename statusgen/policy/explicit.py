"""Changes in which what is left out is named by what a policy is without it, so that they name every section that they touch."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from statusgen.policy.changing import WITHOUT, Tree, found, left_out


def explicit(change: Mapping[str, Any], kind: type[Struct]) -> Tree:
    """A change of a value of a kind, such as a policy, without `without`; `KeyError` where it leaves out what no such value has."""
    whole: Tree = {key: value for key, value in change.items() if key != WITHOUT}
    for path in left_out(change):
        whole = _set(whole, path.split("."), kind, anew=found(whole, path))
    return whole


def _set(change: Mapping[str, Any], keys: list[str], kind: type[Struct], *, anew: bool) -> Tree:
    """The change with a key's default, or, where it says the key anew, with the defaults of what it leaves unsaid in it."""
    key, *rest = keys
    field = _fields(kind)[key]
    inside = _kind(field.type)
    said = change.get(key)
    if rest:
        if inside is None:
            raise KeyError(rest[0])
        return {**change, key: _set(said if isinstance(said, Mapping) else {}, rest, inside, anew=anew)}
    if not anew:
        return {**change, key: None if field.required else msgspec.to_builtins(field.default)}
    return {**change, key: {**_defaults(inside), **said}} if inside is not None and isinstance(said, Mapping) else dict(change)


@cache
def _fields(kind: type[Struct]) -> Mapping[str, FieldInfo]:
    return {field.name: field for field in fields(kind)}


def _defaults(kind: type[Struct]) -> Tree:
    return {field.name: msgspec.to_builtins(field.default) for field in _fields(kind).values() if not field.required}


def _kind(hint: Any) -> type[Struct] | None:
    """The section that a key holds; None where it holds none."""
    return next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and issubclass(part, Struct)), None)
