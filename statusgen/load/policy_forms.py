"""The form of a file in `policies/`, made from the values of `policy.py`: their fields are the keys of the file."""

from __future__ import annotations

import types
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta
from pydantic import ConfigDict, Field

from statusgen.civil import Opening
from statusgen.load.forms import Date, Form, Line, Number, Text
from statusgen.load.pydantic_forms import Model, hint_of, named
from statusgen.policy import Policy
from statusgen.policy.changing import READ_AS, WITHOUT

_PROSE: Final = frozenset({"text", "reference", "source", "recorded", "beyond", "form"})
_DAYS: Final = frozenset({"effective_from", "holidays"})


class OpeningForm(Form):
    """A stretch of the week in which maintenance may be done."""

    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Meta(min_length=1)]
    """The weekdays on which it opens."""
    opens: Annotated[str, Meta(examples=["21:00"])] = msgspec.field(name="from")
    """`HH:MM` on the policy's clock."""
    closes: Annotated[str, Meta(examples=["01:00", "24:00"])] = msgspec.field(name="to")
    """`HH:MM`, `24:00` at most; not later than `from` means on the next day."""


class VersionForm(Form, forbid_unknown_fields=False):
    """What the policy became later: the day, and what is different from then on."""

    effective_from: Date
    """The day from whose start, on the policy's clock, it is so."""


@cache
def _form(kind: type[msgspec.Struct]) -> type[Model]:
    """The form of one section: a key for each field."""
    keys: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        wanted = _key(field.type)
        if field.name in _PROSE:
            wanted = Text
        elif field.name in _DAYS:
            wanted = Date if wanted is Line else list[Date]
        keys[field.name] = (hint_of(wanted), ... if field.required else None)
    return named(f"{kind.__name__}Form", kind, keys)


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
    return {Decimal: Number, str: Line}.get(hint, hint)


@cache
def policy_form() -> type[Model]:
    """The form of a whole policy, without its id, which is the file's name, and with `extends`."""
    whole = _form(Policy).model_fields
    keys: dict[str, Any] = {name: (field.annotation, field) for name, field in whole.items() if name != "id"}
    changes: dict[str, Any] = {
        "extends": (
            hint_of(Line),
            Field(default=None, description="A built-in policy, or a file in `policies/`, that this one changes."),
        ),
        READ_AS: (hint_of(dict[str, Line]), Field(default=None, description="Other readings that are taken: `{V1: lower_row}`.")),
        WITHOUT: (hint_of(list[Line]), Field(default=None, description="What is left out of what is extended: `[credits.cap]`.")),
    }
    return named("PolicyForm", Policy, changes | keys, ConfigDict(title="statusgen policy"))
