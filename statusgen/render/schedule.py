"""A schedule as text for people and as JSON for programs."""

from __future__ import annotations

import json as json_text
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from statusgen import civil
from statusgen.model import Window
from statusgen.render.findings import WIDTH, visible
from statusgen.schedule import UNIT, Cost, Method, Schedule, Score, Slot, Unplaced

VERSION = 1

_FOUND = {
    Method.SOLVER: "All at once, by CP-SAT",
    Method.GREEDY: "One after the other: `pip install 'statusgen[schedule]'` looks at all of them at once",
}


def text(schedule: Schedule, written: Sequence[str] | None) -> str:
    """When each request is placed, which cannot be and why, and what it costs. `written`: the files; None: none was asked for."""
    when = civil.show(schedule.now, schedule.time_zone)
    head = f"Schedule for {visible(schedule.page)}, at {when}: {visible(schedule.wanted.file)}\n"
    parts = [head, _table(schedule), _declared(schedule), _unplaced(schedule), _closing(schedule, written)]
    return "\n".join(filter(None, parts))


def _table(schedule: Schedule) -> str:
    rows = [_row(slot) for slot in schedule.slots]
    if not rows:
        return ""
    rows.insert(0, ("when", "request", "impact", "crew", "cost"))
    return _columns([row if any(row[3] for row in rows[1:]) else (*row[:3], row[4]) for row in rows])


def _columns(rows: Sequence[Sequence[str]], *, figures: bool = True) -> str:
    """Left, but for a last column of figures."""
    *widths, last = (max(map(len, column)) for column in zip(*rows, strict=True))
    ends = last if figures else 0
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1].rjust(ends)]) for row in rows
    )
    return "".join(f"  {line}\n" for line in lines)


def _row(slot: Slot) -> tuple[str, ...]:
    window = slot.window
    impact = f"{window.impact.replace('_', ' ')}: {', '.join(window.components)}"
    return _when(window), window.id, impact, visible(slot.request.crew or ""), hours(slot.cost.whole)


def _when(window: Window) -> str:
    return civil.show_short(window.span, window.time_zone)


def _declared(schedule: Schedule) -> str:
    if not schedule.declared:
        return ""
    rows = [(_when(window), request.id, window.origin.file) for request, window in schedule.declared]
    return f"Declared already, and left as they are:\n{_columns(rows, figures=False)}"


def _unplaced(schedule: Schedule) -> str:
    if not schedule.unplaced:
        return ""
    return "No time was found for:\n" + "".join(line for one in schedule.unplaced for line in _why(one, schedule.time_zone))


def _why(one: Unplaced, zone: str) -> Iterator[str]:
    yield f"  {one.request.id}: {civil.lasting(one.request.seconds)} from {civil.show_span(one.request.room, zone)}\n"
    yield from _indented(_sentences(one))


def _sentences(one: Unplaced) -> Iterator[str]:
    if one.waits_for:
        yield f"It comes after {_named(one.waits_for)}, which {'has' if len(one.waits_for) == 1 else 'have'} no time."
    if one.collides:
        yield f"It cannot be placed together with {_named(one.collides)}: {'; '.join(one.because)}."
    elif one.because:
        yield f"What is asked of it cannot be kept: {'; '.join(one.because)}."
    if one.obstacles and one.collides:
        yield "As the others are placed:"
    yield from (f"[{obstacle.rule}] {visible(obstacle.reason)}" for obstacle in one.obstacles)


