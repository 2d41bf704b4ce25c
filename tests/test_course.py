"""How a window goes: the stretch it ran and its state, at every instant that matters."""

import pytest

from statusgen.course import State, ran, state
from statusgen.model import Actual, Cancelled, Origin, Status, Update, Window
from statusgen.policy import Impact
from statusgen.timeline import Span

PLAN = Span(100, 200)
CALLED_OFF = Cancelled(90, "Delay.")


def window(**more) -> Window:
    return Window(
        id="a",
        origin=Origin("windows/a.yaml"),
        title="Upgrade",
        components=("database",),
        impact=Impact.OUTAGE,
        span=PLAN,
        time_zone="UTC",
        **more,
    )


@pytest.mark.parametrize(
    ("more", "now", "stretch"),
    [
        ({}, 0, (100, 200)),
        ({}, 999, (100, 200)),
        ({"actual": Actual(110, 190)}, 999, (110, 190)),
        ({"actual": Actual(110, 250)}, 999, (110, 250)),
        ({"actual": Actual(90)}, 150, (90, 200)),
        ({"actual": Actual(90)}, 200, (90, 200)),
        ({"actual": Actual(90)}, 201, (90, 201)),
        ({"actual": Actual(None, 150)}, 999, (100, 150)),
        ({"actual": Actual(None, 90)}, 999, (100, 100)),
        ({"actual": Actual(300)}, 250, (300, 300)),
        ({"cancelled": CALLED_OFF}, 999, None),
        ({"cancelled": CALLED_OFF, "actual": Actual(110, 120)}, 999, (110, 120)),
        ({"cancelled": CALLED_OFF, "actual": Actual(110)}, 999, (110, 200)),
    ],
)
def test_the_stretch_a_window_ran(more, now, stretch):
    """As it actually ran, else as planned; not ended, it lasts until its planned end or, past that, until now."""
    assert stretch == ran(window(**more), now)


@pytest.mark.parametrize(
    ("more", "now", "expected"),
    [
        ({}, 99, State.SCHEDULED),
        ({}, 100, State.IN_PROGRESS),
        ({}, 199, State.IN_PROGRESS),
        ({}, 200, State.COMPLETED),
        ({"actual": Actual(110)}, 109, State.SCHEDULED),
        ({"actual": Actual(110)}, 199, State.IN_PROGRESS),
        ({"actual": Actual(110)}, 200, State.OVERRUN),
        ({"actual": Actual(110, 250)}, 249, State.IN_PROGRESS),
        ({"actual": Actual(110, 250)}, 250, State.COMPLETED),
        ({"actual": Actual(110, 150)}, 150, State.COMPLETED),
        ({"cancelled": CALLED_OFF}, 0, State.CANCELLED),
        ({"cancelled": CALLED_OFF}, 999, State.CANCELLED),
        ({"cancelled": CALLED_OFF, "actual": Actual(110)}, 105, State.CANCELLED),
        ({"cancelled": CALLED_OFF, "actual": Actual(110)}, 150, State.IN_PROGRESS),
        ({"cancelled": CALLED_OFF, "actual": Actual(110)}, 200, State.COMPLETED),
        ({"updates": (Update(150, Status.VERIFYING, "Checking."),)}, 149, State.IN_PROGRESS),
        ({"updates": (Update(150, Status.VERIFYING, "Checking."),)}, 150, State.VERIFYING),
        ({"updates": (Update(150, Status.VERIFYING, "Checking."),)}, 200, State.COMPLETED),
    ],
)
def test_the_state_of_a_window(more, now, expected):
    """By its times; what its updates say only tells verifying from other work in progress."""
    assert expected is state(window(**more), now)
