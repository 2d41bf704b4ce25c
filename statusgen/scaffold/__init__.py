"""A project to begin with: what a newcomer answers, and the files that follow from it."""

from statusgen.scaffold.answers import (
    Answers,
    WrongAnswer,
    address,
    components,
    languages_of,
    page_name,
    policies,
    time_zone,
)
from statusgen.scaffold.texts import ACTION, WORKFLOW, texts

__all__ = [
    "ACTION",
    "WORKFLOW",
    "Answers",
    "WrongAnswer",
    "address",
    "components",
    "languages_of",
    "page_name",
    "policies",
    "texts",
    "time_zone",
]
