"""What a policy of the right form can still get wrong: clauses that are not there, tables that cannot be computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from statusgen.civil import CivilError, minutes_of
from statusgen.finding import printable
from statusgen.load.sheet import Sheet
from statusgen.policy import WAY_OUT, Basis, NoticeBasis, TermUnit, Tree, term
from statusgen.policy.changing import AS_IT_WAS, READ_AS, WITHOUT, found, left_out, other_reading, readings_taken

Path = tuple[str | int, ...]

MOST_HOURS: Final = 24 * 366
MOST_MINUTES: Final = 60 * 24 * 366
LAST_FIRST_DAY: Final = 28
MOST_DECIMALS: Final = 9
_DAY_MINUTES: Final = 24 * 60
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_CLAIM_UNITS: Final = frozenset({TermUnit.HOUR, TermUnit.DAY, TermUnit.MONTH})
_TARGET_UNITS: Final = frozenset({TermUnit.MINUTE, TermUnit.HOUR, TermUnit.BUSINESS_HOUR, TermUnit.BUSINESS_DAY})


def check(tree: Tree, sheet: Sheet) -> None:
    """Tell what is wrong with a policy whose every key holds a value of the right kind."""
    sheet.use_zone(tree["time_zone"])
    _clauses(tree, sheet)
    for number, component in enumerate(tree["scope"].get("components", ())):
        sheet.known("unknown-component", component, sheet.context.components, "scope", "components", number)
    _openings(tree, sheet)
    _days(tree, sheet)
    mistakes = (_notice, _measure, _plans, _credits, _terms, _support, _metrics, _readings)
    for path, what, way_out in (mistake for look in mistakes for mistake in look(tree)):
        sheet.tell("unsound-policy", *path, what=what, way_out=way_out)


Mistake = tuple[Path, str, str]
"""Where, what, and the way out."""


def check_change(tree: Tree, own: Tree, sheet: Sheet, *path: str | int) -> None:
    """Tell what is wrong with a change of a policy: it reads or leaves out what is not there, or is more than one."""
    for key in (key for key in ("extends", "versions") if path and key in own):
        sheet.tell("unsound-policy", *path, key, what=f"`{key}` stands at the top of a file only.", way_out="Write the settings.")
    for reading, value in readings_taken(own):
        if other_reading(tree, reading, value) is None:
            sheet.known("unknown-value", f"{reading}={value}", _other_readings(tree), *path, READ_AS, reading)
    for number, gone in enumerate(left_out(own)):
        if not found(tree, gone):
            what, way_out = f"There is no {printable(gone, quoted=True)} to leave out.", "Name keys from the top: `credits.cap`."
            sheet.tell("unsound-policy", *path, WITHOUT, number, what=what, way_out=way_out)


def _other_readings(tree: Tree) -> list[str]:
    pairs = ((reading["id"], other) for reading in tree.get("readings", ()) for other in reading.get("others", ()))
    return [f"{reading}={other['value']}" for reading, other in pairs if other.get("settings")]


def _clauses(tree: Tree, sheet: Sheet) -> None:
    ids = [clause["id"] for clause in tree["clauses"]]
    for number, clause in enumerate(ids):
        if clause in ids[:number]:
            what = f"There are two clauses {printable(clause, quoted=True)}."
            sheet.tell("unsound-policy", "clauses", number, "id", what=what, way_out="Give each clause an id of its own.")
    for path, clause in named_clauses(tree):
        sheet.known("unknown-clause", clause, ids, *path)
    for number, reading in _each(tree, "readings"):
        if "clause" in reading:
            sheet.known("unknown-clause", reading["clause"], ids, "readings", number, "clause")


def named_clauses(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every clause that a section names, with the path of the key: `clause`, `..._clause`, and lists of `clauses`."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, entry in entries:
        if isinstance(entry, str) and (key == "clause" or str(key).endswith("_clause")):
            yield (*path, key), entry
        elif key == "clauses" and path:
            yield from (((*path, key, number), clause) for number, clause in enumerate(entry))
        elif key not in ("readings", "versions"):
            yield from named_clauses(entry, (*path, key))


def _openings(tree: Tree, sheet: Sheet) -> None:
    calendar = (tree.get("support") or {}).get("calendar") or {}
    for section, hours in ((("maintenance_hours",), tree.get("maintenance_hours") or {}), (("support", "calendar"), calendar)):
        for number, opening in enumerate(hours.get("openings", ())):
            for key, last in (("from", _DAY_MINUTES - 1), ("to", _DAY_MINUTES)):
                _opening(opening[key], last, sheet, *section, "openings", number, key)


def _opening(text: str, last: int, sheet: Sheet, *path: str | int) -> None:
    try:
        minutes = minutes_of(text)
    except CivilError as error:
        sheet.tell(error.rule, *path, what=printable(error.what), way_out=error.way_out)
        return
    if minutes > last:
        sheet.tell("not-a-time", *path, what="No day begins at its end.", way_out="Write `00:00` of the next day.")


def _days(tree: Tree, sheet: Sheet) -> None:
    """Days of the calendar, and the zone of one: each is there."""
    calendar = (tree.get("support") or {}).get("calendar") or {}
    days: list[tuple[Path, str]] = [(("effective_from",), tree["effective_from"])] if "effective_from" in tree else []
    days += [(("support", "calendar", "holidays", number), day) for number, day in enumerate(calendar.get("holidays", ()))]
    for path, day in days:
        sheet.day(day, *path)
    if "time_zone" in calendar:
        sheet.zone(calendar["time_zone"], "support", "calendar", "time_zone")


def _notice(tree: Tree) -> Iterator[Mistake]:
    hours, basis = tree["notice"].get("hours", 0), tree["notice"].get("basis", NoticeBasis.ELAPSED)
    if not 0 <= hours <= MOST_HOURS:
        yield ("notice", "hours"), f"Notice is from 0 to {MOST_HOURS} hours.", "Write the hours that the contract asks for."
    elif basis != NoticeBasis.ELAPSED and hours % 24:
        yield ("notice", "hours"), "On a calendar notice is counted in days.", "Write hours that make whole days: `hours: 48`."
    if not tree["notice"].get("channels", ["status_page"]):
        yield ("notice", "channels"), "Notice goes by no channel.", "Name one at least: `[status_page]`."


def _measure(tree: Tree) -> Iterator[Mistake]:
    measure = tree["measure"]
    minutes = measure.get("minutes")
    if measure.get("basis") == Basis.FIXED and minutes is None:
        yield ("measure", "basis"), "A fixed basis needs its minutes.", "Add `minutes: 43200`, or what the contract says."
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        yield ("measure", "minutes"), f"The minutes are from 1 to {MOST_MINUTES}.", "Write those of the contract's month."
    if not 1 <= measure.get("first_day", 1) <= LAST_FIRST_DAY:
        what = f"A month of the contract begins on a day from 1 to {LAST_FIRST_DAY}."
        yield ("measure", "first_day"), what, "Write a day that every month has."
    if not 0 < (measure.get("shortest") or {}).get("seconds", 1) <= MOST_MINUTES * 60:
        yield ("measure", "shortest", "seconds"), "The shortest stretch is a second or more.", "Write seconds: `60`."
    if not tree["scope"].get("impacts", ["outage"]):
        yield ("scope", "impacts"), "Nothing is downtime.", "Name one at least: `[outage]`."


def _plans(tree: Tree) -> Iterator[Mistake]:
    if not tree["plans"]:
        yield ("plans",), "There is no plan.", "Name one at least, with its commitment."
    ids = [plan["id"] for plan in tree["plans"]]
    for number, plan in enumerate(tree["plans"]):
        if plan["id"] in ids[:number]:
            yield ("plans", number, "id"), "Two plans have one id.", "Rename one of them."
        if not 0 <= plan["commitment"] <= 100:
            yield ("plans", number, "commitment"), "A commitment is from 0 to 100 percent.", "Write percent: `99.9`."


def _credits(tree: Tree) -> Iterator[Mistake]:
    given = tree["credits"]
    models = [name for name in ("tiers", "step", "flat") if given.get(name)]
    models += ["tiers"] * (not models and any(plan.get("tiers") for plan in tree["plans"]))
    if len(models) != 1:
        what = f"There are both {' and '.join(models)}." if models else "There are neither tiers nor steps nor a flat percentage."
        yield ("credits",), what, "Give one of them: `tiers:`, `step:` or `flat:`."
    yield from _tiers(given.get("tiers", []), ("credits", "tiers"))
    for number, plan in enumerate(tree["plans"]):
        yield from _tiers(plan.get("tiers", []), ("plans", number, "tiers"))
    yield from _step(given.get("step") or {})
    if not 0 <= given.get("flat", 0) <= 100:
        yield ("credits", "flat"), "A flat credit is from 0 to 100 percent.", "Write percent of the fee: `flat: 10`."
    if not 0 <= given.get("precision", 0) <= MOST_DECIMALS:
        yield ("credits", "precision"), f"A percentage has up to {MOST_DECIMALS} decimals here.", "Write their number: `2`."
    yield from _cap(given.get("cap") or {})
    minimum = given.get("minimum") or {}
    if minimum and (minimum["amount"] < 0 or not _CURRENCY.fullmatch(minimum["currency"])):
        yield ("credits", "minimum"), "The least is an amount of a currency.", "Write `{amount: 1, currency: USD}`."


def _step(step: Tree) -> Iterator[Mistake]:
    path: Path = ("credits", "step")
    if step and ("per_percent" in step) == ("per_minutes" in step):
        yield path, "A step is for one unit of downtime.", "Give one of `per_percent: 1` and `per_minutes: 30`."
    if step and not (step["percent"] >= 0 and step.get("per_percent", 1) > 0 and step.get("per_minutes", 1) > 0):
        yield path, "A step gives 0 percent or more for more than nothing.", "Write `{percent: 10, per_percent: 1}`."


def _tiers(tiers: Sequence[Tree], at: Path) -> Iterator[Mistake]:
    for number, tier in enumerate(tiers):
        path: Path = (*at, number)
        if not (0 < tier["below"] <= 100 and 0 <= tier["percent"] <= 100):
            yield path, "A row is below 0 to 100 percent and gives 0 to 100 percent.", "Write `{below: 99.9, percent: 5}`."
        if number and not tier["below"] < tiers[number - 1]["below"]:
            yield (*path, "below"), "The rows do not go down.", "Order them from the highest uptime to the lowest."


def _cap(cap: Tree) -> Iterator[Mistake]:
    path: Path = ("credits", "cap")
    if ("amount" in cap) != ("currency" in cap):
        yield path, "An amount and its currency belong together.", "Write `{amount: 125, currency: USD}`."
    if "percent" not in cap and "amount" not in cap and cap:
        yield path, "The cap names neither a percentage nor an amount.", "Write `percent: 100`, or an amount."
    if any(cap.get(key, 0) < 0 for key in ("percent", "amount")):
        yield path, "A cap is not below 0.", "Write the most that is given back."
    if not _CURRENCY.fullmatch(cap.get("currency", "USD")):
        yield (*path, "currency"), "A currency has three capital letters.", "Write its code: `USD`."


def _terms(tree: Tree) -> Iterator[Mistake]:
    """Every length of time is one, and counted in what its clause can be counted in."""
    yield from _term(tree.get("claim") or {}, "within", ("claim",), _CLAIM_UNITS)
    yield from _term(tree.get("eligibility") or {}, "report_within", ("eligibility",), _CLAIM_UNITS)
    for number, target in enumerate((tree.get("support") or {}).get("targets", ())):
        yield from _term(target, "within", ("support", "targets", number), _TARGET_UNITS)


def _term(section: Tree, key: str, path: Path, units: frozenset[TermUnit]) -> Iterator[Mistake]:
    if key in section:
        try:
            unit = term(section[key]).unit
        except ValueError as error:
            yield (*path, key), printable(str(error)), WAY_OUT
            return
        if unit not in units:
            yield (*path, key), f"This is not counted in {unit}s.", f"Count it in {', '.join(f'{u}s' for u in sorted(units))}."


def _support(tree: Tree) -> Iterator[Mistake]:
    """Plans that targets, metrics and reports name are there."""
    plans = [plan["id"] for plan in tree["plans"]]
    sections: list[tuple[Path, Tree]] = [((key, n), one) for key in ("metrics", "reports") for n, one in _each(tree, key)]
    sections += [(("support", "targets", n), one) for n, one in _each(tree.get("support") or {}, "targets")]
    for path, section in sections:
        for number, plan in enumerate(section.get("plans", ())):
            if plan not in plans:
                yield (*path, "plans", number), f"There is no plan {printable(plan, quoted=True)}.", f"Known: {', '.join(plans)}."


def _each(section: Tree, key: str) -> Iterator[tuple[int, Tree]]:
    return enumerate(section.get(key, ()))


def _metrics(tree: Tree) -> Iterator[Mistake]:
    ids = [metric["id"] for metric in tree.get("metrics", ())]
    for number, metric in _each(tree, "metrics"):
        if metric["id"] in ids[:number]:
            yield ("metrics", number, "id"), "Two metrics have one id.", "Rename one of them."
        if ("below" in metric) == ("at_least" in metric):
            yield ("metrics", number), "A metric has one threshold.", "Give one of `below: 50` and `at_least: 100`."
    if not (tree.get("reliability") or {}).get("incidents", 0) >= 0:
        yield ("reliability", "incidents"), "Nobody promises fewer than no incidents.", "Write how many are kept: `4`."


def _readings(tree: Tree) -> Iterator[Mistake]:
    ids = [reading["id"] for reading in tree.get("readings", ())]
    for number, reading in _each(tree, "readings"):
        if reading["id"] in ids[:number]:
            yield ("readings", number, "id"), "Two readings have one id.", "Rename one of them."
        values = [reading.get("value", AS_IT_WAS), *(other["value"] for other in reading.get("others", ()))]
        for index, other in _each(reading, "others"):
            path: Path = ("readings", number, "others", index)
            if other["value"] in values[: index + 1]:
                yield (*path, "value"), "Two readings have one name.", "Rename one of them."
            if bool(other.get("settings")) == bool(other.get("beyond")):
                what = "Another reading changes settings, or says why nothing of it can be computed."
                yield path, what, "Give one of `settings:` and `beyond:`."
            if READ_AS in other.get("settings", ()):
                yield (*path, "settings", READ_AS), "A reading takes no other reading.", "Write the settings."
