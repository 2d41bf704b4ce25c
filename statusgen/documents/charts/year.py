"""Twelve months: from the line of 100 % hangs what each of them was down, as the contract measures it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from typing import Final

from statusgen.board.words import MONTH_NAMES
from statusgen.civil import Month
from statusgen.documents.charts.shapes import LEFT, TOP, WIDTH, Chart, Label, Line, Mark
from statusgen.policy import percent_of
from statusgen.uptime.account import Account
from statusgen.uptime.availability import shown
from statusgen.uptime.credits import Credit

HEIGHT: Final = 144
MONTH_WIDTH: Final = 51

_STEPS: Final = tuple(Fraction(number, 10_000) for number in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000))
"""From one line of the scale to the next: 0.01 % to 50 %."""
_LINES: Final = 5
_LEAST: Final = Fraction(1, 1000)
"""A year without a second down shows this much."""

Year = Sequence[tuple[Month, Account | None]]


def of_year(year: Year, plans: Collection[str]) -> Chart:
    """Its chart, with a line across for each commitment, of these plans or (none) of all."""
    told = [account for _, account in year if account is not None]
    promised = {1 - percent_of(credit.plan.commitment) for account in told for credit in credits_of(account, plans)}
    deepest = max(_LEAST, *promised, *(_depth(account) for account in told)) * Fraction(9, 8)

    def at(depth: Fraction) -> int:
        return TOP + depth * HEIGHT // deepest

    step = next((step for step in _STEPS if deepest <= step * _LINES), Fraction(1))
    grid = [step * number for number in range(deepest // step + 1)]
    return Chart(
        width=WIDTH,
        height=TOP + HEIGHT + 44,
        lines=(*(Line("grid", at(depth)) for depth in grid), *(Line("promise", at(depth)) for depth in sorted(promised))),
        marks=tuple(mark for number, (_, account) in enumerate(year) for mark in _marks(number, account, plans, at)),
        scale=tuple(Label(LEFT - 8, at(depth) + 4, plain(1 - depth)) for depth in grid),
        labels=tuple(label for number, (month, account) in enumerate(year) for label in _labels(number, month, account)),
    )


def credits_of(account: Account, plans: Collection[str]) -> list[Credit]:
    """What the plans promised and give, of these or (none) of all."""
    return [credit for credit in account.credits if not plans or credit.plan.id in plans]


def missed(account: Account, plans: Collection[str]) -> bool | None:
    """Whether a commitment was missed, or, where nothing is guaranteed, a target; None: what is unknown decides."""
    looked_at = credits_of(account, plans)
    met = {credit.met for credit in looked_at if credit.plan.guaranteed} or {credit.met for credit in looked_at}
    return True if False in met else None if None in met else False


def plain(share: Fraction) -> str:
    """`99.9`: a share as percent, without zeros at its end."""
    return shown(share).rstrip("0").rstrip(".")


def _depth(account: Account) -> Fraction:
    return min(max(1 - account.availability.uptime, Fraction(0)), Fraction(1))


def _middle(number: int) -> int:
    return LEFT + number * MONTH_WIDTH + MONTH_WIDTH // 2


def _marks(number: int, account: Account | None, plans: Collection[str], at: Callable[[Fraction], int]) -> Iterator[Mark]:
    if account is not None:
        x, y = _middle(number), at(_depth(account))
        yield Mark("stem", x - 2, TOP, 4, y - TOP)
        yield Mark({True: "missed", False: "met", None: "open"}[missed(account, plans)], x, y)


def _labels(number: int, month: Month, account: Account | None) -> Iterator[Label]:
    name = MONTH_NAMES[month.number - 1][:3]
    figure = "–" if account is None else shown(account.availability.uptime, 2)
    if month.number == 1 or number == 0:
        name = f"{name} {month.year % 100:02}"
    yield Label(_middle(number), TOP + HEIGHT + 22, name, minor=number % 3 > 0)
    yield Label(_middle(number), TOP + HEIGHT + 38, figure, minor=True)
