"""What a form has to say of a file, in our words and at the exact place."""

from __future__ import annotations

import re
from collections.abc import Set
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from statusgen.finding import printable
from statusgen.load.sheet import MOST_FINDINGS, STAND_IN, Sheet

_Form = TypeVar("_Form", bound=BaseModel)

_KINDS: Final = {
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "`true` or `false`",
    list: "a list",
    dict: "a mapping of keys to values",
}
_WANTED: Final = {
    "string_type": str,
    "int_type": int,
    "bool_type": bool,
    "list_type": list,
    "dict_type": dict,
    "model_type": dict,
    "is_instance_of": Decimal,
}
_WAYS: Final = {
    (list, str): "Write a list: `[{value}]`.",
    (str, int): 'Put it in quotes: `"{value}"`.',
    (str, Decimal): 'Put it in quotes: `"{value}"`.',
    (str, bool): 'Put it in quotes: `"{value}"`.',
    (bool, str): "Write `true` or `false`.",
}
_STAND_INS: Final = {
    "title": STAND_IN,
    "components": [STAND_IN],
    "impact": "none",
    "start": "1970-01-01 00:00",
    "customer": STAND_IN,
    "policy": STAND_IN,
}


def explained(form: type[_Form], sheet: Sheet) -> _Form | None:
    """The form filled with the file's values; findings tell what does not fit.

    Where something does not fit, the top-level entries that do are there all the same, and stand-ins for keys that must
    be, so that the rest can be looked at in the same run. None where not even that can be had.
    """
    value = sheet.document.value
    if value is None:
        return None
    try:
        return form.model_validate(value)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    for one in wrong[:MOST_FINDINGS]:
        if one["input"] is not None:  # that there is nothing has been told
            _tell(form, sheet, one)
    if not isinstance(value, dict):
        return None
    # A key that nobody knows is passed over, wherever it stands: what stands beside it may be wrong too.
    unknown = {_path(value, one["loc"])[0] for one in wrong if one["type"] == "extra_forbidden"}
    broken = {one["loc"][0] for one in wrong if one["type"] != "extra_forbidden"}
    good = {key: _without(entry, (key,), unknown) for key, entry in value.items() if key not in broken and (key,) not in unknown}
    try:
        return form.model_validate({key: entry for key, entry in _STAND_INS.items() if key in form.model_fields} | good)
    except ValidationError:
        return None


def _without(value: Any, path: tuple[str | int, ...], unknown: Set[tuple[str | int, ...]]) -> Any:
    """A value without the keys at these paths."""
    if isinstance(value, dict):
        return {key: _without(entry, (*path, key), unknown) for key, entry in value.items() if (*path, key) not in unknown}
    if isinstance(value, list):
        return [_without(entry, (*path, index), unknown) for index, entry in enumerate(value)]
    return value


def _tell(form: type[BaseModel], sheet: Sheet, error: ErrorDetails) -> None:
    """One mistake as a finding. Pydantic's path also names the alternatives it tried, which are no part of the file."""
    missing = error["type"] == "missing"
    path, value = _path(sheet.document.value, error["loc"][:-1] if missing else error["loc"])
    key = str(error["loc"][-1]) if error["loc"] else ""
    shown = printable(key, quoted=True)
    if missing:
        sheet.tell("missing-key", *path, what=f"{shown} is missing.", way_out=f"Add `{key}: …`.")
    elif error["type"] == "extra_forbidden":
        known = _keys(form, path[:-1])
        place = sheet.document.place(path, key=True)
        sheet.tell_word(place, "unknown-key", f"There is no key {shown} here.", key, known)
    elif error["type"] in _WANTED:
        _tell_type(sheet, path, _WANTED[error["type"]], value)
    elif error["type"] in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        what = f"{printable(str(value), quoted=True)} is none of the words that may stand here."
        sheet.tell_word(sheet.document.place(path), "unknown-value", what, str(value), words)
    else:
        _tell_text(sheet, path, error)


def _tell_type(sheet: Sheet, path: tuple[str | int, ...], wanted: type, value: object) -> None:
    shown = printable(str(value)) if isinstance(value, (str, int, Decimal)) else ""
    shown = shown.lower() if isinstance(value, bool) else shown
    what = f"Here should be {_KINDS[wanted]}; there is {_KINDS[type(value)]}."
    way_out = _WAYS.get((wanted, type(value)), f"Write {_KINDS[wanted]}.").replace("{value}", shown)
    sheet.tell("wrong-type", *path, what=what, way_out=way_out)


def _tell_text(sheet: Sheet, path: tuple[str | int, ...], error: ErrorDetails) -> None:
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("string_too_short", "too_short"):
        sheet.tell("empty-value", *path, what="There is nothing here.", way_out="Write at least one.")
    elif kind in ("string_too_long", "too_long"):
        unit = "characters" if kind == "string_too_long" else "entries"
        sheet.tell("too-long", *path, what=f"This has more than {context['max_length']} {unit}.", way_out="Shorten it.")
    elif path[-1:] == ("id",) or "formerly" in path:
        what = f"{printable(str(error['input']), quoted=True)} becomes part of an address and cannot be one."
        sheet.tell("bad-id", *path, what=what, way_out="Use up to 100 small letters, digits and hyphens.")
    elif path[-1:] == ("country",):
        what = f"{printable(str(error['input']), quoted=True)} is no country."
        sheet.tell("bad-text", *path, what=what, way_out="Write its code of ISO 3166: `BE`, `MX`, `AU`.")
    elif "exchange" in path:
        what = f"{printable(str(error['input']), quoted=True)} is no currency."
        sheet.tell("bad-text", *path, what=what, way_out="Write its code of ISO 4217: `USD`.")
    elif "languages" in path:
        what = f"{printable(str(error['input']), quoted=True)} is no language."
        sheet.tell("bad-text", *path, what=what, way_out="Write its code: `en`, `es`.")
    else:
        sheet.tell("bad-text", *path, what="This is more than one line.", way_out="Write it on one line.")


def _path(value: Any, location: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], Any]:
    path: list[str | int] = []
    for step in location:
        there = (
            step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if there:
            path.append(step)
            value = value[step]
    return tuple(path), value


def _keys(form: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the part of a form knows to which a path leads."""
    part: Any = form
    for step in path:
        of_names = _values(part)
        if of_names is not None:  # a mapping of names: any name leads to the same
            part = of_names
        elif isinstance(step, str):
            known = next(_forms(part)).model_fields
            part = next(field.annotation for name, field in known.items() if step in (name, field.alias))
    return [field.alias or name for name, field in next(_forms(part)).model_fields.items()]


def _values(annotation: Any) -> Any:
    """What a mapping of names holds; None where it is none."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    held = (_values(part) for part in get_args(annotation) if get_origin(annotation) is not list)
    return next((values for values in held if values is not None), None)


def _forms(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _forms(part)
