"""The policies a page is held to: packs that we ship, and a project's own files, which may extend either.

A file in `policies/` is a whole policy, or says `extends:` and what is different (`policy/changing.py`). Its name is its id; with
a pack's id it refines that pack. A finding stands in the file that is wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from statusgen import yaml12
from statusgen.civil import DAYS, minutes_of
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.policy_checks import check, check_change
from statusgen.load.sheet import SUMMARIES, Context, Sheet, did_you_mean
from statusgen.policy import Policy, Tree, merged
from statusgen.policy.changing import READ_AS, WITHOUT
from statusgen.sources import Texts

FOLDER: Final = "policies/"

_PLAIN: Final = re.compile(r"\S(.{0,198}\S)?")


def read_policies(
    texts: Texts, wanted: Sequence[tuple[str, Place]], components: Collection[str]
) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """The wanted policies that can be read, in the order they are wanted, and what is wrong with any file in `policies/`.

    `wanted` holds ids with the places that name them.
    """
    library = _Library(_sheets(texts, components))
    own = {policy_id: library.policy(policy_id) for policy_id in sorted(library.sheets)}
    told = [finding for sheet in library.sheets.values() for finding in sheet.findings]
    policies: dict[str, Policy | None] = {}
    for policy_id, place in wanted:
        if policy_id in own or policy_id in packs():
            policies[policy_id] = library.policy(policy_id)
        else:
            told.append(_unknown(policy_id, place, {*own, *packs()}))
    return tuple(policy for policy in policies.values() if policy is not None), told_in_order(told)


def _sheets(texts: Texts, components: Collection[str]) -> dict[str, Sheet]:
    """A project's own files by id; the first of two files of one id counts, and the other is told of."""
    context = Context(time_zone="UTC", components=tuple(components), plans=None)
    sheets: dict[str, Sheet] = {}
    for path in sorted(path for path in texts if path.startswith(FOLDER)):
        sheet = Sheet(path, texts[path], context)
        first = sheets.setdefault(sheet.id, sheet)
        if first is not sheet:
            what = f"This file and {printable(first.file)} have one id."
            first.tell_at(Place(path), "duplicate-id", what, way_out="Rename one of them.")
    return sheets


def _unknown(policy_id: str, place: Place, known: Collection[str]) -> Finding:
    what = f"{printable(policy_id, quoted=True)} is neither built in nor a file in `{FOLDER}`."
    rule = "unknown-policy"
    return Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, way_out=did_you_mean(policy_id, known))


@cache
def packs() -> Mapping[str, Traversable]:
    """The policies that are built in, by id."""
    found = files("statusgen").joinpath("packs").iterdir()
    return {pack.name.removesuffix(".yaml"): pack for pack in found if pack.name.endswith(".yaml")}


@cache
def _pack(policy_id: str) -> tuple[Tree, Policy]:
    tree: Tree = yaml12.read(f"packs/{policy_id}.yaml", packs()[policy_id].read_bytes()).value
    return tree, _policy(policy_id, tree)


class _Library:
    """All policies within reach, each read once."""

    def __init__(self, sheets: dict[str, Sheet]) -> None:
        self.sheets = sheets
        self.read: dict[str, tuple[Tree, Policy] | None] = {}

    def policy(self, policy_id: str) -> Policy | None:
        """An own policy, or a pack; None where findings of its file, or of one that it extends, say why not."""
        found = self.found(policy_id, ())
        return None if found is None else found[1]

    def found(self, policy_id: str, chain: tuple[str, ...]) -> tuple[Tree, Policy] | None:
        """Likewise, with the tree that others can extend; `chain` holds the ids that are being read."""
        if policy_id not in self.sheets:
            return _pack(policy_id)
        if policy_id not in self.read:
            self.read[policy_id] = self._read(self.sheets[policy_id], policy_id, (*chain, policy_id))
        return self.read[policy_id]

    def _read(self, sheet: Sheet, policy_id: str, chain: tuple[str, ...]) -> tuple[Tree, Policy] | None:
        tree = sheet.document.value
        if isinstance(tree, dict) and isinstance(tree.get("extends"), str):
            parent = self._parent(sheet, tree["extends"], chain)
            if parent is None:
                return None
            own = {key: value for key, value in tree.items() if key != "extends"}
            check_change(parent[0], own, sheet)
            sheet.document.value = tree = merged(parent[0], own)
        elif isinstance(tree, dict):
            _tell_nothing_to_change(tree, sheet)
        policy = _sound(policy_id, sheet)
        return None if policy is None else (tree, policy)

    def _parent(self, sheet: Sheet, parent: str, chain: tuple[str, ...]) -> tuple[Tree, Policy] | None:
        """What a file extends; under its own name that is the pack."""
        if parent == chain[-1] and parent in packs():
            return _pack(parent)
        if parent in chain:
            cycle = " → ".join([*chain[chain.index(parent) :], parent])
            sheet.tell("extends-cycle", "extends", what=f"It extends itself: {cycle}.", way_out="Extend a built-in policy.")
            return None
        if not sheet.known("unknown-policy", parent, {*self.sheets, *packs()}, "extends"):
            return None
        return self.found(parent, chain)


