"""Which files of windows are passed over by who looks ahead: none that could matter, and nearly all that are long past."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from judging import at
from test_slots import shown

from statusgen.course import goes_on
from statusgen.load import load
from statusgen.load.ahead import lasting
from statusgen.timeline import DAY, HOUR

SINCE = at("2026-10-01 00:00")
SETTINGS = """{"page": {"name": "Acme", "url": "https://status.acme.example/", "time_zone": "America/Mexico_City"},
"components": [{"id": "database", "name": "Database"}], "announcements": "declared"}"""


def kept(body, named=None):
    texts = {"statusgen.yaml": b"2020-01-01", "windows/2025/old.yaml": body.encode()}
    return "windows/2025/old.yaml" in lasting(texts, SINCE, named)


def written(window, shape):
    """The same file in one of the ways in which people and programs write YAML."""
    if shape == "json":
        return json.dumps(window)
    return yaml.safe_dump(window, default_flow_style=shape == "flow", sort_keys=False, width=60 if shape == "narrow" else 999)


ends = st.one_of(st.integers(-3 * DAY, 3 * DAY), st.integers(-400 * DAY, 90 * DAY)).map(lambda by: SINCE + by)


@given(
    ends,
    st.one_of(st.integers(1, 9 * HOUR), st.integers(1, 100 * DAY)),
    st.sampled_from(["end", "duration", "iso"]),
    st.sampled_from([None, (True, False), (False, True), (True, True)]),
    st.sampled_from(["json", "flow", "block", "narrow"]),
    st.sampled_from(["", "# a comment\n", "# actual: {start: 2020-01-01 00:00, end: 2020-01-01 01:00}\n"]),
    st.sampled_from(["Work", "The actual end: 2020-01-01", "duration: 3h", "Wartung \u00fc\n\n2020-01-01"]),
)
def test_no_window_that_could_matter_is_passed_over(end, seconds, how, actual, shape, comment, text):
    """One that ends later, or whose work nobody said to have ended, however its file is written."""
    start = end - seconds
    lasts = {"end": {"end": shown(end)}, "duration": {"duration": f"{seconds}s"}, "iso": {"duration": f"PT{seconds}S"}}[how]
    window = {"title": "Work", "components": ["database"], "impact": "none", "start": shown(start), **lasts, "description": text}
    if actual is not None:
        times = {"start": shown(start), "end": shown(start + 1)}
        window["actual"] = {key: time for (key, time), said in zip(times.items(), actual, strict=True) if said}
    body = comment + written(window, shape)

    loaded = load({"statusgen.yaml": SETTINGS.encode(), "windows/w.yaml": body.encode()}, now=SINCE)

    (read,) = loaded.project.windows
    assert kept(body) >= (end > SINCE or goes_on(read))


PAST = "start: 2024-12-05 21:00\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (PAST + "duration: 4h\n", False),
        (PAST + "end: '2024-12-06 01:00'\n", False),
        (PAST + "end: 2024-12-06 01:00\nactual: {start: 2024-12-05 21:00, end: 2024-12-06 01:30}\n", False),
        (PAST + "end: 2024-12-06 01:00\nactual:\n  start: 2024-12-05 21:00\n  end: 2024-12-06 01:30\n", False),
        (PAST + "end: 2024-12-06 01:00\nactual: {start: 2024-12-05 21:00}\n", True),
        (PAST + "end: 2024-12-06 01:00\nactual: {start: 2024-12-05 21:00} # end: 2024\n", True),
        (PAST + "duration: 9000h\n", False),
        (PAST + "duration: 17000h\n", True),
        (PAST + "duration: soon\n", True),
        (PAST + "duration: 9x\n", True),
        (PAST + "duration: 4h\nrepeat: {rule: FREQ=WEEKLY, until: 2025-01-01}\n", True),
        ('start: "2024-12-05 21:0\\x30"\nduration: 4h\n', True),
        ("start: 2026-09-27 23:00\nduration: 4h\n", False),
        ("start: 2026-09-29 20:00\nduration: 4h\n", True),
        ("title: Nothing is said of time\n", True),
        ("start: 1999-12-05 21:00\nend: 1999-12-06 01:00\n", True),
    ],
)
def test_a_glance_errs_on_the_safe_side(body, expected):
    """What is surely past is passed over; what may not be, or says what a glance cannot tell, is read."""
    assert expected is kept(body)


def test_what_is_asked_for_by_name_is_read():
    """However long ago it was; so is everything that is no window."""
    assert kept(PAST + "duration: 4h\n", "old")
    assert not kept(PAST + "duration: 4h\n", "new")
    assert ["incidents/i.yaml"] == list(lasting({"incidents/i.yaml": PAST.encode()}, SINCE))
