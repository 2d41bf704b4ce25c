"""Two folders exchange their names in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import Final

ASIDE: Final = ".{}.statusgen-old"
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""


def swap(staging: Path, out: Path) -> None:
    """Put the staged folder in the site's place, and the old site, if there is one, in the staged folder's."""
    if not out.is_dir() or not any(out.iterdir()):
        staging.rename(out)
    elif not _exchanged(staging, out):
        # For one instant there is no site here; `restore` brings the old one back if that instant is the last.
        aside = _aside(out)
        out.rename(aside)
        staging.rename(out)
        aside.rename(staging)


def restore(out: Path) -> None:
    """Undo what a build left that ended between two renames. Only for who holds the staging folder."""
    aside = _aside(out)
    if aside.is_dir():
        if out.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(out)


def _aside(out: Path) -> Path:
    return out.parent / ASIDE.format(out.name)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two names; False: it cannot, here."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        return libc.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE) == 0
    exchange = getattr(libc, "renameat2", None)
    return exchange is not None and exchange(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0
