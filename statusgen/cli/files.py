"""Files that a command leaves: whole or not at all, and never in the place of somebody else's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from statusgen.finding import StatusgenError, printable


def write(target: Path, body: bytes, over: Callable[[bytes], bool] | None) -> None:
    """Write a file. `over` says of what is there whether it may be replaced; None: whatever it is.

    It is made beside its place and takes it in one step. `StatusgenError`: it may not be replaced, or cannot be written.
    """
    shown = printable(str(target))
    try:
        if over is not None and target.exists() and not (target.is_file() and over(target.read_bytes())):
            raise StatusgenError(f"{shown} is there, and is none of ours", f"Move it away, or name it: `--out {shown}`.")
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(body)  # a pipe or a device
            return
        _replace(target, body)
    except OSError as error:
        raise StatusgenError(
            f"{shown} cannot be written: {error.strerror}", "Name a file in a folder that is there: `--out`."
        ) from None


def _replace(target: Path, body: bytes) -> None:
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        new.write_bytes(body)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files where there are none, by their paths below a folder: all of them, or none. `StatusgenError`: one cannot be."""
    written: list[Path] = []
    shown = ""
    try:
        for name, body in files.items():
            shown, target = name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                written.append(target)
                file.write(body)
    except OSError as error:
        for target in written:
            target.unlink()
        reason = "it is there already" if isinstance(error, FileExistsError) else error.strerror
        way_out = "Nothing was written. Make room for it, and try again."
        raise StatusgenError(f"{printable(shown)} cannot be written: {reason}", way_out) from None
