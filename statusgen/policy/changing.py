"""A policy with something different: settings merged over its own, sections left out, sentences read otherwise.

A policy is here the tree that its file holds, or one made from a `Policy`: mappings, lists and plain values. What extends a
policy, what it becomes later and what another reading makes of it are all said in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

READ_AS: Final = "read_as"
"""Which readings are taken: `{V1: lower_row}`."""
WITHOUT: Final = "without"
"""What is left out: `[credits.cap]`."""
AS_IT_WAS: Final = "default"
"""The name of a reading that was chosen before another one was, where it has none of its own."""

Tree = dict[str, Any]


def merged(parent: Mapping[str, Any], own: Mapping[str, Any]) -> Tree:
    """The parent with what is different.

    First readings are taken, then what is left out goes, then mappings are merged key by key and all else is replaced, but
    for clauses: each takes the place of the parent's clause of its id. A reading or a section that is not there is passed over.
    """
    whole = dict(parent)
    for reading, value in readings_taken(own):
        whole = _read_as(whole, reading, value)
    for path in left_out(own):
        whole = _without(whole, path)
    done = {READ_AS} if READ_AS in own and _is_choice(own[READ_AS]) else set()
    done |= {WITHOUT} if WITHOUT in own and _is_paths(own[WITHOUT]) else set()
    for key, value in own.items():
        if key == "clauses":
            whole[key] = _restated(whole.get(key), value)
        elif key not in done:
            whole[key] = _deep(whole.get(key), value)
    return whole


def readings_taken(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The readings that a change takes, with the names of the other readings; none where it is malformed."""
    taken = own.get(READ_AS, {})
    return iter(taken.items() if _is_choice(taken) else ())


def left_out(own: Mapping[str, Any]) -> Sequence[str]:
    """The paths that a change leaves out; none where it is malformed."""
    paths = own.get(WITHOUT, ())
    return paths if _is_paths(paths) else ()


def found(tree: Mapping[str, Any], path: str) -> bool:
    """Whether there is something at a path: `credits.cap`."""
    here: Any = tree
    for key in path.split("."):
        if not isinstance(here, Mapping) or key not in here:
            return False
        here = here[key]
    return True


def other_reading(tree: Mapping[str, Any], reading: str, value: str) -> Mapping[str, Any] | None:
    """The other reading of a name that has settings; None where there is none."""
    others = next((one.get("others", ()) for one in tree.get("readings", ()) if one["id"] == reading), ())
    return next((other for other in others if other["value"] == value and other.get("settings")), None)


def _is_choice(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for pair in value.items() for one in pair)


def _is_paths(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(path, str) for path in value)


def _deep(old: Any, new: Any) -> Any:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _deep(old.get(key), value) for key, value in new.items()}}


def _restated(old: Any, new: Any) -> Any:
    """Clauses: those that are said anew, then those of the parent that are not."""
    if not (isinstance(old, list) and isinstance(new, list) and all(isinstance(one, dict) and "id" in one for one in new)):
        return new
    ids = [one["id"] for one in new]
    return [*new, *(one for one in old if one["id"] not in ids)]


def _without(tree: Mapping[str, Any], path: str) -> Tree:
    """The tree without what stands at a path, and without the readings that are about it."""
    whole = _removed(tree, path.split("."))
    if "readings" in whole:
        whole["readings"] = list(_still_about_something(whole["readings"], path))
    return whole


def _removed(tree: Mapping[str, Any], keys: Sequence[str]) -> Tree:
    whole, key = dict(tree), keys[0]
    if len(keys) == 1:
        whole.pop(key, None)
    elif isinstance(whole.get(key), dict):
        whole[key] = _removed(whole[key], keys[1:])
    return whole


def _still_about_something(readings: Iterable[Mapping[str, Any]], path: str) -> Iterator[Mapping[str, Any]]:
    for reading in readings:
        others = list(reading.get("others", ()))
        kept = [other for other in others if not _touches(other.get("settings", {}), path)]
        if kept == others:
            yield reading
        elif kept:
            yield {**reading, "others": kept}


def _touches(settings: Mapping[str, Any], path: str) -> bool:
    return found(settings, path) or any(f"{one}.".startswith(f"{path}.") for one in left_out(settings))


def _read_as(tree: Mapping[str, Any], reading: str, value: str) -> Tree:
    """The tree with a sentence read otherwise: how it was read until now becomes the other reading."""
    other = other_reading(tree, reading, value)
    if other is None:
        return dict(tree)
    others = [one for one in tree["readings"] if one["id"] != reading]
    whole = merged({**tree, "readings": others}, other["settings"])
    kept = {one["id"]: one for one in whole["readings"]}
    kept |= {one["id"]: _turned(tree, one, other) for one in tree["readings"] if one["id"] == reading}
    whole["readings"] = [kept[one["id"]] for one in tree["readings"] if one["id"] in kept]
    return whole


def _turned(tree: Mapping[str, Any], reading: Mapping[str, Any], taken: Mapping[str, Any]) -> Tree:
    back = _way_back(tree, taken["settings"])
    before = {"value": reading.get("value") or AS_IT_WAS, "text": reading["text"], "settings": back}
    rest = (
        {**other, "settings": _one_after_other(back, other["settings"])} if other.get("settings") else other
        for other in reading["others"]
        if other is not taken
    )
    return {**reading, "text": taken["text"], "value": taken["value"], "others": [before, *rest]}


def _way_back(tree: Mapping[str, Any], settings: Mapping[str, Any]) -> Tree:
    """The settings that undo others: what stands there now, and without what does not."""
    back: Tree = {}
    gone: list[str] = []
    for path in (*_replaced(settings, tree), *left_out(settings)):
        if found(tree, path):
            back = _deep(back, _nested(path, tree))
        else:
            gone.append(path)
    return back | {WITHOUT: gone} if gone else back


def _replaced(settings: Mapping[str, Any], tree: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The paths at which settings take the place of something, or of nothing, in a tree."""
    for key, value in settings.items():
        path, here = f"{above}{key}", tree.get(key)
        if isinstance(value, dict) and isinstance(here, Mapping):
            yield from _replaced(value, here, f"{path}.")
        elif path != WITHOUT:
            yield path


def _nested(path: str, tree: Any) -> Any:
    """What stands at a path of a tree, with the keys that lead to it."""
    key, _, rest = path.partition(".")
    return {key: _nested(rest, tree[key]) if rest else tree[key]}


def _one_after_other(first: Mapping[str, Any], then: Mapping[str, Any]) -> Tree:
    """Settings that do what two do, one after the other."""
    whole: Tree = _deep(*({key: value for key, value in one.items() if key != WITHOUT} for one in (first, then)))
    for path in left_out(then):
        whole = _removed(whole, path.split("."))
    gone = [*left_out(first), *left_out(then)]
    return whole | {WITHOUT: gone} if gone else whole
