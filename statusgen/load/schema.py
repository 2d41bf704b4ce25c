"""JSON Schemas of the files, made from the same forms that read them, so that editors complete and check."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Final

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from statusgen.load.forms import AgreementForm, IncidentForm, ProjectForm, WindowForm
from statusgen.load.policy_forms import policy_form
from statusgen.load.pydantic_forms import model_of
from statusgen.load.request_forms import RequestsForm
from statusgen.policy.changing import READ_AS

FORMS: Final[dict[str, type[BaseModel]]] = {
    "project": model_of(ProjectForm),
    "window": model_of(WindowForm),
    "incident": model_of(IncidentForm),
    "policy": policy_form(),
    "agreement": model_of(AgreementForm),
    "requests": model_of(RequestsForm),
}


_READINGS: Final = re.compile(r" \([CEIKV]\d+(?:, [CEIKV]\d+)*\)")

CLAUSE: Final = "The clause of the contract by which it is so: an id of `clauses`."


class _Schema(GenerateJsonSchema):
    """As pydantic draws it, except that a key is there with a value or not at all: no key takes null for an answer.

    What the code says below a field describes its key. Pydantic could look for that too, each time that anything is read.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        drawn = super().model_schema(schema)
        model = schema["cls"]
        form = model.made_from
        said = {key: text for one in reversed((form or model).__mro__) for key, text in _said_of(one).items()}
        for name, field in model.model_fields.items():
            key = drawn["properties"][field.alias or name]
            about = said.get(name, CLAUSE if name == "clause" else None)
            if about is not None:
                key.setdefault("description", about)
            if form is not None and (default := _default(form, name)) is not None:
                key.setdefault("default", default)
        return drawn

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        drawn, words = super().enum_schema(schema), schema["cls"]
        said = _said(inspect.getmodule(words)).get(words.__name__, {})
        return drawn | {"enumDescriptions": [said.get(name, "") for name in words.__members__]} if said else drawn

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002  # the base class passes it
        return {"type": "number"}  # in quotes it would be text, which is refused

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        drawn = super().default_schema(schema)
        if drawn.get("default", ...) in (None, "", [], {}):
            drawn.pop("default", None)
        return drawn


def _default(kind: type[msgspec.Struct], name: str) -> bool | int | str | list[str] | None:
    """What a key of a policy is where it is left out; None where that is nothing, or a whole section."""
    default = next((field.default for field in msgspec.structs.fields(kind) if field.name == name), None)
    if isinstance(default, tuple):
        return list(default) or None
    return default if isinstance(default, (bool, int, str)) and default != "" else None


@cache
def _said(module: ModuleType | None) -> dict[str, dict[str, str]]:
    """What stands below the fields of each class of a module."""
    return {} if module is None else dict(_below_fields(module))


def _said_of(kind: type) -> dict[str, str]:
    """What stands below the fields that a class itself has."""
    ours = kind.__module__.startswith("statusgen.")
    return _said(inspect.getmodule(kind)).get(kind.__name__, {}) if ours else {}


def _below_fields(module: ModuleType) -> Iterator[tuple[str, dict[str, str]]]:
    for part in ast.parse(inspect.getsource(module)).body:
        if isinstance(part, ast.ClassDef):
            pairs = zip(part.body, part.body[1:], strict=False)
            told = ((_name(field), _text(text)) for field, text in pairs)
            yield part.name, {name: text for name, text in told if name and text}


def _name(part: ast.stmt) -> str | None:
    """What a statement gives a value, or a type."""
    target = part.target if isinstance(part, ast.AnnAssign) else part.targets[0] if isinstance(part, ast.Assign) else None
    return target.id if isinstance(target, ast.Name) else None


def _text(part: ast.stmt) -> str | None:
    text = part.value.value if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) else None
    return inspect.cleandoc(text) if isinstance(text, str) else None


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of file: `project`, `window`, `incident`, `policy`, `agreement` or
    `requests`."""
    drawn = FORMS[kind].model_json_schema(schema_generator=_Schema)
    if kind == "policy":
        parts = drawn["$defs"]
        whole = _demands(drawn, parts)
        drawn |= {"if": {"not": {"required": ["extends"]}}, "then": whole}
        parts["VersionForm"] |= _changes(drawn, parts["VersionForm"]["properties"], but={"extends", "versions"})
        settings = parts["OtherReadingForm"]["properties"]["settings"]
        settings |= _changes(drawn, {}, but={"extends", "versions", "readings", "effective_from", READ_AS})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_told_to_users(drawn)}


def _changes(drawn: dict[str, Any], own: dict[str, Any], *, but: set[str]) -> dict[str, Any]:
    """The keys of a change of a policy: those of the policy, none of which must be there."""
    keys = {key: part for key, part in drawn["properties"].items() if key not in but}
    return {"properties": keys | own, "additionalProperties": False}


def _told_to_users(part: Any) -> Any:
    """A drawing whose descriptions are for those who write files: without the readings of our packs (C6), and `None`."""
    if isinstance(part, dict):
        return {key: _told_to_users(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_told_to_users(value) for value in part]
    if not isinstance(part, str):
        return part
    return _READINGS.sub("", part).replace("; None: ", "; left out: ").replace("None: ", "Left out: ")


def _demands(part: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """What must be there, taken out of a part and its sections: a policy that extends another tells only what is different.

    Entries of lists keep what they demand, because a list replaces the other's as a whole.
    """
    sections = {}
    for key, drawn in part.get("properties", {}).items():
        section = parts.get(drawn.get("$ref", "").removeprefix("#/$defs/"), {})
        if section.get("type") == "object":
            sections[key] = _demands(section, parts)
    return {"required": part.pop("required", []), "properties": sections}
