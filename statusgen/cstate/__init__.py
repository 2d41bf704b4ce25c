"""A cState status page as it is: which of its files tell of maintenance, what customers were told, and since when.

cState is a theme for Hugo: a Markdown file an event in `content/issues/`, with front matter in YAML or TOML, and the systems
of the page in `config.yml`. It knows no windows: what an event's title or name calls maintenance is taken for one.
Nothing in a file raises.
"""

from statusgen.cstate.front import RULES
from statusgen.cstate.page import FOLDERS, Page, Words, is_wanted, read

__all__ = ["FOLDERS", "RULES", "Page", "Words", "is_wanted", "read"]
