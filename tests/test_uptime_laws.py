"""Laws of accounting, and a second calculation by single seconds on random months."""

from accounting import COMPONENTS, pack, project
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from statusgen.civil import Month
from statusgen.model import Actual, Announcement, Incident, Origin, Window
from statusgen.policy import Cause, Impact, Scope
from statusgen.statement import statement
from statusgen.timeline import Span, Timeline
from statusgen.uptime.charging import first_come, split, without
from statusgen.verdict import Outcome, Verdict

MONTH = Month(2026, 11)
POLICY = replace(pack("klink"), scope=Scope("klink.scope"))
START, END = MONTH.span("UTC")
LAST = 60
"""Everything happens in the first minute of the month, or just before it, so that single seconds can be looked at."""

instants = st.integers(START - 10, START + LAST)
spans = st.tuples(instants, instants).map(sorted).map(lambda pair: Span(pair[0], pair[1] + 1))
touched = st.sets(st.sampled_from(COMPONENTS), min_size=1).map(lambda some: tuple(sorted(some)))
causes = st.sampled_from([Cause.PROVIDER_FAILURE, Cause.META_API])


def an_incident(name, span, components, cause):
    return Incident(
        f"i{name}", Origin(f"incidents/i{name}.yaml"), "Down", components, Impact.OUTAGE, cause, span.start, "UTC", span.end
    )


def a_window(name, span, components, ran, impact):
    told = Announcement(0, span, components, impact)
    origin = Origin(f"windows/w{name}.yaml")
    actual = Actual(ran.start, ran.end) if ran else None
    return Window(f"w{name}", origin, "Work", components, impact, span, "UTC", actual=actual, announcements=(told,))


incidents = st.lists(st.tuples(spans, touched, causes), max_size=5).map(
    lambda drawn: [an_incident(number, *one) for number, one in enumerate(drawn)]
)
windows = st.lists(
    st.tuples(spans, touched, st.none() | spans, st.sampled_from([Impact.OUTAGE, Impact.NONE]), st.booleans()), max_size=4
).map(lambda drawn: [(a_window(number, *one[:4]), one[4]) for number, one in enumerate(drawn)])


def account(incidents, windows, now=END):
    """The account of klink.cloud's November, with approvals as given."""
    held = project(POLICY, incidents=incidents, windows=[window for window, _ in windows])
    given_out = {True: Outcome.APPROVED, False: Outcome.REJECTED}
    verdicts = {(w.id, POLICY.id): Verdict(w.id, POLICY.id, given_out[yes], excuses=yes) for w, yes in windows}
    return statement(held, verdicts, MONTH, now).accounts[0]


def by_seconds(incidents, windows, now):
    """Counted and left out, looked at second by second: sets, no spans."""
    excused, down, counted = set(), set(), set()
    for window, approved in windows:
        last = window.span.end if window.actual is None else min(window.span.end, window.actual.end)
        excused |= {(c, s) for c in window.components for s in range(window.span.start, last) if approved}
    for one in incidents:
        seconds = {(c, s) for c in one.components for s in range(one.start, one.end)}
        down |= seconds
        counted |= seconds - excused if one.cause is Cause.PROVIDER_FAILURE else set()
    for window, _ in windows:
        ran = window.span if window.actual is None else Span(window.actual.start, window.actual.end)
        seconds = {(c, s) for c in window.components for s in range(*ran) if window.impact is Impact.OUTAGE}
        down |= seconds
        counted |= seconds - excused
    known = range(START, min(END, now))
    counts = {second for _, second in counted if second in known}
    return counts, {second for _, second in down if second in known} - counts


def seconds_of(charged):
    """Every second of charged stretches, as often as it is charged."""
    return [second for span, _ in charged for second in range(*span)]


@given(incidents, windows, st.integers(START, START + LAST + 5))
def test_the_account_agrees_with_single_seconds(incidents, windows, now):
    """Counted and left out are what looking at each second gives, each charged once."""
    found = account(incidents, windows, now)
    counted, left_out = by_seconds(incidents, windows, now)

    assert sorted(counted) == seconds_of(found.counted)
    assert sorted(left_out) == seconds_of(found.left_out)
    assert len(counted) == found.availability.counted_seconds
    assert len(left_out) == found.left_out_seconds


@given(incidents, windows, windows)
def test_approving_a_window_never_lowers_uptime(incidents, windows, more):
    """Adding an exclusion takes downtime out or leaves it. The window's own work is no new outage here."""
    quiet = [(replace_impact(window, f"extra{window.id}"), True) for window, _ in more]

    assert account(incidents, windows).availability.uptime <= account(incidents, [*windows, *quiet]).availability.uptime


def replace_impact(window, identity):
    return a_window(identity, window.span, window.components, None, Impact.NONE)


