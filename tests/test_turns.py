"""When a rebuild changes anything by itself: the law that holds every file to the board's turns, and each kind of turn."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import at as in_utc
from judging import make_policy
from msgspec.structs import replace
from site_project import GOLD, ZONE, at, incident, project, window

from statusgen import rules
from statusgen.board import board, turns
from statusgen.model import Actual, Announcement, Cancelled, Channel, Notice, Project, Status, Update, Window
from statusgen.policy import Acknowledgement, AppliesTo, Impact, Maintenance, Measure, Overrun
from statusgen.policy import Notice as Promise
from statusgen.site import Theme, recipes
from statusgen.timeline import DAY, HOUR, Span

THEME = Theme.of()
MAIL = make_policy(
    "mail",
    hours=48,
    channels=("email",),
    zone="Europe/Brussels",
    acknowledgement=Acknowledgement("mail.ack", required_for_exclusion=True),
)
LENIENT = make_policy("lenient", hours=0, maintenance=Maintenance("lenient.excluded", overrun=Overrun.EXCLUDE))
QUIET = make_policy("quiet", notice=Promise("quiet.notice", 24, (Channel.TELEPHONE,), applies_to=AppliesTo.INTERRUPTION))
POLICIES = (GOLD, MAIL, LENIENT, QUIET)
MIDNIGHT = at("2026-12-01 00:00")


def built(declared: Project, now: int) -> Mapping[str, bytes]:
    """Every file of the site at an instant, with its key."""
    shown = board(declared, rules.verdicts(declared, now), now)
    return {path: (recipe.digest, recipe.render()) for path, recipe in recipes(shown, THEME).items()}


def turned(declared, now):
    """The turns around an instant."""
    shown = board(declared, rules.verdicts(declared, now), now)
    return shown.valid_from, shown.valid_until


# Around the end of a month, in whole hours and a second beside them: that is where things meet.
instants = st.builds(
    lambda hours, second: MIDNIGHT + hours * HOUR + second,
    st.one_of(st.integers(-72, 72), st.sampled_from([-168, -24, 0, 24, 168, 24 * 60])),
    st.sampled_from([0, 0, 0, -1, 1]),
)
spans = st.builds(lambda start, hours: Span(start, start + hours * HOUR), instants, st.sampled_from([1, 2, 4, 30]))
impacts = st.sampled_from(list(Impact))
actuals = st.one_of(st.none(), st.builds(lambda a, b: Actual(a, b), st.one_of(st.none(), instants), st.one_of(st.none(), instants)))
window_updates = st.lists(
    st.builds(lambda at, status: Update(at, status, "So it is."), instants, st.sampled_from(list(Status)[:5])), max_size=3
)
incident_updates = st.lists(
    st.builds(lambda at, status: Update(at, status, "So it is."), instants, st.sampled_from(list(Status)[5:])), max_size=3
)
notices = st.lists(
    st.builds(
        Notice,
        st.sampled_from([Channel.EMAIL, Channel.TELEPHONE]),
        instants,
        st.one_of(st.none(), instants),
        st.one_of(st.none(), spans),
    ),
    max_size=3,
)


@st.composite
def windows(draw, name):
    """A window with any history, told and run in any order."""
    span, impact = draw(spans), draw(impacts)
    told = draw(st.lists(st.tuples(instants, spans, impacts), max_size=2))
    told = sorted([*told, (span.start - draw(st.integers(-2, 240)) * HOUR, span, impact)], key=lambda one: one[0])
    components = draw(st.sampled_from([("database",), ("api", "database")]))
    made = window(
        name, "2026-12-05 21:00", "2026-12-06 01:00", components=components, impact=impact, actual=draw(actuals),
        announcements=tuple(Announcement(when, of, components, how) for when, of, how in told),
        updates=tuple(draw(window_updates)), notices=tuple(draw(notices)),
        cancelled=draw(st.one_of(st.none(), st.none(), st.builds(Cancelled, instants, st.just("Vendor delay.")))),
        emergency=draw(st.sampled_from([None, None, None, "", "A hole."])),
    )  # fmt: skip
    return type(made)(**{**{field: getattr(made, field) for field in made.__struct_fields__}, "span": span})


@st.composite
def incidents(draw, name):
    """An incident, over or open."""
    start = draw(instants)
    end = draw(st.one_of(st.none(), st.integers(0, 60)))
    made = incident(name, "2026-12-05 20:10", updates=tuple(draw(incident_updates)), impact=draw(impacts))
    changed = {"start": start, "end": None if end is None else start + end * HOUR}
    return type(made)(**{**{field: getattr(made, field) for field in made.__struct_fields__}, **changed})


projects = st.builds(
    lambda some, others: project(some, others, policies=POLICIES),
    st.one_of(st.tuples(windows("one")), st.tuples(windows("one"), windows("two"))),
    st.one_of(st.just(()), st.tuples(incidents("broken"))),
)


@given(projects, instants, st.integers(0, 10**6), st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_between_two_turns_no_file_changes(declared, now, share, edge):
    """Built at any two instants from one turn up to the next, every file has the same key and the same bytes."""
    since, until = turned(declared, now)
    first = now - 1000 * DAY if since is None else since
    last = now + 1000 * DAY if until is None else until - 1
    other = (first, last, first + (last - first) * share // 10**6)[edge]

    assert first <= now <= last
    assert built(declared, now) == built(declared, other)


@given(projects, st.one_of(windows("more"), incidents("more")), instants)
@settings(max_examples=60, deadline=None)
def test_the_same_key_is_the_same_bytes_whatever_else_is_declared(declared, more, now):
    """A file that another event changes has another key, be it by no more than since when anything is known."""
    events = {"windows": (*declared.windows, more)} if isinstance(more, Window) else {"incidents": (*declared.incidents, more)}
    before, after = built(declared, now), built(replace(declared, **events), now)

    assert [] == [path for path in before if path in after and before[path][0] == after[path][0] and before[path] != after[path]]


@given(projects, instants)
@settings(max_examples=50, deadline=None)
def test_at_a_turn_the_page_tells_of_another_stretch(declared, now):
    """The turn is where the one before said that it would be, and is the first instant of what follows."""
    _, until = turned(declared, now)

    assert until == turned(declared, until)[0]
    assert built(declared, until - 1) != built(declared, until)


def test_where_nothing_was_ever_declared_nothing_turns():
    """Not even with the month: there is nothing to show."""
    assert (None, None) == turned(project((), ()), MIDNIGHT)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2026-12-04 00:00", "2026-12-05 20:00"),
        ("2026-12-05 20:00", "2026-12-05 21:00"),
        ("2026-12-05 21:00", "2026-12-06 01:00"),
        ("2026-12-06 01:00", "2027-01-01 00:00"),
    ],
    ids=["an hour ahead", "start", "end", "month"],
)
def test_a_window_turns_at_reminders_its_start_and_its_end_and_the_page_with_the_month(now, following):
    """The month is that of the page's zone."""
    work = window("x", "2026-12-05 21:00", "2026-12-06 01:00")

    assert at(following) == turned(project((work,), (), policies=()), at(now))[1]


