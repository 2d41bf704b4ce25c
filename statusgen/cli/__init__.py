"""The doors: options, the one clock, exit codes. Only `--version` is answered here, before anything heavy is imported."""

from __future__ import annotations

import gc
import sys

from statusgen import __version__


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"statusgen {__version__}\n")
        return
    gc.disable()  # a command ends before cycles add up, and looking for them costs a third of its time
    from statusgen.cli.app import run

    code = run()
    gc.freeze()  # the interpreter would look once more, at its end
    sys.exit(code)
