"""The forms as models of pydantic, which tells every mistake of a file at once, and draws the JSON Schemas.

What stands in a form is here in pydantic's words; a file that fits is read without them (`filling.py`).
"""

from __future__ import annotations

import types
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Literal, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, UNSET, Meta, Struct, UnsetType
from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag, create_model

from statusgen.load.forms import A_LINE, A_TEXT, Number

_KINDS: Final = {list: "list", dict: "mapping", bool: "flag", type(None): "flag"}
_STRIPPED: Final = {
    A_TEXT: StringConstraints(strip_whitespace=True, min_length=1),
    A_LINE: StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n]*$"),
}
"""What a form asks to be without space around it; here the space is taken away."""


class Model(BaseModel):
    """Nothing is guessed: no unknown key, no number for a text."""

    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=False, defer_build=True)

    made_from: ClassVar[type[Struct] | None] = None
    """The form; None where the model is written out."""


@cache
def model_of(form: type[Struct]) -> type[Model]:
    """The model of a form: a key for each field."""
    about = getattr(form, "about", None)
    config = ConfigDict() if about is None else ConfigDict(title=about["title"], json_schema_extra={"examples": about["examples"]})
    if not form.__struct_config__.forbid_unknown_fields:
        config["extra"] = "allow"
    return named(form.__name__, form, {field.name: _key(field) for field in msgspec.structs.fields(form)}, config)


def named(name: str, form: type[Struct], keys: dict[str, Any], config: ConfigDict | None = None) -> type[Model]:
    """A model of these keys, each a hint and a default."""
    base = Model if config is None else type("Base", (Model,), {"model_config": config, "__doc__": form.__doc__})
    model: type[Model] = create_model(name, __base__=base, __doc__=form.__doc__, **keys)
    model.made_from = form
    return model


def _key(field: msgspec.structs.FieldInfo) -> tuple[Any, Any]:
    alias = None if field.encode_name == field.name else field.encode_name
    return hint_of(field.type), Field(... if field.required else _default(field), alias=alias)


def _default(field: msgspec.structs.FieldInfo) -> Any:
    default = field.default if field.default_factory is NODEFAULT else field.default_factory()
    if isinstance(default, Struct):
        return model_of(type(default))()
    return None if default is UNSET else default


def hint_of(hint: Any) -> Any:
    """What pydantic takes for the type of a form's field."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Annotated[hint_of(parts[0]), *map(_constraint, hint.__metadata__)]
    if origin in (Union, types.UnionType):
        return _Exact if hint == Number else _union([part for part in parts if part is not UnsetType])
    if origin in (list, dict):
        return types.GenericAlias(origin, tuple(map(hint_of, parts)))
    if isinstance(hint, type) and issubclass(hint, Struct):
        return model_of(hint)
    # A word is given as text, which a strict model would refuse for an enumeration.
    return Annotated[hint, Field(strict=False)] if isinstance(hint, type) and issubclass(hint, Enum) else hint


def _constraint(said: Meta) -> Any:
    if said in _STRIPPED:
        return _STRIPPED[said]
    pattern = said.pattern and said.pattern.replace(r"\A", "^").replace(r"\Z", "$")
    told: dict[str, Any] = {"title": said.title, "description": said.description, "examples": said.examples, "pattern": pattern}
    told |= {"min_length": said.min_length, "max_length": said.max_length, "json_schema_extra": said.extra_json_schema}
    return Field(**{key: value for key, value in told.items() if value is not None})


def _exact(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


_Exact = Annotated[Decimal, BeforeValidator(_exact, json_schema_input_type=int | Decimal)]


def _kind(hint: Any) -> str:
    """How a value of a type is written."""
    if get_origin(hint) is Annotated:
        return _kind(get_args(hint)[0])
    return "mapping" if isinstance(hint, type) and issubclass(hint, Struct) else _KINDS.get(get_origin(hint) or hint, "plain")


def _union(parts: list[Any]) -> Any:
    """One of several, told apart by how it is written; pydantic would try each, and tell what is wrong with all of them."""
    if bool in parts:
        kinds = {"flag": Literal[True, False, None]}
        parts = [part for part in parts if part not in (bool, type(None))]
    else:
        kinds = {}
    optional = type(None) in parts
    kinds |= {_kind(part): hint_of(part) for part in parts if part is not type(None)}
    if len(kinds) == 1:
        (hint,) = kinds.values()
    else:

        def told_apart(value: Any) -> str:
            kind = _KINDS.get(type(value), "plain")
            return kind if kind in kinds else "plain"

        hint = Annotated[Union[*(Annotated[hint, Tag(kind)] for kind, hint in kinds.items())], Discriminator(told_apart)]
    return hint | None if optional else hint