def owed(*sent):
    """A window of which customers are to be told by mail, two days ahead."""
    return project((window("x", "2026-12-05 21:00", "2026-12-05 23:00", notices=sent),), (), policies=(MAIL,))


def test_a_window_turns_when_a_notice_that_is_owed_is_too_late():
    """In time is what is told at the last instant; the next one is the turn."""
    deadline = at("2026-12-03 21:00")

    assert deadline + 1 == turned(owed(), deadline)[1]
    assert "pending" == rules.verdicts(owed(), deadline)["x", "mail"].outcome
    assert "rejected" == rules.verdicts(owed(), deadline + 1)["x", "mail"].outcome


def test_a_window_turns_when_a_notice_that_is_dated_ahead_is_given():
    """Its verdict does, to the better."""
    ahead = at("2026-12-02 09:00")

    assert ahead == turned(owed(Notice(Channel.EMAIL, ahead)), at("2026-12-02 00:00"))[1]


def test_a_notice_in_time_leaves_no_turn_at_its_deadline():
    """Nothing changes there any more."""
    told = turned(owed(Notice(Channel.EMAIL, at("2026-12-01 09:00"))), at("2026-12-03 21:00"))

    assert at("2026-12-05 20:00") == told[1]  # the last reminder


def test_a_page_turns_with_the_months_of_a_contracts_zone_and_with_its_versions():
    """A month ends in Brussels seven hours before it does in Mexico City; a version holds from a midnight of its own zone."""
    brussels = make_policy("gold", zone="Europe/Brussels")
    dated = make_policy("gold", zone="Europe/Brussels", effective_from="2027-01-09")

    assert in_utc("2026-11-30 23:00") in set(turns.of_page(ZONE, (brussels,), MIDNIGHT - 8 * HOUR))
    assert in_utc("2027-01-08 23:00") in set(turns.of_page(ZONE, (dated,), MIDNIGHT))


def test_a_page_turns_with_the_month_of_a_bill():
    """Which begins on a day of its own, in the month before or after that of the calendar too."""
    bill = make_policy("gold", zone=ZONE, measure=Measure("gold.notice", first_day=15))

    assert {at("2026-11-15 00:00"), at("2026-12-15 00:00")} <= set(turns.of_page(ZONE, (bill,), at("2026-12-05 22:00")))
