"""A sentence of a promise, and the clauses by which it is so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from statusgen.language import message


class Topic(StrEnum):
    """What a chapter is about, in the order in which they are told."""

    PLANS = "plans"
    DOWNTIME = "downtime"
    MEASURE = "measure"
    MAINTENANCE = "maintenance"
    CREDITS = "credits"
    CUSTOMER = "customer"
    SUPPORT = "support"
    INCIDENTS = "incidents"
    METRICS = "metrics"
    REPORTS = "reports"
    DETAILS = "details"


HEADINGS: Final = {
    Topic.PLANS: message("What is promised"),
    Topic.DOWNTIME: message("What counts as downtime"),
    Topic.MEASURE: message("How it is measured"),
    Topic.MAINTENANCE: message("Maintenance"),
    Topic.CREDITS: message("What is given back"),
    Topic.CUSTOMER: message("What the customer must do"),
    Topic.SUPPORT: message("Support"),
    Topic.INCIDENTS: message("Incidents"),
    Topic.METRICS: message("Metrics"),
    Topic.REPORTS: message("Reports"),
    Topic.DETAILS: message("What a report of an incident contains"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is promised or asked for."""

    text: str
    clauses: tuple[str, ...]
    """Ids, at least one. Where the contract is silent, the clause that the setting belongs to."""
    implied: bool = False
    """Whether no clause has to say it: the project fills it in, such as components, or it follows from other sentences."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The sentences about one thing."""

    topic: Topic
    sentences: tuple[Sentence, ...]


def said(text: str, *clauses: str | None, implied: bool = False) -> Sentence:
    """A sentence with the clauses that there are, each once."""
    return Sentence(text, tuple(dict.fromkeys(clause for clause in clauses if clause)), implied)
