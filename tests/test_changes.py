"""The difference between two projects, as customers see it."""

import msgspec
import pytest

from statusgen.changes import _SHOWN, Action, Change, changes, lost
from statusgen.model import Actual, Cancelled, Evidence, Incident, Notice, Origin, Page, Project, Status, Update, Window
from statusgen.policy import Cause, Channel, Impact
from statusgen.timeline import HOUR, Span


def window(name: str = "a", start: int = 0, **more) -> Window:
    values = {
        "id": name,
        "origin": Origin(f"windows/{name}.yaml"),
        "title": "Upgrade",
        "components": ("database",),
        "impact": Impact.OUTAGE,
        "span": Span(start, start + HOUR),
        "time_zone": "UTC",
    }
    return Window(**values | more)


def project(*windows: Window) -> Project:
    page = Page(name="Acme", url="https://status.acme.example/", time_zone="UTC")
    return Project(page, (), (), windows, (), (), Evidence.GIT, "")


def told(before, after, renames=None):
    """What changes, in short: (action, id, id before, fields)."""
    found = changes(project(*before), project(*after), renames or {})
    return [(change.action, change.window.id, change.before and change.before.id, change.fields) for change in found]


def test_without_a_before_everything_is_new():
    """As in a plain folder."""
    assert (Change(Action.NEW, window(), None),) == changes(None, project(window()), {})


def test_what_is_as_it_was_is_no_change():
    """Where it stands in its file, and since when it was told, customers do not see."""
    after = window(origin=Origin("windows/2026/a.yaml", {"start": (9, 9)}), series="s", declared=(), announcements=())

    assert [] == told([window()], [after])


@pytest.mark.parametrize(
    ("action", "more", "fields"),
    [
        (Action.MOVED, {"span": Span(1, HOUR)}, ("start",)),
        (Action.MOVED, {"span": Span(0, HOUR + 1)}, ("end",)),
        (Action.MOVED, {"span": Span(1, HOUR + 1), "title": "Other"}, ("start", "end", "title")),
        (Action.CHANGED, {"title": "Other"}, ("title",)),
        (Action.CHANGED, {"components": ("api",)}, ("components",)),
        (Action.CHANGED, {"impact": Impact.NONE}, ("impact",)),
        (Action.CHANGED, {"description": "More."}, ("description",)),
        (Action.CHANGED, {"updates": (Update(1, Status.IN_PROGRESS, "Started."),)}, ("updates",)),
        (Action.CHANGED, {"actual": Actual(start=1)}, ("actual",)),
        (Action.CHANGED, {"notices": (Notice(Channel.EMAIL, 1),)}, ("notices",)),
        (Action.CHANGED, {"emergency": "Leak"}, ("emergency",)),
        (Action.CHANGED, {"time_zone": "Europe/Brussels"}, ("time_zone",)),
        (Action.CANCELLED, {"cancelled": Cancelled(1, "Delay.")}, ("cancelled",)),
        (Action.CANCELLED, {"cancelled": Cancelled(1, "Delay."), "span": Span(1, HOUR)}, ("start", "cancelled")),
    ],
    ids=str,
)
def test_a_window_that_differs(action, more, fields):
    """Its action is the one that matters most to customers; the fields tell all."""
    assert [(action, "a", "a", fields)] == told([window()], [window(**more)])


def test_called_back_to_life_is_a_change():
    """And so is another reason; neither cancels anew."""
    cancelled, other = (window(cancelled=Cancelled(1, reason)) for reason in ("Delay.", "Delay of the vendor."))

    assert [(Action.CHANGED, "a", "a", ("cancelled",))] == told([cancelled], [window()]) == told([cancelled], [other])


def test_new_and_deleted():
    """The deleted window is told as it was."""
    assert [(Action.DELETED, "a", "a", ()), (Action.NEW, "b", None, ())] == told([window("a")], [window("b")])


