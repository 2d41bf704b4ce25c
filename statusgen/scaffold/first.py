"""A first window: an example that keeps every promise, for the rules themselves are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from statusgen import civil, rules
from statusgen.finding import Severity
from statusgen.load import load
from statusgen.scaffold.answers import Answers, WrongAnswer
from statusgen.scaffold.quoting import quoted
from statusgen.sources import SETTINGS, Texts

_AHEAD: Final = range(14, 70)
"""Days from today: long enough for a notice by mail, too."""
_CLOCK: Final = ("22:00", "18:00", "02:00", "10:00")
"""The hours that are tried of each day, the most usual first."""


def first_window(settings: bytes, answers: Answers, now: int) -> Texts:
    """The file of the first window: the nearest evening, weeks ahead, to which no rule objects."""
    for day, clock in _starts(answers, now):
        window = {f"windows/{day}-first-maintenance.yaml": _window(answers, day, clock).encode()}
        if _is_kept({SETTINGS: settings, **window}, now):
            return window
    raise WrongAnswer(
        "These policies leave no two hours for maintenance in the next ten weeks.",
        "Choose fewer of them: `--policy none` is none yet.",
    )


def _starts(answers: Answers, now: int) -> Iterator[tuple[dt.date, str]]:
    today = civil.clock(now, answers.time_zone).date()
    for clock in _CLOCK:
        for ahead in _AHEAD:
            yield today + dt.timedelta(days=ahead), clock


def _window(answers: Answers, day: dt.date, clock: str) -> str:
    return (
        "# An example to edit, or to delete before anything is published. The file's name is the window's id.\n"
        "title: First maintenance\n"
        f"components: [{quoted(answers.components[0].id)}]\n"
        "impact: outage # or partial_outage, degraded, none\n"
        f"start: {day} {clock} # on the clock of {answers.time_zone}\n"
        "duration: 2h\n"
        "description: What customers should know, in *Markdown*.\n"
    )


def _is_kept(texts: Texts, now: int) -> bool:
    """Whether the project is read without a finding, and no rule calls the window an error."""
    loaded = load(texts, now=now)
    told = rules.check(loaded.project, (), rules.verdicts(loaded.project, now), now)
    return not loaded.findings and not any(one.severity is Severity.ERROR for one in told)
