"""The policies a page is held to: packs that we ship, and a project's own files, which may extend either.

A file in `policies/` is a whole policy, or says `extends:` and what is different (`policy/changing.py`). Its name is its id; with
a pack's id it refines that pack. A finding stands in the file that is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from statusgen import yaml12
from statusgen.finding import Finding, Place, Severity, printable, told_in_order
from statusgen.load.policy_checks import check_change
from statusgen.load.policy_trees import policy_of, sound
from statusgen.load.sheet import SUMMARIES, Context, Sheet, did_you_mean, nearest
from statusgen.policy import Policy, Tree, merged
from statusgen.policy.changing import READ_AS, WITHOUT
from statusgen.sources import Texts
from statusgen.yaml12 import Document

FOLDER: Final = "policies/"


@dataclass(frozen=True, slots=True)
class Stage:
    """A policy as it begins, or one of its versions, and what it was made from."""

    path: tuple[str | int, ...]
    """Where the file says it: at its top, or at `versions`, 0."""
    policy: Policy
    parent: Policy | None
    """What it extends, or the version before; None: it stands on its own."""
    before: Policy | None
    """Likewise, with the readings that it takes and without what it leaves out: all else is what it says itself."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A policy as its file declares it."""

    policy: Policy
    tree: Tree
    """The whole of it, with what it extends."""
    document: Document
    """Where everything stands that its own file says."""
    extends: Declared | None = None
    own: Tree = field(default_factory=dict)
    """What its own file says, where it extends another."""

    def stages(self) -> Iterator[Stage]:
        """How it begins, and each version."""
        if self.extends is None:
            yield Stage((), self.policy, None, None)
        else:
            yield Stage((), self.policy, self.extends.policy, _before(self.extends.policy, self.extends.tree, self.own))
        tree, parent = {**self.tree, "versions": []}, self.policy
        for number, (policy, said) in enumerate(zip(self.policy.versions, self.tree.get("versions", ()), strict=True)):
            yield Stage(("versions", number), policy, parent, _before(parent, tree, said))
            tree, parent = merged(tree, said), policy


def _before(parent: Policy, tree: Tree, said: Tree) -> Policy:
    """What something is said of: its parent, with the readings that it takes and without what it leaves out."""
    change = {key: value for key, value in said.items() if key in (READ_AS, WITHOUT)}
    try:
        return policy_of(parent.id, merged(tree, change)) if change else parent
    except msgspec.ValidationError:  # what is left out is said anew
        return parent


def read_policies(
    texts: Texts, wanted: Sequence[tuple[str, Place]], components: Collection[str]
) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """The wanted policies that can be read, in the order they are wanted, and what is wrong with any file in `policies/`.

    `wanted` holds ids with the places that name them.
    """
    library = Library(texts, components)
    told = (*library.findings, *unknown_policies(wanted, library.ids))
    known = dict.fromkeys(policy_id for policy_id, _ in wanted if policy_id in library.ids)
    read = (library.policy(policy_id) for policy_id in known)
    return tuple(policy for policy in read if policy is not None), told_in_order(told)


def _sheets(texts: Texts, components: Collection[str] | None) -> dict[str, Sheet]:
    """A project's own files by id; the first of two files of one id counts, and the other is told of."""
    context = Context("UTC", None if components is None else tuple(components), plans=None)
    sheets: dict[str, Sheet] = {}
    for path in sorted(path for path in texts if path.startswith(FOLDER)):
        sheet = Sheet(path, texts[path], context)
        first = sheets.setdefault(sheet.id, sheet)
        if first is not sheet:
            what = f"This file and {printable(first.file)} have one id."
            first.tell_at(Place(path), "duplicate-id", what, way_out="Rename one of them.")
    return sheets


def unknown_policies(wanted: Sequence[tuple[str, Place]], known: Collection[str]) -> tuple[Finding, ...]:
    """A finding for each policy that is wanted and not there."""
    return tuple(_unknown(policy_id, place, known) for policy_id, place in wanted if policy_id not in known)


def _unknown(policy_id: str, place: Place, known: Collection[str]) -> Finding:
    what = f"{printable(policy_id, quoted=True)} is neither built in nor a file in `{FOLDER}`."
    rule = "unknown-policy"
    meant = nearest(policy_id, known)
    return Finding(place, rule, Severity.ERROR, SUMMARIES[rule], what, way_out=did_you_mean(policy_id, known), instead=meant)


