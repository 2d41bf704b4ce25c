"""One event's file as it was at some time: what it says, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from statusgen.civil import CivilError
from statusgen.cstate.front import Front, front_of
from statusgen.cstate.times import expected, time_of
from statusgen.finding import Severity, printable
from statusgen.policy import Impact

_TRUE: Final = frozenset({"true", "yes", "on"})
_FALSE: Final = frozenset({"", "false", "no", "off"})
_IMPACTS: Final = {"down": Impact.OUTAGE, "disrupted": Impact.DEGRADED, "notice": Impact.DEGRADED}
"""`notice` is what pages give planned work, whatever it interrupts: none of it is taken for harmless."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a file says of one event."""

    front: Front
    title: str
    start: int
    ended: int | None
    """`resolvedWhen`; None: it is not said."""
    expected: int | None
    """The end by the duration that the message expects; None: it says none."""
    resolved: bool
    draft: bool
    """Not shown by the page."""
    impact: Impact
    affected: tuple[str, ...]
    """Names of systems, as they are written; none: the event speaks of the whole page."""

    @property
    def end(self) -> int | None:
        """The end that is told, be it a plan or a fact; None: none is."""
        return self.expected if self.ended is None else self.ended


def read_event(file: str, body: bytes, zone: str) -> tuple[Event | None, Front]:
    """The event of a file, None where the findings of its front matter say why there is none; `zone` is of naive times."""
    front = front_of(file, body)
    if not front.fields:
        return None, front
    start = _time(front, "date", zone)
    if "date" not in front.fields:
        front.tell("missing-key", what="There is no `date`: when it begins is not said.", way_out="Add `date: 2026-12-05 21:00`.")
    lasting = expected(front.body)
    event = Event(
        front=front,
        title=text_of_value(front.fields.get("title")),
        start=start or 0,
        ended=_ended(front, start, zone),
        expected=None if start is None or not lasting else start + lasting,
        resolved=_flag(front, "resolved"),
        draft=_flag(front, "draft"),
        impact=_impact(front),
        affected=_affected(front),
    )
    return (None if any(one.severity is Severity.ERROR for one in front.findings) else event), front


def text_of_value(value: object) -> str:
    """What stands there as a text, whatever YAML or TOML take it for."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    return "" if value is None else str(value)


def _time(front: Front, key: str, zone: str) -> int | None:
    text = text_of_value(front.fields.get(key))
    if key not in front.fields or (key != "date" and not text.strip()):
        return None
    try:
        return time_of(text, zone)
    except CivilError as error:
        front.tell(error.rule, key, what=printable(error.what, longest=240), way_out=error.way_out)
        return None


def _ended(front: Front, start: int | None, zone: str) -> int | None:
    end = _time(front, "resolvedWhen", zone)
    if start is not None and end is not None and end < start:
        what = "`resolvedWhen` is before `date`: it ends before it begins."
        front.tell("end-not-after-start", "resolvedWhen", what=what, way_out="Correct one of the two.")
    return end


def _flag(front: Front, key: str) -> bool:
    text = text_of_value(front.fields.get(key)).strip().lower()
    if text not in _TRUE | _FALSE:
        what = f"{printable(text, quoted=True)} is neither `true` nor `false`."
        front.tell("wrong-type", key, what=what, way_out=f"Write `{key}: true` or `{key}: false`.", severity=Severity.WARNING)
    return text in _TRUE


def _impact(front: Front) -> Impact:
    text = text_of_value(front.fields.get("severity"))
    if text not in _IMPACTS and text:
        what = f"{printable(text, quoted=True)} is no severity that cState knows."
        way_out = "Write `down`, `disrupted` or `notice`."
        front.tell("unknown-value", "severity", what=what, way_out=way_out, severity=Severity.WARNING)
    return _IMPACTS.get(text, Impact.DEGRADED)


def _affected(front: Front) -> tuple[str, ...]:
    said = front.fields.get("affected")
    names = said if isinstance(said, list) else [] if said is None else [said]
    return tuple(dict.fromkeys(text_of_value(name) for name in names if text_of_value(name)))
