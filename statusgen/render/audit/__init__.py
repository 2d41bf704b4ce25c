"""An audit as text for people and as JSON for programs."""

from statusgen.render.audit.text import text
from statusgen.render.audit.v1 import json

__all__ = ["json", "text"]
