"""The policies a page is held to: packs that we ship, and a project's own files, which may extend either.

A file in `policies/` is a whole policy, or says `extends:` and what is different: mappings merge key by key, lists are
replaced. Its name is its id; with a pack's id it refines that pack. A finding stands in the file that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from statusgen import yaml12
from statusgen.civil import DAYS, minutes_of
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.policy_checks import check
from statusgen.load.sheet import SUMMARIES, Context, Sheet, did_you_mean
from statusgen.policy import Policy
from statusgen.sources import Texts

FOLDER: Final = "policies/"

_PLAIN: Final = re.compile(r"\S(.{0,198}\S)?")

Tree = dict[str, Any]
"""A policy as YAML holds it."""


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
            sheet.document.value = tree = _merged(parent[0], {key: value for key, value in tree.items() if key != "extends"})
        if not _is_fit(tree):
            _explain(sheet)
        if not sheet.findings:
            check(tree, sheet)
        return None if sheet.findings else (tree, _policy(policy_id, tree))

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


def _merged(parent: Tree, own: Tree) -> Tree:
    """The parent with what is different: mappings key by key, all else replaced."""
    merged = dict(parent)
    for key, value in own.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _is_fit(tree: Any) -> bool:
    """Whether a tree is a policy for certain, found without the form, whose library takes long to load."""
    try:
        return _kept(tree, msgspec.to_builtins(_policy("", tree), builtin_types=(Decimal,)))
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
    hours = tree.get("maintenance_hours")
    if hours is not None:
        tree = {**tree, "maintenance_hours": {**hours, "openings": [_opening(opening) for opening in hours["openings"]]}}
    return msgspec.convert({**tree, "id": policy_id}, Policy)


def _opening(opening: Tree) -> Tree:
    if opening.keys() != {"days", "from", "to"} or not opening["days"]:
        raise LookupError
    days = sorted({DAYS.index(day) for day in opening["days"]})
    return {"days": days, "opens": minutes_of(opening["from"]), "closes": minutes_of(opening["to"])}
