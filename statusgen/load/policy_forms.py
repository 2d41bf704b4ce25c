"""The form of a file in `policies/`, made from the values of `policy.py`: their fields are the keys of the file."""

from __future__ import annotations

import types
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import msgspec
from pydantic import ConfigDict, Field, create_model

from statusgen.civil import Opening
from statusgen.load.forms import Date, Form, Line, Number, Text
from statusgen.policy import Policy
from statusgen.policy.changing import READ_AS, WITHOUT

_PROSE: Final = frozenset({"text", "reference", "source", "recorded", "beyond", "form"})
_KINDS: Final[dict[type, type[msgspec.Struct]]] = {}
_DAYS: Final = frozenset({"effective_from", "holidays"})


class OpeningForm(Form):
    """A stretch of the week in which maintenance may be done."""

    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    """The weekdays on which it opens."""
    opens: Annotated[str, Field(alias="from", examples=["21:00"])]
    """`HH:MM` on the policy's clock."""
    closes: Annotated[str, Field(alias="to", examples=["01:00", "24:00"])]
    """`HH:MM`, `24:00` at most; not later than `from` means on the next day."""


class VersionForm(Form):
    """What the policy became later: the day, and what is different from then on."""

    model_config = ConfigDict(**Form.model_config | {"extra": "allow"})

    effective_from: Date
    """The day from whose start, on the policy's clock, it is so."""


@cache
def _form(kind: type[msgspec.Struct]) -> type[Form]:
    """The form of one section: a key for each field."""
    keys: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        wanted = _key(field.type)
        if field.name in _PROSE:
            wanted = Text
        elif field.name in _DAYS:
            wanted = Date if wanted is Line else list[Date]
        keys[field.name] = (wanted, ... if field.required else None)
    form = create_model(f"{kind.__name__}Form", __base__=Form, __doc__=kind.__doc__, **keys)
    _KINDS[form] = kind
    return form


def kind_of(form: type) -> type[msgspec.Struct] | None:
    """The value that a form is made from; None where it is written out."""
    return _KINDS.get(form)


def _key(hint: Any) -> Any:
    """What the file holds for a field: lists for tuples, words for enumerations, whole numbers for decimals too."""
    if get_origin(hint) in (Union, types.UnionType):
        return _key(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return list[VersionForm] if inner is Policy else types.GenericAlias(list, (_key(inner),))
    if hint is Opening:
        return OpeningForm
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _form(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Annotated[hint, Field(strict=False)]
    return {Decimal: Number, str: Line}.get(hint, hint)


@cache
def policy_form() -> type[Form]:
    """The form of a whole policy, without its id, which is the file's name, and with `extends`."""
    whole = _form(Policy).model_fields
    keys: dict[str, Any] = {name: (field.annotation, field) for name, field in whole.items() if name != "id"}
    changes: dict[str, Any] = {
        "extends": (Line, Field(default=None, description="A built-in policy, or a file in `policies/`, that this one changes.")),
        READ_AS: (dict[str, Line], Field(default=None, description="Other readings that are taken: `{V1: lower_row}`.")),
        WITHOUT: (list[Line], Field(default=None, description="What is left out of what is extended: `[credits.cap]`.")),
    }
    config = ConfigDict(**Form.model_config | {"title": "statusgen policy"})
    base = type("PolicyBase", (Form,), {"model_config": config, "__doc__": "One SLA made executable."})
    form: type[Form] = create_model("PolicyForm", __base__=base, __doc__=base.__doc__, **changes, **keys)
    _KINDS[form] = Policy
    return form
