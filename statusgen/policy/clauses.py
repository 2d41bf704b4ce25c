"""What a contract says, sentence by sentence, and how a sentence that can be read in more than one way is read."""

from typing import Any

from msgspec import Struct


class Clause(Struct, frozen=True):
    """One sentence of the contract, in our words, and where it stands."""

    id: str
    """`clever.maint.notice`"""
    text: str
    """The demand, as one sentence that a customer understands."""
    reference: str
    """Where the source says so: a heading of the source document."""
    recorded: str = ""
    """The field of a file that records what the clause asks for, where nothing of it is computed."""
    beyond: str = ""
    """Why nothing of the clause can be computed or recorded."""


class OtherReading(Struct, frozen=True):
    """Another way to read the sentence."""

    value: str
    """Its short name, as `--reading V1=next_row` gives it."""
    text: str
    """The reading, as one sentence."""
    settings: dict[str, Any] = {}
    """What of the policy it changes: keys as in its file, merged over what is there. `without` is spelt out (`explicit`)."""
    beyond: str = ""
    """Instead of settings: why nothing of it can be computed, or what a policy of one's own has to say for it."""


class Reading(Struct, frozen=True):
    """How a sentence that can be read in more than one way is read here."""

    id: str
    """`C1`, `E3`: where code makes it so, a comment names it."""
    text: str
    """The reading, as one sentence."""
    clause: str | None = None
    """The clause whose sentence is read."""
    value: str = ""
    """Its short name, where it is not the one that the policy began with."""
    others: tuple[OtherReading, ...] = ()
    """The readings that were not chosen."""
