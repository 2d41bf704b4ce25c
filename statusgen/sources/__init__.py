"""Where texts come from: a project's folder as it is, git as it was, and the history that tells when windows were announced.

Bytes only: what they mean is for `load/` to say.
"""

from statusgen.sources.folder import (
    EVENTS,
    FOLDERS,
    FREEZES,
    LIMIT,
    MEASURED,
    POLICIES,
    SETTINGS,
    WINDOWS,
    PassedOver,
    Survey,
    Texts,
    find_project,
    is_read,
    read_folder,
    survey,
)
from statusgen.sources.repository import Archive, Before, Filed, History, Repository, Revision
from statusgen.sources.stream import unpacked

__all__ = [
    "EVENTS",
    "FOLDERS",
    "FREEZES",
    "LIMIT",
    "MEASURED",
    "POLICIES",
    "SETTINGS",
    "WINDOWS",
    "Archive",
    "Before",
    "Filed",
    "History",
    "PassedOver",
    "Repository",
    "Revision",
    "Survey",
    "Texts",
    "find_project",
    "is_read",
    "read_folder",
    "survey",
    "unpacked",
]
