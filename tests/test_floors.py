"""The house keeps its floors: a room imports itself and the floors below, never its neighbour, never above."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "statusgen"

FLOORS = (
    ("timeline", "finding", "crew"),
    ("civil", "language"),
    ("policy",),
    ("model", "requests"),
    ("sources", "yaml12", "monitors", "chronicle", "look"),
    ("load",),
    ("cstate",),
    ("announced", "course", "verdict"),
    ("changes",),
    ("rules", "uptime"),
    ("slots",),
    ("plan", "schedule", "statement", "board", "promises"),
    ("doubts", "report", "audit", "fixes", "scaffold", "doctor"),
    ("site",),
    ("subscribers",),
    ("render",),
    ("documents",),
    ("publish", "preview"),
    ("cli",),
    ("__main__",),
)
"""From the ground up. docs/decisions.md (22) says why the ground has steps."""

FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def imported_rooms(file: Path) -> set[str]:
    """Every room that a file imports, wherever the import stands."""
    rooms = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports by dots"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "statusgen" and rest:
                rooms.add(rest.split(".")[0])
    return rooms - {"__version__"}


def room_of(file: Path) -> str:
    """The room a file belongs to: its module, or the package's folder."""
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


FILES = sorted(file for file in HOUSE.rglob("*.py") if file != HOUSE / "__init__.py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(HOUSE).as_posix())
def test_a_room_imports_only_floors_below(file):
    """Deferred and type-checking imports count like any other."""
    room = room_of(file)
    assert room in FLOOR_OF, f"{room} has no floor"

    above = {other for other in imported_rooms(file) if other != room and FLOOR_OF[other] >= FLOOR_OF[room]}

    assert set() == above


def test_every_floor_is_inhabited():
    """A room that is gone leaves the list too."""
    assert set(FLOOR_OF) <= {room_of(file) for file in FILES}


def test_the_handbook_tells_the_same_floors():
    """In the same order, each step after a `then`; `__main__` is only what Python calls."""
    decisions = (HOUSE.parent / "docs/decisions.md").read_text(encoding="utf-8")
    told = decisions.partition("**22. ")[2].partition("`tests/test_floors.py`")[0].partition("steps: ")[2]

    assert FLOORS[:-1] == tuple(tuple(re.findall(r"`(\w+)`", step)) for step in re.split(r"\bthen\b|\bon top\b", told))


def test_the_table_for_contributors_tells_the_same_rooms():
    """In the same order."""
    page = (HOUSE.parent / "docs/contributing.md").read_text(encoding="utf-8")
    told = re.findall(r"`(\w+)`", page.partition("| floor | rooms |")[2].partition("\n\n")[0])

    assert [room for rooms in FLOORS[:-1] for room in rooms] == told
