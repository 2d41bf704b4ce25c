"""The pages of policies: the promise in words, and this page's record of keeping it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from statusgen.board import Board
from statusgen.board.days import declared_from
from statusgen.board.entries import Entry, digest_of
from statusgen.board.months_over import looked_at, months_over
from statusgen.civil import Month
from statusgen.language import ENGLISH, Language
from statusgen.policy import Policy

if TYPE_CHECKING:
    from statusgen.site.policy_page import PolicyPage


class Policies:
    """The pages of all policies of a board, in a language; what the contracts themselves say stays as it is."""

    def __init__(self, board: Board, language: Language = ENGLISH) -> None:
        self._board = board
        self._language = language
        self._entries: tuple[Entry, ...] = (*board.windows, *board.incidents)

    def digest(self, policy: Policy) -> str:
        """Of all that the page of a policy shows."""
        in_force = policy.in_force(self._board.now)
        months = months_over(policy, self._board.now)
        known_from = declared_from(self._entries, looked_at(policy, months).start)
        touching = [entry.digest for entry in self._touching(policy, months)]
        return digest_of((None if in_force is None else in_force.effective_from, str(months[-1]), known_from, touching))

    def page(self, policy: Policy) -> PolicyPage:
        """The page of a policy."""
        from statusgen.site.policy_page import PageOf  # with all that accounts take, which most builds do without

        months = months_over(policy, self._board.now)
        return PageOf(self._board, self._language, policy, months, self._touching(policy, months)).page()

    def _touching(self, policy: Policy, months: Sequence[Month]) -> list[Entry]:
        """The events that the record depends on."""
        span, covered = looked_at(policy, months), frozenset(filter(policy.ever_covers, self._board.names))
        return [entry for entry in self._entries if entry.span.overlaps(span) and not covered.isdisjoint(entry.components)]
