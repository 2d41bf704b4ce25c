"""What samples come to: for each component, when it was down, when nobody knows, and whether they come often enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final

from statusgen.monitors.engine import Engine, Refused, no_room, opened
from statusgen.monitors.files import SamplesUnreadable, ending_of, source
from statusgen.monitors.loading import HEARD, load
from statusgen.timeline import Span, Timeline

GAP: Final = 90
"""Seconds that one sample speaks for at most, unless told otherwise: monitors look every minute, and may be late."""
ISLANDS_LIMIT: Final = 5_000_000
"""Stretches of up and down. More of them are samples that stand alone, because they come less often than was said."""

_FIRST_ONES: Final = 100
"""Samples of a component by which its spacing is judged."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What the samples of one component say of a span."""

    down: Timeline
    """When a sample said that it was down."""
    known: Timeline
    """When any sample said up or down. The rest of the span is unknown, which is not up."""
    samples: int
    """How many of its samples were read: those that can speak into the span."""
    spacing: int | None
    """Seconds from one sample to the next, typically: the lower median among its first hundred; None of a single instant."""


@dataclass(frozen=True, slots=True)
class Samples:
    """What samples say of a span of time."""

    span: Span
    gap: int
    """Seconds that one sample spoke for at most."""
    components: Mapping[str, Observed]
    """By the ids in the files, sorted; only components of which a sample was read."""

    @property
    def rows(self) -> int:
        """How many samples were read: those that can speak into the span."""
        return sum(observed.samples for observed in self.components.values())

    @property
    def sparse(self) -> tuple[str, ...]:
        """Components whose samples typically come later than one speaks for: most of their time is unknown."""
        return tuple(name for name, observed in self.components.items() if observed.spacing and observed.spacing > self.gap)

    def unknown(self, component: str) -> Timeline:
        """The part of the span of which no sample speaks: all of it for a component that no sample names."""
        observed = self.components.get(component)
        whole = Timeline([self.span])
        return whole - observed.known if observed else whole


def read_samples(files: Sequence[Path], *, span: Span, gap: int = GAP) -> Samples:
    """What the samples in these files say of a span, each sample speaking for `gap` seconds at most.

    Raises `SamplesUnreadable`, naming file and line, where a file or a row is wrong, `DataExtraMissing` where DuckDB is, and
    `StatusgenError` where there is no room to work in.
    """
    if gap < 1:
        raise ValueError(f"a sample cannot speak for {gap} seconds")
    reach = Span(span.start - gap + 1, span.end)  # a sample of `gap` seconds before the start speaks until the start
    with opened([(file, ending_of(file)) for file in files]) as engine:
        engine.run(HEARD)
        for file, link in zip(files, engine.links, strict=True):
            load(engine, source(engine, file, link), reach)
        try:
            return Samples(span, gap, MappingProxyType(dict(_observed(engine, span, gap))))
        except Refused as refusal:
            raise no_room(str(refusal)) from None


def _observed(engine: Engine, span: Span, gap: int) -> Iterator[tuple[str, Observed]]:
    counted = engine.run(
        f"SELECT component, count(*), min(instant, {_FIRST_ONES}) FROM heard GROUP BY component ORDER BY component"
    )
    spoken = _islands(engine, gap) if counted else {}
    for component, samples, instants in counted:
        down, up = (Timeline(spoken.get((component, state), ())).within(span) for state in (False, True))
        yield component, Observed(down, down | up, samples, _spacing(instants))


def _spacing(instants: Sequence[int]) -> int | None:
    steps = sorted(after - before for before, after in pairwise(instants) if after > before)
    return steps[(len(steps) - 1) // 2] if steps else None


def _islands(engine: Engine, gap: int) -> dict[tuple[str, bool], list[Span]]:
    """(component, whether it is up) -> its islands."""
    # The query is asked of numbers with names: sorting fifty million texts takes twice the time, and three times the memory.
    engine.run("CREATE TYPE component AS ENUM (SELECT DISTINCT component FROM heard)")
    engine.run("CREATE VIEW samples AS SELECT CAST(component AS component) AS component, instant, up FROM heard")
    engine.run(f"CREATE TABLE settings AS SELECT CAST({gap} AS BIGINT) AS gap_seconds")
    islands: dict[tuple[str, bool], list[Span]] = {}
    for count, (component, up, start, end) in enumerate(engine.stream(_query()), 1):
        if count > ISLANDS_LIMIT:
            raise _too_many(gap)
        islands.setdefault((component, up), []).append(Span(start, end))
    return islands


def _query() -> str:
    return resources.files("statusgen.monitors").joinpath("islands.sql").read_text(encoding="utf-8")


def _too_many(gap: int) -> SamplesUnreadable:
    return SamplesUnreadable(
        f"the samples fall into more than {ISLANDS_LIMIT:,} stretches of up and down, with one speaking for {gap} seconds at most",
        "Let a sample speak for longer than it takes until the next one comes, or account for less time at once.",
    )
