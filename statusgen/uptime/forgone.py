"""What did it cost that a window earned no exclusion? The rules it broke, and the seconds that count because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statusgen.finding import Finding
from statusgen.model import Project, Window
from statusgen.policy import Excuses, Policy
from statusgen.timeline import Span
from statusgen.uptime.downtime import Downtime, downtime
from statusgen.uptime.exclusions import Exclusion, costing, earned
from statusgen.verdict import Outcome, Verdicts


@dataclass(frozen=True, slots=True)
class Forgone:
    """A window of the month that excuses nothing under a policy."""

    window: Window
    outcome: Outcome
    findings: tuple[Finding, ...]
    """The rules that cost it the exclusion; none for emergency work."""
    added_seconds: int
    """Counted downtime, whatever caused it, that an exclusion of the window would have taken out."""
    never_excused_by: str | None = None
    """The clause by which no maintenance is excused, so that no rule cost it anything; None: some is."""


def forgone(
    project: Project,
    policy: Policy,
    verdicts: Verdicts,
    excluded: Sequence[Exclusion],
    counted: Downtime,
    known: Span,
    now: int,
) -> tuple[Forgone, ...]:
    """Every window of the month without an exclusion, in the order of their ids; work that was called off is none."""
    return tuple(_forgone(project, policy, verdicts, excluded, counted, known, now))


def _forgone(
    project: Project,
    policy: Policy,
    verdicts: Verdicts,
    excluded: Sequence[Exclusion],
    counted: Downtime,
    known: Span,
    now: int,
) -> Iterator[Forgone]:
    for window in project.windows:
        verdict = verdicts.get((window.id, policy.id))
        if verdict is None or verdict.excuses or verdict.outcome is Outcome.CANCELLED:
            continue
        would_be = [one for one in earned(window, policy, now) if one.span.overlaps(known)]
        if would_be:
            mended = downtime(project, policy, verdicts, [*excluded, *would_be], known, now)
            added = counted.counted.seconds - mended.counted.seconds
            yield Forgone(window, verdict.outcome, costing(verdict), added, _never_excused_by(window, policy))


def _never_excused_by(window: Window, policy: Policy) -> str | None:
    terms = policy.in_force(window.span.start)
    return terms.maintenance.exclusion_clause if terms and terms.maintenance.excuses is Excuses.NOTHING else None