def _tell_nothing_to_change(tree: Tree, sheet: Sheet) -> None:
    for key in (READ_AS, WITHOUT):
        if key in tree:
            what = f"`{key}` changes what a policy extends, and this one extends none."
            sheet.tell("unsound-policy", key, what=what, way_out="Say it in the policy itself, or name a policy in `extends:`.")


def _sound(policy_id: str, sheet: Sheet) -> Policy | None:
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
    return None if sheet.findings else _policy(policy_id, tree)


def _check_settings(base: Tree, settings: Tree, sheet: Sheet, *path: str | int) -> None:
    check_change(base, settings, sheet, *path)
    _checked(sheet.part(merged(base, settings), *path))


def _checked(sheet: Sheet) -> bool:
    """Whether a sheet holds a policy that can be computed; findings say why not."""
    told = len(sheet.findings)
    if sheet.document.value is None:  # which has been told
        return False
    if not _is_fit(sheet.document.value):
        _explain(sheet)
    if len(sheet.findings) == told:
        check(sheet.document.value, sheet)
    return len(sheet.findings) == told


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
        yield _policy(policy_id, whole) if _checked(sheet.part(whole, "versions", number)) else None
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
        return dated and _kept(base, msgspec.to_builtins(_policy("", base), builtin_types=(Decimal,)))
    except (msgspec.ValidationError, LookupError, TypeError, AttributeError, ValueError):
        return False


def _kept(tree: Any, read: Any) -> bool:
    """Whether nothing of a tree was lost or turned into something else when it was read."""
    if isinstance(tree, dict):
        return isinstance(read, dict) and all(key == "openings" or (key in read and _kept(tree[key], read[key])) for key in tree)
    if isinstance(tree, list):
        return len(tree) == len(read) and all(map(_kept, tree, read))
    return bool(tree == read and (not isinstance(tree, str) or _PLAIN.fullmatch(tree)))


def _explain(sheet: Sheet) -> None:
    from statusgen.load.explain import filled
    from statusgen.load.policy_forms import policy_form

    filled(policy_form(), sheet)


def _policy(policy_id: str, tree: Tree) -> Policy:
    """The policy of a tree that has the right form."""
    base, later = _apart(tree)
    versions = [{**_internal(whole), "id": policy_id} for whole in _whole(base, later)]
    return msgspec.convert({**_internal(base), "id": policy_id, "versions": versions}, Policy)


def _internal(tree: Tree) -> Tree:
    """The tree with its weekly hours as the policy holds them, wherever they stand."""
    return {
        key: [_opening(opening) for opening in value] if key == "openings" else _internal_value(value)
        for key, value in tree.items()
    }


def _internal_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _internal(value)
    return [_internal_value(entry) for entry in value] if isinstance(value, list) else value


def _opening(opening: Tree) -> Tree:
    if opening.keys() != {"days", "from", "to"} or not opening["days"]:
        raise LookupError
    days = sorted({DAYS.index(day) for day in opening["days"]})
    return {"days": days, "opens": minutes_of(opening["from"]), "closes": minutes_of(opening["to"])}
