"""freeze: in a dated time without changes, no work is planned."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen import civil
from statusgen.finding import Finding, Severity
from statusgen.language import message
from statusgen.model import Freeze, Project, Window
from statusgen.rules.obstacle import Obstacle, Wish, meeting
from statusgen.timeline import Span, Timeline

ID, SUMMARY = "freeze", message("Work in a freeze")


def check(project: Project, now: int) -> Iterator[Finding]:
    """Of work to come, whatever its impact. An emergency is what cannot wait: a freeze does not hold it back."""
    if not project.freezes:
        return
    frozen = [(freeze, Timeline(one.span for one in freeze.stretches)) for freeze in project.freezes]
    for window in project.windows:
        if now < window.span.start and window.could_wait:
            for freeze, times in frozen:
                if freeze.holds(window.components) and times.within(window.span):
                    yield _finding(window, freeze, times)


def obstacles(project: Project, wish: Wish, within: Span, now: int) -> Iterator[Obstacle]:  # noqa: ARG001  # as every rule is asked
    """Each freeze of the components, by the names of its stretches."""
    reach = Span(within.start, within.end + wish.seconds)
    for freeze in project.freezes:
        if freeze.holds(wish.components):
            met: dict[str, list[Span]] = {}
            for one in freeze.stretches:
                if one.span.overlaps(reach):
                    met.setdefault(one.name, []).append(one.span)
            for name, spans in met.items():
                closed = meeting(spans, wish, within)
                if closed:
                    yield Obstacle(ID, f"{_called(freeze, name)} is a freeze ({freeze.place.file}:{freeze.place.line}).", closed)


def _finding(window: Window, freeze: Freeze, times: Timeline) -> Finding:
    met = next(one for one in freeze.stretches if one.span.overlaps(window.span))
    over = next(span.end for span in times if span.holds(met.span.start))
    zone = window.time_zone
    return Finding(
        place=window.origin.at("start"),
        rule=ID,
        severity=Severity.ERROR,
        summary=SUMMARY,
        what=f"`{window.id}` runs {civil.show_span(window.span, zone)}, in a freeze: {_called(freeze, met.name)}, "
        f"{civil.show_span(met.span, zone)}.",
        why=_why(freeze),
        way_out=f"The freeze is over {civil.show(over, zone)}: start then or later, or end before it. What may not "
        "wait says so: `waivers: [{rule: freeze, reason: ..., until: ...}]`.",
        window=window.id,
    )


def _why(freeze: Freeze) -> str:
    what = f" of {' and '.join(f'`{name}`' for name in freeze.components)}" if freeze.components else ""
    return f"{freeze.place.file}:{freeze.place.line} asks for no change{what} in that time."


def _called(freeze: Freeze, name: str) -> str:
    return f"{freeze.reason} ({name})" if name and name != freeze.reason else freeze.reason