@given(incidents, windows, spans, touched)
def test_more_downtime_never_raises_uptime(incidents, windows, span, components):
    """Whatever there is already."""
    more = [*incidents, an_incident("extra", span, components, Cause.PROVIDER_FAILURE)]

    assert account(more, windows).availability.uptime <= account(incidents, windows).availability.uptime


@given(incidents, windows, spans, touched, causes, st.data())
def test_an_outage_in_two_touching_halves_is_the_same(incidents, windows, span, components, cause, data):
    """Splitting changes no figure."""
    middle = data.draw(st.integers(span.start, span.end))
    whole = [an_incident("whole", span, components, cause)]
    halves = [Span(span.start, middle), Span(middle, span.end)]
    parts = [an_incident(f"part{n}", half, components, cause) for n, half in enumerate(halves) if half.seconds]

    one, two = account([*incidents, *whole], windows), account([*incidents, *parts], windows)

    assert (one.availability, one.left_out_seconds, one.credits) == (two.availability, two.left_out_seconds, two.credits)


@given(incidents, windows, st.randoms())
def test_the_order_of_files_changes_nothing(incidents, windows, random):
    """Not even to whom a second is charged."""
    mixed, other = incidents[:], windows[:]
    random.shuffle(mixed)
    random.shuffle(other)
    one, two = account(incidents, windows), account(mixed, other)

    assert (one.availability, one.counted, one.left_out) == (two.availability, two.counted, two.left_out)


@given(incidents, windows)
def test_what_a_window_cost_is_what_its_approval_would_save(incidents, windows):
    """The added seconds of a window are the difference to the account in which it is approved."""
    found = account(incidents, windows)

    for one in found.forgone:
        mended = [(window, approved or window.id == one.window.id) for window, approved in windows]
        saved = found.availability.counted_seconds - account(incidents, mended).availability.counted_seconds
        assert saved == one.added_seconds


@given(
    st.integers(0, 60 * 86_400),
    st.integers(0, 60 * 86_400),
    st.sampled_from(["clicksend", "ecerium", "klink", "infopromo", "clever"]),
)
def test_credits_grow_as_uptime_falls(less, more, name):
    """No plan gives less for more downtime."""
    policy = pack(name)
    start = MONTH.span(policy.time_zone).start

    def shares(seconds):
        down = an_incident("down", Span(start, start + seconds + 1), ("api",), Cause.PROVIDER_FAILURE)
        (made,) = statement(project(policy, incidents=[down]), {}, MONTH, start + 70 * 86_400).accounts
        return [credit.share for credit in made.credits]

    low, high = sorted((less, more))
    assert all(before <= after for before, after in zip(shares(low), shares(high), strict=True))


claims = st.lists(st.tuples(spans, st.sampled_from("abc")), max_size=8)


@given(claims)
def test_charging_keeps_every_second_once(claims):
    """What is charged is the union of the claims, in order and apart."""
    charged = first_come(claims, lambda name: (name,))

    assert Timeline(span for span, _ in claims) == Timeline(span for span, _ in charged)
    assert len(set(seconds_of(charged))) == len(seconds_of(charged))
    assert sorted(charged) == charged


@given(claims, st.lists(spans, max_size=6).map(Timeline))
def test_taking_away_leaves_the_rest_with_its_holder(claims, taken):
    """Nobody gains a second by it."""
    charged = first_come(claims, lambda name: (name,))
    holder = {second: name for span, name in charged for second in range(*span)}

    left = list(without(charged, taken))

    gone = {second for span in taken for second in range(*span)}
    assert {second: name for second, name in holder.items() if second not in gone} == {
        second: name for span, name in left for second in range(*span)
    }


@given(spans, claims)
def test_splitting_tells_who_holds_each_part(span, claims):
    """The parts make the whole again; a part that nobody holds has no holder."""
    held = first_come(claims, lambda name: (name,))
    holder = {second: name for stretch, name in held for second in range(*stretch)}

    parts = list(split(span, held))

    assert list(range(*span)) == seconds_of(parts)
    assert [holder.get(second) for second in range(*span)] == [name for part, name in parts for _ in range(*part)]


@given(st.lists(spans, max_size=8).map(Timeline), instants, instants)
@example(Timeline([(START, START + 5)]), START + 5, START + 9)
@example(Timeline([(START + 5, START + 9)]), START, START + 5)
@example(Timeline([(START, START + 9)]), START + 5, START + 5)
def test_within_is_the_intersection_with_a_span(timeline, one, other):
    """Found by halving, it is what the algebra says; an empty span holds nothing."""
    span = Span(min(one, other), max(one, other))

    assert timeline & Timeline([span]) == timeline.within(span)
