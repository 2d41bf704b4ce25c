"""Samples of monitors for the commands that account: read, told of where they say little, and added to what is declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from statusgen.civil import CivilError, Month, duration, lasting
from statusgen.cli import output
from statusgen.finding import StatusgenError, printable
from statusgen.load.sheet import did_you_mean
from statusgen.model import Project
from statusgen.monitors import GAP, Samples, read_samples
from statusgen.timeline import Span
from statusgen.uptime.monitored import undeclared


def sampled(
    project: Project, months: Sequence[Month], files: Sequence[Path], gap: str | None, now: int
) -> tuple[Project, Samples | None]:
    """The project with the outages that only samples show, and the samples; None without files, or before the months begin."""
    span = _span(project, months, now)
    if span is None or not files:
        return project, None
    samples = read_samples(files, span=span, gap=GAP if gap is None else _seconds(gap))
    output.aside("".join(f"statusgen: warning: {said}\n" for said in _doubts(project, samples)))
    incidents = (*project.incidents, *undeclared(project, samples, now))
    return msgspec.structs.replace(project, incidents=tuple(sorted(incidents, key=lambda one: one.id))), samples


def _span(project: Project, months: Sequence[Month], now: int) -> Span | None:
    """From when the first of the months began under any policy to when the last ended, or now."""
    versions = [version for policy in project.policies for version in policy.every_version]
    periods = [month.span(terms.time_zone, terms.measure.first_day) for month in months for terms in versions]
    start, end = min((one.start for one in periods), default=now), min(max((one.end for one in periods), default=now), now)
    return Span(start, end) if start < end else None


def _seconds(gap: str) -> int:
    try:
        return duration(gap)
    except CivilError as error:
        raise StatusgenError(
            f"--samples-gap: {error.what}", "Write the longest time that one sample speaks for: `90s`, `5m`."
        ) from None


def _doubts(project: Project, samples: Samples) -> Iterator[str]:
    """What whoever gave the samples should know."""
    ids = [component.id for component in project.components]
    if not samples.rows:
        yield "no sample speaks of this time: all of it is unknown.\n  Name the files that hold it."
        return
    for name in samples.components:
        if name not in ids:
            shown = printable(name, quoted=True)
            yield f"the samples speak of {shown}, which is no component: they are passed over.\n  {did_you_mean(name, ids)}"
    covered = [name for name in ids if any(policy.covers(name) for policy in project.policies)]
    silent = [name for name in covered if name not in samples.components]
    if silent:
        yield f"no sample speaks of {', '.join(silent)}: their whole time is unknown.\n  Give samples of them, too."
    for name in samples.sparse:
        spacing = samples.components[name].spacing or 0
        spoken = lasting(samples.gap)
        apart = f"the samples of {printable(name)} are {lasting(spacing)} apart, and each speaks for {spoken} at most"
        yield f"{apart}: most of its time is unknown.\n  Say how long one speaks: `--samples-gap {spacing + spacing // 2}s`."
