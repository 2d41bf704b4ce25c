"""Months, incidents, windows and policies drawn at random, where the edges are: clock changes, a month's ends, touching spans."""

from accounting import COMPONENTS, pack
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen.civil import Month
from statusgen.model import Actual, Announcement, Incident, Origin, Window
from statusgen.policy import Basis, Cause, Combine, EarlyFinish, Excuses, Impact, Overrun, Rounding, RoundingMode, Scope, Unit
from statusgen.timeline import DAY, HOUR, Span

MONTHS = {
    "Europe/Brussels": (Month(2025, 3), Month(2025, 10), Month(2026, 3), Month(2028, 2)),
    "Australia/Perth": (Month(2026, 11), Month(2026, 12), Month(2027, 2)),
    "America/Mexico_City": (Month(2022, 4), Month(2022, 10), Month(2026, 11)),
    "UTC": (Month(2026, 11), Month(2027, 2), Month(2026, 10)),
}
"""Zones, and months of theirs in which the clock changes or not, of 28 to 31 days."""

months = st.sampled_from([(zone, month) for zone, some in MONTHS.items() for month in some])
some_components = st.sets(st.sampled_from(COMPONENTS), min_size=1).map(lambda some: tuple(sorted(some)))
causes = st.sampled_from([Cause.PROVIDER_FAILURE, Cause.PROVIDER_FAILURE, Cause.UNKNOWN, Cause.MESSAGING_PROVIDER, Cause.META_API])
lengths = st.one_of(st.integers(1, 90), st.sampled_from([2592, 2593, 25920]), st.integers(1, 4 * HOUR), st.integers(1, 5 * DAY))


def instants(period):
    """Mostly near few edges, so that things meet: the month's ends, the last Sunday on which clocks change, its middle."""
    sunday = (period.end // DAY + 3) // 7 * 7 - 3 - 1
    edges = st.sampled_from([*period, sunday * DAY + HOUR, (period.start + period.end) // 2])
    near = st.tuples(edges, st.integers(-2 * HOUR, 2 * HOUR)).map(sum)
    return st.one_of(near, near, near, st.integers(period.start - DAY, period.end + DAY))


def spans(period):
    """Of at least one second."""
    return st.tuples(instants(period), lengths).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def an_incident(name, span, components, cause, impact=Impact.OUTAGE):
    origin = Origin(f"incidents/i{name}.yaml", {"start": (5, 8)})
    return Incident(f"i{name}", origin, "Down", components, impact, cause, span.start, "UTC", span.end)


def a_window(name, span, components, ran, impact):
    """Work that was announced long ago, as it was planned or as it ran."""
    told = Announcement(0, span, components, impact)
    actual = Actual(ran.start, ran.end) if ran else None
    origin = Origin(f"windows/w{name}.yaml", {"start": (4, 8)})
    return Window(f"w{name}", origin, "Work", components, impact, span, "UTC", actual=actual, announcements=(told,))


def incidents(period, most=6):
    """Outages and less, of causes that count and that do not."""
    impacts = st.sampled_from([Impact.OUTAGE, Impact.OUTAGE, Impact.OUTAGE, Impact.DEGRADED])
    drawn = st.lists(st.tuples(spans(period), some_components, causes, impacts), max_size=most)
    return drawn.map(lambda of: [an_incident(number, *one) for number, one in enumerate(of)])


def windows(period, most=4):
    """Work, and whether it was approved; some ran early, late, long or short."""
    shifts = st.none() | st.tuples(st.integers(-HOUR, HOUR), st.integers(-HOUR, HOUR))
    drawn = st.lists(
        st.tuples(spans(period), some_components, shifts, st.sampled_from([Impact.OUTAGE, Impact.NONE]), st.booleans()),
        max_size=most,
    )
    return drawn.map(lambda of: [(_shifted(number, *one[:4]), one[4]) for number, one in enumerate(of)])


def _shifted(name, span, components, shift, impact):
    ran = None
    if shift is not None:
        start = span.start + shift[0]
        ran = Span(start, max(start + 1, span.end + shift[1]))
    return a_window(name, span, components, ran, impact)


roundings = st.none() | st.builds(
    lambda unit, mode: Rounding("clicksend.measure.minutes", unit, mode), st.sampled_from(Unit), st.sampled_from(RoundingMode)
)


@st.composite
def policies(draw, zone):
    """ClickSend's contract on another clock, measured in other ways, without its readings: they would be others.

    What excuses nothing is not drawn: it has no exclusions to speak of.
    """
    policy = pack("clicksend")
    basis = draw(st.sampled_from(Basis))
    maintenance = replace(
        policy.maintenance,
        excuses=draw(st.sampled_from([Excuses.EVERYTHING, Excuses.OWN_WORK])),
        early_finish=draw(st.sampled_from(EarlyFinish)),
        overrun=draw(st.sampled_from(Overrun)),
    )
    measure = replace(
        policy.measure,
        basis=basis,
        minutes=43_200 if basis is Basis.FIXED else None,
        rounding=draw(roundings),
        excluded_leaves_basis=draw(st.booleans()),
    )
    scope = Scope("clicksend.scope", combine=draw(st.sampled_from(Combine)))
    return replace(policy, time_zone=zone, scope=scope, maintenance=maintenance, measure=measure, readings=())
