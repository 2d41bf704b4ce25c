"""The only clock: `--at`, else `SOURCE_DATE_EPOCH`, else now."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from statusgen import civil
from statusgen.finding import StatusgenError, printable


class WrongInstant(StatusgenError):
    """`--at` or `SOURCE_DATE_EPOCH` names no instant."""


def instant(at: str | None, page_zone: Callable[[], str]) -> int:
    """The instant a command speaks of. The page's zone is only asked for when `--at` has no offset of its own."""
    if at is None:
        return _from_environment()
    try:
        return civil.instant(at, civil.UTC if _has_offset(at) else page_zone())
    except civil.CivilError as error:
        raise WrongInstant(f"--at: {error.what}", error.way_out) from None


def _has_offset(at: str) -> bool:
    return at.endswith("Z") or at[-6:-5] in ("+", "-")


def _from_environment() -> int:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return int(time.time())
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) <= 10):
        raise WrongInstant(
            f"SOURCE_DATE_EPOCH is {printable(epoch, quoted=True)}, which is no number of seconds",
            "Unset it, or write whole seconds since 1970.",
        )
    return int(epoch)
