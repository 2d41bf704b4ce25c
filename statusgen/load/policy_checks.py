"""What a policy of the right form can still get wrong: clauses that are not there, tables that cannot be computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from statusgen.civil import CivilError, minutes_of
from statusgen.finding import printable
from statusgen.load.sheet import Sheet
from statusgen.policy import Basis

Path = tuple[str | int, ...]

MOST_HOURS: Final = 24 * 366
MOST_MINUTES: Final = 60 * 24 * 366
_DAY_MINUTES: Final = 24 * 60


def check(tree: dict[str, Any], sheet: Sheet) -> None:
    """Tell what is wrong with a policy whose every key holds a value of the right kind."""
    sheet.use_zone(tree["time_zone"])
    _clauses(tree, sheet)
    for number, component in enumerate(tree["scope"].get("components", ())):
        sheet.known("unknown-component", component, sheet.context.components, "scope", "components", number)
    _openings(tree, sheet)
    for path, what, way_out in (*_notice(tree), *_measure(tree), *_plans(tree), *_credits(tree["credits"])):
        sheet.tell("unsound-policy", *path, what=what, way_out=way_out)


Mistake = tuple[Path, str, str]
"""Where, what, and the way out."""


def _clauses(tree: dict[str, Any], sheet: Sheet) -> None:
    ids = [clause["id"] for clause in tree["clauses"]]
    for number, (clause, count) in enumerate(Counter(ids).items()):
        if count > 1:
            what = f"The clause {printable(clause, quoted=True)} is there {count} times."
            sheet.tell("unsound-policy", "clauses", number, "id", what=what, way_out="Give each clause an id of its own.")
    for path, clause in _named(tree, ()):
        sheet.known("unknown-clause", clause, ids, *path)


def _named(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every clause that a section names, with the path of the key."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        if isinstance(entry, str) and (key == "clause" or str(key).endswith("_clause")):
            yield (*path, key), entry
        else:
            yield from _named(entry, (*path, key))


def _openings(tree: dict[str, Any], sheet: Sheet) -> None:
    hours = tree.get("maintenance_hours") or {"openings": ()}
    for number, opening in enumerate(hours["openings"]):
        for key, last in (("from", _DAY_MINUTES - 1), ("to", _DAY_MINUTES)):
            path = ("maintenance_hours", "openings", number, key)
            try:
                minutes = minutes_of(opening[key])
            except CivilError as error:
                sheet.tell(error.rule, *path, what=printable(error.what), way_out=error.way_out)
                continue
            if minutes > last:
                sheet.tell("not-a-time", *path, what="No day begins at its end.", way_out="Write `00:00` of the next day.")


def _notice(tree: dict[str, Any]) -> Iterator[Mistake]:
    if not 0 <= tree["notice"].get("hours", 0) <= MOST_HOURS:
        yield ("notice", "hours"), f"Notice is from 0 to {MOST_HOURS} hours.", "Write the hours that the contract asks for."
    if not tree["notice"].get("channels", ["status_page"]):
        yield ("notice", "channels"), "Notice goes by no channel.", "Name one at least: `[status_page]`."


def _measure(tree: dict[str, Any]) -> Iterator[Mistake]:
    measure = tree["measure"]
    minutes, fixed = measure.get("minutes"), measure.get("basis") == Basis.FIXED
    if fixed and minutes is None:
        yield ("measure", "basis"), "A fixed basis needs its minutes.", "Add `minutes: 43200`, or what the contract says."
    elif not fixed and minutes is not None:
        yield ("measure", "minutes"), "Minutes belong to a fixed basis.", "Write `basis: fixed`, or remove the key."
    elif minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        yield ("measure", "minutes"), f"The minutes are from 1 to {MOST_MINUTES}.", "Write those of the contract's month."


def _plans(tree: dict[str, Any]) -> Iterator[Mistake]:
    if not tree["plans"]:
        yield ("plans",), "There is no plan.", "Name one at least, with its commitment."
    ids = [plan["id"] for plan in tree["plans"]]
    for number, plan in enumerate(tree["plans"]):
        if plan["id"] in ids[:number]:
            yield ("plans", number, "id"), "Two plans have one id.", "Rename one of them."
        if not 0 <= plan["commitment"] <= 100:
            yield ("plans", number, "commitment"), "A commitment is from 0 to 100 percent.", "Write percent: `99.9`."


def _credits(given: dict[str, Any]) -> Iterator[Mistake]:
    tiers, rate = given.get("tiers", []), given.get("rate")
    if bool(tiers) == bool(rate):
        what = "There are both tiers and a rate." if tiers else "There are neither tiers nor a rate."
        yield ("credits",), what, "Give one of them: `tiers:` or `rate:`."
    yield from _tiers(tiers)
    if rate is not None and not (rate["percent"] >= 0 and rate.get("per", 1) > 0):
        yield ("credits", "rate"), "A rate gives 0 percent or more for more than 0 percent.", "Write `{percent: 10, per: 1}`."
    yield from _cap(given.get("cap") or {})


def _tiers(tiers: Sequence[dict[str, Decimal]]) -> Iterator[Mistake]:
    for number, tier in enumerate(tiers):
        path: Path = ("credits", "tiers", number)
        if not (0 < tier["below"] <= 100 and 0 <= tier["percent"] <= 100):
            yield path, "A row is below 0 to 100 percent and gives 0 to 100 percent.", "Write `{below: 99.9, percent: 5}`."
        if number and not tier["below"] < tiers[number - 1]["below"]:
            yield (*path, "below"), "The rows do not go down.", "Order them from the highest uptime to the lowest."


def _cap(cap: dict[str, Any]) -> Iterator[Mistake]:
    path: Path = ("credits", "cap")
    if ("amount" in cap) != ("currency" in cap):
        yield path, "An amount and its currency belong together.", "Write `{amount: 125, currency: USD}`."
    if "percent" not in cap and "amount" not in cap and cap:
        yield path, "The cap names neither a percentage nor an amount.", "Write `percent: 100`, or an amount."
    if any(cap.get(key, 0) < 0 for key in ("percent", "amount")):
        yield path, "A cap is not below 0.", "Write the most that is given back."
