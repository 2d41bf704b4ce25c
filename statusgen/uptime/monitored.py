"""What monitors add to what people declared: outages that nobody wrote down, and time of which nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from statusgen.civil import rfc3339
from statusgen.course import ran
from statusgen.model import Incident, Origin, Project
from statusgen.monitors import Samples
from statusgen.policy import Cause, Combine, Impact, Policy
from statusgen.timeline import Span, Timeline
from statusgen.uptime.exclusions import Exclusion

FILE = "--samples"
"""Where an outage that only monitors saw stands: on the command line."""


def undeclared(project: Project, samples: Samples, now: int) -> tuple[Incident, ...]:
    """The outages that samples show and no outage that is declared explains, as incidents of their own.

    Where something less than an outage is declared meanwhile, its cause is that of the outage too; else the cause is unknown,
    and counts.
    """
    return tuple(incident for component in project.components for incident in _of(component.id, project, samples, now))


def _of(component: str, project: Project, samples: Samples, now: int) -> Iterator[Incident]:
    observed = samples.components.get(component)
    if observed is None:
        return
    rest = observed.down - _explained(component, project, samples.span, now)
    for lesser in project.incidents:
        if component in lesser.components and lesser.impact is not Impact.OUTAGE:
            lasted = Span(lesser.start, max(lesser.start, now if lesser.end is None else lesser.end))
            part = rest.within(lasted)
            yield from (_incident(component, span, lesser.cause, lesser.preventable) for span in part)
            rest -= part
    yield from (_incident(component, span, Cause.UNKNOWN) for span in rest)


def _explained(component: str, project: Project, span: Span, now: int) -> Timeline:
    """When an outage of a component is declared, be it an incident or work as it ran."""
    spans = [
        Span(incident.start, max(incident.start, now if incident.end is None else incident.end))
        for incident in project.incidents
        if component in incident.components and incident.impact is Impact.OUTAGE
    ]
    worked = (ran(window, now) for window in project.windows if component in window.components and window.impact is Impact.OUTAGE)
    return Timeline([*spans, *(stretch for stretch in worked if stretch is not None)]).within(span)


def _incident(component: str, span: Span, cause: Cause, preventable: bool = False) -> Incident:  # noqa: FBT001, FBT002  # as declared
    begun = rfc3339(span.start).replace("-", "").replace(":", "").lower()
    return Incident(
        id=f"samples-{component}-{begun}",
        origin=Origin(FILE),
        title="Down, as monitors saw it",
        components=(component,),
        impact=Impact.OUTAGE,
        cause=cause,
        start=span.start,
        time_zone="UTC",
        end=span.end,
        preventable=preventable,
    )


def unknown(project: Project, policy: Policy, samples: Samples, excluded: tuple[Exclusion, ...]) -> Timeline:
    """The seconds of which samples do not say whether a policy's components were up; in maintenance it need not be known."""
    lacking = [_lacking(component.id, policy, samples, excluded) for component in project.components if policy.covers(component.id)]
    if policy.scope.combine is Combine.ANY:
        return Timeline(span for timeline in lacking for span in timeline)
    return _together(project, policy, samples, lacking)


def _lacking(component: str, policy: Policy, samples: Samples, excluded: tuple[Exclusion, ...]) -> Timeline:
    own = (one.span for one in excluded if one.policy == policy.id and one.component == component)
    return samples.unknown(component) - Timeline(own)


def _together(project: Project, policy: Policy, samples: Samples, lacking: list[Timeline]) -> Timeline:
    """Where all must be down: when each was down or may have been, and one of them may only have been."""
    common = Timeline([samples.span])
    for component, timeline in zip((one.id for one in project.components if policy.covers(one.id)), lacking, strict=True):
        observed = samples.components.get(component)
        common &= timeline if observed is None else timeline | observed.down
    return common & Timeline(span for timeline in lacking for span in timeline)
