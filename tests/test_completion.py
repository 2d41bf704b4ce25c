"""Shells complete: the scripts are read by the shells themselves, and what they ask for is answered from the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import statusgen, surroundings, write

from statusgen.cli import app
from statusgen.cli.completing import OFFERS, offered

SETTINGS = """
page: {name: Acme, url: https://status.acme.example/, time_zone: America/Mexico_City}
components: [{id: api, name: API}, {id: database, name: Database}]
policies: [clever]
"""
WINDOW = "{title: Upgrade, components: [api], impact: none, start: 2026-12-05 21:00, end: 2026-12-05 23:00}\n"


@pytest.fixture
def page(tmp_path):
    """A project with a window, an agreement and a policy of its own; beside it a command of the name."""
    write(
        tmp_path,
        statusgen=SETTINGS,
        windows__2026__w1=WINDOW,
        windows__w2=WINDOW,
        agreements__globex="customer: Globex\n",
        policies__gold="extends: clever\n",
    )
    (tmp_path / "windows/README.md").write_text("no window")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/statusgen").write_text(f'#!/bin/sh\nexec {sys.executable} -m statusgen "$@"\n')
    (tmp_path / "bin/statusgen").chmod(0o755)
    return tmp_path


def shell(page, name, *arguments):
    """What a shell prints, which has read our script and finds our command."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not here")
    (page / "script").write_text(statusgen(page, "completion", name).stdout)
    done = subprocess.run(
        [name, *arguments],
        cwd=page,
        env=surroundings(PATH=f"{page / 'bin'}{os.pathsep}{os.environ['PATH']}", HOME=str(page), SOURCE_DATE_EPOCH="1795000000"),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout


LINES = [
    ("statusgen pl", {"plan"}),
    ("statusgen gate --component ", {"api", "database"}),
    ("statusgen uptime 2026-1", {"2026-11", "2026-10"}),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_bash_completes(page, line, expected):
    """By the function that it calls."""
    words = " ".join(f"'{word}'" for word in line.split(" "))
    ask = (
        f"COMP_WORDS=({words}); COMP_CWORD={line.count(' ')}; _statusgen_completion statusgen; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )

    told = shell(page, "bash", "--norc", "-c", f"source ./script; complete -p statusgen >/dev/null; {ask}")

    assert expected == set(told.split())


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_zsh_completes(page, line, expected):
    """What its completion is handed, in its own words."""
    words = " ".join(f"'{word}'" for word in line.split(" "))
    stand_ins = "compdef() { }; _arguments() { print -r -- $1 }"
    ask = f"words=({words}); CURRENT={line.count(' ') + 1}; _statusgen_completion"

    told = shell(page, "zsh", "-f", "-c", f"{stand_ins}; source ./script; {ask}")

    assert expected == set(re.findall(r'"([^"]*)"(?::"[^"]*")?', told))


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_fish_completes(page, line, expected):
    """As it says by itself."""
    told = shell(page, "fish", "--no-config", "-c", f"source ./script; complete -C '{line}'")

    assert expected == {answer.partition("\t")[0] for answer in told.splitlines()}


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("components", "", ["api", "database"]),
        ("components", "d", ["database"]),
        ("windows", "", ["w2", "w1"]),
        ("customers", "", ["globex"]),
        ("held", "", ["clever"]),
        ("policies", "", ["clever", "clicksend", "ecerium", "gold", "infopromo", "klink"]),
        ("packs", "cl", ["clever", "clicksend"]),
        ("languages", "", ["en", "es"]),
        ("zones", "America/Mexico", ["America/Mexico_City"]),
        ("months", "2026-1", ["2026-11", "2026-10"]),
    ],
)
def test_the_project_is_offered(page, monkeypatch, kind, typed, expected):
    """Its ids, by what is typed; months count from the page's own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")

    assert expected == offered(kind, page / "windows", typed)


@pytest.mark.parametrize("settings", [None, "", "page: 1\ncomponents: 2\n", "components: [1, {id: 2}]\npolicies: [3]\n", "\t: ["])
def test_nothing_is_ever_complained_of(tmp_path, settings, monkeypatch):
    """Without a project, and in a broken one, what depends on it is not offered."""
    monkeypatch.chdir(tmp_path)
    if settings is not None:
        write(tmp_path, statusgen=settings)

    told = {kind: offered(kind, None, "") for kind in OFFERS}

    assert [] == told["components"] + told["windows"] + told["customers"] + told["held"]
    assert "clever" in told["policies"]
    assert (12 if settings is not None else 0) == len(told["months"])


def test_the_project_that_is_named_is_asked(page, tmp_path_factory):
    """Before what is completed."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    line = {"COMP_WORDS": f"statusgen gate --project {page} --component da", "COMP_CWORD": "5"}

    told = statusgen(elsewhere, _STATUSGEN_COMPLETE="complete_bash", **line)

    assert (0, "database\n", "") == (told.returncode, told.stdout, told.stderr)


def test_every_kind_that_is_offered_is_known():
    """And each is used."""
    code = Path(app.__file__).read_text(encoding="utf-8")

    assert OFFERS.keys() == set(re.findall(r'_offer\("(\w+)"\)', code))


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_script_can_be_kept_as_a_file(tmp_path, name):
    """Its first line says what it is, and nothing is said beside it."""
    told = statusgen(tmp_path, "completion", name)

    assert (0, "") == (told.returncode, told.stderr)
    assert told.stdout == told.stdout.strip() + "\n"
    assert "_STATUSGEN_COMPLETE=complete_" in told.stdout