def _indented(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        wrapped = textwrap.wrap(
            sentence, WIDTH, initial_indent="    ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
        )
        yield from (f"{line}\n" for line in wrapped)


def _named(names: Sequence[str]) -> str:
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def _closing(schedule: Schedule, written: Sequence[str] | None) -> str:
    lines = []
    if schedule.slots:
        cost = schedule.score.cost
        parts = f"impact {hours(cost.impact)}, lateness {hours(cost.lateness)}"
        lines.append(f"Cost: {hours(cost.whole)} hours of outage at average traffic: {parts}.")
    if schedule.slots or schedule.unplaced:
        lines.append(f"{_FOUND[schedule.method]}{_proof(schedule)}.{_compared(schedule)}")
    lines.append(_counted(schedule, written))
    return "".join(f"{line}\n" for line in lines)


def _proof(schedule: Schedule) -> str:
    return "; nothing costs less on the quarters of an hour" if schedule.proved else ""


def _compared(schedule: Schedule) -> str:
    """What looking at all of them at once is worth."""
    if schedule.method is Method.GREEDY:
        return ""
    mine, greedy = schedule.score, schedule.greedy
    if mine.order == greedy.order:
        return " One after the other comes to the same."
    if mine.left_out < greedy.left_out:
        return " One after the other, fewer would have a time."
    less = (greedy.cost.whole - mine.cost.whole) * 100
    return f" One after the other costs {hours(greedy.cost.whole)}: this is {-(-less // greedy.cost.whole)} % less."


def _counted(schedule: Schedule, written: Sequence[str] | None) -> str:
    asked = len(schedule.slots) + len(schedule.unplaced)
    if not asked:
        return "Every request has its window already; nothing is left to place."
    placed = f"{len(schedule.slots)} of {asked} requests placed" if asked > 1 else f"{len(schedule.slots)} of 1 request placed"
    if written is None:
        return f"{placed}. Nothing was written: `--write` writes the windows." if schedule.slots else f"{placed}."
    return f"{placed}, {len(written)} {'file' if len(written) == 1 else 'files'} written into windows/."


def hours(units: int) -> str:
    """A cost in hours of outage at average traffic, to a hundredth."""
    hundredths = (units * 100 + UNIT // 2) // UNIT
    return f"{hundredths // 100}.{hundredths % 100:02}"


def json(schedule: Schedule, written: Sequence[str] | None) -> str:
    """The schedule for programs. Keys are only added; a change of meaning changes `version`.

    `{"version": 1, "page": name, "at": RFC 3339, "file", "method": "cp-sat" | "greedy", "proved": whether nothing costs less,
    "units_an_hour": what an hour of outage at average traffic costs, "left_out": weights of the requests without a time, "cost":
    {"whole", "impact", "lateness"}, "greedy": {"left_out", "cost"}, "slots": [{"id", "file", "starts_at", "ends_at", "time_zone",
    "title", "components", "impact", "priority", "crew", "cost"}], "unplaced": [{"id", "waits_for", "obstacles": [{"rule",
    "reason"}], "collides_with", "because"}], "declared": [{"id", "file", "starts_at", "ends_at"}], "written": [files]}`. Costs
    are whole numbers of units. Keys that end in `_at` are instants in UTC.
    """
    shape = {
        "version": VERSION,
        "page": schedule.page,
        "at": civil.rfc3339(schedule.now),
        "file": schedule.wanted.file,
        "method": schedule.method.value,
        "proved": schedule.proved,
        "units_an_hour": UNIT,
        "left_out": schedule.score.left_out,
        "cost": _cost_v1(schedule.score.cost),
        "greedy": _score_v1(schedule.greedy),
        "slots": [_slot_v1(slot) for slot in schedule.slots],
        "unplaced": [_unplaced_v1(one) for one in schedule.unplaced],
        "declared": [{"id": request.id} | _window_v1(window) for request, window in schedule.declared],
        "written": list(written or ()),
    }
    return json_text.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def _cost_v1(cost: Cost) -> dict[str, int]:
    return {"whole": cost.whole, "impact": cost.impact, "lateness": cost.lateness}


def _score_v1(score: Score) -> dict[str, object]:
    return {"left_out": score.left_out, "cost": _cost_v1(score.cost)}


def _window_v1(window: Window) -> dict[str, object]:
    return {
        "file": window.origin.file,
        "starts_at": civil.rfc3339(window.span.start),
        "ends_at": civil.rfc3339(window.span.end),
    }


def _slot_v1(slot: Slot) -> dict[str, object]:
    return {
        "id": slot.request.id,
        **_window_v1(slot.window),
        "time_zone": slot.window.time_zone,
        "title": slot.window.title,
        "components": list(slot.window.components),
        "impact": slot.window.impact.value,
        "priority": slot.request.priority.value,
        "crew": slot.request.crew,
        "cost": _cost_v1(slot.cost),
    }


def _unplaced_v1(one: Unplaced) -> dict[str, object]:
    return {
        "id": one.request.id,
        "waits_for": list(one.waits_for),
        "obstacles": [{"rule": obstacle.rule, "reason": obstacle.reason} for obstacle in one.obstacles],
        "collides_with": list(one.collides),
        "because": list(one.because),
    }
