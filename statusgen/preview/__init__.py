"""The live preview: what `build` writes, shown on this machine alone, with what it had to tell laid over the pages."""

from statusgen.preview.server import Server
from statusgen.preview.showing import Showing, Stage
from statusgen.preview.watching import Watch, WatchingExtraMissing

__all__ = ["Server", "Showing", "Stage", "Watch", "WatchingExtraMissing"]
