"""The doors: options, the one clock, exit codes. Only `--version` is answered here, before anything heavy is imported."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from statusgen import __version__


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"statusgen {__version__}\n")
        return
    # What a file means must not depend on what else is installed; and to look for it takes longer than to read the file.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    gc.disable()  # a command ends before cycles add up, and looking for them costs a third of its time
    from statusgen.cli.app import run

    _end(run())


def _end(code: int) -> NoReturn:
    """End with a code. To take ten thousand objects apart one by one would take a tenth of a command's time, and be for nothing."""
    atexit._run_exitfuncs()  # noqa: SLF001  # as the interpreter does at its end
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(code)