RENAMES = {"windows/b.yaml": "windows/a.yaml"}


def test_a_renamed_window_is_neither_new_nor_deleted():
    """Its address is another; what else differs is told with it."""
    assert [(Action.RENAMED, "b", "a", ())] == told([window("a")], [window("b")], RENAMES)
    assert [(Action.RENAMED, "b", "a", ("title",))] == told([window("a")], [window("b", title="Other")], RENAMES)


def test_renamed_and_moved_tells_both():
    """The action tells the move, the id before tells the rename."""
    assert [(Action.MOVED, "b", "a", ("start", "end"))] == told([window("a")], [window("b", start=9)], RENAMES)


def test_a_renamed_series_keeps_its_occurrences():
    """They are named after their file."""
    before = [window(f"a{day}", start=day, origin=Origin("windows/a.yaml"), series="a") for day in (-1, -2)]
    after = [window(f"b{day}", start=day, origin=Origin("windows/b.yaml"), series="b") for day in (-1, -3)]

    changed = [(Action.NEW, "b-3", None, ()), (Action.DELETED, "a-2", "a-2", ()), (Action.RENAMED, "b-1", "a-1", ())]
    assert changed == told(before, after, RENAMES)


def test_a_file_that_says_what_it_was_called_is_renamed():
    """Where git saw no rename; but not while another file has that name."""
    renamed = window("b", formerly=("z", "a"), title="Rewritten")

    assert [(Action.RENAMED, "b", "a", ("title",))] == told([window("a")], [renamed])
    assert [(Action.NEW, "b", None, ())] == told([window("a")], [window("a"), renamed])


def incident(name, **more):
    """An incident, over."""
    return Incident(
        name, Origin(f"incidents/{name}.yaml"), "Down", ("api",), Impact.OUTAGE, Cause.PROVIDER_FAILURE, 0, "UTC", 1, **more
    )


@pytest.mark.parametrize(
    ("after", "renames", "expected"),
    [
        ([incident("f")], {}, []),
        ([], {}, ["f"]),
        ([incident("g")], {}, ["f"]),
        ([incident("g")], {"incidents/2026/g.yaml": "incidents/f.yaml"}, []),
        ([incident("g", formerly=("f",))], {}, []),
    ],
)
def test_which_incidents_are_lost(after, renames, expected):
    """Those that no file is about any more, by its name, by a rename or by what it says that it was called."""
    before, then = (msgspec.structs.replace(project(), incidents=tuple(incidents)) for incidents in ([incident("f")], after))

    assert expected == [one.id for one in lost(before, then, renames)]
    assert () == lost(None, then, renames)


def test_a_window_that_begins_a_series_is_not_deleted():
    """Its first occurrence is the window that was; the others are new."""
    after = [window(f"a-{day}", start=day, origin=Origin("windows/a.yaml"), series="a") for day in (1, 2)]

    assert [(Action.RENAMED, "a-1", "a", ()), (Action.NEW, "a-2", None, ())] == told([window("a", start=1)], after)


def test_an_id_that_was_there_goes_before_a_rename():
    """A window that kept its name is compared with itself."""
    assert [(Action.DELETED, "a", "a", ())] == told([window("a"), window("b")], [window("b")], RENAMES)


def test_changes_are_told_by_start_and_id():
    """In whatever order the files were read."""
    windows = [window("c", 0), window("b", 5), window("a", 5)]

    assert ["c", "a", "b"] == [change.window.id for change in changes(None, project(*windows), {})]
    assert ["c", "a", "b"] == [change.window.id for change in changes(None, project(*reversed(windows)), {})]


def test_every_field_of_a_window_is_shown_or_left_out_on_purpose():
    """A field that joins the model must find its place here."""
    left_out = {"id", "origin", "span", "series", "declared", "announcements", "formerly", "revisions", "known_as", "waivers"}
    assert {field.name for field in msgspec.structs.fields(Window)} == set(_SHOWN) | left_out
