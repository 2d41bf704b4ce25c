"""statusgen: maintenance as code. `docs/` explains it; `docs/decisions.md` says why it is as it is."""

__version__ = "0.1.0"