@cache
def packs() -> Mapping[str, Traversable]:
    """The policies that are built in, by id."""
    found = files("statusgen").joinpath("packs").iterdir()
    return {pack.name.removesuffix(".yaml"): pack for pack in found if pack.name.endswith(".yaml")}


@cache
def built_in(policy_id: str) -> Declared:
    """A pack, be there a file of a project in its place or not."""
    document = yaml12.read(f"packs/{policy_id}.yaml", packs()[policy_id].read_bytes())
    return Declared(policy_of(policy_id, document.value), document.value, document)


class Library:
    """All policies within reach, each read once: the packs, and the files of a project. `components`: None: any will do."""

    def __init__(self, texts: Texts, components: Collection[str] | None) -> None:
        self._sheets = _sheets(texts, components)
        self._read: dict[str, Declared | None] = {}
        self._extends: dict[str, str] = {}

    @property
    def own(self) -> list[str]:
        """The ids of the project's own files."""
        return sorted(self._sheets)

    def file(self, policy_id: str) -> str:
        """The project's own file of an id."""
        return self._sheets[policy_id].file

    @property
    def ids(self) -> set[str]:
        """The ids of all."""
        return {*self._sheets, *packs()}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with any of the project's own files."""
        for policy_id in self.own:
            self.policy(policy_id)
        return tuple(finding for sheet in self._sheets.values() for finding in sheet.findings)

    def findings_of(self, policy_id: str) -> tuple[Finding, ...]:
        """Likewise, of one policy and those that it extends."""
        self.policy(policy_id)
        chain: list[str] = []
        while policy_id in self._sheets and policy_id not in chain:
            chain.append(policy_id)
            policy_id = self._extends.get(policy_id, "")
        return told_in_order(finding for one in chain for finding in self._sheets[one].findings)

    def policy(self, policy_id: str) -> Policy | None:
        """An own policy, or a pack; None where findings of its file, or of one that it extends, say why not."""
        found = self.declared(policy_id)
        return None if found is None else found.policy

    def declared(self, policy_id: str, chain: tuple[str, ...] = ()) -> Declared | None:
        """Likewise, as it is declared; `chain` holds the ids that are being read."""
        if policy_id not in self._sheets:
            return built_in(policy_id)
        if policy_id not in self._read:
            self._read[policy_id] = self._declared(self._sheets[policy_id], policy_id, (*chain, policy_id))
        return self._read[policy_id]

    def _declared(self, sheet: Sheet, policy_id: str, chain: tuple[str, ...]) -> Declared | None:
        tree, parent = sheet.document.value, None
        own: Tree = {}
        if isinstance(tree, dict) and isinstance(tree.get("extends"), str):
            parent = self._parent(sheet, tree["extends"], chain)
            if parent is None:
                return None
            own = {key: value for key, value in tree.items() if key != "extends"}
            check_change(parent.tree, own, sheet)
            sheet.document.value = tree = merged(parent.tree, own)
        elif isinstance(tree, dict):
            _tell_nothing_to_change(tree, sheet)
        policy = sound(policy_id, sheet)
        return None if policy is None else Declared(policy, tree, sheet.document, parent, own)

    def _parent(self, sheet: Sheet, parent: str, chain: tuple[str, ...]) -> Declared | None:
        """What a file extends; under its own name that is the pack."""
        self._extends[chain[-1]] = parent
        if parent == chain[-1] and parent in packs():
            return built_in(parent)
        if parent in chain:
            cycle = " → ".join([*chain[chain.index(parent) :], parent])
            sheet.tell("extends-cycle", "extends", what=f"It extends itself: {cycle}.", way_out="Extend a built-in policy.")
            return None
        if not sheet.known("unknown-policy", parent, self.ids, "extends"):
            return None
        return self.declared(parent, chain)


def _tell_nothing_to_change(tree: Tree, sheet: Sheet) -> None:
    for key in (READ_AS, WITHOUT):
        if key in tree:
            what = f"`{key}` changes what a policy extends, and this one extends none."
            sheet.tell("unsound-policy", key, what=what, way_out="Say it in the policy itself, or name a policy in `extends:`.")
