"""The tree of a file → the policy that it is, with all its versions and readings; or what is wrong with it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

from statusgen.civil import DAYS, minutes_of
from statusgen.load.policy_checks import check, check_change
from statusgen.load.sheet import Sheet
from statusgen.policy import Policy, Tree, merged
from statusgen.policy.explicit import explicit

_TURNED: Final = frozenset({"openings", "settings"})
"""What a policy holds in another form than its file."""
_PLAIN: Final = re.compile(r"\S(.{0,198}\S)?")


def sound(policy_id: str, sheet: Sheet) -> Policy | None:
    """The policy of a sheet with all its versions and readings; None where findings say what is wrong with them."""
    tree = sheet.document.value
    if not _checked(sheet):
        return None
    base, later = _apart(tree)
    versions = tuple(_sound_versions(policy_id, base, later, sheet))
    _check_order(versions, later, sheet)
    for number, reading in enumerate(base.get("readings", ())):
        for index, other in enumerate(reading.get("others", ())):
            _check_settings(base, other.get("settings", {}), sheet, "readings", number, "others", index, "settings")
    return None if sheet.findings else policy_of(policy_id, tree)


def _check_settings(base: Tree, settings: Tree, sheet: Sheet, *path: str | int) -> None:
    check_change(base, settings, sheet, *path)
    _checked(sheet.part(merged(base, settings), *path))


def _checked(sheet: Sheet) -> bool:
    """Whether a sheet holds a policy that can be computed; findings say why not."""
    told, tree = len(sheet.findings), sheet.document.value
    lacking = _lacks_something(tree)  # which has been told
    if lacking or not _is_fit(tree):
        _explain(sheet)
    if lacking:
        return False
    if len(sheet.findings) == told:
        check(tree, sheet)
    return len(sheet.findings) == told


def _lacks_something(tree: Any) -> bool:
    """Whether a value is missing somewhere."""
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return tree is None or any(map(_lacks_something, inside))


def _apart(tree: Tree) -> tuple[Tree, list[Tree]]:
    """A policy as it began, and what it became later, as its file says it."""
    return {key: value for key, value in tree.items() if key != "versions"}, tree.get("versions", [])


def _whole(base: Tree, later: Sequence[Tree]) -> Iterator[Tree]:
    """Each later version as a whole policy: what was before, with what is different."""
    for change in later:
        base = merged(base, change)
        yield base


def _sound_versions(policy_id: str, base: Tree, later: Sequence[Tree], sheet: Sheet) -> Iterator[Policy | None]:
    """Each later version; None where it cannot be computed."""
    for number, (said, whole) in enumerate(zip(later, _whole(base, later), strict=True)):
        check_change(base, said, sheet, "versions", number)
        yield policy_of(policy_id, whole) if _checked(sheet.part(whole, "versions", number)) else None
        base = whole


def _check_order(versions: Sequence[Policy | None], later: Sequence[Tree], sheet: Sheet) -> None:
    days = [sheet.document.value.get("effective_from", ""), *(version["effective_from"] for version in later)]
    for number, (before, day) in enumerate(itertools.pairwise(days)):
        if versions[number] is not None and before >= day:
            what, way_out = "The versions are not in the order of their days.", "Put the oldest first; each has a day of its own."
            sheet.tell("unsound-policy", "versions", number, "effective_from", what=what, way_out=way_out)


def _is_fit(tree: Any) -> bool:
    """Whether a tree is a policy for certain, found without the form, whose library takes long to load."""
    try:
        base, later = _apart(tree)
        dated = all(isinstance(change["effective_from"], str) for change in later)
        return dated and _kept(base, msgspec.to_builtins(policy_of("", base), builtin_types=(Decimal,)))
    except (msgspec.ValidationError, LookupError, TypeError, AttributeError, ValueError):
        return False


def _kept(tree: Any, read: Any) -> bool:
    """Whether nothing of a tree was lost or turned into something else when it was read."""
    if isinstance(tree, dict):
        return isinstance(read, dict) and all(key in _TURNED or (key in read and _kept(tree[key], read[key])) for key in tree)
    if isinstance(tree, list):
        return len(tree) == len(read) and all(map(_kept, tree, read))
    return bool(tree == read and (not isinstance(tree, str) or _PLAIN.fullmatch(tree)))


def _explain(sheet: Sheet) -> None:
    from statusgen.load.explain import explained
    from statusgen.load.policy_forms import policy_form

    explained(policy_form(), sheet)


def policy_of(policy_id: str, tree: Tree) -> Policy:
    """The policy of a tree that has the right form."""
    base, later = _apart(tree)
    versions = [{**_internal(whole), "id": policy_id} for whole in _whole(base, later)]
    return msgspec.convert({**_internal(base), "id": policy_id, "versions": versions}, Policy)


def _internal(tree: Tree) -> Tree:
    """The tree with its weekly hours, and the settings of other readings, as the policy holds them, wherever they stand."""
    return {key: _internal_value(value, key) for key, value in tree.items()}


def _internal_value(value: Any, key: str = "") -> Any:
    if key == "openings":
        return [_opening(opening) for opening in value]
    if key == "settings" and isinstance(value, dict):
        return explicit(_internal(value), Policy)
    if isinstance(value, dict):
        return _internal(value)
    return [_internal_value(entry) for entry in value] if isinstance(value, list) else value


def _opening(opening: Tree) -> Tree:
    if opening.keys() != {"days", "from", "to"} or not opening["days"]:
        raise LookupError
    days = sorted({DAYS.index(day) for day in opening["days"]})
    return {"days": days, "opens": minutes_of(opening["from"]), "closes": minutes_of(opening["to"])}
