"""The form of a file in `policies/`, made from the values of `policy.py`: their fields are the keys of the file."""

from __future__ import annotations

import dataclasses
import types
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, create_model

from statusgen.civil import Opening
from statusgen.load.forms import Form, Line, Text
from statusgen.policy import Policy

_PROSE: Final = frozenset({"text", "within", "reference", "source"})


def _exact(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


Number = Annotated[Decimal, BeforeValidator(_exact, json_schema_input_type=int | Decimal)]


class OpeningForm(Form):
    """A stretch of the week in which maintenance may be done."""

    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    """The weekdays on which it opens."""
    opens: Annotated[str, Field(alias="from", examples=["21:00"])]
    """`HH:MM` on the policy's clock."""
    closes: Annotated[str, Field(alias="to", examples=["01:00", "24:00"])]
    """`HH:MM`, `24:00` at most; not later than `from` means on the next day."""


@cache
def _form(kind: type) -> type[Form]:
    """The form of one section: a key for each field."""
    if kind is Opening:
        return OpeningForm
    hints = get_type_hints(kind)
    keys: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        wanted = Text if field.name in _PROSE and hints[field.name] is str else _key(hints[field.name])
        keys[field.name] = (wanted, ... if _is_required(field) else None)
    return create_model(f"{kind.__name__}Form", __base__=Form, __doc__=kind.__doc__, **keys)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _key(hint: Any) -> Any:
    """What the file holds for a field: lists for tuples, words for enumerations, whole numbers for decimals too."""
    if get_origin(hint) in (Union, types.UnionType):
        return _key(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is tuple:
        return types.GenericAlias(list, (_key(get_args(hint)[0]),))
    if dataclasses.is_dataclass(hint):
        return _form(hint)  # type: ignore[arg-type]  # a class, never an instance of one
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Annotated[hint, Field(strict=False)]
    return {Decimal: Number, str: Line}.get(hint, hint)


@cache
def policy_form() -> type[Form]:
    """The form of a whole policy, without its id, which is the file's name, and with `extends`."""
    whole = _form(Policy).model_fields
    keys: dict[str, Any] = {name: (field.annotation, field) for name, field in whole.items() if name != "id"}
    described = Field(default=None, description="A built-in policy, or a file in `policies/`, that this one changes.")
    config = ConfigDict(**Form.model_config | {"title": "statusgen policy"})
    base = type("PolicyBase", (Form,), {"model_config": config, "__doc__": "One SLA made executable."})
    return create_model("PolicyForm", __base__=base, __doc__=base.__doc__, extends=(Line, described), **keys)
