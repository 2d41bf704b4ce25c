"""Where texts come from: a project's folder as it is, git as it was, and the history that tells when windows were announced.

Bytes only: what they mean is for `load/` to say.
"""

from statusgen.sources.folder import LIMIT, SETTINGS, Texts, find_project, read_folder
from statusgen.sources.repository import Before, History, Repository, Revision

__all__ = ["LIMIT", "SETTINGS", "Before", "History", "Repository", "Revision", "Texts", "find_project", "read_folder"]
