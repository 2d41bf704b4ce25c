"""Where texts come from: a project's folder as it is, git as it was, and the history that tells when windows were announced.

Bytes only: what they mean is for `load/` to say.
"""

from statusgen.sources.folder import (
    FOLDERS,
    LIMIT,
    MEASURED,
    SETTINGS,
    PassedOver,
    Survey,
    Texts,
    find_project,
    read_folder,
    survey,
)
from statusgen.sources.repository import Before, History, Repository, Revision

__all__ = [
    "FOLDERS",
    "LIMIT",
    "MEASURED",
    "SETTINGS",
    "Before",
    "History",
    "PassedOver",
    "Repository",
    "Revision",
    "Survey",
    "Texts",
    "find_project",
    "read_folder",
    "survey",
]
