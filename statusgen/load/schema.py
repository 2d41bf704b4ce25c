"""JSON Schemas of the files, made from the same forms that read them, so that editors complete and check."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from statusgen import policy
from statusgen.load import forms, policy_forms
from statusgen.load.forms import AgreementForm, IncidentForm, ProjectForm, WindowForm
from statusgen.load.policy_forms import policy_form
from statusgen.policy import claims, clauses, maintenance, measure, support

FORMS: Final[dict[str, type[BaseModel]]] = {
    "project": ProjectForm,
    "window": WindowForm,
    "incident": IncidentForm,
    "policy": policy_form(),
    "agreement": AgreementForm,
}


class _Schema(GenerateJsonSchema):
    """As pydantic draws it, except that a key is there with a value or not at all: no key takes null for an answer.

    What the code says below a field describes its key. Pydantic could look for that too, each time that anything is read.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        drawn = super().model_schema(schema)
        form = schema["cls"]
        said = _said().get(form.__name__, {})
        for name, field in form.model_fields.items():
            if name in said:
                drawn["properties"][field.alias or name].setdefault("description", said[name])
        return drawn

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        drawn = super().default_schema(schema)
        if drawn.get("default", ...) in (None, "", [], {}):
            drawn.pop("default", None)
        return drawn


@cache
def _said() -> dict[str, dict[str, str]]:
    """What stands below the fields of each form, and of each value that a form is made from."""
    of_forms = {name: said for module in (forms, policy_forms) for name, said in _below_fields(module)}
    parts = (policy, claims, clauses, maintenance, measure, support)
    return of_forms | {f"{name}Form": said for module in parts for name, said in _below_fields(module)}


def _below_fields(module: ModuleType) -> Iterator[tuple[str, dict[str, str]]]:
    for part in ast.parse(inspect.getsource(module)).body:
        if isinstance(part, ast.ClassDef):
            yield part.name, {
                field.target.id: inspect.cleandoc(text.value.value)
                for field, text in zip(part.body, part.body[1:], strict=False)
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
            }  # fmt: skip


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of file: `project`, `window`, `incident`, `policy` or `agreement`."""
    drawn = FORMS[kind].model_json_schema(schema_generator=_Schema)
    if kind == "policy":
        whole = _demands(drawn, drawn["$defs"])
        drawn |= {"if": {"not": {"required": ["extends"]}}, "then": whole}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **drawn}


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
