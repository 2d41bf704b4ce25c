"""A file's values → its form, in the shortest way there is; `explain.py` tells what does not fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, TypeVar

import msgspec

from statusgen.load.forms import Form
from statusgen.load.sheet import Sheet

_Form = TypeVar("_Form", bound=Form)

_NO_TEXT_FOR: Final = (Decimal,)


def filled(form: type[_Form], sheet: Sheet) -> _Form | None:
    """The form filled with the file's values; findings tell what does not fit. None where not even a part of it can be had."""
    value = sheet.document.value
    if value is None:
        return None
    try:
        read = _converted(value, form)
    except msgspec.ValidationError:
        return _explained(form, sheet)
    sheet.given = value.keys()
    return read


def _explained(form: type[_Form], sheet: Sheet) -> _Form | None:
    from statusgen.load.explain import explained  # with pydantic, which takes longer to load than most projects to read
    from statusgen.load.pydantic_forms import model_of

    model = explained(model_of(form), sheet)
    if model is None:
        return None
    sheet.given = model.model_fields_set
    # What may be one of two is told apart by how it was written, which pydantic wonders at where it is written again.
    return _converted(model.model_dump(by_alias=True, exclude_unset=True, warnings=False), form)


def _converted(value: Any, form: type[_Form]) -> _Form:
    return msgspec.convert(value, form, builtin_types=_NO_TEXT_FOR)
