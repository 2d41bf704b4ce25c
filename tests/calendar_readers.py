"""Calendars as other implementations read them: icalendar, ical.js (npm) and libical (C). Each tells the same of an event."""

import ctypes
import ctypes.util
import json
import os
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest

VENV = Path(__file__).parent.parent / ".venv"


class Read(NamedTuple):
    """What a reader takes from an event."""

    uid: str
    sequence: int
    start: int
    end: int
    stamp: int
    summary: str
    description: str
    status: str


def by_icalendar(body):
    """The events in the order of identities, and the calendar's name."""
    calendar = icalendar.Calendar.from_ical(body)
    assert all(not component.errors for component in calendar.walk())
    events = [
        Read(
            str(event["UID"]),
            int(event["SEQUENCE"]),
            int(event.start.timestamp()),
            int(event.end.timestamp()),
            int(event.DTSTAMP.timestamp()),
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]),
            str(event["STATUS"]),
        )
        for event in calendar.events
    ]
    return sorted(events), str(calendar["NAME"])


_IN_NODE = """
  const main = require(process.argv[1] + '/package.json');
  import(process.argv[1] + '/' + (main.module || main.main)).then(({default: ICAL}) => {
    const all = new ICAL.Component(ICAL.parse(require('fs').readFileSync(0, 'utf8')));
    const events = all.getAllSubcomponents('vevent').map(v => [new ICAL.Event(v), v]);
    const read = events.map(([e, v]) => [e.uid, e.sequence, e.startDate.toUnixTime(), e.endDate.toUnixTime(),
      v.getFirstPropertyValue('dtstamp').toUnixTime(), e.summary, e.description, v.getFirstPropertyValue('status')]);
    console.log(JSON.stringify([read, all.getFirstPropertyValue('name')]));
  });
"""


def by_ical_js(body):
    """The same, by ical.js."""
    module = Path(os.environ.get("ICAL_JS", VENV / "npm" / "node_modules")) / "ical.js"
    if not module.is_dir():
        pytest.skip("ical.js is not installed (scripts/ical-js .venv/npm)")
    answer = subprocess.run(["node", "-e", _IN_NODE, module], input=body, capture_output=True, check=True, timeout=60)
    events, name = json.loads(answer.stdout)
    return sorted(Read(*event) for event in events), name


class _Time(ctypes.Structure):
    """`struct icaltimetype`."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]


@lru_cache
def _libical():
    name = ctypes.util.find_library("ical")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, answer, *arguments in (
        ("icalparser_parse_string", pointer, text),
        ("icalcomponent_string_to_kind", number, text),
        ("icalproperty_string_to_kind", number, text),
        ("icalcomponent_get_first_component", pointer, pointer, number),
        ("icalcomponent_get_next_component", pointer, pointer, number),
        ("icalcomponent_get_first_property", pointer, pointer, number),
        ("icalcomponent_count_errors", number, pointer),
        ("icalrestriction_check", number, pointer),
        ("icalcomponent_get_uid", text, pointer),
        ("icalcomponent_get_sequence", number, pointer),
        ("icalcomponent_get_summary", text, pointer),
        ("icalcomponent_get_description", text, pointer),
        ("icalcomponent_get_status", number, pointer),
        ("icalproperty_status_to_string", text, number),
        ("icalproperty_get_value_as_string", text, pointer),
        ("icalcomponent_get_dtstart", _Time, pointer),
        ("icalcomponent_get_dtend", _Time, pointer),
        ("icalcomponent_get_dtstamp", _Time, pointer),
        ("icaltime_is_utc", number, _Time),
        ("icaltime_as_timet", ctypes.c_long, _Time),
        ("icalcomponent_free", None, pointer),
    ):
        getattr(library, function).restype = answer
        getattr(library, function).argtypes = arguments
    return library


def by_libical(body):
    """The same, by libical, which finds nothing to complain of either."""
    library = _libical()
    if library is None:
        pytest.skip("libical is not installed (scripts/readers .venv/bin/python)")

    def instant(time):
        assert library.icaltime_is_utc(time)
        return library.icaltime_as_timet(time)

    calendar = library.icalparser_parse_string(body)
    assert calendar
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    events = []
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        events.append(
            Read(
                library.icalcomponent_get_uid(event).decode(),
                library.icalcomponent_get_sequence(event),
                instant(library.icalcomponent_get_dtstart(event)),
                instant(library.icalcomponent_get_dtend(event)),
                instant(library.icalcomponent_get_dtstamp(event)),
                library.icalcomponent_get_summary(event).decode(),
                library.icalcomponent_get_description(event).decode(),
                library.icalproperty_status_to_string(library.icalcomponent_get_status(event)).decode(),
            )
        )
        event = library.icalcomponent_get_next_component(calendar, kind)
    named = library.icalcomponent_get_first_property(calendar, library.icalproperty_string_to_kind(b"NAME"))
    name = icalendar.vText.from_ical(library.icalproperty_get_value_as_string(named).decode())
    sound = library.icalcomponent_count_errors(calendar) == 0 and library.icalrestriction_check(calendar)
    library.icalcomponent_free(calendar)
    assert sound
    return sorted(events), name


READERS = {"icalendar": by_icalendar, "ical.js": by_ical_js, "libical": by_libical}


_IN_PARSER = """
import json, sys
from circuit_maintenance_parser import NotificationData, init_provider
data = NotificationData.init_from_raw("ical", sys.stdin.buffer.read())
json.dump([json.loads(found.to_json()) for found in init_provider("genericprovider").get_maintenances(data)], sys.stdout)
"""


def by_circuit_maintenance_parser(body):
    """The notices as network operators' tools take them: a mapping each, in the order of the file."""
    python = Path(os.environ.get("MAINTNOTE", VENV / "maintnote")) / "bin" / "python"
    if not python.exists():
        pytest.skip("circuit-maintenance-parser is not installed (scripts/maintnote .venv/bin/python .venv/maintnote)")
    told = subprocess.run([python, "-c", _IN_PARSER], input=body, capture_output=True, timeout=120)
    assert told.returncode == 0, told.stderr.decode()[-2000:]
    return json.loads(told.stdout)
