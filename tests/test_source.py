"""Rules of the house that no linter knows: no float, no clock, no environment, no locale, and no exception without a reason."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "statusgen"
FILES = sorted(HOUSE.rglob("*.py"))
DOOR = "cli/"

PATHS_ARE_JOINED = (
    "cli/",
    "doctor/",
    "load/requests.py",
    "load/shelf.py",
    "look/",
    "preview/",
    "publish/",
    "site/compiled.py",
    "site/styles.py",
    "site/theme.py",
    "sources/",
)
"""Where `/` joins paths, and nothing is computed."""

EXACT = {
    "cli/serving.py": {"0.25"},
    "load/traffic.py": {"given[hour][0] * HOURS_OF_A_WEEK * AVERAGE / whole"},
    "policy/remedies.py": {"Fraction(value) / 100"},
    "preview/server.py": {"0.1"},
    "publish/staging.py": {"0.05"},
    "schedule/model.py": {"float", "0.0", "1.0"},
    "schedule/unplaced.py": {"1.0"},
    "site/colors.py": {
        "Decimal(part) / 255",
        "share / Decimal('12.92')",
        "(share + Decimal('0.055')) / Decimal('1.055')",
        "(light + Decimal('0.05')) / (dark + Decimal('0.05'))",
    },
    "uptime/credits.py": {
        "seconds / (step.per_minutes * MINUTE)",
        "seconds / basis_seconds / percent_of(step.per_percent)",
        "seconds / basis_seconds",
    },
}
"""Divisions of fractions, which are fractions, and of shares of light, which are decimals; and how many seconds something waits,
or a solver may take."""

FLOATS = {"float", "complex", "math", "statistics", "total_seconds", "timestamp"}
OUTER_WORLD = {
    "environ",
    "environb",
    "getenv",
    "putenv",
    "locale",
    "setlocale",
    "getpass",
    "uuid",
    "secrets",
    "random",
    "time_ns",
}
ASKED = {"now", "utcnow", "today", "localtime", "cwd", "getcwd", "home", "expanduser", "getuser", "gethostname"}

HANDED_ON = {"sources/git.py": {"os.environ"}, "site/feeds/identity.py": {"uuid"}}
"""Git is called with the user's environment, less what would change an answer; a UUID of version 5 is a digest of a name."""


def name_of(file: Path) -> str:
    """Its path below the package."""
    return file.relative_to(HOUSE).as_posix()


def source(text: str) -> ast.AST:
    """The tree of a source."""
    return ast.parse(text)


def inexact(tree: ast.AST) -> set[str]:
    """Whatever makes a float, or divides so that one may come of it."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                found.add(ast.unparse(node))
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                found.add(ast.unparse(node))
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.ImportFrom(module=name) if (
                name in FLOATS
            ):
                found.add(name)
    return found


def from_outside(tree: ast.AST) -> set[str]:
    """Whatever asks the machine, its user or its clock."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names if each.name.split(".")[0] in OUTER_WORLD | {"time"}}
            case ast.ImportFrom(module=module, names=names):
                named = {module.split(".")[0], *(each.name for each in names)}
                found |= named & (OUTER_WORLD | {"time"}) if module != "datetime" else set()
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in OUTER_WORLD:
                found.add(ast.unparse(node))
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args, keywords=keywords):
                if name in ASKED or (
                    name in ("astimezone", "fromtimestamp") and len(args) + len(keywords) < (name != "astimezone") + 1
                ):
                    found.add(ast.unparse(node))
    return found


def spoken(tree: ast.AST) -> set[str]:
    """Formats of dates that say another thing in another locale."""
    formats = set()
    for node in ast.walk(tree):
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=parts)):
                formats |= {part.value for part in parts if isinstance(part, ast.Constant)}
            case ast.Call(func=ast.Attribute(attr="strftime"), args=[ast.Constant(value=str(text))]):
                formats.add(text)
    return {text for text in formats if re.search("%[aAbBcpxX]", text)}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_time_and_money_are_whole_numbers_and_fractions(file):
    """No float is written, made or asked for, and `/` only joins paths or divides fractions."""
    found = inexact(source(file.read_text(encoding="utf-8")))
    if name_of(file).startswith(PATHS_ARE_JOINED):
        found = {each for each in found if " / " not in each}

    assert EXACT.get(name_of(file), set()) == found


@pytest.mark.parametrize("file", [file for file in FILES if not name_of(file).startswith(DOOR)], ids=name_of)
def test_clock_and_environment_stay_at_the_door(file):
    """Below `cli/` nothing asks what time it is, where it runs or for whom (docs/decisions.md, 30)."""
    assert HANDED_ON.get(name_of(file), set()) == from_outside(source(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_date_is_told_in_the_locale_of_the_machine(file):
    """Names of days and months are our own."""
    assert set() == spoken(source(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_every_exception_to_the_rules_gives_its_reason(file):
    """Who silences a check says why, on the same line."""
    silent = re.compile(r"# (?:noqa|type: ignore|pragma)\b[^#]*$")

    assert [] == [line for line in file.read_text(encoding="utf-8").splitlines() if silent.search(line)]


@pytest.mark.parametrize(
    "line",
    [
        "half = 0.5",
        "share = float(units)",
        "share = down / period",
        "share /= period",
        "seconds = lasted.total_seconds()",
        "from math import floor",
        "import math",
        "lasted = span.end.timestamp()",
    ],
)
def test_a_float_would_be_seen(line):
    """The check of floats has teeth."""
    assert inexact(source(line))


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from time import monotonic",
        "at = dt.datetime.now(dt.UTC)",
        "day = date.today()",
        "os.environ['TZ']",
        "os.getenv('TZ')",
        "from os import environ",
        "here = Path.cwd()",
        "import random",
        "local = at.astimezone()",
        "local = dt.datetime.fromtimestamp(at)",
    ],
)
def test_a_look_outside_would_be_seen(line):
    """The check of clock and environment has teeth."""
    assert from_outside(source(line))


@pytest.mark.parametrize("line", ["f'{day:%A}'", "day.strftime('%d %b')"])
def test_a_word_of_the_locale_would_be_seen(line):
    """The check of formats has teeth."""
    assert spoken(source(line))
