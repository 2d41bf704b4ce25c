"""What unquoted text means by the core schema of YAML 1.2."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

_SPECIAL: Final = frozenset("~nNtTfF-+.0123456789")
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_DECIMAL: Final = re.compile(r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?)(?:[eE][-+]?[0-9]{1,2})?")


def scalar(text: str) -> object:
    """What unquoted text means by the core schema of YAML 1.2: null, true or false, an integer, a decimal, or text."""
    if text and text[0] not in _SPECIAL:
        return text
    return _special(text)


@lru_cache(maxsize=4096)
def _special(text: str) -> object:
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    return False if text in _FALSE else text
